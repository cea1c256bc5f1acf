"""Words of a scanned page: tesseract in its own process, one core, 200 dots an inch."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
from functools import cache
from itertools import pairwise
from typing import Any, Final

from tender.parsing.pdf_words import Frame, keeps_hyphen
from tender.parsing.printed_lines import Line, Word, in_lines

_DOTS_PER_INCH: Final = 200
_MOST_PIXELS: Final = 25_000_000
"""A page larger than A2 at this resolution is drawn coarser."""
_SECONDS_PER_PAGE: Final = 60.0
_LEAST_SURE: Final = 25.0
"""tesseract's own confidence, 0 to 100, under which a word is specks of dust."""
_MODELS: Final = {"fr": "fra", "de": "deu", "en": "eng", "nl": "nld"}


@cache
def reader() -> str | None:
    """The tesseract program, None where it is not installed."""
    return shutil.which("tesseract")


@cache
def installed_models() -> frozenset[str]:
    program = reader()
    if program is None:
        return frozenset()
    listed = subprocess.run(  # noqa: S603 - a program found on the path, fixed arguments
        [program, "--list-langs"], capture_output=True, text=True, check=False, timeout=20
    )
    return frozenset(line.strip() for line in (listed.stdout + listed.stderr).splitlines())


def model_for(language: str | None) -> str | None:
    """The tesseract model for a language, French when unknown or absent; None when nothing can read."""
    installed = installed_models()
    for model in (_MODELS.get(language or "fr", "fra"), "fra", "eng"):
        if model in installed:
            return model
    return None


def lines_on_picture(page: Any, frame: Frame, model: str) -> list[Line]:
    """The lines tesseract reads on an open pdfium page; none when it fails or takes too long."""
    program = reader()
    area = frame.width * frame.height
    if program is None or area <= 0:
        return []
    scale = min(_DOTS_PER_INCH / 72, (_MOST_PIXELS / area) ** 0.5)
    # What form fields hold is known as text: see pdf_form.
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
    try:
        image = _pgm(bitmap)
    finally:
        bitmap.close()
    try:
        done = subprocess.run(  # noqa: S603 - a program found on the path; the page goes in by its standard input
            [program, "stdin", "stdout", "-l", model, "--dpi", str(round(scale * 72)), "tsv"],
            input=image,
            capture_output=True,
            check=False,
            timeout=_SECONDS_PER_PAGE,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except (subprocess.TimeoutExpired, OSError):
        return []
    words = _words(done.stdout.decode("utf-8", "replace"), scale, frame)
    return in_lines(_rejoined(with_thousands(words)))


def _pgm(bitmap: Any) -> bytes:
    """The picture as a portable grey map, which needs no compression."""
    buffer = bytes(bitmap.buffer)
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    rows = buffer if stride == width else b"".join(
        buffer[row * stride : row * stride + width] for row in range(height)
    )  # fmt: skip
    return b"P5 %d %d 255\n" % (width, height) + rows


def _words(table: str, scale: float, frame: Frame) -> list[Word]:
    found: list[Word] = []
    line, last = -1, ("", "", "")
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        if row.get("level") != "5" or not text or float(row["conf"]) < _LEAST_SURE:
            continue
        place = (row["block_num"], row["par_num"], row["line_num"])
        if place != last:
            line, last = line + 1, place
        left, top = float(row["left"]) / scale, float(row["top"]) / scale
        right, bottom = left + float(row["width"]) / scale, top + float(row["height"]) / scale
        box = (max(left, 0.0), max(top, 0.0), min(right, frame.width), min(bottom, frame.height))
        found.append(Word("".join(text.split()), box, line))
    return found


_MONEY: Final = re.compile(r"€|(?:eur|ht|ttc)\b", re.IGNORECASE)
_GLUED: Final = re.compile(r"(?!19|20)\d{4,6}")
_THOUSAND: Final = re.compile(r"\d{3}(?P<cents>,\d\d)?")


def with_thousands(words: list[Word]) -> list[Word]:
    """Amounts whose first narrow space was not seen ("1234 567,89 €"), their millions apart again."""
    found: list[Word] = []
    for index, word in enumerate(words):
        after = [one for one in words[index + 1 : index + 3] if one.line == word.line]
        group = _THOUSAND.fullmatch(after[0].text) if after else None
        money = group and (group["cents"] or (len(after) > 1 and _MONEY.match(after[1].text)))
        if not money or not _GLUED.fullmatch(word.text):
            found.append(word)
            continue
        left, top, right, bottom = word.box
        cut = left + (right - left) * (len(word.text) - 3) / len(word.text)
        found.append(Word(word.text[:-3], (left, top, cut, bottom), word.line))
        found.append(Word(word.text[-3:], (cut, top, right, bottom), word.line))
    return found


def _rejoined(words: list[Word]) -> list[Word]:
    """Words cut at the end of a line, put side by side as those of a written PDF are."""
    for word, after in pairwise(words):
        cut = word.text.endswith("-") and len(word.text) > 2 and word.text[-2].isalpha()
        if cut and after.line != word.line and after.text[:1].islower():
            after.joined = True
            word.text = word.text if keeps_hyphen(word.text[:-1], after.text) else word.text[:-1]
    return words

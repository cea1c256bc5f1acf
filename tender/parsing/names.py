"""Names of files as people wrote them: damaged letters repaired, unsafe paths told, junk known."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from pathlib import PurePosixPath
from typing import Final

_UTF8_FLAG: Final = 0x800
_JUNK_NAMES: Final = frozenset((".ds_store", "thumbs.db", "desktop.ini", ".directory"))
_DRIVE: Final = re.compile(r"^[A-Za-z]:")
_FRENCH: Final = frozenset("àâäçéèêëîïôöùûüÿœæÀÂÇÉÈÊËÎÏÔÙÛÜŒÆ°’–ß«»€áíóúñ")
_DOS_AS_WINDOWS: Final = str.maketrans(
    # What code page 850 writes, read as Windows-1252: "Marché" shows as "March‚".
    {
        "‚": "é",
        "Š": "è",
        "…": "à",
        "ƒ": "â",
        "ˆ": "ê",
        "‡": "ç",
        "“": "ô",
        "–": "û",
        "—": "ù",
        "Œ": "î",
        "‹": "ï",
        "‰": "ë",
    }
)
_BETWEEN_LETTERS: Final = re.compile(r"(?<=[A-Za-z])[‚Šƒˆ‡Œ‹‰](?=[A-Za-z \-_.]|$)|(?<![^\s_\-])[‚Š](?=[a-z])")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f]")


def repaired(member: zipfile.ZipInfo) -> str:
    """The name of a ZIP's member: without the UTF-8 flag it may be UTF-8, code page 850 or Windows-1252."""
    name = member.orig_filename
    if member.flag_bits & _UTF8_FLAG or name.isascii():
        return name.replace("\\", "/")
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name.replace("\\", "/")
    candidates = []
    for encoding in ("utf-8", "cp850", "cp1252"):
        try:
            candidates.append(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8":
            break
    return max(candidates, key=_looks_french, default=name).replace("\\", "/")


def plain_name(name: str) -> str:
    """A name for people: composed letters, forward slashes, damaged letters repaired, nothing unprintable."""
    composed = unicodedata.normalize("NFC", _UNPRINTABLE.sub("", name.replace("\\", "/")))
    try:
        again = composed.encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        again = composed
    mended = _BETWEEN_LETTERS.sub(lambda match: match.group().translate(_DOS_AS_WINDOWS), again)
    return mended.encode("utf-8", "replace").decode("utf-8").lstrip("/") or "sans-nom"


def is_unsafe(name: str) -> bool:
    """Whether a path would leave the folder it is unpacked in."""
    slashed = name.replace("\\", "/")
    return (
        slashed.startswith("/")
        or _DRIVE.match(slashed) is not None
        or ".." in slashed.split("/")
        or "\0" in name
    )


def is_junk(name: str) -> bool:
    """Files that systems leave behind and nobody wrote."""
    path = PurePosixPath(name)
    last = path.name.casefold()
    return "__MACOSX" in path.parts or last in _JUNK_NAMES or last.startswith(("~$", "._", ".~lock."))


def _looks_french(name: str) -> int:
    """Letters of French and German count for a reading, other letters beyond ASCII against it."""
    return sum(1 if letter in _FRENCH else -1 for letter in name if not letter.isascii())

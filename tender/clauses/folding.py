"""Text folded for matching: lower case, no accents, one apostrophe, one dash, one space; same length.

Because the length never changes, an offset found in the folded text is an offset in the original.
"""

from __future__ import annotations

import re
import unicodedata

_ALIKE = {
    **dict.fromkeys("’‘‛´`ʼ′＇\x91\x92", "'"),
    **dict.fromkeys("–—‑‒−‐―", "-"),
    **dict.fromkeys("«»“”„‟\x93\x94", '"'),
    "…": ".",
    "º": "o",
    "°": "o",
    "ß": "s",
}

_SILENT = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
_WORD_WITH_SILENT = re.compile(rf"\S*[{_SILENT}]\S*")
_SILENT_MARK = re.compile(rf"[{_SILENT}]")
# The first character before what stands before it: a search for a character is the fastest.
_LETTERS = "(?<=[a-zà-ÿA-ZÀ-Ý]{2}"
# "personne(s) éloignée(s)", "salarié(e)s", "demandeur·euse·s": one word in the plural.
_BOTH_FORMS = re.compile(
    rf"(?:\({_LETTERS}\()(?:(s|x|es|S|ES)\)|(?:e|euse|rice|trice|ne|le)\)(s?))"
    rf"|[·•⋅‧]{_LETTERS}[·•⋅‧])(?:e|es|euse|rice|trice|ne|le)?(?:[·•⋅‧]?(s))?"
    rf"|\.{_LETTERS}\.)e\.(s))(?![\w(])"
)
# An apostrophe that a wrong encoding turned into a question mark: "l?emploi", "d\ufffdinsertion".
_LOST_APOSTROPHE = re.compile(r"(?<![^\W_])([dlsncjmtDLSNCJMT]|[qQ]u|QU)[?\ufffd](?=[^\W\d_])")
_HYPHENATED = re.compile(r"[-‐­](?<=[a-zà-ÿœ]{2}[-‐­])[ \t]*\n[ \t]*([a-zà-ÿœ]+)")


class _Table(dict[int, str]):
    """Fills itself: each character is worked out once."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = _ALIKE.get(char)
        if folded is None:
            is_blank = char.isspace() or (code < 0xA0 and not char.isprintable())
            folded = " " if is_blank else char
            base = unicodedata.normalize("NFD", folded)[0].lower()
            folded = base if len(base) == 1 else folded
        self[code] = folded
        return folded


_TABLE = _Table()


def _windows_table() -> bytes:
    """What each character of Windows' Latin alphabet folds to, always another one of it."""
    held = bytes(range(256)).decode("cp1252", "replace").replace("\ufffd", " ")
    return held.translate(_TABLE).encode("cp1252")


_WINDOWS = _windows_table()
_OTHERS = re.compile(f"([^{re.escape(bytes(range(256)).decode('cp1252', 'ignore'))}]+)")
"""Characters that alphabet lacks."""


def fold(text: str) -> str:
    """The text as the patterns see it; `len(fold(text)) == len(text)`, always.

    Marks written as characters of their own (decomposed accents, soft hyphens, a word cut at the end of a
    line) are dropped and the word padded at its end, so the start of every word keeps its offset.
    """
    if _SILENT_MARK.search(text):
        text = _WORD_WITH_SILENT.sub(_without_marks, text)
    if "\n" in text:
        text = _HYPHENATED.sub(_joined, text)
    if "?" in text or "\ufffd" in text:
        text = _LOST_APOSTROPHE.sub(r"\1'", text)
    if _BOTH_FORMS.search(text):
        text = _BOTH_FORMS.sub(_plural, text)
    try:
        return _of_windows(text)
    except UnicodeEncodeError:
        pieces = _OTHERS.split(text)
        pieces[::2] = map(_of_windows, pieces[::2])
        pieces[1::2] = (piece.translate(_TABLE) for piece in pieces[1::2])
        return "".join(pieces)


def _of_windows(text: str) -> str:
    """Character by character, ten times cheaper: a text all in Windows' alphabet."""
    return text.encode("cp1252").translate(_WINDOWS).decode("cp1252")


def _without_marks(match: re.Match[str]) -> str:
    word = match.group()
    return _SILENT_MARK.sub("", word).ljust(len(word))


def _plural(match: re.Match[str]) -> str:
    return (match[1] or match[2] or match[3] or match[4] or "").ljust(len(match.group()))


def _joined(match: re.Match[str]) -> str:
    return match.group(1).ljust(len(match.group()))

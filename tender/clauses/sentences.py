"""Text cut into sentences and list items, each with its offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_UPPER = "A-ZÀ-ÖØ-ÞŒ"
_LOWER = "a-zß-öø-ÿœ"

# A point that ends a sentence: before a capital, a digit or a bullet, not after an abbreviation.
_STOP = re.compile(rf"[.!?][\"»”)]*(?:\s+(?=[{_UPPER}0-9•■●\-–—*\"«“„(]))")
_ABBREVIATION = re.compile(
    rf"(?:^|[\s.('’\"])(?:[{_UPPER}]|art|cf|no|nr|al|av|bd|st|dr|mr|mme|tel|abs|ziff|ggf|bzw|usw|inkl"
    rf"|gem|str|z\.b|i\.v\.m)$",
    re.IGNORECASE,
)
# BOAMP glues its fields: "…économique.Le titulaire", "…CCAP.140 heures", "…prioritairesL'action".
# The places are sought by their capital (one class of letters is scanned fast), then looked at on both sides.
_GLUED_CAPITAL = re.compile(rf"[{_UPPER}](?<=[{_LOWER}0-9h.!?].)|[LUCEIPD](?<=[{_UPPER}]{{3}}.)(?=[a-z])")
_GLUED_HERE = re.compile(
    rf"(?<=[{_LOWER}0-9)%»][.!?])(?=[{_UPPER}][{_LOWER}'’\x92 ])"
    rf"|(?<=[{_UPPER}]{{3}}\.)(?=[{_UPPER}][{_LOWER}'’ ])|(?<=[{_LOWER}]{{4}}\.)(?=[{_UPPER}]{{3}})"
    rf"|(?<=\d h)(?=[{_UPPER}])|(?<=\dh)(?=[{_UPPER}])|(?<=heures)(?=[{_UPPER}])"
    rf"|(?<=[{_LOWER}]{{4}})(?=[{_UPPER}](?:[{_LOWER}]{{2}}|['’\x92 ][{_LOWER}]))"
    rf"|(?<=[{_UPPER}]{{3}})(?=(?:Le|La|Les|Un|Une|Ce|Cette|En|Il|Pour|Dans|Conform)[{_LOWER}]* )"
)
_GLUED_NUMBER = re.compile(rf"\.(?<=[{_UPPER}]{{3}}.)(?=\d)|heures(?=o[{_UPPER}])")
_BLANK = re.compile(r"\n[ \t\xa0]*\n")
_LINE = re.compile(r"[ \t\xa0]*\n[ \t\xa0]*")
_BULLET = re.compile(
    r"(?:[•■●▪◦‣*\uf0b7\uf0a7\uf0d8☐☑☒□]|[-–—]{1,2}\s|[a-z0-9]{1,2}[.)°]|\d{1,2}(?:\.\d{1,2})+)"
)
_LOT_LINE = re.compile(r"lots?[ ]*(?:n\W?[ ]*)?\d", re.IGNORECASE)
_HANGING = re.compile(
    r"(?:\b(?:de|du|des|d|la|le|les|l|à|au|aux|et|ou|en|par|pour|sur|un|une|article|articles|que|qui"
    r"|dans|avec|den|dem|des|eine?[nmrs]?|mit|für|bei|auf|aus|durch|im|am|vom|zu|über|unter|als|sowie|bzw"
    r"|seine[nmrs]?|ihre[nmrs]?|keine[nmrs]?|diese[nmrs]?|zwei|drei|vier|zuvor|mindestens"
    r"|\w+(?:lich|isch|ig|iv|end|haft|bar|sam)e[nm]"
    r"|der|die|das|und|oder|von|zur|zum|nach|of|the|and|or|to|in|for)|[,'’(\-])$",
    re.IGNORECASE,
)


LONGEST = 2500
"""Characters of a sentence. The longest of real calls have 2 000; what runs on without an end is cut, so that
whoever looks at a whole sentence for each of its words has little to look at."""
_SOFT_STOPS = ("\n", "; ", ", ", " ")


@dataclass(frozen=True, slots=True)
class Sentence:
    """text[start:end]; `lead` is true when it ends with a colon and so governs what follows."""

    start: int
    end: int
    lead: bool = False


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order, without gaps larger than white space."""
    cuts = {
        m.end()
        for m in _STOP.finditer(text)
        if not _ABBREVIATION.search(text[max(0, m.start() - 8) : m.start()])
    }
    places = (m.start() for m in _GLUED_CAPITAL.finditer(text))
    cuts.update(place for place in places if _GLUED_HERE.match(text, place))
    cuts.update(m.end() for m in _GLUED_NUMBER.finditer(text))
    cuts.update(m.end() for m in _BLANK.finditer(text))
    cuts.update(m.end() for m in _LINE.finditer(text) if _ends_line(text, m.start(), m.end()))
    sentences: list[Sentence] = []
    start = 0
    for cut in _bounded(text, [*sorted(cuts), len(text)]):
        piece = text[start:cut]
        if piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            right = start + len(piece.rstrip())
            sentences.append(Sentence(left, right, text[left:right].endswith(":")))
        start = cut
    return tuple(sentences)


def _bounded(text: str, cuts: list[int]) -> Iterator[int]:
    """The cuts, with others where two are too far apart: at a line's end, a comma, a space, else anywhere."""
    start = 0
    for cut in cuts:
        while cut - start > LONGEST:
            half, last = start + LONGEST // 2, start + LONGEST
            soft = (text.rfind(stop, half, last) + len(stop) for stop in _SOFT_STOPS)
            start = next((place for place in soft if place > half), last)
            yield start
        yield cut
        start = cut


def _ends_line(text: str, end_of_line: int, start_of_next: int) -> bool:
    """Whether a line end closes a sentence: not where a line is wrapped, nor inside "label : value"."""
    following = text[start_of_next : start_of_next + 8]
    if not following or following[0] in ":;,.)":
        return False
    before = text[max(0, end_of_line - 20) : end_of_line]
    if _BULLET.match(following) or _LOT_LINE.match(following):
        return True
    last = before.rsplit("\n", 1)[-1].strip()
    if last.endswith(":"):
        return last != ":"
    return following[0].isupper() and not _HANGING.search(before)


def sentence_at(sentences: tuple[Sentence, ...], offset: int) -> int:
    """The index of the sentence that holds the offset (the last one that starts at or before it)."""
    return max(0, bisect_right(sentences, offset, key=lambda s: s.start) - 1)

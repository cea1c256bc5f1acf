"""Papers in German documents: the lists that a line announces, and the lists of the forms 211, 631, 632.

Source: § 41 VgV, § 29 UVgO (the call names the papers to be handed in); Vergabehandbuch des Bundes, form 631.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tender.parsing.flow import BULLET, Flow, pattern
from tender.parsing.paper_german_words import ANNOUNCES, FORM_NUMBER, VERB, WIDE, is_german_paper
from tender.parsing.paper_lists import Paper, short
from tender.parsing.paper_words import APPLY, AWARD, OFFER

_NOT_ASKED = pattern(
    r"beim bieter verbleiben|verbleib beim"
    r"|nicht (?:mehr )?(?:einzureichen|vorzulegen|beizufugen|erforderlich)"
    r"|wurden? beigefugt|zuschlagskriteri|bindefrist|vergabeunterlagen (?:sind|bestehen|stehen)"
)
_LATER = pattern(
    r"(?:auf|nach) (?:\w{4,12}es )?(?:verlangen|(?:an|auf)forderung)|vor (?:der )?zuschlagserteilung"
    r"|engere wahl|bestbieter|fur den zuschlag vorgesehen"
)
_SUITED = pattern(r"teilnahmeantrag|eignung|leistungsfahigkeit|fachkunde|zuverlassigkeit")
_MARK = re.compile(
    rf"^\s*(?:(?P<box>[☐□☒☑✓✔])|(?P<bullet>{BULLET})|(?P<num>\d{{1,2}})[.)](?!\d)|(?P<letter>[a-z])[.)])\s*-?\s*"
)
_SECTION = re.compile(
    r"^\s*(?:§\s?\d|\d{1,2}\.\d{1,2}(?:\.\d{1,2})*\.?\s|\d{1,2}\s+[a-z]|[a-z]\)\s*$|[ivx]+\.\s)"
)
_NOISE = re.compile(r"^\W*(?:seite\s+\d+|\d+\s*/\s*\d+|©|anlage\s.{0,60}seite\s+\d)|^.{1,2}$")
_AT_END = re.compile(r"\s(?:sind|ist)$")
_WINDOW = 2
_FURTHEST = 12
_TITLE = 95
_FULL = 0.7
"""Of the width of the lines around: a line shorter than that was not cut by the margin."""
_NEXT_NUMBER = re.compile(r"\s*\d{1,2}[.)](?!\d)")
_LONG = 420


def german_papers(flow: Flow) -> Iterator[Paper]:
    """The papers of every list that a line of a German document announces."""
    index = 0
    ticked = any(sign in flow.text for sign in "☒☑")
    while index < len(flow.lines):
        opened = _announced(flow, index)
        if opened is None:
            index += 1
            continue
        part, first = opened
        items, index = _items(flow, first)
        for item in items:
            if not (ticked and item.empty) and (one := _paper(flow, item, part)):
                yield one


@dataclass(frozen=True, slots=True)
class _Item:
    """An item of a list: its folded span, and whether its box stands empty."""

    start: int
    end: int
    empty: bool


def _announced(flow: Flow, index: int) -> tuple[str, int] | None:
    """The part a line announces papers for, and the line its list begins on; None: it announces none."""
    text = flow.line_text(index).strip()
    if not text or (_MARK.match(text) and not re.match(r"\s*[a-z\d]+[.)]", text)):
        return None
    whole, last = text, index
    while last + 1 < len(flow.lines) and last - index < _WINDOW and not _ends(whole, flow, last):
        last += 1
        whole = f"{whole} {flow.line_text(last).strip()}"
    title = len(text) < _TITLE and text[-1] not in ".,;" and _opens(flow, index)
    for candidate, end in ((text, index), (whole, last)):
        said = ANNOUNCES.search(candidate)
        if said is None or _NOT_ASKED.search(candidate):
            continue
        if said.start() >= len(text) and _opens(flow, index + 1):
            continue  # the line below announces them
        spoken = candidate[-1] in ".,;" or VERB.search(_AT_END.sub("", candidate))
        if not candidate.endswith(":") and (not title or spoken):
            continue
        if candidate is text and end != last and whole.endswith(":"):
            continue
        later = _LATER.search(candidate)
        return (AWARD if later else APPLY if _SUITED.search(candidate) else OFFER), end + 1
    return None


def _opens(flow: Flow, index: int) -> bool:
    """The line begins with a capital or a number: no second line of a sentence."""
    line = flow.lines[index]
    places = flow.places(line.start, line.end)
    lower = not places or places[0][0].text[places[0][1]].islower()
    return not lower or bool(_SECTION.match(flow.line_text(index)))


def _ends(text: str, flow: Flow, index: int) -> bool:
    following = flow.line_text(index + 1)
    return text.rstrip().endswith((":", ".")) or bool(_MARK.match(following)) or not following.strip()


def _items(flow: Flow, first: int) -> tuple[list[_Item], int]:
    """The items of the list that begins on a line, and the line after it."""
    held = _List(flow)
    index = first
    while index < len(flow.lines):
        text = flow.line_text(index)
        mark = _MARK.match(text)
        kind = str(mark.lastgroup) if mark else ""
        if index > first and (not kind or kind != held.outer) and _announced(flow, index) is not None:
            break
        goes_on = (
            held.take_marked(index, mark) if mark else _NOISE.match(text) or held.take_unmarked(index, text)
        )
        if not goes_on:
            break
        index += 1
    return held.items, max(index, first)


class _List:
    """A list as it is read, line after line.

    Where an item names a paper, what is marked otherwise below it is its contents, else what is asked.
    """

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.items: list[_Item] = []
        self.outer = ""  # the mark of the list
        self._count = 0  # its last number
        self._above = -1  # where its last item is
        self._grows = False  # the last item goes on with the next unmarked line

    def take_marked(self, index: int, mark: re.Match[str]) -> bool:
        """An item, or the contents of one; False: another list."""
        line, kind, number = self.flow.lines[index], str(mark.lastgroup), int(mark["num"] or 0)
        if kind == self.outer and number and number != self._count + 1:
            return False
        inner = bool(self.outer) and kind != self.outer
        if inner and not _words(self.flow, self.items[self._above]):
            self.items.pop()  # "1." alone on its line, above a list of its own
            inner = False
        if not inner:
            self.outer, self._count, self._above = kind, number, len(self.items)
        self._grows = not inner or not is_german_paper(_words(self.flow, self.items[self._above]))
        if self._grows:
            empty = self.flow.line_text(index).strip()[:1] in "☐□"
            self.items.append(_Item(line.start + mark.end(), line.end, empty))
        return True

    def take_unmarked(self, index: int, text: str) -> bool:
        """More of an item, an item without a mark, a heading between two; False: the list has ended."""
        line = self.flow.lines[index]
        named = not self.outer and is_german_paper(text)
        if self._grows and self.items and _goes_on(self.flow, index, self.items[-1]):
            self.items[-1] = replace(self.items[-1], end=line.end)
        elif named and not self.items:
            self.items.append(_Item(line.start, line.end, empty=False))
            self._grows = len(text) > _TITLE and text[-1] not in ".:"
        elif _ends_list(self.flow, index, text, outer=self.outer, items=self.items):
            return False
        elif named:
            self.items.append(_Item(line.start, line.end, empty=False))
        else:
            self._grows = False
        return True


def _words(flow: Flow, item: _Item) -> str:
    return flow.text[item.start : item.end].strip()


def _ends_list(flow: Flow, index: int, text: str, *, outer: str, items: Sequence[_Item]) -> bool:
    """A line without a mark that belongs to no item: a section, a sentence below bullets, no paper."""
    if _SECTION.match(text) and not FORM_NUMBER.match(text):
        return True
    if outer == "num":
        return not any(_NEXT_NUMBER.match(flow.line_text(n)) for n in _lines_after(flow, index))
    if outer:
        return not _between(text)
    if not items:
        near = [flow.line_text(n) for n in _lines_after(flow, index)[:2]]
        return not _between(text) or not any(_MARK.match(one) or is_german_paper(one) for one in near)
    return not is_german_paper(text) or text.rstrip().endswith((".", ",")) or len(text) > WIDE


def _lines_after(flow: Flow, index: int) -> range:
    return range(index, min(len(flow.lines), index + _FURTHEST))


def _goes_on(flow: Flow, index: int, item: _Item) -> bool:
    """The line belongs to the item above: that one is not ended, or has no words yet."""
    if not _words(flow, item):
        return True
    before = flow.line_text(index - 1).rstrip()
    if before.endswith((".", ";", ":")) or item.end - item.start > _LONG:
        return False
    around = [len(flow.line_text(n)) for n in range(max(0, index - 6), min(len(flow.lines), index + 6))]
    return len(before) > _FULL * max(around) or not _opens(flow, index)


def _between(text: str) -> bool:
    """A heading between the items of one list: "Weitere Erklärungen:"."""
    words = text.strip()
    return len(words) < 75 and not words.endswith((".", ",")) and not VERB.search(words)


def _paper(flow: Flow, item: _Item, part: str) -> Paper | None:
    folded = _words(flow, item)
    if not is_german_paper(folded):
        return None
    shift = FORM_NUMBER.match(flow.text[item.start : item.end])
    start = item.start + (shift.end() if shift else 0)
    ticked = _TICKED.search(flow.text, start, item.end)
    end = ticked.start() if ticked else item.end
    if part == OFFER and _OF_BIDDER.search(folded):
        part = APPLY
    return Paper(short(flow.words(start, end)), part, flow.evidence(start, end), 0.8)


_TICKED = re.compile(r"\s+[x☒☑✓✔]\s*\Z")
"""In the column of a table: to be handed in."""
_OF_BIDDER = re.compile(r"teilnahmeantrag|bewerberbogen")
"""Papers of the first of two stages, in which only who bids is looked at (§ 42 VgV)."""

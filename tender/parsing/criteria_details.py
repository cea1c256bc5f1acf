"""Sub-criteria listed inside a cell or after the words that name their criterion.

"Technique / Moyens : 20 % / Délais : 15 %"; "La valeur technique est notée ainsi : moyens 20, délais 15".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tender.parsing.criteria_items import ROUNDING, Item, clean_name, fold_same_length, total_of
from tender.parsing.flow import Flow, capital, fold
from tender.parsing.numerals import parse_number
from tender.vocabulary.source import Cell, Evidence, Page

_DETAIL = re.compile(
    r"(?P<name>[a-z](?:[^;\n()%]|\([^()\n%\d]*\)){2,90}?)\s*[(:–-]\s*(?P<value>\d{1,3}(?:[.,]\d{1,2})?)\s*(?P<unit>%|points?"
    r"|pts)\s*\)?"
)


def evidence_of(flow: Flow, page: Page, cell: Cell | None) -> tuple[Evidence, ...]:
    """The place of a cell that holds words."""
    return flow.cell_evidence(page, cell) if cell and cell.text.strip() else ()


def with_lines(flow: Flow, page: Page, cell: Cell, item: Item) -> Item:
    """The sub-criteria that the lines below the name list in its own cell: "Technique / Moyens : 20 %"."""
    first, newline, below = cell.text.partition("\n")
    if not newline or not item.weight:
        return item
    subs = details_in(flow, page, Cell(below, cell.box, cell.path), item.weight)
    own = first if not _DETAIL.search(fold_same_length(first)) else ""
    start = min((below.find(sub.name[:12]) for sub in subs), default=-1)
    name = clean_name(f"{own}\n{below[:start]}" if start > 0 else own)[0]
    name = re.sub(r"(?i)[\s,;:(–-]*\b(?:dont|sous-crit\S*)\W*$", "", name)
    return replace(item, name=name, sub=subs) if subs and name else item


def details_in(flow: Flow, page: Page, cell: Cell, weight: float) -> tuple[Item, ...]:
    """The weighted names a cell lists, when they add up to the criterion's weight or to 100."""
    same = fold_same_length(cell.text)
    listed = [(m, parse_number(m["value"])) for m in _DETAIL.finditer(same)]
    total = sum(value or 0 for _, value in listed)
    if len(listed) < 2 or min(abs(total - weight), abs(total - 100)) > ROUNDING:
        return ()
    return tuple(
        Item(
            clean_name(cell.text[match.start("name") : match.end("name")])[0],
            value,
            "%" if match["unit"] == "%" else "points",
            2,
            False,
            evidence_of(flow, page, cell),
        )
        for match, value in listed
    )


_DETAILED = re.compile(
    r"\b(?:not(?:e|es|ee|ees|ation)|evalu\w+|appreci\w+|decompos\w+|repart\w+|jug(?:e|es|ee|ees)|analys\w+"
    r"|ventil\w+|ponder\w+|detail\w*|sous-?\s?criteres?)\b"
)
_LEAD = re.compile(r"(?:^|[.;\n])\s*(?P<lead>[^.;:]{6,200}):\s*$")
_LONG_WORD = 4


def detail_lead(between: str, items: Sequence[Item]) -> str:
    """The words before a list that name a criterion already stated in full and say how it is marked."""
    found = _LEAD.search(between)
    if found is None or not _DETAILED.search(found["lead"]) or total_of(items) < _FULL:
        return ""
    return found["lead"] if any(names(found["lead"], item) for item in items) else ""


_FULL = 99.4


def names(lead: str, item: Item) -> bool:
    """Whether folded words name a criterion: the first long words of its name stand in them."""
    words = [word for word in re.findall(r"[a-z]+", fold(item.name)) if len(word) >= _LONG_WORD]
    return bool(words) and all(word[:7] in lead for word in words[:2])


@dataclass(frozen=True, slots=True)
class Enumerated:
    """Names with bare numbers in a sentence, the words that announce them, where they begin."""

    lead: str
    start: int
    items: tuple[Item, ...]


_SENTENCE = re.compile(r"(?P<lead>[^.:;\n]{6,170}):\s*(?P<list>[^:.]{12,600}?)(?=[.:]|\Z)")
_NUMBERED = re.compile(r"(?P<name>[a-z][^,;\d()%]{2,90}?)[\s(]+(?P<value>\d{1,3})\s*\)?\s*(?=[,;]|et\b|$)")
_STATED = re.compile(r"\b(?:sur|total\s+de|a\s+hauteur\s+de)\s+(\d{2,3})\b")


def enumerated(flow: Flow, start: int, end: int) -> Iterator[Enumerated]:
    """ "La valeur technique est notée sur 60 : planning 30, encadrement 20, réemploi 10": a whole stated."""
    for match in _SENTENCE.finditer(flow.text, start, end):
        stated = _STATED.search(match["lead"])
        listed = list(_NUMBERED.finditer(flow.text, *match.span("list"))) if stated else []
        total = sum(int(one["value"]) for one in listed)
        if stated is None or len(listed) < 2 or total != int(stated.group(1)):
            continue
        items = tuple(_numbered_item(flow, one) for one in listed)
        if all(item.name for item in items):
            yield Enumerated(match["lead"], listed[0].start(), items)


def _numbered_item(flow: Flow, match: re.Match[str]) -> Item:
    name = clean_name(re.sub(r"^(?:et|le|la|les|l['’])\s+", "", flow.words(*match.span("name"))))[0]
    where = flow.evidence(match.start("name"), match.end("value"))
    return Item(capital(name), float(match["value"]), "points", None, False, where)

"""Notices printed from forms other than eForms: TED's former standard forms, the BOAMP's national form.

Their labels are fixed: "II.2.1) Intitulé", "Lot nº: 1", "Critère de qualité - Nom: … / Pondération: …";
"Description du lot : …".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tender.parsing.criteria_items import Group, Item
from tender.parsing.flow import Flow
from tender.parsing.gated import Gated
from tender.parsing.notice_print import PrintedLot
from tender.parsing.numerals import parse_number

_TED_LOT: Final = Gated(
    re.compile(
        r"^ii\.2\.1\)?\s*(?:intitule|bezeichnung(?: des auftrags)?|title)\s*:?\s*"
        r"(?P<title>[^\n]+(?:\n(?!(?:lot n|los-nr))[^\n]+){0,4}?)"
        r"\n(?:lot n ?[°o]|los-nr\.?)\s*:\s*(?P<n>\d{1,3}[a-z]?)\s*$",
        re.MULTILINE,
    )
)
_BOAMP_LOT: Final = Gated(
    re.compile(
        r"^description du lot\s*:\s*(?:lot\s*(?:n"
        r" ?°?)?\s*(?P<n>\d{1,3})\s*[-:.)]+\s*)?(?P<title>[^\n]*[a-z]{3}[^\n]*"
        r"(?:\n(?!\W*(?:estimation|cpv|descripteur|lieu|valeur|description|la consultation"
        r"|section))[^\n]+)?)",
        re.MULTILINE,
    )
)
_SECTION: Final = re.compile(r"^(?:section|abschnitt)\s+(?:iii|iv|v|vi|6)\b", re.MULTILINE)
_TED_CRITERIA: Final = Gated(
    re.compile(
        r"^ii\.2\.5\)?\s*(?:criteres d'attribution|zuschlagskriterien|award criteria)\s*:?\s*$", re.MULTILINE
    )
)
_NEXT: Final = re.compile(r"^ii\.2(?:\.(?:1|[6-9]|1\d))?\)|^(?:section|abschnitt)\s", re.MULTILINE)
_WEIGHT = r"(?P<value>\d{1,3}(?:[.,]\d{1,2})?)\s*%?\s*$"
_NAMED: Final = re.compile(
    r"^(?:critere de (?:qualite|cout)|qualitatskriterium|kostenkriterium|quality criterion"
    r"|cost criterion)\s*-\s*"
    rf"(?:nom|name)\s*:\s*(?P<name>[^\n]+?(?:\n[^\n]+?)?)\s*/\s*(?:ponderation|gewichtung"
    rf"|weighting)\s*:\s*{_WEIGHT}",
    re.MULTILINE,
)
_PRICE: Final = re.compile(
    rf"^(?P<name>prix|preis|price)\s*-\s*(?:ponderation|gewichtung|weighting)\s*:\s*{_WEIGHT}", re.MULTILINE
)


def lots_of_forms(flow: Flow) -> list[PrintedLot]:
    """The lots such a form lists, by their numbers or their order; [] for any other document."""
    found: dict[str, PrintedLot] = {}
    for words in (_TED_LOT, _BOAMP_LOT):
        marks = list(words.finditer(flow.text))
        ends = [mark.start() for mark in marks[1:]]
        for order, (mark, end) in enumerate(zip(marks, [*ends, _close(flow, marks)], strict=False), 1):
            number = str(int(mark["n"])) if (mark["n"] or "").isdigit() else (mark["n"] or str(order)).upper()
            title = flow.words(*mark.span("title"))
            lot = PrintedLot(number, title, mark.start(), end, flow.evidence(*mark.span("title")))
            found.setdefault(number, lot)
        if found:
            break
    return list(found.values())


def _close(flow: Flow, marks: list[re.Match[str]]) -> int:
    """Where the section of the last lot ends."""
    stop = _SECTION.search(flow.text, marks[-1].end()) if marks else None
    return stop.start() if stop else flow.length


def criteria_of_forms(flow: Flow) -> list[Group]:
    """The award criteria of each lot of a printed standard form; of the call when every lot has the same."""
    lots = lots_of_forms(flow)
    groups = []
    for mark in _TED_CRITERIA.finditer(flow.text):
        stop = _NEXT.search(flow.text, mark.end())
        items = tuple(_items(flow, mark.end(), stop.start() if stop else flow.length))
        own = next((lot.number for lot in lots if lot.start <= mark.start() < lot.end), None)
        if items:
            groups.append(Group(flow, flow.page_of(mark.start()), "", items, (own,) if own else None))
    shapes = {tuple((item.name, item.weight) for item in group.items) for group in groups}
    if len(shapes) == 1 and len(groups) in (1, len(lots)):
        return [Group(flow, groups[0].page, "", groups[0].items)]
    return groups


def _items(flow: Flow, start: int, end: int) -> Iterator[Item]:
    told = [*_NAMED.finditer(flow.text, start, end), *_PRICE.finditer(flow.text, start, end)]
    for match in sorted(told, key=lambda one: one.start()):
        value = parse_number(match["value"])
        yield Item(flow.words(*match.span("name")), value, "%", 1, False, flow.evidence(*match.span()))

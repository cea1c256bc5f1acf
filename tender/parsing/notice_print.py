"""An eForms notice as the journals print it (TED, BOAMP): its labels are fixed, in French, English, German.

The data file of the same notice says more (see notices); this reads the PDF when that is all there is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tender.parsing.criteria_items import Group, Item
from tender.parsing.flow import Flow, fold
from tender.parsing.gated import Gated
from tender.parsing.numerals import parse_number
from tender.vocabulary.source import Evidence

_LOT = Gated(
    re.compile(r"^(?:5\.1\.?\s+)?(?:lot|los|partie|part)\s*:\s*(?:lot|par)-(?P<n>\d{4})\s*$", re.MULTILINE)
)
_END = re.compile(r"^\s*8\.?\s*(?:organisations?|organisationen)\s*$", re.MULTILINE)
_TITLE = re.compile(
    r"^(?:titre|title|titel|intitule)\s*:\s*(?P<title>.+(?:\n.+){0,3}?)"
    r"(?=\n(?:description|beschreibung|identifiant interne|internal identifier|interne kennung)\s*:|\n\s*\n"
    r"|\Z)",
    re.MULTILINE,
)
_CRITERION = re.compile(
    r"^(?:critere|criterion|kriterium)\s*:\s*\n(?:type|art)\s*:\s*(?P<type>[^\n]+)"
    r"(?P<rest>(?:\n(?!(?:critere|criterion|kriterium)\s*:|(?:lot|los)\s*:\s*(?:lot|par)-)[^\n]*){0,14})",
    re.MULTILINE,
)
_NAME = re.compile(
    r"^(?:nom|name|bezeichnung)\s*:\s*(?P<name>.+(?:\n(?!(?:description|beschreibung|categor|kategorie|ponder"
    r"|weight|gewicht|nombre|award|zuschlag)[^\n:]*:).+){0,2})",
    re.MULTILINE,
)
_TOLD = re.compile(
    r"^(?:description|beschreibung)\s*:\s*(?P<name>.+(?:\n(?!(?:categor|kategorie|ponder|weight|gewicht"
    r"|nombre"
    r"|award|zuschlag)[^\n:]*:).+){0,3})",
    re.MULTILINE,
)
_WEIGHT = re.compile(
    r"^(?:award criterion number|nombre (?:du )?critere d'attribution|zuschlagskriterium\s*-\s*zahl"
    r"|weight \(percentage[^)\n]*\)|ponderation \(pourcentage[^)\n]*\)|gewichtung \(prozent[^)\n]*\)"
    r"|weight \(points[^)\n]*\)|ponderation \(points[^)\n]*\)|gewichtung \(punkte[^)\n]*\))\s*:\s*"
    r"(?P<value>\d{1,4}(?:[.,]\d{1,2})?)\s*$",
    re.MULTILINE,
)
_POINTS = re.compile(r"\((?:points?|punkte)\b|\((?:valeur en points|punktwert)")
_NO_NAME = re.compile(r"^(?:zie|voir|see|cf|siehe|-|\.|sans objet|n/a)\b|^\W*$")


@dataclass(frozen=True, slots=True)
class PrintedLot:
    """A lot of a printed notice: number, title, the folded span of its section."""

    number: str
    title: str
    start: int
    end: int
    evidence: tuple[Evidence, ...]


def printed_lots(flow: Flow) -> list[PrintedLot]:
    """The lots of a printed eForms notice, [] for any other document."""
    marks = list(_LOT.finditer(flow.text))
    if not marks:
        return []
    stop = _END.search(flow.text, marks[-1].end())
    ends = [mark.start() for mark in marks[1:]] + [stop.start() if stop else flow.length]
    found: dict[str, PrintedLot] = {}
    for mark, end in zip(marks, ends, strict=True):
        title = _TITLE.search(flow.text, mark.end(), min(end, mark.end() + 700))
        number = str(int(mark["n"]))
        if title and number not in found:
            words = flow.words(*title.span("title"))
            found[number] = PrintedLot(number, words, mark.start(), end, flow.evidence(*title.span("title")))
    return list(found.values())


def printed_criteria(flow: Flow) -> list[Group]:
    """The award criteria of each lot of a printed notice; of the call when every lot has the same."""
    lots = printed_lots(flow)
    groups = [
        Group(flow, flow.page_of(lot.start), "", items, (lot.number,) if len(lots) > 1 else None)
        for lot in lots
        if (items := _items(flow, lot.start, lot.end))
    ]
    shapes = {tuple((item.name, item.weight) for item in group.items) for group in groups}
    if len(groups) > 1 and len(groups) == len(lots) and len(shapes) == 1:
        return [Group(flow, groups[0].page, "", groups[0].items)]
    return groups


def _items(flow: Flow, start: int, end: int) -> tuple[Item, ...]:
    found = []
    for match in _CRITERION.finditer(flow.text, start, end):
        first, last = match.span("rest")
        weight = _WEIGHT.search(flow.text, first, last)
        value = parse_number(weight["value"]) if weight else None
        if weight is None or value is None:
            continue
        name_at = _name(flow, match)
        unit = "points" if _POINTS.search(flow.text, first, weight.start() + 60) else "%"
        evidence = (*flow.evidence(*name_at), *flow.evidence(*weight.span()))
        found.append(Item(flow.words(*name_at), value, unit, 1, False, evidence))
    return tuple(found)


def _name(flow: Flow, match: re.Match[str]) -> tuple[int, int]:
    """The criterion's name, else its short description, else the word for its type."""
    first, last = match.span("rest")
    for words in (_NAME, _TOLD):
        told = words.search(flow.text, first, last)
        if told and 3 <= len(told["name"]) <= 150 and not _NO_NAME.match(fold(told["name"])):
            return told.span("name")
    return match.span("type")

"""Award criteria in running text and lists: "- Valeur technique (60 %)", "50 % Prix", "sur 40 points"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from tender.parsing.criteria_details import detail_lead, enumerated
from tender.parsing.criteria_items import Group, Item, clean_name, mark_of, total_of
from tender.parsing.criteria_labels import labelled
from tender.parsing.criteria_lots import named_on
from tender.parsing.criteria_marks import is_whole, quantities
from tender.parsing.criteria_names import OPENING, item_start, matched, named
from tender.parsing.flow import BULLET, Flow, fold, gated, pattern
from tender.parsing.headings import Section, every_section, headed_lines
from tender.parsing.numerals import weights

_SELECTION = pattern(
    r"(?:selection|examen|jugement) des candida(?:tures|ts)|candidatures? (?:est|sont|sera|seront)"
    r" (?:selectionn|examin|jug|class|appreci)\w+|eignungskriteri|niveaux? minimum de capacite"
)
_RANKED = pattern(r"(?:par )?ordre (?:decroissant )?(?:d'importance|de priorite)?(?: decroissant\w*)?")
_SINGLE = gated(
    r"(?:seul|unique) critere[^.]{0,40}?(?P<a>prix)|critere unique[^.]{0,30}?(?P<b>prix)"
    r"|(?P<c>prix)[^.\n]{0,25}(?:seul|unique)"
    r" critere|alleiniges zuschlagskriterium[^.]{0,30}(?P<d>preis)"
)
_OF_WHAT = re.compile(
    r"^\s*\)?\s*(?:de\s+(?:la|cette)|du|de\s+ce)\s+(?:note|total|(?:sous-)?critere"
    r"|valeur\s+technique)\b[^,;.:\n()%\d]{0,40}\)?"
)
"""What a share is a share of: no part of the next name."""
_AFTERWARDS = 80
_REACH = 3200
_LEAD = 300
_APART = 700
_MARKED = 12
"""Characters in which the mark of an item stands."""


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Zone:
    start: int
    end: int


def groups(flow: Flow, tables: Sequence[Span] = ()) -> list[Group]:
    """Criteria with weights in the text, one group for each place (and lot) they are stated at.

    `tables`: where the tables already read stand; what they say is not read again as running text.
    """
    found: list[Group] = []
    for zone in _zones(flow):
        found += _of_zone(flow, zone, tables)
    return found


def anywhere(flow: Flow) -> list[Group]:
    """Weighted names in any section of a document, where no word announces criteria."""
    found: list[Group] = []
    for section in every_section(flow):
        found += _of_zone(flow, _Zone(section.start, section.end), ())
    return found


def ranked(flow: Flow) -> Group | None:
    """Criteria only ranked, or the price alone."""
    single = _SINGLE.search(flow.text)
    if single:
        name = next(g for g in ("a", "b", "c", "d") if single[g])
        item = Item(
            flow.words(*single.span(name)).capitalize(), 100.0, "%", 1, False, flow.evidence(*single.span())
        )
        return Group(flow, flow.page_of(single.start()), "", (item,))
    for zone in _zones(flow):
        said = _RANKED.search(flow.text, zone.start, min(zone.start + 500, zone.end))
        if said and said.group().strip():
            items = _listed(flow, said.end(), min(zone.end, said.end() + 900))
            if len(items) > 1:
                return Group(flow, flow.page_of(said.start()), "", tuple(items))
    return None


def _zones(flow: Flow) -> list[_Zone]:
    """From the words that announce criteria to the end of that section, at most a few thousand characters."""
    sections = every_section(flow)
    zones: list[_Zone] = []
    titled = headed_lines(flow)
    starts = [m.span() for m in OPENING.finditer(flow.text)]
    starts += [(s.start, s.body) for s in sections if _TITLES.search(s.title)]
    starts += [(at, flow.text.find("\n", at)) for at in titled if _TITLES.search(_first_words(flow, at))]
    for opened, told in sorted(set(starts)):
        if zones and opened < zones[-1].end:
            continue
        line = flow.line_at(opened)
        around = flow.text[flow.lines[line].start : told]
        if _SELECTION.search(around) and "offres" not in around.replace("candidatures et des offres", ""):
            continue
        end = min(opened + _REACH, _section_end(sections, opened, flow.length))
        if titled:
            end = min([end, *(at for at in titled if at > told and not _names_lots(flow, at))])
        zones.append(_Zone(opened, end))
    return zones


def _names_lots(flow: Flow, start: int) -> bool:
    """A title that only says for which lots: the criteria it heads belong to those above."""
    end = flow.text.find("\n", start)
    return named_on(flow.text[start : end if end >= 0 else flow.length].strip()) is not None


def _first_words(flow: Flow, start: int) -> str:
    return flow.text[start : flow.text.find("\n", start)][:90]


_TITLES = pattern(
    r"criteres?\b|jugement|\bchoix\b|choisi|(?:appreciation|evaluation|notation|classement|analyse"
    r"|examen) (?:des|de l'|de vos)"
    r"|\bnotation\b|\bevaluation\b|offres? (?:sont|seront) (?:juge|note|evalue)|wertung|zuschlag"
)
"""Titles under which the criteria stand, though no sentence announces them."""


def _section_end(sections: list[Section], offset: int, length: int) -> int:
    holding = [s for s in sections if s.start <= offset < s.end]
    if not holding:
        after = (s.start for s in sections if s.start > offset + 40 and not weights(s.title))
        return next(after, length)
    own = max(holding, key=lambda s: s.start)
    return own.end


def _of_zone(flow: Flow, zone: _Zone, tables: Sequence[Span]) -> list[Group]:
    text = flow.text[zone.start : zone.end]
    parts = _by_lot(text)
    found: list[Group] = []
    for start, end, lots in parts:
        span = (zone.start + start, zone.start + end)
        announced = zone.start + parts[1][0] if lots else span[0]
        told, sure = labelled(flow, span, lots, announced, partial(_listed_between, flow))
        if told is not None and not any(a < span[1] and span[0] < b for a, b in tables):
            found.append(told)
            if sure:
                continue
        for run in _runs(flow, span, tables):
            title = flow.text[max(0, span[0] - 200, run.start - _LEAD) : run.start]
            page = flow.page_of(run.start)
            found.append(Group(flow, page, title, tuple(run.items), lots, detail=run.detail))
        found += [
            Group(flow, flow.page_of(listed.start), listed.lead, listed.items, lots, detail=listed.lead)
            for listed in enumerated(flow, *span)
        ]
    return found


def _listed_between(flow: Flow, start: int, end: int) -> list[Item]:
    return [item for run in _runs(flow, (start, end), ()) for item in run.items]


def _by_lot(text: str) -> list[tuple[int, int, tuple[str, ...] | None]]:
    """The zone cut where a line names a lot: what follows holds for that lot."""
    marks: list[tuple[int, tuple[str, ...] | None]] = [(0, None)]
    for match in re.finditer(r"[^\n]+", text):
        named = named_on(match.group())
        if named:
            marks.append((match.start(), named))
    ends = [start for start, _ in marks[1:]] + [len(text)]
    return [(start, end, lots) for (start, lots), end in zip(marks, ends, strict=True)]


@dataclass(slots=True)
class _Run:
    """Weighted names of one list: where it begins, and the words that make it the detail of a criterion."""

    start: int
    items: list[Item]
    detail: str = ""


def _runs(flow: Flow, span: Span, tables: Sequence[Span]) -> list[_Run]:
    """The weighted names of a span, cut where they stand too far apart to be one list, or go into detail."""
    start, end = span
    text = flow.text[start:end]
    runs: list[_Run] = []
    floor = 0
    for quantity in quantities(text):
        if (quantity.value > 100 and quantity.unit == "%") or quantity.value <= 0:
            continue
        if quantity.value >= 100 and is_whole(text, quantity):
            continue
        passed = [b - start for a, b in tables if a < start + quantity.end]
        if any(a <= start + quantity.start < b for a, b in tables):
            continue
        tabled = max([p for p in passed if p > floor], default=0)
        floor = max(floor, tabled)
        item = named(flow, start, text, floor, quantity)
        if item is not None and not (runs and _restated(runs[-1].items, item)):
            opened = item_start(text, quantity.start)
            item = replace(item, mark=mark_of(text[opened : opened + _MARKED]) if opened >= floor else "")
            detail = detail_lead(text[floor:opened], runs[-1].items) if runs and opened > floor else ""
            if not runs or tabled or detail or quantity.start - floor > _APART:
                runs.append(_Run(start + opened, [], detail))
            runs[-1].items.append(item)
            floor = quantity.end + len(matched(_OF_WHAT, text[quantity.end : quantity.end + _AFTERWARDS]))
    return runs


def _restated(items: Sequence[Item], item: Item) -> bool:
    """After a list that is whole, its criteria explained one by one: "Le prix (60 %) est noté ainsi"."""
    name = fold(item.name)
    same = (fold(held.name) for held in items if held.weight == item.weight)
    whole = total_of(items) > _ALL
    return whole and any(name.startswith(held) or held.startswith(name) for held in same)


_ALL = 99.4


def _listed(flow: Flow, start: int, end: int) -> list[Item]:
    """The items of a list without weights."""
    items: list[Item] = []
    for line in flow.lines[flow.line_at(start) :]:
        if line.start >= end:
            break
        text = flow.text[line.start : line.end]
        if line.start < start:
            continue
        opening = re.match(rf"\s*(?:{BULLET}|\d\s*[.):-]+|[a-z]\s*[).])\s*(?=[a-z])", text)
        if opening:
            name, _ = clean_name(flow.words(line.start, line.end))
            if 3 <= len(name) <= 150:
                items.append(Item(name, None, None, 1, False, flow.evidence(line.start, line.end)))
        elif items and len(items) > 1:
            break
    return items

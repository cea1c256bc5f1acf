"""Hours of insertion that documents, or two places of one, state otherwise: a later answer wins, else both
are told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tender.parsing.flow import fold
from tender.parsing.numerals import NUMBER, parse_number
from tender.parsing.ranking import CONTRADICTED
from tender.vocabulary.clause import Clause, ClauseType, HoursDetail
from tender.vocabulary.remark import Remark, hours, joined, of_lots, place
from tender.vocabulary.source import DocumentKind, Evidence, Rival

_COUNTED = re.compile(NUMBER)
_CORRECTS = re.compile(
    r"modifi|\bport(?:e|es|ee|ees)\b|\blire\b|au\s+lieu|remplac|corrig|rectifi|ramen|erreur|desormais|erratum"
)

_OF_WORK = re.compile(rf"({NUMBER})\s*(?:h\b|heures?\b)")
_EXPLAINS = re.compile(
    r"option|tranche|variante|\bbase\b|\bpse\b|annee|annuel|\bans?\b|period|phase|reconduct|supplement"
    r"|maxim|plafond"
    r"|\bdont\b|total|cumul|global|chaque|chacun|subsequent|bons? de commande|batiment|\bsites?\b"
    r"|secteur|zone"
    r"|semaine|\bmois\b|\betp\b|exemple|formation|penalit|mandataire|cotraitant|marches? n|groupement|repart"
)
"""What tells that two numbers of one document are of two things."""


def settle_hours(
    clauses: Sequence[Clause], kinds: Mapping[str, DocumentKind]
) -> tuple[tuple[Clause, ...], tuple[Remark, ...]]:
    """The clauses with the hours a later answer corrects, and what is remarked of every difference.

    `kinds`: what each document, by its name, is.
    """
    settled, told = [], []
    for clause in clauses:
        if clause.type is ClauseType.EXEC_INSERTION:
            clause, words = _settled(clause, kinds)
            told += words
        settled.append(clause)
    return tuple(settled), tuple(told)


def _settled(clause: Clause, kinds: Mapping[str, DocumentKind]) -> tuple[Clause, list[Remark]]:
    told: list[Remark] = []
    groups: dict[tuple[str | None, str], list[HoursDetail]] = {}
    for detail in clause.hours_detail:
        groups.setdefault((detail.lot, detail.per), []).append(detail)
    gone: list[HoursDetail] = []
    rivals: list[Rival] = []
    sure = clause.confidence
    for (lot, _), details in groups.items():
        places = {detail.value: _stating(clause, detail.value) for detail in details}
        if len(places) < 2 or not all(places.values()):
            continue
        documents = {value: {one.document for one in stated} for value, stated in places.items()}
        last = [value for value, stated in places.items() if _corrected(stated, kinds)]
        if len(last) == 1:
            gone += [detail for detail in details if detail.value != last[0]]
            told.append(_remark(lot, places, last[0]))
            rivals += _rivals(details, places, last[0], "correction")
        elif not set.intersection(*documents.values()) or _at_odds(lot, places):
            largest = max(places)
            gone += [detail for detail in details if detail.value != largest]
            told.append(_remark(lot, places, None))
            rivals += _rivals(details, places, largest, "largest")
            sure = min(sure, CONTRADICTED)
    if not gone:
        return clause, told
    left = tuple(detail for detail in clause.hours_detail if detail not in gone)
    most = max(detail.value for detail in left)
    kept = replace(clause, hours_detail=left, hours=most, confidence=sure, rivals=tuple(rivals))
    return kept, told


def _rivals(
    details: Sequence[HoursDetail], places: Mapping[float, Sequence[Evidence]], kept: float, rule: str
) -> list[Rival]:
    """The other numbers for one lot, each as what the clause would say instead."""
    other = {detail.value: detail for detail in details if detail.value != kept}
    return [
        Rival({"hours_detail": (detail,)}, tuple(places[value][:2]), CONTRADICTED, rule)
        for value, detail in other.items()
    ]


def _stating(clause: Clause, value: float) -> list[Evidence]:
    """The places of a clause whose words hold this number."""
    return [
        one
        for one in clause.evidence
        if any(parse_number(found) == value for found in _COUNTED.findall(fold(one.quote)))
    ]


def _at_odds(lot: str | None, places: Mapping[float, Sequence[Evidence]]) -> bool:
    """Whether one document gives the same lot two numbers at two places, and nothing tells them apart."""
    words = {value: [fold(one.quote) for one in stated] for value, stated in places.items()}
    for value, quotes in words.items():
        for quote in quotes:
            told = {parse_number(match.group(1)) for match in _OF_WORK.finditer(quote)}
            if told & set(places) != {value} or _EXPLAINS.search(quote) or (lot is None and "lot" in quote):
                return False
    return True


def _corrected(stated: Sequence[Evidence], kinds: Mapping[str, DocumentKind]) -> bool:
    """Whether only answers and corrections state this number, in words that correct."""
    later = all(kinds.get(one.document) is DocumentKind.QA for one in stated)
    return later and any(_CORRECTS.search(fold(one.quote)) for one in stated)


def _remark(lot: str | None, places: Mapping[float, Sequence[Evidence]], last: float | None) -> Remark:
    ordered = sorted(places, key=lambda value: value == last)
    shown = [joined(hours(value), " (", place(places[value]), ")") for value in ordered]
    of = of_lots((lot,) if lot else ())
    if last is not None:
        return Remark("hours_changed", lots=of, before=shown[:-1], now=shown[-1])
    return Remark("hours_differ", lots=of, all=shown)

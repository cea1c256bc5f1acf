"""The lots of a call: from its table of lots or its list, with amounts and CPV codes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tender.parsing.flow import Flow, gated
from tender.parsing.lot_changes import (
    LOT_CONFIDENCE,
    AmountSaid,
    AmountsSaid,
    OtherList,
    changed_lots,
    other_count,
    other_list,
    settled,
    with_other_amounts,
)
from tender.parsing.lot_found import FoundLot, plain_number
from tender.parsing.lot_limits import lot_limits
from tender.parsing.lot_lines import lots_on_lines
from tender.parsing.lot_sentences import lots_in_sentences
from tender.parsing.lot_tables import lots_in_tables
from tender.parsing.notice_forms import lots_of_forms
from tender.parsing.notice_print import printed_lots
from tender.parsing.ranking import Dossier
from tender.vocabulary.call import Lot, Place, Reading
from tender.vocabulary.source import DocumentKind

_UNDIVIDED = gated(
    r"(?:pas (?:prevu de|prevue de|d'|de) ?(?:decomposition|allotissement|division)(?! en (?:tranches?"
    r"|phases?)\b(?! (?:et|ou|ni)))"
    r"|ne fait pas l'objet d'une? "
    r"(?:decomposition|division|allotissement)|n'est pas (?:alloti|allotie|decompose|divise|reparti)e?"
    r"|non[- ]allotie?"
    r"|sans allotissement|absence d'allotissement|non[- ]allotissement|\blot unique\b|aucun allotissement"
    r"|(?:marche|prestations?|consultation"
    r"|accord-cadre)[^.;\n]{0,50}n[e'][^.;\n]{0,20}pas[^.;\n]{0,20}allot\w+"
    r"|ne (?:comporte|comprend|donne)[^.;\n]{0,20}(?:pas|aucun)[^.;\n]{0,20}(?:lots?|allotissement)"
    r"|keine (?:aufteilung in lose|losaufteilung|lose\b)|nicht in lose)"
)
_READ = (
    DocumentKind.RC,
    DocumentKind.NOTICE,
    DocumentKind.AE,
    DocumentKind.CCP,
    DocumentKind.CCAP,
    DocumentKind.CCTP,
    DocumentKind.OTHER,
)


def read(dossier: Dossier, reading: Reading) -> Reading:
    """The lots as the most believed document lists them, amounts from wherever they are stated."""
    flows = [flow for flow in dossier.rules_first() if flow.kind in _READ]
    limits = lot_limits(flows)
    listed: list[FoundLot] = []
    for flow in flows:
        if _UNDIVIDED.search(flow.text) and flow.kind in (
            DocumentKind.RC,
            DocumentKind.NOTICE,
            DocumentKind.AE,
        ):
            return replace(reading, lots=(), max_lots=limits)
        printed = [
            FoundLot(lot.number, lot.title, lot.evidence)
            for lot in (*printed_lots(flow), *lots_of_forms(flow))
        ]
        listed = printed or _numbered(list(lots_in_tables(flow)), list(lots_on_lines(flow)))
        listed = listed if len(listed) > 1 else _told(flow)
        if len(listed) > 1:
            break
    if len(listed) < 2:
        return replace(reading, lots=(), max_lots=limits)
    amounts_said = _amounts_by_lot(flows, flow, listed)
    lots = tuple(_lot(found, amounts_said) for found in listed)
    others = _other_lists(flow, lots, flows, amounts_said)
    lots, amounts_told = with_other_amounts(lots, amounts_said)
    told = [*(other.remark for other in others), *amounts_told, *other_count(flow, len(lots))]
    left, dismissed, changes = settled(lots, changed_lots(dossier.questions))
    return replace(
        reading,
        lots=left,
        dismissed=(*reading.dismissed, *(one for other in others for one in other.dismissed), *dismissed),
        max_lots=limits,
        warnings=(*reading.warnings, *told, *changes),
    )


def _lot(found: FoundLot, amounts_said: AmountsSaid) -> Lot:
    said = amounts_said.get(found.number)
    return Lot(
        number=found.number,
        title=found.title,
        estimated_amount=said[0].amount if said else found.amount,
        cpv=found.cpv,
        places=(Place("text", found.place),) if found.place else (),
        evidence=found.evidence,
        confidence=LOT_CONFIDENCE,
    )


_COMPARED = (DocumentKind.NOTICE, DocumentKind.AE, DocumentKind.CCAP, DocumentKind.CCP)


def _other_lists(
    kept: Flow, lots: Sequence[Lot], flows: Sequence[Flow], amounts_said: AmountsSaid
) -> list[OtherList]:
    """Other lists of lots than the kept one; documents that speak of some of its lots say nothing else."""
    found = []
    for flow in flows:
        if flow is not kept and flow.kind in _COMPARED:
            numbered = _numbered(list(lots_in_tables(flow)), list(lots_on_lines(flow)))
            other = other_list(kept, lots, flow, [_lot(one, amounts_said) for one in numbered])
            found += [other] if other else []
    return found


def _numbered(tables: list[FoundLot], lines: list[FoundLot]) -> list[FoundLot]:
    """One entry a number, in order; the list that names more lots wins, tables first."""
    kept = max((_distinct(tables), _distinct(lines)), key=len)
    return sorted(kept, key=lambda f: (int(re.sub(r"\D", "", f.number) or 0), f.number))


def _distinct(found: list[FoundLot]) -> list[FoundLot]:
    best: dict[str, FoundLot] = {}
    for one in found:
        held = best.setdefault(one.number, one)
        if held is not one and held.amount is None and one.amount:
            held.amount = one.amount
    numbers = {int(re.sub(r"\D", "", n) or 0) for n in best}
    return list(best.values()) if numbers and min(numbers) <= 1 and max(numbers) <= 4 * len(numbers) else []


def _told(flow: Flow) -> list[FoundLot]:
    """Lots that a sentence names one after the other."""
    return [
        FoundLot(
            plain_number(one.number),
            flow.words(one.start, one.end).strip(" :,-–—«»"),
            flow.evidence(one.opens, one.end),
        )
        for one in lots_in_sentences(flow)
    ]


def _amounts_by_lot(flows: Sequence[Flow], kept: Flow, listed: Sequence[FoundLot]) -> AmountsSaid:
    """Amounts in tables of lots and in the kept list, one a document; the most believed one goes first."""
    said: AmountsSaid = {}
    for flow in flows:
        for found in (*lots_in_tables(flow), *(listed if flow is kept else ())):
            held = said.setdefault(found.number, []) if found.amount else []
            if found.amount and not any(one.flow is flow for one in held):
                held.append(AmountSaid(found.amount, found.evidence, flow))
    return said

"""The lines of the buyer's price schedules: number, designation, unit, quantity, of which lot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tender.parsing.columns import Record, records
from tender.parsing.flow import Flow, fold
from tender.parsing.numerals import parse_number
from tender.parsing.ranking import Dossier
from tender.vocabulary.call import PriceLineRead, Reading
from tender.vocabulary.source import DocumentKind

_COLUMNS = {
    "number": re.compile(r"^(?:n[°o.]*|num\w*|ref\w*|code|poste|article|item|pos\.?)(?:\s|$|\b)"),
    "designation": re.compile(
        r"designation|libelle|intitule|description|prestation|nature|objet|bezeichnung|leistung"
    ),
    "unit": re.compile(r"^unites?\b|\bunite\b|^u\.?$|einheit"),
    "quantity": re.compile(r"quantit|^qte|\bqte\b|^nombre\b|menge|^qt\b"),
    "price": re.compile(
        r"prix unitaire|\bp\.?u\.?\b|montant unitaire|prix (?:en )?(?:€|euros?)|prix ht|einzelpreis"
    ),
}
_NEEDED = frozenset({"designation", "price"})
_SCHEDULES = (DocumentKind.BPU, DocumentKind.DQE, DocumentKind.DPGF)
_LOT = re.compile(r"\blots?\s*(?:n\s*[°o]?\s*)?(\d{1,3}[a-z]?)\b")
_TOTAL = re.compile(r"^\W*(?:sous[- ]?total|total|montant|tva|remise(?! en\b)|summe|gesamt|nb\b|nota\b)")


def read(dossier: Dossier, reading: Reading) -> Reading:
    """Every line that has a designation in a table with a column for its unit price.

    Where a quantity schedule (DQE) repeats the lines of the price schedule (BPU), each line is kept once,
    with its quantity.
    """
    lines: dict[tuple[str | None, str, str], PriceLineRead] = {}
    for flow in dossier.of(*_SCHEDULES):
        for line in _lines(flow):
            key = (line.lot, line.number, fold(line.designation))
            held = lines.get(key)
            if held is None or (held.quantity is None and line.quantity is not None):
                lines[key] = line
    return replace(reading, price_lines=tuple(lines.values()))


def _lines(flow: Flow) -> Iterator[PriceLineRead]:
    running = 0
    lot_of = _lots_by_page(flow)
    for record in records(flow, _COLUMNS, _NEEDED):
        designation = record.text("designation")
        unit, quantity = record.text("unit"), parse_number(record.text("quantity"))
        if not designation or _TOTAL.match(fold(designation)):
            continue
        if not unit and quantity is None and not record.text("number"):
            continue
        running += 1
        yield PriceLineRead(
            number=record.text("number") or str(running),
            designation=designation,
            lot=_own_lot(record) or lot_of.get(id(record.page)),
            unit=unit,
            quantity=quantity,
            evidence=record.evidence("designation", "quantity"),
            confidence=0.9 if unit or quantity is not None else 0.6,
        )


def _own_lot(record: Record) -> str | None:
    told = _LOT.match(fold(record.text("number")))
    return told.group(1) if told else None


def _lots_by_page(flow: Flow) -> dict[int, str]:
    """The lot of each sheet or page: told by its name, else by its first lines, else by the file's."""
    named = _LOT.search(fold(flow.name))
    found: dict[int, str] = {}
    for page in flow.source.pages:
        told = _LOT.search(fold(page.path or "")) or _LOT.search(fold(page.text[:400])) or named
        if told:
            found[id(page)] = told.group(1).lstrip("0") or told.group(1)
    return found

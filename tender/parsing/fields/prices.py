"""The lines of the buyer's price schedules: designation, unit, quantity, of which lot, where priced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from tender.parsing.flow import Flow, fold
from tender.parsing.price_tables import PriceRow, price_rows
from tender.parsing.ranking import Dossier
from tender.vocabulary.call import PriceLineRead, Reading
from tender.vocabulary.source import DocumentKind, Evidence

_SCHEDULES: Final = (DocumentKind.BPU, DocumentKind.DQE, DocumentKind.DPGF)
_LOT: Final = re.compile(r"\blots?\s*(?:n\s*[°o]?\s*)?(\d{1,3}[a-z]?)\b")
_OPTIONAL: Final = re.compile(
    r"\bpse\b|prestations? supplementaires? (?:eventuelles?|alternatives?)|\boptions?\b|\bvariantes?\b"
    r"|tranches? (?:optionnelles?|conditionnelles?)|eventualposition|bedarfsposition"
)
_UNITS: Final = (
    ("heure", frozenset(("h", "hr", "heure", "heures"))),
    ("jour", frozenset(("j", "jour", "jours"))),
    ("unite", frozenset(("u", "unite", "unites", "piece"))),
    ("forfait", frozenset(("ft", "forfait"))),
    ("ensemble", frozenset(("ens", "ensemble"))),
    ("m²", frozenset(("m2", "m²"))),
)


@dataclass(slots=True)
class _Held:
    """A line as gathered from the files that have it."""

    line: PriceLineRead
    row: PriceRow
    kinds: set[DocumentKind]
    documents: set[str]


def read(dossier: Dossier, reading: Reading) -> Reading:
    """Every line that awaits a price in a table with a column for it.

    Where a quantity schedule (DQE) repeats the lines of the price schedule (BPU), each line is kept once,
    with its quantity, and the cells its price goes to; a total of its own (DPGF) stands apart.
    """
    held: list[_Held] = []
    flows = list(dossier.of(*_SCHEDULES))
    for flow in flows:
        before = list(held)
        for line, row in _lines(flow, flow.source.kind.value if len(flows) > 1 else ""):
            same = _same(before, flow, line, row)
            if same is None:
                held.append(_Held(line, row, {flow.source.kind}, {flow.name}))
            else:
                _join(same, flow, line)
    return replace(reading, price_lines=tuple(_counted(held)))


def _lines(flow: Flow, prefix: str) -> Iterator[tuple[PriceLineRead, PriceRow]]:
    """The lines of one file; one without a number takes its rank, `prefix` before it."""
    lot_of = _lots_by_page(flow)
    section_lot: dict[int, str] = {}
    for running, row in enumerate(price_rows(flow), start=1):
        told = _LOT.match(fold(row.section))
        if told:
            section_lot[id(row.page)] = told.group(1).lstrip("0") or told.group(1)
        own = _LOT.match(fold(row.number))
        lot = own.group(1) if own else section_lot.get(id(row.page)) or lot_of.get(id(row.page))
        evidence = row.evidence(flow)
        yield (
            PriceLineRead(
                number=row.number or f"{prefix} {running}".strip(),
                designation=f"{row.designation} – {row.variant}" if row.variant else row.designation,
                lot=lot,
                unit=row.unit,
                quantity=row.quantity,
                evidence=evidence,
                confidence=0.9 if row.unit or row.quantity is not None else 0.6,
                section=row.section,
                counted=not row.is_rate and not _OPTIONAL.search(fold(f"{row.number} {row.section}")),
                cells=(Evidence(flow.name, row.page.number, row.heading, path=row.at),) if row.at else (),
            ),
            row,
        )


def _same(held: list[_Held], flow: Flow, line: PriceLineRead, row: PriceRow) -> _Held | None:
    """The line of an earlier schedule that is this one: its words, and the unit its heading tells."""
    if flow.source.kind is DocumentKind.DPGF:
        return None
    found = [
        one
        for one in held
        if flow.name not in one.documents
        and DocumentKind.DPGF not in one.kinds
        and _bare(one.row.designation) == _bare(row.designation)
        and one.line.lot in (line.lot, None)
        and one.row.is_rate == row.is_rate
        and (one.row.unit_told or row.unit_told or _unit(one.line.unit) == _unit(line.unit))
    ]
    for told in (
        lambda one: bool(row.number) and one.row.number == row.number,
        lambda one: _bare(one.line.section) == _bare(line.section),
    ):
        found = [one for one in found if told(one)] or found
    return found[0] if found else None


def _bare(text: str) -> str:
    return re.sub(r"\b(?:et|ou|und|oder|and|or)\b|[^a-z0-9]+", "", fold(text))


def _unit(text: str) -> str:
    bare = fold(text).strip(" .")
    return next((unit for unit, names in _UNITS if bare in names), bare)


def _join(same: _Held, flow: Flow, line: PriceLineRead) -> None:
    """One line of two files: what one leaves out the other tells; what they tell otherwise is kept beside."""
    kept = same.line
    differs = kept.unit and line.unit and _unit(kept.unit) != _unit(line.unit)
    if kept.quantity is not None and line.quantity is not None:
        # One piece stands for none: « forfait 1 » in the BPU says nothing against the DQE's count.
        differs = differs or (kept.quantity != line.quantity and 1.0 not in (kept.quantity, line.quantity))
    first = line.quantity is not None and (kept.quantity is None or kept.quantity == 1.0)
    same.line = replace(
        kept,
        quantity=line.quantity if first else kept.quantity,
        unit=kept.unit or line.unit,
        lot=kept.lot or line.lot,
        counted=kept.counted and line.counted,
        evidence=(*kept.evidence, *line.evidence),
        cells=(*kept.cells, *line.cells),
        differs=(*kept.differs, *(line.evidence if differs else ())),
    )
    same.kinds.add(flow.source.kind)
    same.documents.add(flow.name)


def _counted(held: list[_Held]) -> Iterator[PriceLineRead]:
    """Where an estimate gives the quantities, a unit price it does not take up is no part of the total."""
    estimated = {
        one.line.lot
        for one in held
        if one.kinds & {DocumentKind.DQE, DocumentKind.DPGF} and one.line.quantity
    }
    for one in held:
        loose = one.kinds == {DocumentKind.BPU} and one.line.quantity is None and one.line.lot in estimated
        yield replace(one.line, counted=one.line.counted and not loose)


def _lots_by_page(flow: Flow) -> dict[int, str]:
    """The lot of each sheet or page: told by its name, else by its first lines, else by the file's."""
    named = _LOT.search(fold(flow.name))
    found: dict[int, str] = {}
    for page in flow.source.pages:
        told = _LOT.search(fold(page.path or "")) or _LOT.search(fold(page.text[:400])) or named
        if told:
            found[id(page)] = told.group(1).lstrip("0") or told.group(1)
    return found

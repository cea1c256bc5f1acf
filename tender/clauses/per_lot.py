"""A clause whose hours differ from lot to lot, as one clause for each lot: what scripts are told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tender.clauses.scope import same_lot
from tender.vocabulary.clause import Clause


def told_by_lot(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """Each clause with the hours of one lot only; the rest of its lots, and a total, stay together.

    `hours` holds one number, so a clause of several lots would tell the largest alone.
    """
    return tuple(part for clause in clauses for part in _parts(clause))


def _parts(clause: Clause) -> tuple[Clause, ...]:
    lots = tuple(dict.fromkeys(d.lot for d in clause.hours_detail if d.lot is not None))
    if len({d.value for d in clause.hours_detail if d.lot is not None}) < 2:
        return (clause,)
    parts = []
    for lot in lots:
        own = tuple(d for d in clause.hours_detail if d.lot == lot)
        parts.append(replace(clause, lots=(lot,), hours=max(d.value for d in own), hours_detail=own))
    rest = tuple(lot for lot in clause.lots or () if not any(same_lot(lot, told) for told in lots))
    total = tuple(d for d in clause.hours_detail if d.lot is None)
    if rest or total:
        hours = max((d.value for d in total), default=None)
        parts.append(replace(clause, lots=rest or clause.lots, hours=hours, hours_detail=total))
    return tuple(parts)

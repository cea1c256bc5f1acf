"""What became of a call's reserved lots: as the collective noted it, else as the result notices tell it."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy.orm import Session

from tender.parsing.notices.results import LotFate, lot_results
from tender.parsing.refusal import Refused
from tender.store.accounts import UserRow
from tender.store.awards import Result, list_results
from tender.store.calls import CallRow
from tender.store.files import FileStore
from tender.store.watch import list_award_notices
from tender.uptake.report import ReservedFate, ReservedResult
from tender.vocabulary.call import Reading
from tender.vocabulary.clause import Family
from tender.workbench.facts import reading_of

log = logging.getLogger("tender.workbench")

_NOTED: Final[Mapping[Result, ReservedFate]] = {
    Result.WON: ReservedFate.AWARDED,
    Result.LOST: ReservedFate.AWARDED,
    Result.UNFRUITFUL: ReservedFate.UNFRUITFUL,
    Result.ABANDONED: ReservedFate.GIVEN_UP,
}
_TOLD: Final[Mapping[LotFate, ReservedFate]] = {
    LotFate.AWARDED: ReservedFate.AWARDED,
    LotFate.UNFRUITFUL: ReservedFate.UNFRUITFUL,
    LotFate.OPEN: ReservedFate.OPEN,
}


def reserved_results(
    session: Session, actor: UserRow, files: FileStore, call: CallRow
) -> tuple[ReservedResult, ...]:
    """The reserved lots whose result is known, by lot; the lot of an undivided call is ""."""
    reading = reading_of(call)
    wanted = _reserved_lots(reading)
    if not wanted:
        return ()
    found: dict[str, ReservedResult] = {}
    for one in _told(session, actor, files, call):
        # An undivided call is "LOT-0000" or "LOT-0001" in its notices.
        lot = one.lot if reading.lots else ""
        if lot in wanted:
            found[lot] = ReservedResult(lot, one.fate, one.offers, one.source)
    for row in list_results(session, call.id, viewer=actor):
        if row.lot in wanted:
            known = found.get(row.lot)
            found[row.lot] = ReservedResult(row.lot, _NOTED[row.result], known.offers if known else None)
    return tuple(found[lot] for lot in sorted(found))


def _reserved_lots(reading: Reading) -> frozenset[str]:
    reserved = [clause for clause in reading.clauses if clause.type.family is Family.RESERVED]
    if any(clause.lots is None for clause in reserved):
        return frozenset(lot.number for lot in reading.lots) or frozenset({""})
    return frozenset(lot for clause in reserved for lot in clause.lots or ())


def _told(session: Session, actor: UserRow, files: FileStore, call: CallRow) -> Iterator[ReservedResult]:
    """As the notices tell, the latest last; one that cannot be read tells nothing."""
    for row in list_award_notices(session, call.id, viewer=actor):
        try:
            results = lot_results(files.read(row.sha256), row.name)
        except Refused:
            log.info("result notice %s could not be read", row.ref)
            continue
        for one in results:
            yield ReservedResult(one.lot, _TOLD[one.fate], one.offers, row.ref)

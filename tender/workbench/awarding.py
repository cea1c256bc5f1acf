"""After the award: each lot's result, the winner's papers by member, how long a second place still binds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from tender.documents.letters import reasons_letter
from tender.store.accounts import UserRow
from tender.store.awards import (
    AwardPieceRow,
    LotResultRow,
    Result,
    list_award_pieces,
    list_results,
)
from tender.store.calls import CallRow, CallState, find_call
from tender.store.journal import note
from tender.store.members import MemberRow
from tender.store.papers import PaperRow, list_papers
from tender.store.splits import SplitRow, find_split_of_call
from tender.store.watch import MissedCause, MissedRow, MissedStage, find_missed_of_call
from tender.vocabulary.paper import PaperKind, kinds_of
from tender.workbench import missed
from tender.workbench.approving import members_in
from tender.workbench.binding import offer_binds_until, second_still_binds
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotFound, NotReady
from tender.workbench.facts import reading_of
from tender.workbench.papers import Validity, validity_of
from tender.workbench.permissions import Act, require
from tender.workbench.questioning import sender_of

ENGAGEMENT = "engagement"
MEMBER_PIECES = (
    PaperKind.SOCIAL,
    PaperKind.FISCAL,
    PaperKind.INSURANCE,
    PaperKind.BANK,
    PaperKind.POWERS,
)
"""What the buyer asks of every member of the group it means to choose (NOTI1; R2143-6 and following)."""
USUAL_DAYS = 8
"""Days the buyer usually leaves for them, where its letter was not noted yet."""


@dataclass(frozen=True, slots=True)
class GivenResult:
    """What the buyer's letter says of one lot. `rank`: ours; amounts in euros excluding VAT."""

    result: Result
    told_on: date
    rank: int | None = None
    winner: str = ""
    winner_amount: Decimal | None = None
    word: str = ""
    pieces_due: date | None = None
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """One paper of the winner: of a member, or the signed AE of a lot. `paper`: what the vault has for it."""

    kind: str
    lot: str
    paper: PaperRow | None
    validity: Validity | None
    sent: AwardPieceRow | None

    @property
    def ready(self) -> bool:
        """The vault has its file, and it still serves."""
        return (
            self.paper is not None
            and self.paper.sha256 != ""
            and self.validity in (Validity.VALID, Validity.ENDS_SOON, Validity.UNDATED)
        )


@dataclass(frozen=True, slots=True)
class Award:
    """What became of a call. `results` by lot; `pieces` by member's id, empty while nothing is won."""

    call: CallRow
    split: SplitRow
    lots: tuple[tuple[str, str], ...]
    results: Mapping[str, LotResultRow]
    binds_until: date | None
    members: tuple[MemberRow, ...]
    pieces: Mapping[int, tuple[Piece, ...]]
    missed: MissedRow | None

    @property
    def due(self) -> date | None:
        """Until when the winner's papers are asked: the nearest day of the lots won."""
        days = [
            one.pieces_due or one.told_on + timedelta(days=USUAL_DAYS)
            for one in self.results.values()
            if one.result is Result.WON and one.signed_on is None
        ]
        return min(days, default=None)

    @property
    def left(self) -> int:
        """Papers of the winner not handed to the buyer yet."""
        return sum(piece.sent is None for pieces in self.pieces.values() for piece in pieces)

    def still_binds(self, lot: str, day: date) -> bool:
        """Lost as second, within the offer's validity."""
        held = self.results.get(lot)
        return held is not None and second_still_binds(self.call, held, day)


def award(session: Session, actor: UserRow, call_id: int) -> Award:
    """What became of a call, for officer and admin. Raises NotFound, NotReady before a deposit."""
    call, split = _filed(session, actor, call_id)
    results = {row.lot: row for row in list_results(session, call_id, viewer=actor)}
    won = frozenset(lot for lot, row in results.items() if row.result is Result.WON)
    titles = {lot.number: lot.title for lot in reading_of(call).lots}
    answered = sorted({row.lot for row in split.shares}, key=_lot_order)
    return Award(
        call,
        split,
        tuple((lot, titles.get(lot, "")) for lot in answered),
        results,
        offer_binds_until(call),
        tuple(members_in(split)),
        _pieces(session, actor, split, won) if won else {},
        find_missed_of_call(session, call_id, viewer=actor),
    )


def _lot_order(lot: str) -> tuple[int, str]:
    return (int(lot) if lot.isdecimal() else 10**6, lot)


def _filed(session: Session, actor: UserRow, call_id: int) -> tuple[CallRow, SplitRow]:
    require(actor, Act.FILE)
    call = find_call(session, call_id, viewer=actor)
    split = find_split_of_call(session, call_id, viewer=actor)
    if call is None or split is None:
        raise NotFound("call", id=call_id)
    if call.state is not CallState.FILED:
        raise NotReady("not_filed", state=call.state.value)
    return call, split


def _pieces(
    session: Session, actor: UserRow, split: SplitRow, won: frozenset[str]
) -> dict[int, tuple[Piece, ...]]:
    sent = {(one.member_id, one.kind, one.lot): one for one in list_award_pieces(
        session, split.call_id, viewer=actor)}  # fmt: skip
    papers = list_papers(session, viewer=actor)
    found: dict[int, tuple[Piece, ...]] = {}
    for member_id in sorted({row.member_id for row in split.shares if row.lot in won}):
        held = [one for one in papers if one.member_id == member_id]
        pieces = [_piece(held, kind, sent.get((member_id, kind.value, ""))) for kind in MEMBER_PIECES]
        if member_id == split.lead_id:
            pieces += [
                Piece(ENGAGEMENT, lot, None, None, sent.get((member_id, ENGAGEMENT, lot)))
                for lot in sorted(won, key=_lot_order)
            ]
        found[member_id] = tuple(pieces)
    return found


def _piece(held: list[PaperRow], kind: PaperKind, sent: AwardPieceRow | None) -> Piece:
    fitting = [one for one in held if one.kind == kind or kind in kinds_of(one.name)]
    today = now().date()
    best = max(fitting, key=lambda one: (one.sha256 != "", one.ends or date.max, one.id), default=None)
    return Piece(kind.value, "", best, validity_of(best, today) if best is not None else None, sent)


def record(session: Session, actor: UserRow, call_id: int, lot: str, given: GivenResult) -> LotResultRow:
    """Note what the buyer told of a lot, or correct it. Raises Invalid by box, NotFound for another lot."""
    call, split = _filed(session, actor, call_id)
    if lot not in {row.lot for row in split.shares}:
        raise NotFound("lot", lot=lot)
    if given.told_on > now().date() or (call.deadline is not None and given.told_on < call.deadline.date()):
        raise Invalid("told_on")
    if given.rank is not None and (given.rank < 1 or (given.rank == 1) != (given.result is Result.WON)):
        raise Invalid("rank")
    if given.signed_on is not None and given.result is not Result.WON:
        raise Invalid("signed_not_won")
    row = next((one for one in list_results(session, call_id, viewer=actor) if one.lot == lot), None)
    if row is None:
        row = LotResultRow(call_id=call_id, lot=lot)
        session.add(row)
    row.result, row.told_on, row.rank = given.result, given.told_on, given.rank
    row.winner, row.winner_amount = given.winner.strip()[:300], given.winner_amount
    row.word, row.pieces_due, row.signed_on = given.word.strip()[:2000], given.pieces_due, given.signed_on
    row.by, row.at = actor.name, now()
    session.flush()
    note(session, now(), actor, f"result.{given.result.value}", call_id=call_id, lot=lot, rank=given.rank)
    return row


def mark_piece(
    session: Session, actor: UserRow, call_id: int, member_id: int, *, kind: str, lot: str, sent: bool
) -> None:
    """A paper of the winner was handed to the buyer; or was not after all. Raises NotFound."""
    held = award(session, actor, call_id)
    pieces = held.pieces.get(member_id, ())
    piece = next((one for one in pieces if (one.kind, one.lot) == (kind, lot)), None)
    if piece is None:
        raise NotFound("award_piece", kind=kind)
    if sent and piece.sent is None:
        session.add(
            AwardPieceRow(call_id=call_id, member_id=member_id, kind=kind, lot=lot, by=actor.name, at=now())
        )
    elif not sent and piece.sent is not None:
        session.delete(piece.sent)
    note(session, now(), actor, "result.piece_sent" if sent else "result.piece_taken_back", call_id=call_id,
         member_id=member_id, kind=kind, lot=lot)  # fmt: skip


def lost_lots(held: Award) -> tuple[str, ...]:
    """The lots lost to another, of which reasons can be asked."""
    return tuple(lot for lot, _title in held.lots if _is_lost(held.results.get(lot)))


def _is_lost(row: LotResultRow | None) -> bool:
    return row is not None and row.result is Result.LOST


def reasons_file(session: Session, actor: UserRow, call_id: int) -> bytes:
    """The letter that asks the reasons for every lot lost. Raises NotReady when none is."""
    held = award(session, actor, call_id)
    lots = lost_lots(held)
    if not lots:
        raise NotReady("nothing_lost")
    told = max(held.results[lot].told_on for lot in lots)
    ranks = {held.results[lot].rank for lot in lots}
    rank = ranks.pop() if len(ranks) == 1 else None
    return reasons_letter(sender_of(session, actor, held.call), lots, told, now().date(), rank=rank)


def note_reasons(
    session: Session, actor: UserRow, call_id: int, *, asked: date | None, received: date | None
) -> None:
    """When the reasons were asked, and when they came. Raises Invalid when that was before."""
    if received is not None and (asked is None or received < asked):
        raise Invalid("reasons_order")
    held = award(session, actor, call_id)
    for lot in lost_lots(held):
        row = held.results[lot]
        row.reasons_asked_on, row.reasons_received_on = asked, received
    note(session, now(), actor, "result.reasons", call_id=call_id,
         asked=asked.isoformat() if asked else None)  # fmt: skip


def to_missed(session: Session, actor: UserRow, call_id: int) -> MissedRow:
    """Put what was not won on the register of missed opportunities, once a call; its hours with it."""
    held = award(session, actor, call_id)
    if held.missed is not None:
        return held.missed
    gone = {lot: row for lot, row in held.results.items() if row.result is not Result.WON}
    if not gone:
        raise NotReady("nothing_lost")
    empty = all(row.result is Result.UNFRUITFUL for row in gone.values())
    told = missed.Told(
        title=held.call.title,
        stage=MissedStage.UNFRUITFUL if empty else MissedStage.LOST,
        day=max(row.told_on for row in gone.values()),
        cause=MissedCause.UNFRUITFUL if empty else None,
        buyer=held.call.buyer,
        hours=float(
            sum(sum(int(h) for h in row.hours.values()) for row in held.split.shares if row.lot in gone)
        ),
    )
    row = missed.record(session, actor, told)
    row.call_id = call_id
    session.flush()
    return row


def deadline_of_reasons(asked: date) -> date:
    """Fifteen days from the demand. Source: R2181-2, R2181-4 (Code de la commande publique)."""
    return asked + timedelta(days=15)

"""Notes to buyers: begun from a call the watch saw without a clause, printed again at will, followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from tender.consortium.law.thresholds import Threshold, lowest
from tender.documents import french
from tender.documents.generated import GeneratedFile
from tender.documents.sourcing import Available, Hours, Note, render
from tender.store.accounts import UserRow
from tender.store.journal import note as journal
from tender.store.members import the_collective
from tender.store.sourcing import SourcingNoteRow, SourcingOutcome, find_sourcing
from tender.store.uptake import number_row
from tender.store.watch import find_watched
from tender.vocabulary.plain import from_plain, to_plain
from tender.watch.matching import HOUR_PRICE, Cover, Match
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotFound
from tender.workbench.legal_facts import buyer_kind
from tender.workbench.permissions import Act, require
from tender.workbench.timing import PARIS, today
from tender.workbench.uptake_notes import add_contact

__all__ = [
    "HOUR_PRICE",
    "LABOUR",
    "PART",
    "Follow",
    "Hours",
    "Note",
    "begin",
    "due",
    "files",
    "follow",
    "keep",
]

LABOUR, PART = 50.0, 5.0
"""Per cent, to begin with: both are the facilitator's to settle with the buyer, and the note says so."""
MOST = 1_000_000_000.0


@dataclass(frozen=True, slots=True)
class Follow:
    """What came of a note. `again`: the day to ask anew."""

    outcome: SourcingOutcome
    contacted: date | None = None
    person: str = ""
    word: str = ""
    again: date | None = None


def begin(session: Session, actor: UserRow, notice_id: int, trades: Sequence[str]) -> Note:
    """The note as the watch would have it. `trades`: in words. Raises NotFound; Invalid where a clause is."""
    require(actor, Act.RECEIVE_CALL)
    row = find_watched(session, notice_id, viewer=actor)
    if row is None:
        raise NotFound("watched_notice", id=notice_id)
    match = from_plain(Match, row.match or {"kept": False, "score": 0.0})
    if match.social:
        raise Invalid("sourcing_clause")
    if not match.cover:
        raise Invalid("sourcing_nobody")
    amount = next((one.facts["amount"] for one in match.reasons if one.facts.get("amount")), None)
    held = the_collective(session)
    charter = held.charter if held else {}
    known = float(str(amount)) if amount else None
    return Note(
        buyer=row.buyer,
        subject=row.title,
        reference=row.ref,
        trades=", ".join(trades),
        collective=held.name if held else "",
        contact=str(charter.get("contact", "")),
        email=held.email if held else "",
        phone=held.phone if held else "",
        facilitator="",
        words="",
        issued_on=today().isoformat(),
        available=tuple(Available(one.name, _reach(one), one.hours) for one in match.cover),
        hours=Hours(known, LABOUR, PART, HOUR_PRICE) if known else None,
        above_threshold=_above(row.buyer, known),
        under_way=row.deadline is not None and row.deadline > now(),
        example=bool(held and held.is_example),
    )


def keep(session: Session, actor: UserRow, note: Note, notice_id: int | None) -> SourcingNoteRow:
    """Put a note on record. Raises Invalid for figures that say nothing."""
    require(actor, Act.RECEIVE_CALL)
    if not note.buyer.strip():
        raise Invalid("sourcing_buyer")
    if note.hours is not None and not _sound(note.hours):
        raise Invalid("sourcing_hours")
    row = SourcingNoteRow(
        notice_id=notice_id,
        buyer=note.buyer.strip(),
        title=note.subject,
        content=to_plain(replace(note, issued_on=today().isoformat())),
        created=now(),
        created_by=actor.name,
    )
    session.add(row)
    session.flush()
    journal(session, now(), actor, "sourcing.written", buyer=row.buyer, title=row.title)
    return row


def files(row: SourcingNoteRow) -> tuple[GeneratedFile, GeneratedFile]:
    """The note in Word and PDF, as it was written."""
    return render(from_plain(Note, row.content))


def follow(session: Session, actor: UserRow, note_id: int, told: Follow) -> SourcingNoteRow:
    """What came of a note. Raises NotFound, Invalid.

    A first contact is kept for the buyer's report too, where its SIREN is known: before and after are then
    compared from that day.
    """
    require(actor, Act.RECEIVE_CALL)
    row = find_sourcing(session, note_id, viewer=actor)
    if row is None:
        raise NotFound("sourcing_note", id=note_id)
    if told.contacted is not None and told.contacted > today():
        raise Invalid("day_to_come", field="contacted")
    if told.outcome is not SourcingOutcome.DRAFTED and told.contacted is None:
        raise Invalid("sourcing_day")
    first = row.contacted is None and told.contacted is not None
    row.outcome, row.contacted, row.person = told.outcome, told.contacted, told.person.strip()
    row.word, row.again = told.word.strip(), told.again
    row.contacted_by = row.contacted_by or (actor.name if told.contacted else "")
    known = number_row(session, row.buyer)
    if first and known is not None and told.contacted is not None:
        add_contact(session, actor, known.siren, told.contacted, by=actor.name, outcome=row.word)
    journal(session, now(), actor, "sourcing.followed", buyer=row.buyer, outcome=row.outcome.value)
    return row


def due(rows: Sequence[SourcingNoteRow], at: datetime) -> list[SourcingNoteRow]:
    """Those to ask anew by now."""
    return [row for row in rows if row.again is not None and row.again <= at.astimezone(PARIS).date()]


def _reach(cover: Cover) -> str:
    return f"{french.counted(cover.places, 'commune', 'communes')} sur {cover.of}" if cover.of else ""


def _above(buyer: str, amount: float | None) -> bool:
    """A purchase of services at or above the European threshold of this buyer, today."""
    row = lowest(Threshold.EUROPEAN, buyer=buyer_kind(buyer), purchase="services", on=today())
    return amount is not None and row is not None and amount >= float(row.euros)


def _sound(hours: Hours) -> bool:
    return (
        0 < hours.amount <= MOST
        and 0 < hours.labour <= 100
        and 0 < hours.part <= 100
        and 5 <= hours.cost <= 200
    )

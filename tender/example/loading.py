"""Put the worked example into an empty installation: collective, accounts, the call as read, prices."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.orm import Session

from tender.example import declared
from tender.example.call import ARCHIVE, call_archive
from tender.example.collective import collective
from tender.store.accounts import Role, UserRow
from tender.store.calls import CallRow
from tender.store.files import FileStore
from tender.store.members import the_collective
from tender.store.uptake import DeclaredKind
from tender.workbench.clock import now
from tender.workbench.consulting import Offer, answer, open_consultation, questions
from tender.workbench.declared_base import add_file, ask_import
from tender.workbench.founding import found
from tender.workbench.intake import begin_reading, finish_reading, read_uploads, receive
from tender.workbench.member_pricing import agree_where_closed
from tender.workbench.needing import read_needs
from tender.workbench.pricing import read_price_lines, set_prices
from tender.workbench.responding import set_boxes
from tender.workbench.timing import CONSULTED_BEFORE, counted_back
from tender.workbench.uptake_notes import add_contact, add_hours, add_indicator, set_number

WORD = "Dites-nous, lot par lot, si vous venez. Ceci est un exemple."
STILL_ASKED = ("coup-de-pouce-salonais", "ouest-etang-emploi", "phocea-entraide")
"""Members whose director has not answered yet."""


def load_example(session: Session, files: FileStore, *, password: str) -> CallRow | None:
    """Found the example's collective and read its call as any other; the caller commits.

    The accounts open with `password`. None, and nothing done, when the installation has a collective already:
    a second start loses nothing. Raises Refused when the call cannot be read.
    """
    if the_collective(session) is not None:
        return None
    found(session, collective(), password=password)
    officer = session.scalars(select(UserRow).where(UserRow.role == Role.OFFICER)).one()
    received = receive(session, officer, files, [(ARCHIVE, call_archive())])
    session.flush()
    if received.job is None:
        return received.call
    uploads = begin_reading(session, received.job.id)
    call = finish_reading(session, received.job.id, read_uploads(files, uploads, _silent))
    call.is_example = True
    _price(session, officer, call)
    _answer_boxes(session, officer, call)
    _consult(session, officer, call)
    _declare(session, officer, files)
    return call


def _price(session: Session, officer: UserRow, call: CallRow) -> None:
    """Fill the unit prices of the lines that were read; a line without a known price stays open."""
    prices = {(one["lot"], one["number"]): one for one in collective()["prices"]}
    lines = read_price_lines(session, officer, call)
    given = {
        line.id: {name: prices[line.lot, line.number][name] for name in ("unit_price", "vat_rate")}
        for line in lines
        if (line.lot, line.number) in prices
    }
    set_prices(session, officer, call.id, given)
    agree_where_closed(session, officer, call.id, None)


def _answer_boxes(session: Session, officer: UserRow, call: CallRow) -> None:
    members = collective()["members"]
    boxes = collective()["boxes"] | {
        "honour": {member["id"]: member["honour_declared"] for member in members},
        "powers": {member["id"]: member["signing_power"] for member in members},
    }
    set_boxes(session, officer, call.id, boxes)


def _consult(session: Session, officer: UserRow, call: CallRow) -> None:
    """Put the question to all; most have answered as their means allow, three directors still have to.

    So that a director finds something to decide at once. Nothing is asked once the deadline has passed.
    """
    closes = counted_back(call.deadline, now(), CONSULTED_BEFORE)
    if closes is None:
        return
    read_needs(session, officer, call)
    row = open_consultation(session, officer, call.id, closes=closes, word=WORD)
    directors = session.scalars(select(UserRow).where(UserRow.role == Role.DIRECTOR).order_by(UserRow.id))
    for director in directors:
        for asked in questions(session, director, [row]):
            if asked.member.key in STILL_ASKED or asked.answered:
                continue
            offers = {
                one.lot.number: Offer(one.suggested, one.hours, tuple(sorted(one.reached)))
                for one in asked.lots
            }
            answer(session, director, call.id, asked.member.id, offers)


def _declare(session: Session, officer: UserRow, files: FileStore) -> None:
    """The example's essential data and what people noted of a buyer; the worker makes the base of them."""
    with TemporaryDirectory() as folder:
        decp, listed = Path(folder) / declared.NAME, Path(folder) / declared.LIST_NAME
        decp.write_bytes(declared.declared_file())
        listed.write_bytes(declared.inclusive_file())
        add_file(session, officer, files, decp, decp.name, source="Données d’exemple")
        add_file(
            session,
            officer,
            files,
            listed,
            listed.name,
            kind=DeclaredKind.INCLUSIVE,
            source=declared.LIST_SOURCE,
            day=declared.LIST_DAY,
        )
    ask_import(session, officer)
    buyer = declared.BUYER
    set_number(session, officer, declared.BUYER_NAME, buyer)
    add_contact(session, officer, buyer, declared.CONTACTED, outcome=declared.OUTCOME)
    for worked in declared.WORKED:
        add_hours(session, officer, buyer, worked)
    add_indicator(session, officer, buyer, declared.INDICATOR)


def _silent(done: int, total: int, name: str) -> None:
    """Nobody watches: the server is not up yet."""

"""What members declare: who they are, where they work, how many hours a month they can give."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from stdnum.exceptions import ValidationError
from stdnum.fr import siret as siret_number

from tender.geography.places import commune, expand, name_of
from tender.store.accounts import Role, UserRow
from tender.store.journal import note
from tender.store.members import CapacityRow, MemberRow, TerritoryRow, find_member, the_collective
from tender.vocabulary.member import MemberIdentity
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotAllowed, NotFound, NotReady
from tender.workbench.permissions import Act, require

TERRITORY_KINDS = ("commune", "epci", "departement")
STALE_AFTER_DAYS = 90
"""When the collective's charter does not say: a figure older than a quarter is « à confirmer »."""

IDENTITY_BOXES = frozenset(field.name for field in fields(MemberIdentity)) - {
    "id",
    "name",
    "siret",
    "convention_end",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """Hours a month a member can give to a trade, and what of it is promised; `month` "*": any month."""

    trade: str
    hours: float
    committed: float = 0.0
    month: str = "*"


def add_member(session: Session, actor: UserRow, *, name: str, key: str = "", siret: str = "") -> MemberRow:
    """A new member of the collective; without a key, its name gives one.

    Raises Invalid when the key is taken or the SIRET is wrong.
    """
    require(actor, Act.EDIT_COLLECTIVE)
    if not name.strip():
        raise Invalid("name")
    key = key or _free_key(session, name)
    if session.query(MemberRow).filter_by(key=key).first() is not None:
        raise Invalid("key_taken", key=key)
    member = MemberRow(key=key, name=name.strip(), siret=checked_siret(siret), identity={}, active=True)
    session.add(member)
    session.flush()
    note(session, now(), actor, "member.added", member_id=member.id, name=member.name)
    return member


def _free_key(session: Session, name: str) -> str:
    """The name in lower case and hyphens, with a number when another member has that key."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "adherente"
    taken = set(session.scalars(select(MemberRow.key)))
    return next(key for key in (stem, *(f"{stem}-{i}" for i in range(2, 10_000))) if key not in taken)


def checked_siret(text: str) -> str:
    """The fourteen digits without spaces; empty stays empty. Raises Invalid. Source: Insee (Luhn)."""
    if not text.strip():
        return ""
    try:
        return str(siret_number.validate(text))
    except ValidationError as error:
        raise Invalid("siret", siret=text) from error


def set_identity(session: Session, actor: UserRow, member_id: int, boxes: Mapping[str, Any]) -> MemberRow:
    """Set boxes of a member's identity. A director sets her own members'; the officer any. Raises Invalid."""
    member = _mine(session, actor, member_id)
    changed: dict[str, Any] = {}
    for box, value in boxes.items():
        if box == "siret":
            member.siret = checked_siret(str(value))
        elif box == "name":
            if not str(value).strip():
                raise Invalid("name")
            member.name = str(value).strip()
        elif box == "convention_end":
            member.convention_end = (
                value if isinstance(value, date) or value is None else date.fromisoformat(value)
            )
        elif box == "home_place":
            if value and commune(str(value)) is None:
                raise Invalid("unknown_place", place=value)
            member.home_place = str(value)
        elif box in IDENTITY_BOXES:
            changed[box] = value
        else:
            raise Invalid("unknown_box", box=box)
    member.identity = {**member.identity, **changed}
    if "city" in changed:
        member.city = str(changed["city"])
    note(session, now(), actor, "member.identity", member_id=member.id, boxes=sorted(boxes))
    return member


def set_territories(
    session: Session, actor: UserRow, member_id: int, places: Iterable[tuple[str, str]]
) -> MemberRow:
    """Where a member works, within its convention (R5132-19: nothing outside it). Raises Invalid by place."""
    member = _mine(session, actor, member_id)
    wanted = list(dict.fromkeys(places))
    for kind, code in wanted:
        if kind not in TERRITORY_KINDS or not expand(kind, code):
            raise Invalid("unknown_place", kind=kind, place=code)
    held = {(row.kind, row.code): row for row in member.territories}
    member.territories = [held.get(place) or TerritoryRow(kind=place[0], code=place[1]) for place in wanted]
    note(session, now(), actor, "member.territories", member_id=member.id,
         places=[name_of(kind, code) or code for kind, code in wanted])  # fmt: skip
    return member


def set_capacity(
    session: Session,
    actor: UserRow,
    member_id: int,
    *,
    trade: str,
    month: str = "*",
    hours: float,
    committed: float = 0.0,
) -> CapacityRow:
    """Hours a month a member can give to a trade, and what of it is promised already; `month` "*": any month.

    Confirming the same figure renews its date. Raises Invalid when a number is negative or out of any sense.
    """
    member = _mine(session, actor, member_id)
    if not trade.strip():
        raise Invalid("no_trade")
    if not 0 <= hours <= 200_000 or not 0 <= committed <= 200_000:
        raise Invalid("hours", hours=hours, committed=committed)
    row = next((one for one in member.capacities if (one.trade, one.month) == (trade, month)), None)
    if row is None:
        row = CapacityRow(trade=trade, month=month, hours=hours, committed=committed, updated=now())
        member.capacities.append(row)
    row.hours, row.committed, row.updated = hours, committed, now()
    row.source = actor.name
    session.flush()
    note(session, now(), actor, "member.capacity", member_id=member.id, trade=trade, month=month,
         hours=hours, committed=committed)  # fmt: skip
    return row


def declare(session: Session, actor: UserRow, member_id: int, figures: Sequence[Figure]) -> MemberRow:
    """Replace all of a member's figures at once; each takes today's date, for the person has read them all.

    Raises Invalid naming the line when a trade is missing, a month is none, a number is out of any sense,
    more is promised than there is, or a figure stands twice.
    """
    member = _mine(session, actor, member_id)
    wanted: dict[tuple[str, str], Figure] = {}
    for line, figure in enumerate(figures, start=1):
        _check(figure, line)
        key = (figure.trade.strip(), figure.month)
        if key in wanted:
            raise Invalid("figure_twice", line=line, trade=figure.trade, month=figure.month)
        wanted[key] = figure
    held = {(row.trade, row.month): row for row in member.capacities}
    member.capacities = [row for key, row in held.items() if key in wanted]
    for (trade, month), figure in wanted.items():
        row = held.get((trade, month))
        if row is None:
            row = CapacityRow(trade=trade, month=month, hours=0.0, committed=0.0)
            member.capacities.append(row)
        row.hours, row.committed, row.updated, row.source = figure.hours, figure.committed, now(), actor.name
    session.flush()
    note(session, now(), actor, "member.capacities", member_id=member.id, figures=len(wanted),
         hours=sum(figure.hours for figure in wanted.values() if figure.month == "*"))  # fmt: skip
    return member


def _check(figure: Figure, line: int) -> None:
    if not figure.trade.strip():
        raise Invalid("no_trade", line=line)
    if figure.month != "*" and not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", figure.month):
        raise Invalid("month", line=line, month=figure.month)
    if not 0 <= figure.hours <= 200_000 or not 0 <= figure.committed <= 200_000:
        raise Invalid("hours", line=line, hours=figure.hours, committed=figure.committed)
    if figure.committed > figure.hours:
        raise Invalid("promised_beyond", line=line, hours=figure.hours, committed=figure.committed)


def confirm_figures(session: Session, actor: UserRow, member_id: int) -> MemberRow:
    """All of a member's figures still hold: each takes today's date. Raises NotReady when there is none."""
    member = _mine(session, actor, member_id)
    if not member.capacities:
        raise NotReady("no_figures", member=member.name)
    for row in member.capacities:
        row.updated, row.source = now(), actor.name
    note(session, now(), actor, "member.capacities_confirmed", member_id=member.id)
    return member


def remove_capacity(session: Session, actor: UserRow, member_id: int, capacity_id: int) -> None:
    """A trade or month the member no longer offers."""
    member = _mine(session, actor, member_id)
    row = next((one for one in member.capacities if one.id == capacity_id), None)
    if row is None:
        raise NotFound("capacity", id=capacity_id)
    member.capacities.remove(row)
    note(
        session,
        now(),
        actor,
        "member.capacity_removed",
        member_id=member.id,
        trade=row.trade,
        month=row.month,
    )


def is_stale(session: Session, row: CapacityRow) -> bool:
    """Older than the collective allows: to confirm, never zero and never taken for true."""
    collective = the_collective(session)
    days = (
        int(collective.charter.get("stale_after_days", STALE_AFTER_DAYS)) if collective else STALE_AFTER_DAYS
    )
    return now() - row.updated > timedelta(days=days)


def _mine(session: Session, actor: UserRow, member_id: int) -> MemberRow:
    require(actor, Act.DECLARE_MEANS)
    member = find_member(session, member_id, viewer=actor)
    if member is None:
        raise NotFound("member", id=member_id)
    if actor.role is Role.DIRECTOR and member_id not in actor.member_ids:
        raise NotAllowed("not_her_member", member=member_id)
    return member

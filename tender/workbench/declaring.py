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

from tender.geography.places import commune, expand, name_of
from tender.store.accounts import UserRow
from tender.store.journal import note
from tender.store.members import (
    CapacityRow,
    ConventionPlaceRow,
    MemberRow,
    MemberTradeRow,
    TerritoryRow,
    the_collective,
)
from tender.vocabulary.member import MemberIdentity
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotReady
from tender.workbench.identifying import COUNTRIES, checked_foreign_id, checked_siret
from tender.workbench.mapping import TERRITORY_KINDS
from tender.workbench.own import own_member
from tender.workbench.permissions import Act, require

STALE_AFTER_DAYS = 90
"""When the collective's charter does not say: a figure older than a quarter is « à confirmer »."""

IDENTITY_BOXES = frozenset(field.name for field in fields(MemberIdentity)) - {
    "id",
    "name",
    "siret",
    "convention_end",
}


COLUMNS = frozenset({"siret", "name", "convention_end", "home_place"})


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


def set_identity(session: Session, actor: UserRow, member_id: int, boxes: Mapping[str, Any]) -> MemberRow:
    """Set boxes of a member's identity. A director sets her own members'; the officer any. Raises Invalid."""
    member = own_member(session, actor, member_id)
    country = str(boxes.get("country") or member.country)
    if country not in COUNTRIES:
        raise Invalid("country", country=country)
    changed: dict[str, Any] = {}
    for box, value in boxes.items():
        if box in COLUMNS:
            _set_column(member, box, value)
        elif box == "foreign_id":
            changed[box] = checked_foreign_id(country, str(value)) if country != "FR" else ""
        elif box in IDENTITY_BOXES:
            changed[box] = value
        else:
            raise Invalid("unknown_box", box=box)
    member.identity = {**member.identity, **changed}
    if "city" in changed:
        member.city = str(changed["city"])
    _check_convention(member)
    note(session, now(), actor, "member.identity", member_id=member.id, boxes=sorted(boxes))
    return member


def _set_column(member: MemberRow, box: str, value: Any) -> None:
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
    else:
        if value and commune(str(value)) is None:
            raise Invalid("unknown_place", place=value)
        member.home_place = str(value)


def _check_convention(member: MemberRow) -> None:
    """A convention ends after it began."""
    start, end = str(member.identity.get("convention_start") or ""), member.convention_end
    if not start or end is None:
        return
    begins = date.fromisoformat(start)
    if end < begins:
        raise Invalid("convention_reversed", start=begins, end=end)


def set_territories(
    session: Session,
    actor: UserRow,
    member_id: int,
    places: Iterable[tuple[str, str]],
    *,
    convention: bool = False,
) -> MemberRow:
    """Where a member works; with `convention`, the territory of its convention: its hard limit (R5132-19).

    What is worked in beyond the convention stays written and counts for nothing. Raises Invalid by place.
    """
    member = own_member(session, actor, member_id)
    wanted = list(dict.fromkeys(places))
    for kind, code in wanted:
        if kind not in TERRITORY_KINDS or not expand(kind, code):
            raise Invalid("unknown_place", kind=kind, place=code)
    if convention:
        limits = {(row.kind, row.code): row for row in member.convention_places}
        member.convention_places = [
            limits.get(one) or ConventionPlaceRow(kind=one[0], code=one[1]) for one in wanted
        ]
    else:
        held = {(row.kind, row.code): row for row in member.territories}
        member.territories = [held.get(one) or TerritoryRow(kind=one[0], code=one[1]) for one in wanted]
    note(session, now(), actor, "member.convention_places" if convention else "member.territories",
         member_id=member.id, places=[name_of(kind, code) or code for kind, code in wanted])  # fmt: skip
    return member


def set_trade(
    session: Session, actor: UserRow, member_id: int, *, trade: str, service: bool, staff_supply: bool
) -> MemberRow:
    """How a member does a trade: as a service, by supplying staff, or both; neither: not said.

    Raises Invalid without a trade.
    """
    member = own_member(session, actor, member_id)
    if not trade.strip():
        raise Invalid("no_trade")
    row = next((one for one in member.trades if one.trade == trade), None)
    if row is not None and (row.service, row.staff_supply) == (service, staff_supply):
        return member
    if not (service or staff_supply):
        if row is not None:
            member.trades.remove(row)
    elif row is None:
        member.trades.append(MemberTradeRow(trade=trade, service=service, staff_supply=staff_supply))
    else:
        row.service, row.staff_supply = service, staff_supply
    note(session, now(), actor, "member.trade", member_id=member.id, trade=trade, service=service,
         staff_supply=staff_supply)  # fmt: skip
    return member


def declare(session: Session, actor: UserRow, member_id: int, figures: Sequence[Figure]) -> MemberRow:
    """Replace all of a member's figures at once; each takes today's date, for the person has read them all.

    Raises Invalid naming the line when a trade is missing, a month is none, a number is out of any sense,
    more is promised than there is, or a figure stands twice.
    """
    member = own_member(session, actor, member_id)
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
    member = own_member(session, actor, member_id)
    if not member.capacities:
        raise NotReady("no_figures", member=member.name)
    for row in member.capacities:
        row.updated, row.source = now(), actor.name
    note(session, now(), actor, "member.capacities_confirmed", member_id=member.id)
    return member


def is_stale(session: Session, row: CapacityRow) -> bool:
    """Older than the collective allows: to confirm, never zero and never taken for true."""
    return now() - row.updated > timedelta(days=stale_after_days(session))


def stale_after_days(session: Session) -> int:
    """The collective's limit, in days."""
    collective = the_collective(session)
    held = collective.charter.get("stale_after_days") if collective else None
    return int(held) if held else STALE_AFTER_DAYS


def set_stale_after_days(session: Session, actor: UserRow, days: int) -> None:
    """After how many days a figure is to be confirmed. Raises NotReady, Invalid."""
    require(actor, Act.EDIT_COLLECTIVE)
    collective = the_collective(session)
    if collective is None:
        raise NotReady("no_members")
    if not 1 <= days <= 1000:
        raise Invalid("days", days=days)
    collective.charter = {**collective.charter, "stale_after_days": days}
    note(session, now(), actor, "collective.stale_after_days", days=days)

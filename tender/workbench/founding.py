"""Set up a collective out of a file: its charter, members, means, evidence and accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tender.geography.places import commune, expand
from tender.store.accounts import MandateRow, Role, UserRow, find_user_by_email
from tender.store.evidence import EvidenceBlockRow
from tender.store.journal import note
from tender.store.members import (
    CapacityRow,
    CollectiveRow,
    ConventionPlaceRow,
    MemberRow,
    TerritoryRow,
    the_collective,
)
from tender.store.papers import PaperRow
from tender.vocabulary.member import MemberIdentity
from tender.workbench.clock import now
from tender.workbench.errors import Invalid
from tender.workbench.signing_in import hash_password

EXTRA_BOXES = frozenset({"is_sme", "honour_declared", "signing_power"})
"""What a member's file may hold beyond its identity, kept beside it."""


def found(session: Session, data: Mapping[str, Any], *, password: str | None = None) -> dict[str, MemberRow]:
    """Write the collective of a file into an empty installation; gives the members by their key.

    With `password`, the accounts of the file are opened with it (the demo). Raises Invalid naming the member
    and the box at fault.
    """
    if the_collective(session) is not None:
        raise Invalid("collective_exists")
    example = bool(data.get("example"))
    held = data.get("collective") or {}
    session.add(
        CollectiveRow(
            name=held.get("name") or "Collectif",
            email=held.get("email", ""),
            phone=held.get("phone", ""),
            address=held.get("address", ""),
            presentation=held.get("presentation", ""),
            charter=dict(held.get("charter") or {}),
            is_example=example,
        )
    )
    members = {
        row.key: row
        for number, one in enumerate(data.get("members") or (), start=1)
        for row in [_member(one, number, example=example)]
    }
    if not members:
        raise Invalid("no_members")
    session.add_all(members.values())
    session.flush()
    for block in data.get("evidence") or ():
        session.add(_block(block, members))
    for paper in data.get("papers") or ():
        session.add(_paper(paper, members))
    if password is not None:
        _accounts(session, data.get("users") or (), members, password)
    session.flush()
    note(session, now(), None, "collective.founded", members=len(members))
    return members


def _member(one: Mapping[str, Any], number: int, *, example: bool) -> MemberRow:
    key = str(one.get("id") or "").strip()
    if not key:
        raise Invalid("member_without_id", number=number)
    boxes = ({field.name for field in fields(MemberIdentity)} | EXTRA_BOXES) - {
        "id",
        "name",
        "siret",
        "convention_end",
    }
    end = one.get("convention_end")
    member = MemberRow(
        key=key,
        name=str(one.get("name") or key),
        siret=str(one.get("siret") or ""),
        city=str(one.get("city") or ""),
        home_place=str(one.get("home_place") or ""),
        convention_end=date.fromisoformat(end) if end else None,
        identity={box: one[box] for box in boxes if box in one},
        is_example=example,
        active=True,
    )
    if member.home_place and commune(member.home_place) is None:
        raise Invalid("unknown_place", member=key, place=member.home_place)
    member.territories = [TerritoryRow(kind=kind, code=code) for kind, code in _territories(one, key)]
    member.convention_places = [
        ConventionPlaceRow(kind=kind, code=code)
        for kind, code in _places(one.get("convention_places") or (), key)
    ]
    member.capacities = _capacities(one, key)
    return member


def _territories(one: Mapping[str, Any], key: str) -> list[tuple[str, str]]:
    """Territories by kind and code; bare INSEE codes under "places", as a split case writes them, do too."""
    bare = [{"kind": "commune", "code": code} for code in one.get("places") or ()]
    return _places((*(one.get("territories") or ()), *bare), key)


def _places(listed: Iterable[Mapping[str, Any]], key: str) -> list[tuple[str, str]]:
    """Each once, by kind and code. Raises Invalid for one that there is not."""
    places = [(held["kind"], str(held["code"])) for held in listed]
    for kind, code in places:
        if not expand(kind, code):
            raise Invalid("unknown_place", member=key, kind=kind, place=code)
    return list(dict.fromkeys(places))


def _capacities(one: Mapping[str, Any], key: str) -> list[CapacityRow]:
    rows = []
    committed = one.get("committed") or {}
    for trade, months in (one.get("capacity") or {}).items():
        for month, hours in months.items():
            if not isinstance(hours, (int, float)) or hours < 0:
                raise Invalid("hours", member=key, trade=trade, month=month)
            taken = committed.get(trade, {})
            rows.append(
                CapacityRow(
                    trade=trade,
                    month=month,
                    hours=float(hours),
                    committed=float(taken.get(month, taken.get("*", 0.0))),
                    source="fichier du collectif",
                    updated=now(),
                )
            )
    return rows


def _block(block: Mapping[str, Any], members: Mapping[str, MemberRow]) -> EvidenceBlockRow:
    member = members.get(str(block.get("member") or ""))
    return EvidenceBlockRow(
        member_id=member.id if member else None,
        title=str(block["title"]),
        text=str(block["text"]),
        topics=str(block.get("topics", "")),
        kind=str(block.get("kind", "")),
        translations=dict(block.get("translations") or {}),
        owner=str(block.get("owner", "")),
        dated=date.fromisoformat(block["dated"]) if block.get("dated") else None,
        review=date.fromisoformat(block["review"]) if block.get("review") else None,
    )


def _paper(paper: Mapping[str, Any], members: Mapping[str, MemberRow]) -> PaperRow:
    member = members.get(str(paper.get("member") or ""))
    return PaperRow(
        member_id=member.id if member else None,
        name=str(paper["name"]),
        issued_on=date.fromisoformat(paper["issued_on"]) if paper.get("issued_on") else None,
        valid_until=date.fromisoformat(paper["valid_until"]) if paper.get("valid_until") else None,
        updated=now(),
        sha256="",
        file_name="",
    )


def _accounts(session: Session, users: Any, members: Mapping[str, MemberRow], password: str) -> None:
    digest = hash_password(password)
    for user in users:
        if find_user_by_email(session, user["email"]) is not None:
            continue
        session.add(
            UserRow(
                email=user["email"].strip().lower(),
                name=user["name"],
                role=Role(user["role"]),
                password_hash=digest,
                language=user.get("language", "fr"),
                buyer_name=user.get("buyer", user.get("buyer_name", "")),
                created=now(),
                mandates=[
                    MandateRow(member_id=members[key].id, since=now().date())
                    for key in user.get("members") or ()
                ],
            )
        )


def headless_officer(session: Session) -> UserRow:
    """The account in whose name a command acts when no person does."""
    user = UserRow(
        email="headless@localhost", name="headless", role=Role.OFFICER, password_hash="", created=now()
    )
    session.add(user)
    session.flush()
    return user


def member_ids(session: Session, keys: Iterable[str]) -> tuple[int, ...]:
    """The ids of the members with these keys. Raises Invalid naming the key that no member has."""
    known = {row.key: row.id for row in session.scalars(select(MemberRow))}
    for key in keys:
        if key not in known:
            raise Invalid("unknown_member", member=key)
    return tuple(known[key] for key in keys)

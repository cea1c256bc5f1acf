"""One builder a noun: it says only what the test is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from tender.store.accounts import MandateRow, Role, UserRow
from tender.store.calls import CallFileRow, CallRow, CallState
from tender.store.members import CapacityRow, CollectiveRow, MemberRow, TerritoryRow
from tender.vocabulary.call import AwardCriterion, Dismissed, Lot, Reading, RequiredDocument
from tender.vocabulary.clause import Clause, ClauseType, HoursDetail
from tender.vocabulary.source import Evidence, Rival, Stated
from tender.workbench.facts import facts_of
from tender.workbench.intake import refresh_summary

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)

SALON, MIRAMAS, ISTRES = "13103", "13063", "13047"


def a_user(
    session: Session, role: Role = Role.OFFICER, *, members: Sequence[MemberRow] = (), **given: Any
) -> UserRow:
    """An account, of the officer unless said otherwise."""
    number = session.query(UserRow).count() + 1
    user = UserRow(
        email=given.pop("email", f"{role.value}{number}@example.org"),
        name=given.pop("name", f"{role.value} {number}"),
        role=role,
        created=NOON,
        mandates=[MandateRow(member_id=member.id, since=NOON.date()) for member in members],
        **given,
    )
    session.add(user)
    session.flush()
    return user


def a_collective(session: Session, **charter: Any) -> CollectiveRow:
    """The collective, its charter as given."""
    row = CollectiveRow(name="Collectif d'essai", email="essai@example.org", charter=charter)
    session.add(row)
    session.flush()
    return row


def a_member(
    session: Session,
    key: str,
    *,
    places: Sequence[str] = (SALON,),
    hours: float = 100.0,
    trade: str = "cleaning",
    **given: Any,
) -> MemberRow:
    """A member that works in these communes and has so many hours a month for one trade."""
    member = MemberRow(
        key=key,
        name=given.pop("name", key.replace("-", " ").title()),
        home_place=places[0] if places else "",
        identity=given.pop("identity", {}),
        active=True,
        territories=[TerritoryRow(kind="commune", code=code) for code in places],
        capacities=[CapacityRow(trade=trade, month="*", hours=hours, updated=NOON)],
        **given,
    )
    session.add(member)
    session.flush()
    return member


def an_evidence(document: str = "RC.pdf", page: int = 1, quote: str = "quelques mots") -> Evidence:
    """A place in a file."""
    return Evidence(document, page, quote, boxes=((10.0, 20.0, 110.0, 32.0),))


def a_reading(**given: Any) -> Reading:
    """A reading of two lots of cleaning with hours of insertion, as parsing would give it."""
    place = (an_evidence(),)
    parts: dict[str, Any] = {
        "buyer": Stated("Ville d'Essai", place, 0.95),
        "subject": Stated("Nettoyage des écoles", place, 0.95),
        "reference": Stated("2026-01", place, 0.9),
        "deadline": Stated("2027-02-01T12:00:00+01:00", place, 0.95),
        "lots": (
            Lot("1", "Nettoyage des écoles", duration_months=12, evidence=place),
            Lot("2", "Nettoyage des gymnases", duration_months=12, evidence=place),
        ),
        "award_criteria": (
            AwardCriterion("Prix", 60.0, evidence=place),
            AwardCriterion("Insertion sociale", 40.0, is_social=True, evidence=place),
        ),
        "required_documents": (
            RequiredDocument("Lettre de candidature (DC1)", "candidature", evidence=place),
        ),
        "clauses": (
            Clause(
                ClauseType.EXEC_INSERTION,
                lots=("1",),
                hours=300.0,
                hours_detail=(HoursDetail(300.0, "1", "contract"),),
                evidence=place,
            ),
        ),
    }
    return Reading(**{**parts, **given})


def a_disputed_reading() -> Reading:
    """A lot in the contract alone, a paper an answer adds, and hours two documents state otherwise."""
    rules_say, contract_says = (an_evidence(document=f"{name}.pdf") for name in ("RC", "CCAP"))
    clause = Clause(
        ClauseType.EXEC_INSERTION,
        hours=300,
        hours_detail=(HoursDetail(300, "1", "lot"), HoursDetail(100, "2", "lot")),
        evidence=(rules_say,),
        confidence=0.65,
        rivals=(
            Rival({"hours_detail": (HoursDetail(250, "1", "lot"),)}, (contract_says,), 0.6, "largest"),
            Rival({"hours_detail": (HoursDetail(80, "2", "lot"),)}, (contract_says,), 0.6, "largest"),
        ),
    )
    return a_reading(
        clauses=(clause,),
        required_documents=(
            RequiredDocument(
                "Plan", "offre", evidence=(rules_say,), rivals=(Rival(None, (), 0.9, "correction"),)
            ),
        ),
        dismissed=(Dismissed(Lot("9", "Vitrerie", evidence=(contract_says,)), (rules_say,), "rules"),),
    )


def a_call(session: Session, reading: Reading | None = None, **given: Any) -> CallRow:
    """A call read and to be reviewed, its facts those of the reading."""
    call = CallRow(
        state=given.pop("state", CallState.TO_REVIEW),
        created=NOON,
        facts=list(facts_of(reading or a_reading())),
        files=[CallFileRow(name="RC.pdf", sha256="0" * 64, size=1, kind="RC", page_count=1, pages=[])],
        **given,
    )
    session.add(call)
    session.flush()
    refresh_summary(call)
    session.flush()
    return call

"""What the law says of a split: facts the rules need, and each finding said once."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from tender.consortium.law.finding import Severity
from tender.store.members import TerritoryRow
from tender.vocabulary.call import Grouping
from tender.vocabulary.source import Stated
from tender.workbench import splitting
from tender.workbench.facts import facts_of
from tender.workbench.legal import LegalView, legal_view
from tests.builders import ISTRES, a_reading, an_evidence
from tests.workbench.conftest import House


def seen(session: Session, house: House) -> LegalView:
    return legal_view(session, house.officer, house.call.id)


def codes(view: LegalView) -> dict[str, tuple[Severity, str | None]]:
    return {
        one.ruled.finding.code: (one.ruled.finding.severity, one.ruled.finding.member) for one in view.points
    }


def read_grouping(session: Session, house: House, **said: object) -> None:
    """Read the call again, its documents saying this of groups."""
    place = (an_evidence(),)
    grouping = Grouping(**{name: Stated(value, place, 0.9) for name, value in said.items()})
    house.call.facts = []
    session.flush()
    house.call.facts = list(facts_of(a_reading(grouping=grouping)))
    session.flush()


def test_a_part_outside_the_territory_of_its_convention_bars_the_filing(session: Session, published: House):
    published.north.territories = [TerritoryRow(kind="commune", code=ISTRES)]
    session.flush()
    first = seen(session, published).points[0]

    assert first.ruled.finding.code == "outside_territory"
    assert first.ruled.finding.severity is Severity.BLOCK
    assert first.ruled.articles == ("R5132-19",)
    assert not first.ruled.overridable


def test_a_lead_the_call_wants_solidary_is_told(session: Session, published: House):
    read_grouping(session, published, lead_solidary=True)
    splitting.split_of(session, published.officer, published.call.id).lead_solidary = False

    assert codes(seen(session, published))["lead_not_solidary"][0] is Severity.BLOCK


def test_candidacies_the_documents_forbid_are_told_and_silence_is_not(session: Session, published: House):
    silent = seen(session, published)
    read_grouping(session, published, alone_and_in_group="forbidden", several_groups="allowed")
    told = seen(session, published)

    assert (silent.alone_forbidden, silent.several_forbidden) == (False, False)
    assert (told.alone_forbidden, told.several_forbidden) == (True, False)


def test_a_convention_that_ends_before_the_work_does_is_told(session: Session, published: House):
    published.north.convention_end = date(2027, 6, 30)

    assert "convention_ends_early" in codes(seen(session, published)) or "convention_not_valid" in codes(
        seen(session, published)
    )


def test_a_question_about_every_lot_is_asked_once(session: Session, published: House):
    view = seen(session, published)
    asked = [one for one in view.points if one.ruled.finding.code == "performance_unknown"]

    assert len(asked) == 1
    assert asked[0].lots == ("1", "2")

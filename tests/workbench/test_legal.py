"""What the law says of a split: facts the rules need, each finding said once, decisions on the record."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tender.consortium.law import RuledFinding
from tender.consortium.law.finding import Certainty, Finding, Severity
from tender.store.accounts import Role
from tender.store.calls import CallState, PageRow
from tender.store.consultations import AnswerRow, ConsultationRow, Stance
from tender.store.journal import JournalRow
from tender.store.members import ConventionPlaceRow
from tender.vocabulary.call import Grouping
from tender.vocabulary.source import Stated
from tender.workbench import approving, legal, publishing, splitting
from tender.workbench.errors import Invalid, NotAllowed, NotReady, OutOfDate
from tender.workbench.facts import facts_of
from tender.workbench.legal import LawPoint, LegalView, legal_view
from tests.builders import ISTRES, MIRAMAS, NOON, SALON, a_reading, a_user, an_evidence
from tests.workbench.conftest import House


def seen(session: Session, house: House) -> LegalView:
    return legal_view(session, house.officer, house.call.id)


def codes(view: LegalView) -> dict[str, tuple[Severity, str | None]]:
    return {
        one.ruled.finding.code: (one.ruled.finding.severity, one.ruled.finding.member) for one in view.open
    }


def point(view: LegalView, code: str) -> LawPoint:
    return next(one for one in view.open if one.ruled.finding.code == code)


def digests(session: Session, house: House, code: str) -> list[str]:
    return [digest for _lot, digest in point(seen(session, house), code).digests]


def read_grouping(session: Session, house: House, **said: object) -> None:
    """Read the call again, its documents saying this of groups."""
    place = (an_evidence(),)
    grouping = Grouping(**{name: Stated(value, place, 0.9) for name, value in said.items()})
    house.call.facts = []
    session.flush()
    house.call.facts = list(facts_of(a_reading(grouping=grouping)))
    session.flush()


def ending_early(session: Session, house: House) -> None:
    """North's convention ends while the work goes on."""
    last = max(
        month
        for row in splitting.split_of(session, house.officer, house.call.id).shares
        if row.member_id == house.north.id
        for month in row.hours
    )
    house.north.convention_end = date(int(last[:4]), int(last[5:]), 1)
    session.flush()


def test_a_part_outside_the_territory_of_its_convention_bars_the_filing(session: Session, published: House):
    published.north.convention_places = [ConventionPlaceRow(kind="commune", code=ISTRES)]
    session.flush()
    first = seen(session, published).open[0]

    assert first.ruled.finding.code == "outside_territory"
    assert first.ruled.finding.severity is Severity.BLOCK
    assert first.ruled.articles == ("R5132-19",)
    assert not first.ruled.overridable


def test_a_convention_without_its_territory_is_asked_once_for_all_members(session: Session, published: House):
    found = point(seen(session, published), "territory_unknown")

    assert len(found.found) == 1
    assert "Ai Nord" in found.ruled.finding.text


def test_a_lead_the_call_wants_solidary_is_told(session: Session, published: House):
    read_grouping(session, published, lead_solidary=True)
    splitting.split_of(session, published.officer, published.call.id).lead_solidary = False

    assert codes(seen(session, published))["lead_not_solidary"][0] is Severity.BLOCK


def test_members_are_asked_about_other_candidacies_as_the_documents_say(session: Session, published: House):
    silent = point(seen(session, published), "other_group").ruled.finding.text
    read_grouping(session, published, alone_and_in_group="forbidden", several_groups="allowed")
    view = seen(session, published)

    assert "n’en dit rien" in silent
    assert "l’interdit" in point(view, "alone_too").ruled.finding.text
    assert "other_group" not in codes(view)


def test_who_goes_alone_is_known_from_the_consultation(session: Session, published: House):
    session.add(ConsultationRow(call_id=published.call.id, opened=NOON, opened_by="x", closed=NOON))
    session.add(
        AnswerRow(call_id=published.call.id, member_id=published.west.id, lot="1", stance=Stance.ALONE,
                  by="x", at=NOON)
    )  # fmt: skip
    session.flush()
    view = seen(session, published)

    assert "alone_too" not in codes(view)
    assert codes(view)["acts_for_both"] == (Severity.QUESTION, "ai-ouest")
    assert "named_on_own_lot" in codes(view)


def test_a_convention_that_ends_before_the_work_does_is_told(session: Session, published: House):
    ending_early(session, published)

    assert codes(seen(session, published))["convention_ends_early"] == (Severity.WARN, "ai-nord")


def test_a_question_about_every_lot_is_asked_once(session: Session, published: House):
    assert point(seen(session, published), "performance_unknown").lots == ("1", "2")


def test_words_of_dangerous_works_are_told_with_their_page(session: Session, published: House):
    file = published.call.files[0]
    file.pages = [PageRow(position=1, number=1, text="Retrait d'AMIANTE dans les combles.")]
    session.flush()

    assert (
        "« amiante » (RC.pdf, p. 1)" in point(seen(session, published), "dangerous_works").ruled.finding.text
    )


def test_an_answer_settles_its_question_for_the_lots_it_was_given_for(session: Session, published: House):
    first, _second = digests(session, published, "performance_unknown")
    legal.answer(session, published.officer, published.call.id, [first], given="staff_supply", word="CCTP")
    view = seen(session, published)

    assert point(view, "performance_unknown").lots == ("2",)
    settled = next(one for one in view.answered if one.ruled.finding.code == "performance_unknown")
    assert (settled.lots, settled.decisions[0].answer, settled.decisions[0].reason) == (
        ("1",), "staff_supply", "CCTP",
    )  # fmt: skip
    assert settled.decisions[0].by == published.officer.name


def test_an_answer_that_bars_shows_what_it_bars(session: Session, published: House):
    asked = digests(session, published, "strike")
    legal.answer(session, published.officer, published.call.id, asked, given="yes")

    assert codes(seen(session, published))["strike_forbidden"][0] is Severity.BLOCK


def test_the_day_of_the_notice_dates_the_rules(session: Session, published: House):
    assert "sent_on_unknown" in codes(seen(session, published))
    asked = digests(session, published, "sent_on_unknown")
    with pytest.raises(Invalid, match="law_answer"):
        legal.answer(session, published.officer, published.call.id, asked, given="31/12")
    before = "no_environmental_criterion" in codes(seen(session, published))
    legal.answer(session, published.officer, published.call.id, asked, given="2026-08-20")

    assert before
    assert "no_environmental_criterion" not in codes(seen(session, published))


def test_a_point_set_aside_says_who_and_why_and_stands_in_the_journal(session: Session, published: House):
    ending_early(session, published)
    chosen = digests(session, published, "convention_ends_early")
    legal.set_aside(session, published.officer, published.call.id, chosen, "Renouvellement signé.")
    view = seen(session, published)
    line = session.scalars(select(JournalRow).where(JournalRow.act == "law.set_aside")).one()

    assert "convention_ends_early" not in codes(view)
    assert view.set_aside[0].decisions[0].reason == "Renouvellement signé."
    assert line.facts["reason"] == "Renouvellement signé."


def test_what_was_set_aside_comes_back_once_its_facts_change(session: Session, published: House):
    ending_early(session, published)
    chosen = digests(session, published, "convention_ends_early")
    legal.set_aside(session, published.officer, published.call.id, chosen, "Renouvellement signé.")
    held = published.north.convention_end
    assert held is not None
    published.north.convention_end = held.replace(day=2)
    back = point(seen(session, published), "convention_ends_early")

    assert back.lapsed is not None
    assert back.lapsed.reason == "Renouvellement signé."


def test_an_answer_holds_only_for_the_words_it_was_given_for(session: Session, published: House):
    asked = digests(session, published, "dangerous_works")
    legal.answer(session, published.officer, published.call.id, asked, given="no")
    assert "dangerous_works" not in codes(seen(session, published))
    published.call.files[0].pages = [PageRow(position=1, number=1, text="amiante")]
    session.flush()

    assert point(seen(session, published), "dangerous_works").lapsed is not None


def test_a_decision_can_be_taken_back_and_the_record_stays(session: Session, published: House):
    asked = digests(session, published, "strike")
    legal.answer(session, published.officer, published.call.id, asked, given="no")
    assert legal.withdraw(session, published.officer, published.call.id, asked) == len(asked)

    assert "strike" in codes(seen(session, published))
    acts = session.scalars(select(JournalRow.act).where(JournalRow.act.startswith("law."))).all()
    assert acts == ["law.answered"] * len(asked) + ["law.withdrawn"] * len(asked)


def test_the_territory_cannot_be_set_aside(session: Session, published: House):
    published.north.convention_places = [ConventionPlaceRow(kind="commune", code=ISTRES)]
    session.flush()
    chosen = digests(session, published, "outside_territory")

    with pytest.raises(Invalid, match="law_hard"):
        legal.set_aside(session, published.officer, published.call.id, chosen, "Nous verrons.")


def test_a_point_seen_before_its_facts_changed_is_not_set_aside_unseen(session: Session, published: House):
    ending_early(session, published)
    chosen = digests(session, published, "convention_ends_early")
    held = published.north.convention_end
    assert held is not None
    published.north.convention_end = held.replace(day=2)

    with pytest.raises(OutOfDate):
        legal.set_aside(session, published.officer, published.call.id, chosen, "Renouvellement signé.")


def test_nothing_is_set_aside_without_a_reason_or_by_a_director(session: Session, published: House):
    ending_early(session, published)
    chosen = digests(session, published, "convention_ends_early")

    with pytest.raises(Invalid, match="reason"):
        legal.set_aside(session, published.officer, published.call.id, chosen, "  ")
    with pytest.raises(NotAllowed):
        legal.set_aside(session, published.north_director, published.call.id, chosen, "Parce que.")
    assert legal.set_aside(
        session, a_user(session, Role.ADMIN), published.call.id, chosen, "Renouvellement signé."
    )


def agreed(session: Session, house: House) -> None:
    split = splitting.split_of(session, house.officer, house.call.id)
    approving.approve_headless(session, house.officer, split)


def test_freezing_looks_at_every_convention_again(session: Session, published: House):
    agreed(session, published)
    published.north.convention_end = date(2026, 12, 31)
    session.flush()

    with pytest.raises(NotReady, match="law_bars"):
        publishing.freeze(session, published.officer, published.call.id)


def test_a_bar_set_aside_on_the_record_lets_the_split_be_frozen(session: Session, published: House):
    agreed(session, published)
    published.north.convention_end = date(2026, 12, 31)
    session.flush()
    chosen = digests(session, published, "convention_not_valid")
    legal.set_aside(session, published.officer, published.call.id, chosen, "Avenant signé le 20/11.")

    assert publishing.freeze(session, published.officer, published.call.id).frozen_at is not None


def test_the_conventions_territory_is_what_counts_not_where_a_member_works(
    session: Session, published: House
):
    published.north.convention_places = [
        ConventionPlaceRow(kind="commune", code=code) for code in (SALON, MIRAMAS)
    ]
    session.flush()

    assert "outside_territory" not in codes(seen(session, published))


def test_a_filed_group_is_opened_again_only_under_an_exception_and_told(session: Session, published: House):
    agreed(session, published)
    split = publishing.freeze(session, published.officer, published.call.id)
    published.call.state = CallState.FILED
    with pytest.raises(NotReady, match="not_reopenable"):
        publishing.reopen(session, published.officer, published.call.id, "Un membre se retire.")
    publishing.reopen(session, published.officer, published.call.id, "Fusion.", exception="restructuring")
    assert "change_to_request" not in codes(seen(session, published))
    split.shares = [row for row in split.shares if row.member_id != published.south.id]
    session.flush()

    assert codes(seen(session, published))["change_to_request"][0] is Severity.WARN


def test_the_day_a_notice_states_dates_the_rules_with_its_page(session: Session, published: House):
    published.call.files[0].pages = [
        PageRow(position=1, number=1, text="Date d'envoi du présent avis à la publication : 20/08/2026")
    ]
    session.flush()
    view = seen(session, published)

    assert "sent_on_unknown" not in codes(view)
    assert "no_environmental_criterion" not in codes(view)
    assert any("RC.pdf, p. 1" in one.ruled.finding.text for one in view.notes)


def test_lots_of_one_point_stand_as_a_reader_counts_them() -> None:
    found = [
        RuledFinding(
            "strike", (), Certainty.SECONDARY, True, Finding("strike", Severity.QUESTION, "…", lot=lot)
        )
        for lot in ("1", "10", "2")
    ]

    (point_of_all,) = legal.gathered(found, {})

    assert point_of_all.lots == ("1", "2", "10")

"""Each rule of law: what it stops, what it lets pass, and what it asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tender.consortium import law
from tender.consortium.law import RULES, Rule, check
from tender.consortium.law.facts import (
    Candidacy,
    GroupFacts,
    LawFacts,
    LotFacts,
    MemberFacts,
    MemberKind,
    PartFacts,
    Performance,
    Reservation,
    UserKind,
)
from tender.consortium.law.finding import Certainty, Severity
from tender.consortium.law.thresholds import Threshold, threshold
from tender.vocabulary.split import PartyForm

LOT = LotFacts(
    "1",
    start=date(2027, 1, 1),
    end=date(2028, 12, 31),
    performance=Performance.STAFF_SUPPLY,
    user=UserKind.NON_PROFIT,
)
NORD = MemberFacts("nord", "AI Nord", territory=frozenset({"13103"}), convention_end=date(2029, 12, 31))
SUD = MemberFacts("sud", "AI Sud", territory=frozenset({"13103"}), convention_end=date(2029, 12, 31))
GROUP = GroupFacts(
    "Entraide", ("nord", "sud"), lead="nord", form=PartyForm.JOINT, signatory="Mme A", stances_known=True
)
CLEAN = LawFacts(
    sent_on=date(2026, 11, 2),
    group=GROUP,
    lots=(LOT,),
    members=(NORD, SUD),
    parts=(PartFacts("nord", "1", "13103", "Salon"), PartFacts("sud", "1", "13103", "Salon")),
    answers={
        ("other_group", None, None): "no",
        ("dangerous_works", None, "1"): "no",
        ("strike", None, "1"): "no",
        ("dismissal", None, "1"): "no",
    },
)
"""Nothing to settle: what had to be asked was answered."""


def codes(facts: LawFacts) -> list[tuple[str, Severity]]:
    """What somebody has to settle; what is only to be known left out."""
    found = [(ruled.finding.code, ruled.finding.severity) for ruled in check(facts)]
    return [one for one in found if one[1] is not Severity.NOTE]


def notes(facts: LawFacts) -> list[str]:
    return [one.finding.code for one in check(facts) if one.finding.severity is Severity.NOTE]


def answering(
    facts: LawFacts, code: str, given: str, *, member: str | None = None, lot: str | None = None
) -> LawFacts:
    return replace(facts, answers={**facts.answers, (code, member, lot): given})


def without(facts: LawFacts, code: str) -> LawFacts:
    return replace(facts, answers={asked: held for asked, held in facts.answers.items() if asked[0] != code})


def with_lot(**changes: object) -> LawFacts:
    return replace(CLEAN, lots=(replace(LOT, **changes),))


def with_member(**changes: object) -> LawFacts:
    return replace(CLEAN, members=(replace(NORD, **changes), SUD))


def with_group(**changes: object) -> LawFacts:
    return replace(CLEAN, group=replace(GROUP, **changes))


def test_a_response_in_order_is_found_in_order() -> None:
    assert codes(CLEAN) == []
    assert notes(CLEAN) == ["joint_each", "lead_means"]


def test_every_rule_of_the_folder_is_registered() -> None:
    folder = Path(law.__file__).parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "facts", "finding", "thresholds"}

    assert files == {rule.__name__.rpartition(".")[2] for rule in RULES}


def test_every_rule_names_its_articles_and_its_dates() -> None:
    for rule in RULES:
        since, until = rule.IN_FORCE
        assert rule.ARTICLE
        assert until is None or since <= until


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("forbidden", ("several_forbidden", Severity.BLOCK)),
        ("allowed", ("several_allowed", Severity.WARN)),
        (None, ("several_silent", Severity.WARN)),
    ],
)
def test_going_alone_on_the_same_lot_follows_what_the_documents_say(
    rule: str | None, expected: tuple[str, Severity]
) -> None:
    facts = replace(with_group(alone_and_in_group=rule), others=(Candidacy("nord", "1"),))
    facts = answering(facts, "acts_for_both", "no", member="nord", lot="1")

    assert codes(facts) == [expected]


def test_going_alone_on_another_lot_is_another_competition() -> None:
    facts = replace(with_group(alone_and_in_group="forbidden"), others=(Candidacy("nord", "2"),))

    assert codes(facts) == [("several_other_lot", Severity.WARN)]
    assert codes(replace(facts, group=replace(facts.group, alone_and_in_group=None))) == []


def test_two_groups_follow_their_own_rule() -> None:
    facts = replace(
        with_group(alone_and_in_group="forbidden", several_groups="allowed"),
        others=(Candidacy("sud", "1", group="Autre"),),
    )
    facts = answering(facts, "acts_for_both", "no", member="sud", lot="1")
    facts = answering(facts, "lead_elsewhere", "no", member="nord")

    assert codes(facts) == [("several_allowed", Severity.WARN)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (with_group(lead=None), ("no_lead", Severity.BLOCK)),
        (with_group(lead="est"), ("lead_outside", Severity.BLOCK)),
        (with_group(form=None), ("form_not_chosen", Severity.BLOCK)),
        (with_group(lead_solidary_imposed=True), ("lead_not_solidary", Severity.BLOCK)),
        (with_group(form=PartyForm.SOLIDARY), ("solidary_risk", Severity.WARN)),
        (with_member(territory=frozenset({"13001"})), ("outside_territory", Severity.BLOCK)),
        (with_member(territory=None), ("territory_unknown", Severity.QUESTION)),
        (with_member(convention_end=date(2028, 6, 30)), ("convention_ends_early", Severity.WARN)),
        (with_member(convention_end=date(2026, 12, 31)), ("convention_not_valid", Severity.BLOCK)),
        (with_member(convention_start=date(2027, 2, 1)), ("convention_not_valid", Severity.BLOCK)),
        (with_member(convention_end=None), ("convention_unknown", Severity.QUESTION)),
        (with_lot(performance=None), ("performance_unknown", Severity.QUESTION)),
        (with_lot(performance=Performance.SERVICE), ("service", Severity.WARN)),
        (with_lot(user=UserKind.LOCAL_AUTHORITY), ("authority_to_confirm", Severity.QUESTION)),
        (with_lot(user=None), ("user_unknown", Severity.QUESTION)),
        (without(CLEAN, "dangerous_works"), ("dangerous_works", Severity.QUESTION)),
        (answering(CLEAN, "dangerous_works", "yes", lot="1"), ("dangerous_forbidden", Severity.BLOCK)),
        (without(CLEAN, "strike"), ("strike", Severity.QUESTION)),
        (answering(CLEAN, "strike", "yes", lot="1"), ("strike_forbidden", Severity.BLOCK)),
        (without(CLEAN, "dismissal"), ("dismissal", Severity.QUESTION)),
        (answering(CLEAN, "dismissal", "yes", lot="1"), ("dismissal_recent", Severity.BLOCK)),
        (without(CLEAN, "other_group"), ("other_group", Severity.QUESTION)),
        (with_group(stances_known=False), ("alone_too", Severity.QUESTION)),
        (replace(CLEAN, max_submitted=0), ("too_many_lots", Severity.BLOCK)),
        (replace(CLEAN, max_awarded=0), ("fewer_awarded", Severity.WARN)),
        (replace(CLEAN, environmental=False), ("no_environmental_criterion", Severity.WARN)),
        (with_lot(amount=300_000.0, social_clause=False), ("social_clause_expected", Severity.WARN)),
    ],
)
def test_one_fact_out_of_order_is_one_finding(facts: LawFacts, expected: tuple[str, Severity]) -> None:
    assert codes(facts) == [expected]


def test_a_form_that_will_be_imposed_does_not_stop_the_filing() -> None:
    found = codes(with_group(form_imposed=PartyForm.SOLIDARY))

    assert ("form_imposed", Severity.WARN) in found
    assert Severity.BLOCK not in [severity for _, severity in found]


@pytest.mark.parametrize(
    ("reservation", "kind", "expected"),
    [
        (Reservation.SIAE, MemberKind.AI, ["half"]),
        (Reservation.BOTH, MemberKind.AI, ["half"]),
        (Reservation.BOTH, MemberKind.ESAT, ["half"]),
        (Reservation.HANDICAP, MemberKind.AI, ["not_eligible"]),
        (Reservation.PRISON, MemberKind.AI, ["not_eligible"]),
        (Reservation.SIAE, MemberKind.EA, ["not_eligible"]),
        (Reservation.ESS, MemberKind.AI, ["ess_conditions"]),
        (Reservation.SIAE, MemberKind.FOREIGN, ["equivalence"]),
    ],
)
def test_a_reservation_is_checked_member_by_member(
    reservation: Reservation, kind: MemberKind, expected: list[str]
) -> None:
    facts = replace(
        CLEAN,
        lots=(replace(LOT, reservation=reservation),),
        members=(replace(NORD, kind=kind),),
        parts=CLEAN.parts[:1],
    )

    assert [code for code, _ in codes(facts)] == expected


def test_a_no_to_the_proof_of_a_reservation_bars_the_member() -> None:
    foreign = replace(
        CLEAN,
        lots=(replace(LOT, reservation=Reservation.SIAE),),
        members=(replace(NORD, kind=MemberKind.FOREIGN),),
        parts=CLEAN.parts[:1],
    )
    where = {"member": "nord", "lot": "1"}

    assert codes(answering(foreign, "equivalence", "yes", **where)) == []
    assert codes(answering(foreign, "equivalence", "no", **where)) == [("equivalence_no", Severity.BLOCK)]


def test_a_reservation_read_without_its_kind_is_asked_then_applied() -> None:
    facts = replace(with_lot(reservation=Reservation.OTHER), parts=CLEAN.parts[:1])

    assert codes(facts) == [("reservation_unclear", Severity.QUESTION)]
    assert codes(answering(facts, "reservation_unclear", "prison", lot="1")) == [
        ("not_eligible", Severity.BLOCK)
    ]


def test_480_hours_are_a_limit_at_a_company_unless_the_prefect_says_otherwise() -> None:
    lot = replace(LOT, user=UserKind.COMPANY)
    part = replace(CLEAN.parts[0], hours_per_worker=600.0)
    over = answering(replace(CLEAN, lots=(lot,), parts=(part,)), "permanent_asked", "no", lot="1")
    allowed = replace(over, members=(replace(NORD, derogation_until=date(2029, 1, 1)), SUD))

    assert codes(over) == [("over_480", Severity.BLOCK)]
    assert codes(allowed) == []


def test_where_no_hours_by_worker_are_planned_it_says_how_many_workers_it_takes() -> None:
    lot = replace(LOT, user=UserKind.PUBLIC_PRIVATE_STAFF)
    facts = replace(CLEAN, lots=(lot,), parts=(replace(CLEAN.parts[0], hours=1441.0),))
    finding = check(facts)[-1].finding

    assert codes(facts) == [("workers_needed", Severity.WARN)]
    assert "au moins 4 salariés" in next(
        one.finding.text for one in check(facts) if one.finding.code == "workers_needed"
    )
    assert finding.severity in (Severity.NOTE, Severity.WARN)


def test_a_local_authority_is_to_confirm_and_the_answer_decides() -> None:
    facts = with_lot(user=UserKind.LOCAL_AUTHORITY)
    facts = replace(facts, parts=(replace(CLEAN.parts[0], hours=900.0),))

    assert codes(answering(facts, "authority_to_confirm", "outside_ceiling", lot="1")) == []
    assert codes(answering(facts, "authority_to_confirm", "ceiling_applies", lot="1")) == [
        ("workers_needed", Severity.WARN)
    ]


def test_an_answer_may_raise_the_next_question() -> None:
    facts = answering(without(with_lot(user=None), "dismissal"), "user_unknown", "company", lot="1")

    assert codes(facts) == [("permanent_asked", Severity.QUESTION), ("dismissal", Severity.QUESTION)]


def test_a_group_is_frozen_between_filing_and_signature_save_for_its_two_exceptions() -> None:
    filed = with_group(filed_on=date(2026, 12, 1), members_filed=("nord", "sud", "est"))

    assert codes(filed) == [("group_frozen", Severity.BLOCK)]
    assert codes(answering(filed, "group_frozen", "prevented")) == [("change_to_request", Severity.WARN)]
    signed = replace(filed, group=replace(filed.group, signed_on=date(2027, 1, 5)))
    assert codes(signed) == []


def test_one_person_signs_for_one_candidate_only() -> None:
    other = Candidacy("est", "1", signatory="mme  a ")

    assert codes(replace(CLEAN, others=(other,))) == [("two_candidates", Severity.BLOCK)]


def test_who_presses_the_button_for_another_candidate_is_asked() -> None:
    facts = replace(CLEAN, others=(Candidacy("est", "1", signatory="M. B"),))
    about = {"member": "est", "lot": "1"}

    assert codes(facts) == [("acts_for_both", Severity.QUESTION)]
    assert codes(answering(facts, "acts_for_both", "no", **about)) == []
    assert codes(answering(facts, "acts_for_both", "yes", **about)) == [
        ("two_candidates_said", Severity.BLOCK)
    ]


def test_a_lead_of_another_group_is_refused() -> None:
    other = Candidacy("nord", "1", group="Autre", leads=True)
    found = codes(replace(with_group(several_groups="allowed"), others=(other,)))

    assert ("two_groups", Severity.BLOCK) in found


def test_whether_the_lead_leads_elsewhere_is_asked_once_another_group_is_known() -> None:
    facts = answering(CLEAN, "other_group", "yes")

    assert ("lead_elsewhere", Severity.QUESTION) in codes(facts)
    assert ("lead_elsewhere_yes", Severity.BLOCK) in codes(
        answering(facts, "lead_elsewhere", "yes", member="nord")
    )


def test_a_member_named_for_a_lot_it_bids_for_alone_is_told() -> None:
    parts = (CLEAN.parts[0], PartFacts("sud", "2", "13103", "Salon"))
    lots = (LOT, replace(LOT, number="2"))
    facts = replace(CLEAN, lots=lots, parts=parts, others=(Candidacy("sud", "1"),))

    assert ("named_on_own_lot", Severity.WARN) in codes(facts)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__.rpartition(".")[2])
def test_a_rule_finds_nothing_before_it_is_in_force(rule: Rule) -> None:
    wrong = replace(
        with_lot(user=None, performance=None, dangerous=("amiante",), amount=9e6, social_clause=False),
        environmental=False,
        answers={},
    )
    before = replace(wrong, sent_on=rule.IN_FORCE[0] - timedelta(days=1))

    name = rule.__name__.rpartition(".")[2]

    assert name not in {one.rule for one in check(before)}


def test_the_day_of_the_notice_is_asked_only_after_a_change_of_rule() -> None:
    came = replace(CLEAN, sent_on=None, received_on=date(2026, 9, 30))

    assert codes(came) == [("sent_on_unknown", Severity.QUESTION)]
    assert codes(replace(came, received_on=date(2027, 6, 1))) == []
    assert codes(replace(came, sent_on=date(2026, 7, 1))) == []


def test_rules_follow_the_day_the_call_came_in_until_the_notice_is_dated() -> None:
    late = replace(
        with_lot(amount=300_000.0, social_clause=False), sent_on=None, received_on=date(2026, 9, 1)
    )

    assert ("social_clause_expected", Severity.WARN) in codes(late)
    assert codes(replace(late, sent_on=date(2026, 8, 20))) == []


@pytest.mark.parametrize(
    ("amount", "day", "expected"),
    [
        (50_000.0, date(2026, 3, 31), "adapted"),
        (50_000.0, date(2026, 4, 1), "below_exemption"),
        (218_000.0, date(2025, 12, 31), "adapted"),
        (218_000.0, date(2026, 1, 1), "formal"),
    ],
)
def test_what_an_amount_asks_is_that_of_the_day(amount: float, day: date, expected: str) -> None:
    facts = replace(with_lot(amount=amount, social_clause=True), sent_on=day, buyer="local")

    assert expected in notes(facts)


def test_a_threshold_from_general_knowledge_says_so() -> None:
    facts = replace(with_lot(amount=218_000.0, social_clause=True), sent_on=date(2025, 6, 1), buyer="local")
    found = next(one for one in check(facts) if one.finding.code == "adapted")

    assert found.certainty is Certainty.GENERAL


def test_a_finding_is_another_once_a_value_behind_it_changes() -> None:
    def digest(end: date) -> str:
        found = check(with_member(convention_end=end))
        return next(one.finding.digest for one in found if one.finding.code == "convention_ends_early")

    assert digest(date(2028, 6, 30)) == digest(date(2028, 6, 30))
    assert digest(date(2028, 6, 30)) != digest(date(2028, 7, 31))


def test_the_territory_cannot_be_set_aside() -> None:
    found = check(with_member(territory=frozenset({"13001"})))
    ruled = next(one for one in found if one.finding.severity is Severity.BLOCK)

    assert not ruled.overridable
    assert ruled.articles == ("R5132-19",)
    assert ruled.rule == "convention_territory"


def test_a_social_clause_is_not_expected_before_21_august_2026() -> None:
    facts = replace(with_lot(amount=300_000.0, social_clause=False), sent_on=date(2026, 8, 20))

    assert codes(facts) == []


@pytest.mark.parametrize(
    ("which", "on", "euros"),
    [
        (Threshold.EUROPEAN, date(2025, 12, 31), 221_000),
        (Threshold.EUROPEAN, date(2026, 1, 1), 216_000),
        (Threshold.EXEMPTION, date(2026, 3, 31), 40_000),
        (Threshold.EXEMPTION, date(2026, 4, 1), 60_000),
        (Threshold.BUYER_PROFILE, date(2026, 4, 1), 60_000),
    ],
)
def test_a_threshold_is_the_one_of_its_day(which: Threshold, on: date, euros: int) -> None:
    row = threshold(which, buyer="local", purchase="services", on=on)

    assert row is not None
    assert row.euros == euros


def test_an_unknown_day_has_no_threshold() -> None:
    assert threshold(Threshold.EUROPEAN, buyer="local", purchase="services", on=date(2031, 1, 1)) is None


def test_a_turnover_asked_is_held_against_the_amount_and_against_what_the_members_have_together() -> None:
    members = (replace(NORD, turnover=120_000.0), replace(SUD, turnover=80_000.0))
    facts = replace(CLEAN, members=members, turnover_asked=160_000.0, turnover_where="RC.pdf, p. 4")
    dear = replace(facts, amount=100_000.0)

    assert codes(facts) == []
    assert "turnover_enough" in notes(facts)
    assert codes(dear) == [("turnover_over_ceiling", Severity.WARN)]
    assert codes(replace(dear, sent_on=date(2025, 12, 31))) == []  # twice the amount, before 2026
    assert codes(replace(facts, turnover_asked=300_000.0)) == [("turnover_short", Severity.WARN)]
    unknown = replace(facts, members=(members[0], SUD))
    assert codes(unknown) == [("turnover_unknown", Severity.WARN)]


def test_an_excluded_member_is_replaced_within_ten_days_of_the_buyers_letter() -> None:
    excluded = with_group(replacement_reason="excluded")
    told = answering(excluded, "exclusion_asked_on", "2026-12-03")

    assert codes(excluded) == [("exclusion_asked_on", Severity.QUESTION)]
    assert codes(told) == [("excluded_to_replace", Severity.WARN)]
    assert any("13/12/2026" in one.finding.text for one in check(told))

"""Each rule of law: what it stops, what it lets pass, and what it asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tender.consortium import law
from tender.consortium.law import RULES, check
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
from tender.consortium.law.finding import Severity
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
GROUP = GroupFacts("Entraide", ("nord", "sud"), lead="nord", form=PartyForm.JOINT, signatory="Mme A")
CLEAN = LawFacts(
    sent_on=date(2026, 11, 2),
    group=GROUP,
    lots=(LOT,),
    members=(NORD, SUD),
    parts=(PartFacts("nord", "1", "13103", "Salon"), PartFacts("sud", "1", "13103", "Salon")),
)


def codes(facts: LawFacts) -> list[tuple[str, Severity]]:
    return [(ruled.finding.code, ruled.finding.severity) for ruled in check(facts)]


def with_lot(**changes: object) -> LawFacts:
    return replace(CLEAN, lots=(replace(LOT, **changes),))


def with_member(**changes: object) -> LawFacts:
    return replace(CLEAN, members=(replace(NORD, **changes), SUD))


def with_group(**changes: object) -> LawFacts:
    return replace(CLEAN, group=replace(GROUP, **changes))


def test_a_response_in_order_is_found_in_order() -> None:
    assert check(CLEAN) == ()


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

    assert codes(facts) == [expected]


def test_going_alone_on_another_lot_is_another_competition() -> None:
    facts = replace(with_group(alone_and_in_group="forbidden"), others=(Candidacy("nord", "2"),))

    assert codes(facts) == []


def test_two_groups_follow_their_own_rule() -> None:
    facts = replace(
        with_group(alone_and_in_group="forbidden", several_groups="allowed"),
        others=(Candidacy("sud", "1", group="Autre"),),
    )

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
        (with_lot(dangerous=("amiante",)), ("dangerous_works", Severity.QUESTION)),
        (with_lot(strike=True), ("strike", Severity.BLOCK)),
        (with_lot(amount=300_000.0, social_clause=False), ("social_clause_expected", Severity.QUESTION)),
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
        (Reservation.SIAE, MemberKind.AI, []),
        (Reservation.BOTH, MemberKind.AI, []),
        (Reservation.BOTH, MemberKind.ESAT, []),
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


def test_480_hours_are_a_limit_at_a_company_unless_the_prefect_says_otherwise() -> None:
    lot = replace(LOT, user=UserKind.COMPANY)
    part = replace(CLEAN.parts[0], hours_per_worker=600.0)
    over = replace(CLEAN, lots=(lot,), parts=(part,))
    allowed = replace(over, members=(replace(NORD, derogation_until=date(2029, 1, 1)), SUD))

    assert codes(over) == [("over_480", Severity.BLOCK)]
    assert codes(allowed) == []


def test_a_group_is_frozen_between_filing_and_signature() -> None:
    filed = with_group(filed_on=date(2026, 12, 1), members_filed=("nord", "sud", "est"))

    assert codes(filed) == [("group_frozen", Severity.BLOCK)]
    asked = replace(filed, group=replace(filed.group, replacement_reason="prevented"))
    assert codes(asked) == [("change_to_request", Severity.WARN)]
    signed = replace(filed, group=replace(filed.group, signed_on=date(2027, 1, 5)))
    assert codes(signed) == []


def test_one_person_signs_for_one_candidate_only() -> None:
    other = Candidacy("est", "1", signatory="mme a ")

    assert codes(replace(CLEAN, others=(other,))) == [("two_candidates", Severity.BLOCK)]


def test_a_lead_of_another_group_is_refused() -> None:
    other = Candidacy("nord", "1", group="Autre", leads=True)
    found = codes(replace(with_group(several_groups="allowed"), others=(other,)))

    assert ("two_groups", Severity.BLOCK) in found


def test_the_territory_cannot_be_set_aside() -> None:
    ruled = check(with_member(territory=frozenset({"13001"})))[0]

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

"""The example's collective: invented, yet every number has the form a real one has."""

from __future__ import annotations

from decimal import Decimal

import pytest
from stdnum import iban
from stdnum.fr import siret

from tender.consortium.solver import propose
from tender.example.call import facts
from tender.example.collective import collective
from tender.geography import commune, distance_km, expand
from tender.vocabulary.member import MemberIdentity
from tender.vocabulary.plain import from_plain
from tender.vocabulary.split import Need, SplitCase, SplitLot, SplitMember, SplitStatus
from tender.vocabulary.trade import BY_CODE, trade_of

MEMBERS = collective()["members"]
PERIODS = tuple(f"{2027 + month // 12}-{month % 12 + 1:02d}" for month in range(4, 20))


def test_there_are_eleven_members_and_one_of_them_leads():
    ids = [member["id"] for member in MEMBERS]

    assert len(set(ids)) == 11
    assert collective()["collective"]["charter"]["lead"] in ids


NOT_ALL_HAVE = {"foreign_id", "derogation_until"}
"""Boxes that an ordinary French member leaves empty."""


@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: member["id"])
def test_a_member_is_complete_and_plainly_invented(member):
    identity = from_plain(MemberIdentity, member)

    assert all(getattr(identity, name) for name in MemberIdentity.__slots__ if name not in NOT_ALL_HAVE)
    assert identity.siret.startswith("000")
    assert siret.is_valid(identity.siret)
    assert iban.is_valid(identity.iban)
    assert identity.name.endswith("(exemple)")
    assert identity.email.endswith("@example.org")


@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: member["id"])
def test_a_member_works_at_home_in_known_trades(member):
    reach = _communes(member["territories"])

    assert commune(member["home_place"]) is not None
    assert member["home_place"] in reach
    assert all(code[:2] == "13" for code in reach)
    assert set(member["capacity"]) <= set(BY_CODE)
    assert set(member["committed"]) <= set(member["capacity"])


def test_one_member_works_in_a_commune_that_its_convention_does_not_open():
    beyond = {
        member["id"]: _communes(member["territories"]) - _communes(member["convention_places"])
        for member in MEMBERS
    }

    assert {key: set(places) for key, places in beyond.items() if places} == {"est-etang-services": {"13103"}}


def test_accounts_cover_every_role_and_one_director_speaks_for_two_members():
    users = collective()["users"]
    directors = [user for user in users if user["role"] == "director"]

    assert {user["role"] for user in users} == {"admin", "officer", "director", "reader"}
    assert len(directors) == 11
    assert sorted(len(user["members"]) for user in directors) == [1] * 10 + [2]
    assert {member for user in directors for member in user["members"]} == {one["id"] for one in MEMBERS}
    assert len({user["email"] for user in users}) == len(users)


def test_every_line_of_the_schedule_has_a_price_and_no_lot_exceeds_its_maximum():
    prices = {(one["lot"], one["number"]): Decimal(one["unit_price"]) for one in collective()["prices"]}
    lines = [(lot, line) for lot in facts()["lots"] for line in lot["prices"]]

    assert set(prices) == {(lot["number"], line[0]) for lot, line in lines}
    for lot in facts()["lots"]:
        assert sum(prices[lot["number"], line[0]] * line[3] for line in lot["prices"]) < lot["max"]


def test_every_member_holds_the_papers_a_buyer_asks_for():
    held = {(one["member"], one["name"]) for one in collective()["papers"]}

    assert len(held) == 11 * 5
    assert {member for member, _ in held} == {member["id"] for member in MEMBERS}


def test_every_criterion_has_its_evidence():
    topics = " ".join(f"{one['title']} {one['topics']}" for one in collective()["evidence"]).lower()

    for criterion in facts()["criteria"]:
        for name in [criterion["name"], *(sub for sub, _ in criterion["sub"])]:
            words = [word for word in name.lower().split() if len(word) > 5]
            assert any(word in topics for word in words), name


def test_the_members_together_can_cover_the_whole_call():
    lots = tuple(
        SplitLot(
            lot["number"],
            tuple(
                Need(code, trade_of(lot["trade"]) or "", dict.fromkeys(PERIODS, float(hours)))
                for _, code, hours in lot["needs"]
            ),
        )
        for lot in facts()["lots"]
    )
    case = SplitCase(PERIODS, lots, tuple(_reach(member) for member in MEMBERS), _distances(lots))

    split = propose(case, seconds=10)

    assert split.status in (SplitStatus.OPTIMAL, SplitStatus.FEASIBLE)
    assert split.objective.uncovered_hours == pytest.approx(0, abs=0.01)
    assert split.objective.highest_load < 1
    assert len({share.member for share in split.shares}) == 11


def _communes(listed):
    return frozenset().union(*(expand(one["kind"], one["code"]) for one in listed))


def _reach(member):
    places = _communes(member["territories"]) & _communes(member["convention_places"])
    free = {}
    for trade, hours in member["capacity"].items():
        taken = member["committed"].get(trade, {}).get("*", 0)
        free[trade] = {month: float(hours.get(month, hours["*"]) - taken) for month in PERIODS}
    return SplitMember(member["id"], tuple(sorted(places)), free)


def _distances(lots):
    return {
        f"{member['id']}|{need.place}": distance_km(member["home_place"], need.place) or 0.0
        for member in MEMBERS
        for lot in lots
        for need in lot.needs
    }

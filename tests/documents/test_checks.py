from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tender.documents.checks import contradictions, is_iban, is_siret
from tender.documents.response import Role
from tests.documents.responses import a_response, iban, siret
from tests.documents.test_forms import with_lot, without


def found(response):
    return [(lack.field, lack.member, lack.lot) for lack in contradictions(response)]


def test_a_whole_response_does_not_contradict_itself():
    assert found(a_response(members=11, lots=7)) == []


def test_two_leaders_are_named():
    members = tuple(replace(member, role=Role.LEAD) for member in a_response(members=2).members)
    (lack,) = contradictions(replace(a_response(members=2), members=members))

    assert lack.field == "two_leads"
    assert "Étang Services et Crau Solidarité Emploi" in lack.what


def test_a_joint_group_without_shares_contradicts_itself():
    response = a_response(lots=1)
    response = replace(with_lot(response, shares=(), insertion_hours_asked=None), prices=())

    assert found(response) == [("joint_without_shares", None, None)]


def test_b2_that_is_not_b1_is_said_with_its_difference():
    response = replace(a_response(lots=1), prices=())
    lot = response.lots[0]
    response = with_lot(response, price=lot.total + Decimal("0.01"))

    (lack,) = contradictions(response)
    assert lack.field == "sum"
    assert "0,01" in lack.what


def test_a_share_for_a_stranger_and_a_fraction_of_a_cent_are_told():
    response = replace(a_response(lots=1), prices=())
    first, second, third = response.lots[0].shares
    shares = (replace(first, member="ai9"), replace(second, amount=Decimal("10.001")), third)

    assert {field for field, *_ in found(with_lot(response, shares=shares))} == {"stranger", "cents"}


def test_a_schedule_that_is_not_the_commitment_is_told_by_lot_and_by_member():
    response = a_response(lots=1)
    first, *rest = response.prices
    response = replace(response, prices=(replace(first, unit_price=Decimal("23.48")), *rest))

    assert found(response) == [("schedule_sum", None, "1"), ("member_sum", "ai1", "1")]


def test_a_line_for_no_lot_no_member_and_twice_is_told():
    response = a_response(lots=1)
    line = replace(response.prices[0], lot="9", member="ai9")
    response = replace(response, prices=(*response.prices, line, line))

    assert found(response) == [
        ("line_lot", None, "9"),
        ("line_member:1.01", "ai9", "9"),
        ("line_member:1.01", "ai9", "9"),
        ("line_twice:1.01", None, "9"),
    ]


def test_insertion_hours_below_what_is_asked_are_told():
    assert ("insertion_short", None, "1") in found(
        with_lot(a_response(), insertion_hours_asked=Decimal(99_999))
    )


@pytest.mark.parametrize(
    ("end", "field", "blocking"),
    [("2026-12-01", "convention_ended", True), ("2027-06-30", "convention_short", False)],
)
def test_a_convention_that_ends_too_soon_is_told(end, field, blocking):
    (lack,) = contradictions(without(a_response(), 1, convention_end=end))

    assert (lack.field, lack.member, lack.blocking) == (field, "ai2", blocking)


def test_the_same_siret_twice_and_a_wrong_key_are_told():
    twice = without(a_response(), 1, siret=a_response().members[0].identity.siret)
    wrong = without(a_response(), 1, siret="12345678901234", iban="FR7612345")

    assert found(twice) == [("siret_twice", "ai2", None)]
    assert found(wrong) == [("siret_invalid", "ai2", None), ("iban_invalid", "ai2", None)]


@given(st.integers(0, 10**8 - 1), st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(seed, place, shift):
    right = siret(seed)
    wrong = f"{right[:place]}{(int(right[place]) + shift) % 10}{right[place + 1 :]}"

    assert is_siret(right)
    assert not is_siret(wrong)


def test_known_numbers_are_accepted():
    assert is_siret("356 000 000 00048")
    assert is_iban(iban(7))
    assert is_iban("DE89 3704 0044 0532 0130 00")
    assert not is_iban("DE88 3704 0044 0532 0130 00")


def test_more_insertion_than_work_is_told():
    response = a_response(lots=1)
    first, *rest = response.lots[0].shares
    beyond = replace(first.insertion[0], hours=first.total_hours + 1)
    shares = (replace(first, insertion=(beyond,)), *rest)

    assert found(with_lot(response, shares=shares)) == [("insertion_beyond", "ai1", "1")]

"""What the watch keeps, and why not the rest: the laws of the matching, without a file or a row."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tender.vocabulary.clause import Clause, ClauseType
from tender.watch.lessons import MOST_POINTS, Lesson, learn, taught
from tender.watch.matching import Helper, Kind, Match, Opening, Piece, Precision, judge
from tender.watch.trades import SURE_ENOUGH, trades_told

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
SALON = Helper(
    "salon", "Coup de Pouce", frozenset({"13103", "13044"}), {"cleaning": 300.0, "green_spaces": 200.0}
)
ISTRES = Helper("istres", "Ouest Étang", frozenset({"13047"}), {"waste": 100.0})


def a_piece(title: str = "Nettoyage des écoles", **fields: object) -> Piece:
    """A lot in Salon, of a trade of ours."""
    held = {"cpv": ("90911200",), "places": {"13103": 45_000}, "precision": Precision.NAMED, **fields}
    return Piece("", title, **held)  # type: ignore[arg-type]


def judged(*pieces: Piece, **fields: object) -> Match:
    """What the watch thinks of a call with these lots."""
    opening = Opening(
        Kind(fields.pop("kind", Kind.CALL)),  # type: ignore[arg-type]
        pieces,
        deadline=NOW + timedelta(days=int(str(fields.pop("days", 20)))),
        **fields,  # type: ignore[arg-type]
    )
    return judge(opening, (SALON, ISTRES), {}, NOW)


def against(match: Match) -> list[str]:
    """Why it was set aside."""
    return [reason.code for reason in match.against]


def test_a_call_of_our_trade_in_our_commune_is_kept_with_who_could_cover_it():
    match = judged(a_piece())

    assert match.kept
    assert [(who.member, who.hours) for who in match.cover] == [("salon", 300.0)]
    assert {reason.code for reason in match.reasons} == {"place", "trade", "size_unknown", "deadline"}


@pytest.mark.parametrize(
    ("piece", "why"),
    [
        (a_piece(places={"59350": 230_000}), "outside"),
        (a_piece("Nettoyage des quais", places={"13047": 44_000}), "outside"),
        (a_piece("Fourniture de logiciels", cpv=("48442000",)), "no_trade"),
        (a_piece("Restauration des tableaux de l’église", cpv=("92521100",)), "no_trade"),
        (a_piece(places={"13103": 45_000, "75056": 60_000_000}, precision=Precision.AREA), "too_wide"),
        (a_piece(amount=9_000_000.0), "too_large"),
    ],
)
def test_what_is_not_for_us_is_set_aside_with_its_reason(piece: Piece, why: str):
    match = judged(piece)

    assert not match.kept
    assert against(match) == [why]


@pytest.mark.parametrize("kind", [Kind.AWARD, Kind.CANCELLATION, Kind.MODIFICATION])
def test_only_what_is_open_is_looked_at(kind: Kind):
    assert against(judged(a_piece(), kind=kind)) == ["not_open"]


def test_a_call_past_its_deadline_is_over():
    assert against(judged(a_piece(), days=-1)) == ["over"]


def test_a_lot_reserved_to_sheltered_work_is_not_ours_but_its_neighbour_is():
    wall = Clause(ClauseType.RESERVED_EA_ESAT, lots=("1",))
    first, second = (replace(a_piece(), number=number) for number in ("1", "2"))

    alone = judged(first, clauses=(wall,))
    both = judged(first, second, clauses=(wall,))

    assert against(alone) == ["reserved_elsewhere"]
    assert both.kept
    assert both.lots == ("2",)


def test_a_market_reserved_to_us_gains_on_the_same_market_open_to_all():
    ours = Clause(ClauseType.RESERVED_SIAE)

    assert judged(a_piece(), clauses=(ours,)).score > judged(a_piece()).score


def test_hours_of_insertion_in_another_trade_are_to_be_served():
    clause = Clause(ClauseType.EXEC_INSERTION, hours=640.0)

    match = judged(a_piece("Travaux de voirie", cpv=("45233142",)), clauses=(clause,))

    assert (match.kept, match.supply, match.hours) == (False, True, 640.0)
    assert [who.member for who in match.cover] == ["salon"]


@pytest.mark.parametrize(
    ("title", "cpv", "trade", "sure"),
    [
        ("Nettoyage des locaux", ("90911200",), "cleaning", True),
        ("Entretien des espaces verts", (), "green_spaces", True),
        ("Insertion par l’entretien des espaces verts", ("85312510",), "green_spaces", True),
        ("Insertion par l’entretien des espaces verts", ("85312510",), "home_help", False),
        ("Fourniture de produits de nettoyage", (), "cleaning", False),
        ("Maîtrise d’œuvre pour la rénovation de l’école", (), "small_works", False),
        ("Construction d’un centre de tri des déchets", ("45213270",), "waste", False),
        ("Travaux d’électricité", ("45310000",), "small_works", False),
        ("Débroussaillement et fauchage des accotements", (), "green_spaces", True),
        ("Entretien des cours d’eau et de leurs berges", (), "green_spaces", True),
    ],
)
def test_a_word_of_a_trade_is_not_the_trade(title: str, cpv: tuple[str, ...], trade: str, sure: bool):
    told = {one.trade: one.strength for one in trades_told(title, cpv=cpv)}

    assert (told.get(trade, 0.0) >= SURE_ENOUGH) is sure


def test_of_two_trades_as_sure_the_title_names_its_own_first():
    told = trades_told("Entretien des espaces verts et nettoyage des sites")

    assert [one.trade for one in told] == ["green_spaces", "cleaning"]


places = st.dictionaries(
    st.sampled_from(["13103", "13044", "13047", "59350"]), st.integers(1, 10**6), max_size=4
)


@given(places, st.one_of(st.none(), st.floats(1, 1e8)), st.integers(-5, 60))
def test_a_score_stands_between_0_and_100_and_what_is_not_kept_says_why(
    where: dict[str, int], amount: float | None, days: int
):
    match = judged(a_piece(places=where, amount=amount), days=days)

    assert 0 <= match.score <= 100
    assert match.kept is not bool(match.against)


@given(places)
def test_more_reach_never_lowers_a_score(where: dict[str, int]):
    opening = Opening(Kind.CALL, (a_piece(places=where),))
    wider = Helper("salon", "Coup de Pouce", SALON.places | {"59350"}, SALON.hours)

    assert judge(opening, (wider,), {}, NOW).score >= judge(opening, (SALON,), {}, NOW).score


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([True, False])), max_size=30))
def test_an_opinion_taken_back_leaves_no_trace(said: list[tuple[str, bool]]):
    held: dict[str, Lesson] = {}
    for feature, wanted in said:
        held = learn(held, [feature], before=None, after=wanted)
    for feature, wanted in said:
        held = learn(held, [feature], before=wanted, after=None)

    assert all((one.yes, one.no) == (0, 0) for one in held.values())


def test_three_noes_weigh_and_all_lessons_together_have_a_limit():
    held: dict[str, Lesson] = {}
    for _ in range(9):
        held = learn(held, ["buyer:x", "trade:cleaning", "size:large"], before=None, after=False)

    points, known = taught(["buyer:x", "trade:cleaning", "size:large", "social:none"], held)

    assert points == -MOST_POINTS
    assert len(known) == 3

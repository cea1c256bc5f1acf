"""A buyer's figures over a base counted by hand, and the contracts behind each of them."""

from __future__ import annotations

import pytest

from tender.uptake.behind import contracts_behind
from tender.uptake.bodies import kind_of, siren_of_commune, siren_of_departement
from tender.uptake.buyer import buyer_figures, find_buyer, search_buyers
from tender.uptake.figures import BuyerKind, PeersBy
from tender.uptake.overview import overview
from tender.uptake.slices import Kind, Oddity, Offers, Size, Slice, Winner, slice_of
from tests.uptake.bases import AI, METZ, PEERS, a_base


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return a_base(tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="module")
def metz(base):
    return buyer_figures(base, METZ)


def test_every_rate_has_its_denominator(metz):
    total = metz.total

    assert (total.contracts, total.filled.count, total.filled.of) == (7, 6, 7)
    told = (total.any, total.clause, total.criterion, total.reserved, total.none)
    assert [(rate.count, rate.of) for rate in told] == [(4, 6), (3, 6), (1, 6), (1, 6), (2, 6)]
    assert (total.any_of_all.count, total.any_of_all.of) == (4, 7)
    assert total.any.low < total.any.share < total.any.high


def test_amounts_are_those_of_contracts_that_filled_the_field(metz):
    assert (metz.total.any_amount.amount, metz.total.any_amount.of) == (480_000, 540_000)
    assert metz.total.any_amount.share == 0.8889
    assert (metz.total.clause_amount.amount, metz.total.reserved_amount.amount) == (380_000, 100_000)


def test_groups_by_year_trade_size_and_place(metz):
    assert [(line.key, line.contracts, line.any.count) for line in metz.by_year] == [
        ("2024", 4, 2),
        ("2025", 3, 2),
    ]
    assert [(line.key, line.contracts) for line in metz.by_cpv] == [("77", 6), ("90", 1)]
    assert [(line.key, line.contracts) for line in metz.by_departement] == [("57", 7)]
    assert [(line.key, line.contracts) for line in metz.by_size] == [
        (Size.UNDER_40K, 2), (Size.TO_90K, 3), (Size.TO_221K, 1), (Size.TO_1M, 1),
    ]  # fmt: skip


def test_every_figure_opens_on_its_contracts(base, metz):
    groups = (metz.by_year, metz.by_cpv, metz.by_size, metz.by_departement, metz.by_procedure)
    for line in (metz.total, metz.peers.line, *(line for group in groups for line in group)):
        assert contracts_behind(base, line.slice).total == line.contracts
        for kind in (Kind.ANY, Kind.CLAUSE, Kind.CRITERION, Kind.RESERVED, Kind.NONE):
            assert contracts_behind(base, line.slice_of(kind)).total == line.rate(kind).count
        assert (
            contracts_behind(base, line.slice_of(Kind.UNFILLED)).total == line.contracts - line.filled.count
        )
    for odd in metz.odd:
        assert contracts_behind(base, odd.slice).total == odd.contracts


def test_a_contract_behind_a_figure_tells_its_holders_and_its_file(base, metz):
    line = contracts_behind(base, metz.reserved.slice).lines[0]

    assert (line.number, line.title, line.notified, line.amount) == (
        "M3", "Entretien des espaces verts", "2025-03-01", 100_000,
    )  # fmt: skip
    assert (line.kinds, line.offers, line.file, line.rows) == ((Kind.RESERVED,), 3, "decp.json", 1)
    assert [(one.siret, one.kind, one.name) for one in line.holders] == [(AI, "AI", "Asso du Pays")]


def test_pages_hold_every_contract_once(base):
    pages = [contracts_behind(base, Slice(), page, 10) for page in (1, 2, 3, 4)]

    assert pages[0].pages == 4
    assert [len(page.lines) for page in pages] == [10, 10, 10, 7]
    assert len({(line.buyer, line.number) for page in pages for line in page.lines}) == 37
    assert contracts_behind(base, Slice(), 99, 10).page == 4
    assert contracts_behind(base, Slice(buyer="000000000")).lines == ()


def test_peers_are_of_the_same_kind_and_of_half_to_twice_the_size(metz):
    rule = metz.peers.rule

    assert (rule.kind, rule.by, rule.low, rule.high) == (
        BuyerKind.COMMUNE, PeersBy.POPULATION, 60_000, 240_000,
    )  # fmt: skip
    assert (metz.peers.buyers, metz.peers.line.any.count, metz.peers.line.any.of) == (2, 6, 20)
    assert (metz.peers.compared, metz.peers.below, metz.peers.quartiles) == (2, 2, None)


def test_winners_are_told_from_the_list_alone_or_together(metz):
    winners = metz.winners

    assert (winners.readable.count, winners.readable.of) == (5, 7)
    assert (winners.siae.count, winners.ai.count, winners.alone, winners.grouped) == (3, 2, 2, 1)
    assert winners.same_company == 1
    assert winners.by_kind == (("AI", 2, 120_000.0), ("EI", 1, 60_000.0))
    assert (winners.listed.structures, winners.listed.associations, winners.listed.unread) == (2, 1, 1)


def test_winners_open_on_their_contracts(base, metz):
    def numbers(asked):
        return {line.number for line in contracts_behind(base, asked).lines}

    assert numbers(metz.winners.slice) == {"M1", "M2", "M3"}
    assert numbers(Slice(buyer=METZ, winner=Winner.AI)) == {"M1", "M3"}
    assert numbers(Slice(buyer=METZ, winner=Winner.OTHER)) == {"M5", "M7"}
    for winner, many in ((Winner.ALONE, 2), (Winner.GROUPED, 1), (Winner.SAME_COMPANY, 1)):
        assert len(numbers(Slice(buyer=METZ, winner=winner))) == many
    assert [len(numbers(Slice(buyer=METZ, employer=kind))) for kind, _, _ in metz.winners.by_kind] == [2, 1]


def test_reserved_contracts_and_their_offers(metz):
    assert (metz.reserved.contracts.count, metz.reserved.several, metz.reserved.unknown) == (1, 1, 0)
    assert metz.reserved.won_by_siae.count == 1


def test_a_period_narrows_every_figure(base):
    figures = buyer_figures(base, METZ + "00012", "2025-01-01", "2025-06-30")

    assert (figures.total.contracts, figures.total.any.count) == (2, 2)
    assert figures.period == ("2025-01-01", "2025-06-30")
    with pytest.raises(ValueError, match="isoformat"):
        buyer_figures(base, METZ, "hier")


def test_a_buyer_nobody_knows_has_figures_of_nothing(base):
    figures = buyer_figures(base, "123456789")

    assert (figures.total.contracts, figures.total.any.share, figures.peers) == (0, None, None)


def test_buyers_are_found_by_words_and_by_number(base):
    assert [one.name for one in search_buyers(base, "mETz")] == ["Metz"]
    assert [one.siren for one in search_buyers(base, PEERS["Nancy"][:6])] == [PEERS["Nancy"]]
    assert find_buyer(base, METZ).contracts == 7
    assert search_buyers(base, "'; DROP TABLE contracts --") == ()


def test_the_overview_adds_up(base):
    tables = overview(base)

    for lines in (tables.by_year, tables.by_departement, tables.by_cpv, tables.buyers, tables.by_procedure):
        assert sum(line.contracts for line in lines) == 37
        assert sum(line.any.count for line in lines) == 20
    assert [(line.key, line.contracts, line.buyers) for line in tables.months] == [
        ("2024-05", 18, 4), ("2025-03", 1, 1), ("2025-06", 1, 1),
    ]  # fmt: skip
    assert contracts_behind(base, tables.months[0].slice).total == 18


def test_a_slice_survives_its_address():
    asked = Slice(buyer=METZ, peers=True, kind=Kind.ANY, cpv="", oddity=Oddity.DATE, offers=Offers.NONE)

    assert slice_of(asked.params() | {"page": "2"}) == asked
    with pytest.raises(ValueError, match="gold"):
        slice_of({"kind": "gold"})


@pytest.mark.parametrize(
    ("insee", "siren"),
    [("57463", METZ), ("13055", "211300553"), ("97411", "219740115"), ("2A004", "212000046")],
)
def test_a_commune_has_the_siren_of_the_register(insee, siren):
    assert siren_of_commune(insee) == siren
    assert kind_of(siren) is BuyerKind.COMMUNE


def test_a_departement_too():
    assert siren_of_departement("57") == "225700012"
    assert siren_of_departement("2A") is None

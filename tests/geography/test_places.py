"""Codes of places and the communes they stand for."""

from __future__ import annotations

from tender.geography import places
from tender.geography.tables import areas, communes, members_of

OVERSEAS_COLLECTIVITIES = {"975", "977", "978", "984", "986", "987", "988", "989"}


def test_a_commune_is_found_by_its_insee_code():
    salon = places.commune("13103")

    assert salon is not None
    assert (salon.name, salon.departement, salon.epci) == ("Salon-de-Provence", "13", "200054807")
    assert places.commune("99999") is None


def test_a_district_of_marseille_is_marseille():
    assert places.commune("13203") == places.commune("13055")
    assert places.expand("commune", "75115") == {"75056"}
    assert places.expand("commune", "69389") == {"69123"}


def test_an_epci_holds_its_communes():
    alpilles = places.expand("epci", "241300375")

    assert places.name_of("epci", "241300375") == "CC Vallée des Baux-Alpilles (CC VBA)"
    assert {"13038", "13100"} <= alpilles
    assert "13103" not in alpilles
    assert len(places.expand("epci", "200054807")) == 92


def test_a_canton_holds_its_whole_communes_and_no_town_that_several_share():
    amberieu = places.expand("canton", "0101")

    assert places.name_of("canton", "0101") == "Ambérieu-en-Bugey"
    assert {"01002", "01004"} <= amberieu
    assert places.canton_of("01004") == areas("cantons")["0101"]
    assert places.canton_of("13055") is None
    held = [code for codes in members_of("canton").values() for code in codes]
    assert len(held) == len(set(held))
    assert set(held) <= set(communes())
    assert set(members_of("canton")) == set(areas("cantons"))


def test_a_departement_a_nuts_3_and_the_old_nuts_3_are_the_same_communes():
    departement = places.expand("departement", "13")

    assert len(departement) == 119
    assert departement == places.expand("nuts", "FRL04") == places.expand("nuts", "FR824")
    assert places.expand("nuts", "FRF33") == places.expand("departement", "57")


def test_a_region_is_the_sum_of_its_departements():
    provence = places.expand("region", "93")

    assert provence == frozenset().union(
        *(places.expand("departement", code) for code in ("04", "05", "06", "13", "83", "84"))
    )
    assert provence == places.expand("nuts", "FRL")


def test_the_nuts_3_of_today_cover_every_departement_once():
    today = [
        area.parent for area in areas("nuts").values() if area.parent and area.code[2] in "1BCDEFGHIJKLMY"
    ]

    assert sorted(today) == sorted({one.departement for one in communes().values()} - OVERSEAS_COLLECTIVITIES)
    assert len(places.expand("nuts", "FR")) == 34875


def test_an_unknown_kind_or_code_is_no_place():
    assert places.expand("planet", "13") == frozenset()
    assert places.expand("departement", "99") == frozenset()
    assert places.expand("text", "Salon") == frozenset()
    assert places.name_of("planet", "13") is None
    assert places.name_of("commune", "99999") is None


def test_places_of_our_neighbours_have_a_name():
    assert places.name_of("nuts", "DEC04") == "Saarlouis"
    assert places.name_of("nuts", "LU000") == "Luxembourg"
    assert places.name_of("nuts", "BE351") == "Arr. Dinant"


def test_the_intercommunalites_of_a_departement_come_the_largest_first():
    assert places.epci_of_departement("13")[0] == "200054807"
    assert places.epci_of_departement("99") == ()


def test_memberships_and_communes_agree():
    assert sum(map(len, members_of("epci").values())) == sum(1 for one in communes().values() if one.epci)
    assert {one.departement for one in communes().values()} <= set(areas("departements"))

"""Place names as buyers and directors write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tender.geography.naming import find, find_all, find_area, fold, suggest
from tender.geography.tables import communes


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Salon-de-Provence", "13103"),
        ("SALON DE PROVENCE", "13103"),
        ("Ville de Salon-de-Provence", "13103"),
        ("13663 Salon-de-Provence Cedex", "13103"),
        ("13300 Salon de Provence", "13103"),
        ("St Chamas", "13092"),
        ("St. Chamas", "13092"),
        ("Saintes Maries de la Mer", "13096"),
        ("Stes-Maries-de-la-Mer", "13096"),
        ("Fare les Oliviers", "13037"),
        ("commune du Tholonet", "13109"),
        ("Marseille 3e arrondissement", "13055"),
        ("Marseille 13", "13055"),
        ("13003 Marseille", "13055"),
        ("Saint-Denis (974)", "97411"),
        ("97400 Saint-Denis", "97411"),
        ("Chalon s/ Saône", "71076"),
        ("Ville-d'Avray", "92077"),
        ("La Ville-aux-Dames", "37273"),
        ("Hoerdt", "67205"),
        ("L'Haÿ-les-Roses", "94038"),
        ("Paris", "75056"),
    ],
)
def test_a_written_place_is_the_commune_meant(written: str, code: str):
    found = find(written)

    assert found is not None
    assert found.code == code


def test_the_departement_tells_namesakes_apart():
    assert len(find_all("Saint-Rémy")) > 3
    assert [one.code for one in find_all("Saint-Rémy", departement="71")] == ["71475"]
    assert find("Saint-Rémy") is None
    assert find("Salon-de-Provence", departement="84") is None


def test_what_is_no_commune_is_not_found():
    assert find("le territoire de la Métropole") is None
    assert find("") is None


def test_a_field_completes_from_the_first_letters():
    assert "Saint-Chamas" in [one.name for one in suggest("st cha", limit=20)]
    assert suggest("salon de p")[0].code == "13103"
    assert suggest("") == ()


def test_areas_are_found_by_their_name():
    assert find_area("departement", "Département des Bouches-du-Rhône") == "13"
    assert find_area("region", "Provence Alpes Côte d'Azur") == "93"
    assert find_area("epci", "Métropole d'Aix-Marseille-Provence") == "200054807"
    assert find_area("epci", "CC de nulle part") is None


@settings(max_examples=200)
@given(st.sampled_from(sorted(communes())))
def test_every_commune_is_found_by_its_own_name_and_departement(code: str):
    one = communes()[code]

    assert one in find_all(one.name, departement=one.departement)
    assert one in find_all(one.name.upper().replace("-", " "), departement=one.departement)


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str):
    assert fold(fold(text)) == fold(text)

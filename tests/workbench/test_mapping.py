"""Maps as plain drawings, and what a person means by the place she types."""

from __future__ import annotations

import pytest

from tender.workbench.mapping import (
    find_places,
    labelled,
    map_of,
    meant_communes,
    place_name,
    places_of_commune,
    with_neighbours,
)
from tests.builders import ISTRES, MIRAMAS, SALON


def test_each_commune_has_its_cell_inside_the_drawing():
    sheet = map_of([SALON, MIRAMAS, ISTRES])

    assert sheet is not None
    assert [cell.code for cell in sheet.cells] == sorted([SALON, MIRAMAS, ISTRES])
    for cell in sheet.cells:
        for pair in cell.points.split():
            x, y = map(float, pair.split(","))
            assert -1 <= x <= sheet.width + 1
            assert -1 <= y <= sheet.height + 1


def test_nothing_to_draw_is_no_map():
    assert map_of([]) is None
    assert map_of(["99999"]) is None


def test_a_name_that_would_cover_another_stays_out():
    sheet = map_of(with_neighbours([SALON]))

    assert sheet is not None
    codes = [cell.code for cell in sheet.cells]
    named = labelled(sheet, [SALON, *codes])
    assert named[0].code == SALON
    assert len(named) < len(codes)


@pytest.mark.parametrize("typed", ["13103", "Salon-de-Provence", "salon de provence (13)", "Salon (13103)"])
def test_a_commune_is_known_by_its_name_or_code(typed: str):
    assert [one.code for one in meant_communes(typed)] == [SALON]


def test_namesakes_are_all_offered():
    assert len(meant_communes("Sainte-Colombe")) > 1
    assert meant_communes("Nulleparville") == ()


def test_larger_places_are_found_with_what_they_hold():
    kinds = {one.kind: one.communes for one in places_of_commune(SALON)}

    assert kinds["commune"] == 1
    assert kinds["epci"] == 92
    assert kinds["departement"] == 119
    assert ("canton", "0101") in [(one.kind, one.code) for one in places_of_commune("01004")]
    assert "canton" not in kinds  # two of them share the town
    assert any(one.kind == "departement" for one in find_places("Bouches-du-Rhône"))
    assert {one.code for one in find_places("Salon-de-Provence-") if one.kind == "canton"} == {"1326", "1327"}
    assert find_places("a") == ()


@pytest.mark.parametrize(
    ("code", "name"), [(SALON, "Salon-de-Provence"), ("DE80K", "Landkreis Rostock"), ("zzz", "zzz")]
)
def test_a_place_has_its_name_on_both_sides_of_the_border(code: str, name: str):
    assert place_name(code) == name

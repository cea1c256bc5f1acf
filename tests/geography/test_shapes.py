"""Distances, cells and the projection of the map."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tender.geography import places
from tender.geography.shapes import (
    CELL_RADIUS_KM,
    around,
    cells,
    distance_km,
    fit,
    great_circle_km,
    project,
)

BOUCHES_DU_RHONE = sorted(places.expand("departement", "13"))


def test_known_distances():
    assert great_circle_km((2.3522, 48.8566), (4.8357, 45.7640)) == pytest.approx(391.5, abs=1)
    assert distance_km("75056", "69123") == pytest.approx(394, abs=4)
    assert distance_km("13103", "13055") == pytest.approx(48, abs=5)
    assert distance_km("13103", "13103") == 0


def test_a_place_without_a_centre_has_no_distance():
    assert distance_km("15031", "13103") is None
    assert distance_km("13103", "00000") is None


@given(st.sampled_from(BOUCHES_DU_RHONE), st.sampled_from(BOUCHES_DU_RHONE))
def test_a_distance_is_the_same_both_ways(one: str, other: str):
    assert distance_km(one, other) == distance_km(other, one)


def test_around_takes_what_is_near_and_nothing_else():
    near = around({"13103"}, 10)

    assert {"13103", "13069"} <= near
    assert "13055" not in near
    assert around(set()) == frozenset()


def test_every_commune_of_a_departement_has_a_cell_around_its_centre():
    drawn = cells(BOUCHES_DU_RHONE)

    assert [cell.code for cell in drawn] == BOUCHES_DU_RHONE
    for cell in drawn:
        assert len(cell.polygon) >= 3
        assert _inside(cell.centre, cell.polygon)


@settings(max_examples=30, deadline=None)
@given(st.sets(st.sampled_from(BOUCHES_DU_RHONE), min_size=2, max_size=12))
def test_a_corner_is_never_nearer_to_another_centre_and_never_too_far(codes: set[str]):
    drawn = cells(codes, codes)

    for cell in drawn:
        for corner in cell.polygon:
            own = great_circle_km(corner, cell.centre)
            assert own <= CELL_RADIUS_KM * 1.01
            assert all(own <= great_circle_km(corner, other.centre) + 0.2 for other in drawn)


def test_places_without_a_centre_are_left_out_of_the_map():
    assert cells({"15031"}) == []
    assert cells(()) == []


def test_a_projection_fills_the_drawing_and_keeps_north_up():
    points = [(5.0, 43.4), (5.4, 43.4), (5.0, 43.7)]

    (west, south), (east, _), (_, north) = project(points, 200, 200, margin=10)

    assert west < east
    assert north < south
    assert all(10 <= value <= 190 for value in (west, east, north, south))


def test_one_single_point_stands_in_the_middle():
    assert project([(5.0, 43.4)], 100, 60) == [(50, 30)]


def test_a_projection_of_nothing_is_refused():
    with pytest.raises(ValueError, match="no point"):
        fit([], 100, 100)


def _inside(point: tuple[float, float], polygon: tuple[tuple[float, float], ...]) -> bool:
    """A point is in a convex polygon when it lies on the same side of each edge."""
    turns = [
        (bx - ax) * (point[1] - ay) - (by - ay) * (point[0] - ax)
        for (ax, ay), (bx, by) in zip(polygon, polygon[1:] + polygon[:1], strict=True)
    ]
    return all(turn >= -1e-9 for turn in turns)

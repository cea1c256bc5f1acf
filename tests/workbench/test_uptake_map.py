"""The map of a report: every commune of its départements inside the drawing, or no drawing."""

from tender.geography import expand
from tender.workbench.uptake_map import HEIGHT, MOST, WIDTH, departement_dots


def test_each_commune_is_a_dot_inside_the_drawing():
    (width, height), dots = departement_dots(["13", "84", "13"])

    assert (width, height) == (WIDTH, HEIGHT)
    assert set(dots) == {"13", "84"}
    assert 100 < len(dots["13"]) <= len(expand("departement", "13"))
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for points in dots.values() for x, y in points)


def test_unknown_places_and_too_many_have_no_map():
    assert departement_dots(["99", ""]) == ((0.0, 0.0), {})
    assert departement_dots([f"{code:02d}" for code in range(1, MOST + 2)]) == ((0.0, 0.0), {})

"""Few numbers tell the place of every character."""

from __future__ import annotations

from bisect import bisect_left

from hypothesis import given
from hypothesis import strategies as st

from tender.parsing.flow_places import Lines, Origins

# How far each character of the page is from the one before: 0 for the second half of a sign folded into two.
_STEPS = st.lists(st.sampled_from((0, 1, 1, 1, 1, 1, 2, 9)), min_size=1, max_size=60)


@given(_STEPS, st.integers(0, 70), st.integers(0, 60), st.integers(0, 60))
def test_every_character_keeps_its_place_and_is_found_by_it(
    steps: list[int], wanted: int, one: int, other: int
) -> None:
    held, origins = [sum(steps[: n + 1]) for n in range(len(steps))], Origins()
    for place, origin in enumerate(held):
        origins.place(place, origin)
    start, end = sorted((min(one, len(held)), min(other, len(held))))

    assert [origins[place] for place in range(len(held))] == held
    assert list(origins.between(start, end)) == held[start:end]
    assert origins.find(wanted, start, end) == bisect_left(held, wanted, start, end)


def test_what_was_cut_is_placed_anew() -> None:
    origins = Origins()
    origins.place(0, 5)
    origins.place(3, 40)
    origins.cut(3)
    origins.place(3, 60)

    assert list(origins.between(1, 5)) == [6, 7, 60, 61]


def test_lines_are_read_one_by_one_and_side_by_side() -> None:
    lines = Lines()
    lines.add(0, 4, 0)
    lines.add(5, 9, 1)

    assert lines[1] == (5, 9, 1)
    assert lines[-1:] == [lines[1]]
    assert [line.page for line in lines] == [0, 1]

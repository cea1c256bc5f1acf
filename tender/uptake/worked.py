"""Hours of insertion planned and done, and the people behind them: small cells are never shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tender.uptake.call_figures import HoursFigures, HoursLine, PersonCell

SMALLEST: Final = 5
"""People under which a cell is hidden (law.md 6: project's choice, GDPR art. 5)."""


def hours_figures(lines: Sequence[HoursLine], persons: Mapping[str, Mapping[str, int]]) -> HoursFigures:
    """Sums over the lines that know, and the people by group and cell ({"sexe": {"femmes": 12, …}}).

    A line that runs over several years counts once, in no year's sum of its own.
    """
    planned = [line.planned for line in lines if line.planned is not None]
    done = [line.done for line in lines if line.done is not None]
    both = [(one.planned, one.done) for one in lines if one.planned is not None and one.done is not None]
    return HoursFigures(
        planned_all=sum(planned),
        planned_lines=len(planned),
        done_all=sum(done),
        done_lines=len(done),
        both_planned=sum(one for one, _ in both),
        both_done=sum(other for _, other in both),
        both_lines=len(both),
        persons=tuple(cell for group, cells in persons.items() for cell in hide_small(group, cells)),
        lines=tuple(lines),
    )


def hide_small(group: str, cells: Mapping[str, int]) -> tuple[PersonCell, ...]:
    """A group's cells without those of one to four people.

    Where just one would be hidden its count is the total less the others: the smallest of these goes too.
    """
    hidden = {key for key, count in cells.items() if 0 < count < SMALLEST}
    rest = [key for key, count in cells.items() if key not in hidden and count > 0]
    if len(hidden) == 1 and rest:
        hidden.add(min(rest, key=lambda key: cells[key]))
    return tuple(
        PersonCell(group, key, None if key in hidden else count, key in hidden)
        for key, count in cells.items()
    )

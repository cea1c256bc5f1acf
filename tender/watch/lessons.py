"""What the officer's yes and no teach: counts by feature, and the points that follow. Pure, and explained."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MOST_POINTS = 25.0
POINTS_EACH = 12.0
DOUBT = 3
"""As many opinions as must weigh against a first one: one "no" is no rule."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """How often calls with a feature ("trade:cleaning", "buyer:ville de salon") were wanted or not."""

    feature: str
    yes: int = 0
    no: int = 0

    @property
    def points(self) -> float:
        """What the feature adds to a score, between -12 and 12."""
        return round(POINTS_EACH * (self.yes - self.no) / (self.yes + self.no + DOUBT), 1)


def taught(features: Iterable[str], lessons: Mapping[str, Lesson]) -> tuple[float, tuple[Lesson, ...]]:
    """The points all features add together, within ±25, and the lessons behind them, the weightiest first."""
    known = sorted(
        (lessons[one] for one in dict.fromkeys(features) if one in lessons and lessons[one].points),
        key=lambda one: -abs(one.points),
    )
    total = sum(one.points for one in known)
    return max(-MOST_POINTS, min(MOST_POINTS, round(total, 1))), tuple(known)


def learn(
    lessons: Mapping[str, Lesson], features: Iterable[str], *, before: bool | None, after: bool | None
) -> dict[str, Lesson]:
    """The lessons after an opinion was given, changed or taken back (None). Twice the same counts once."""
    held = dict(lessons)
    for feature in dict.fromkeys(features):
        old = held.get(feature, Lesson(feature))
        yes = old.yes + (after is True) - (before is True)
        no = old.no + (after is False) - (before is False)
        held[feature] = Lesson(feature, max(0, yes), max(0, no))
    return held

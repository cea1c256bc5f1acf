"""What every score is made of: hits, too many, missed; right out of so many."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Cell:
    """Found rightly, found in excess, missed."""

    hits: int = 0
    extra: int = 0
    missed: int = 0

    def add(self, hits: int, extra: int, missed: int) -> None:
        """Count more of each."""
        self.hits += hits
        self.extra += extra
        self.missed += missed

    @property
    def cases(self) -> int:
        """How many there were to find."""
        return self.hits + self.missed

    @property
    def precision(self) -> float:
        """Of what was found, the share that is right; 0 when nothing was found."""
        return self.hits / (self.hits + self.extra) if self.hits + self.extra else 0.0

    @property
    def recall(self) -> float:
        """Of what there was, the share found; 0 when there was nothing."""
        return self.hits / self.cases if self.cases else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def plain(self) -> dict[str, float]:
        """As JSON says it."""
        return {
            "p": round(self.precision, 4),
            "r": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "tp": self.hits,
            "fp": self.extra,
            "fn": self.missed,
        }


@dataclass(slots=True)
class Share:
    """Right, of how many."""

    right: int = 0
    of: int = 0

    def add(self, right: bool | int, of: int = 1) -> None:
        """Count more cases."""
        self.right += int(right)
        self.of += of

    @property
    def share(self) -> float | None:
        """None where there was no case."""
        return self.right / self.of if self.of else None

    def plain(self) -> dict[str, float | None]:
        """As JSON says it."""
        return {
            "right": self.right,
            "of": self.of,
            "share": None if self.share is None else round(self.share, 4),
        }


def numbers(value: object) -> set[float]:
    """Every number in a value as labels write it: 40, "1 200,5", {"value": 40}, or a list of them."""
    if isinstance(value, dict):
        value = value.get("value")
    if isinstance(value, (list, tuple)):
        return {number for held in value for number in numbers(held)}
    try:
        return {float(str(value).replace("\u202f", "").replace(" ", "").replace(",", "."))}
    except ValueError:
        return set()

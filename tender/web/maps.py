"""How a page paints a map: which hue, which mark and which link each commune has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paint:
    """One commune on a map. `hue`: the member's mark, 1 to 100, or none; `others`: of those who share it.

    `letters`: the member's own; `reach`: part of a territory; `dim`: behind what was chosen; `title`: what it
    says when pointed at.
    """

    hue: int | None = None
    others: tuple[int, ...] = ()
    reach: bool = False
    dim: bool = False
    chosen: bool = False
    href: str | None = None
    title: str = ""
    letters: str = ""

    @property
    def weave(self) -> int:
        """The weave laid over the hue, 2 to 10; 1 for none (members.css has the same for chips)."""
        return weave_of(self.hue) if self.hue else 1

    @property
    def classes(self) -> str:
        """The classes of its cell."""
        marks = [
            f"m{self.hue}" if self.hue else "",
            "in-reach" if self.reach else "",
            "is-dim" if self.dim else "",
            "is-chosen" if self.chosen else "",
        ]
        return " ".join(("map-cell", *(mark for mark in marks if mark)))


def weave_of(mark: int) -> int:
    """The weave of a member's mark, 1 (plain) to 10."""
    return (mark - 1 + (mark - 1) // 10) % 10 + 1


def painted(codes: Iterable[str], paint: Paint) -> Mapping[str, Paint]:
    """All these communes painted alike."""
    return dict.fromkeys(codes, paint)

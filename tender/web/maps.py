"""How a page paints a map: which hue, which mark and which link each commune has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paint:
    """One commune on a map. `hue`: the member's, 1 to 10, or none; `others`: hues of those who share it.

    `reach`: part of a territory; `dim`: behind what was chosen; `title`: what it says when pointed at.
    """

    hue: int | None = None
    others: tuple[int, ...] = ()
    reach: bool = False
    dim: bool = False
    chosen: bool = False
    href: str | None = None
    title: str = ""

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


def painted(codes: Iterable[str], paint: Paint) -> Mapping[str, Paint]:
    """All these communes painted alike."""
    return dict.fromkeys(codes, paint)

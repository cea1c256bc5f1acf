"""Drawings as PNG, for the files that cannot hold a drawing: the same drawing always gives the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tender.documents.paper import Picture
from tender.documents.writers.typesetting import to_png

POINTS_WIDE = 482.0
"""Of the text on A4 with margins of 2 cm."""

PPI = 150


def rasters(pictures: Sequence[Picture]) -> tuple[bytes, ...]:
    """Each picture as PNG; drawings are made together, for starting costs more than drawing."""
    drawn = tuple(dict.fromkeys((one.svg, one.share) for one in pictures if not one.png))
    made = dict(zip(drawn, _painted(drawn), strict=True))
    return tuple(one.png or made[one.svg, one.share] for one in pictures)


@lru_cache(maxsize=16)
def _painted(drawings: tuple[tuple[str, float], ...]) -> tuple[bytes, ...]:
    if not drawings:
        return ()
    pages = "\n#pagebreak()\n".join(
        f'#image("{rank}.svg", width: {POINTS_WIDE * share:g}pt)' for rank, (_, share) in enumerate(drawings)
    )
    files = {f"{rank}.svg": svg.encode() for rank, (svg, _) in enumerate(drawings)}
    program = f"#set page(width: auto, height: auto, margin: 0pt, fill: white)\n{pages}\n"
    return to_png(program, files, PPI)

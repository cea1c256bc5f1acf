"""Drawings as SVG: few shapes, words in the fonts of the documents, colours that stay apart in grey."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from tender.documents.french import typeset

INK, ACCENT, RULE, WASH, GREY = "#1b2430", "#1f4e6b", "#9fb2c0", "#eaf1f5", "#4f5b64"
FONT = "Libertinus Serif, Georgia, serif"

FILLS = (
    "#9cc3e0", "#f2cf7f", "#a9d3a0", "#e7b3a3", "#c7b8e0", "#d9d9d9",
    "#7fc4bd", "#f0c0d8", "#cfd98a", "#b7a58f", "#e3e9f5", "#ffd9a8",
)  # fmt: skip
"""Light enough for dark letters on them; a letter or number always says who it is, for those who see grey."""


class Drawing:
    """Shapes on a sheet of `width` × `height` units."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._shapes: list[str] = []

    def rect(self, x: float, y: float, width: float, height: float, fill: str, *, line: str = "none") -> None:
        """A rectangle."""
        self._shapes.append(
            f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{fill}" stroke="{line}"'
            ' stroke-width="0.6"/>'
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str = RULE) -> None:
        """A fine line."""
        self._shapes.append(
            f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{colour}" stroke-width="0.6"/>'
        )

    def polygon(self, points: str, fill: str, line: str = "#ffffff") -> None:
        """A closed shape, its corners as SVG writes them."""
        held = quoteattr(points)
        self._shapes.append(f'<polygon points={held} fill="{fill}" stroke="{line}" stroke-width="0.7"/>')

    def circle(self, x: float, y: float, radius: float, fill: str, line: str = INK) -> None:
        """A disc."""
        self._shapes.append(
            f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{fill}" stroke="{line}" stroke-width="0.6"/>'
        )

    def dots(self, points: Iterable[tuple[float, float]], radius: float, fill: str, line: str) -> None:
        """Discs of one colour as two strokes: thousands of them stay a small drawing."""
        held = "".join(f"M{x:.1f} {y:.1f}h.01" for x, y in points)
        for colour, wide in ((line, 2 * radius + 0.8), (fill, 2 * radius - 0.4)):
            self._shapes.append(
                f'<path d="{held}" stroke="{colour}" stroke-width="{wide:g}" stroke-linecap="round"/>'
            )

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float = 9,
        *,
        anchor: str = "start",
        bold: bool = False,
        fill: str = INK,
    ) -> None:
        """Words on one line; `anchor`: start, middle or end."""
        weight = ' font-weight="bold"' if bold else ""
        self._shapes.append(
            f'<text x="{x:g}" y="{y:g}" font-family="{FONT}" font-size="{size:g}" text-anchor="{anchor}"'
            f'{weight} fill="{fill}">{escape(typeset(words))}</text>'
        )

    def haloed(self, x: float, y: float, words: str, size: float) -> None:
        """Words in the middle of (x, y), readable on any colour."""
        held = escape(typeset(words))
        common = f'x="{x:g}" y="{y:g}" font-family="{FONT}" font-size="{size:g}" text-anchor="middle"'
        self._shapes.append(
            f'<text {common} stroke="#ffffff" stroke-width="2.4" stroke-linejoin="round">{held}</text>'
            f'<text {common} fill="{INK}">{held}</text>'
        )

    def svg(self) -> str:
        """The drawing."""
        size = f'viewBox="0 0 {self.width:g} {self.height:g}" width="{self.width:g}" height="{self.height:g}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(self._shapes)}</svg>'


def fitted(words: str, room: float, size: float) -> str:
    """Words cut with an ellipsis where they would not fit in so many units."""
    most = max(4, int(room / (size * 0.5)))
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"

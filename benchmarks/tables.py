"""Tables of lots on made pages whose cells are known: `python -m benchmarks.tables`.

Four layouts: a grid of rules, three rules only, bands of colour without a rule, a grid with merged cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tender.parsing.formats import pdf
from tests.parsing.made_files import a_pdf

HEADS = ("N° du lot", "Désignation", "Montant estimé HT", "Heures d'insertion")
TRADES = (
    "Gros œuvre - démolition",
    "Charpente, couverture et zinguerie|(y compris échafaudages)",
    "Menuiseries extérieures aluminium",
    "Plâtrerie - peinture -|revêtements muraux",
    "Électricité courants forts et faibles",
    "Plomberie - chauffage - ventilation",
)
EDGES = (60, 120, 330, 440, 530)
ROWS = (
    HEADS,
    *(
        (f"Lot {n:02}", TRADES[n % 6], f"{n * 37 + 120} {n * 13 % 10}00,00 €", str(n * 35))
        for n in range(1, 19)
    ),
)
MERGED = {2, 4}
"""Rows whose amount is that of the row above, in one cell over both."""
LAYOUTS = ("grid", "three rules", "bands", "merged cells")


def main() -> None:
    """Print the share of cells read right, layout by layout."""
    for layout in LAYOUTS:
        print(f"  {layout:15}{100 * cells_right(layout):6.1f} % of cells")


def cells_right(layout: str) -> float:
    """The share of the filled cells found in their row and column, in the best table of the page."""
    rows = [list(row) for row in ROWS]
    if layout == "merged cells":
        for number in MERGED:
            rows[number][2] = ""
    wanted = Counter(placed(rows))
    page = pdf.read_pages(a_pdf("", drawing="\n".join(drawn(layout, rows))), "lots.pdf")[0]
    found = (Counter(placed([[c.text if c else "" for c in row] for row in t.rows])) for t in page.tables)
    return max(((wanted & held).total() for held in found), default=0) / wanted.total()


def placed(rows: list[list[str]]) -> Iterator[tuple[str, int, str]]:
    """Each filled cell with the first cell of its row and its column."""
    for row in rows:
        for column, cell in enumerate(row):
            if cell:
                yield row[0], column, " ".join(cell.replace("|", " ").split())


def drawn(layout: str, rows: list[list[str]]) -> Iterator[str]:
    """The operators of the page."""
    y = 760.0
    tops = [y]
    for number, row in enumerate(rows):
        tall = 12 * max(cell.count("|") + 1 for cell in row) + 8
        if layout == "bands" and number:
            grey, wide = (0.9 if number % 2 else 0.8), EDGES[-1] - EDGES[0]
            yield f"{grey} g {EDGES[0]} {y - tall} {wide} {tall} re f 0 g"
        for x, cell in zip(EDGES, row, strict=False):
            for line, words in enumerate(cell.split("|")):
                shown = "".join(c if c.isascii() else f"\\{c.encode('cp1252')[0]:03o}" for c in words)
                shown = shown.replace("(", r"\(").replace(")", r"\)")
                yield f"BT /F1 9 Tf {x + 3} {y - 12 - 12 * line} Td ({shown}) Tj ET"
        y -= tall
        tops.append(y)
    yield from ruled(layout, tops)


def ruled(layout: str, tops: list[float]) -> Iterator[str]:
    """The rules of the layout, below these lines of the page."""
    if layout == "three rules":
        for y in (tops[0], tops[1], tops[-1]):
            yield f"{EDGES[0]} {y} m {EDGES[-1]} {y} l S"
    elif layout != "bands":
        for number, y in enumerate(tops):
            whole = layout == "grid" or number not in MERGED
            for left, right in [(0, 4)] if whole else [(0, 2), (3, 4)]:
                yield f"{EDGES[left]} {y} m {EDGES[right]} {y} l S"
        for x in EDGES:
            yield f"{x} {tops[0]} m {x} {tops[-1]} l S"


if __name__ == "__main__":
    main()

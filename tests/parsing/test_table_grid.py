"""Tables of rules: the very ones pdfplumber finds, at a tenth of the cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfplumber.table import TableFinder

from tender.parsing.pdf_rules import drawing_of
from tender.parsing.pdf_words import frame_of
from tender.parsing.table_grid import Rule, grids
from tests.corpus import corpus_path

PLACES = st.sampled_from([40.0, 41.5, 80.0, 82.9, 120.0, 160.0, 161.0, 240.0])
STRAIGHT = st.tuples(st.sampled_from("vh"), PLACES, PLACES, PLACES)


@dataclass(frozen=True)
class Ruled:
    """What pdfplumber asks of a page."""

    edges: list[dict[str, Any]]
    bbox: tuple[float, float, float, float] = (0.0, 0.0, 595.0, 842.0)
    chars: tuple[()] = ()


def an_edge(orientation: str, at: float, start: float, end: float) -> dict[str, Any]:
    """A rule as pdfplumber writes its edges."""
    x0, top, x1, bottom = (at, start, at, end) if orientation == "v" else (start, at, end, at)
    return {
        "x0": x0, "top": top, "x1": x1, "bottom": bottom, "orientation": orientation, "doctop": top,
        "width": x1 - x0, "height": bottom - top, "object_type": "line",
    }  # fmt: skip


def same_tables(upright: list[Rule], level: list[Rule]) -> None:
    """Ours and pdfplumber's, row by row."""
    page: Any = Ruled([an_edge("v", *rule) for rule in upright] + [an_edge("h", *rule) for rule in level])
    ours, theirs = grids(upright, level, page), TableFinder(page).tables

    assert [[row.cells for row in table.rows] for table in ours] == [
        [row.cells for row in table.rows] for table in theirs
    ]


def rules(drawn: list[tuple[str, float, float, float]], wanted: str) -> list[Rule]:
    return [(at, min(a, b), max(a, b)) for orientation, at, a, b in drawn if orientation == wanted]


@settings(max_examples=150, deadline=None)
@given(st.lists(STRAIGHT, max_size=24))
def test_any_rules_make_the_tables_pdfplumber_finds(drawn: list[tuple[str, float, float, float]]) -> None:
    same_tables(rules(drawn, "v"), rules(drawn, "h"))


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("file", "pages"),
    [
        ("dce/fr04_vsgp_25TIC06/RC.pdf", range(12)),
        ("dce/fr10_justice_ppsmj/RC 1.pdf", range(17)),
        ("dce/ma01_maroc_rc_AO2-2019-DG/RCnew.pdf", range(0, 22, 3)),
    ],
)
def test_real_pages_have_the_tables_pdfplumber_finds(file: str, pages: range) -> None:
    document = pdfium.PdfDocument(corpus_path(file))
    for index in pages:
        page = document[index]
        drawing = drawing_of(page, frame_of(page))
        same_tables(drawing.upright, drawing.level)
        page.close()
    document.close()

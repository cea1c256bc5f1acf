"""Tables stay tables: a style meant for boxes side by side once tore one apart."""

from __future__ import annotations

import re
from pathlib import Path

import tender

HOUSE = Path(tender.__file__).parent
BOXES = re.compile(r"([^{}]+)\{[^{}]*display:\s*(?:inline-)?(?:grid|flex)")
TABLES = re.compile(r'<table class="([^"{]*)')


def test_no_table_has_a_class_that_lays_out_boxes():
    boxes = {
        name
        for sheet in (HOUSE / "static" / "css").glob("*.css")
        for selectors in BOXES.findall(sheet.read_text("utf-8"))
        for name in re.findall(r"(?:^|,)\s*\.([\w-]+)\s*(?=,|$)", selectors.strip(), re.MULTILINE)
    }
    tables = {
        name
        for page in (HOUSE / "templates").rglob("*.html")
        for names in TABLES.findall(page.read_text("utf-8"))
        for name in names.split()
    }

    assert "side-by-side" in boxes
    assert "table-stacked" in tables
    assert boxes & tables == set()

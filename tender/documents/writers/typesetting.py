"""The typesetter, called with its program and its pictures beside it.

Its own types speak of one file alone; it takes several, by name. No font but its own is ever used, so that
every machine makes the same page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol, cast

import typst

Refused = typst.TypstError
"""What it raises for a program it cannot set."""

MAIN = "main.typ"


class _Compile(Protocol):
    def __call__(self, files: Mapping[str, bytes], **options: Any) -> bytes | list[bytes]:
        """One file, or one a page."""


class _Query(Protocol):
    def __call__(self, files: Mapping[str, bytes], selector: str, **options: Any) -> str:
        """What was found, as JSON."""


_compile = cast("_Compile", typst.compile)
_query = cast("_Query", typst.query)


@cache
def _fonts() -> typst.Fonts:
    """Read once: no font of the machine among them."""
    return typst.Fonts(include_system_fonts=False)


def to_pdf(program: str, pictures: Mapping[str, bytes]) -> bytes:
    """PDF/A-2a and PDF/UA-1. Raises Refused."""
    files = {MAIN: program.encode(), **pictures}
    made = _compile(files, format="pdf", pdf_standards=["a-2a", "ua-1"], font_paths=_fonts())
    assert isinstance(made, bytes)
    return made


def to_png(program: str, pictures: Mapping[str, bytes], ppi: int) -> tuple[bytes, ...]:
    """Each page as PNG. Raises Refused."""
    files = {MAIN: program.encode(), **pictures}
    made = _compile(files, format="png", ppi=ppi, font_paths=_fonts())
    return (made,) if isinstance(made, bytes) else tuple(made)


def found_in(program: str, pictures: Mapping[str, bytes], label: str) -> list[Any]:
    """The values the program left under a label, in order."""
    files = {MAIN: program.encode(), **pictures}
    return list(json.loads(_query(files, label, field="value", font_paths=_fonts())))

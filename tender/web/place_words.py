"""Where words of a file stand, as a reader says it: a page, a cell, a section, a field of a notice."""

from __future__ import annotations

import re

from flask_babel import gettext as _

_FIELD = re.compile(r"/\S+/\S+|\$[.\[]\S+")
"""An XPath, or the path of a JSON value: of a form's field, which no reader knows by this name."""
_OPENING = "§ 0"
"""The label of what stands before a text's first heading."""
_LOT = re.compile(r"(?:ProcurementProjectLot|OBJECT_DESCR|\blot|\bLOT)'?\]?\[(\d+)\]")


def place_words(document: str, page: int | None, path: str | None) -> str:
    """« RC.pdf, p. 4 », « BPU.xlsx, BPU!B4 », « avis.xml, lot 4, Name »; the folders are left out."""
    name = document.rsplit("/", 1)[-1]
    if page:
        return f"{name}, {_('p. %(page)s', page=page)}"
    return f"{name}, {path_words(path)}" if path else name


def path_words(path: str) -> str:
    """A path as it stands; that of a notice's field by its lot and its own name alone."""
    if path == _OPENING:
        return _("au début")
    if not _FIELD.fullmatch(path):
        return path
    name = re.split(r"[/.:\[\]']+", re.sub(r"['\]]*(?:\[\d+\])*$", "", path))[-1]
    lot = _LOT.search(path)
    if lot is None:
        return name
    # An XPath counts from 1, a JSON list from 0.
    number = int(lot[1]) + (0 if path.startswith("/") else 1)
    return f"{_('lot %(number)s', number=number)}, {name}"

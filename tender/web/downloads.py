"""Files to download: one that is kept, handed over but never opened inside a page; one made just now."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from flask import Response, send_file

from tender.documents.generated import DOCX, ICS, PDF, XLSX

_TYPES = {"csv": "text/csv", "docx": DOCX, "ics": ICS, "pdf": PDF, "xlsx": XLSX}


def handed_over(path: Path, name: str, mimetype: str = "application/octet-stream") -> Response:
    """The file as a download, under its last name: it may be a stranger's. Raises FileNotFoundError."""
    return send_file(path, mimetype=mimetype, as_attachment=True, download_name=plain_name(name))


def made_file(data: bytes | str, name: str) -> Response:
    """What the program made for this answer, as a download; the ending of the name says what it is."""
    answer = Response(data, mimetype=_TYPES[name.rpartition(".")[2]])
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def plain_name(name: str) -> str:
    """The name without folders, and without signs that cannot be seen: line ends, turned writing."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip() or "document"

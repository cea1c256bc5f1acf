"""A file handed over to be kept, never opened inside a page: its name may be a stranger's."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from flask import Response, send_file


def handed_over(path: Path, name: str, mimetype: str = "application/octet-stream") -> Response:
    """The file as a download, under its last name. Raises FileNotFoundError."""
    return send_file(path, mimetype=mimetype, as_attachment=True, download_name=plain_name(name))


def plain_name(name: str) -> str:
    """The name without folders, and without signs that cannot be seen: line ends, turned writing."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip() or "document"

"""Files a person sends with a form: their names with folders, their bytes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from werkzeug.datastructures import FileStorage


def sent_files(*fields: Iterable[FileStorage] | None) -> list[tuple[str, bytes]]:
    """Names and bytes of the files sent; the browser sends an empty one for each box left empty."""
    held = [one for field in fields for one in field or ()]
    return [(_name(one.filename), one.read()) for one in held if one.filename]


def _name(sent: str | None) -> str:
    """The name with its folders, nothing above them."""
    parts = [
        part for part in PurePosixPath((sent or "").replace("\\", "/")).parts if part not in ("/", "..", ".")
    ]
    return "/".join(parts) or "document"

"""An archive of a response opened as its reader opens it: every file, every checksum, what it says."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

import openpyxl
import pypdfium2
from docx import Document
from lxml import etree

from tests.documents.reading import docx_text


@dataclass(frozen=True, slots=True)
class Opened:
    """What is in it: its manifest, and the bytes of each file by its path."""

    manifest: dict[str, Any]
    files: dict[str, bytes]

    def named(self, form: str, ending: str) -> dict[str, bytes]:
        """The files of one form and one kind, by path."""
        paths = [one["nom"] for one in self.manifest["fichiers"] if one["document"] == form]
        return {path: self.files[path] for path in paths if path.endswith(ending)}

    def text_of(self, form: str) -> str:
        """The words of a form's Word files."""
        return "\n".join(docx_text(data) for data in self.named(form, ".docx").values())


def opened(archive: bytes) -> Opened:
    """Open it and everything in it; asserts that each file is whole, listed and as its manifest says."""
    with zipfile.ZipFile(io.BytesIO(archive)) as held:
        assert held.testzip() is None
        files = {name: held.read(name) for name in held.namelist()}
    manifest = json.loads(files["manifeste.json"])
    listed = {one["nom"]: one for one in manifest["fichiers"]}
    assert set(files) - {"MANIFESTE.txt", "manifeste.json"} == set(listed)
    for path, one in listed.items():
        assert hashlib.sha256(files[path]).hexdigest() == one["sha256"], path
        assert len(files[path]) == one["octets"], path
        _reopen(path, files[path])
    return Opened(manifest, files)


def _reopen(path: str, data: bytes) -> None:
    if path.endswith(".docx"):
        assert Document(io.BytesIO(data)).element.body is not None
    elif path.endswith(".xlsx"):
        assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames
    elif path.endswith(".xml"):
        assert etree.fromstring(data).tag
    elif path.endswith(".ics"):
        assert data.startswith(b"BEGIN:VCALENDAR")
    else:
        assert path.endswith(".pdf")
        document = pypdfium2.PdfDocument(data)
        assert len(document) > 0
        document.close()

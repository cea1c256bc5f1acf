"""Make the example's call for tenders: RC, CCAP, CCTP (PDF), AE (Word), BPU (Excel), in one ZIP.

Usage: python -m tender.example.call FOLDER. The same version gives the same bytes. Written by us from the
facts of TED notice 334786-2021 (seven reserved lots, criteria 50/30/20); buyer, people, dates are invented.
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import typst

from tender.example.acte import acte_engagement
from tender.example.bordereau import bordereau

FOLDER = Path(__file__).parent / "dce"
ARCHIVE = "DCE_SIPM-2026-EX07_exemple.zip"

# The day the example was written: every date inside the files is this one, so that bytes never change.
DAY = (2026, 11, 22, 0, 0, 0)
STAMP = "2026-11-22T00:00:00Z"


@cache
def facts() -> dict[str, Any]:
    """What the call states: buyer, dates, lots with their needs and prices, criteria."""
    read: dict[str, Any] = json.loads((FOLDER / "call.json").read_text(encoding="utf-8"))
    return read


@cache
def call_files() -> dict[str, bytes]:
    """The files of the call, by name."""
    return {
        "1_RC_exemple.pdf": _printed("rc"),
        "2_CCAP_exemple.pdf": _printed("ccap"),
        "3_CCTP_exemple.pdf": _printed("cctp"),
        "4_AE_exemple.docx": _settled(acte_engagement(facts())),
        "5_BPU-DQE_exemple.xlsx": _settled(bordereau(facts())),
    }


def call_archive() -> bytes:
    """The call as a buyer's platform hands it out: one ZIP."""
    return _zipped(call_files())


def _printed(name: str) -> bytes:
    made = typst.compile(
        str(FOLDER / f"{name}.typ"), root=str(FOLDER), ignore_system_fonts=True, timestamp=0, format="pdf"
    )
    return bytes(made)


def _settled(office: bytes) -> bytes:
    """An Office file whose clock stands still: its archive dates and its own are the day of writing."""
    with zipfile.ZipFile(io.BytesIO(office)) as held:
        parts = {name: held.read(name) for name in held.namelist()}
    core = parts["docProps/core.xml"]
    parts["docProps/core.xml"] = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", STAMP.encode(), core)
    return _zipped(parts)


def _zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()


def main(folder: Path) -> None:
    """Write the files and their ZIP."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in {**call_files(), ARCHIVE: call_archive()}.items():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

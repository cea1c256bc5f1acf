"""ZIP archives whose bytes depend on their content alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest date a ZIP can hold: the same for every entry, so that no clock reaches the bytes."""


def pack(entries: Iterable[tuple[str, bytes]], *, stored: bool = False) -> bytes:
    """An archive of (name, bytes) in the order given. `stored`: its entries are compressed already."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in entries:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return held.getvalue()


def unpack(data: bytes) -> tuple[tuple[str, bytes], ...]:
    """The entries of an archive this program made."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return tuple((name, archive.read(name)) for name in archive.namelist())

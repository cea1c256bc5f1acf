"""Old Office files (compound documents): which program's, told from the names of their streams."""

from __future__ import annotations

from typing import Final

_MARK: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _stream(name: str) -> bytes:
    return name.encode("utf-16-le")


def is_compound(data: bytes) -> bool:
    """Whether the bytes are a compound document."""
    return data.startswith(_MARK)


def is_locked_office(data: bytes) -> bool:
    """A DOCX, XLSX or PPTX behind a password is wrapped in a compound document."""
    return is_compound(data) and _stream("EncryptedPackage") in data


def is_old_word(data: bytes) -> bool:
    """A .doc file."""
    return is_compound(data) and _stream("WordDocument") in data


def is_old_excel(data: bytes) -> bool:
    """An .xls file."""
    return (
        is_compound(data)
        and not is_old_word(data)
        and (_stream("Workbook") in data or _stream("Book\0") in data)
    )

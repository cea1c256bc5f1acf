"""The photograph of a paper (JPEG, PNG): laid on a page of its own and read as a scan is."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from tender.parsing.building import build_source
from tender.parsing.formats import pdf
from tender.parsing.refusal import RefusalReason, Refused
from tender.vocabulary.source import Source

_MARKS: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_MOST_PIXELS: Final = 60_000_000
_LONG_SIDE_INCHES: Final = 11.69
"""A4: the size of the paper is not in its photograph."""


def is_photo(data: bytes | Path) -> bool:
    """Whether the bytes begin as those of a JPEG or a PNG."""
    if isinstance(data, Path):
        with data.open("rb") as file:
            return file.read(8).startswith(_MARKS)
    return data.startswith(_MARKS)


def read_photo(data: bytes | Path, name: str) -> Source:
    """One page with the words tesseract finds. Raises Refused: damaged, or larger than any camera makes."""
    held = data.read_bytes() if isinstance(data, Path) else data
    return build_source(held, name, pdf.read_pages(_as_page(held, name), name), has_pages=True)


def _as_page(data: bytes, name: str) -> bytes:
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise Refused(RefusalReason.TOO_LARGE, name=name, pixels=picture.width * picture.height)
            upright = ImageOps.exif_transpose(picture).convert("L")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Refused(RefusalReason.DAMAGED, name=name) from error
    page = io.BytesIO()
    upright.save(page, "PDF", resolution=max(upright.size) / _LONG_SIDE_INCHES)
    return page.getvalue()

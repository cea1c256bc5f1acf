"""Pictures of PDF pages, as a reader sees them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

import pypdfium2 as pdfium
from PIL import Image

from tender.parsing.pdf_document import open_pdf
from tender.parsing.refusal import RefusalReason, Refused

WIDEST_PX: Final = 4000
_TALLEST_PX: Final = 12_000


def page_png(data: bytes | Path, number: int, *, width_px: int) -> bytes:
    """Page `number` (from 1) as a PNG `width_px` wide, turned as displayed.

    Raises Refused when the PDF cannot be opened or drawn, IndexError when it has no such page.
    """
    document = open_pdf(data, "")
    try:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        page = document[number - 1]
        width, height = page.get_size()
        if width <= 0 or height <= 0:
            raise Refused(RefusalReason.DAMAGED)
        scale = min(max(1, min(width_px, WIDEST_PX)) / width, _TALLEST_PX / height)
        bitmap = page.render(scale=scale, may_draw_forms=True, rev_byteorder=True)
        picture = bitmap.to_pil()
        return _png(picture)
    except pdfium.PdfiumError as error:
        raise Refused(RefusalReason.DAMAGED) from error
    finally:
        document.close()


def _png(picture: Image.Image) -> bytes:
    """A page has few colours: a palette halves its weight at no visible cost when it holds at most 256."""
    flat = picture.convert("RGB")
    few = flat.getcolors(256)
    held = flat.quantize(len(few)) if few else flat
    out = io.BytesIO()
    held.save(out, "PNG", compress_level=6)
    return out.getvalue()

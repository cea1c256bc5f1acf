"""An open PDF, or the reason why not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

from tender.parsing.refusal import RefusalReason, Refused


def open_pdf(data: bytes | Path, name: str) -> Any:
    """The open document; of a file on disk only what is asked for is read.

    Raises Refused when it is locked, damaged or has no page.
    """
    try:
        document = pdfium.PdfDocument(data)
        count = len(document)
    except pdfium.PdfiumError as error:
        said = str(error).casefold()
        locked = "password" in said or "security" in said
        raise Refused(RefusalReason.ENCRYPTED if locked else RefusalReason.DAMAGED, name=name) from error
    if not count:
        document.close()
        raise Refused(RefusalReason.DAMAGED, name=name)
    return document

"""An open PDF, or the reason why not."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

from tender.parsing.refusal import RefusalReason, Refused

# Of an XFA form it would tell the user to build pdfium anew: the form's plain fields are read.
logging.getLogger("pypdfium2").setLevel(logging.ERROR)


def open_pdf(data: bytes | Path, name: str) -> Any:
    """The open document; of a file on disk only what is asked for is read.

    Raises Refused when it is locked, damaged or has no page.
    """
    try:
        document = pdfium.PdfDocument(data)
        _open_form(document)
        count = len(document)
    except pdfium.PdfiumError as error:
        said = str(error).casefold()
        locked = "password" in said or "security" in said
        raise Refused(RefusalReason.ENCRYPTED if locked else RefusalReason.DAMAGED, name=name) from error
    if not count:
        document.close()
        raise Refused(RefusalReason.DAMAGED, name=name)
    return document


def _open_form(document: Any) -> None:
    """Have the fields of its pages, if any, drawn and told; a form that is broken is left closed."""
    try:
        document.init_forms()
    except pdfium.PdfiumError:
        logging.getLogger(__name__).info("the form of a PDF cannot be opened")

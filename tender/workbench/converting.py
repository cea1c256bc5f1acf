"""Buyers' forms of older or other office suites, opened as those that can be filled."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from tender.documents.buyer.filling import OLD_FORMATS, form_of
from tender.documents.response import BuyerFile, Response
from tender.parsing.office import convert
from tender.parsing.refusal import Refused


def with_forms_opened(response: Response) -> Response:
    """The response with each such form converted; one that cannot be is left, and told when it is filled."""
    return replace(response, buyer_files=tuple(_opened(held) for held in response.buyer_files))


def _opened(held: BuyerFile) -> BuyerFile:
    suffix = PurePosixPath(held.name).suffix.casefold()
    to = OLD_FORMATS.get(suffix)
    if to is None or not held.data or not form_of(held):
        return held
    try:
        return replace(held, data=convert(held.data, suffix, to, held.name))
    except Refused:
        return held

"""The facts of a call, one module each; extract() reads them all from the documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from tender.parsing.fields import (
    buyer,
    criteria,
    deadline,
    documents,
    duration,
    grouping,
    identity,
    insertion_hours,
    lots,
    needs,
    places,
    platform,
    prices,
    start,
    variants,
    visit,
)
from tender.parsing.ranking import Dossier
from tender.vocabulary.call import DocumentRead, Reading
from tender.vocabulary.source import Source

FIELDS: Final[tuple[Callable[[Dossier, Reading], Reading], ...]] = (
    buyer.read,
    identity.read,
    platform.read,
    deadline.read,
    lots.read,
    duration.read,
    criteria.read,
    documents.read,
    grouping.read,
    variants.read,
    visit.read,
    needs.read,
    places.read,
    prices.read,
    start.read,
    insertion_hours.read,
)
"""Each takes what was read before it and returns it with its own facts."""


def extract(sources: Sequence[Source]) -> Reading:
    """Everything the documents state but the social clauses told in words; None for what they do not say."""
    dossier = Dossier(sources)
    reading = Reading(documents=tuple(document_read(source) for source in sources))
    for read in FIELDS:
        reading = read(dossier, reading)
    return reading


def document_read(source: Source) -> DocumentRead:
    """The line of a file in the reading's list of documents."""
    return DocumentRead(
        name=source.name,
        sha256=source.sha256,
        kind=source.kind,
        pages=len(source.pages),
        language=source.language,
        ocr_pages=tuple(page.number for page in source.pages if page.ocr and page.number is not None),
        refused=source.refused,
    )

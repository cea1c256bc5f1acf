"""A Source out of the pages a format has read: its fingerprint, what it is, its language."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from tender.parsing.kinds import kind_of
from tender.parsing.language import language_of
from tender.vocabulary.source import DocumentKind, Page, Source


def build_source(
    data: bytes | Path,
    name: str,
    pages: Iterable[Page],
    *,
    has_pages: bool = False,
    kind: DocumentKind | None = None,
    language: str | None = None,
) -> Source:
    """The Source of these bytes; kind and language are told from the text unless the format knows them."""
    held = tuple(pages)
    return Source(
        name=name,
        sha256=fingerprint(data),
        kind=kind if kind is not None else kind_of(held, name),
        pages=held,
        language=language if language is not None else language_of(page.text for page in held),
        has_pages=has_pages,
    )


def fingerprint(data: bytes | Path) -> str:
    """The SHA-256 of a file, held or on disk."""
    if isinstance(data, Path):
        with data.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    return hashlib.sha256(data).hexdigest()


def refused_source(data: bytes, name: str, reason: str) -> Source:
    """The Source of a file that is not read: no page, and the reason code."""
    return Source(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        kind=DocumentKind.OTHER,
        pages=(),
        refused=reason,
    )

"""What a file of a call is (RC, CCAP, CCTP…), told from its content first; its name is a hint."""

from __future__ import annotations

from collections.abc import Sequence

from tender.vocabulary.source import DocumentKind, Page


def kind_of(pages: Sequence[Page], name: str) -> DocumentKind:
    """The kind of document these pages are."""
    del pages, name
    return DocumentKind.OTHER

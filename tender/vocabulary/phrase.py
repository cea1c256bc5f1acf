"""French words that pages say in other languages too."""

from __future__ import annotations


class Phrase(str):
    """French words with named places, « %(member)s »; the pages translate them, the documents do not."""

    __slots__ = ()


def phrase(french: str) -> Phrase:
    """Mark words for the catalogues of the pages."""
    return Phrase(french)

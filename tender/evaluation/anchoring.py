"""Whether a quote stands word for word where its evidence says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from tender.vocabulary.source import Evidence, Page, Source


def evidence_in(value: object) -> Iterator[Evidence]:
    """Every evidence a value of our vocabulary holds, however deep."""
    if isinstance(value, Evidence):
        yield value
    elif isinstance(value, (tuple, list)):
        for held in value:
            yield from evidence_in(held)
    elif is_dataclass(value):
        for part in fields(value):
            yield from evidence_in(getattr(value, part.name))


def stands_at_its_place(reading: object, sources: Iterable[Source]) -> Iterator[bool]:
    """For each evidence of a reading, whether its document has the quote on that page, sheet or field.

    White space apart: a line's end may be quoted as a space.
    """
    pages: dict[str, list[Page]] = defaultdict(list)
    for source in sources:
        pages[source.name] += source.pages
    texts: dict[int, str] = {}
    for held in evidence_in(reading):
        wanted = " ".join(held.quote.split())
        places = [page for page in pages[held.document] if _is_the_place(page, held)]
        for page in places:
            texts.setdefault(id(page), " ".join(page.text.split()))
        yield bool(wanted) and any(wanted in texts[id(page)] for page in places)


def _is_the_place(page: Page, held: Evidence) -> bool:
    if held.page is not None:
        return page.number == held.page
    if page.grid and held.path is not None and page.path is not None:
        return held.path == page.path or held.path.startswith(f"{page.path}!")
    return page.path == held.path

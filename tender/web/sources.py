"""The page a fact stands on, ready to be shown: a picture with its words marked, or its text."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape

from tender.store.calls import CallFileRow, CallRow, FactRow, PageRow
from tender.vocabulary.source import Box, Evidence
from tender.workbench.facts import evidence_of


@dataclass(frozen=True, slots=True)
class Place:
    """One of the places of a fact, for going from one to the next."""

    number: int
    words: str
    current: bool


@dataclass(frozen=True, slots=True)
class ShownSource:
    """A page of a file: a picture with boxes where the format has pages, else its text, quote marked."""

    file: CallFileRow
    page: PageRow
    quote: str
    hits: tuple[Box, ...]
    text: Markup | None
    places: tuple[Place, ...]


def shown_source(call: CallRow, fact: FactRow | None, *, place: int = 0) -> ShownSource | None:
    """The page of one of the fact's places; None when it stands nowhere in the files."""
    if fact is None:
        return None
    files = {file.name: file for file in call.files}
    known = [one for one in evidence_of(fact) if one.document in files]
    if not known:
        return None
    chosen = known[place] if 0 <= place < len(known) else known[0]
    file = files[chosen.document]
    page = _page(file, chosen)
    if page is None:
        return None
    pictured = file.has_pictures and page.number is not None
    return ShownSource(
        file=file,
        page=page,
        quote=chosen.quote,
        hits=chosen.boxes if pictured else (),
        text=None if pictured else marked(page.text, chosen.quote),
        places=tuple(Place(number, _place_words(one), one is chosen) for number, one in enumerate(known)),
    )


def _page(file: CallFileRow, evidence: Evidence) -> PageRow | None:
    if evidence.page is not None:
        return next((page for page in file.pages if page.number == evidence.page), None)
    exact = next((page for page in file.pages if page.path == evidence.path), None)
    if exact is not None or evidence.path is None:
        return exact or next(iter(file.pages), None)
    # A cell's path names its sheet first: "BPU!B4".
    sheet = evidence.path.rsplit("!", 1)[0]
    return next((page for page in file.pages if page.path == sheet), None) or next(
        (page for page in file.pages if evidence.quote in page.text), None
    )


def _place_words(evidence: Evidence) -> str:
    name = evidence.document.rsplit("/", 1)[-1]
    if evidence.page is not None:
        return f"{name}, p. {evidence.page}"
    return f"{name}, {evidence.path}" if evidence.path else name


def marked(text: str, quote: str) -> Markup:
    """The text with the quote in <mark>, at its first place."""
    at = text.find(quote) if quote else -1
    if at < 0:
        return escape(text)
    end = at + len(quote)
    return escape(text[:at]) + Markup("<mark>") + escape(quote) + Markup("</mark>") + escape(text[end:])

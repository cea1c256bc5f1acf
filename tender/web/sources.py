"""The page a fact stands on, ready to be shown: a picture with its words marked, or its text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup, escape

from tender.store.calls import CallFileRow, CallRow, FactRow, PageRow
from tender.vocabulary.plain import from_plain
from tender.vocabulary.source import Box, Evidence
from tender.web.place_words import place_words
from tender.workbench.facts import evidence_of


@dataclass(frozen=True, slots=True)
class Place:
    """One of the places of a fact, for going from one to the next."""

    number: int
    words: str
    current: bool


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another fact written on the same page, and where."""

    fact: FactRow
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class ShownSource:
    """A page of a file: a picture with boxes where the format has pages, else its text, quote marked."""

    file: CallFileRow
    page: PageRow
    quote: str
    hits: tuple[Box, ...]
    text: Markup | None
    places: tuple[Place, ...]
    neighbours: tuple[Neighbour, ...] = ()


def shown_source(call: CallRow, fact: FactRow | None, *, place: int = 0) -> ShownSource | None:
    """The page of one of the fact's places; None when it stands nowhere in the files."""
    if fact is None:
        return None
    files = {file.name: file for file in call.files}
    known = [one for one in places_of(fact) if one.document in files]
    if not known:
        return None
    chosen = known[place] if 0 <= place < len(known) else known[0]
    file = files[chosen.document]
    page = page_of(file, chosen)
    if page is None:
        return None
    pictured = file.has_pictures and page.number is not None
    return ShownSource(
        file=file,
        page=page,
        quote=chosen.quote,
        hits=chosen.boxes if pictured else (),
        text=None if pictured else marked(page.text, chosen.quote),
        places=tuple(
            Place(number, place_words(one.document, one.page, one.path), one is chosen)
            for number, one in enumerate(known)
        ),
        neighbours=_neighbours(call, fact, chosen) if pictured else (),
    )


def places_of(fact: FactRow) -> list[Evidence]:
    """Where a fact was read, then where what contradicts it was."""
    rivals = [
        from_plain(Evidence, held) for rival in fact.rivals or () for held in rival.get("evidence") or ()
    ]
    return [*evidence_of(fact), *rivals]


def _neighbours(call: CallRow, fact: FactRow, chosen: Evidence) -> tuple[Neighbour, ...]:
    found = []
    for other in call.facts:
        if other.id == fact.id or other.effective is None:
            continue
        boxes = [
            box
            for one in evidence_of(other)
            if (one.document, one.page) == (chosen.document, chosen.page)
            for box in one.boxes
            if box not in chosen.boxes
        ]
        if boxes:
            found.append(Neighbour(other, tuple(boxes)))
    return tuple(found)


def page_of(file: CallFileRow, evidence: Evidence) -> PageRow | None:
    """The page of a file that holds a place, as near as the place tells."""
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


def marked_spans(text: str, spans: Iterable[tuple[int, int]]) -> Markup:
    """The text with these spans in <mark>; spans that overlap are one."""
    said, at = Markup(""), 0
    for start, end in sorted(spans):
        if end <= at:
            continue
        start = max(start, at)
        said += escape(text[at:start]) + Markup("<mark>") + escape(text[start:end]) + Markup("</mark>")
        at = end
    return said + escape(text[at:])


def marked(text: str, quote: str) -> Markup:
    """The text with the quote in <mark>, at its first place."""
    at = text.find(quote) if quote else -1
    if at < 0:
        return escape(text)
    end = at + len(quote)
    return escape(text[:at]) + Markup("<mark>") + escape(quote) + Markup("</mark>") + escape(text[end:])


def with_places(text: str, call: CallRow) -> Markup:
    """A sentence with each place it names ("RC.pdf, page 3"; a notice's field) led to that page."""
    said, at = Markup(""), 0
    files = {name: file for file in call.files for name in (file.name, file.name.rsplit("/", 1)[-1])}
    names = "|".join(re.escape(name) for name in sorted(files, key=len, reverse=True))
    if not names:
        return escape(text)
    for match in re.finditer(rf"({names})(?:, page (\d+)|, ([/$][^\s)]+))?", text):
        file, path = files[match[1]], match[3]
        position = int(match[2] or 1)
        if path:
            position = next((page.position for page in file.pages if page.path == path), 1)
        words = place_words(match[1], None, path) if path else match[0]
        address = url_for("documents.page", call_id=call.id, file_id=file.id, position=position)
        said += escape(text[at : match.start()]) + Markup('<a href="{}">{}</a>').format(address, words)
        at = match.end()
    return said + escape(text[at:])

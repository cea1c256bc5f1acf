"""Files to a reading: each is read apart, then the call as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tender.parsing.archive import Entry
from tender.parsing.isolation import read_all
from tender.parsing.refusal import RefusalReason, french
from tender.vocabulary.call import DocumentRead, Reading
from tender.vocabulary.remark import Remark, pages
from tender.vocabulary.source import DocumentKind, Source
from tender.workbench.understanding import make_ready, understand_apart

Progress = Callable[[int, int, str], None]
"""Called with files done, files in all, and the name of the file at hand."""


@dataclass(frozen=True, slots=True)
class ReadCall:
    """A reading, the sources it was read from, and the bytes of each file, in the order of the entries."""

    reading: Reading
    sources: tuple[Source, ...]
    sizes: tuple[int, ...]


def _silent(done: int, total: int, name: str) -> None:
    """No one is watching."""


def read_entries(entries: Sequence[Entry], *, progress: Progress = _silent) -> ReadCall:
    """Read every file apart, then the call as a whole; a refused file is named and the others go on."""
    make_ready()
    return read_call(entries, read_all(entries, progress=progress))


def read_call(entries: Sequence[Entry], sources: Sequence[Source]) -> ReadCall:
    """The call as a whole out of its files already read, in the order of the entries."""
    notices = [
        (entry.name, entry.data)
        for entry, source in zip(entries, sources, strict=True)
        if source.kind is DocumentKind.NOTICE and not source.has_pages and source.refused is None
    ]
    reading = understand_apart(sources, notices)
    return ReadCall(
        reading=replace(
            reading,
            documents=tuple(_document(source) for source in sources),
            warnings=(*_unrecognised(sources), *reading.warnings),
        ),
        sources=tuple(sources),
        sizes=tuple(len(entry.data) for entry in entries),
    )


def _unrecognised(sources: Sequence[Source]) -> tuple[Remark, ...]:
    """What is told of pages that are pictures and gave no words: no reader at hand, no time, or no text."""
    found = {
        source.name: [
            page.number for page in source.pages if page.ocr and page.number and not page.text.strip()
        ]
        for source in sources
    }
    return tuple(
        Remark("unrecognised", file=name, pages=pages(blank)) for name, blank in found.items() if blank
    )


def _document(source: Source) -> DocumentRead:
    return DocumentRead(
        name=source.name,
        sha256=source.sha256,
        kind=source.kind,
        pages=sum(1 for page in source.pages if page.number is not None) or len(source.pages),
        language=source.language,
        ocr_pages=tuple(page.number for page in source.pages if page.ocr and page.number is not None),
        refused=_refusal(source),
    )


def _refusal(source: Source) -> str | None:
    if source.refused is None:
        return None
    try:
        reason = RefusalReason(source.refused)
    except ValueError:
        return source.refused
    return french(reason, source.name)

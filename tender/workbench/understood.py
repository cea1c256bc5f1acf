"""Files already read to a reading: the only lines where parsing and clauses meet. Run, it is the child of
`understanding`."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tender.clauses import detect
from tender.parsing.disputed_hours import settle_hours
from tender.parsing.fields import extract
from tender.parsing.joining import contradictions, join_clauses
from tender.parsing.merging import merge
from tender.parsing.notices import read_notice
from tender.parsing.serving import allow, reason_of, serve
from tender.parsing.wire import packed, sources_from
from tender.vocabulary.call import Reading
from tender.vocabulary.source import Source
from tender.workbench.understanding import REFUSED, Notice


def understand(sources: Sequence[Source], notices: Sequence[Notice]) -> Reading:
    """The facts and clauses of a call, by its files' pages and its notices' codes."""
    coded = [held for name, data in notices if (held := read_notice(data, name)) is not None]
    reading = merge(extract(sources), coded)
    found = detect(sources, [lot.number for lot in reading.lots])
    kinds = {source.name: source.kind for source in sources}
    clauses, disputed = settle_hours(join_clauses(found, reading.clauses), kinds)
    return replace(
        reading,
        clauses=clauses,
        warnings=(*reading.warnings, *contradictions(found, reading.clauses), *disputed),
    )


def _answer(seconds: float, pieces: Iterator[bytes]) -> tuple[bytes]:
    allow(seconds)
    try:
        # Our own caller wrote these pieces, out of what it had itself let in.
        notices = pickle.loads(next(pieces))  # noqa: S301
        return (packed(understand(tuple(sources_from(pieces, pickle.loads)), notices)),)
    except Exception as error:
        return (REFUSED + reason_of(error).value.encode(),)


if __name__ == "__main__":
    serve(_answer)

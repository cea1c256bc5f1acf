"""What a child of isolation sends back, and how it is unpacked: only the nouns of a Source, no other name.

Pages go a few at a time: who sends them and who receives them never holds all twice.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import chain, islice
from typing import Any, Final

from tender.vocabulary.source import Source

_ALLOWED: Final = frozenset(
    (
        ("tender.parsing.wire", "Answer"),
        ("tender.vocabulary.source", "Source"),
        ("tender.vocabulary.source", "Page"),
        ("tender.vocabulary.source", "SheetMarks"),
        ("tender.vocabulary.source", "WordMap"),
        ("tender.vocabulary.source", "Table"),
        ("tender.vocabulary.source", "Cell"),
        ("tender.vocabulary.source", "DocumentKind"),
        ("array", "array"),
        ("array", "_array_reconstructor"),
    )
)
_PAGES_AT_ONCE: Final = 32
NO_SUCH_PAGE: Final = "no_such_page"
_GETATTR: Final = ("builtins", "getattr")
"""By which enums of Python 3.11.0 to 3.11.3, Debian 12's own among them, are written."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A Source, a picture, or the reason code why there is none."""

    source: Source | None = None
    picture: bytes | None = None
    refused: str | None = None


class Unpacker(pickle.Unpickler):
    """Refuses every name but plain ones: no child, taken over by a bad file, can make the caller run things.

    `plain`: modules and names that may be read.
    """

    plain: frozenset[tuple[str, str]] = _ALLOWED

    def find_class(self, module_name: str, global_name: str, /) -> Any:
        if (module_name, global_name) in self.plain:
            return super().find_class(module_name, global_name)
        if (module_name, global_name) == _GETATTR:
            return _member
        raise pickle.UnpicklingError(f"{module_name}.{global_name}")

    @classmethod
    def undone(cls, piece: bytes) -> Any:
        """What a piece holds. Raises pickle.UnpicklingError alone, whatever the bytes trip over."""
        try:
            return cls(io.BytesIO(piece)).load()
        except pickle.UnpicklingError:
            raise
        except Exception as error:
            raise pickle.UnpicklingError(type(error).__name__) from error


def _member(kind: type[Enum], name: str) -> Enum:
    """What getattr gives of an enum, and of nothing else."""
    if not (isinstance(kind, type) and issubclass(kind, Enum)):
        raise pickle.UnpicklingError(f"{kind}.{name}")
    return kind[name]


def answer_from(pieces: Iterator[bytes]) -> Answer:
    """The answer in these pieces. Raises pickle.UnpicklingError when they hold anything else."""
    answer = Unpacker.undone(next(pieces, b""))
    if not isinstance(answer, Answer):
        raise pickle.UnpicklingError(type(answer).__name__)
    sources = tuple(sources_from(pieces, Unpacker.undone))
    return replace(answer, source=sources[0]) if sources else answer


def answer_to(answer: Answer) -> Iterator[bytes]:
    """The answer in pieces."""
    yield packed(replace(answer, source=None))
    if answer.source is not None:
        yield from sources_to((answer.source,))


def sources_to(sources: Iterable[Source]) -> Iterator[bytes]:
    """Files read, in pieces: each without its pages and the number of pieces these make, then these."""
    for source in sources:
        starts = range(0, len(source.pages), _PAGES_AT_ONCE)
        yield packed((replace(source, pages=()), len(starts)))
        for start in starts:
            yield packed(source.pages[start : start + _PAGES_AT_ONCE])


def sources_from(pieces: Iterator[bytes], unpacked: Callable[[bytes], Any]) -> Iterator[Source]:
    """The files in these pieces, each undone by `unpacked`."""
    for head in pieces:
        source, count = unpacked(head)
        pages = chain.from_iterable(map(unpacked, islice(pieces, count)))
        yield replace(source, pages=tuple(pages))


def packed(held: object) -> bytes:
    """One piece."""
    return pickle.dumps(held, protocol=5)

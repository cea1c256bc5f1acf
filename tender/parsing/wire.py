"""What a child of isolation sends back, and how it is unpacked: only the nouns of a Source, no other name."""

from __future__ import annotations

import io
import pickle
from dataclasses import dataclass
from enum import Enum
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
        ("copyreg", "_reconstructor"),
        ("builtins", "object"),
    )
)


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


def _member(kind: type[Enum], name: str) -> Enum:
    """What getattr gives of an enum, and of nothing else."""
    if not (isinstance(kind, type) and issubclass(kind, Enum)):
        raise pickle.UnpicklingError(f"{kind}.{name}")
    return kind[name]


def answer_from(data: bytes) -> Answer:
    """The answer in these bytes. Raises pickle.UnpicklingError when they hold anything else."""
    answer = Unpacker(io.BytesIO(data)).load()
    if not isinstance(answer, Answer):
        raise pickle.UnpicklingError(type(answer).__name__)
    return answer


def answer_to(answer: Answer) -> bytes:
    """The answer as bytes."""
    return pickle.dumps(answer, protocol=5)

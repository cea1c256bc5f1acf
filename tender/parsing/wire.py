"""What a child of isolation sends back, and how it is unpacked: only the nouns of a Source, no other name."""

from __future__ import annotations

import io
import pickle
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Answer:
    """A Source, a picture, or the reason code why there is none."""

    source: Source | None = None
    picture: bytes | None = None
    refused: str | None = None


class _Reader(pickle.Unpickler):
    """Refuses every name but ours: a child taken over by a bad file cannot make the caller run anything."""

    def find_class(self, module_name: str, global_name: str, /) -> Any:
        if (module_name, global_name) not in _ALLOWED:
            raise pickle.UnpicklingError(f"{module_name}.{global_name}")
        return super().find_class(module_name, global_name)


def answer_from(data: bytes) -> Answer:
    """The answer in these bytes. Raises pickle.UnpicklingError when they hold anything else."""
    answer = _Reader(io.BytesIO(data)).load()
    if not isinstance(answer, Answer):
        raise pickle.UnpicklingError(type(answer).__name__)
    return answer


def answer_to(answer: Answer) -> bytes:
    """The answer as bytes."""
    return pickle.dumps(answer, protocol=5)

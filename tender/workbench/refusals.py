"""Why a call or one of its files could not be read, in the words parsing keeps for it."""

from __future__ import annotations

from dataclasses import dataclass

from tender.parsing.refusal import LIMITS, RefusalReason, sentence_of
from tender.store.calls import CallFileRow, CallRow
from tender.vocabulary.phrase import Phrase


@dataclass(frozen=True, slots=True)
class FileRefusal:
    """Why a file was not read, and what to do: a French sentence and what it names."""

    said: Phrase
    facts: dict[str, str | int]


def refusals_of(call: CallRow) -> list[FileRefusal]:
    """Of each refused file; for a call refused as a whole, its own reason."""
    refusals = [file_refusal(file) for file in call.files if file.refused]
    if not refusals and call.refusal in {reason.value for reason in RefusalReason}:
        refusals = [_refusal(call.refusal, call.title)]
    return refusals


def file_refusal(file: CallFileRow) -> FileRefusal:
    """Why this file was not read."""
    return _refusal(file.refused or "", file.name.rsplit("/", 1)[-1])


def _refusal(reason: str, name: str) -> FileRefusal:
    return FileRefusal(sentence_of(reason), {"file": name, **LIMITS})

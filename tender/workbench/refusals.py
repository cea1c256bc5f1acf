"""Why a call or one of its files could not be read, in the words parsing keeps for it."""

from __future__ import annotations

from tender.parsing.refusal import RefusalReason, french
from tender.store.calls import CallFileRow, CallRow


def refusal_words(call: CallRow) -> list[str]:
    """One sentence a refused file; for a call refused as a whole, its own reason."""
    sentences = [file_refusal(file) for file in call.files if file.refused]
    if not sentences and call.refusal in {reason.value for reason in RefusalReason}:
        sentences = [french(call.refusal, {"name": call.title})]
    return sentences


def file_refusal(file: CallFileRow) -> str:
    """Why this file was not read, and what to do."""
    return french(file.refused or "", {"name": file.name.rsplit("/", 1)[-1]})

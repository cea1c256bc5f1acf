"""All scores of one corpus: passages, whole calls, notices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tender.evaluation.notices import NoticeFigures, evaluate_notices
from tender.evaluation.passages import PassageFigures, evaluate_passages
from tender.evaluation.readings import CallFigures, evaluate_calls

PASSAGES: Final = Path("passages") / "dev.jsonl"
_PARTS: Final = 3


class CorpusAbsent(Exception):
    """No labelled calls in this folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self.folder = folder


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every figure of one run."""

    passages: PassageFigures
    calls: CallFigures
    notices: NoticeFigures

    def plain(self) -> dict[str, Any]:
        """As JSON says it."""
        return {
            "passages": self.passages.plain(),
            "calls": self.calls.plain(),
            "notices": self.notices.plain(),
        }


def _silent(done: int, total: int, step: str) -> None:
    """No one is watching."""


def evaluate(corpus: Path, *, progress: Callable[[int, int, str], None] = _silent) -> Evaluation:
    """Read and label everything the corpus holds labels for, a minute or two. Raises CorpusAbsent."""
    if not (corpus / PASSAGES).is_file() or not (corpus / "gold").is_dir():
        raise CorpusAbsent(corpus)
    passages = evaluate_passages(corpus / PASSAGES)
    progress(1, _PARTS, "passages")
    calls = evaluate_calls(corpus)
    progress(2, _PARTS, "calls")
    notices = evaluate_notices(corpus)
    progress(_PARTS, _PARTS, "notices")
    return Evaluation(passages, calls, notices)

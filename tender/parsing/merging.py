"""One reading of a call out of its documents' text and its notices; where they differ, both are named.

Believed in this order: questions and answers and corrections, the rules of the call (RC), the notice's own
fields, then the other documents. What a notice states best (names, the platform) is taken from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar

from tender.parsing.comparing import alike, differ, same_moment
from tender.parsing.flow import fold
from tender.parsing.joining import contradictions, join_clauses
from tender.parsing.merged_lists import Lists
from tender.parsing.ranking import CONTRADICTED
from tender.vocabulary.call import MOMENTS, DocumentRead, MaxLots, Reading, stated_names
from tender.vocabulary.source import DocumentKind, Rival, Stated

T = TypeVar("T")

_CORRECTED: Final = re.compile(r"/CHANGES/|Changes/|RECTIFICATIF|rectificatif")
"""A path that shows that the notice corrects an earlier one."""
_SURE: Final = 0.6
_FACTS: Final = stated_names(Reading)
_REMARKED: Final = (
    "buyer",
    "reference",
    "deadline",
    "questions_deadline",
    "validity_days",
    "variants_allowed",
)
"""The facts of which a difference is remarked; of the others it goes unsaid."""
_NOTICE_FIRST: Final = ("buyer", "subject", "platform")


def merge(text: Reading, notices: Sequence[Reading]) -> Reading:
    """The reading of the documents' text completed and corrected by the notices'.

    Lots are matched by number, and by title where the numbers do not meet. The notices' own warnings are
    kept.
    """
    if not notices:
        return text
    notice = _united(notices)
    published = {document.name for reading in notices for document in reading.documents}
    choice = _Choice(text, notice, published)
    facts: dict[str, Any] = {
        name: choice.of(name, getattr(text, name), getattr(notice, name)) for name in _FACTS
    }
    documents = _by_name(text, notice)
    lists = Lists(documents, published)
    lots, dismissed = lists.lots(text, notice, corrected=_corrects(notice))
    return replace(
        text,
        **facts,
        documents=documents,
        lots=lots,
        dismissed=dismissed,
        whole=lists.whole(text.whole, notice.whole),
        max_lots=_max_lots(text.max_lots, notice.max_lots),
        award_criteria=lists.criteria(text.award_criteria, notice.award_criteria),
        required_documents=text.required_documents or notice.required_documents,
        clauses=join_clauses(text.clauses, notice.clauses),
        warnings=tuple(
            dict.fromkeys(
                (
                    *text.warnings,
                    *notice.warnings,
                    *choice.warnings,
                    *lists.warnings,
                    *contradictions(text.clauses, notice.clauses),
                )
            )
        ),
    )


def _united(notices: Sequence[Reading]) -> Reading:
    """Several notices of one call (BOAMP and TED, a call and its correction) as one, corrections first."""
    ranked = sorted(notices, key=lambda notice: not _corrects(notice))
    first = ranked[0]
    for other in ranked[1:]:
        empty = {
            name: getattr(other, name)
            for name in (*_FACTS, "lots", "whole", "award_criteria", "required_documents")
            if not getattr(first, name)
        }
        warnings = list(other.warnings)
        if first.deadline and other.deadline and not same_moment(first.deadline.value, other.deadline.value):
            warnings.append(differ("deadline", first.deadline, other.deadline))
        first = replace(
            first,
            **empty,
            documents=(*first.documents, *other.documents),
            max_lots=_max_lots(first.max_lots, other.max_lots),
            clauses=join_clauses(first.clauses, other.clauses),
            warnings=tuple(dict.fromkeys((*first.warnings, *warnings))),
        )
    return first


def _corrects(notice: Reading) -> bool:
    return notice.deadline is not None and any(
        _CORRECTED.search(e.path or "") for e in notice.deadline.evidence
    )


class _Choice:
    """Chooses between a fact the documents tell and the one a notice states, and keeps what differed."""

    def __init__(self, text: Reading, notice: Reading, published: set[str]) -> None:
        self.kinds = {document.name: document.kind for document in (*notice.documents, *text.documents)}
        self.published = published
        self.warnings: list[str] = []

    def of(self, name: str, told: Stated[T] | None, coded: Stated[T] | None) -> Stated[T] | None:
        """The fact to keep; its twin adds its places, its rival a warning."""
        if told is None or coded is None:
            return told or coded
        if _same(name, told.value, coded.value):
            best = coded if name in _NOTICE_FIRST or "T" not in str(told.value) else told
            return _both(best, told if best is coded else coded)
        document = told.evidence[0].document if told.evidence else ""
        own_words = document in self.published
        kind = self.kinds.get(document, DocumentKind.OTHER)
        ahead = not own_words and _told_first(name, told, coded, kind)
        kept, other = (told, coded) if ahead else (coded, told)
        if name in _REMARKED and other.confidence >= _SURE and not own_words:
            self.warnings.append(differ(name, kept, other))
            rival = Rival(other.value, other.evidence[:2], other.confidence, _rule(name, coded, kind))
            return replace(
                kept,
                confidence=min(kept.confidence, CONTRADICTED),
                rivals=(*kept.rivals, rival, *other.rivals),
            )
        return kept


def _rule(name: str, coded: Stated[T], kind: DocumentKind) -> str:
    """Why the kept one of a document's words and a notice's field goes first (see Rival)."""
    if name in _NOTICE_FIRST:
        return "notice"
    if kind is DocumentKind.QA:
        return "answers"
    if any(_CORRECTED.search(e.path or "") for e in coded.evidence):
        return "correction"
    return "rules" if kind is DocumentKind.RC else "rank"


def _told_first(name: str, told: Stated[T], coded: Stated[T], kind: DocumentKind) -> bool:
    """Whether a document's words go before the notice's field (see the module's order)."""
    if name in _NOTICE_FIRST or told.confidence < _SURE:
        return False
    if kind is DocumentKind.QA:
        return True
    corrected = any(_CORRECTED.search(e.path or "") for e in coded.evidence)
    return kind is DocumentKind.RC and not corrected


def _same(name: str, a: object, b: object) -> bool:
    if name in MOMENTS:
        return same_moment(str(a), str(b))
    if isinstance(a, str) and isinstance(b, str):
        return alike(a, b) if name != "reference" else fold(a) in fold(b) or fold(b) in fold(a)
    return a == b


def _both(kept: Stated[T], other: Stated[T]) -> Stated[T]:
    more = tuple(e for e in other.evidence if e not in kept.evidence)
    sure = max(kept.confidence, min(0.99, other.confidence + 0.02))
    return Stated(kept.value, (*kept.evidence, *more)[:5], sure, (*kept.rivals, *other.rivals))


def _by_name(text: Reading, notice: Reading) -> tuple[DocumentRead, ...]:
    known = {document.name for document in text.documents}
    return (*text.documents, *(document for document in notice.documents if document.name not in known))


def _max_lots(first: MaxLots, second: MaxLots) -> MaxLots:
    return MaxLots(submitted=first.submitted or second.submitted, awarded=first.awarded or second.awarded)

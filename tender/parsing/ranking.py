"""Which document is believed: a later change, then the rules of the call, then the contract."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Generic, TypeVar

from tender.parsing.flow import Flow, fold
from tender.vocabulary.remark import Fact, Remark, of_lots, place, quote, word
from tender.vocabulary.source import DocumentKind, Evidence, Rival, Source, Stated

CONTRADICTED: Final = 0.65
"""The most that a value can be believed which another document denies: it is shown as a doubt."""

T = TypeVar("T")

_RANK = {
    DocumentKind.QA: 1,
    DocumentKind.RC: 0,
    DocumentKind.NOTICE: 1,
    DocumentKind.AE: 2,
    DocumentKind.CCP: 2,
    DocumentKind.CCAP: 2,
    DocumentKind.CCTP: 3,
    DocumentKind.OTHER: 4,
    DocumentKind.ANNEX: 5,
    DocumentKind.BPU: 6,
    DocumentKind.DQE: 6,
    DocumentKind.DPGF: 6,
}
_FORMS = (DocumentKind.DC1, DocumentKind.DC2)
_BLANKS = re.compile(
    r"notice explicative|notice d'utilisation|lettre de candidature\s*-?\s*(?:designation|habilitation)"
    r"|declaration du candidat individuel|formulaire (?:non obligatoire|dc\s?\d)"
)


@dataclass(frozen=True, slots=True)
class Candidate(Generic[T]):
    """One reading of a fact: its value, where it stands, how sure, and the words to compare it by."""

    value: T
    flow: Flow
    evidence: tuple[Evidence, ...]
    confidence: float
    key: str = ""

    @property
    def place(self) -> Fact:
        """Its first place."""
        return place(self.evidence, self.flow.name)

    def rival(self, rule: str) -> Rival:
        """This reading as one that contradicts the kept one; `rule`: why it comes after."""
        return Rival(self.value, self.evidence[:2], self.confidence, rule)

    def stated(self, others: Sequence[Candidate[T]] = ()) -> Stated[T]:
        """The fact, with the places of those that say the same."""
        same = [one for one in others if one is not self and one.key == self.key]
        evidence = list(self.evidence)
        for one in same:
            evidence += [e for e in one.evidence if e not in evidence]
        return Stated(self.value, tuple(evidence[:4]), min(0.99, self.confidence + 0.02 * min(len(same), 3)))


class Dossier:
    """The documents of one call that can state facts, the most believed first; no forms to fill in."""

    def __init__(self, sources: Iterable[Source]) -> None:
        told = [
            source for source in sources if source.pages and not source.refused and not is_blank_form(source)
        ]
        self.flows = tuple(Flow(source) for source in sorted(told, key=lambda s: _RANK.get(s.kind, 4)))

    def of(self, *kinds: DocumentKind) -> tuple[Flow, ...]:
        """The documents of these kinds, in the order the kinds are named."""
        return tuple(flow for kind in kinds for flow in self.flows if flow.kind is kind)

    @property
    def questions(self) -> tuple[Flow, ...]:
        """Registers of questions and answers, and corrections."""
        return self.of(DocumentKind.QA)

    def rules_first(self) -> tuple[Flow, ...]:
        """All documents, those that set the rules of the call first, questions and price tables last."""
        later = (DocumentKind.QA, DocumentKind.BPU, DocumentKind.DQE, DocumentKind.DPGF)
        first = tuple(flow for flow in self.flows if flow.kind not in later)
        return first + tuple(flow for flow in self.flows if flow.kind in later)


def rank(flow: Flow) -> int:
    """0 for the rules of the call, rising as a document is believed less."""
    return _RANK.get(flow.kind, 4)


def is_blank_form(source: Source) -> bool:
    """DC1, DC2 and the explanatory notices of the ministry: they speak of any call, never of this one."""
    if source.kind in _FORMS:
        return True
    opening = fold(" ".join(source.pages[0].text.split())[:700]) if source.pages else ""
    return bool(_BLANKS.search(opening)) and source.kind not in (DocumentKind.RC, DocumentKind.CCAP)


def choose(candidates: Sequence[Candidate[T]], what: str = "") -> tuple[Stated[T] | None, tuple[Remark, ...]]:
    """The most believed reading, and a warning when a document sure of itself says otherwise.

    What is contradicted is never sure: a person decides.
    `what` names the fact (vocabulary.remark.WORDS); empty: no warning.
    """
    if not candidates:
        return None, ()
    best = min(candidates, key=lambda c: (rank(c.flow) // 2, -round(c.confidence, 2), rank(c.flow)))
    warnings: list[Remark] = []
    rivals: list[Rival] = []
    if what:
        told: set[str] = {best.key}
        for other in candidates:
            if other.key not in told and other.confidence >= 0.75 and other.evidence:
                told.add(other.key)
                warnings.append(disagreement(what, best, other))
                rivals.append(other.rival(rule_between(best.flow, other.flow)))
    stated = best.stated(candidates)
    if warnings:
        stated = replace(stated, confidence=min(stated.confidence, CONTRADICTED), rivals=tuple(rivals))
    return stated, tuple(warnings)


def rule_between(best: Flow, other: Flow) -> str:
    """Why the one document goes before the other (see Rival)."""
    if best.kind is DocumentKind.QA and other.kind is not DocumentKind.QA:
        return "answers"
    if best.kind is DocumentKind.RC and other.kind is not DocumentKind.RC:
        return "rules"
    return "rank" if rank(best) < rank(other) else "surer"


def disagreement(what: str, kept: Candidate[T], other: Candidate[T]) -> Remark:
    """The remark that names two places that do not say the same."""
    return Remark(
        "differ",
        what=word(what),
        lots=of_lots(()),
        kept=_shown(kept),
        place=kept.place,
        other=_shown(other),
        other_place=other.place,
    )


def _shown(candidate: Candidate[T]) -> Fact:
    return quote(candidate.evidence[0].quote if candidate.evidence else str(candidate.value))

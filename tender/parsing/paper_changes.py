"""Papers that later answers add to what a call asks for, or no longer ask for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tender.parsing.comparing import alike
from tender.parsing.flow import Flow, capital, fold, gated
from tender.parsing.paper_lists import Paper, part_of_paper, short
from tender.parsing.paper_words import ANY, PAPER
from tender.vocabulary.call import Dismissed, RequiredDocument
from tender.vocabulary.remark import Remark, place
from tender.vocabulary.source import Rival

_ADDED_CONFIDENCE: Final = 0.75

_NAME = r"(?P<name>[a-z][^.;:?!,\n]{2,110}?)"
_DROPPED = gated(
    rf"\b(?:le |la |les |l'|un |une |aucune? ){_NAME}\s+(?:n'est|ne sont|n'est donc|ne sera"
    rf"|ne seront)\s+(?:donc\s+)?"
    r"plus\s+(?:a\s+(?:fournir|produire|remettre|joindre)|demande|exige|requis|obligatoire|necessaire)"
)
_ADDED = gated(
    rf"\b(?:le |la |les |l'|un |une ){_NAME}\s+(?:est|sont|sera|seront|doit|doivent)\s+"
    r"(?P<more>(?:en revanche|egalement|aussi|en outre|de plus|desormais|dorenavant)\s+)?(?:etre\s+)?"
    r"(?:a\s+(?:joindre|fournir|produire|remettre|ajouter)|ajout\w+\s+(?:aux?|a la liste des)\s+(?:pieces"
    r"|documents)"
    r"|joint|fourni|remis|produit)"
)


@dataclass(frozen=True, slots=True)
class ChangedPapers:
    """The papers as later answers leave them, those they drop, and what is remarked of it."""

    kept: tuple[RequiredDocument, ...]
    dismissed: tuple[Dismissed, ...]
    remarks: tuple[Remark, ...]


def changed_papers(papers: Sequence[Paper], later: Sequence[Flow]) -> ChangedPapers:
    """The papers as registers of questions and corrections leave them."""
    told: list[Remark] = []
    dismissed: list[Dismissed] = []
    kept = [RequiredDocument(p.name, p.part, None, p.evidence, p.confidence) for p in papers]
    listed = next((paper.evidence[:1] for paper in reversed(kept)), ())
    for flow in later:
        for match in _DROPPED.finditer(flow.text):
            name = short(flow.words(*match.span("name")))
            gone = [paper for paper in kept if PAPER.search(fold(name)) and _same(paper.name, name)]
            if gone:
                kept = [paper for paper in kept if paper not in gone]
                evidence = flow.evidence(*match.span())
                dismissed += [Dismissed(paper, evidence, "correction") for paper in gone]
                told.append(Remark("paper_dropped", name=gone[0].name, place=place(evidence)))
        for match in _ADDED.finditer(flow.text):
            folded, name = match["name"], short(flow.words(*match.span("name")))
            if match["more"] is None and "ajout" not in match.group():
                continue  # an answer that only says again what the rules ask
            if not PAPER.search(folded) or any(_same(paper.name, name) for paper in kept):
                continue
            evidence = flow.evidence(*match.span())
            name = capital(name)
            before = (Rival(None, listed, _ADDED_CONFIDENCE, "correction"),) if listed else ()
            part = part_of_paper(folded, ANY)
            kept.append(RequiredDocument(name, part, None, evidence, _ADDED_CONFIDENCE, before))
            told.append(Remark("paper_added", name=name, place=place(evidence)))
    return ChangedPapers(tuple(kept), tuple(dismissed), tuple(told))


_ARTICLE = re.compile(r"^(?:le |la |les |l'|un |une |d'un |d'une )")


def _same(first: str, second: str) -> bool:
    return alike(_ARTICLE.sub("", fold(first)), _ARTICLE.sub("", fold(second)))

"""Papers that later answers add to what a call asks for, or no longer ask for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tender.parsing.comparing import alike
from tender.parsing.flow import Flow, fold, gated
from tender.parsing.paper_lists import Paper, part_of_paper, short
from tender.parsing.paper_words import ANY, PAPER
from tender.parsing.ranking import place_words

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


def changed_papers(papers: list[Paper], later: Sequence[Flow]) -> tuple[list[Paper], list[str]]:
    """The papers as registers of questions and corrections leave them, and what these change in French."""
    told: list[str] = []
    for flow in later:
        for match in _DROPPED.finditer(flow.text):
            name = short(flow.words(*match.span("name")))
            gone = [paper for paper in papers if PAPER.search(fold(name)) and _same(paper.name, name)]
            if gone:
                papers = [paper for paper in papers if paper not in gone]
                where = place_words(flow.evidence(*match.span()), flow.name)
                told.append(f"Pièce qui n'est plus demandée : « {gone[0].name} » ({where}).")
        for match in _ADDED.finditer(flow.text):
            folded, name = match["name"], short(flow.words(*match.span("name")))
            if match["more"] is None and "ajout" not in match.group():
                continue  # an answer that only says again what the rules ask
            if not PAPER.search(folded) or any(_same(paper.name, name) for paper in papers):
                continue
            evidence = flow.evidence(*match.span())
            name = name[:1].upper() + name[1:]
            papers = [*papers, Paper(name, part_of_paper(folded, ANY), evidence, 0.75)]
            told.append(f"Pièce demandée en plus : « {name} » ({place_words(evidence, flow.name)}).")
    return papers, told


_ARTICLE = re.compile(r"^(?:le |la |les |l'|un |une |d'un |d'une )")


def _same(first: str, second: str) -> bool:
    return alike(_ARTICLE.sub("", fold(first)), _ARTICLE.sub("", fold(second)))

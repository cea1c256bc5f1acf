"""The standard forms a candidature may use, and papers that one place asks for in passing.

Source: articles R. 2143-3 and R. 2143-4 of the code de la commande publique: whoever answers may hand in the
DUME in place of the declaration on honour and of what tells his capacities (DC1, DC2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tender.parsing.flow import Flow, capital, fold, gated
from tender.parsing.paper_lists import Paper, short
from tender.parsing.paper_words import APPLY, OFFER
from tender.parsing.paper_zones import Zone
from tender.vocabulary.call import RequiredDocument

_ONE = r"dc ?{}\b(?:\s*\([^()]{{3,60}}\))?"
_FORM = gated(
    rf"(?:formulaires? )?{_ONE.format(1)}\s*(?:,|et|\+|&)\s*(?:formulaire )?{_ONE.format(2)}"
    rf"|{_ONE.format('[12]')}"
    r"|dume\b(?: electronique| simplifie)?"
    r"|document unique de marche(?: europeen)?(?: \(?dume\)?)?(?: electronique)?"
)
_ONE_FORM = re.compile(r"dc\s?[12]\b(?:\s*\([^()]*\))?")
_CHOSEN = re.compile(
    r"\butilis\w+|\bsous\s+(?:la\s+)?forme\b|\bau\s+moyen\b|\bau\s+choix\b|\bsoit\b|\ben\s+lieu\s+et\s+place\b"
    r"|\bremplac\w+|\boption\s+\d|\bpeu(?:t|vent)\s+(?:egalement\s+|aussi\s+)?(?:presenter|fournir|remettre|produire)\b"
)
_BARRED = re.compile(
    r"\b(?:ne|n')\s*(?:sera|seront|est|sont|peu(?:t|vent)|accepte\w*|autorise\w*|permet\w*)\b[^.]{0,40}\bpas\b"
    r"|\bn'est\s+pas\b|\bpas\s+(?:accepte|autorise|admis)|\breutilis"
)
_FORMS_ALONE = re.compile(
    r"\W*(?:(?:l[ea]s?|formulaires?|imprimes?)\s+)*dc\s?1\b(?:\s*\([^)]*\))?\s*(?:,|\bet\b|\+|&|/)\s*"
    r"(?:(?:l[ea]|formulaires?)\s+)*dc\s?2\b(?:\s*\([^)]*\))?\W*$"
)
_VISIT = gated(
    r"(?:attestation|certificat|bon|recepisse|proces-verbal)s? (?:de |du )(?:la )?(?:visite|passage)\b"
)
_JOINED = re.compile(
    r"\b(?:joi(?:nt|ndr|gn)|annex|remis|fourni|produi|inclu|insere|accompagn|a\s+l'appui|(?:dans|avec)\s+(?:l'|leur\s+|son\s+)offre)"
)
_NOT_JOINED = re.compile(
    r"\b(?:a\s+chaque|aux?\s+(?:participants?|visiteurs?|candidats?))\b|\bn'est\s+pas\b|\bpas\s+(?:exige|a\s+joindre)|\bfacultati"
)
SPOKEN = 0.7
"""The confidence of papers only spoken of in passing."""


def chosen_forms(flow: Flow, zones: Sequence[Zone]) -> Iterator[Paper]:
    """The forms of sentences that leave a choice: "soit le DUME, soit les formulaires DC1 et DC2"."""
    for match in _FORM.finditer(flow.text):
        part = next((held for a, b, held in zones if a <= match.start() < b), None)
        if part == OFFER and "dume" not in match.group():
            continue
        line = flow.lines[flow.line_at(match.start())]
        if part is not None and _FORMS_ALONE.match(flow.text, line.start, line.end):
            for form in _ONE_FORM.finditer(flow.text, match.start(), line.end):
                yield _spoken(flow, form.start(), form.end(), APPLY)
        elif _leaves_choice(flow, match.start()):
            yield _spoken(flow, match.start(), match.end(), part or APPLY)


def _leaves_choice(flow: Flow, at: int) -> bool:
    said = flow.text[slice(*_sentence(flow, at))]
    return bool(_CHOSEN.search(said)) and not _BARRED.search(said)


def _spoken(flow: Flow, start: int, end: int, part: str) -> Paper:
    name = short(flow.words(start, end))
    return Paper(capital(name), part, flow.evidence(start, end), SPOKEN)


def visit_papers(flow: Flow) -> Iterator[Paper]:
    """The proof of a visit, where a sentence asks for it with the offer."""
    for match in _VISIT.finditer(flow.text):
        start, end = _sentence(flow, match.start())
        said = flow.text[start:end]
        if _JOINED.search(said) and not _NOT_JOINED.search(said):
            yield _spoken(flow, *match.span(), OFFER)
            return


def _sentence(flow: Flow, at: int) -> tuple[int, int]:
    """The sentence around a place, at most a few lines of it."""
    floor, roof = max(0, at - 300), min(flow.length, at + 300)
    start = max(flow.text.rfind(". ", floor, at), flow.text.rfind(".\n", floor, at), floor - 1) + 1
    ends = [found for mark in (". ", ".\n") if (found := flow.text.find(mark, at, roof)) >= 0]
    return start, min(ends, default=roof)


_KEYS = (
    ("dc1", re.compile(r"\bdc\s?1\b")),
    ("dc2", re.compile(r"\bdc\s?2\b")),
    ("dume", re.compile(r"\bdume\b|document\s+unique\s+de\s+marche")),
    ("engagement", re.compile(r"acte\s+d'engagement|\battri\s?1?\b")),
    ("memoir", re.compile(r"memoire\s+(?:technique|justificatif|methodologique)")),
    ("unit prices", re.compile(r"\bbpu\b|bordereau\s+des?\s+prix")),
    ("estimate", re.compile(r"\bdqe\b|detail\s+(?:quantitatif|estimatif)")),
    ("lump sum", re.compile(r"\bdpgf\b|decomposition\s+du\s+prix")),
    ("register", re.compile(r"\bk-?\s?bis\b")),
    ("account", re.compile(r"\brib\b|releve\s+d'identite\s+bancaire")),
    (
        "visit",
        re.compile(r"\b(?:attestation|certificat|bon|recepisse)s?\s+d[eu]\s+(?:la\s+)?(?:visite|passage)"),
    ),
)
_HEAD = 60


def known_papers(name: str, *, whole: bool = False) -> frozenset[str]:
    """The papers every call asks for under one name, of those a name begins with, or, `whole`, has in it."""
    words = fold(name)
    head = words if whole else words[:_HEAD]
    return frozenset(key for key, form in _KEYS if form.search(head))


_FORM_ALONE = re.compile(
    r"\W*(?:\w{1,2}[.)°]\s*)?(?:(?:l[ea]s?|une?|formulaires?|imprimes?|electronique)\s+|l'|d'un\s+)*"
    r"(?:dc\s?[12]\b|dume\b|document\s+unique\s+de\s+marche)"
)


def is_form(name: str) -> bool:
    """A paper named by its form alone: "le formulaire DC1", not "la lettre de candidature (DC1)"."""
    return bool(_FORM_ALONE.match(fold(name)))


def with_choices(papers: Sequence[RequiredDocument]) -> tuple[RequiredDocument, ...]:
    """The same papers; the DUME knows the names of those in whose place it may be handed in."""
    forms = frozenset({"dc1", "dc2"})
    replaced = tuple(
        one.name
        for one in papers
        if one.part == APPLY and "dume" not in (keys := known_papers(one.name)) and keys & forms
    )
    return tuple(
        replace(one, instead_of=replaced)
        if one.part == APPLY and is_form(one.name) and known_papers(one.name) == {"dume"}
        else one
        for one in papers
    )

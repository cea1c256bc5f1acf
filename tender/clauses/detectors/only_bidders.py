"""RESERVED_* told by who alone may bid: "seuls … peuvent soumissionner", "toute autre offre sera rejetée".

A word of exclusion, a verb of bidding and employers of one kind, in any order. Source: as for `reserved`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tender.clauses.beneficiaries import by_article, by_words
from tender.clauses.duties import SUPPOSED
from tender.clauses.negation import denied_before
from tender.clauses.passage import Hit, Passage, Spans
from tender.clauses.phrases import phrase
from tender.vocabulary.clause import ClauseType

STEMS = (
    "sertion",
    "siae",
    "esat",
    "adapte",
    "protege",
    "par le travail",
    "handicap",
    "defavoris",
    "5132-4",
    "5213-13",
    "344-2",
    "intermediaire",
    "etti",
    "regie",
    " iae",
    "'iae",
    "'ess",
    "economie sociale",
    "cooperative",
    "2113-1",
)

_ALONE = phrase(
    r"seule?s?|uniquement|exclusivement|exclusive\w*|ne (?:peu\w+|pourr\w+|sont|seront|sera)[\w ']{0,40}"
    r" qu(?:e|'\w+)|n'est (?:ouvert|accessible)\w* qu\W?\w+"
    r"|a l'exclusion de tou\w+|a l'exclusion des autres|limite\w*|restreint\w*",
)
_BID = phrase(
    r"examine\w*|offres? (?:des|emanant|d'|presente)"
    r"|repondre|soumissionn\w+|candidat\w*|concour\w+|participer|participation|(?:deposer|remettre|presenter"
    r"|adresser)(?: [\w']+){0,2} (?:offre|candidature|pli|dossier)s?|admis\w*|recevables?|autorise\w*"
    r"|retenus?"
    r"|selectionne\w*|attributaires?|acceder|accessib\w+|adresse\w*|destine\w*|dedie\w*|attribue\w*"
    r"|conclu\w*|ouvert\w*|eligibles?|execut\w+|confie\w*|realise\w*",
)
_PROVES = phrase(
    r"(?:preuve|justifi\w+|attest\w+|certifi\w+)(?: [\w',]+){0,5} (?:candidat|soumissionnaire|entreprise"
    r"|operateur"
    r"|structure|offre)\w*[\w ']{0,20} (?:repond\w*|satisf\w+|rempli\w*)[\w ,']{0,60}l?\.? ?2113-1[234]",
)
_OTHERS_OUT = phrase(
    r"(?:offres?|candidatures?|operateurs?|candidats?|soumissionnaires?|structures?)[\w ,']{0,70}"
    r" (?:n'(?:est|etant|ayant|a)|ne"
    r" (?:sont|relev\w+|justifi\w+|possed\w+)|non)[\w ,']{0,60} (?:{SIAE}|{EA_ESAT})",
)
_OUT = re.compile(r"elimin|rejet|ecart|irreceva|irregul|exclu")
_EMPLOYERS = phrase(r"{SIAE}|{ESS}|{EA_ESAT}|l\.? ?5132-4|l\.? ?5213-13")
_ALONE_NEGATION = re.compile(r"\bne (?=(?:peu|pourr|sont|seront|sera)\w*)|\bn'(?=est ouvert)|\bnon[ ]pas\b")
# "Seuls les salariés en insertion…", "limité à 10 % du montant": people or amounts, not bidders.
_ALONE_OF_OTHERS = re.compile(
    r"seule?s? (?:les |la |l'|le )?(?:heures?|personnes|salaries|publics?|travailleurs|demandeurs|facilitat)"
    r"|uniquement (?:les |aux? )?(?:heures?|personnes)|sous-?trait|heures? d.insertion"
)


def detect(passage: Passage) -> Iterator[Hit]:
    """Sentences that keep the contract for employers of a kind without the word "réservé"."""
    spans = passage.around(STEMS)
    yield from _alone(passage, spans)
    yield from _others_out(passage, spans)
    yield from _proves(passage, spans)


def _alone(passage: Passage, spans: Spans) -> Iterator[Hit]:
    for sentence, match in passage.find(_EMPLOYERS, spans):
        words = passage.words(sentence)
        start, end = match.start() - sentence.start, match.end() - sentence.start
        near = words[max(0, start - 160) : end + 200]
        if not (_ALONE.search(near) and _BID.search(near)) or _ALONE_OF_OTHERS.search(near):
            continue
        if denied_before(_ALONE_NEGATION.sub(" ", words[:start])) or SUPPOSED.search(words[:start]):
            continue
        for kind in by_words(words[max(0, start - 20) : end + 160]):
            if kind is not ClauseType.RESERVED_OTHER:
                yield Hit(kind, match.start(), min(sentence.end, match.end() + 120), 0.8)


def _others_out(passage: Passage, spans: Spans) -> Iterator[Hit]:
    for sentence, match in passage.find(_OTHERS_OUT, spans):
        if _OUT.search(passage.folded, match.end(), sentence.end):
            for kind in by_words(passage.folded[match.start() : sentence.end]):
                yield Hit(kind, match.start(), min(sentence.end, match.end() + 120), 0.8)


def _proves(passage: Passage, spans: Spans) -> Iterator[Hit]:
    """The bidder proves that it is such an employer; the article tells which where the words do not."""
    for sentence, match in passage.find(_PROVES, spans):
        end = min(sentence.end, match.end() + 160)
        words = passage.folded[match.start() : end]
        article = by_article(words)
        for kind in by_words(words) or ([article] if article else []):
            yield Hit(kind, match.start(), end, 0.75)

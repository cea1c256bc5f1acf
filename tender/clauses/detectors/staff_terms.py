"""SOCIAL_OTHER_EXEC: who performs the contract, and on what terms: decent pay, whole posts, disabled staff.

Source: L2112-2 CCP; the law of work as it stands binds anyway and is no condition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tender.clauses.duties import DUTY, MARKS
from tender.clauses.negation import denied, is_ticked
from tender.clauses.passage import Hit, Passage
from tender.clauses.phrases import phrase
from tender.vocabulary.clause import ClauseType

STEMS = (
    "decent",
    "digne",
    "convention collective",
    "remuneration",
    "temps partiel",
    "temps plein",
    "temps complet",
    "precaire",
    "fractionne",
    "journee",
    "indetermine",
    " cdi",
    "handicap",
    "rqth",
)

_DECENT = phrase(
    r"(?:{HOLDER})\b[\w ,'()]{0,110} conditions de travail (?:decentes|dignes)",
    r"(?:{HOLDER})\b[\w ,'()]{0,110} (?:salaires?|remunerations?) (?:decente?s?|vital\w*"
    r"|[\w ',]{0,40}(?:superieure?|au moins egale?|conforme)s?[\w ',]{0,40} conventions? collectives?)",
)
_POSTS = phrase(
    r"temps partiels? (?:subi|impose|fractionne)|contrats? precaires?|vacations? (?:courtes?|inferieures?)"
    r"|horaires? (?:fractionne|atypique)s?",
    r"(?:{HOLDER}|agents|salaries|personnels?)[\w ',%]{0,90} (?:temps plein|a temps complet"
    r"|contrats? a duree indeterminee|cdi)\b",
    r"(?:nettoyage|menage|prestations?|interventions?|travail) (?:\w+ ){0,2}en journee",
)
_FOR_STAFF = re.compile(
    r"conditions de travail|qualite de vie|subi|partiels?[ ]impose|precaire|precarite|fractionne"
    r"|stabilite|fidelis"
    r"|\d[ ]*%[^.;]{0,40}(?:cdi|indetermine|temps (?:plein|complet))"
)
"""What tells that posts are asked for the sake of those who hold them."""
_DISABLED = phrase(
    r"(?:titulaires?|attributaires?|prestataires?|adjudicataires?|(?:societe|entreprise) (?:titulaire"
    r"|attributaire|retenue)|delegataires?|concessionnaires?)[\w ,'()]{0,60} (?:affect|emplo|recrut"
    r"|embauch|occup"
    r"|integr|mobilis|fai\w+ travaill|accueil)\w*[\w ,'()%]{0,60} (?:travailleurs?|personnes?|salaries?"
    r"|personnels?|agents?) (?:\w+ )?(?:handicap\w*|en situation de handicap|beneficiant d'une rqth)",
)
_THE_LAW = phrase(
    r"obligations? d'emploi|proportion|ses effectifs|gravite|reservee?s?|5212|5213|2113"
    r"|entreprises? adaptees?|\besat\b|usagers"
    r"|candidats?|accessib\w+"
)
_STRENGTH = 0.7


def detect(passage: Passage) -> Iterator[Hit]:
    """Terms of work the contract asks for, beyond those of the law."""
    spans = passage.around(STEMS)
    for subtype, pattern in (
        ("decent_work", _DECENT),
        ("work_quality", _POSTS),
        ("handicap_employment_in_execution", _DISABLED),
    ):
        for sentence, match in passage.find(pattern, spans):
            words = passage.words(sentence)
            if is_ticked(passage.text, match.start()) is False or _is_none(subtype, words):
                continue
            first, last = match.start() - sentence.start, min(match.end(), sentence.end) - sentence.start
            # "Pas de temps partiel subi" is the duty itself.
            is_denied = subtype != "work_quality" and denied(words, first, last)
            yield Hit(
                ClauseType.SOCIAL_OTHER_EXEC,
                match.start(),
                match.end(),
                _STRENGTH,
                denied=is_denied,
                subtype=subtype,
            )


def _is_none(subtype: str, words: str) -> bool:
    """A mark, hours of a service, the law's own duty to employ disabled people."""
    if subtype == "decent_work":
        return False
    if MARKS.search(words) or not DUTY.search(words):
        return True
    return not _FOR_STAFF.search(words) if subtype == "work_quality" else bool(_THE_LAW.search(words))

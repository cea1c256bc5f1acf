"""EXEC_INSERTION told by how it is carried out: who may be taken on, the ways open, the proof to bring.

The clause itself may stand pages before, or in an annex: no contract without it settles such things.
Source: as for `inclusion`; CCAG 2021, FCS and TIC 16.1.1 to 16.1.4, Travaux 20.1.1 to 20.1.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tender.clauses.attributes import modes_in, publics_in
from tender.clauses.duties import MARKS, ONLY_TELLS, SUPPOSED, looked_after
from tender.clauses.negation import denied
from tender.clauses.passage import Hit, Passage
from tender.clauses.phrases import phrase
from tender.clauses.sentences import Sentence
from tender.vocabulary.clause import ClauseType

STEMS = ("sertion", "eligib", "intermediaire", "etti", "geiq", "clause")

_RUN = phrase(
    r"(?:referente?|correspondante?|interlocut\w+)s? (?:(?:en )?chargee?s? (?:de l'|d')|de l'|d'"
    r"|\")? ?{INSERTION}",
    r"(?:tuteurs?|tutrices?|tutorat|parrain\w*)[\w ',]{0,60} (?:salaries?|personnes?|beneficiaires?|publics?)"
    r" en (?:parcours d'|contrat d'|voie d')?{INSERTION}",
    r"(?:justificatifs?|pieces|documents|attestations?|releves?|bilans?|etats?|tableaux?|indicateurs?)"
    r"[\w ',]{0,60} (?:au titre de l'|relati\w+ a l'|en matiere d'|de l'){INSERTION}{NOT_WORK}",
    r"(?:embauch|recrut|personnes?|salaries?|beneficiaires?)\w*[\w ',]{0,40} (?:au titre|dans le cadre"
    r"|beneficiant) de"
    r" la clause(?: sociale| d'{INSERTION})?(?! de)",
    r"(?:etats?|releves?|listes?|tableaux?|decomptes?)(?: nominati\w+| mensuel\w*| detaille\w*)? des"
    r" (?:personnes?"
    r"|salaries?|heures?|publics?|beneficiaires?)[\w ',]{0,30} (?:en |d'){INSERTION}",
    r"attestations? d'eligibilite|eligibilite[\w ',]{0,30} (?:publics?|personnes?|beneficiaires?|salaries?)",
    r"(?:personnes?|salaries?|beneficiaires?"
    r"|publics?)(?: \w+){0,3} eligibles?[\w ',]{0,60} (?:dispositif|clause"
    r"|action|heure)s?",
)
"""What only the running of a clause knows: its correspondent, its tutors, its papers, who is eligible."""
_PERFORMS = phrase(
    r"{HOLDER}", r"notification|chantier|embauch\w+|recrut\w+|facilitat\w+|a (?:fournir|produire|remettre)"
)
_TAKEN_ON = phrase(
    r"eligib\w+|embauch\w+|recrut\w+|releve\w*|categorie\w*|clause|heures?|{INSERTION}{NOT_WORK}"
)
_WAY = phrase(
    r"modalites?|solutions?|moyens?|voies?|possibilites?|obligations?|engagements?|s'acquitt\w+|choix"
    r"|choisi\w*"
)
_INCLUSIVE = phrase(r"{SIAE}|{INSERTION}{NOT_WORK}|\bgeiq\b")
_SERVED = re.compile(r"stagiaires?|participants?|usagers|seances?|ateliers? (?:collecti|de re)|locataires")
_BOXED = re.compile(r"[☐□❏❑]")
_LEAST_PUBLICS, _LEAST_WAYS = 3, 2
_MOST_ITEMS = 8


def detect(passage: Passage) -> Iterator[Hit]:
    """Lists of publics, lists of ways, and the papers and people of a clause that runs."""
    spans = passage.around(STEMS)
    for sentence, match in passage.find(_RUN, spans):
        words = passage.words(sentence)
        first, last = match.start() - sentence.start, min(match.end(), sentence.end) - sentence.start
        if _PERFORMS.search(words) and not _ruled_out(words, first, last):
            is_denied = denied(words, first, last)
            yield Hit(ClauseType.EXEC_INSERTION, match.start(), match.end(), 0.66, denied=is_denied)
    for start, end in passage.statements(spans, _MOST_ITEMS):
        words = passage.folded[start:end]
        if (_lists_publics(words) or _lists_ways(words)) and not (
            _ruled_out(words, 0, len(words)) or denied(words, 0, len(words))
        ):
            yield Hit(ClauseType.EXEC_INSERTION, start, end, 0.68)
    yield from _boxes(passage)


def _boxes(passage: Passage) -> Iterator[Hit]:
    """Ways among which the bidder will tick: a box each, and nothing before them says what they are."""
    if not _BOXED.search(passage.folded):
        return
    run: list[Sentence] = []
    for sentence in (*passage.sentences, None):
        if sentence is not None and _BOXED.match(passage.folded, sentence.start):
            run.append(sentence)
            continue
        if len(run) >= _LEAST_WAYS:
            words = passage.folded[run[0].start : run[-1].end]
            ways = modes_in(words)
            if "direct_hire" in ways and len(ways) >= _LEAST_WAYS and _INCLUSIVE.search(words):
                yield Hit(ClauseType.EXEC_INSERTION, run[0].start, run[-1].end, 0.68)
        run = []


def _lists_publics(words: str) -> bool:
    if "eligib" not in words and "sertion" not in words:
        return False
    return len(publics_in(words)) >= _LEAST_PUBLICS and bool(_TAKEN_ON.search(words))


def _lists_ways(words: str) -> bool:
    return len(modes_in(words)) >= _LEAST_WAYS and bool(_WAY.search(words) and _INCLUSIVE.search(words))


def _ruled_out(words: str, first: int, last: int) -> bool:
    """A mark, what a bidder tells of itself, a case supposed, a service to the people named."""
    return bool(
        MARKS.search(words[max(0, first - 160) : last + 60])
        or ONLY_TELLS.search(words)
        or SUPPOSED.search(words[:first])
        or _SERVED.search(words)
        or looked_after(words, first, min(last, first + 60))
    )

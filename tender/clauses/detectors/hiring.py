"""EXEC_INSERTION told by its grammar: work given to employers of people far from employment, and in German.

"Le titulaire confie une part des prestations à une SIAE": a duty, an act that gives work and such an
employer, in one sentence. Source: as for `inclusion`; § 128 (2) GWB.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tender.clauses.duties import DUTY, MARKS, ONLY_TELLS, SUPPOSED, looked_after
from tender.clauses.negation import denied, is_ticked
from tender.clauses.passage import Hit, Passage
from tender.clauses.phrases import phrase
from tender.vocabulary.clause import ClauseType

STEMS = (
    "sertion",
    "iae",
    "intermediaire",
    "etti",
    "regie",
    "defavoris",
    "langzeit",
    "arbeitslos",
    "benachteil",
    "erwerbslos",
    "arbeitssuch",
    "arbeitsuch",
    "sgb ii",
)

# Work given to an employer of such people.
_TO_EMPLOYER = phrase(
    r"(?:associ\w+|sous-?trait\w+|co-?trait\w+|confi\w+|recour\w+|appel|s'adjoin\w+|mobilis\w+"
    r"|impliqu\w+|s'appu\w+ sur"
    r"|contractualis\w+|conventionn\w+ avec|partenariat)"
    r"[\w ,'()%/-]{0,110}?[ '](?:{SIAE})",
)
_CALLED = phrase(
    r"clauses? (?:sociales? )?(?:(?:dite|intitulee|appelee|denommee)s? (?:\"|'|\()? ?|\" ?)(?:d'|de"
    r" l')?{INSERTION}"
    r"(?! (?:dans|au) )",
    r"(?:annexe|engagement|volet|fiche|document|formulaire)s? (?:relati\w+ (?:a|aux)|(?:sur|concernant"
    r"|de|d'))"
    r" ?(?:l'|la |les )?(?:heures? d'|actions? d'|demarches? d'|clauses? d')?{INSERTION}(?: (?:sociale"
    r"|professionnelle|par)\w*)",
)
_SHARE = re.compile(
    r"\d[ ]*(?:%|pour ?cent)|\d[ ]*(?:heures?|h)\b|volume|heures?\b|renfort"
    r"|remplacement|montant"
)
_WORK_GIVEN = re.compile(r"exec|prestation|confie|sous-?trait")
_GERMAN = phrase(
    r"(?:{LANGZEIT})[\w ,().%-]{0,90}?(?:beschäftig|einzustell|einstell|einzusetz|einsetz|erbring|erbracht"
    r"|leisten|geleistet|heranzuzieh|qualifizier)\w*",
    r"(?:beschäftig|einstell|einsatz|einsetz|einzusetz|einzustell|heranziehung|eingliederung|einbeziehung)"
    r"\w*[\w ,()-]{0,80}? (?:{LANGZEIT})",
    r"beschäftig\w*,? die [\w ]{0,50}(?:arbeitslos|erwerbslos|leistungen nach dem sgb ii)\w*",
    r"\b(?:stell|setz)\w+[\w ,()-]{0,80}? (?:{LANGZEIT})[\w ,()-]{0,50}? ein\b",
    r"stunden[\w ,()%-]{0,110}? (?:{LANGZEIT})",
    r"(?:stellen|arbeitsplätze)[\w ,()%-]{0,60} (?:{LANGZEIT})",
    r"arbeitsstunden[\w ,()%-]{0,110}? (?:{LANGZEIT})",
)
_GERMAN_DUTY = phrase(
    r"auftragnehmer\w*|bieter\w*|auftrags?\b|ausführung\w*|verpflicht\w*|mindestens|muss|müssen|ist|sind|hat"
)
_GERMAN_EMPLOYER = phrase(
    r"wertung\w*|zuschlagskrit\w+|gewicht\w+|punkte?n?\b|vermittel\w*|vermittlung\w*|betreu\w+"
    r"|mas{1,2}nahmen? nach|werkst\w+"
    r"|inklusionsbetrieb\w*|§+ ?118|hauptzweck|vorbehalten"
)
_HOURS_DUE = re.compile(r"stunden[^.;]{0,120}\bzu[ ]\w+en\b")
"""Hours that are to be worked by people whom somebody else finds."""
# Who is a sheltered or inclusive employer, in the law's words.
_KIND_OF_EMPLOYER = phrase(
    r"emplo\w+ (?:au |a )?(?:moins|minimum|plus de)?[\w ,'(]{0,20}\d{2} ?%|proportion (?:minimale|minimum)"
    r"|(?:plus|au moins) (?:de la |la )?(?:moitie|\d{2} ?%) d\w+(?: [\w']+){0,3} (?:travailleurs"
    r"|effectif\w*|personn\w+)",
)

_FRENCH = ((_TO_EMPLOYER, 0.7), (_CALLED, 0.7))
_DONE = re.compile(r"(?:effectu|realis|execut|assur|accompli|attribu)e?e?s?\b")
_MOST_ITEMS = 6


def detect(passage: Passage) -> Iterator[Hit]:
    """Sentences that bind the holder to give work through inclusive employers, or, in German, to people."""
    spans = passage.around(STEMS)
    patterns = (*(pattern for pattern, _ in _FRENCH), _GERMAN)
    spans = tuple(s for s in spans if any(pattern.search(passage.folded, *s) for pattern in patterns))
    for start, end in passage.statements(spans, _MOST_ITEMS):
        words = passage.folded[start:end]
        for pattern, strength in _FRENCH:
            for match in pattern.finditer(words):
                if is_ticked(passage.text, start + match.start()) is not False and _binds(
                    words, match, pattern
                ):
                    yield _hit(words, match, start, strength)
        for match in _GERMAN.finditer(words):
            if _GERMAN_DUTY.search(words) and not _serves(words):
                yield _hit(words, match, start, 0.75)


def _serves(words: str) -> bool:
    """Whether German words speak of marks, of a kind of employer, or of a service to the people named."""
    return any(
        not (match.group().startswith("vermittel") and _HOURS_DUE.search(words))
        for match in _GERMAN_EMPLOYER.finditer(words)
    )


def _hit(words: str, match: re.Match[str], start: int, strength: float) -> Hit:
    verb = _DONE.match(words, match.start())  # "n'a pas effectué les heures": not done, but due
    is_denied = denied(words, verb.end() if verb else match.start(), match.end())
    return Hit(
        ClauseType.EXEC_INSERTION, start + match.start(), start + match.end(), strength, denied=is_denied
    )


def _binds(words: str, match: re.Match[str], pattern: re.Pattern[str]) -> bool:
    """Whether words lay a duty, not a mark, a statement of the bidder's, or a service to these people."""
    start, end = match.span()
    near = words[max(0, start - 200) : end + 120]
    if MARKS.search(near) or ONLY_TELLS.search(words) or "reservee aux candidat" in words:
        return False
    if pattern is not _CALLED and looked_after(words, start, end):
        return False
    if _KIND_OF_EMPLOYER.search(near) or SUPPOSED.search(words[:start]):
        return False
    if pattern is _TO_EMPLOYER and not (_SHARE.search(words) or _WORK_GIVEN.search(words)):
        return False
    return bool(DUTY.search(words))

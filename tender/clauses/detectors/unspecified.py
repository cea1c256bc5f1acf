"""SOCIAL_OTHER_EXEC that tells of a social condition, not which: "conditions à caractère social".

It yields to an insertion spelt out beside it, and to a reservation that is named as the condition.
Source: L2112-2 CCP.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tender.clauses.negation import answer, denied, is_ticked
from tender.clauses.passage import Hit, Passage
from tender.clauses.phrases import phrase
from tender.vocabulary.clause import ClauseType

STEMS = ("social", "sociaux", "2112", "discrimin", "particuliere")

_AND_OTHERS = (
    r"(?:[ ,/]+(?:a|au|aux|de|du|des|en|et|ou|la|caracteres?|ordre|d'ordre|domaines?|matiere|nature|volets?"
    r"|relati\w+|liee?s?|environnement\w*|l'environnement|ecologiques?|economiques?)){0,9}"
)
"""What may stand between conditions and social: "relatives aux domaines de l'environnement et du"."""
_CONDITIONS = phrase(
    r"(?:conditions?|considerations?|clauses?|elements?|modalites?|stipulations?|exigences?"
    r"|criteres d'execution)(?: {OBLIGED}){0,3}(?: d'execution)?(?: {OBLIGED}){0,3}"
    r" (?:(?:a |de )?caracteres?|d'ordre) (?:environnemental\w* et |environnementaux et )?(?:sociale?s?"
    r"|sociaux)",
    rf"(?:conditions?|clauses?|dispositions?)(?: {{OBLIGED}}){{0,3}} d'execution{_AND_OTHERS}"
    r" (?:sociale?s?|sociaux)",
    r"(?:conditions?|clauses?|considerations?) (?:particulieres? "
    r"|specifiques? )?d'execution (?:environnementale?s? et )?sociales?",
    r"conditions? (?:particulieres? )?d'execution[\w ,':]{0,60}[ '](?:aspects?|dimensions?|objectifs?"
    r"|exigences?|preoccupations?|enjeux|volets?)"
    r" (?:sociaux|sociale?s?)",
    r"conditions? (?:particulieres? )?d'execution[\w ,']{0,160} volet social",
    r"(?:considerations?|preoccupations?) (?:relatives? au domaine )?sociales?",
    r"considerations? (?:relatives? |portant |relevant )(?:au|du|sur le) domaine (?:social|de l'emploi)",
    r"conditions? (?:particulieres? )?d'execution[\w ',.]{0,40} (?:articles? )?l\.? ?2112-2 a (?:l\.?"
    r" ?)?2112-4",
    r"clauses? sociales?(?: et environnementales?)? ?:? (?:preconisations?|oui|avec)",
    r"clauses? (?:(?:obligatoires?|facultatives?|incitatives?|d'execution|a caractere"
    r"|environnementales? et) )?(?:sociales?|d'ordre social)(?: et environnementales?)?(?! (?:et"
    r" solidaire|d'{INSERTION}))",
    r"conditions? (?:particulieres? )?d'execution[\w ',]{0,100}(?:domaine social|a l'emploi"
    r"|lutte contre les discriminations)",
)
_NO_CONDITIONS = phrase(
    r"(?:ne comport\w+|ne prevoi\w+|ne contien\w+) (?:pas"
    r"|aucune)(?: [\w']+){0,2} conditions? (?:particulieres? )?(?:d'execution)?[\w ',/]{0,90}(?:2112"
    r"|social|emploi|particulieres?)",
    r"clauses? sociales?(?: et environnementales?)? ?:? ?(?:sans|non|neant|aucune?)(?= ?(?:$|[.;,]"
    r"| clauses?| objet| duree| [a-z]+ ?:))",
    r"(?:n'est|ne sont) pas soumise?s? a (?:des|aucune) conditions? particulieres?",
)
_IN_FORCE = phrase(
    r"(?:{CONTRACT}|execution)\b.{0,140}?\b{HAS}",
    r"{HAS}",
    r"voir (?:le )?(?:ccap|cctp|rc|article)|{CONTRACT} comportant|obligatoire\w*|execution",
    r"detaille\w*|dont le detail|precise\w*|decrit\w*|indique\w*|lots? \d|visee?s? par",
)
# "Conditions à caractère social, dans la mesure où le marché est réservé": the reservation is the clause.
_BY_RESERVATION = phrase(r"(?:est|sont) reserve\w* (?:a|aux?)")
_ANYWHERE = re.compile(r"[ ]dans[ ](?:les|ses|leurs|tous[ ]les)[ ](?:marches|achats|contrats|appels)\b")
"""Clauses of whatever contracts: a policy, or what a study is about."""
_ANSWERED = re.compile(r"\b(?:preconisations?|oui|avec)\b")
_ANSWER_REACH = 12
_MARKED = phrase(r"criteres?|{WEIGHT} ?$")


def detect(passage: Passage) -> Iterator[Hit]:
    """Conditions in force, and their denials."""
    spans = passage.around(STEMS)
    for _, match in passage.find(_NO_CONDITIONS, spans):
        yield _hit(match.span(), 0.8, denied=True)
    for sentence, match in passage.find(_CONDITIONS, spans):
        words = passage.words(sentence)
        start, end = match.start() - sentence.start, min(match.end(), sentence.end) - sentence.start
        if (
            denied(words, start, end)
            or answer(passage.text, match.end()) is False
            or passage.value_denies(sentence)
        ):
            yield _hit(match.span(), 0.8, denied=True)
        elif (
            (_IN_FORCE.search(words) or _ANSWERED.search(words, start, end + _ANSWER_REACH))
            and is_ticked(passage.text, match.start()) is not False
            and not _MARKED.search(words)
            and not _ANYWHERE.match(words, end)
            and not _BY_RESERVATION.search(words, end)
        ):
            yield _hit(match.span(), 0.65)


def _hit(place: tuple[int, int], strength: float, denied: bool = False) -> Hit:
    subtype = None if denied else "unspecified_social_conditions"
    return Hit(ClauseType.SOCIAL_OTHER_EXEC, *place, strength, generic=True, denied=denied, subtype=subtype)

"""SOCIAL_OTHER_EXEC: equality of women and men, diversity, non-discrimination in performing the contract.

A declaration on grounds of exclusion (L2141-4 CCP) that cites equality is no condition.
Source: L2112-2 CCP; LGG, § 13 BerlAVG and the Frauenförderverordnungen.
"""

from __future__ import annotations

from collections.abc import Iterator

from tender.clauses.negation import denied, is_ticked
from tender.clauses.passage import Hit, Passage
from tender.clauses.phrases import phrase
from tender.vocabulary.clause import ClauseType

STEMS = (
    "egalite",
    "discriminat",
    "diversite",
    "frauen",
    "gleichstell",
    "entgeltgleich",
    "equality",
    "diversity",
    "femmes",
    "vereinbarkeit",
    "sexist",
    "mixite",
    "parite",
    "harcelement",
    "sensibilis",
)

_EQUALITY = phrase(
    r"(?:(?:referente?|plan|index|accord|rapport|diagnostic)s?(?: [\w']+){0,3}? egalite|situation comparee"
    r"|egalite (?:professionnelle|salariale|femmes?[ -]hommes?|entre les (?:femmes|hommes)"
    r"|des (?:sexes|chances)|de traitement entre les femmes)"
    r"|(?:ecarts?|inegalites?)(?: [\w']+){0,4}? entre (?:les )?(?:femmes et (?:les )?hommes"
    r"|hommes et (?:les )?femmes)|(?:mixite|parite)(?: [\w']+){0,3}? (?:equipes?|emplois?|metiers?"
    r"|effectifs?)"
    r"|(?:lutte contre|prevention|prevenir|lutter contre)(?: [\w']+){0,4}? (?:les "
    r"|des )?discriminations?|(?:violences?|agissements?|comportements?) sexistes?|part des femmes"
    r"|harcelement sexuel"
    r"|sensibilis\w+[\w ',]{0,60} (?:au handicap|a la diversite|a l'inclusion)|label (?:diversite"
    r"|egalite)|non[ -]discrimination)",
    r"(?:frauenförder\w*|gleichstellung\w*|entgeltgleichheit\w*|förderung von frauen"
    r"|frauenförderverordnung|vereinbarkeit von beruf und familie)",
    r"(?:equality|diversity)(?: and (?:diversity|inclusion|equality))?",
)
_DUTY = phrase(
    r"(?:{HOLDER})\b.{0,160}?(?:{MUST})",
    r"(?:{MUST}).{0,200}",
    r"(?:il|elle|titulaire|attributaire|prestataire|entreprise)s? (?:designe|forme|organise|assure"
    r"|respecte|garantit|veille"
    r"|sensibilise|applique)\w*",
    r"clauses?|condition d'execution|questionnaire|demarche d'amelioration",
    r"formular\w*|formblatt\w*|bei(?:zu)?(?:leg|füg)\w+|einzureichen|vorzulegen|abzugeben",
    r"\w*erklärung\w*|vorgelegt|eingereicht|abgegeben|zu erklären|durchzuführen|durchführen|mas{1,2}nahmen"
    r"|verpflicht\w*|verordnung|ffv|besondere vertragsbedingungen|einzuhalten|bvb",
    r"(?:must|shall|required to|comply)",
)
_ELSEWHERE = phrase(
    r"l\.? ?2141|interdiction\w* de soumissionner|exclu\w*|declaration sur l'honneur|l\.? ?1146-1"
    r"|n'entr\w+ dans aucun",
    r"egalite de traitement (?:des|entre les) (?:candidats|usagers|soumissionnaires|operateurs)",
    r"(?:non[ -]discrimination|egalite)[\w ,]{0,60}(?:candidats|transparence|usagers|acces a la commande)",
    r"\bnous [\w']{3,}ons\b|\b(?:favoris|reduir|contribu|soutien)er?ons\b|exemples? de",
    r"equality act 2010 [\w ]{0,20}convict\w*|non-?discrimination and (?:transparency|equal treatment)",
    r"criteres?|{WEIGHT}",
    r"eloignee?s? de l'emploi|publics en {INSERTION}|emploi[\w ,']{0,40}discriminations?"
    r"|{INSERTION} (?:sociale|professionnelle|par)",
)


def detect(passage: Passage) -> Iterator[Hit]:
    """Duties of equality laid on whoever performs the contract."""
    for sentence, match in passage.find(_EQUALITY, passage.around(STEMS)):
        words = passage.words(sentence)
        start, end = match.start() - sentence.start, match.end() - sentence.start
        near = words[max(0, start - 200) : end + 200]
        if _ELSEWHERE.search(near) or is_ticked(passage.text, match.start()) is False:
            continue
        if denied(words, start, end):
            continue
        if _DUTY.search(near):
            yield Hit(ClauseType.SOCIAL_OTHER_EXEC, match.start(), match.end(), 0.7, subtype="equality")

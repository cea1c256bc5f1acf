"""AWARD_SOCIAL: offers are marked for what they do for people.

A social word alone is no criterion: it needs a weight, the word criterion or mark, or a heading of criteria.
Source: L2152-7, R2152-7, R3124-4 CCP; before: CMP art. 53-I, ordonnance 2015-899 art. 52; § 127 GWB.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tender.clauses.duties import UNMARKED
from tender.clauses.false_friends import of_a_building
from tender.clauses.negation import denied
from tender.clauses.passage import Hit, Passage, Spans
from tender.clauses.phrases import phrase
from tender.clauses.sentences import Sentence
from tender.vocabulary.clause import ClauseType

STEMS = (
    "sertion",
    "social",
    "sociaux",
    "societal",
    "communit",
    "sozial",
    " rse",
    "(rse",
    "handicap",
    "equitable",
    "egalite",
    "inclusion",
    "discriminat",
    "eloign",
    "defavoris",
    "demandeurs d",
    "benachteil",
    "langzeit",
    "arbeitslos",
    "behinder",
    "apprenti",
    "alternan",
)

_SOCIAL = phrase(
    r"{INSERTION}{NOT_WORK}(?! (?:dans|au sein|du projet|des ouvrages))",
    r"(?:performances?|valeurs?|notes?|volets?|crit[a-z]{2,5}|aspects?|qualites?|demarches?|politiques?"
    r"|engagements?|mesures?|considerations?"
    r"|dimensions?|impacts?|actions?|memoires?|responsabilites?|pratiques?|dispositions?|caractere|plan"
    r"|utilite|innovation|objectifs?)"
    r"(?: (?:environnementale?s?|economique|et|ou|en matiere))*,? (?:de developpement durable et )?(?:a"
    r" caractere )?(?:sociale?s?|sociaux|societale?s?)(?! et solidaire)",
    r"(?:sociale?|societale?) et (?:environnementale?|ecologique)s?",
    r"en matiere sociale|developpement durable(?:,| et| ou) (?:social|societal)",
    r"(?:environnementale?s?|environnement|environnementaux|ecologique),? (?:et|ou|/) ?(?:sociale?s?"
    r"|sociaux|societale?s?|insertion)",
    r"(?:politiques?|demarches?|engagements?|actions?|mesures?) (?:d'|en faveur de l'"
    r"|en matiere d')inclusion",
    r"konzept\w*[\w ]{0,40} (?:zur|für die) (?:beschäftigung|integration|eingliederung|förderung) (?:von )?"
    r"(?:{LANGZEIT}|(?:menschen mit )?behind\w*)",
    r"responsabilite (?:sociale|societale)|inclusion (?:sociale|professionnelle|des publics|par)",
    r"\brse\b",
    r"clauses? sociales?",
    r"commerce equitable",
    r"(?:emploi|integration|inclusion|accueil|recours)[\w ',]{0,40}(?:handicap\w*|{FAR})",
    r"egalite (?:professionnelle|femmes|entre)",
    r"lutte contre les discriminations",
    r"conditions (?:de travail|sociales) (?:des|du|de)",
    r"critere societal|societal et environnemental|environnemental et societal|sociale?/environnementale?",
    r"soziales|(?:soziale?[mnrs]?) (?:kriteri\w+|aspekt\w*|belang\w*|verantwortung|nachhaltigkeit"
    r"|standard\w*|engagement|konzept\w*|qualität\w*)",
    r"social (?:value|benefits?|criteri\w+|impact|considerations?|responsibility)",
    r"community benefits?",
)
_STRONG = phrase(
    r"performances?(?: [\w',-]+){0,5} (?:en matiere d'|d'|sociales? et d'|de l'){INSERTION}{NOT_WORK}",
    r"performances? (?:en matiere )?(?:sociale|d'{INSERTION} (?:sociale|prof))\w*",
    r"(?:pertinence|qualite)(?: et (?:la )?(?:pertinence|qualite))? (?:de la |de l'|du |des "
    r"|de )(?:[\w']+ ){0,3}?(?:demarche|politique|action|dispositif|projet|mesures?|offre|reponse"
    r"|propositions?|engagements?|accompagnement)s? (?:proposees? )?(?:sociale? )?(?:d'|en matiere d'"
    r"|pour la realisation d'heures d'|en faveur de l'){INSERTION}{NOT_WORK}",
    r"(?:sous-?)?criteres?(?: (?:n(?:o|um\w*)? ?)?\d)? ?[:\-]? ?(?:de la |d'|de l'|\")?(?:(?:clause"
    r"|performance|volet|aspect) )?(?:d'|de l')?(?:{INSERTION}|social\w*|sociaux){NOT_WORK}",
)
# Young people in training are a social criterion where a weight stands beside them.
_APPRENTICES = phrase(
    r"(?:recours|appel|accueil|emploi|embauche|formation|prise en compte|valorisation|promotion"
    r"|transmission)[\w ',/-]{0,60}?[ '](?:apprenti\w*|alternan\w*)",
    r"~(?:^|[;:,(-]\s)(?:l')?apprentissage",
)
_WEIGHTED = phrase(r"{WEIGHT}")
_JUDGED = phrase(
    r"(?:sous-?)?criteres?(?! d'(?:eligibilite|execution|acces|admission)| (?:sont )?definis)",
    r"(?:sera|seront|est|sont|etre)(?: \w+){0,2} (?:notee?s?|jugee?s?(?! (?:irregulier|inacceptable|non"
    r"|recevable|conforme))|appreciee?s?(?! (?:au \d|a la fin|en fin|annuel|sur (?:la duree|l'annee"
    r"|chaque)|par le (?:facilit|service)))"
    r"|evaluee?s?|valorisee?s?|pris en compte (?:dans|lors|pour))",
    r"(?:jugement|classement|notation|analyse) des offres",
    r"ponder\w+|mieux-disant|note (?:de|sur|finale|globale|totale)|departagee?s?",
    r"une attention particuliere sera portee",
    r"of the (?:marks|points|score)|marks (?:are|will be) allocated",
    r"wertung\w*|kriterium\b|zuschlagskriteri\w+|gewichtung|bewertungskriteri\w+|wertungskriteri\w+",
    r"award criteri\w+|evaluat(?:es?|ed|ing|ors?|ion (?:criteri\w+|process|of|question\w*|included))"
    r"|scor(?:es|ed|ing)|score(?! de)|weighting\w*|criteri(?:on|a)",
)
_HEADING = phrase(
    r"criteres? (?:d'attribution|de (?:jugement|selection|choix|notation)|pondere\w*|enonces|hierarchise\w*)",
    r"jugement des offres",
    r"zuschlagskriterien",
    r"award criteria",
)
_NOT_A_MARK = phrase(
    r"(?:logements?|bailleurs?|residences?|habitat|centres?|locatifs?|parc|siege|capital|raison"
    r"|securite|protection|action|assistante?|cotisations?|organismes?|dialogue) social\w*",
    r"(?:regularite|obligations?|attestations?|declarations?|situation"
    r"|certificats?)(?: fiscales? et)? sociales?",
    r"services? (?:sociaux|social)|agrements? (?:d'|en |au titre)",
    r"\d{1,3} ?% (?:de|des|d') (?:travailleurs|personnes|salaries|leurs? (?:effectif|personnel"
    r"|salaries)|l'effectif)",
    r"(?:travailleurs|personnes|salaries)[\w ]{0,30}handicap\w*.{0,80}proportion",
    r"obligations? d'emploi|article[s]? l\.? ?52",
    r"centre communal|\bccas\b|fonds social",
    r"economie sociale et solidaire",
)
_DUTY = phrase(
    r"(?:{HOLDER})\b.{0,80}?(?:devr\w+|doi\w*t|s'engag\w+)", r"conditions? d'execution", r"clauses?"
)
_WEIGHT_NEXT = re.compile(
    r"[\w ',]{0,25}[:=(-][ ]*\d{1,3}[ ]*(?:pts?|points?|punkte?n?|%)(?![ ]*(?:d[eu]s?[ ]|d[' ]))"
    r"|[\w ',]{0,70}\([ ]*/[ ]*\d{1,3}[ ]*\)"
)
_SHARE_OF_WORK = re.compile(
    r"heures?\b|main.{0,3}d.{0,2}oe?uvre|œuvre|temps de travail|masse salariale|effectif"
)
"""Beside it a figure in per cent is a share of the work, not a weight."""
_DEMANDED = re.compile(r"[\w ]{0,20}(?:exigee?s?|imposee?s?|obligatoires?|demandee?s?|a realiser)\b")
"""A performance the contract demands is a condition, one it marks a criterion."""
_POINTS_LAST = re.compile(r"\d{1,3}[ ]*(?:points?|pts)[ .]*$")
_ENDS_WEIGHED = re.compile(r"\d{1,3}[ ]*(?:%|v\.[ ]?h\.|punkte?n?|points?|pts)[ .]*$")
_RATE = re.compile(r"\b(?:taux|part|quota|minimum|obligation)[ ](?:d[e'][ ]?|de l')?$")
_LAW_OF_WORK = re.compile(r"(?:legislation|reglementation|droit|obligations)\b[^.;:]{0,70}$")
_HOURS = phrase(r"(?:\d[\d ]* ?(?:heures?|h)\b|heures? d'{INSERTION})")


def detect(passage: Passage) -> Iterator[Hit]:
    """Social words with a weight, under the word criterion, or in a heading's list."""
    spans = passage.around(STEMS)
    yield from _told_by_its_name(passage, spans)
    yield from _apprentices(passage, spans)
    yield from _marked(passage, spans)


def _told_by_its_name(passage: Passage, spans: Spans) -> Iterator[Hit]:
    """ "Performance en matière d'insertion": nothing but a criterion is called so."""
    for sentence, match in passage.find(_STRONG, spans):
        words = UNMARKED.sub(lambda m: " " * len(m.group()), passage.words(sentence))
        start, end = match.start() - sentence.start, match.end() - sentence.start
        if _of_something_else(words, start, end) or denied(words, start, end):
            continue
        if not _DEMANDED.match(words, end) or _JUDGED.search(words):
            yield _hit(passage, sentence, match, 0.92)


def _apprentices(passage: Passage, spans: Spans) -> Iterator[Hit]:
    for sentence, match in passage.find(_APPRENTICES, spans):
        after = passage.folded[match.end() : min(sentence.end, match.end() + 110)]
        if _WEIGHT_NEXT.match(passage.folded, match.end()) or _line_weight(after, passage.words(sentence)):
            yield _hit(passage, sentence, match, 0.8)


def _marked(passage: Passage, spans: Spans) -> Iterator[Hit]:
    """Social words that a weight, a word of marking or a heading makes a criterion."""
    for sentence, match in passage.find(_SOCIAL, spans):
        words = UNMARKED.sub(lambda m: " " * len(m.group()), passage.words(sentence))
        start, end = match.start() - sentence.start, match.end() - sentence.start
        if (
            _NOT_A_MARK.search(words[max(0, start - 40) : end + 40])
            or "eligib" in words
            or _of_something_else(words, start, end)
            or (
                _strict_condition(words)
                and not passage.marked
                and not _listed(passage, sentence, words)
                and not _number_below(passage, match.end())
                and not _WEIGHT_NEXT.match(words, end)
            )
        ):
            continue
        after = words[end : end + 90]
        if denied(words, start, end):
            if _JUDGED.search(words):
                yield Hit(ClauseType.AWARD_SOCIAL, match.start(), match.end(), 0.8, denied=True)
        elif (
            passage.marked
            or (_WEIGHT_NEXT.match(words, end) and not _SHARE_OF_WORK.search(words[max(0, start - 60) : end]))
            or _number_below(passage, match.end())
            or _line_weight(after, words)
            or _labels_weight(words, start, end)
        ):
            yield _hit(passage, sentence, match, 0.9)
        elif _JUDGED.search(words[max(0, start - 220) : end + 160]):
            yield _hit(passage, sentence, match, 0.72)
        elif _listed(passage, sentence, words):
            yield _hit(passage, sentence, match, 0.72 if _ENDS_WEIGHED.search(words) else 0.6)


_NUMBER_BELOW = re.compile(r"[^\n]{0,60}\n[ \t]*\d{1,3}(?:[.,]\d+)?[ ]*(?:%|points?|pts)?[ \t]*(?:\n|$)")


_NUMBER_ALONE = re.compile(r"\n[ \t]*\d{1,3}(?:[.,]\d+)?[ ]*(?:%|points?|pts)?[ \t]*(?=\n|$)")
_SENTENCE = re.compile(r"\.$|\bne\b|n'|\b(?:est|sont|sera|seront|devr\w+|doit)\b")


def _of_something_else(words: str, start: int, end: int) -> bool:
    """A bidder's question, a rate of hours, the law of work, a building in its site."""
    before = words[:start]
    if words.endswith("?"):
        return True
    return bool(_RATE.search(before) or _LAW_OF_WORK.search(before)) or of_a_building(words, start, end)


def _number_below(passage: Passage, end: int) -> bool:
    """A criterion and its weight on two lines of a list: "Critère social", then "20"."""
    line = passage.text.rfind("\n", 0, end) + 1
    around = passage.text[max(0, line - 260) : end + 260]
    return (
        end - line < 90
        and bool(_NUMBER_BELOW.match(passage.text, end))
        and len(_NUMBER_ALONE.findall(around)) >= 2
        and not _SENTENCE.search(passage.folded[line : passage.text.find("\n", end)])
    )


def _listed(passage: Passage, sentence: Sentence, words: str) -> bool:
    """Whether a short line without a duty stands in the list that a heading of criteria opens."""
    return (
        len(words) < 160
        and not _DUTY.search(words)
        and any(_HEADING.search(passage.words(s)) for s in passage.preceding(sentence, 8))
    )


def _hit(passage: Passage, sentence: Sentence, match: re.Match[str], strength: float) -> Hit:
    """The criterion with its weight: the line when it is short."""
    line = passage.text.rfind("\n", sentence.start, match.start()) + 1
    start = max(sentence.start, line)
    start = start if match.start() - start < 130 else match.start()
    weight = _WEIGHTED.search(passage.folded, match.end(), max(match.end(), sentence.end))
    near = weight is not None and weight.end() - match.end() < 140
    end = (
        weight.end() if weight is not None and near else max(match.end(), min(sentence.end, match.end() + 60))
    )
    return Hit(ClauseType.AWARD_SOCIAL, start, end, strength)


def _line_weight(after: str, words: str) -> bool:
    """A weight stands right after the social words, or the line is short and ends with one."""
    weight = _WEIGHTED.search(after)
    if weight is None:
        return False
    between = after[: weight.start()]
    if re.match(r"[ ]*(?:(?:du|de|des|de la)[ ]|d')", after[weight.end() :]):
        return False  # "10 % du montant du marché"
    if re.search(
        r"\b(?:minimum|au moins|plus de|proportion|taux|heures?|temps|main d|effectif|clause|retenue|avance"
        r"|penalit)",
        between + after[weight.end() : weight.end() + 40],
    ):
        return False
    return len(words) < 700


def _labels_weight(words: str, start: int, end: int) -> bool:
    """ "Insertion sociale : …long description… : 10 %": the words head a line that holds a weight."""
    return (
        start < 14
        and bool(re.match(r"[^:.;(]{0,40}(?:\([^)]*\))?[ ]*:", words[end:]))
        and bool(re.search(r"\d[ ]*(?:%|points?|pts)(?![ ]*(?:d[eu]s?[ ]|d[' ]))", words))
    )


def _strict_condition(words: str) -> bool:
    """A condition of performance with hours, or a reservation: not a mark, unless marks are spoken of."""
    marked = (
        _JUDGED.search(words)
        or _POINTS_LAST.search(words)
        or (_WEIGHTED.search(words) and not _HOURS.search(words))
    )
    return not marked

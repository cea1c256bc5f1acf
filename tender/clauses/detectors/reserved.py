"""RESERVED_*: only certain employers may bid: SIAE, EA/ESAT, both, ESS, others.

Source: L2113-12 (EA, ESAT), L2113-13 (SIAE), L2113-13-1 (prison), L2113-14 (both), L2113-15 (ESS) CCP;
§ 118 GWB. What the words reserve decides; the article only where they are silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tender.clauses.beneficiaries import by_article, by_words, first_place
from tender.clauses.negation import answer, denied_after, denied_before, is_ticked
from tender.clauses.passage import Hit, Passage, Spans
from tender.clauses.phrases import phrase
from tender.clauses.scope import lot_mentions
from tender.clauses.sentences import Sentence
from tender.vocabulary.clause import ClauseType

STEMS = (
    "reserv",
    "geschu",
    "supported",
    "sheltered",
    "par le travail",
    "sertion",
    "defavoris",
    "penitent",
    "2113-1",
    "adapte",
    "protege",
    "esat",
    " iae",
    "'iae",
    "'ess",
    "siae",
    "5132-4",
    "vorbehalten",
    "handicap",
    "werkst",
    "inklusion",
    "118",
    "hauptzweck",
    "economie sociale",
    "intermediaire",
    "disab",
    "disadv",
    "detenu",
)

# "Réservé à…", "réserver l'exécution du marché à…"; never "réserver 300 heures".
_RESERVES = phrase(
    r"~(?<!non\s)(?<!non-)reservee?s?(?: (?:[a-z]+ment|en priorite))?(?= ?(?:$|[:;,.?()\"-]| (?:a|aux?"
    r"|pour|en|dans|selon|conformement|lors|par|et"
    r"|travailleurs?|handicap\w*|structures?|entreprises?|etablissements?|ou|insertion|siae|iae|ea|esat|oui"
    r"|article|art|au|l|de|des|lot|lots)\b))",
    r"reserv(?:er|e|ation)(?= (?:de |d'|a )?(?:une? |la |le |les |l'|cet? |cette |ces |du "
    r"|\d{1,3} ?% )(?:(?!part\b|temps|heures|volume|nombre|minimum)[\w',%-]+ ){0,5}?(?:marches?|contrat"
    r"|lots?|accords?|participation|execution|consultation|montant|prestations?)\b)",
    r"reservations?(?= (?:au profit|au benefice|en faveur|a destination) )",
)
_GIVEN_TO = phrase(
    r"(?:sera|seront|est|sont|serait) (?:exclusivement |uniquement )?(?:attribue|confie|destine|adresse"
    r"|dedie)e?s? (?:exclusivement |uniquement )?(?:a|aux|au)",
    r"(?:s'adresse(?:nt)?\b|(?:destine|dedie|ouvert)\w*)(?: exclusivement| uniquement)? (?:a|aux|au|des"
    r"|exclusivement|uniquement)",
    r"(?:candidats?|soumissionnaires?|entreprises?|structures?|membres du groupement"
    r"|operateurs? economiques?)(?: (?:du|des|au|aux) lots? [\w ,]{1,12}?)? (?:devr\w+"
    r"|doi\w*t)(?: [\w']+){0,3}? (?:appartenir|relever|etre"
    r"|justifier|posseder)",
    r"(?:identifiee?|reconnue?|agreee?|conventionnee?) comme(?: une?)?",
    r"(?:seule?s|uniquement|exclusivement) (?:les |des |aux )?(?:{EA_ESAT}"
    r"|{SIAE})[\w ,()'/]{0,80} (?:peuvent|pourront|sont (?:autorise|admis)\w*|seront (?:autorise"
    r"|admis)\w*)",
    r"(?:constitue|compose|forme)\w* exclusivement(?= d)",
    r"(?:seule?s?|uniquement|exclusivement) (?:[\w']+ ){0,2}?(?:peuvent|peut|pourront|pourra"
    r"|sont (?:autorise|admis)\w*"
    r"|seront (?:autorise|admis)\w*)(?: [\w']+){0,4}? (?:les |des |une? )?(?:{SIAE}|{EA_ESAT})",
    r"(?:limite|restreint)e?s? (?:a|aux|au)(?! (?:la|le|les|une?|\d))",
    r"(?:membres du groupement|cotraitants|candidats|soumissionnaires) (?:sont|seront"
    r"|soient)(?: tous)? (?:des|issus)",
    r"(?:fournir|produire|joindre)[\w ']{0,24} (?:justificatifs?|agrements?|preuve|attestation)"
    r" (?:de la |de |du )?(?:statut |qualite |reconnaissance )?d'(?:une? )?(?:{EA_ESAT}|{SIAE})",
    r"pour les (?:{EA_ESAT}|{SIAE})[\w ,()']{0,10} ?:[\w ',]{0,20}(?:agrement|convention|justificati"
    r"|attestation|arrete)\w*",
)
# What is dedicated to people in need may be a service for them; to employers, it is a reservation.
_DEDICATED = re.compile(r"s.adresse|destine|dedie|ouvert")
_AN_EMPLOYER = re.compile(
    r"esat\b|\beatt?\b|adapte|protege|par le travail|entreprise|structure|association|operateur|etablissement"
    r"|siae|chantier|secteur|5213|344-2"
)
_TASK_GIVEN = re.compile(r"confie")
"""A task given to such an employer ("le conditionnement est confié à un ESAT") keeps no contract for it."""
_A_PART = re.compile(r"\b(?:partie|part|fraction|portion)\b|\d[ ]*%")
_IMPLIES = ("identifie", "reconnu", "pour les", "fournir", "produire", "joindre")
_FORMULA = phrase(
    r"(?:{SIAE}|{EA_ESAT})[\w ,'.()/-]{0,60}mentionnee?s? (?:a|aux) l?'?articles? l[. ]*(?:5132-4"
    r"|5213-13|344-2)[\w ,'.()/-]{0,260}structures? equivalentes?",
)
_NOT_RESERVED = phrase(
    r"(?:n'est|ne sont) reserve\w* ni",
    r"(?:n'est|n'a ete|ne sont|ne sera|ne seront|est|sont) (?:pas|point) reserve\w*",
    r"non[ -]reserve\w*",
    r"aucun\w*(?: [\w'-]+){0,6} (?:n'est|ne sera|ne sont) (?:pas )?reserve\w*",
    r"(?:marches?|lots?|participation|procedure|contrat|prestation)s? reservee?s?[\w ,'()/]{0,50}\)? ?:"
    r" ?(?:(?:la participation|le marche) n'est pas reserve\w*|non\b|neant|sans objet|aucune?|no\b"
    r"|nein\b)",
    r"(?:pas|aucune?|absence) (?:de |d'une |d')?(?:marches?|lots?|reservation"
    r"|participation)(?: [\w']+){0,2}? ?reserve\w*",
    r"(?:pas|aucune|absence) (?:de |d')?reservation",
    r"programmes? d'emplois? proteges? ?:? ?:? ?(?:non\b|no\b)",
    r"(?:teilnahme|beteiligung)\w*(?: [\w-]+){0,3} (?:nicht|keine?\w*)(?: [\w-]+){0,3} vorbehalten",
    r"(?:vorbehaltene[rs]? (?:auftrag|teilnahme|beteiligung)"
    r"|vorbehalten\w*(?: [\w-]+){0,4}) ?: ?(?:die teilnahme ist nicht vorbehalten|nein\b|keine?)",
    r"sheltered employment programmes? ?:? ?(?:no|not)\b",
    r"geschützte[rn]? beschäftigungsverhältnisse[\w ]{0,20} ?:? ?(?:nein|nicht)\b",
    r"(?:participation|contract) is not reserved",
    r"reserved (?:participation|contract)s? ?: ?(?:no\b|none)",
)
# "réservé" in its other senses.
_OTHER_SENSE = phrase(
    r"se reserve\w*",
    r"(?:droits?|(?<!accord\s)(?<!accord-)cadre|partie|espace|emplacement|places?|zone|colonne|case"
    r"|seance|acces|salle|parkings?|stationnements?|toilettes|sanitaires|logements?|chambres?|locaux"
    r"|voies?) (?:exclusivement |uniquement )?reserve\w*",
    r"reserve\w* (?:exclusivement |uniquement )?(?:a|aux?) (?:la |l'|une? |les |des )?(?:profession"
    r"|architecte|l'administration|administration|acheteur|usage|operateurs economiques europeens"
    r"|personnes agees|vehicules|pmr|titulaire|service|stationnement|personnel|public|eleves|agents"
    r"|clients?|pietons|cyclistes)",
    r"(?:tous )?droits? reserves?",
    r"(?:informations?|renseignements|mentions?)(?: [\w']+){0,4} (?:si|sur|relatives? aux?"
    r"|indiquant)[\w ']{0,40}reserve\w*",
    r"(?:sous|sans|toute|avec|des|les|de|d'|ni|aucune|leve\w* des?|formuler (?:de|des)) reserves?\b"
    r"(?! (?:a |aux? ))",
)
_TO_FILL_IN = re.compile(r"\b(?:rubrique|cadre|case)\b[^.;]{0,60}(?:renseign|rempli|complet)")
"""What a form asks of bidders to whom a reservation may apply."""
_RESERVED_TITLE = phrase(
    r"(?:marches?|lots?|contrats?|accords?-cadres?|consultations?|participation|procedures?"
    r"|concessions?)(?: \w+){0,3}? (?:est |sont |exclusivement )*reserve\w*"
)
_MEET = phrase(
    r"(?:repond\w+|satisf\w+|relev\w+|vise\w*|mentionne\w*)[\w ']{0,40}(?:l'|des |aux )articles?",
    r"(?:repond\w+|satisf\w+) aux conditions",
)
_SHELTERED = phrase(
    r"(?:execut\w+|execution|realise\w*)[\w ,']{0,60}(?:dans le cadre"
    r"|reserve\w*)[\w ,']{0,60}programmes? d'emplois? proteges?[\w ]{0,10}(?: ?:? ?(?:oui|yes))?",
)
_FOREIGN = phrase(
    r"(?:teilnahme|auftrag|vergabe|beteiligung|wettbewerb)[\w ,()§.-]{0,160}vorbehalten"
    r"(?:[\w ,()§.:-]{0,60} (?:werkstätt\w*|inklusionsbetrieb\w*))?",
    r"(?:teilnahme|teilnehmer|bieterkreis|wettbewerb|vergabe|bewerberkreis)\w*[\w ,()§.-]{0,40} (?:auf"
    r"|an)[\w ,()§.-]{0,60}(?:werkstätt"
    r"|inklusionsbetrieb)\w*[\w ,()§.-]{0,100}(?:beschränkt|begrenzt|beschränk\w*)",
    r"vorbehalten\w*[\w ,()§.:-]{0,60} (?:werkstätt\w*|inklusionsbetrieb\w*)",
    r"vorbehaltene[rs]? (?:auftrag|teilnahme|aufträge)[\w ,()§.:-]{0,120}(?:werkstätt\w*|inklusion\w*"
    r"|behind\w*|benachteilig\w*|118)",
    r"(?:geschützte[nr]? werkstätt\w*|werkstätten für (?:menschen mit )?behind\w+"
    r"|inklusionsbetrieb\w*)[\w ,()§.-]{0,200}vorbehalten",
    r"(?:ausschlie(?:s|ss)lich|nur|beschränk\w*|begrenzt)[\w ,()§.-]{0,80}(?:werkstätt\w*"
    r"|inklusionsbetrieb\w*)"
    r"[\w ,()§.-]{0,120}(?:zugelassen|teilnahmeberechtigt|berechtigt|beschränk\w*|vergeben)?",
    r"(?:eigenschaft|anerkennung|nachweis\w*)[\w ,()-]{0,60} (?:als "
    r"|eine )(?:anerkannte )?(?:werkstatt|werkstätte"
    r"|inklusionsbetrieb)[\w ,()§.-]{0,60}",
    r"(?:reserved|restricted)(?: \w+){0,4}? (?:to|for|under)[\w ,()-]{0,60}(?:sheltered"
    r"|supported (?:business\w*|employment)|disab\w+|disadvantaged|public service mutuals?"
    r"|social enterprises?|voluntary)",
    r"sheltered (?:workshops?|employment programmes? ?:? ?yes)",
    r"geschützte[rn]? beschäftigungsverhältnisse[\w ]{0,20} ?:? ?ja\b",
    r"§+ ?118\b[\w .()]{0,24}gwb",
    r"hauptzweck (?:ist )?(?:die )?soziale und berufliche (?:integration|eingliederung)",
    r"limited to[\w ,()-]{0,60}sheltered",
)
_FOREIGN_OTHER = phrase(
    r"änderungen vorbehalten",
    r"vorbehalten(?:,| hat| ist)? ?(?:sich|bleib)",
    r"behält sich",
    r"\bsich\b[\w ,]{0,60}vorbehalten",
)
_LOT_HEADING = re.compile(r"^[\W_]{0,4}lots?[ ]*(?:n\w*\.?[ ]*)?\d{1,3}[ ]*[:\-][ ]*")


_WHO_ABROAD = re.compile(
    r"geschu|werkst|inklusion|behind|benachteil|118|hauptzweck|sheltered|disab|disadv|mutual|social ent"
    r"|supported|voluntary"
)
# What is kept is hours or a share of work for people, not a contract for employers.
_KEPT_HOURS = re.compile(
    r"[ ]*(?:[\w']+[ ]){0,5}\d[\d ]*(?:h\b|heures?|%[ ]*(?:du volume|des heures"
    r"|du temps))"
)
_HOURS_KEPT = re.compile(r"heures?|volume|temps|\bpart\b|postes?|emplois?")
_INSERTION_NEXT = re.compile(r"[ ]*(?:pour|a|aux?)?[ ]?(?:l'|la |les |des )?[\w ]{0,20}sertion(?! par)")
_CONTRACT = phrase(r"{CONTRACT}|participation|execution")
_FOR_PEOPLE = phrase(
    r"~ ?(?:(?:a|aux?|pour) (?:des |les |un |une |la |l')?)?(?:{FAR}|personnes?|publics?"
    r"|demandeurs?|beneficiaires?"
    r"|habitants|jeunes|salaries|travailleurs)"
)
_FAR_NEXT = phrase(r"~ ?(?:a|aux?|pour) (?:des |les |un )?(?:{FAR})")
_NEAR_HOURS = 60
_PROFESSION = re.compile(
    r"[ ]*(?:a|aux?)[ ](?:une |la |des )?(?:profession|operateurs? economiques? europeens)"
)
# "Dans le cas d'un marché réservé aux…", "si le lot est réservé…": a case that may not be this one.
_SUPPOSED = phrase(
    r"(?:en cas de|(?:dans|pour) le cas (?:d'un|de|ou)|dans l'hypothese|s'il s'agit|lorsqu'il s'agit|pouvant"
    r" (?:postuler|candidater|repondre) a|\bsi (?:le|la|ce|l')) ?(?:[\w']+ ){0,6}$",
)
_OPTIONAL = re.compile(r"reserve la possibilite|souhaite reserver|possibilite de reserver")
_ITEM = re.compile(r"[\W_]*(?:\d{1,2}[o.)]|[a-z][.)]|[-•*]|a des |aux? |les |des |ou |et )")
_ARTICLE_NEAR = 260
_LIST_REACH = 1500
_LONGEST = 330

Span = tuple[int, int]


def detect(passage: Passage) -> Iterator[Hit]:
    """Reservations, and their denials."""
    folded = passage.folded
    spans = passage.around(STEMS)
    denials = [m.span() for _, m in passage.find(_NOT_RESERVED, spans)]
    for start, end in denials:
        if not _PROFESSION.match(folded, end) and is_ticked(passage.text, start) is not False:
            yield Hit(ClauseType.RESERVED_OTHER, start, end, 0.9, denied=True)
    for _, match in passage.find(_RESERVES, spans):
        if not _touches(denials, match):
            yield from _reservation(passage, match, denials)
    yield from _given(passage, spans)
    yield from _formula(passage, spans)
    for _, match in passage.find(_SHELTERED, spans):
        if not _touches(denials, match) and not re.match(r"[ :]*(?:non|no)\b", folded[match.end() :][:12]):
            yield Hit(ClauseType.RESERVED_EA_ESAT, match.start(), match.end(), 0.85)
    yield from _abroad(passage, spans, denials)


def _touches(denials: list[Span], match: re.Match[str]) -> bool:
    return any(start < match.end() and match.start() < end for start, end in denials)


def _reservation(passage: Passage, match: re.Match[str], denials: list[Span]) -> Iterator[Hit]:
    sentence = passage.sentence(match.end() - 1)
    words = passage.words(sentence)
    start, end = max(0, match.start() - sentence.start), match.end() - sentence.start
    if _TO_FILL_IN.search(words):
        return
    if _OTHER_SENSE.search(words[max(0, start - 45) : end + 70]) and not _OPTIONAL.search(words):
        return
    if (
        denied_before(words[:start])
        or denied_after(words[end:])
        or answer(passage.text, match.end()) is False
        or passage.value_denies(sentence)
    ):
        yield Hit(ClauseType.RESERVED_OTHER, match.start(), match.end(), 0.8, denied=True)
    elif (
        is_ticked(passage.text, match.start()) is not False
        and not _SUPPOSED.search(words[:start])
        and not _is_choice(passage, sentence, denials)
        and not _KEPT_HOURS.match(words[end:])
        and not _kept_for_people(words, start, end)
    ):
        yield from _for_whom(passage, match, sentence)


def _kept_for_people(words: str, start: int, end: int) -> bool:
    """ "Les heures sont réservées aux personnes sans emploi…": hours for people, no right to bid."""
    hours = max((m.end() for m in _HOURS_KEPT.finditer(words, 0, start)), default=-1)
    contract = max((m.end() for m in _CONTRACT.finditer(words, 0, start)), default=-1)
    if hours > contract:
        return bool(_FOR_PEOPLE.match(words[end:]))
    return hours >= start - _NEAR_HOURS and bool(_FAR_NEXT.match(words[end:]))


def _is_choice(passage: Passage, sentence: Sentence, denials: list[Span]) -> bool:
    """ "Le marché n'est pas réservé / est réservé : …": alternatives of a form, whose ticks were lost."""
    on_a_new_line = "\n" in passage.text[max(0, sentence.start - 12) : sentence.start]
    if lot_mentions(passage.words(sentence)):
        return False  # each lot of a list has its own answer
    return on_a_new_line and any(0 <= sentence.start - end <= 40 for _, end in denials)


def _for_whom(passage: Passage, match: re.Match[str], sentence: Sentence) -> Iterator[Hit]:
    after, end = _reach(passage, match, sentence)
    before = passage.folded[max(sentence.start, match.start() - 170) : match.start()]
    kinds = [] if _HOURS_KEPT.search(before) and _INSERTION_NEXT.match(after) else by_words(after)
    if not kinds and match.group().endswith(("reserve", "reserves", "reservee", "reservees")):
        kinds = by_words(before)
    near = after[:_ARTICLE_NEAR]
    if not kinds and (article := by_article(near)) is not None and _MEET.search(near):
        kinds = [article]
    if not kinds:
        yield from _unnamed(passage, match, sentence, after)
    for kind in kinds:
        place = first_place(kind, after) or 0
        start = match.end() + place if place > _LONGEST else match.start()
        yield Hit(kind, start, min(end, max(start, match.end()) + _LONGEST), 0.95)


def _unnamed(passage: Passage, match: re.Match[str], sentence: Sentence, after: str) -> Iterator[Hit]:
    """ "Marché réservé (L2113-13)", "Marché réservé : oui": the article decides, else nobody is named."""
    if not _RESERVED_TITLE.search(passage.folded[max(0, match.start() - 60) : match.end()]):
        return
    words = passage.words(sentence)
    start = max(sentence.start, match.start() - 60)
    article = by_article(words + " " + after)
    if article is not None:
        yield Hit(article, start, min(match.end() + _LONGEST, match.end() + len(after)), 0.8)
    elif not re.match(r"[ ]*(?:a|aux?)\b", after) and (
        re.search(r"\boui\b", after[:20]) or lot_mentions(words)
    ):
        end = min(match.end() + 80, sentence.end)
        yield Hit(ClauseType.RESERVED_OTHER, start, end, 0.5, generic=True)


def _reach(passage: Passage, match: re.Match[str], sentence: Sentence) -> tuple[str, int]:
    """The words a reservation governs: to the end of its sentence, and the list it introduces."""
    end = sentence.end
    for follower in passage.following(sentence, 6)[1:]:
        head = passage.folded[follower.start : follower.start + 60]
        said = passage.folded[match.end() : end]
        is_open = said.endswith((":", ";", ",")) or bool(re.search(r"\boui[ .]*$", said))
        is_item = bool(_ITEM.match(head)) and bool(by_words(head))
        if follower.start - match.end() > _LIST_REACH or not (is_open or is_item):
            break
        end = follower.end
    end = min(end, match.end() + _LIST_REACH + 200)
    return passage.folded[match.end() : end], end


def _given(passage: Passage, spans: Spans) -> Iterator[Hit]:
    """ "Sera attribué à une EA", "doit appartenir au secteur adapté", "Seuls les ESAT peuvent…"."""
    for sentence, match in passage.find(_GIVEN_TO, spans):
        end = min(sentence.end, match.end() + 130)
        words = passage.folded[match.start() : end]
        kinds: list[ClauseType] = [k for k in by_words(words) if k is not ClauseType.RESERVED_OTHER]
        if not kinds and "repondent aux conditions" in words and (article := by_article(words)) is not None:
            kinds.append(article)
        if denied_before(passage.words(sentence)[: match.start() - sentence.start]):
            continue
        if _DEDICATED.match(match.group()) and not _AN_EMPLOYER.search(words):
            continue
        before = passage.folded[sentence.start : match.start()]
        if _TASK_GIVEN.search(match.group()) and (_A_PART.search(before) or not _CONTRACT.search(before)):
            continue
        strength = 0.75 if match.group().startswith(_IMPLIES) else 0.85
        for kind in kinds:
            yield Hit(kind, match.start(), end, strength)


def _formula(passage: Passage, spans: Spans) -> Iterator[Hit]:
    """The formula of the law itself, standing as the value of a field, or under "lot 2 :"."""
    for _, match in passage.find(_FORMULA, spans):
        sentence = passage.sentence(match.start())
        before = passage.folded[sentence.start : match.start()]
        if match.start() < 8 or len(before) < 12 or _LOT_HEADING.match(before):
            for kind in by_words(match.group()):
                yield Hit(kind, match.start(), match.end(), 0.75)


def _abroad(passage: Passage, spans: Spans, denials: list[Span]) -> Iterator[Hit]:
    """§ 118 GWB, sheltered workshops: other thresholds and publics than the French ones."""
    for sentence, match in passage.find(_FOREIGN, spans):
        words = passage.words(sentence)
        if _touches(denials, match) or _FOREIGN_OTHER.search(words) or not _WHO_ABROAD.search(match.group()):
            continue
        is_denied = (
            denied_before(words[: match.start() - sentence.start])
            or denied_after(words[match.end() - sentence.start :])
            or bool(re.search(r"\b(?:nicht|keine?|not)\b", match.group()))
        )
        yield Hit(ClauseType.RESERVED_OTHER, match.start(), match.end(), 0.85, denied=is_denied)

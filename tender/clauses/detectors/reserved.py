"""RESERVED_*: only certain employers may bid: SIAE, EA/ESAT, both, ESS, others.

Source: L2113-12 (EA, ESAT), L2113-13 (SIAE), L2113-13-1 (prison), L2113-14 (both), L2113-15 (ESS) CCP; before: CMP
art. 15, ordonnance 2015-899 art. 36 and 37; § 118 GWB. What the words reserve decides; the article only where they are silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tender.clauses.negation import answer, denied_after, denied_before, is_ticked
from tender.clauses.passage import Hit, Passage
from tender.clauses.phrases import phrase
from tender.clauses.scope import lot_mentions
from tender.clauses.sentences import Sentence
from tender.vocabulary.clause import ClauseType

TRIGGER = re.compile(r"reserv|par le travail|sertion|defavoris|penitent|2113-1|protege|adapte|esat|\biae\b|siae|l\. ?5132-4|vorbehalten|sheltered|handicap|structures? d|werkstatt|werkstätt")

# "Réservé à…", "réserver l'exécution du marché à…"; never "réserver 300 heures".
_RESERVES = phrase(
    r"~(?<!non\s)(?<!non-)reservee?s?(?: (?:exclusivement|uniquement|en priorite|prioritairement))?(?= ?(?:$|[:;,.?()\"-]| (?:a|aux?|pour|en|dans|selon|conformement|lors|par|et|ou|insertion|siae|ea|esat|oui|article|art|au|l|de|des|lot|lots)\b))",
    r"reserv(?:er|e|ation)(?= (?:de |d'|a )?(?:une? |la |le |les |l'|cet? |cette |ces |du |\d{1,3} ?% )(?:(?!part\b|temps|heures|volume|nombre|minimum)[\w',%-]+ ){0,5}?(?:marches?|contrat|lots?|accords?|participation|execution|consultation|montant|prestations?)\b)",
)
_GIVEN_TO = phrase(
    r"(?:sera|seront|est|sont|serait) (?:exclusivement |uniquement )?(?:attribue|confie|destine|adresse|dedie)e?s? (?:exclusivement |uniquement )?(?:a|aux|au)",
    r"(?:s'adresse|destine|dedie|ouvert)\w*(?: exclusivement| uniquement)? (?:a|aux|au|des|exclusivement|uniquement)",
    r"(?:candidats?|soumissionnaires?|entreprises?|structures?|membres du groupement|operateurs? economiques?) (?:devr\w+|doi\w+t)(?: [\w']+){0,3}? (?:appartenir|relever|etre|justifier|posseder)",
    r"(?:identifiee?|reconnue?|agreee?|conventionnee?) comme(?: une?)?",
    r"(?:seule?s|uniquement|exclusivement) (?:les |des |aux )?(?:{EA_ESAT}|{SIAE})[\w ,()'/]{0,80} (?:peuvent|pourront|sont (?:autorise|admis)\w*|seront (?:autorise|admis)\w*)",
    r"(?:constitue|compose|forme)\w* exclusivement(?= d)",
    r"pour les (?:{EA_ESAT}|{SIAE})[\w ,()']{0,10} ?:[\w ',]{0,20}(?:agrement|convention|justificati|attestation|arrete)\w*",
)
_FORMULA = phrase(
    r"(?:{SIAE}|{EA_ESAT})[\w ,'.()/-]{0,60}mentionnee?s? (?:a|aux) l?'?articles? l[. ]*(?:5132-4|5213-13|344-2)[\w ,'.()/-]{0,260}structures? equivalentes?",
)
_NOT_RESERVED = phrase(
    r"(?:n'est|ne sont) reserve\w* ni",
    r"(?:n'est|n'a ete|ne sont|ne sera|ne seront|est|sont) (?:pas|point) reserve\w*",
    r"non[ -]reserve\w*",
    r"aucun\w*(?: [\w'-]+){0,6} (?:n'est|ne sera|ne sont) (?:pas )?reserve\w*",
    r"(?:marches?|lots?|participation|procedure|contrat|prestation)s? reservee?s?[\w ,'()/]{0,50}\)? ?: ?(?:(?:la participation|le marche) n'est pas reserve\w*|non\b|neant|sans objet|aucune?|no\b|nein\b)",
    r"(?:pas|aucune?|absence) (?:de |d'une |d')?(?:marches?|lots?|reservation|participation)(?: [\w']+){0,2}? ?reserve\w*",
    r"(?:pas|aucune|absence) (?:de |d')?reservation",
    r"programmes? d'emplois? proteges? ?:? ?:? ?(?:non\b|no\b)",
    r"(?:teilnahme|beteiligung)\w*(?: [\w-]+){0,3} (?:nicht|keine?\w*)(?: [\w-]+){0,3} vorbehalten",
    r"(?:vorbehaltene[rs]? (?:auftrag|teilnahme|beteiligung)|vorbehalten\w*(?: [\w-]+){0,4}) ?: ?(?:die teilnahme ist nicht vorbehalten|nein\b|keine?)",
    r"(?:participation|contract) is not reserved",
    r"reserved (?:participation|contract)s? ?: ?(?:no\b|none)",
)
# "réservé" in its other senses.
_OTHER_SENSE = phrase(
    r"se reserve\w*",
    r"(?:droits?|(?<!accord\s)(?<!accord-)cadre|partie|espace|emplacement|places?|zone|colonne|case|seance|acces|salle|parkings?|stationnements?|toilettes|sanitaires|logements?|chambres?|locaux|voies?) (?:exclusivement |uniquement )?reserve\w*",
    r"reserve\w* (?:exclusivement |uniquement )?(?:a|aux?) (?:la |l'|une? |les |des )?(?:profession|architecte|l'administration|administration|acheteur|usage|operateurs economiques europeens|personnes agees|vehicules|pmr|titulaire|service|stationnement|personnel|public|eleves|agents|clients?|pietons|cyclistes)",
    r"(?:tous )?droits? reserves?",
    r"(?:informations?|renseignements|mentions?)(?: [\w']+){0,4} (?:si|sur|relatives? aux?|indiquant)[\w ']{0,40}reserve\w*",
    r"(?:sous|sans|toute|avec|des|les|de|d'|leve\w* des?|formuler (?:de|des)) reserves?\b(?! (?:a |aux? ))",
)
_RECIPIENT = {
    ClauseType.RESERVED_SIAE: phrase(r"{SIAE}", r"l\.? ?5132-4", r"(?:structures?|organismes?|entreprises?|associations?)[\w ,']{0,40}{INSERTION}"),
    ClauseType.RESERVED_EA_ESAT: phrase(r"{EA_ESAT}", r"l\.? ?5213-13", r"l\.? ?344-2"),
    ClauseType.RESERVED_ESS: phrase(r"{ESS}"),
    ClauseType.RESERVED_OTHER: phrase(r"{PRISON}"),
}
_BOTH = phrase(
    r"handicap\w* (?:et(?:/ou)?|ou)(?: des| aux)?(?: (?:personnes|travailleurs))? (?:socialement )?(?:defavorise|desavantage)\w*",
    r"defavorise\w* (?:et(?:/ou)?|ou)(?: des)?(?: (?:personnes|travailleurs))? handicap\w*",
    r"objet principal est l'integration sociale et professionnelle de personnes handicapees ou defavorisees",
)
_BY_ARTICLE = (
    (ClauseType.RESERVED_OTHER, phrase(r"[lr]?\.? ?2113-13-1")),
    (ClauseType.RESERVED_BOTH, phrase(r"l?\.? ?2113-14", r"l?\.? ?2113-12 (?:a|et|ou|et/ou) (?:l?\.? ?2113-)?1[34]\b", r"l?\.? ?2113-12 a")),
    (ClauseType.RESERVED_EA_ESAT, phrase(r"[lr]?\.? ?2113-12", r"article 15(?: du (?:code des marches|cmp))?", r"36-i\b", r"article 36 i\b")),
    (ClauseType.RESERVED_SIAE, phrase(r"[lr]?\.? ?2113-13", r"36-ii\b", r"article 36 ii\b")),
    (ClauseType.RESERVED_ESS, phrase(r"[lr]?\.? ?2113-1[56]", r"article 37 de l'ordonnance")),
)
_RESERVED_TITLE = phrase(r"(?:marches?|lots?|contrats?|accords?-cadres?|consultations?|participation|procedures?|concessions?)(?: \w+){0,3}? (?:est |sont |exclusivement )*reserve\w*")
_MEET = phrase(r"(?:repond\w+|satisf\w+|relev\w+|vise\w*|mentionne\w*)[\w ']{0,40}(?:l'|des |aux )articles?", r"(?:repond\w+|satisf\w+) aux conditions")
_SHELTERED = phrase(
    r"(?:execut\w+|execution|realise\w*)[\w ,']{0,60}(?:dans le cadre|reserve\w*)[\w ,']{0,60}programmes? d'emplois? proteges?[\w ]{0,10}(?: ?:? ?(?:oui|yes))?",
)
_FOREIGN = phrase(
    r"(?:teilnahme|auftrag|vergabe|beteiligung|wettbewerb)[\w ,()§.-]{0,160}vorbehalten",
    r"vorbehaltene[rs]? (?:auftrag|teilnahme|aufträge)[\w ,()§.:-]{0,120}(?:werkstätt\w*|inklusion\w*|behind\w*|benachteilig\w*|118)",
    r"(?:geschützte[nr]? werkstätten|werkstätten für (?:menschen mit )?behind\w+|inklusionsbetriebe\w*)[\w ,()§.-]{0,200}vorbehalten",
    r"(?:reserved|restricted)(?: \w+){0,4}? (?:to|for|under)[\w ,()-]{0,60}(?:sheltered|supported (?:business|employment)|disab\w+|disadvantaged|public service mutuals?|social enterprises?|voluntary)",
    r"sheltered (?:workshops?|employment programmes?) ?:? ?(?:yes)?",
    r"§+ ?118\b[\w .()]{0,24}gwb",
    r"hauptzweck (?:ist )?(?:die )?soziale und berufliche (?:integration|eingliederung)",
    r"limited to[\w ,()-]{0,60}sheltered",
)
_FOREIGN_OTHER = phrase(r"änderungen vorbehalten", r"vorbehalten(?:,| hat| ist)? ?(?:sich|bleib)", r"behält sich", r"\bsich\b[\w ,]{0,60}vorbehalten")
_LOT_HEADING = re.compile(r"^[\W_]{0,4}lots?[ ]*(?:n\w*\.?[ ]*)?\d{1,3}[ ]*[:\-][ ]*")
_PARTIAL = phrase(r"\d{1,2} ?% du (?:montant|volume)")
_CHOICE = re.compile(r"[ ]*:?[ ]*$")


def detect(passage: Passage) -> Iterator[Hit]:
    """Reservations, and their denials."""
    folded = passage.folded
    denials = [m.span() for m in _NOT_RESERVED.finditer(folded)]
    for start, end in denials:
        if not _profession(folded, start, end) and is_ticked(passage.text, start) is not False:
            yield Hit(ClauseType.RESERVED_OTHER, start, end, 0.9, denied=True)
    for match in _RESERVES.finditer(folded):
        if not any(a < match.end() and match.start() < b for a, b in denials):
            yield from _reservation(passage, match, denials)
    yield from _given(passage)
    yield from _formula(passage)
    for match in _SHELTERED.finditer(folded):
        tail = folded[match.end() : match.end() + 12]
        if not any(a < match.end() and match.start() < b for a, b in denials) and not re.match(r"[ :]*(?:non|no)\b", tail):
            yield Hit(ClauseType.RESERVED_EA_ESAT, match.start(), match.end(), 0.85)
    yield from _foreign(passage, denials)


def _profession(folded: str, start: int, end: int) -> bool:
    """ "N'est pas réservée à une profession particulière" speaks of professions, not of clauses."""
    return bool(re.match(r"[ ]*(?:a|aux?)[ ](?:une |la |des )?(?:profession|operateurs? economiques? europeens)", folded[end : end + 60]))


def _reservation(passage: Passage, match: re.Match[str], denials: list[tuple[int, int]]) -> Iterator[Hit]:
    sentence = passage.sentence(match.end() - 1)
    words = passage.words(sentence)
    at = match.start() - sentence.start
    around = words[max(0, at - 45) : match.end() - sentence.start + 70]
    optional = "reserve la possibilite" in words or "souhaite reserver" in words or "possibilite de reserver" in words
    if _OTHER_SENSE.search(around) and not optional:
        return
    if denied_before(words[: max(0, at)]) or denied_after(words[match.end() - sentence.start :]) or answer(passage.text, match.end()) is False or passage.value_denies(sentence):
        yield Hit(ClauseType.RESERVED_OTHER, match.start(), match.end(), 0.8, denied=True)
        return
    if is_ticked(passage.text, match.start()) is False or _choice_list(passage, sentence, denials):
        return
    if re.match(r"[ ]*(?:\w+[ ]){0,5}\d[\d ]*(?:h\b|heures?|%[ ]*(?:du volume|des heures|du temps))", words[match.end() - sentence.start :]):
        return  # hours kept for people, not a contract kept for employers
    yield from _for_whom(passage, match, sentence)


def _choice_list(passage: Passage, sentence: Sentence, denials: list[tuple[int, int]]) -> bool:
    """ "Le marché n'est pas réservé / est réservé : …": alternatives of a form, whose ticks were lost."""
    return any(0 <= sentence.start - end <= 40 for _, end in denials) and "\n" in passage.text[max(0, sentence.start - 12) : sentence.start]


def _for_whom(passage: Passage, match: re.Match[str], sentence: Sentence) -> Iterator[Hit]:
    after, end = _reach(passage, match, sentence)
    kinds = _kinds(after)
    start = max(sentence.start, match.start() - 60) if not kinds else match.start()
    before = passage.folded[max(sentence.start, match.start() - 170) : match.start()]
    if not kinds:
        kinds = _kinds(before) if re.search(r"reservee?s?$", match.group()) else []
        kinds = [k for k in kinds if not _by_article(before + after)] or kinds
    if not kinds and _MEET.search(after[:260]):
        article = _by_article(after[:260])
        kinds = [article] if article is not None else []
    if not kinds and _RESERVED_TITLE.search(passage.folded[max(0, match.start() - 60) : match.end()]):
        article = _by_article(passage.words(sentence) + " " + after)
        if article is not None:
            yield Hit(article, match.start(), end, 0.8)
        elif not re.match(r"[ ]*(?:a|aux?)\b", after) and (re.search(r"\boui\b", after[:20]) or lot_mentions(passage.words(sentence))):
            yield Hit(ClauseType.RESERVED_OTHER, start, min(match.end() + 80, sentence.end), 0.5, generic=True)
        return
    for kind in kinds:
        own = _RECIPIENT[kind].search(after) if kind in _RECIPIENT else None
        far = own is not None and own.start() > 300
        at = match.end() + own.start() if own is not None and far else start
        yield Hit(kind, at, min(end, max(at, match.end()) + 330), 0.95)


def _reach(passage: Passage, match: re.Match[str], sentence: Sentence) -> tuple[str, int]:
    """The words a reservation governs: to the end of its sentence, and the list it introduces."""
    end = sentence.end
    for follower in passage.following(sentence, 6)[1:]:
        head = passage.folded[follower.start : follower.start + 60]
        is_item = re.match(r"[\W_]*(?:\d{1,2}[o.)]|[a-z][.)]|[-•*]|a des |aux? |les |des |ou |et )", head)
        ends_open = passage.folded[end - 1] in ":;," or bool(re.search(r"\boui[ .]*$", passage.folded[match.end() : end]))
        if not ((ends_open or is_item) and follower.start - match.end() < 1500 and (ends_open or _kinds(head))):
            break
        end = follower.end
    end = min(end, match.end() + 1700)
    return passage.folded[match.end() : end], end


def _kinds(words: str) -> list[ClauseType]:
    """Who is favoured, as types; SIAE and EA/ESAT in one breath are RESERVED_BOTH."""
    if _BOTH.search(words):
        return [ClauseType.RESERVED_BOTH]
    words = re.sub(r"l'{0,1}{insertion sociale et professionnelle de }?(?=travailleurs handicap)", " ", words) if "handicap" in words else words
    found = [kind for kind, pattern in _RECIPIENT.items() if pattern.search(words)]
    by_lot = lot_mentions(words)
    pair = {ClauseType.RESERVED_SIAE, ClauseType.RESERVED_EA_ESAT}
    if pair <= set(found):
        if len([m for m in by_lot if m.numbers]) >= 2:
            return found
        siae = [m.group() for m in _RECIPIENT[ClauseType.RESERVED_SIAE].finditer(words)]
        if all("sertion" in m and "structure" not in m and "entreprise" not in m for m in siae) and "handicap" in words:
            return [ClauseType.RESERVED_EA_ESAT]  # "l'insertion des travailleurs handicapés"
        found = [ClauseType.RESERVED_BOTH, *[k for k in found if k not in pair]]
    if ClauseType.RESERVED_OTHER in found and len(found) > 1:
        found.remove(ClauseType.RESERVED_OTHER)
    return found


def _by_article(words: str) -> ClauseType | None:
    siae = _BY_ARTICLE[3][1].search(words)
    handicap = _BY_ARTICLE[2][1].search(words)
    for kind, pattern in _BY_ARTICLE[:2]:
        if pattern.search(words):
            return kind
    if siae and handicap:
        return ClauseType.RESERVED_BOTH
    return next((kind for kind, pattern in _BY_ARTICLE[2:] if pattern.search(words)), None)


def _given(passage: Passage) -> Iterator[Hit]:
    """ "Sera attribué à une EA", "le candidat doit appartenir au secteur adapté", "Pour les ESAT : l'agrément…"."""
    for sentence, match in passage.find(_GIVEN_TO):
        after = passage.folded[match.start() : min(sentence.end, match.end() + 130)]
        kinds = [k for k in _kinds(after) if k is not ClauseType.RESERVED_OTHER]
        article = _by_article(after) if "repondent aux conditions" in after else None
        kinds = kinds or ([article] if article is not None else [])
        if kinds and not denied_before(passage.words(sentence)[: match.start() - sentence.start]):
            strength = 0.75 if match.group().startswith(("identifie", "reconnu", "pour les")) else 0.85
            for kind in kinds:
                yield Hit(kind, match.start(), min(sentence.end, match.end() + 130), strength)


def _formula(passage: Passage) -> Iterator[Hit]:
    """The formula of the law itself, standing as the value of a "marché réservé" field, or under "lot 2 :"."""
    for match in _FORMULA.finditer(passage.folded):
        sentence = passage.sentence(match.start())
        before = passage.folded[sentence.start : match.start()]
        if match.start() < 8 or _LOT_HEADING.match(before) or len(before) < 12:
            for kind in _kinds(passage.folded[match.start() : match.end()]):
                yield Hit(kind, match.start(), match.end(), 0.75)


def _foreign(passage: Passage, denials: list[tuple[int, int]]) -> Iterator[Hit]:
    for sentence, match in passage.find(_FOREIGN):
        words = passage.words(sentence)
        if any(a < match.end() and match.start() < b for a, b in denials) or _FOREIGN_OTHER.search(words):
            continue
        if not re.search(r"werkst|inklusion|behind|benachteil|118|hauptzweck|sheltered|disab|disadv|mutual|social ent|supported|voluntary", match.group()):
            continue
        is_denied = denied_before(words[: match.start() - sentence.start]) or denied_after(words[match.end() - sentence.start :]) or bool(re.search(r"\bnicht\b|\bkeine?\b|\bnot\b", match.group()))
        yield Hit(ClauseType.RESERVED_OTHER, match.start(), match.end(), 0.85, denied=is_denied)

"""The words before a date that say what it is the date of: receipt of tenders, questions, visit…"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum

from tender.parsing.dates import find_moments
from tender.parsing.flow import gated
from tender.parsing.gated import Gated


class Label(StrEnum):
    """What a date is the date of."""

    OPENING = "opening"
    REQUESTS = "requests"
    TENDERS = "tenders"
    QUESTIONS = "questions"
    BINDING = "binding"
    OTHER = "other"


_HANDING = r"(?:remise|reception|depot|presentation|envoi|transmission|retour|receptions?)"
_BIDS = r"(?:offres?|plis?|propositions?|projets?|reponses?|dossiers? (?:de reponse|d'offres?)|devis)"
_REQUESTS = r"(?:candidatures?|demandes? de participation|dossiers? de candidatures?)"
_OF = r"(?:des?|du|de l'|d'|de la|de vos|de leurs?) (?:la |le |les |l')?"

_LABELS: tuple[tuple[Label, Gated], ...] = tuple(
    (label, gated(words))
    for label, words in (
        (
            Label.QUESTIONS,
            (
                r"(?:date|heure|delai|jour)s?[^\n.;]{0,40}limites?[^\n.;]{0,40}?(?:questions?|renseignements"
                r"|demandes? de"
                r" (?:renseignement|precision|information))"
                r"|(?:dates?|heures?|delais?)(?: et heures?)? limites? (?:de |des |pour |d')?(?:poser "
                r"|depot |envoi"
                r" |reception |transmission )?(?:de |des |les |de la )*questions?"
                r"|(?:ende der )?frist fur (?:die )?(?:bieter|bewerber)?(?:an)?fragen"
                r"|(?:bieter|bewerber)(?:an)?fragen bis|fragen[^.]{0,140}?bis (?:spatestens|zum|(?=\d))"
                r"|derniers? jours?[^.;\n]{0,25} questions?|\bquestions(?= :)"
                r"|(?:cloture|fin|dernieres?|limite|depot) (?:des |du depot des )?questions?\b"
                r"|questions? (?:admises|recevables)"
                r"|delais? pour (?:poser|adresser|transmettre)[^.;\n]{0,20} questions?"
                r"|(?:questions?|precisions|renseignements?|demandes?)\b[^.;]{0,230}?"
                r"(?:jusqu'au|au plus tard le|avant le|limite)\b"
                r"|deadline for (?:requesting|questions)[^\n:]{0,40}"
            ),
        ),
        (
            Label.BINDING,
            (
                r"(?:ablauf der |ende der )?(?:zuschlags- und )?bindefrist|zuschlagsfrist"
                r"|validite des (?:offres|propositions)"
            ),
        ),
        (
            Label.REQUESTS,
            (
                rf"(?:date|heure|delai|jour)s?\b[^\n.;]{{0,50}}?{_HANDING} {_OF}{_REQUESTS}\b(?! et (?:des"
                rf" )?offres?)"
                r"|(?:frist|termin)[^\n]{0,20}(?:abgabe|einreichung)[^\n]{0,25}teilnahmeantr\w*"
                r"|teilnahmefrist"
                r"|teilnahmeantr\w+ ist[^.]{0,60}bis zum|deadline for receipt of requests to participate"
            ),
        ),
        (
            Label.TENDERS,
            (
                rf"(?:date|heure|delai|jour)s?\b[^\n.;]{{0,50}}?{_HANDING}(?: et {_HANDING})?"
                rf" {_OF}(?:{_BIDS}|{_REQUESTS})\b"
                rf"|limites? {_OF}?{_HANDING}\b(?: {_OF}{_BIDS}\b)?"
                rf"|\b{_HANDING} {_OF}{_BIDS}(?= (?::|au plus tard|avant le|le (?:lundi|mardi|mercredi"
                rf"|jeudi|vendredi|\d)|jusqu|(?:est |sera |sont )?(?:fixe|prevu|attendu)\w* (?:le|au|pour"
                rf"|avant)\b|\d{{1,2}}(?:er)?(?:\s+[a-z]{{3,9}}\.?\s+20\d\d"
                rf"|\s?[/.]\s?\d{{1,2}}\s?[/.]\s?\d{{2,4}})))"
                rf"|\b(?:votre|vos|leurs?|les?) {_BIDS} (?:doi\w+|devr\w+)[^.;]{{0,40}}?(?:parvenir"
                rf"|etre (?:remis|depos|transmis|recu"
                r"|adress|recept)\w*)(?= (?:le\b|pour le))"
                r"|(?:dates?|heures?)(?: et (?:dates?|heures?))? limites?(?= :)|ouverture de la soumission"
                rf"|jours?,? (?:et )?heures?(?:,? (?:et )?lieu)? (?:de |d')(?:la )?{_HANDING}\b"
                r"|date butoir|echeance (?:de|du|pour) (?:la )?(?:remise|depot|reception)"
                r"|\b(?:offres?|plis?|propositions?|dossiers?|soumissions?|reponses?"
                r"|devis)\b[^.;]{0,90}?\b(?:parven\w+"
                r"|remis\w*|recu\w*|remettre|transmis\w*"
                r"|depos\w+|adress\w+|arriv\w+|recept\w+|attendu\w*|introdui\w+|rentr\w+|en possession)\b"
                r"(?:[^.;]|\.(?=\S)){0,130}?\b(?:avant le|au plus tard|jusqu'au|pour le|limite)\b"
                r"|(?:adresser|remettre|transmettre|envoyer|parvenir|retourner|deposer) (?:vos |votre "
                r"|leurs? |une |l'"
                r"|les )?(?:meilleures? )?(?:offres?|propositions?|devis|plis?)\b(?:[^.;]|\.(?=\S)){0,240}?"
                r"\b(?:avant le|au plus tard|jusqu'au|pour le)\b"
                r"|\b(?:elles?|ils?|celle-ci) (?:devra|devront|doit|doivent)[^.;]{0,20}parvenir"
                r"(?:[^.;]|\.(?=\S)){0,120}?\b(?:avant le|au plus tard|jusqu'au|pour le)\b"
                r"|a (?:remettre|deposer|retourner) (?:avant|au plus tard|pour)"
                r"|retour des (?:offres|plis|reponses) au plus tard"
                r"|date limite de (?:la )?consultation|cloture (?:de la consultation|des offres|du depot)"
                r"|(?:ablauf der |ende der )?(?:angebots|einreichungs|abgabe)frist|schlusstermin"
                r"|(?:frist|termin)[^\n]{0,20}(?:abgabe|einreichung|eingang)[^\n]{0,25}(?:angebot)\w*"
                r"|\bangebot(?:e|sabgabe)? bis:? ?:? ?(?:(?:spatestens|zum) )*(?=\d)"
                r"|angebote? (?:ist|sind|mussen|muss|konnen)[^.]{0,60}bis (?:zum|spatestens)"
                r"|(?:deadline|time limit) for (?:the )?(?:receipt|submission) of (?:tenders|offers|bids)"
                r"|(?:(?<=\n)|^)(?:depot|remise|reception)(?= ?: ?(?:le |au )?(?:[a-z]{3,8}di )?\d{1,2}[ /])"
                r"|closing date|dates? (?:limite|ultime) d'introduction des (?:offres|soumissions)"
                r"|appel d'offres ouvert n°[^\n]{0,25}\n? du"
            ),
        ),
        (Label.OPENING, r"(?:seance d')?ouverture (?:des (?:plis|offres|soumissions)|electronique|publique)"),
        (
            Label.OTHER,
            (
                r"visites?\b|modifications? de detail|seront communiques"
                r"|reponses?[^.;]{0,60}au plus tard|dates? (?:de )?(?:publication|envoi|question|reponse)\b"
                r"|date d'envoi|veroffentlichung|versand|verhandlung\w*|erstangebote?|notification|demarrage"
                r"|(?:arrete|decret|loi|directive|ordonnance|reglement \(ue\)|version|stand"
                r"|ordonnance n°)\b[^\n]{0,25}(?=\bdu\b)"
                r"|beginn|zuschlagstermin|ausfuhrungs\w+|anforderungsfrist"
            ),
        ),
    )
)
_REFERENCE = re.compile(
    r"(?:avant|apres|compter|suivant|depuis|prealable\w*(?=\s+a)|posterieur\w*|dela|respect|prevue?s?|vor"
    r"|nach|bis"
    r"|seit|ab)"
    r"\s+(?:de\s+|a\s+|du\s+)?(?:la\s+|les\s+|le\s+|cette\s+|ces\s+|l'|dem\s+|zum\s+)?$"
)


@dataclass(frozen=True, slots=True)
class LabelFound:
    """A label and where it stands in the folded text."""

    label: Label
    start: int
    end: int


def find_labels(text: str) -> list[LabelFound]:
    """Every label of folded text, in the order they end."""
    found: list[LabelFound] = []
    for label, words in _LABELS:
        for long in words.finditer(text):
            match = _before_its_date(words, text, long)
            if match is None:
                continue
            before = text[max(0, match.start() - 40) : match.start()]
            refers = _REFERENCE.search(before) or re.match(
                r"(?:jour|heure|delai)s?\s+(?:\w+\s+)?(?:avant|apres)\b", match.group()
            )
            if label is not Label.OTHER and refers:
                continue
            over = _under(found, match)
            if found[over] and (label is not Label.TENDERS or not _tail_wins(found[over], match)):
                continue
            found[over] = [LabelFound(label, match.start(), match.end())]
    return found


def _under(found: list[LabelFound], match: re.Match[str]) -> slice:
    """Which labels a match runs over: they stand in order and never on each other."""
    last = bisect_left(found, match.end(), key=lambda held: held.start)
    first = last
    while first and found[first - 1].end > match.start():
        first -= 1
    return slice(first, last)


def _before_its_date(words: Gated, text: str, match: re.Match[str]) -> re.Match[str] | None:
    """The label cut before the first date it runs over; None when its words need what follows the date."""
    dates = find_moments(match.group())
    return words.search(text, match.start(), match.start() + dates[0].start) if dates else match


def _tail_wins(over: list[LabelFound], match: re.Match[str]) -> bool:
    """Whether long labels of another kind that swallowed this one give way: the nearest words decide."""
    return all(f.label is Label.QUESTIONS and f.start < match.start() and f.end <= match.end() for f in over)

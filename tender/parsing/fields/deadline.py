"""When tenders are due, until when questions may be put, how long an offer binds.

A date belongs to the label before it; where several labels stand together and as many dates follow (columns,
a table row), they pair off in order. A register of questions or a correction that moves the date wins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from tender.parsing.dates import Moment, find_moments
from tender.parsing.flow import Flow, gated, pattern
from tender.parsing.gated import Gated
from tender.parsing.local_time import zone_of
from tender.parsing.numerals import Quantity, spans
from tender.parsing.ranking import Candidate, Dossier, choose
from tender.vocabulary.call import Reading
from tender.vocabulary.source import DocumentKind, Stated


class _Label(StrEnum):
    REQUESTS = "requests"
    TENDERS = "tenders"
    QUESTIONS = "questions"
    BINDING = "binding"
    OTHER = "other"


_HANDING = r"(?:remise|reception|depot|presentation|envoi|transmission|retour|receptions?)"
_BIDS = r"(?:offres?|plis?|propositions?|projets?|reponses?|dossiers? (?:de reponse|d'offres?)|devis)"
_REQUESTS = r"(?:candidatures?|demandes? de participation|dossiers? de candidatures?)"
_OF = r"(?:des?|du|de l'|d'|de la|de vos|de leurs?) (?:la |le |les |l')?"

_LABELS: tuple[tuple[_Label, Gated], ...] = tuple(
    (label, gated(words))
    for label, words in (
        (
            _Label.QUESTIONS,
            (
                r"(?:date|heure|delai|jour)s?[^\n.;]{0,40}limites?[^\n.;]{0,40}?(?:questions?|renseignements"
                r"|demandes? de"
                r" (?:renseignement|precision|information))"
                r"|(?:dates?|heures?|delais?)(?: et heures?)? limites? (?:de |des |pour |d')?(?:poser "
                r"|depot |envoi"
                r" |reception |transmission )?(?:de |des |les |de la )*questions?"
                r"|(?:ende der )?frist fur (?:die )?(?:bieter|bewerber)?(?:an)?fragen"
                r"|(?:bieter|bewerber)(?:an)?fragen bis|fragen[^.]{0,140}?bis (?:spatestens|zum)"
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
            _Label.BINDING,
            (
                r"(?:ablauf der |ende der )?(?:zuschlags- und )?bindefrist|zuschlagsfrist"
                r"|validite des (?:offres|propositions)"
            ),
        ),
        (
            _Label.REQUESTS,
            (
                rf"(?:date|heure|delai|jour)s?\b[^\n.;]{{0,50}}?{_HANDING} {_OF}{_REQUESTS}\b(?! et (?:des"
                rf" )?offres?)"
                r"|(?:frist|termin)[^\n]{0,20}(?:abgabe|einreichung)[^\n]{0,25}teilnahmeantr\w*"
                r"|teilnahmefrist"
                r"|teilnahmeantr\w+ ist[^.]{0,60}bis zum|deadline for receipt of requests to participate"
            ),
        ),
        (
            _Label.TENDERS,
            (
                rf"(?:date|heure|delai|jour)s?\b[^\n.;]{{0,50}}?{_HANDING}(?: et {_HANDING})?"
                rf" {_OF}(?:{_BIDS}|{_REQUESTS})\b"
                rf"|limites? {_OF}?{_HANDING}\b(?: {_OF}{_BIDS}\b)?"
                rf"|\b{_HANDING} {_OF}{_BIDS}(?= (?::|au plus tard|avant le|le (?:lundi|mardi|mercredi"
                rf"|jeudi|vendredi|\d)|jusqu))"
                rf"|\b(?:votre|vos|leurs?|les?) {_BIDS} (?:doi\w+|devr\w+)[^.;]{{0,40}}?(?:parvenir"
                rf"|etre (?:remis|depos|transmis|recu"
                r"|adress|recept)\w*)(?= (?:le\b|pour le))"
                r"|(?:dates?|heures?)(?: et (?:dates?|heures?))? limites?(?= :)|ouverture de la soumission"
                r"|date butoir|echeance (?:de|du|pour) (?:la )?(?:remise|depot|reception)"
                r"|\b(?:offres?|plis?|propositions?|dossiers?)\b[^.;]{0,90}?\b(?:parven\w+|remis\w*|recu\w*"
                r"|transmis\w*"
                r"|depos\w+|adress\w+|arriv\w+|recept\w+|attendu\w*)\b[^.;]{0,130}?\b(?:avant le"
                r"|au plus tard|jusqu'au"
                r"|pour le"
                r"|limite)\b"
                r"|(?:adresser|remettre|transmettre|envoyer|parvenir|retourner|deposer) (?:vos |votre "
                r"|leurs? |une |l'"
                r"|les )?(?:meilleures? )?(?:offres?|propositions?|devis|plis?)\b(?:[^.;]|\.(?=\S)){0,160}?"
                r"\b(?:avant le|au plus tard|jusqu'au|pour le)\b"
                r"|a (?:remettre|deposer|retourner) (?:avant|au plus tard|pour)"
                r"|retour des (?:offres|plis|reponses) au plus tard"
                r"|date limite de (?:la )?consultation|cloture (?:de la consultation|des offres|du depot)"
                r"|(?:ablauf der |ende der )?(?:angebots|einreichungs|abgabe)frist|schlusstermin"
                r"|(?:frist|termin)[^\n]{0,20}(?:abgabe|einreichung|eingang)[^\n]{0,25}(?:angebot)\w*"
                r"|angebote? (?:ist|sind)[^.]{0,60}bis (?:zum|spatestens)"
                r"|(?:deadline|time limit) for (?:the )?(?:receipt|submission) of (?:tenders|offers|bids)"
                r"|closing date|date limite d'introduction des (?:offres|soumissions)"
                r"|appel d'offres ouvert n°[^\n]{0,25}\n? du"
            ),
        ),
        (
            _Label.OTHER,
            (
                r"visites?\b|ouverture des (?:plis|offres)|modifications? de detail|seront communiques"
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
    r"(?:avant|apres|compter|suivant|depuis|prealable\w*|posterieur\w*|dela|respect|prevue?s?|vor|nach|bis"
    r"|seit|ab)"
    r"\s+(?:de\s+|a\s+|du\s+)?(?:la\s+|les\s+|le\s+|cette\s+|ces\s+|l'|dem\s+|zum\s+)?$"
)
_CHANGE = pattern(
    r"\b(?:report\w+|prolong\w+|repouss\w+|decal\w+|recul\w+|verlanger\w*|verschoben|extended|au lieu de"
    r"|nouvelle date|neue (?:angebots)?frist)"
)
_NEW_DATE = re.compile(
    r"(?:lire|jusqu'au|au|bis(?: zum)?|auf(?: den)?|to|:)\s*(?:le\s+)?(?:[a-z]{3,8}di\s+)?$"
)


@dataclass(frozen=True, slots=True)
class _Found:
    label: _Label
    start: int
    end: int


def read(dossier: Dossier, reading: Reading) -> Reading:
    """Deadline of tenders (or of requests to take part, when those come first), of questions; validity."""
    tenders: list[Candidate[str]] = []
    requests: list[Candidate[str]] = []
    questions: list[Candidate[str]] = []
    changes: list[Candidate[str]] = []
    paired: dict[Flow, list[tuple[_Label, Moment, int]]] = {}
    for flow in dossier.rules_first():
        pairs = paired.setdefault(flow, _pairs(flow))
        for label, moment, start in pairs:
            held = _candidate(flow, moment, start)
            if label is _Label.TENDERS:
                tenders.append(held)
            elif label is _Label.REQUESTS:
                requests.append(held)
            elif label is _Label.QUESTIONS:
                questions.append(held)
        changes += _changes(flow)
    deadline, warnings = _deadline(tenders, requests, changes)
    asked, _ = choose(questions)
    if asked and deadline and asked.value[:10] > deadline.value[:10]:
        asked = None
    return replace(
        reading,
        deadline=deadline,
        questions_deadline=asked,
        validity_days=_validity(dossier, deadline, paired),
        warnings=(*reading.warnings, *warnings),
    )


def _deadline(
    tenders: list[Candidate[str]], requests: list[Candidate[str]], changes: list[Candidate[str]]
) -> tuple[Stated[str] | None, tuple[str, ...]]:
    candidates = requests if requests and not _sure(tenders) else tenders
    if requests and tenders and max(requests, key=_trust).value < max(tenders, key=_trust).value:
        candidates = requests
    stated, warnings = choose(_precise(candidates), "la date limite de remise des offres")
    if not changes:
        return stated, warnings
    last = max(changes, key=lambda change: change.key)
    if stated is None:
        return last.stated(changes), ()
    if last.key <= stated.value[:10]:
        return stated, warnings
    before = next(c for c in candidates if c.value == stated.value)
    moved = replace(last.stated(changes), rivals=(before.rival("correction"),))
    return moved, (_moved(last, before),)


def _moved(last: Candidate[str], before: Candidate[str]) -> str:
    return (
        f"La date limite de remise des offres a changé : {_french(before.value)} ({before.place}), "
        f"puis {_french(last.value)} ({last.place}). La plus récente est retenue."
    )


def _french(iso: str) -> str:
    """ "2027-03-15T12:00:00+01:00" as "15/03/2027 à 12 h 00"."""
    year, month, day = iso[:10].split("-")
    hour = f" à {iso[11:13]} h {iso[14:16]}" if len(iso) > 10 else ""
    return f"{day}/{month}/{year}{hour}"


def _precise(candidates: list[Candidate[str]]) -> list[Candidate[str]]:
    """Without the bare days that only repeat a day stated elsewhere with its hour."""
    exact = {c.value[:10] for c in candidates if len(c.value) > 10}
    return [c for c in candidates if len(c.value) > 10 or c.value not in exact]


def _trust(candidate: Candidate[str]) -> float:
    return candidate.confidence


def _sure(candidates: list[Candidate[str]]) -> bool:
    return any(c.confidence >= 0.8 for c in candidates)


def _candidate(flow: Flow, moment: Moment, start: int) -> Candidate[str]:
    confidence = 0.95 if moment.hour else 0.75
    gap = moment.start - start
    if gap > 200:
        confidence -= 0.15
    if flow.kind not in (DocumentKind.RC, DocumentKind.NOTICE, DocumentKind.QA):
        confidence -= 0.1
    value = moment.iso(zone_of(flow))
    return Candidate(value, flow, flow.evidence(start, moment.end), confidence, value)


def _pairs(flow: Flow) -> list[tuple[_Label, Moment, int]]:
    """Every date of a document with the label it answers to, and where that label starts."""
    labels, moments = _labels(flow.text), find_moments(flow.text)
    pairs: list[tuple[_Label, Moment, int]] = []
    waiting: list[_Found] = []
    run: list[Moment] = []
    tokens = sorted([(f.end, 0, f) for f in labels] + [(m.start, 1, m) for m in moments], key=lambda t: t[:2])
    for _, _, token in tokens:
        if isinstance(token, _Found):
            if run:
                pairs += _settle(flow.text, waiting, run)
                waiting, run = [], []
            waiting.append(token)
        else:
            run.append(token)
    return pairs + _settle(flow.text, waiting, run)


def _settle(text: str, waiting: list[_Found], run: list[Moment]) -> list[tuple[_Label, Moment, int]]:
    """Labels and the dates after them: in order when as many, else the last label and the first date."""
    if not run:
        return []
    near: list[_Found] = []
    edge = run[0].start
    for found in reversed(waiting):
        if edge - found.end > (160 if not near else 120):
            break
        near.insert(0, found)
        edge = found.start
    if not near:
        return []
    distinct = [f for n, f in enumerate(near) if n == 0 or f.label is not near[n - 1].label]
    close = [m for n, m in enumerate(run) if n == 0 or m.start - run[n - 1].end < 60]
    if len(distinct) > 1 and len(distinct) == len(close):
        return [(f.label, m, f.start) for f, m in zip(distinct, close, strict=True)]
    last = near[-1]
    if re.search(r"[a-z)]\.\s+[a-z]", text[last.end : run[0].start]):
        return []
    return [(last.label, run[0], last.start)]


def _labels(text: str) -> list[_Found]:
    found: list[_Found] = []
    for label, words in _LABELS:
        for long in words.finditer(text):
            match = _before_its_date(words, text, long)
            if match is None:
                continue
            before = text[max(0, match.start() - 40) : match.start()]
            refers = _REFERENCE.search(before) or re.match(
                r"(?:jour|heure|delai)s?\s+(?:\w+\s+)?(?:avant|apres)\b", match.group()
            )
            if label is not _Label.OTHER and refers:
                continue
            overlaps = any(f.start < match.end() and match.start() < f.end for f in found)
            if overlaps and (label is not _Label.TENDERS or not _tail_wins(found, match)):
                continue
            found.append(_Found(label, match.start(), match.end()))
    return sorted(found, key=lambda f: f.end)


def _before_its_date(words: Gated, text: str, match: re.Match[str]) -> re.Match[str] | None:
    """The label cut before the first date it runs over; None when its words need what follows the date."""
    dates = find_moments(match.group())
    return words.search(text, match.start(), match.start() + dates[0].start) if dates else match


def _tail_wins(found: list[_Found], match: re.Match[str]) -> bool:
    """A long label of another kind that swallowed this one gives way: the nearest words decide."""
    over = [f for f in found if f.start < match.end() and match.start() < f.end]
    if all(f.label is _Label.QUESTIONS and f.start < match.start() and f.end <= match.end() for f in over):
        for f in over:
            found.remove(f)
        return True
    return False


def _changes(flow: Flow) -> list[Candidate[str]]:
    """Sentences that move the deadline: "est reportee au …", "au lieu de … lire …"."""
    found: list[Candidate[str]] = []
    for match in _CHANGE.finditer(flow.text):
        start = max(flow.text.rfind(". ", 0, match.start()), flow.text.rfind(".\n", 0, match.start()), 0)
        start = max(start + 1 if start else 0, match.start() - 200)
        end = min(match.end() + 160, flow.length)
        stop = re.search(r"\.\s+[a-z]", flow.text[match.end() : end])
        end = match.end() + stop.start() if stop else end
        window = flow.text[start:end]
        label = next((f for f in _labels(window) if f.label in (_Label.TENDERS, _Label.REQUESTS)), None)
        moments = find_moments(window)
        if label is None or not moments:
            continue
        new = next((m for m in reversed(moments) if _NEW_DATE.search(window[: m.start])), None)
        if new is not None:
            first, last = sorted((label.start, new.start))
            evidence = flow.evidence(start + first, start + max(last, new.end, match.end() - start))
            found.append(Candidate(new.iso(zone_of(flow)), flow, evidence, 0.9, new.day.isoformat()))
    return found


_VALIDITY = pattern(
    r"^\W{0,3}(?:article )?[\d.\-]{0,6}\W{0,4}validite des (?:offres|propositions|plis) ?:"
    r"|(?:delai|duree|periode)[^.;\n]{0,25}(?:validite|maintien)[^.;]{0,15}(?:offres?|propositions?)"
    r"|delai de validite ?(?:des offres )?:|[.;] validite (?:des |de l')(?:offres?|propositions?|plis?) ?:"
    r"|^\W{0,3}(?:article )?[\d.\-ivx]{0,6}\W{0,4}(?:delai de )?validite(?: des offres"
    r"| des propositions)? ?(?:[.:]|$|(?=\d))"
    r"|(?:offres?|propositions?)[^.;\n]{0,60}(?:valables?|validite|maintenues?)|lies? par (?:son|leur) offre"
    r"|engage\w* a maintenir|(?:engagee?s?|liee?s?|tenue?s?) par (?:son|leurs?) (?:offres?|propositions?) "
    r"(?:pendant|durant)"
    r"|tender must remain valid",
    flags=re.MULTILINE,
)


def _validity(
    dossier: Dossier, deadline: Stated[str] | None, paired: dict[Flow, list[tuple[_Label, Moment, int]]]
) -> Stated[int] | None:
    """Days an offer binds; months are counted from the deadline when it is known, else left."""
    candidates: list[Candidate[int]] = []
    due = date.fromisoformat(deadline.value[:10]) if deadline else None
    for flow in dossier.rules_first():
        for match in _VALIDITY.finditer(flow.text):
            window = flow.text[match.end() : match.end() + 170]
            for span in _in_brackets(window, spans(window)):
                days = _in_days(span.value, span.unit, due)
                if days is not None and 10 <= days <= 750:
                    evidence = flow.evidence(match.start(), match.end() + span.end)
                    candidates.append(Candidate(days, flow, evidence, 0.9, str(days)))
        if due:
            for label, moment, start in paired.get(flow, []):
                days = (moment.day - due).days
                if label is _Label.BINDING and 10 <= days <= 750:
                    candidates.append(
                        Candidate(days, flow, flow.evidence(start, moment.end), 0.85, str(days))
                    )
    return choose(candidates)[0]


def _in_brackets(window: str, told: list[Quantity]) -> list[Quantity]:
    """The first length; its days where brackets give them: "quatre mois (120 jours)"."""
    if (
        len(told) > 1
        and told[1].unit == "days"
        and re.fullmatch(r"\s*\(\s*(?:soit\s*)?", window[told[0].end : told[1].start])
    ):
        return told[1:2]
    return told[:1]


def _in_days(value: float, unit: str, due: date | None) -> int | None:
    if unit == "days":
        return int(value)
    months = int(value * (12 if unit == "years" else 1))
    if due is None:
        return None
    year, month = divmod(due.year * 12 + due.month - 1 + months, 12)
    for day in range(due.day, 0, -1):
        try:
            return (date(year, month + 1, day) - due).days
        except ValueError:
            continue
    return None

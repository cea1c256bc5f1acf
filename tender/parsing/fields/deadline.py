"""When tenders are due, until when questions may be put, how long an offer binds.

A date belongs to the label before it; where several labels stand together and as many dates follow (columns,
a table row), they pair off in order. A register of questions or a correction that moves the date wins.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from tender.parsing.dates import Moment, find_moments
from tender.parsing.deadline_labels import Label, LabelFound, find_labels
from tender.parsing.deadline_tables import dates_under_headings
from tender.parsing.flow import Flow, gated
from tender.parsing.local_time import zone_of
from tender.parsing.numerals import Quantity, spans
from tender.parsing.ranking import Candidate, Dossier, choose
from tender.vocabulary.call import Reading
from tender.vocabulary.remark import Remark, at_time
from tender.vocabulary.source import DocumentKind, Evidence, Stated

_CHANGE = gated(
    r"\b(?:report\w+|prolong\w+|repouss\w+|decal\w+|recul\w+|verlanger\w*|verschoben|extended|au lieu de"
    r"|nouvelle date|neue (?:angebots)?frist)"
)
_NEW_DATE = re.compile(
    r"(?:lire|jusqu'au|au|bis(?: zum)?|auf(?: den)?|to|:)\s*(?:le\s+)?(?:[a-z]{3,8}di\s+)?$"
)
_BELGIAN = re.compile(r"cahier\s+special\s+des\s+charges|\bsoumission\s+(?:ouverte|publique|restreinte)")
"""Belgian and Luxembourg papers: they take offers until the hour of their opening, and name only that."""
_COVER = 6000


def read(dossier: Dossier, reading: Reading) -> Reading:
    """Deadline of tenders (or of requests to take part, when those come first), of questions; validity."""
    said: dict[Label, list[Candidate[str]]] = {label: [] for label in Label}
    changes: list[Candidate[str]] = []
    paired: dict[Flow, list[tuple[Label, Moment, int]]] = {}
    for flow in dossier.rules_first():
        pairs = paired.setdefault(flow, _pairs(flow))
        for label, moment, start in pairs:
            said[label].append(_candidate(flow, moment, start))
        for dated in dates_under_headings(flow):
            said[dated.label].append(_stated(flow, dated.moment, dated.evidence))
        changes += _changes(flow)
    openings = [
        replace(held, confidence=held.confidence - 0.2)
        for held in said[Label.OPENING]
        if _BELGIAN.search(held.flow.text, 0, _COVER)
    ]
    deadline, warnings = _deadline(said[Label.TENDERS] or openings, said[Label.REQUESTS], changes)
    asked, _ = choose(said[Label.QUESTIONS])
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
) -> tuple[Stated[str] | None, tuple[Remark, ...]]:
    candidates = requests if requests and not _sure(tenders) else tenders
    if requests and tenders and max(requests, key=_trust).value < max(tenders, key=_trust).value:
        candidates = requests
    stated, warnings = choose(_precise(candidates), "deadline")
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


def _moved(last: Candidate[str], before: Candidate[str]) -> Remark:
    return Remark(
        "deadline_moved",
        before=at_time(before.value),
        before_place=before.place,
        now=at_time(last.value),
        place=last.place,
    )


def _precise(candidates: list[Candidate[str]]) -> list[Candidate[str]]:
    """Without the bare days that only repeat a day stated elsewhere with its hour."""
    exact = {c.value[:10] for c in candidates if len(c.value) > 10}
    return [c for c in candidates if len(c.value) > 10 or c.value not in exact]


def _trust(candidate: Candidate[str]) -> float:
    return candidate.confidence


def _sure(candidates: list[Candidate[str]]) -> bool:
    return any(c.confidence >= 0.8 for c in candidates)


def _candidate(flow: Flow, moment: Moment, start: int) -> Candidate[str]:
    held = _stated(flow, moment, flow.evidence(start, moment.end))
    return replace(held, confidence=held.confidence - 0.15) if moment.start - start > _FAR else held


_FAR = 200
"""Characters between a label and its date that make it less sure."""


def _stated(flow: Flow, moment: Moment, evidence: tuple[Evidence, ...]) -> Candidate[str]:
    confidence = 0.95 if moment.hour else 0.75
    if flow.kind not in (DocumentKind.RC, DocumentKind.NOTICE, DocumentKind.QA):
        confidence -= 0.1
    value = moment.iso(zone_of(flow))
    return Candidate(value, flow, evidence, confidence, value)


def _pairs(flow: Flow) -> list[tuple[Label, Moment, int]]:
    """Every date of a document with the label it answers to, and where that label starts."""
    told, moments = find_labels(flow.text), find_moments(flow.text)
    pairs: list[tuple[Label, Moment, int]] = []
    waiting: list[LabelFound] = []
    run: list[Moment] = []
    tokens = sorted([(f.end, 0, f) for f in told] + [(m.start, 1, m) for m in moments], key=lambda t: t[:2])
    for _, _, token in tokens:
        if isinstance(token, LabelFound):
            if run:
                pairs += _settle(flow.text, waiting, run)
                waiting, run = [], []
            waiting.append(token)
        else:
            run.append(token)
    return pairs + _settle(flow.text, waiting, run)


def _settle(text: str, waiting: list[LabelFound], run: list[Moment]) -> list[tuple[Label, Moment, int]]:
    """Labels and the dates after them: in order when as many, else the last label and the first date."""
    if not run:
        return []
    near: list[LabelFound] = []
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
        label = next((f for f in find_labels(window) if f.label in (Label.TENDERS, Label.REQUESTS)), None)
        moments = find_moments(window)
        if label is None or not moments:
            continue
        new = next((m for m in reversed(moments) if _NEW_DATE.search(window[: m.start])), None)
        if new is not None:
            first, last = sorted((label.start, new.start))
            evidence = flow.evidence(start + first, start + max(last, new.end, match.end() - start))
            found.append(Candidate(new.iso(zone_of(flow)), flow, evidence, 0.9, new.day.isoformat()))
    return found


_VALIDITY = gated(
    r"^\W{0,3}(?:article )?[\d.\-]{0,6}\W{0,4}validite des (?:offres|propositions|plis) ?:"
    r"|(?:delai|duree|periode)[^.;\n]{0,25}(?:validite|maintien)[^.;]{0,15}(?:offres?|propositions?)"
    r"|delai de validite ?(?:des offres )?:|[.;] validite (?:des |de l')(?:offres?|propositions?|plis?) ?:"
    r"|^\W{0,3}(?:article )?[\d.\-ivx]{0,6}\W{0,4}(?:delai de )?validite(?: des offres"
    r"| des propositions)? ?(?:[.:]|$|(?=\d))"
    r"|(?:offres?|propositions?)[^.;\n]{0,60}(?:valables?|validite|maintenues?)|lies? par (?:son|leur) offre"
    r"|\b(?:l'offre|votre offre|son offre|leur offre) (?:vous |le |les )?(?:engage|lie)\b"
    r"|engage\w* a maintenir|(?:engagee?s?|liee?s?|tenue?s?) par (?:son|leurs?) (?:offres?|propositions?) "
    r"(?:pendant|durant)"
    r"|tender must remain valid",
    flags=re.MULTILINE,
)


def _validity(
    dossier: Dossier, deadline: Stated[str] | None, paired: dict[Flow, list[tuple[Label, Moment, int]]]
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
                if label is Label.BINDING and 10 <= days <= 750:
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

"""How long the contract runs before any renewal: of each lot, or of the undivided call."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from tender.parsing.dates import find_moments
from tender.parsing.flow import Flow, gated, pattern
from tender.parsing.numerals import spans
from tender.parsing.ranking import Dossier
from tender.vocabulary.call import Lot, Reading
from tender.vocabulary.source import DocumentKind, Evidence

_READ = (
    DocumentKind.RC,
    DocumentKind.NOTICE,
    DocumentKind.AE,
    DocumentKind.CCP,
    DocumentKind.CCAP,
    DocumentKind.CCTP,
    DocumentKind.OTHER,
)
_STATES = gated(
    r"(?:conclue?s?|passee?s?|valables?|duree|periode initiale|prend(?:ra)? effet|laufzeit|vertragslaufzeit"
    r"|\bduration"
    r"|delais? (?:global )?d'execution)"
)
_LEADS = pattern(
    r"(?:\bduree (?:initiale |ferme |globale |totale |previsionnelle )*(?:[^.;\n]{0,60}?)?(?:de|d'|est de|:)"
    r"|pour une (?:periode|duree)[^.;]{0,25}?(?:de|d')|(?:est |fixee )?(?:de|a|d')|pour|betragt|:) ?(?:\n "
    r"?)?$"
)
_OTHER = re.compile(
    r"validite|superieur|inferieur|au moins|au plus|depass|certif|attest|ancien|experience|garantie"
    r"|paiement|offres|conserv|reconduc|reconduit|renouvel|prolong|preavis|maxim|excede"
    r"|periodes? de reconduc|archiv|assurance|suspen|intervention|toutes\s+periodes"
)
_SAYS_ALL = (DocumentKind.RC, DocumentKind.NOTICE, DocumentKind.AE)
_OF_CONTRACT = gated(
    r"(?:\bduree (?:du|de la|de l'|initiale|ferme|globale|totale) ?(?:marche|contrat|accord-cadre"
    r"|prestation)?"
    r"|(?:marche|contrat|accord-cadre)[^.;]{0,40}(?:conclu|passe|prend|valable|duree)|laufzeit)"
)
"""Clauses and specifications also tell how long a delay or a test runs: there, the contract must be named."""
_AGAIN = re.compile(r"\b(?:reconduit|reconductible|renouvel|prolong)\w*[^.;\n]{0,40}$")
_REACH = 170


def read(dossier: Dossier, reading: Reading) -> Reading:
    """Months of the first period, said for all lots at once; renewals are not counted.

    A call without lots keeps its own length in `whole`.
    """
    told = _first([flow for flow in dossier.rules_first() if flow.kind in _READ])
    if told is None:
        return reading
    months, evidence = told
    if reading.lots:
        return replace(reading, lots=tuple(_timed(lot, months) for lot in reading.lots))
    whole = reading.whole or Lot(number="", title="", confidence=0.85)
    return replace(reading, whole=replace(_timed(whole, months), evidence=(*whole.evidence, *evidence)))


def _timed(lot: Lot, months: float) -> Lot:
    return lot if lot.duration_months is not None else replace(lot, duration_months=months)


def _first(flows: Sequence[Flow]) -> tuple[float, tuple[Evidence, ...]] | None:
    for flow in flows:
        for match in _STATES.finditer(flow.text):
            window = flow.text[match.start() : match.start() + _REACH]
            ranged = _from_to(flow, match.start(), window)
            if ranged:
                return ranged
            stop = re.search(r"[;]|\.\s", window)
            for span in spans(window[: stop.start() if stop else None])[:1]:
                if _AGAIN.search(flow.text[max(0, match.start() - 70) : match.start()]):
                    continue
                before = window[: span.start]
                if span.unit == "days" or _OTHER.search(before) or not _LEADS.search(before):
                    continue
                months = span.value * (12 if span.unit == "years" else 1)
                if flow.kind not in _SAYS_ALL and not _OF_CONTRACT.search(before):
                    continue
                if 0 < months <= 180:
                    start = match.start()
                    return months, flow.evidence(start, start + span.end)
    return None


_RUNS = re.compile(r"^duree|^prend|^conclu")
_TO = pattern(
    r"^[\s,]*(?:inclus,? |et )*(?:jusqu'au|au|a|et s'acheve le|et prend fin le|et se termine le|pour se "
    r"terminer le) ?(?:[a-z]{3,8}di )?$"
)


def _from_to(flow: Flow, start: int, window: str) -> tuple[float, tuple[Evidence, ...]] | None:
    """ "La durée du marché court du 1er janvier au 31 décembre": whole months between two dates."""
    moments = find_moments(window)[:2]
    if (
        len(moments) < 2
        or not _RUNS.match(window)
        or not _TO.search(window[moments[0].end : moments[1].start])
    ):
        return None
    if _OTHER.search(window[: moments[1].start]):
        return None
    first, last = moments[0].day, moments[1].day + timedelta(days=1)
    months = (last.year - first.year) * 12 + last.month - first.month
    if last.day != first.day or not 0 < months <= 180:
        return None
    return float(months), flow.evidence(start, start + moments[1].end)

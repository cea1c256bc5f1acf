"""When the work begins, where the documents give a date and not only a delay."""

from __future__ import annotations

from dataclasses import replace

from tender.parsing.dates import find_moments
from tender.parsing.flow import Flow, gated, pattern
from tender.parsing.ranking import Candidate, Dossier, choose
from tender.vocabulary.call import Reading
from tender.vocabulary.source import DocumentKind

_BEGINS = gated(
    r"(?:debut|demarrage|commencement|date previsionnelle de (?:debut|demarrage)|prise d'effet"
    r"|prend(?:ra)? effet"
    r"|periode initiale|a compter du|est conclu[^.;\n]{0,60} du|commence(?:ra)? le|beginnt am|court a "
    r"compter|leistungsbeginn|vertragsbeginn"
    r"|ausfuhrungsbeginn)[^.;\n]{0,80}"
)
_OTHER = gated(
    r"notification|rgpd|reglement|arrete|decret|directive|ordonnance|\bloi\b|version|reception|publication"
    r"|garantie|paiement|facture|candidature|offre|penalit"
)
_LAW = pattern(r"\brgpd\b|reglement \(?(?:ue|europeen|general)|applicables? $|entre en vigueur|en vigueur")
_KINDS = (
    DocumentKind.RC,
    DocumentKind.NOTICE,
    DocumentKind.AE,
    DocumentKind.CCAP,
    DocumentKind.CCP,
    DocumentKind.CCTP,
)


def read(dossier: Dossier, reading: Reading) -> Reading:
    """The first date of performance; a start counted from the notification is no date, and stays unread."""
    candidates = [one for flow in dossier.of(*_KINDS) for one in _of(flow)]
    due = reading.deadline.value[:10] if reading.deadline else ""
    candidates = [one for one in candidates if one.value > due]
    stated, warnings = choose(candidates)
    return replace(reading, start=stated, warnings=(*reading.warnings, *warnings))


def _of(flow: Flow) -> list[Candidate[str]]:
    found: list[Candidate[str]] = []
    for match in _BEGINS.finditer(flow.text):
        words = match.group()
        if _OTHER.search(words):
            continue
        # A dotted date ("01.07.2026") is no end of a sentence: look a little further than the words do.
        reach = max(len(words), 60) + 12
        window = flow.text[match.start() : match.start() + reach]
        for moment in find_moments(window)[:1]:
            if (
                moment.start > len(words)
                or _OTHER.search(window[: moment.start])
                or _LAW.search(flow.text[max(0, match.start() - 160) : match.start()])
            ):
                continue
            start, end = match.start() + moment.start, match.start() + moment.end
            day = moment.iso(flow.zone)[:10]
            found.append(Candidate(day, flow, flow.evidence(start, end), 0.75, day))
    return found

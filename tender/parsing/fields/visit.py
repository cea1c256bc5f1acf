"""Whether the site must, or may, be visited before an offer."""

from __future__ import annotations

import re
from dataclasses import replace

from tender.parsing.flow import Flow, fold, gated, pattern
from tender.parsing.ranking import Candidate, Dossier, choose
from tender.parsing.yes_no import Ticked, ticked
from tender.vocabulary.call import Reading, Visit
from tender.vocabulary.source import Stated

_SITE = r"visites?(?: (?:sur|du|des|de) (?:le |les |la )?(?:sites?|lieux|locaux|place|chantier|batiments?))?"
_REQUIRED = gated(
    rf"\b{_SITE}(?: sur site)?[^.;\n]{{0,60}}(?:\n[^.;\n]{{0,40}})?\bobligatoires?"
    rf"|obligatoirement[^.;]{{0,40}}{_SITE}|{_SITE}[^.;]{{0,40}}(?:est|sont) (?:imposee?s?|exigee?s?)"
    r"|(?:doivent|devront|doit|devra)[^.;]{0,60}(?:visiter|se rendre sur (?:place|les lieux|le site)"
    r"|effectuer"
    r" (?:une|la|cette) visite)|ortsbesichtigung[^.;]{0,40}(?:zwingend|verpflichtend|erforderlich)"
)
_FREE = gated(
    rf"\b{_SITE}[^.;\n]{{0,60}}(?:\n[^.;\n]{{0,40}})?\b(?:facultati\w+|possibles?|conseillee?s?"
    rf"|recommandee?s?"
    r"|libres?|non obligatoires?)"
    rf"|(?:peuvent|pourront|peut)[^.;]{{0,60}}(?:visiter (?:les|le|la)|effectuer une visite)"
    r"|ortsbesichtigung[^.;]{0,40}(?:moglich|freiwillig)"
)
_NONE = gated(
    rf"(?:aucune|pas de|sans) {_SITE}|{_SITE}[^.;\n]{{0,40}}(?:n'est|ne sera|n'a)[^.;\n]{{0,20}}"
    r"(?:prevue?|organisee?|obligatoire|requise|exigee)|keine ortsbesichtigung"
)
_MEDICAL = pattern(r"medicale|d'entreprise|annuelle|de controle|de maintenance|preventive|d'entretien")


def read(dossier: Dossier, reading: Reading) -> Reading:
    """A visit said to be required, or offered, or said not to be required; silence is None."""
    candidates: list[Candidate[Visit]] = []
    for flow in dossier.rules_first():
        if flow.kind in {"RC", "NOTICE", "QA", "OTHER", "CCP", "AE"}:
            candidates += _of(flow)
    stated, warnings = choose(candidates, "visit")
    stated = stated or _proved(reading)
    return replace(reading, visit=stated, warnings=(*reading.warnings, *warnings))


def _proved(reading: Reading) -> Stated[Visit] | None:
    """A visit that a paper asked for proves, where no sentence speaks of it."""
    for paper in reading.required_documents:
        if _PROOF.search(fold(paper.name)) and not _PERHAPS.search(fold(paper.name)):
            return Stated(Visit(required=True, text=paper.name), paper.evidence, 0.7)
    return None


_PROOF = re.compile(r"\b(?:attestation|certificat|bon|bulletin|proces-verbal)\s+de\s+visite")
_PERHAPS = re.compile(r"\b(?:si|cas\s+echeant|eventuel\w*|facultati\w*)\b")


def _of(flow: Flow) -> list[Candidate[Visit]]:
    found: list[Candidate[Visit]] = []
    taken: list[tuple[int, int]] = []
    for words, required in ((_NONE, False), (_FREE, False), (_REQUIRED, True)):
        for match in words.finditer(flow.text):
            overlap = any(s < match.end() and match.start() < e for s, e in taken)
            if overlap or _MEDICAL.search(match.group()):
                continue
            if required and "non obligatoire" in match.group():
                continue
            answered = ticked(flow.text, match.end(), 50)
            if answered is Ticked.UNSAID:
                continue
            taken.append(match.span())
            words_said = flow.words(*match.span())
            asked = required and answered is not Ticked.NO
            found.append(
                Candidate(Visit(asked, words_said), flow, flow.evidence(*match.span()), 0.85, str(asked))
            )
    return found

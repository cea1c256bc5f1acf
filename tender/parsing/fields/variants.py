"""Whether variants are allowed. Silence is None: the default of the law differs by procedure."""

from __future__ import annotations

import re
from dataclasses import replace

from tender.parsing.flow import Flow, gated
from tender.parsing.gated import Gated
from tender.parsing.ranking import Candidate, Dossier, choose
from tender.parsing.yes_no import Ticked, ticked
from tender.vocabulary.call import Reading

_FORBIDDEN = gated(
    r"variantes?[^.;\n]{0,90}(?:\n[^.;\n]{0,60})?(?:ne (?:sont|seront|est|sera) pas|n'(?:est|sont) pas|non)"
    r" (?:autorisee?s?|admises?|acceptee?s?|permises?|recevables?|prises? en compte)"
    r"|variantes?[^.;\n]{0,60}(?:(?:sont|est) )?(?:interdites?|exclues?|refusees?|proscrites?)"
    r"|(?:aucune|pas de|sans|ni) variantes?\b"
    r"|ne (?:peuvent|pourront|doivent)[^.;]{0,40}(?:presenter|proposer)[^.;]{0,20}variantes?"
    r"|variantes? ?:? ?\n? ?(?:sans|non|interdites?|aucune)\b"
    r"|(?:nebenangebote|varianten)[^.;☐☒]{0,60}(?:nicht zugelassen|ausgeschlossen|nein\b|unzulassig)"
    r"|variants: ?(?:not allowed|no)\b"
)
_ALLOWED = gated(
    r"variantes?[^.;\n]{0,60}(?:sont|est|seront) (?:autorisee?s?|admises?|acceptee?s?|permises?)"
    r"|variantes? ?:? ?\n? ?(?:autorisees?|admises?|avec|oui)\b"
    r"|(?:peuvent|pourront)[^.;]{0,40}(?:presenter|proposer)[^.;]{0,25}variantes?"
    r"|nebenangebote[^.;☐☒]{0,30}(?:sind )?zugelassen|variants: ?(?:allowed|yes|required)\b"
)
_BOX = Gated(
    re.compile(r"[☒☑]\s*(?:les\s*)?(?:variantes?|nebenangebote)[^.;\n]{0,40}(?:autoris|admis|zugelassen)")
)
_ASKED = gated(r"variantes?\b[^.;\n☐☒☑□]{0,60}[:?]")
_DENIED = re.compile(r"\b(?:aucune|ni|sans|pas|n'est|ne\s)")
_BARRED = re.compile(r"interdit|exclu|proscrit|non autoris")
_LINE_BOX = re.compile(r"[☐□]\s*$")


def read(dossier: Dossier, reading: Reading) -> Reading:
    """Variants allowed or not, as said by the rules of the call first."""
    candidates: list[Candidate[bool]] = []
    for flow in dossier.rules_first():
        candidates += _of(flow)
    stated, warnings = choose(candidates, "variants_allowed")
    return replace(reading, variants_allowed=stated, warnings=(*reading.warnings, *warnings))


def _of(flow: Flow) -> list[Candidate[bool]]:
    found: list[Candidate[bool]] = []
    taken: list[tuple[int, int]] = []
    for match in _ASKED.finditer(flow.text):
        answered = ticked(flow.text, match.end(), 50)
        if answered is None:
            continue
        taken.append(match.span())
        if answered is not Ticked.UNSAID:
            allowed = (answered is Ticked.YES) is not bool(_BARRED.search(match.group()))
            found.append(Candidate(allowed, flow, flow.evidence(*match.span()), 0.95, str(allowed)))
    for words, allowed, confidence in ((_FORBIDDEN, False, 0.95), (_ALLOWED, True, 0.85), (_BOX, True, 0.9)):
        for match in words.finditer(flow.text):
            unticked = _LINE_BOX.search(flow.text[max(0, match.start() - 6) : match.start()])
            denied = allowed and _DENIED.search(flow.text[max(0, match.start() - 14) : match.end()])
            if unticked or denied or any(s < match.end() and match.start() < e for s, e in taken):
                continue
            taken.append(match.span())
            evidence = flow.evidence(*match.span())
            found.append(Candidate(allowed, flow, evidence, confidence, str(allowed)))
    return found

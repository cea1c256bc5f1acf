"""What the documents say of joint bidding (R2142-19 to -27, R2151-7 of the Code de la commande publique).

A form of group is "joint" or "solidary" when imposed, "null" when said to be free; what is not said is None.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tender.parsing.flow import Flow, gated
from tender.parsing.ranking import Candidate, Dossier, choose
from tender.parsing.yes_no import Ticked, ticked
from tender.vocabulary.call import Grouping, Reading

_NOT = r"(?:n'|ne |aucune|pas|sans|ni )"
_FREE_FORM = gated(
    r"aucune forme (?:juridique |particuliere )?(?:de groupement|n'est|imposee)"
    r"|groupements? (?:conjoints? ou solidaires?|solidaires? ou conjoints?) (?:sont|est) (?:admis|autoris"
    r"|accept)\w+"
    r"|n'impose[^.;]{0,30}(?:aucune )?forme"
    r"|ne souhaite imposer aucune forme|forme (?:juridique )?(?:du|de) groupement[^.;]{0,40}(?:libre"
    r"|n'est pas imposee)"
    r"|forme (?:juridique )?[^.;]{0,30}(?:n'est pas|non) (?:imposee|exigee)"
    r"|(?:sous (?:la )?forme|soit|constitu\w+)[^.;]{0,60}groupements?[^.;]{0,15}(?:conjoints?|solidaires?)"
    r" (?:ou|soit|et/ou) [^.;]{0,20}(?:solidaires?|conjoints?)"
    r"|(?:groupement solidaire ou (?:d'un )?(?:groupement )?conjoint"
    r"|groupement conjoint ou (?:d'un )?(?:groupement )?solidaire)"
)
_IMPOSED = gated(
    r"(?:forme[^.;]{0,60}(?:imposee|exigee|souhaitee|sera|est)[^.;]{0,60}"
    r"|(?:impose|exige|contraint|tenu|transform\w+|devra|doit)[^.;]{0,130}(?:forme|groupement)[^.;]{0,40}"
    r"|attribution[^.;]{0,80}(?:revetir|prendre|adopter|assurer)[^.;]{0,40}forme[^.;]{0,30})"
    r"\b(?:groupement )?(?:d'un |du |de |est le |un )*?(?:groupement |d'entreprises )*(solidaire"
    r"|conjoint)s?\b"
)
_SOLIDARY_DE = gated(r"gesamtschuldnerisch\w*")
_LEAD = gated(
    r"mandataire[^.;]{0,70}(?:est|sera|devra etre|doit etre|soit|necessairement|etant)[^.;]{0,30}solidaire"
    r"|conjoint\w*,? (?:avec|a|dont (?:le )?)[^.;]{0,10}mandataire[^.;]{0,20}solidaire"
    r"|mandataire (?:commun )?solidaire"
)
_LEAD_FREE = gated(r"mandataire[^.;]{0,60}(?:n'est|ne sera|n'a)[^.;]{0,30}(?:pas|point)[^.;]{0,30}solidaire")
_ALONE = (
    r"(?:candidats? individuels?|offre individuelle|titre individuel|individuellement"
    r"|candidature individuelle)"
    r"[^.;]{0,90}?(?:membres?|groupements?|groupee)"
)
_SEVERAL = (
    r"(?:membres? de plusieurs groupements|plusieurs groupements|plus d'un groupement|plus d'une candidature)"
)
_PLURAL = r"plusieurs (?:offres|candidatures|plis)"
_DENIAL = re.compile(
    r"(?:interdi\w+|\bne\s*(?:peu\w+|pourr\w+|doi\w+|sauraient|saurait)\b[^.]*?\bpas\b"
    r"|n'est\s*pas\s*(?:autoris|possib|admis)"
    r"|ne\s*(?:peu\w+|pourr\w+|doi\w+)\b(?=[^.]*(?:ni\b|plusieurs|plus\s*d'un|que))|n'(?:autoris"
    r"|admet)\w*\s*pas|exclu\w*"
    r"|irrecevab|\bnul\s*ne)"
)
_UNRELATED = re.compile(r"conflit|exclu\w*\s*de\s*la\s*procedure|a\s*titre\s*individuel\s*ou|capacites")
_PERMISSION = re.compile(r"(?:autoris\w+|peuvent|pourront|peut\b|possib\w+|permis|admis)")


def read(dossier: Dossier, reading: Reading) -> Reading:
    """The four rules of joint bidding, each from the most believed document that speaks of it."""
    forms: list[Candidate[str]] = []
    leads: list[Candidate[bool]] = []
    alone: list[Candidate[str]] = []
    several: list[Candidate[str]] = []
    for flow in dossier.rules_first():
        forms += _forms(flow)
        leads += _leads(flow)
        alone += _rule(flow, _ALONE)
        several += _rule(flow, _SEVERAL)
    form, warnings = choose(forms, "form_imposed")
    grouping = Grouping(form, choose(leads)[0], choose(alone)[0], choose(several)[0])
    return replace(reading, grouping=grouping, warnings=(*reading.warnings, *warnings))


def _forms(flow: Flow) -> list[Candidate[str]]:
    found = [
        Candidate("null", flow, flow.evidence(*match.span()), 0.9, "null")
        for match in _FREE_FORM.finditer(flow.text)
    ]
    for match in _IMPOSED.finditer(flow.text):
        within = match.group()
        if re.search(
            _NOT + r"\s*(?:impos|exig)|aucune\s*forme|n'impose|solidaire\s*ou|conjoint\s*ou", within
        ):
            continue
        if re.match(r"\s*(?:ou|soit|et/ou)\s", flow.text[match.end() : match.end() + 8]):
            continue
        value = "joint" if match.group(1) == "conjoint" else "solidary"
        if "mandataire" in within:
            continue
        found.append(Candidate(value, flow, flow.evidence(*match.span()), 0.85, value))
    if flow.german:
        for match in _SOLIDARY_DE.finditer(flow.text):
            start = max(flow.text.rfind(". ", 0, match.start()) + 2, match.start() - 200)
            if re.search(
                r"(?:bieter|bewerber)gemeinschaft", flow.text[max(0, match.start() - 600) : match.end()]
            ):
                found.append(Candidate("solidary", flow, flow.evidence(start, match.end()), 0.8, "solidary"))
    return found


def _leads(flow: Flow) -> list[Candidate[bool]]:
    denied = [
        Candidate(False, flow, flow.evidence(*match.span()), 0.9, "False")
        for match in _LEAD_FREE.finditer(flow.text)
    ]
    if denied:
        return denied
    return [
        Candidate(True, flow, flow.evidence(*match.span()), 0.9, "True")
        for match in _LEAD.finditer(flow.text)
    ]


def _rule(flow: Flow, words: str) -> list[Candidate[str]]:
    """ "allowed" or "forbidden" for each sentence that speaks of the matter; unsure ones give nothing."""
    found: list[Candidate[str]] = []
    for match in gated(words).finditer(flow.text):
        start, end = _sentence(flow.text, match.start(), match.end())
        sentence = flow.text[start:end]
        ticked = _ticked(flow, match.end())
        said = ticked or _said(sentence)
        if said == "allowed" and not ticked and _EITHER.search(sentence):
            # "soit seul, soit en groupement" names the two ways; the next sentence says whether both go.
            denied = _BOTH.match(flow.text, end)
            said, end = ("forbidden", denied.end()) if denied else (None, end)
        if ticked:
            end = min(end, match.end() + 60)
        if said and not _UNRELATED.search(sentence):
            found.append(Candidate(said, flow, flow.evidence(start, end), 0.85, said))
    return found


_EITHER = re.compile(r"\bsoit\b.*\bsoit\b", re.DOTALL)
_BOTH = re.compile(r"\W*[^.]{0,30}\bne\s*(?:peu\w+|pourr\w+|doi\w+)\s*pas\b[^.]{0,30}\bcumul\w+[^.]{0,40}")


def _said(sentence: str) -> str | None:
    if _DENIAL.search(sentence):
        return "forbidden"
    return "allowed" if _PERMISSION.search(sentence) and "possibilite de presenter" not in sentence else None


def _ticked(flow: Flow, offset: int) -> str | None:
    """What a pair of boxes "Oui / Non" after the words says, when one and only one shows a tick."""
    return {Ticked.YES: "allowed", Ticked.NO: "forbidden"}.get(
        ticked(flow.text, offset, 130) or Ticked.UNSAID
    )


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a span; the items of a list belong to the line that opens it."""
    first = max(text.rfind(". ", 0, start), text.rfind(".\n", 0, start))
    first = max(first + 1, start - 350)
    stop = re.compile(r"\.(?:\s|$)|;\s*\n(?=\s*[A-Z])").search(text, end)
    last = min(stop.start() if stop else len(text), end + 260)
    while first < start and text[first].isspace():
        first += 1
    return first, last

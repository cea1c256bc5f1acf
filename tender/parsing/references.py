"""The reference a buyer gives its call: after a label, below a heading, or alone on the cover."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tender.parsing.flow import Flow, fold, gated
from tender.parsing.ranking import Candidate, Dossier, rank
from tender.vocabulary.source import DocumentKind, Stated

_REFERENCE = gated(
    r"(?:\b(?:numero|n°|no|reference|ref\.?)s? (?:de |du |de la |d'|de l')?(?:la )?(?:consultation|marche"
    r"|procedure|affaire|dossier|projet|l'affaire"
    r"|accord-cadre|contrat|appel d'offres|acheteur)s?(?: public)?|\b(?:consultation|marche|procedure"
    r"|affaire|dossier|accord-cadre"
    r"|appel d'offres(?: ouvert)?|contrat)s?(?: ?(?:public )?(?:n°|no\b|numeros?)"
    r"|[^\S\n]*(?:public[^\S\n]*)?(?:references?|refs?\b\.?))"
    r"|(?:marche|procedure|appel d'offres)[^\n:;.]{0,40} n°(?= ?(?:[a-z]{2,6}[ \-/_.])?\d)"
    r"|(?m:^)\W{0,3}(?:references?|ref\.?)(?: de la consultation| du marche)?(?= [a-z0-9._/-]*\d)"
    r"|[-–|,;] (?:references?|ref\.?)(?= (?:[a-z]{2,5} )?\d[\d./_-]{3})"
    r"|\b(?:references?|ref\.?)(?: (?:interne|acheteur|place|chorus|plateforme|profil))?(?= ?:)"
    r"|cahier (?:special )?des charges(?= ?:? ?(?:n°|no\b)| (?:[a-z0-9&]{1,10}[-/._])+[a-z0-9./_-]*\d)"
    r"|references? du cahier (?:special )?des charges"
    r"|reglement de (?:la )?consultation[^\n:;.]{1,70} n°(?= ?(?:[a-z]{2,6}[ \-/_.])?\d)"
    r"|cahier special des charges (?:ref\.?|reference)"
    r"|reglement de (?:la )?consultation(?: ?\(?r\.?c\.?\)?)?(?= ?[-–:] ?[a-z]{0,6}\d{2,4}[a-z]{0,4}[-/._]\d)"
    r"|(?:^|\b)rc(?= ?(?:n° ?)?(?:[a-z]{0,5}\d{2,4}[a-z]{0,6}[-/._]?\d{2,}))"
    r"|\b(?:consultation|dossier|affaire|marche)(?= [a-z]{2,5} \d{2,4}[-/.]\d)"
    r"|(?m:^)\W{0,3}(?:n°|no\b|no(?=20\d\d)) ?(?=[a-z0-9/._-]*\d[a-z0-9/._-]*(?:\n|$))"
    r"|\b(?:consultation|dossier|affaire|marche)(?= (?:[a-z0-9]{1,8}[-/._])+[a-z0-9./_-]*\d)"
    r"|\b(?:consultation|marche)(?=[^\S\n](?:\d{2,4}[a-z]{1,3}\d{2,4}|[a-z]{3,14}20\d\d)\b)"
    r"|\b(?:consultation|procedure)(?= : ?\n? ?[a-z]{0,6}[-/._]?\d)"
    r"|\b(?:affaire|dossier|marche)(?= ?: ?(?:[a-z]{1,8}[-/._]?\d|\d{2,4}[a-z_/-]{1,8}\d))"
    r"|\bidentifiant(?= ?: ?\n? ?\d{0,4}[a-z]{1,8}[-/._]?\d)"
    r"|\b(?:aoo|aor|mapa|csc|bestek)(?= ?(?:n° ?)?(?:[a-z]{1,4}[-/._]?)?\d{2,4}[-/._]?\d)"
    r"|\((?=(?:20)?\d\d[-/_.][a-z]{1,5}[-/_.]\d{2,6}\))"
    r"|(?:offentliche|beschrankte) ausschreibung(?= [a-z]{1,4} ?\d{1,4}[/-]\d{2,4})"
    r"|(?:vergabe|vorgangs|ausschreibungs|verfahrens|projekt)-?(?:nr|nummer)\.*|ausschreibung nr\."
    r"|referenznummer(?: der bekanntmachung)?"
    r"|geschaftszeichen"
    r"|aktenzeichen|internal identifier|identifiant interne|interne kennung)"
    r" ?(?:(?::|°|n°|-|\.) ?)*\n? ?(?P<value>"
    r"(?!(?:de|du|le|la|les|au|des|en|un|sur|par|lot|page|am|vom|bis)\b)"
    r"[a-z]{1,4}[^\S\n]\d{2,}[\d./_-]*\w*|\d{4}[^\S\n]?-[^\S\n]?\d{2,5}\b(?![-/._])"
    r"|\d\d[^\S\n]\d{3}\b(?! ?\d)"
    r"|[a-z0-9][a-z0-9&._/\-]{1,34}(?: \d{2,4}/\d{3,4}|(?<=[a-z]) \d{2,4}[-/.]\d{1,4})?)"
)
_BELOW = gated(
    r"(?:vergabe-?(?:nummer|nr\.?)|aktenzeichen|geschaftszeichen|numero de (?:la )?consultation|references?)"
    r"[^\S\n]+[a-z][^\n\d:]{2,60}\n[^\n]{0,30}?\b"
    r"(?P<value>(?=[0-9/_.-]*[a-z])[a-z0-9]{1,8}(?:[-/_.][a-z0-9]{1,10}){1,6})\b"
)
"""A heading among others, its value on the line below: "Vergabenummer  Telefon  Datum"."""


def reference(dossier: Dossier) -> Stated[str] | None:
    """The reference most believed: said by the rules, often, on the first pages, in the files' names."""
    found = [held for flow in dossier.rules_first() for held in _labelled(flow.with_heads)]
    if not any(held.confidence >= _LEAST for held in found):
        found += [held for flow in dossier.of(DocumentKind.RC)[:2] for held in _bare_codes(flow.with_heads)]
    if not found:
        return None
    everywhere = Counter(held.key for held in found)
    names = " ".join(fold(flow.name) for flow in dossier.flows)

    def belief(held: Candidate[str]) -> float:
        repeated = 0.02 * min(everywhere[held.key], 5)
        return held.confidence + repeated + 0.1 * (held.key in names) - 0.03 * rank(held.flow)

    best = max(found, key=belief)
    return best.stated(found) if best.confidence >= _LEAST else None


_LEAST = 0.6
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-")
_NO_REFERENCE = re.compile(
    r"\d{1,2}(?:\.\d{1,2})+|(?:19|20)?\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{1,2}|(?:19|20)\d\d-(?:19|20)\d\d"
)
"""A section's number, a year or two, a day."""
_UNSURE = re.compile(r"offres\s*$|contrat\s*n|internal")
_OF_A_PROJECT = re.compile(r"\W*projekt")
"""A number of the work, which may or may not be the call's."""
_FIRST_PAGES = 2


def _labelled(flow: Flow) -> Iterator[Candidate[str]]:
    """The values a label announces."""
    yield from _fields(flow)
    said: Counter[str] = Counter()
    for match in (*_REFERENCE.finditer(flow.text), *_BELOW.finditer(flow.text)):
        value = match["value"].strip(" .-/_")
        wrong = len(value) < 3 or _UUID.match(value) or _NO_REFERENCE.fullmatch(value)
        if wrong or not re.search(r"\d", value):
            continue
        said[value] += 1
        start = match.start("value")
        index = flow.page_of(start)
        trust = 0.85 + 0.03 * min(said[value], 3) - 0.15 * (len(value) < 5)
        trust -= 0.1 * flow.source.pages[index].ocr + 0.25 * (index > _FIRST_PAGES and said[value] < 3)
        trust -= 0.1 * bool(_UNSURE.search(match.group()[: start - match.start()]))
        trust -= 0.2 * bool(_OF_A_PROJECT.match(match.group()))
        evidence = flow.evidence(match.start(), start + len(value))
        yield Candidate(flow.words(start, start + len(value)), flow, evidence, trust, value)


def _fields(flow: Flow) -> Iterator[Candidate[str]]:
    """The whole value of the field of a notice that is for the reference: "MOE STEP 4", words and all."""
    for index, line in enumerate(flow.lines):
        label = not index or flow.lines[index - 1].page != line.page
        path = flow.source.pages[line.page].path or ""
        if label or not path.endswith("/REFERENCE_NUMBER") or line.end - line.start > _FIELD:
            continue
        value = flow.words(line.start, line.end)
        if any(map(str.isdigit, value)):
            yield Candidate(value, flow, flow.evidence(line.start, line.end), 0.96, fold(value))


_FIELD = 60
"""Characters of a reference in a field of its own."""
_CODE = re.compile(
    r"(?:N\s?[°o]\s?)?(?=[^a-z]*[A-Z])(?=.*\d)(?P<value>"
    r"[A-Z0-9]{1,12}(?: ?[-/._] ?[A-Z0-9]{1,12}){1,8}(?: [A-Z]{1,4})?"
    r"|[A-Z]{2,8} (?:19|20)?\d\d[-/._]\d{1,4}[A-Z]?|[A-Z]{2,4} \d{4,6})"
)
"""A code alone on its line: letters and figures in groups, "AOO-2026-155", "MP 2027-09", "MS 26084"."""
_NO_CODE = re.compile(
    r"(?:article|lot|page|annexe|rue|bp|cs|tsa|tel|rc|dce|ccap|cctp|ccp|ae|l|f|b|d|ch|iso|nf|en|din|cpv"
    r"|cedex|siret|siren|rcs|naf|ape)\b[\s.-]*\d{1,14}$"
    r"|\d{5}\b|\d{1,2}\s?h\s?\d{0,2}\b"
    r"|.*20\d\d ?[-/] ?20\d\d|\d{1,2}[/.]\d{1,2}[/.]\d"
)


_FIGURES = 3
"""A code alone has as many; fewer number a title: "7. CANDIDATURES"."""
_NAME_OF_RULES = re.compile(r"[-_ ]R\.?C\.?$")


def _bare_codes(flow: Flow) -> list[Candidate[str]]:
    """Codes alone on a line of the first page of the rules: their reference, though no word says so."""
    found = []
    for line in flow.lines:
        if line.page > 0:
            break
        printed = flow.words(line.start, line.end)
        match = _CODE.fullmatch(printed)
        figures = sum(map(str.isdigit, printed))
        if match and figures >= _FIGURES and not _NO_CODE.match(fold(printed)):
            evidence = flow.evidence(line.start, line.end)
            value = _NAME_OF_RULES.sub("", match["value"])
            found.append(Candidate(value, flow, evidence, 0.65, fold(value)))
    return found

"""Who buys: labels, mastheads, the parties of the contract, the body a document names most."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from tender.parsing.buyer_covers import above_an_address, on_cover
from tender.parsing.buyer_names import candidate, in_full
from tender.parsing.flow import Flow, capital, fold, gated, tidy
from tender.parsing.gated import Gated
from tender.parsing.public_bodies import BODY
from tender.parsing.ranking import Candidate, Dossier, rank
from tender.vocabulary.call import Reading
from tender.vocabulary.source import DocumentKind, Stated

_BUYER_LABEL = gated(
    r"^\W{0,3}(?:(?:article )?(?:\d{1,2}|[ivx]{1,4})(?:\.\d+)* ?[.)\-–:]? ?(?:-|–)? ?)?"
    r"(?:noms? (?:complets? )?(?:et adresses? )?(?:officiel\w* )?(?:de l'acheteur|du pouvoir adjudicateur"
    r"|de l'organisme|de la collectivite)(?: public| acheteur)?"
    r"|(?:identification|designation|identite|coordonnees) (?:de l'|du |de la )(?:acheteur|adjudicateur"
    r"|pouvoir adjudicateur|collectivite"
    r"|organisme acheteur|organisme qui passe le marche)|entite adjudicatrice / acheteur|acheteur(?: public)?"
    r"|(?:le )?(?:pouvoir )?adjudicat(?:eur|rice)(?: exercant la maitrise d'ouvrage)?"
    r"|entite adjudicatrice|maitre (?:d'ouvrage|de l'ouvrage)"
    r"|(?:la )?personne publique(?: contractante)?"
    r"|(?:etablissement|etab\.?|membre)? ?coordonnateur(?: du groupement(?: de commandes?)?)?"
    r"|organisme acheteur|collectivite|noms? officiels?|offizielle bezeichnung|official name|dienststelle"
    r"|(?:offentlicher )?auftraggeber(?:in)?"
    r"|vergabestelle|name)"
    r"(?: \([^)\n]{0,40}\))?(?: / (?:auftraggeber|vergabestelle"
    r"|acheteur))?(?: ort, datum)?(?: est)? (?P<mark>:|$|\n) ",
    flags=re.MULTILINE,
)
_IS = gated(
    r"\b(?:le pouvoir adjudicateur|l'acheteur(?: public)?|le maitre d'ouvrage|l'entite adjudicatrice"
    r"|la personne publique(?: contractante)?) (?:est|:) (?:le |la |l'|les )?(?P<name>[^\n;:]{4,150})"
)
_PARTY = gated(
    r"(?:entre les soussignes|conclu entre|d'une part|pouvoir adjudicateur"
    r"|acheteur)[^\n]{0,60}[:,]? ?\n(?P<name>[^\n,(]{4,110})"
)


def read(dossier: Dossier, reading: Reading) -> Reading:
    """The public body that buys, as its documents name it most surely."""
    return replace(reading, buyer=_buyer(dossier))


def _buyer(dossier: Dossier) -> Stated[str] | None:
    found: list[Candidate[str]] = []
    ranked = sorted(dossier.rules_first(), key=lambda flow: flow.kind in _LAST)
    for flow in ranked:
        if found and flow.kind in _LAST:
            break
        whole = flow.with_heads
        found += [*_labelled(whole), *_in_tables(whole), *on_cover(whole), *_parties(whole)]
        found += _announced(flow)
        found += [*_inside_line(whole), *_beside(whole), *_with_status(flow), *_most_named(flow)]
    if not found:
        found = above_an_address(dossier)
    if not found:
        return None
    said = Counter(c.key for c in found)
    best = max(
        found, key=lambda c: (c.confidence + 0.03 * min(said[c.key], 3) - 0.04 * rank(c.flow), -len(c.value))
    )
    return _well_cased(dossier, in_full(best, found)).stated(found)


_LAST = (DocumentKind.ANNEX, DocumentKind.CCTP)
"""Asked who buys only where nothing else tells."""


def _well_cased(dossier: Dossier, best: Candidate[str]) -> Candidate[str]:
    """The same name with its small letters, where a document prints it so: mastheads shout."""
    if not best.value.isupper() or len(best.value) < 6:
        return best
    words = re.compile(r"\b" + r"\s+".join(map(re.escape, fold(best.value).split())) + r"\b")
    for flow in dossier.rules_first():
        for match in words.finditer(flow.text):
            name = flow.words(*match.span())
            if len(re.findall(r"[a-zà-ÿ]", name)) > len(name) / 2:
                name = capital(name)
                return replace(best, value=name, flow=flow, evidence=flow.evidence(*match.span()))
    return best


def _labelled(flow: Flow) -> list[Candidate[str]]:
    found = []
    for match in _BUYER_LABEL.finditer(flow.text):
        end = flow.text.find("\n", match.end())
        end = end if end > 0 else flow.length
        start = match.end()
        while _SECOND_LABEL.search(flow.text[start:end]) and end + 1 < flow.length:
            start, end = end + 1, flow.text.find("\n", end + 1)  # a second label under the first
        # Two columns on one line: "… e. V.   Potsdam, den 10.07.2025".
        beside = re.search(r"\s+[a-z\-]+,\s*(?:den\s+)?\d{1,2}\.\d", flow.text[start:end])
        end = start + beside.start() if beside else end
        if match["mark"] != ":" and not flow.lines[flow.line_at(start)].page < 3:
            continue
        if match.group().strip(" :\n") == "name" and not re.search(
            r"auftraggeber", flow.text[max(0, match.start() - 160) : match.start()]
        ):
            continue
        body = BODY.search(flow.text[start:end])
        early = flow.page_of(match.start()) < 2
        trust = 0.8 + (0.1 if early else 0) + (0.05 if body else 0)
        held = candidate(flow, start, end, trust if early or body else 0.5)
        if held:
            found.append(held)
    return found


def _in_tables(flow: Flow) -> list[Candidate[str]]:
    """The first line of the cell beside a label: "Pouvoir adjudicateur | OPH Est Habitat, 51 avenue…"."""
    found = []
    for index, page in enumerate(flow.source.pages[:2]):
        for left, right in (pair for table in page.tables for row in table.rows for pair in pairwise(row)):
            if left is None or right is None or not _LABEL_CELL.fullmatch(fold(tidy(left.text)).strip(" :")):
                continue
            name = right.text.strip().split("\n")[0].strip()
            at = page.text.find(name) if name else -1
            start = flow.offset_at(index, at) if at >= 0 else 0
            held = candidate(flow, start, flow.offset_at(index, at + len(name)), 0.92) if at >= 0 else None
            if held:
                found.append(held)
    return found


_LABEL_CELL = re.compile(
    r"(?:(?:nom|designation|identification|identite) (?:de l'|du ))?"
    r"(?:acheteur|pouvoir adjudicateur|entite adjudicatrice|maitre d'ouvrage|organisme acheteur|collectivite"
    r"|etablissement|auftraggeber(?:in)?|vergabestelle)(?: (?:public|contractant))?"
)


_SECOND_LABEL = re.compile(r":\s*$|^\W*(?:\d[\d.]*\s*)?(?:acheteur|buyer|beschaffer)\s*$")
_BUYS = gated(
    r"\b(?:die|der|das) (?P<name>[a-z][^;:\n]{4,80}?) (?:\([^)]{1,12}\) ?)?(?:-[^\n]{0,80}- )?"
    r"(?:beabsichtigt|schreibt[^.\n]{0,40}aus|ist eine (?:kulturelle )?einrichtung|vergibt)"
)


def _announced(flow: Flow) -> list[Candidate[str]]:
    """ "Die Stiftung X (X) beabsichtigt …": who announces the purchase in a German letter."""
    match = _BUYS.search(flow.text) if flow.german else None
    held = candidate(flow, *match.span("name"), 0.75) if match else None
    return [held] if held else []


_INSIDE = gated(
    r"[-–|;·.] (?:pouvoir adjudicateur|acheteur(?: public)?|maitre d'ouvrage|etablissement support"
    r"|entite adjudicatrice|(?:(?:etablissement|etab\.?|membre) )?coordonnateur) ?: (?P<name>[^\n;|]{4,110})"
)
_STATUS = gated(
    r"(?:^|\. |\b(?:passe|lance|conclu|organise)e?s? par (?:le |la "
    r"|l')?)(?P<name>[a-z][^,.\n:;]{2,60}), (?:(?:est )?une? )?(?:syndicat (?:mixte|intercommunal"
    r"|departemental)"
    r"|etablissement public|office public|communaute (?:de|d'|urbaine)|collectivite"
    r"|societe (?:publique locale|d'economie mixte"
    r"|anonyme)|groupement d'interet|association (?:loi|syndicale)|bailleur)\b",
    flags=re.MULTILINE,
)


def _inside_line(flow: Flow) -> list[Candidate[str]]:
    """A label after others on one line: "Appel d'offres ouvert – Pouvoir adjudicateur : X"."""
    found = [candidate(flow, *match.span("name"), 0.85) for match in _INSIDE.finditer(flow.text)]
    return [one for one in found if one and flow.page_of(flow.text.find(fold(one.value)[:12])) < 2]


_BESIDE_LABEL = re.compile(
    r"^\W{0,3}(?:pouvoir\s+adjudicateur|acheteur(?:\s+public)?|maitre\s+d'ouvrage|entite\s+adjudicatrice"
    r"|adjudicateur|organisme\s+acheteur)[ ]+(?P<name>[a-z][^\n:]{3,110})$",
    re.MULTILINE,
)


def _beside(flow: Flow) -> list[Candidate[str]]:
    """A name right after its label, in a second column: "Pouvoir adjudicateur   Commune de Vaux"."""
    found = []
    for match in _BESIDE_LABEL.finditer(flow.text):
        if flow.page_of(match.start()) < 2 and flow.words(*match.span("name"))[:1].isupper():
            held = candidate(flow, *match.span("name"), 0.82)
            if held:
                found.append(held)
    return found


def _with_status(flow: Flow) -> list[Candidate[str]]:
    """ "Valor'Aisne, syndicat mixte ouvert, exerce …": a name beside what kind of body it is."""
    match = _STATUS.search(flow.text) if flow.kind is DocumentKind.RC else None
    held = candidate(flow, *match.span("name"), 0.88) if match and flow.page_of(match.start()) < 3 else None
    return [held] if held else []


def _parties(flow: Flow) -> list[Candidate[str]]:
    """The public party of a contract: "Entre les soussignés, X, établissement public…"."""
    found = []
    for match in _IS.finditer(flow.text):
        told = candidate(flow, match.start("name"), _name_end(match), 0.8)
        if told and BODY.search(fold(told.value)) and flow.page_of(match.start()) < 3:
            found.append(told)
    for match in _PARTY.finditer(flow.text):
        held = candidate(flow, match.start("name"), match.end("name"), 0.85)
        after = flow.text[match.end() : match.end() + 120]
        if held and re.search(
            r"etablissement|siret|represente|collectivite|personne morale de droit public", after
        ):
            found.append(held)
    return found


def _name_end(match: re.Match[str]) -> int:
    """A name in a sentence ends at its full stop or its comma."""
    stop = re.search(r",\s|\.\s|\.$|\s(?:est|qui|et\s+est)\b", match["name"])
    return match.start("name") + (stop.start() if stop else len(match["name"]))


def _most_named(flow: Flow) -> list[Candidate[str]]:
    """The public body a document names most: "le ministère de la Justice se réserve"."""
    names: Counter[str] = Counter()
    places: dict[str, tuple[int, int]] = {}
    for match in _NAMED.finditer(flow.text):
        key = re.sub(r"\s+", " ", match.group())
        names[key] += 1
        places.setdefault(key, match.span())
    if not names or flow.kind in (DocumentKind.CCTP, DocumentKind.OTHER, DocumentKind.ANNEX):
        return []
    key, count = names.most_common(1)[0]
    held = candidate(flow, *places[key], min(0.6, 0.4 + 0.03 * count))
    return [held] if held and count >= 3 else []


_NAMED = Gated(
    re.compile(
        r"\b(?:ministere\s+(?:de\s+la|de\s+l'|des|du)\s*[a-z]+|(?:ville|commune|metropole|region"
        r"|departement)\s+(?:de\s+la|de|du|des|d')\s*[a-z][a-z\-]+"
        r"|france\s+travail|universite\s+(?:de\s+)?[a-z\-]+|communaute\s+(?:d'agglomeration|de\s+communes"
        r"|urbaine)\s+[a-z'\- ]{3,30}?(?=\s(?:se|est|a|ne)\b))"
    )
)

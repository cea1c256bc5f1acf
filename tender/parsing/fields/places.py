"""Where each lot is performed: the places of its needs, else those the documents name beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tender.parsing.flow import Flow, fold, gated
from tender.parsing.ranking import Dossier
from tender.vocabulary.call import Lot, Place, Reading
from tender.vocabulary.source import DocumentKind, Evidence

_READ = (DocumentKind.RC, DocumentKind.NOTICE, DocumentKind.CCP, DocumentKind.CCTP, DocumentKind.AE)
_LABEL = gated(
    r"^\W{0,3}(?:(?:article )?\d[\d.]*\W{0,4})?(?:le |les )?lieux?(?: \(x\))?(?: principal| principaux)?"
    r" (?:d'execution|de livraison|d'intervention|de realisation|des prestations)"
    r"(?: (?:des prestations|du marche|du contrat|de la prestation|du lot))?(?: est| sont)? (?::|\n|-) ?",
    flags=re.MULTILINE,
)
_GERMAN = gated(
    r"^\W{0,3}(?:ausfuhrungsort|leistungsort|ort der leistung|erfullungsort) ?: ?", flags=re.MULTILINE
)
_LOT = re.compile(
    r"^\W{0,4}(?:5\.1\.?\s+)?(?:lot|los)\s*(?:n\s*[°o]?\s*\.?)?\s*(?::\s*lot-)?0*(?P<n>\d{1,3}[a-z]?)\b"
)
_VAGUE = re.compile(
    r"cf\b|voir\b|se reporter|(?:le|les|la|l'|au|aux|dans|est|sont|ceux|celui|defini|indique|precise|suivant"
    r"|tel|conform|adresse|selon)\b|.*\b(?:cctp|ccap|ccp|acte d'engagement|annexe|present)\b"
)
_BETWEEN = re.compile(r"\n\s*(?:article\s+\d|(?!5\.1)\d{1,2}(?:\.\d{1,2})?\s*[.)\-–]?\s+[a-z])")
_FAR = 700


def read(dossier: Dossier, reading: Reading) -> Reading:
    """Give each lot that names no place those of the table of needs, else those stated under its title.

    A place stated of no lot in particular belongs to the call as a whole.
    """
    lots = [_placed(lot, reading) for lot in reading.lots]
    numbers = {lot.number.lower() for lot in lots}
    whole: list[tuple[Place, tuple[Evidence, ...]]] = []
    for flow in dossier.of(*_READ):
        for number, place, evidence in _stated(flow):
            if number in numbers:
                lots = [_with(lot, place, evidence) if lot.number.lower() == number else lot for lot in lots]
            elif not whole:
                whole.append((place, evidence))
    if whole and (reading.whole is None or not reading.whole.places):
        held = reading.whole or Lot(number="", title="", confidence=0.85)
        place, evidence = whole[0]
        reading = replace(reading, whole=replace(held, places=(place,), evidence=(*held.evidence, *evidence)))
    return replace(reading, lots=tuple(lots))


def _placed(lot: Lot, reading: Reading) -> Lot:
    named = [need.place for need in reading.needs if need.lot == lot.number and need.place is not None]
    places: tuple[Place, ...] = tuple(dict.fromkeys(named))
    return replace(lot, places=places) if places and not lot.places else lot


def _with(lot: Lot, place: Place, evidence: tuple[Evidence, ...]) -> Lot:
    if lot.places:
        return lot
    return replace(lot, places=(place,), evidence=(*lot.evidence, *evidence))


def _stated(flow: Flow) -> Iterator[tuple[str | None, Place, tuple[Evidence, ...]]]:
    """Every labelled place of a document, with the lot whose title stands just above it."""
    words = _GERMAN if flow.german else _LABEL
    for match in words.finditer(flow.text):
        end = flow.text.find("\n", match.end())
        end = end if end > 0 else flow.length
        following = flow.line_at(match.end()) + 1
        name = flow.words(match.end(), end).strip(" .;,")
        folded = fold(name)
        if not 3 <= len(name) <= 160 or _VAGUE.match(folded) or not re.search(r"[a-z]{3}", folded):
            continue
        if following < len(flow.lines) and re.match(r"\d{5}\s+[a-z]", flow.line_text(following)):
            end = flow.lines[following].end
            name = flow.words(match.end(), end).strip(" .;,")
        evidence = flow.evidence(match.start(), end)
        yield _lot_above(flow, match.start()), _place_named(name), evidence


_CODED = re.compile(
    r"^(?:subdivision pays|country subdivision|land, gliederung) "
    r"\(nuts\)\s*:\s*(.+?)\s*\(([A-Z]{2}[A-Z0-9]{0,3})\)$",
    re.IGNORECASE,
)


def _place_named(name: str) -> Place:
    """A place as printed; one with a NUTS code keeps the code."""
    coded = _CODED.match(name)
    return Place("nuts", coded.group(1), coded.group(2)) if coded else Place("text", name)


def _lot_above(flow: Flow, offset: int) -> str | None:
    for index in range(flow.line_at(offset), -1, -1):
        line = flow.lines[index]
        if offset - line.start > _FAR:
            return None
        match = _LOT.match(flow.text[line.start : line.end])
        if match:
            return None if _BETWEEN.search(flow.text[line.end : offset]) else match["n"]
    return None

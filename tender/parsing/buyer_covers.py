"""Who buys as the first page shows it: lines that begin as public bodies do, the line above an address."""

from __future__ import annotations

import re
from itertools import pairwise

from tender.parsing.buyer_names import candidate
from tender.parsing.flow import Flow
from tender.parsing.flow_places import Line
from tender.parsing.public_bodies import opens_as_body
from tender.parsing.ranking import Candidate, Dossier
from tender.vocabulary.source import DocumentKind

_FIRST_ARTICLE = re.compile(
    r"\s*(?:(?:article|chapitre)\s+(?:1|i)\b|1\s*[.\-–)]+\s*[a-z]|1\.1\b|i\s*[.\-–)]\s*[a-z])"
)


def on_cover(flow: Flow) -> list[Candidate[str]]:
    """Lines of the first page that begin as the name of a public body does."""
    found = []
    trust = 0.85 if flow.kind is DocumentKind.RC else 0.7
    for number, line in enumerate(flow.lines):
        if line.page > 0 or number == _COVER:
            break
        if _in_running_text(flow, number):
            continue
        if _FIRST_ARTICLE.match(flow.text[line.start : line.end]):
            trust = min(trust, 0.6)  # what follows is text, no masthead
        for start, end in _cells(flow, line):
            text = flow.text[start:end]
            opens = opens_as_body(flow.words(start, end), text) or _BODY_AFTER_NAME.match(text)
            if number + 1 < len(flow.lines):
                opens = opens or _STATUS.match(flow.line_text(number + 1))
            if not opens or len(text) >= 110 or _NO_NAME.match(flow.words(start, end)):
                continue
            held = candidate(flow, start, end, trust)
            if held and not held.value.endswith((" de", " des", " du", " et", "-")):
                found.append(held)
    return found


def _in_running_text(flow: Flow, number: int) -> bool:
    """A full line after a full line that ends no sentence: its first words are the middle of one."""
    line, above = flow.lines[number], flow.line_text(number - 1) if number else ""
    return line.end - line.start > _FULL_LINE < len(above) and not above.rstrip().endswith((".", ":", ";"))


_FULL_LINE = 70
_STATUS = re.compile(
    r"\W*(?:societe (?:anonyme|d'economie mixte|publique locale)|entreprise sociale pour"
    r"|etablissement public\b|office public de l'habitat\W*$"
    r"|association (?:loi|regie)|syndicat mixte (?:ouvert|ferme)\b)"
)
"""Under a name: what kind of body it is."""
_NO_NAME = re.compile(
    r"(?i)\W*[ée]tablissement public(?: (?:d['’][ée]tat|national|local|de sant[ée]|administratif"
    r"|(?:à caractère )?industriel et commercial))*\W*$"
)
"""What kind of body it is, and no more."""
_COVER = 60
"""Lines a first page has: a document without pages goes on."""
_BODY_AFTER_NAME = re.compile(
    r"^\W*[a-z][\w'. -]{2,30}?\s+[-–]\s+(?:office\s+public|etablissement\s+public|syndicat|communaute"
    r"|groupement|societe)\b"
)


def _cells(flow: Flow, line: Line) -> list[tuple[int, int]]:
    """A line of a table in a document without pages is cells beside each other."""
    places = flow.places(line.start, line.end)
    if len(places) != 1 or "\t" not in places[0][0].text[places[0][1] : places[0][2]]:
        return [(line.start, line.end)]
    page, first, last = places[0]
    cuts = [first, *(first + m.end() for m in re.finditer("\t", page.text[first:last])), last]
    folded = [flow.offset_at(line.page, cut) for cut in cuts]
    return [(a, b) for a, b in pairwise(folded) if b > a]


def above_an_address(dossier: Dossier) -> list[Candidate[str]]:
    """The line above the first address of the rules, when nothing else names a buyer: shown as a guess."""
    for flow in dossier.of(DocumentKind.RC)[:1]:
        whole = flow.with_heads
        opening = [line for line in whole.lines if line.page == 0][:_MASTHEAD]
        texts = [whole.text[line.start : line.end] for line in opening]
        street = next((n for n, text in enumerate(texts) if _ADDRESS.match(text)), 0)
        for line in reversed(opening[max(0, street - _ABOVE_STREET) : street]):
            held = candidate(whole, line.start, line.end, 0.5)
            if held and len(held.value) < 80 and not _BOUGHT.search(held.key) and held.value[:1].isupper():
                return [held]
    return []


_MASTHEAD = 30
_ABOVE_STREET = 3
_ADDRESS = re.compile(
    r"\W*(?:\d{1,4}(?: ?(?:bis|ter|quater))?,? (?:rue|avenue|av\.?|place|boulevard|bd|quai|route|allees?"
    r"|chemin|impasse|square|cours|chaussee)\b"
    r"|(?:rue|avenue|place|boulevard|quai|hotel de ville|cs|bp|b\.p\.) ?\d?|\d{5} [a-z])"
)
"""A line of an address: its street, its box, its postal code and town."""


_BOUGHT = re.compile(
    r"\b(?:nettoyage|entretien|fournitures?|livraison|travaux|maintenance|prestations?|location|services?"
    r"|realisation|acquisition|mission|ouverture|relecture|reinigung|lieferung|dispositifs?|construction"
    r"|amenagement|rehabilitation|renovation|extension|\d{4}|janvier|fevrier|mars|avril|mai|juin|juillet|aout"
    r"|septembre|octobre|novembre|decembre)\b"
)
"""What is bought or when, not who buys."""

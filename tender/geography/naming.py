"""Place names as people write them: accents, hyphens, "St", "Cedex", "Ville de", "(13)"."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from tender.geography.places import AREA_TABLES
from tender.geography.tables import Commune, abroad, areas, communes

SHORT_WORDS = {"ST": "SAINT", "STE": "SAINTE", "STS": "SAINTS", "STES": "SAINTES", "S": "SUR", "SS": "SOUS"}
ARTICLES = ("LE ", "LA ", "LES ", "L ", "AUX ")

PREFIX = re.compile(
    r"(LA |LE |LES )?(COMMUNE|VILLE|MAIRIE|MUNICIPALITE|BOURG|HOTEL DE VILLE|TERRITOIRE|CENTRE VILLE)"
    r"( COMMUNAL)? (DE LA |DE L |DES |DE |DU |D )"
)
POSTCODE = re.compile(r"\b(?:F )?(\d{2}) ?(\d{3})\b")
BRACKET = re.compile(r"\(\s*(?:dep\w*\.?\s*)?(2[AB]|\d{2,3})\s*\)", re.IGNORECASE)
CEDEX = re.compile(r"\bCEDEX( \d+)?\b")
DISTRICT = re.compile(
    r"\b(\d{1,2}) ?(?:E|EME|ER|EMES)? ARRONDISSEMENTS?\b|\b(?:PARIS|LYON|MARSEILLE) \d{1,2}$"
)
WITH_DISTRICTS = ("PARIS", "LYON", "MARSEILLE")


def fold(text: str) -> str:
    """Capitals without accents, signs as single spaces, "St" as SAINT: what two spellings have in common."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign)).upper()
    words = re.sub(r"[^0-9A-Z]+", " ", letters.replace("&", " ET ")).split()
    return " ".join(SHORT_WORDS.get(word, word) for word in words)


def find_all(text: str, departement: str | None = None) -> tuple[Commune, ...]:
    """The communes a text may name, the most peopled first; empty when none has that name.

    A département (given, in brackets or as the start of a postcode) narrows the answer when that leaves any.
    """
    hint = departement or _hinted(text)
    name = _bare_name(text)
    bare = PREFIX.sub("", name)
    found = _by_name().get(name) or _by_name().get(bare) or _by_short_name().get(bare) or ()
    inside = tuple(one for one in found if one.departement == hint)
    if departement is not None:
        return inside
    return inside or found


def find(text: str, departement: str | None = None) -> Commune | None:
    """The commune a text names; None when none, or when namesakes leave a doubt.

    No doubt is left when one has ten times the people of the next: "Montreuil" alone is the great one.
    """
    found = find_all(text, departement)
    if len(found) > 1 and found[0].population < 10 * found[1].population:
        return None
    return found[0] if found else None


def suggest(text: str, limit: int = 10) -> tuple[Commune, ...]:
    """Communes whose name starts with the text, the most peopled first: for a field that completes."""
    start = fold(text)
    if not start:
        return ()
    hits = [one for name, held in _by_name().items() if name.startswith(start) for one in held]
    hits += [
        one
        for name, held in _by_short_name().items()
        if name.startswith(start)
        for one in held
        if one not in hits
    ]
    return tuple(sorted(hits, key=lambda one: -one.population)[:limit])


def suggest_abroad(text: str, limit: int = 10) -> tuple[Commune, ...]:
    """Places beyond the border whose name holds the text; kept apart: a call of France never means them."""
    wanted = fold(text)
    hits = [one for one in abroad().values() if wanted and wanted in fold(one.name)]
    return tuple(sorted(hits, key=lambda one: (not fold(one.name).startswith(wanted), one.name))[:limit])


def find_area(kind: str, text: str) -> str | None:
    """The code of the epci, canton, departement or region with this name, None when there is none or several.

    A canton is named as one ("canton de Salon-de-Provence-1"): alone, most of their names are communes.
    """
    whole = fold(text)
    if kind == "canton" and not whole.startswith("CANTON "):
        return None
    codes = _areas_by_name(AREA_TABLES[kind]).get(_without_status(whole), ())
    return codes[0] if len(codes) == 1 else None


def _hinted(text: str) -> str | None:
    bracket = BRACKET.search(text)
    if bracket:
        return bracket[1].upper()
    postcode = POSTCODE.search(fold(text))
    if postcode is None:
        return None
    head = postcode[1]
    return head + postcode[2][0] if head in ("97", "98") else head


def _bare_name(text: str) -> str:
    name = CEDEX.sub(" ", fold(BRACKET.sub(" ", text)))
    name = POSTCODE.sub(" ", name)
    name = re.sub(r"\s+", " ", name).strip()
    if name.startswith(WITH_DISTRICTS):
        name = DISTRICT.sub(lambda hit: hit[0].split()[0] if hit[0].startswith(WITH_DISTRICTS) else "", name)
    return name.strip()


@cache
def _by_name() -> Mapping[str, tuple[Commune, ...]]:
    held: dict[str, list[Commune]] = defaultdict(list)
    for one in communes().values():
        held[fold(one.name)].append(one)
    return {name: tuple(sorted(ones, key=lambda one: -one.population)) for name, ones in held.items()}


@cache
def _by_short_name() -> Mapping[str, tuple[Commune, ...]]:
    """Names that start with an article, without it: "Fare-les-Oliviers", "commune du Tholonet"."""
    return {
        name[len(article) :]: ones
        for name, ones in _by_name().items()
        for article in ARTICLES
        if name.startswith(article)
    }


STATUS = re.compile(
    r"^(CC|CA|CU|METROPOLE|COMMUNAUTE (DE COMMUNES|D AGGLOMERATION|URBAINE)|CANTON|DEPARTEMENT|REGION)\b"
    r"( (DE LA|DE L|DES|DE|DU|D)\b)? ?"
)


def _without_status(name: str) -> str:
    return re.sub(r"^(LA|LE|LES|L) ", "", STATUS.sub("", re.sub(r"^(LA|LE|L) ", "", name)))


@cache
def _areas_by_name(kind: str) -> Mapping[str, tuple[str, ...]]:
    held: dict[str, list[str]] = defaultdict(list)
    for area in areas(kind).values():
        held[_without_status(fold(area.name))].append(area.code)
    return {name: tuple(codes) for name, codes in held.items()}

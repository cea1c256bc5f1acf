"""Which trades a lot asks for, how surely, and what says so: its CPV codes, its title, its text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from tender.vocabulary.trade import TRADES, Trade

SURE_ENOUGH = 0.45
"""Below this a trade is a suspicion: "accueil" in a text about roofs."""

BRAKES = re.compile(
    r"\b(?:maitrise d.?oeuvre|assistance a (?:la )?maitrise|etudes?|diagnostics?|controle technique"
    r"|fournitures? (?:de|d)\b|acquisition|achat d|location d|logiciels?|construction|rehabilitation"
    r"|restructuration|demolition|extension|coordination sps|conception|audit|expertise|formation|assurances?"
    r"|concession|hebergement|licences?|(?:maintenance|exploitation)\b|ascenseurs?|reseaux?|chauffage"
    r"|delegation de service)"
)
"""What turns a trade's word into something else: products for it, a study of it, a building for it."""


TECHNICAL: tuple[str, ...] = ("453", "5071", "5072", "5073", "5074", "5075")
"""Installers' work (electricity, lifts, heating) under the heading of small works: seldom the members'."""


PURPOSE: tuple[str, ...] = ("853125",)
"""Codes of insertion itself (vocational rehabilitation): they say why the work is bought, not which work."""


@dataclass(frozen=True, slots=True)
class Told:
    """A trade told by a lot. `by`: cpv, both, title, label, text; `words`: the code or words that tell it."""

    trade: str
    strength: float
    by: str
    words: str


def fold(text: str) -> str:
    """Lower case without accents, signs as single spaces."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    return " ".join(
        re.sub(r"[^a-z0-9]+", " ", plain.encode("ascii", "ignore").decode().lower().replace("'", " ")).split()
    )


def trades_told(
    title: str, text: str = "", cpv: Sequence[str] = (), labels: Sequence[str] = ()
) -> tuple[Told, ...]:
    """The trades of a lot, the surest first. `labels`: a gazette's own descriptors ("Espaces verts")."""
    cpv = [code for code in cpv if not code.startswith(PURPOSE)]
    name, body, tags = fold(title), fold(text), fold(" ; ".join(labels))
    braked = bool(BRAKES.search(name))
    found = [told for trade in TRADES if (told := _told(trade, (name, body, tags), cpv, braked)) is not None]
    # Of two as sure, the one the title names first: "espaces verts, nettoyage du site" is green spaces.
    return tuple(sorted(found, key=lambda one: (-one.strength, name.find(one.words))))


def _told(trade: Trade, words: tuple[str, str, str], cpv: Sequence[str], braked: bool) -> Told | None:
    """`words`: title, text and descriptors, folded; `braked`: the title tells another kind of purchase."""
    name, body, tags = words
    code = next((one for one in cpv if one.startswith(trade.cpv)), "") if trade.cpv else ""
    word = _first(trade, name)
    if code and word:
        return Told(trade.code, 0.8 if braked else 1.0, "both", word)
    if code:
        first = bool(cpv) and cpv[0] == code
        doubt = 0.5 if braked or code.startswith(TECHNICAL) else 1.0
        return Told(trade.code, (0.8 if first else 0.5) * doubt, "cpv", code)
    if word:
        return Told(trade.code, _by_title(trade, cpv) * (0.3 if braked else 1.0), "title", word)
    tag = _first(trade, tags)
    if tag:
        return Told(trade.code, 0.2 if braked or cpv else 0.5, "label", tag)
    said = _first(trade, body)
    return Told(trade.code, 0.25, "text", said) if said else None


def _by_title(trade: Trade, cpv: Iterable[str]) -> float:
    """A title alone is believed where no code speaks; a code of another kind of purchase contradicts it."""
    divisions = {code[:2] for code in cpv if code[:2].isdigit()}
    if not divisions:
        return 0.75
    return 0.65 if divisions & {prefix[:2] for prefix in trade.cpv} else 0.3


def _first(trade: Trade, text: str) -> str:
    if not text or not trade.words:
        return ""
    hit = _pattern(trade.code).search(text)
    return hit[0] if hit else ""


@cache
def _pattern(code: str) -> re.Pattern[str]:
    words = next(trade.words for trade in TRADES if trade.code == code)
    return re.compile(
        r"\b(?:" + "|".join(re.escape(fold(word)) for word in sorted(words, key=len, reverse=True)) + r")\b"
    )

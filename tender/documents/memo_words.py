"""Sentences of a mémoire: which are claims to be sourced, and which could suit any company."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from tender.documents.response import Response
from tender.vocabulary.call import AwardCriterion
from tender.vocabulary.paper import folded_name

EMPTY_WORDS = frozenset(
    {"valeur", "critere", "qualite", "note", "points", "sous", "avec", "pour", "dans", "cette", "leur"}
    | {"offre", "offres", "marche", "candidat", "prestations", "prestation", "mise", "oeuvre", "technique"}
    | {"memoire", "sera", "seront", "doit", "doivent", "etre", "ainsi", "lors", "plus", "chaque", "tous"}
    | {"pendant", "personne", "general", "present", "presente", "objet", "article", "titulaire"}
    | {"toute", "toutes", "notamment", "selon", "entre", "dont", "nous", "vous", "leurs", "mais", "sont"}
)
"""Folded words that stand in most criteria and tell none apart."""

CITED = re.compile(r"\[#(\d{1,9})\]")
"""How a text names the block that proves it: [#12]."""

_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀÂÉÈÊÎÔÇ«•–(\d-])|\n+")
_NUMBER = re.compile(
    r"\d|\b(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|quarante"
    r"|cinquante|soixante|cent|mille)\b",
    re.IGNORECASE,
)
_PROMISE = re.compile(
    r"\b\w+(?:erons|irons|rons|era|ira|eront|iront)\b|nous nous engageons|s’engage|s'engage", re.IGNORECASE
)
_BOAST = re.compile(
    r"expérience|expert|reconnu|certifi|labellis|qualifi|référence|depuis \w+|leader|spécialis|maîtris",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![.!?…«:(\n] )(?<!^)\b[A-ZÀÂÉÈÊÎÔÇ][\w’'-]+")
_QUOTED = re.compile(r"«\s*([^»]{4,200}?)\s*»")
ENOUGH = 2
"""Words of the call in one sentence that tie it to this call."""


class Tie(StrEnum):
    """What ties a sentence to this call."""

    NUMBER = "number"
    NAME = "name"
    PLACE = "place"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Known:
    """What names this call and this group: folded names, folded places, stems of the call's own words."""

    names: frozenset[str]
    places: frozenset[str]
    words: frozenset[str]
    text: str


@lru_cache(maxsize=8192)
def stems(text: str) -> frozenset[str]:
    """Words of four letters and more, cut at six so that « sociale » meets « social », empty ones out."""
    found = re.findall(r"[a-z]{4,}", folded_name(text))
    return frozenset(word.rstrip("s")[:6] for word in found if word not in EMPTY_WORDS)


FAMILIES = (
    ("environnement developpement durable ecologique carbone", "ecolabel dechets phytosanitaire recyclage"),
    ("insertion accueil accompagnement parcours socioprofessionnel", "parcours insertion facilitatrice"),
    ("continuite delais reactivite remplacement", "remplace absent absence intervention"),
    ("materiel moyens equipements fournitures", "materiel produits tenue vehicules"),
    ("securite prevention sante", "protections securite danger"),
    ("encadrement tutorat", "encadrant equipe tuteur"),
)
"""Words a criterion may use, and those by which a call speaks of the same thing."""


def kin(text: str) -> frozenset[str]:
    """Stems that speak of what a criterion speaks of in other words."""
    held = stems(text)
    return frozenset().union(*(stems(said) for asked, said in FAMILIES if stems(asked) & held))


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, in order."""
    return tuple(part.strip() for part in _SENTENCE.split(text) if part.strip())


def is_claim(sentence: str) -> bool:
    """It states a fact to prove, a figure or an experience; a promise for this contract is none."""
    if _PROMISE.search(sentence):
        return False
    return bool(_NUMBER.search(CITED.sub("", sentence)) or _BOAST.search(sentence))


def known_of(response: Response) -> Known:
    """The names, places and words by which a sentence can be of this call and no other."""
    names = [response.call.buyer, response.collective.name, response.collective.contact]
    places = [response.collective.city]
    for member in response.members:
        names += [member.name, member.identity.representative]
        places.append(member.identity.city)
    for lot in response.lots:
        places += [place.name for share in lot.shares for place in share.places]
    said = [response.call.subject, *(lot.title for lot in response.lots)]
    for criterion in leaves(response.criteria):
        said += [criterion.name, *(one.quote for one in criterion.evidence)]
    said += [quote.quote for held in response.evidence for quote in held.quotes]
    folded = folded_name(" | ".join(said))
    return Known(
        frozenset(folded_name(name) for name in names if len(name) > 3),
        frozenset(folded_name(place) for place in places if len(place) > 2),
        frozenset().union(*(stems(one) for one in said)),
        folded,
    )


def tie_of(sentence: str, known: Known) -> Tie | None:
    """What ties a sentence to this call; None: it could suit any company."""
    bare = folded_name(sentence)
    if _NUMBER.search(CITED.sub("", sentence)):
        return Tie.NUMBER
    if any(re.search(rf"\b{re.escape(place)}\b", bare) for place in known.places):
        return Tie.PLACE
    if any(name in bare for name in known.names) or _NAME.search(sentence):
        return Tie.NAME
    quoted = [folded_name(words) for words in _QUOTED.findall(sentence)]
    if any(words in known.text for words in quoted) or len(stems(sentence) & known.words) > ENOUGH:
        return Tie.QUOTE
    return None


def leaves(criteria: Iterable[AwardCriterion]) -> Iterable[AwardCriterion]:
    """Criteria and sub-criteria, each before its own."""
    for criterion in criteria:
        yield criterion
        yield from leaves(criterion.sub)

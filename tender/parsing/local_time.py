"""Which clock a document means: Paris, unless it names an overseas place or is written by a body there."""

from __future__ import annotations

import re
from typing import Final
from weakref import WeakKeyDictionary

from tender.parsing.flow import Flow
from tender.parsing.gated import Gated

_PLACES: Final = (
    (r"(?<=la )reunion|(?<=la\n)reunion", "974", "Indian/Reunion"),
    (r"mayotte|mamoudzou", "976", "Indian/Mayotte"),
    (r"guadeloupe|pointe-a-pitre|basse-terre", "971", "America/Guadeloupe"),
    (r"martinique|fort-de-france", "972", "America/Martinique"),
    (r"guyane|cayenne", "973", "America/Cayenne"),
    (r"saint-pierre(?:-et-miquelon)?", "975", "America/Miquelon"),
    (r"tahiti|papeete|polynesie", "987", "Pacific/Tahiti"),
    (r"noumea|nouvelle-caledonie", "988", "Pacific/Noumea"),
)
_PARIS: Final = r"paris|metropole|metropolitaine"
_SAID: Final = Gated(
    re.compile(
        r"\bheures?\b(?:\s+(?:prise\s+en\s+compte|locales?|legales?|officielles?|est|celle))*"
        r"[\s,]+(?:de\s+|d'|du\s+)?"
        rf"(?:la\s+|l'ile\s+de\s+)?(?P<place>{_PARIS}|{'|'.join(names for names, _, _ in _PLACES)})"
    )
)
_LOCAL: Final = Gated(re.compile(r"\bheures?\s+locales?\b"))
_POSTCODE: Final = re.compile(r"(?<!\d)(97[1-6]|98[78])\d\d(?!\d)\s+[a-z]")
_COVER: Final = 6000
"""Characters in which the buyer's own address stands."""


_KNOWN: Final[WeakKeyDictionary[Flow, str]] = WeakKeyDictionary()


def zone_of(flow: Flow) -> str:
    """The zone of the document's hours: the one it names, else its buyer's for "heure locale", else Paris.

    Looked for once a document, for every date in it asks.
    """
    known = _KNOWN.get(flow)
    if known is None:
        known = _KNOWN[flow] = _zone_of(flow)
    return known


def _zone_of(flow: Flow) -> str:
    if flow.german:
        return flow.zone
    for said in _SAID.finditer(flow.text):
        # "l'heure de la réunion" is a meeting's; a place has its capital.
        if flow.words(*said.span("place"))[:1].isupper():
            place = said["place"]
            return next(
                (zone for names, _, zone in _PLACES if place in names or re.match(names, place)), flow.zone
            )
    if _LOCAL.search(flow.text) and (code := _POSTCODE.search(flow.text, 0, _COVER)):
        return next((zone for _, start, zone in _PLACES if re.match(start, code.group(1))), flow.zone)
    return flow.zone

"""The morning letter of a saved search, as plain text in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tender.documents.french import PARIS


@dataclass(frozen=True, slots=True)
class Found:
    """A call the letter tells of. `address`: of its page, "" where the installation's own is not set."""

    title: str
    buyer: str
    deadline: datetime | None
    address: str = ""


_WORDS = {
    "fr": {
        "one": "Veille : 1 appel nouveau pour « {name} »",
        "many": "Veille : {count} appels nouveaux pour « {name} »",
        "until": "remise le {day} à {hour}",
        "open": "date limite non lue",
        "more": "et {count} autres, sur la page de la recherche",
        "end": "Ce courriel part le matin où il y a du nouveau. Pour l’arrêter : Veille, Mes recherches.",
        "day": "%d/%m/%Y",
    },
    "de": {
        "one": "Beobachtung: 1 neue Ausschreibung für „{name}“",
        "many": "Beobachtung: {count} neue Ausschreibungen für „{name}“",
        "until": "Abgabe am {day} um {hour} Uhr",
        "open": "Frist nicht gelesen",
        "more": "und {count} weitere, auf der Seite der Suche",
        "end": "Diese Mail kommt an Morgen mit Neuem. Zum Abstellen: Beobachtung, Meine Suchen.",
        "day": "%d.%m.%Y",
    },
    "en": {
        "one": "Watch: 1 new call for “{name}”",
        "many": "Watch: {count} new calls for “{name}”",
        "until": "tenders due {day} at {hour}",
        "open": "deadline not read",
        "more": "and {count} more, on the page of the search",
        "end": "This mail leaves on mornings with something new. To stop it: Watch, My searches.",
        "day": "%d %B %Y",
    },
}
MOST = 20
"""Calls told one by one: a letter is read on a phone."""


def digest(name: str, found: Sequence[Found], count: int, language: str) -> tuple[str, str]:
    """Subject and body. `found`: the best first; `count`: of all there are, those not told included."""
    words = _WORDS.get(language, _WORDS["fr"])
    subject = words["one" if count == 1 else "many"].format(name=name, count=count)
    lines = [subject, ""]
    for one in found[:MOST]:
        lines.append(f"- {one.title}")
        lines.append("  " + " · ".join(part for part in (one.buyer, _due(one, words)) if part))
        if one.address:
            lines.append(f"  {one.address}")
    if count > min(len(found), MOST):
        lines.append(words["more"].format(count=count - min(len(found), MOST)))
    return subject, "\n".join([*lines, "", words["end"], ""])


def _due(one: Found, words: dict[str, str]) -> str:
    if one.deadline is None:
        return words["open"]
    local = one.deadline.astimezone(PARIS)
    return words["until"].format(day=local.strftime(words["day"]), hour=local.strftime("%H:%M"))

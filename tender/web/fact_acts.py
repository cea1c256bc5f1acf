"""What an act of the journal decided on: the fact, its value, and the place that was believed."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from tender.store.journal import JournalRow
from tender.web.changes import value_words
from tender.web.display import headed
from tender.web.place_words import place_words
from tender.web.single_facts import name_of
from tender.workbench.rivals import SINGLE


def fact_words(row: JournalRow) -> str:
    """« Remise des offres : lun. 1 févr. 2027, 12 h (RC.pdf, p. 1) »; "" for an act that is about no fact."""
    kind, key = row.facts.get("kind"), str(row.facts.get("key", ""))
    if not row.act.startswith("fact.") or not kind:
        return ""
    held = row.facts.get("value")
    if held is not None and kind in SINGLE and not isinstance(held, dict):
        held = {"value": held}
    said = value_words(kind, key, held) if isinstance(held, dict) else ""
    if row.act == "fact.chosen" and held is None:
        said = _("ne compte pas")
    label = _label(kind, key, held)
    words = headed(label, said) if said else label
    place = next(iter(row.facts.get("place") or ()), None)
    return f"{words} ({place_words(place['document'], place['page'], None)})" if place else words


def _label(kind: str, key: str, held: Any) -> str:
    if kind in SINGLE:
        return name_of(key)
    number = held.get("number", key) if isinstance(held, dict) else key
    names = {
        "lot": _("Lot %(number)s", number=number),
        "criterion": _("Critère"),
        "document": _("Pièce"),
        "clause": _("Clause sociale"),
    }
    return names.get(kind, "")

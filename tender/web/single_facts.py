"""Facts that hold one value: how pages name, show and correct them. A new one is a line of ALL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, auto
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from tender.web.display import date_time, day, number


class Way(Enum):
    """How a value is written, in a page and in the form that corrects it."""

    TEXT = auto()
    NUMBER = auto()
    DAYS = auto()
    DAY = auto()
    MOMENT = auto()
    CHOICE = auto()
    VISIT = auto()


@dataclass(frozen=True, slots=True)
class Single:
    """One fact: its name in the reading, the question it stands under (web.facts.GROUPS), its words.

    `answers`: of a CHOICE, the words of each value.
    """

    key: str
    group: str
    name: object
    way: Way = Way.TEXT
    answers: Mapping[Any, object] = field(default_factory=dict)


_BIDDING: Final = {"allowed": lazy_gettext("permis"), "forbidden": lazy_gettext("interdit")}

ALL: Final = (
    Single("deadline", "when", lazy_gettext("Remise des offres"), Way.MOMENT),
    Single("questions_deadline", "when", lazy_gettext("Dernières questions"), Way.MOMENT),
    Single("validity_days", "when", lazy_gettext("Validité des offres"), Way.DAYS),
    Single("start", "when", lazy_gettext("Début d’exécution"), Way.DAY),
    Single("visit", "when", lazy_gettext("Visite"), Way.VISIT),
    Single("buyer", "who", lazy_gettext("Acheteur")),
    Single("platform", "who", lazy_gettext("Plateforme")),
    Single("subject", "what", lazy_gettext("Objet")),
    Single("reference", "what", lazy_gettext("Référence")),
    Single("procedure", "what", lazy_gettext("Procédure")),
    Single(
        "variants_allowed",
        "what",
        lazy_gettext("Variantes"),
        Way.CHOICE,
        {True: lazy_gettext("autorisées"), False: lazy_gettext("non autorisées")},
    ),
    Single(
        "form_imposed",
        "grouping",
        lazy_gettext("Forme du groupement imposée"),
        Way.CHOICE,
        {
            "null": lazy_gettext("aucune"),
            "joint": lazy_gettext("conjoint"),
            "solidary": lazy_gettext("solidaire"),
        },
    ),
    Single(
        "lead_solidary",
        "grouping",
        lazy_gettext("Mandataire solidaire"),
        Way.CHOICE,
        {True: lazy_gettext("oui"), False: lazy_gettext("non")},
    ),
    Single("alone_and_in_group", "grouping", lazy_gettext("Seule et en groupement"), Way.CHOICE, _BIDDING),
    Single("several_groups", "grouping", lazy_gettext("Dans plusieurs groupements"), Way.CHOICE, _BIDDING),
    Single("submitted", "grouping", lazy_gettext("Lots par candidat, au plus"), Way.NUMBER),
    Single("awarded", "grouping", lazy_gettext("Lots attribués à un candidat, au plus"), Way.NUMBER),
)
"""In the order of the page."""

_BY_KEY: Final = {one.key: one for one in ALL}


def single(key: str) -> Single:
    """The fact of this name; one that no page knows any more is told as it stands."""
    return _BY_KEY.get(key) or Single(key, "", key)


def name_of(key: str) -> str:
    """What a fact is of, in the page's language."""
    return str(single(key).name)


def value_of(key: str, value: Any) -> str:
    """A value in the reader's words; "" when there is none."""
    if value is None:
        return ""
    known = single(key)
    match known.way:
        case Way.MOMENT | Way.DAY:
            return _moment(value)
        case Way.DAYS:
            return _("%(days)s jours", days=number(value))
        case Way.CHOICE:
            return str(known.answers.get(value, value))
        case Way.VISIT:
            required = _("obligatoire") if value.get("required") else _("facultative")
            return f"{required} – {value.get('text', '')}".strip(" –")
    return str(value)


def _moment(text: str) -> str:
    """An ISO date or moment as the reader writes it; anything else as it stands."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return date_time(moment) if moment.tzinfo else day(date.fromisoformat(text[:10]))

"""What the split's checks and reasons say, in the reader's words: names for keys, communes for codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from tender.store.splits import SplitRow
from tender.vocabulary.plain import to_plain
from tender.vocabulary.split import ReasonKind
from tender.web.display import hours, month, percent
from tender.web.labels import label, trade_in_sentence
from tender.web.languages import language
from tender.web.why_words import missing_words, reason_words, relaxation_words
from tender.workbench.mapping import place_name
from tender.workbench.overview import Overview


@dataclass(frozen=True, slots=True)
class Names:
    """Members by key, communes by code, trades by code: what a sentence of the solver speaks of."""

    members: Mapping[str, str]
    places: Mapping[str, str]
    trades: Mapping[str, str]

    def member(self, key: str | None) -> str:
        """A member's name."""
        return self.members.get(key or "", key or "")

    def place(self, code: str | None) -> str:
        """A commune's name."""
        return self.places.get(code or "", code or "")

    def trade(self, code: str | None) -> str:
        """A trade's name."""
        return self.trades.get(code or "", code or "")

    def said(self, one: Mapping[str, Any], trade: str | None) -> dict[str, str]:
        """The names a sentence about a member at a place of a lot is filled with."""
        return {
            "who": self.member(one.get("member")),
            "where": self.place(one.get("place")),
            "lot": str(one.get("lot") or ""),
            "trade": self.trade(trade),
        }

    def told(self, sentence: str) -> str:
        """A sentence with names where it holds keys and codes."""
        known = {**self.trades, **self.places, **self.members}
        if not known:
            return sentence
        keys = sorted(map(re.escape, known), key=len, reverse=True)
        return re.sub(rf"(?<![\w-])({'|'.join(keys)})(?![\w-])", lambda hit: known[hit[1]], sentence)


def names_of(seen: Overview) -> Names:
    """The names of everything in a split."""
    return Names(
        {member.key: member.name for member in seen.members},
        {need.place: place_name(need.place) for need in seen.needs},
        {need.trade: trade_in_sentence(need.trade) for need in seen.needs},
    )


BROKEN: dict[str, object] = {
    "capacity": lazy_gettext("%(who)s dépasserait de %(amount)s ses heures libres en %(when)s (%(trade)s)."),
    "lot_hours": lazy_gettext(
        "%(who)s donnerait au lot %(lot)s, en %(when)s, %(amount)s de plus que ce qu’elle a offert."
    ),
    "place": lazy_gettext("%(where)s est hors du territoire de %(who)s (R5132-19)."),
    "refused": lazy_gettext("%(who)s a refusé le lot %(lot)s."),
    "overshared": lazy_gettext("Lot %(lot)s, %(where)s : %(amount)s de plus que le besoin."),
    "least": lazy_gettext(
        "La part de %(who)s à %(where)s (lot %(lot)s) serait de %(amount)s sous la part minimale."
    ),
    "crowd": lazy_gettext("Le lot %(lot)s aurait plus d’adhérentes que son maximum."),
    "lock": lazy_gettext("La part de %(who)s à %(where)s est verrouillée : libérez-la d’abord."),
}
GONE = lazy_gettext("La part de %(who)s à %(where)s (lot %(lot)s) ne correspond plus à un besoin.")


def broken_words(facts: Mapping[str, Any], names: Names) -> str:
    """A rule that a split breaks, with its numbers."""
    given = {
        "amount": hours(round(float(facts.get("amount") or 0.0), 1)),
        "who": names.member(facts.get("member")),
        "where": names.place(facts.get("place")),
        "lot": facts.get("lot") or "",
        "trade": names.trade(facts.get("trade")),
        "when": month(str(facts.get("period") or "")),
    }
    return str(BROKEN.get(str(facts.get("rule")), GONE)) % given


@dataclass(frozen=True, slots=True)
class Why:
    """A reason as shown: its kind in a word, whose, where, and its sentence with the language it is in."""

    kind: str
    member: str
    lot: str
    place: str
    words: str
    language: str


def reasons_for(
    seen: Overview,
    names: Names,
    *,
    member: str | None = None,
    lot: str | None = None,
    place: str | None = None,
) -> list[Why]:
    """The reasons of the last proposal or edit about this member, this lot, this place."""
    return [_why(one, names) for one in seen.split.reasons if _about(one, member, lot, place)]


def _about(one: Mapping[str, Any], member: str | None, lot: str | None, place: str | None) -> bool:
    asked = {"member": member, "lot": lot, "place": place}
    return all(value is None or one.get(name) == value for name, value in asked.items())


def _why(one: Mapping[str, Any], names: Names) -> Why:
    kind, spoken = ReasonKind(one["because"]), language()
    words = names.told(str(one["text"]))
    if spoken != "fr":
        facts = one.get("facts") or {}
        try:
            words = reason_words(kind, facts, names.said(one, facts.get("trade")))
        except KeyError:
            # Split made before reasons told these facts: the French sentence stands, marked as French.
            spoken = "fr"
    member, place = names.member(one["member"]), names.place(one["place"])
    return Why(label(kind), member, str(one["lot"]), place, words, spoken)


@dataclass(frozen=True, slots=True)
class Missing:
    """Hours of a need that nobody takes: where, how many, why, and the cheapest change that would do."""

    lot: str
    place: str
    hours: float
    words: str
    remedy: str


def missing_of(seen: Overview, names: Names) -> list[Missing]:
    """What the split leaves without a member, largest first, in the page's language."""
    return [_missing(to_plain(one), names) for one in seen.missing]


def _missing(one: Mapping[str, Any], names: Names) -> Missing:
    easiest = next(iter(one["relaxations"]), None)
    if language() == "fr":
        words, remedy = names.told(one["text"]), names.told(easiest["text"]) if easiest else ""
    else:
        words = missing_words(one, names.trade(one["trade"]))
        said = names.said({**one, "member": easiest["member"]}, one["trade"]) if easiest else {}
        remedy = relaxation_words(easiest, said) if easiest else ""
    return Missing(one["lot"], names.place(one["place"]), one["hours"], words, remedy)


LEVELS = {
    "uncovered_hours": lazy_gettext("heures sans adhérente"),
    "highest_load": lazy_gettext("charge la plus haute"),
    "parts": lazy_gettext("nombre de parts"),
    "hours_km": lazy_gettext("heures × km"),
}


def quality_words(split: SplitRow) -> str:
    """How far each level of a proposal is from what is proved; nothing once touched by hand."""
    if not split.gaps or any(row.hand_made for row in split.shares):
        return ""
    proved = [str(words) for level, words in LEVELS.items() if not split.gaps.get(level)]
    near = [
        _("%(level)s à %(gap)s au plus de l’optimum", level=words, gap=percent(split.gaps[level], 1))
        for level, words in LEVELS.items()
        if split.gaps.get(level)
    ]
    if not near:
        return ""
    told = _("Prouvé : %(levels)s.", levels=listed(proved)) + " " if proved else ""
    told += _("Non prouvé : %(levels)s.", levels=listed(near))
    if split.gaps.get("highest_load"):
        told += " " + _(
            "Sur un grand cas, la charge la plus haute peut rester jusqu’à 2 % au-dessus de sa borne "
            "pour faire moins de parts."
        )
    return told


def listed(words: Iterable[str]) -> str:
    """« a, b et c »."""
    held = list(words)
    if len(held) < 2:
        return "".join(held)
    return _("%(first)s et %(last)s", first=", ".join(held[:-1]), last=held[-1])

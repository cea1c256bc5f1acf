"""Readings of one fact that contradict each other: the claims in each dispute, and the value each one gives.

A rival's value is that of a single fact, the parts of an entry stated otherwise, or None: that place has no
such entry. A row of a list without `read` is an entry that one place states and the place believed does not:
its one rival holds the whole entry (vocabulary.call.Dismissed).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tender.store.calls import FactRow

Plain = dict[str, Any]

SINGLE = ("field", "grouping", "max_lots")
"""Kinds of rows that hold one value; the others hold an entry of a list."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one place says: the parts in question, None for no such entry. `counts`: it is what counts now."""

    parts: Plain | None
    evidence: Sequence[Any]
    counts: bool


@dataclass(frozen=True, slots=True)
class Dispute:
    """One thing that places state otherwise: the reading kept, the others by their index, and the rule."""

    rule: str
    kept: Claim
    others: tuple[tuple[int, Claim], ...]


def disputes_of(fact: FactRow) -> list[Dispute]:
    """What is disputed about a fact, one entry for each thing."""
    groups: dict[Any, list[int]] = {}
    for index, rival in enumerate(fact.rivals or ()):
        groups.setdefault(_thing(fact, rival), []).append(index)
    found = []
    for indexes in groups.values():
        first = fact.rivals[indexes[0]]
        kept = Claim(_own(fact, first), fact.evidence, _counts(fact, _own(fact, first)))
        others = tuple(
            (index, Claim(told, fact.rivals[index].get("evidence") or [], _counts(fact, told)))
            for index in indexes
            for told in (_told(fact, fact.rivals[index]),)
        )
        found.append(Dispute(first.get("rule", "rank"), kept, others))
    return found


def is_dismissed(fact: FactRow) -> bool:
    """Whether the fact is an entry that the place believed does not have."""
    return fact.kind not in SINGLE and fact.read is None and bool(fact.rivals)


def stated(fact: FactRow) -> Plain | None:
    """The value a document states, be it one that does not count."""
    return fact.rivals[0]["value"] if is_dismissed(fact) else fact.read


def taken(fact: FactRow, index: int, *, other: bool) -> Plain | None:
    """The fact's value once one side of a rival's dispute is believed; None: it does not count.

    `other`: the rival's side, else the reading kept. What a person settled elsewhere in the entry stays.
    """
    rival = fact.rivals[index]
    parts = _told(fact, rival) if other else _own(fact, rival)
    if parts is None:
        return None
    if fact.kind in SINGLE:
        return parts
    return with_parts(fact.kept or stated(fact) or {}, parts)


def with_parts(entry: Mapping[str, Any], parts: Mapping[str, Any]) -> Plain:
    """An entry with these parts in the place of its own; hours take the place of those of the same lot."""
    made = {**entry, **parts}
    if "hours_detail" in parts and entry.get("hours_detail"):
        told = {_lot_of(detail): detail for detail in parts["hours_detail"]}
        held = [told.pop(_lot_of(detail), detail) for detail in entry["hours_detail"]]
        made["hours_detail"] = [*held, *told.values()]
        made["hours"] = max(detail["value"] for detail in made["hours_detail"])
    return made


def _thing(fact: FactRow, rival: Mapping[str, Any]) -> Any:
    """What a rival is about: the entry as a whole, or some of its parts."""
    value = rival["value"]
    if fact.kind in SINGLE or value is None or is_dismissed(fact):
        return ""
    return (*value, *(_lot_of(detail) for detail in value.get("hours_detail") or ()))


def _own(fact: FactRow, rival: Mapping[str, Any]) -> Plain | None:
    """What the reading kept says of the thing a rival is about."""
    value = rival["value"]
    if fact.kind in SINGLE or value is None or fact.read is None:
        return fact.read
    own = {name: fact.read.get(name) for name in value}
    if value.get("hours_detail"):
        asked = {_lot_of(detail) for detail in value["hours_detail"]}
        held = fact.read.get("hours_detail") or []
        own["hours_detail"] = [detail for detail in held if _lot_of(detail) in asked]
    return own


def _told(fact: FactRow, rival: Mapping[str, Any]) -> Plain | None:
    value = rival["value"]
    return {"value": value} if fact.kind in SINGLE else value


def _counts(fact: FactRow, parts: Plain | None) -> bool:
    held = fact.effective
    if held is None or parts is None:
        return held is None and parts is None
    return with_parts(held, parts) == {**held}


def _lot_of(detail: Mapping[str, Any]) -> tuple[Any, Any]:
    return detail.get("lot"), detail.get("per")

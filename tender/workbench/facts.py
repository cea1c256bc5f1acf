"""A reading as rows, and rows as a reading: the machine's value and the person's, one fact a row."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tender.parsing.revision import SINGLES
from tender.store.calls import CallRow, FactRow, FactState
from tender.vocabulary.call import (
    AwardCriterion,
    Dismissed,
    Grouping,
    Lot,
    MaxLots,
    PriceLineRead,
    Reading,
    RequiredDocument,
    StatedNeed,
)
from tender.vocabulary.clause import Clause
from tender.vocabulary.plain import from_plain, to_plain
from tender.vocabulary.remark import recalled
from tender.vocabulary.source import Evidence, Stated
from tender.workbench.rivals import is_dismissed

UNSURE_BELOW = 0.7
"""A fact read with less confidence is shown as « à confirmer »."""


@dataclass(frozen=True, slots=True)
class ListKind:
    """A list of a reading kept as one row an entry: its field, its type, and the entry's key."""

    kind: str
    field: str
    type: type[Any]


LISTS = (
    ListKind("lot", "lots", Lot),
    ListKind("criterion", "award_criteria", AwardCriterion),
    ListKind("document", "required_documents", RequiredDocument),
    ListKind("clause", "clauses", Clause),
    ListKind("need", "needs", StatedNeed),
    ListKind("price", "price_lines", PriceLineRead),
)


WHOLE = ListKind("whole", "whole", Lot)
"""What a call that is not divided is: its places, length, amount; one row, of the shape of a lot."""


def facts_of(reading: Reading) -> Iterator[FactRow]:
    """One row a fact; a field that was looked for and not read is a row too, state MISSING."""
    for kind, names in SINGLES:
        holder = reading if kind == "field" else getattr(reading, kind)
        for position, name in enumerate(names):
            yield _stated_row(kind, name, position, getattr(holder, name))
    if reading.whole is not None:
        yield _entry_row(WHOLE, reading.whole, 0, set())
    for listed in LISTS:
        seen: set[str] = set()
        entries = getattr(reading, listed.field)
        for position, entry in enumerate(entries):
            yield _entry_row(listed, entry, position, seen)
        dismissed = [one for one in reading.dismissed if isinstance(one.entry, listed.type)]
        for position, one in enumerate(dismissed, start=len(entries)):
            yield _dismissed_row(listed, one, position, seen)


def _stated_row(kind: str, key: str, position: int, stated: Stated[Any] | None) -> FactRow:
    if stated is None:
        return FactRow(
            kind=kind,
            key=key,
            position=position,
            read=None,
            evidence=[],
            confidence=0.0,
            state=FactState.MISSING,
        )
    return FactRow(
        kind=kind,
        key=key,
        position=position,
        read={"value": to_plain(stated.value)},
        evidence=to_plain(stated.evidence),
        confidence=stated.confidence,
        rivals=to_plain(stated.rivals),
        state=state_read(stated.confidence),
    )


def _entry_row(listed: ListKind, entry: Any, position: int, seen: set[str]) -> FactRow:
    key = entry.number if listed.kind == "lot" and entry.number else f"{position + 1:03d}"
    while key in seen:
        key += "'"
    seen.add(key)
    read = to_plain(entry)
    evidence, confidence = read.pop("evidence"), read.pop("confidence")
    rivals = read.pop("rivals", [])
    return FactRow(
        kind=listed.kind,
        key=key,
        position=position,
        subtype=read["type"] if listed.kind == "clause" else "",
        read=read,
        evidence=evidence,
        confidence=confidence,
        rivals=rivals,
        state=state_read(confidence),
    )


def _dismissed_row(listed: ListKind, one: Dismissed, position: int, seen: set[str]) -> FactRow:
    """An entry that does not count; what a later answer takes away is no doubt, another list is one."""
    row = _entry_row(listed, one.entry, position, seen)
    row.rivals = [
        {"value": row.read, "evidence": row.evidence, "confidence": row.confidence, "rule": one.rule}
    ]
    row.read, row.evidence, row.confidence = None, to_plain(one.evidence), 0.0
    row.state = FactState.MISSING if one.rule in _LATER else FactState.UNSURE
    return row


_LATER = ("correction", "answers")


def state_read(confidence: float) -> FactState:
    """The state of a fact read so surely, before anybody decides."""
    return FactState.READ if confidence >= UNSURE_BELOW else FactState.UNSURE


def reading_of(call: CallRow) -> Reading:
    """The call as it counts now: each fact as a person left it, else as the machine read it."""
    held = [(fact, fact.effective, _trust(fact)) for fact in call.facts]
    return _reading([(fact, value, trust) for fact, value, trust in held if value is not None], call.warnings)


def machine_reading(facts: Iterable[FactRow], warnings: Sequence[Any]) -> Reading:
    """What the machine read of the call's present version, whatever a person decided since."""
    held = [(fact, fact.read, fact.confidence) for fact in facts if fact.gone is None]
    return _reading([(fact, value, trust) for fact, value, trust in held if value is not None], warnings)


Held = tuple[FactRow, dict[str, Any], float]
"""A fact, the value of it that counts, and how sure that is."""


def _reading(facts: Iterable[Held], warnings: Sequence[Any]) -> Reading:
    rows: dict[str, list[Held]] = {}
    for held in facts:
        rows.setdefault(held[0].kind, []).append(held)
    lists: dict[str, Any] = {
        listed.field: tuple(_entry(listed, held) for held in rows.get(listed.kind, [])) for listed in LISTS
    }
    return Reading(
        grouping=Grouping(**_stated_fields(Grouping, rows.get("grouping", []))),
        max_lots=MaxLots(**_stated_fields(MaxLots, rows.get("max_lots", []))),
        whole=next((_entry(WHOLE, held) for held in rows.get("whole", [])), None),
        warnings=tuple(recalled(remark) for remark in warnings),
        **_stated_fields(Reading, rows.get("field", [])),
        **lists,
    )


def _entry(listed: ListKind, held: Held) -> Any:
    fact, value, trust = held
    evidence = fact.rivals[0]["evidence"] if is_dismissed(fact) else fact.evidence
    return from_plain(listed.type, value | {"evidence": evidence, "confidence": trust})


def _stated_fields(holder: type[Any], facts: list[Held]) -> dict[str, Any]:
    hints = typing.get_type_hints(holder)
    names = {field.name for field in dataclasses.fields(holder)}
    return {held[0].key: _stated(hints[held[0].key], held) for held in facts if held[0].key in names}


def _stated(hint: Any, held: Held) -> Any:
    fact, value, trust = held
    return from_plain(
        hint,
        {
            "value": value.get("value"),
            "evidence": fact.evidence,
            "confidence": trust,
            "rivals": fact.rivals or [],
        },
    )


def _trust(fact: FactRow) -> float:
    return 1.0 if fact.state in (FactState.CONFIRMED, FactState.CORRECTED) else fact.confidence


def evidence_of(fact: FactRow) -> tuple[Evidence, ...]:
    """The places where a fact was read."""
    return tuple(from_plain(Evidence, held) for held in fact.evidence)

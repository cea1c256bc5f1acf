"""A call's facts brought to a new version's reading: their ids stay, and what a person decided stays hers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tender.parsing.revision import LISTS as REVISED
from tender.parsing.revision import bare, differing, matches, same_entry, same_value
from tender.store.calls import CallRow, FactRow, FactState
from tender.vocabulary.call import Reading
from tender.vocabulary.plain import from_plain
from tender.workbench.facts import LISTS, WHOLE, facts_of
from tender.workbench.rivals import is_dismissed, stated

Known = dict[tuple[str, str | int | None], FactRow]
"""Facts by kind, and by key or by position in the reading's list."""

_TYPES = {listed.kind: listed.type for listed in (*LISTS, WHOLE)}
_TAKEN_OVER = ("need", "price")
"""Facts checked where they are used, as needs and price lines, which follow a new version by an act."""
_DECIDED = (FactState.CONFIRMED, FactState.CORRECTED, FactState.REJECTED)


def carry(call: CallRow, before: Reading, after: Reading, number: int) -> tuple[Known, Known]:
    """Bring the call's rows to version `number`; the rows of the old and of the new reading's facts.

    A fact read as before keeps the person's verdict. One that changed is to be looked at again, the old
    verdict beside it; a corrected value goes on counting until she decides. A row is never deleted.
    """
    told_now = list(facts_of(after))
    fresh = [row for row in told_now if not is_dismissed(row)]
    old_rows, new_rows = _singles(call, fresh, number)
    for of, _name in REVISED:
        held = [row for row in call.facts if row.kind == of and row.gone is None and row.read is not None]
        told = [row for row in fresh if row.kind == of]
        left = []
        for old, new in matches(before, after)[of]:
            if new is None and old is not None:
                _let_go(held[old], number)
            elif old is None and new is not None:
                left.append(new)
            elif old is not None and new is not None:
                _bring(held[old], told[new], number)
                new_rows[of, new] = held[old]
            if old is not None:
                old_rows[of, old] = held[old]
        for new in left:
            new_rows[of, new] = _welcome(call, told[new], number)
    _dismiss(call, [row for row in told_now if is_dismissed(row)], number)
    return old_rows, new_rows


def _singles(call: CallRow, fresh: Sequence[FactRow], number: int) -> tuple[Known, Known]:
    listed = {of for of, _ in REVISED}
    rows: Known = {(row.kind, row.key): row for row in call.facts if row.kind not in listed}
    told = {(row.kind, row.key): row for row in fresh if row.kind not in listed}
    for place, row in rows.items():
        if place in told:
            _bring(row, told[place], number)
        elif row.gone is None:
            _let_go(row, number)
    for place, row in told.items():
        if place not in rows:
            call.facts.append(row)
            rows[place] = row
    return dict(rows), dict(rows)


def _bring(row: FactRow, fresh: FactRow, number: int) -> None:
    """One fact as the new version states it."""
    changed = not _same(row, row.read, fresh.read)
    contradicted = bool(fresh.rivals) and _values(fresh.rivals) != _values(row.rivals)
    before = row.read, row.evidence
    row.read, row.evidence, row.confidence = fresh.read, fresh.evidence, fresh.confidence
    row.rivals, row.position, row.gone = fresh.rivals or [], fresh.position, None
    if row.kept is None:
        row.subtype = fresh.subtype or ""
    if row.review is not None and row.kept is None and _same(row, row.review["before"], fresh.read):
        _as_decided(row, row.review)
        return
    if row.state not in _DECIDED or (changed and _only_taken_over(row)):
        row.state = fresh.state
        return
    if not (changed or contradicted) or (row.kept is not None and _same(row, row.kept, fresh.read)):
        return
    if row.review is None:
        row.review = _review(row, number, *before)
    else:
        row.review = {**row.review, "version": number}
    if row.state is FactState.CONFIRMED:
        row.state = FactState.UNSURE if fresh.read is not None else FactState.MISSING
        row.decided_by = row.decided_at = None


def _review(row: FactRow, number: int, read: dict[str, Any] | None, evidence: list[Any]) -> dict[str, Any]:
    return {
        "version": number,
        "from": number - 1,
        "before": row.kept if row.kept is not None else read,
        "evidence": evidence,
        "state": row.state.value,
        "by": row.decided_by,
        "at": row.decided_at.isoformat() if row.decided_at else None,
    }


def _as_decided(row: FactRow, review: dict[str, Any]) -> None:
    """The call says again what she had decided on: her verdict stands as it stood."""
    row.state, row.decided_by = FactState(review["state"]), review["by"]
    row.decided_at = datetime.fromisoformat(review["at"]) if review["at"] else None
    row.review = None


def _let_go(row: FactRow, number: int) -> None:
    """The new version says this no more; what a person had confirmed or written waits for her word."""
    if _only_taken_over(row):
        row.state = FactState.MISSING
    elif row.state in (FactState.CONFIRMED, FactState.CORRECTED) and row.review is None:
        row.review = _review(row, number, row.read, row.evidence)
    elif row.state not in _DECIDED:
        row.state = FactState.MISSING
    row.gone = number


def _dismiss(call: CallRow, fresh: Sequence[FactRow], number: int) -> None:
    """Entries that the new version states in one place and takes away in another."""
    left = [row for row in call.facts if is_dismissed(row) and row.gone is None]
    for one in fresh:
        row = _welcome(call, one, number)
        left = [held for held in left if held is not row]
    for row in left:
        _let_go(row, number)


def _only_taken_over(row: FactRow) -> bool:
    return row.kind in _TAKEN_OVER and row.state is not FactState.REJECTED and row.kept is None


def _welcome(call: CallRow, fresh: FactRow, number: int) -> FactRow:
    """A fact not read before: one a person had added by hand, one that was gone and is back, or a new row."""
    known = _TYPES[fresh.kind]
    entry = _entry(known, stated(fresh))
    for row in call.facts:
        held = row.kept or stated(row)
        if row.kind != fresh.kind or held is None or not (row.gone is not None or row.read is None):
            continue
        if same_entry(row.kind, _entry(known, held), entry):
            _bring(row, fresh, number)
            return row
    taken = {row.key for row in call.facts if row.kind == fresh.kind}
    key = fresh.key if fresh.kind == "lot" else f"{number}.{fresh.key}"
    while key in taken:
        key += "'"
    fresh.key = key
    call.facts.append(fresh)
    return fresh


def _same(row: FactRow, old: dict[str, Any] | None, new: dict[str, Any] | None) -> bool:
    if old is None or new is None:
        return old is None and new is None
    if row.kind not in _TYPES:
        return same_value(row.key, old.get("value"), new.get("value"))
    known = _TYPES[row.kind]
    return not differing(_entry(known, old), _entry(known, new))


def _entry(known: type[Any], plain: dict[str, Any] | None) -> Any:
    return from_plain(known, {name: held for name, held in (plain or {}).items() if name != "evidence"})


def _values(rivals: Sequence[dict[str, Any]] | None) -> set[Any]:
    return {bare(one["value"]) for one in rivals or ()}

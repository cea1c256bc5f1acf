"""Two readings of one call: what the later adds, drops or states otherwise, the most urgent first."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum, StrEnum
from typing import Any, Final

from tender.parsing.comparing import same_moment
from tender.parsing.flow import fold
from tender.vocabulary.call import MOMENTS, Grouping, Lot, MaxLots, Reading, stated_names
from tender.vocabulary.clause import Clause
from tender.vocabulary.source import Stated

SINGLES: Final = (
    ("field", stated_names(Reading)),
    ("grouping", stated_names(Grouping)),
    ("max_lots", stated_names(MaxLots)),
)
LISTS: Final[tuple[tuple[str, str], ...]] = (
    ("lot", "lots"),
    ("criterion", "award_criteria"),
    ("document", "required_documents"),
    ("clause", "clauses"),
    ("need", "needs"),
    ("price", "price_lines"),
)
_PLACES: Final = ("evidence", "confidence", "rivals")
_ALIKE: Final = 0.7
"""Share of common words from which two names left over are taken for one name that was reworded."""


class ChangeKind(StrEnum):
    """What happened to a fact between two versions."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that differs. `of`: field, grouping, max_lots, whole, lot, criterion, document, clause, need,
    price; `key`: the field's name, empty for an entry of a list; `parts`: the names of what differs in it.

    `before`, `after`: the Stated or the entry; `at`: its positions in the two lists.
    """

    kind: ChangeKind
    of: str
    key: str
    before: Any
    after: Any
    parts: tuple[str, ...] = ()
    at: tuple[int | None, int | None] = (None, None)


def compare(before: Reading, after: Reading) -> tuple[Change, ...]:
    """Every fact that differs, the most urgent first; a fact told in other places only does not."""
    found = [change for of, names in SINGLES for change in _singles(of, names, before, after)]
    if before.whole is not None or after.whole is not None:
        found += _change("whole", before.whole, after.whole, before.whole, (None, None))
    for of, old, new, as_now, at in _matched(before, after):
        found += _change(of, old, new, as_now, at)
    return tuple(sorted(found, key=urgency))


Match = tuple[int | None, int | None]


def matches(before: Reading, after: Reading) -> dict[str, list[Match]]:
    """For each list of a reading, which entry of the one is which of the other, by position."""
    found: dict[str, list[Match]] = {of: [] for of, _ in LISTS}
    for of, _, _, _, at in _matched(before, after):
        found[of].append(at)
    return found


def _matched(before: Reading, after: Reading) -> Iterator[tuple[str, Any, Any, Any, Match]]:
    """Each list's entries in pairs: of, old, new, the old one under the lots' new numbers, positions."""
    numbers = _new_numbers(before.lots, after.lots)
    for of, name in LISTS:
        held, told = getattr(before, name), getattr(after, name)
        renumbered = held if of == "lot" else tuple(_renumbered(one, numbers) for one in held)
        for old, new in pairs(of, renumbered, told):
            yield (
                of,
                None if old is None else held[old],
                None if new is None else told[new],
                None if old is None else renumbered[old],
                (old, new),
            )


def same_entry(of: str, first: Any, second: Any) -> bool:
    """Whether two entries are surely one: the same, or named alike in the surest ways."""
    ways: tuple[_Key, ...] = (bare, *_WAYS[of][:2])
    return any(way(first) is not None and way(first) == way(second) for way in ways)


def _singles(of: str, names: Sequence[str], before: Reading, after: Reading) -> list[Change]:
    holders = [getattr(reading, of) if of != "field" else reading for reading in (before, after)]
    found = []
    for name in names:
        old, new = (getattr(holder, name) for holder in holders)
        if old is None and new is None:
            continue
        if old is None or new is None:
            found.append(
                Change(
                    ChangeKind.ADDED if old is None else ChangeKind.REMOVED, of, name, old, new, ("value",)
                )
            )
        elif not same_value(name, old.value, new.value):
            found.append(Change(ChangeKind.CHANGED, of, name, old, new, ("value",)))
    return found


def _change(of: str, old: Any, new: Any, as_now: Any, at: tuple[int | None, int | None]) -> list[Change]:
    """The change of an entry, if there is one; `as_now`: the old one under the lots' new numbers."""
    if old is None or new is None:
        return [Change(ChangeKind.ADDED if old is None else ChangeKind.REMOVED, of, "", old, new, (), at)]
    parts = differing(as_now, new)
    return [Change(ChangeKind.CHANGED, of, "", old, new, parts, at)] if parts else []


def same_value(name: str, old: object, new: object) -> bool:
    """Whether two values of a field say the same, whatever their spaces, capitals and accents."""
    if name in MOMENTS:
        first, second = str(old), str(new)
        return ("T" in first) == ("T" in second) and same_moment(first, second)
    return bare(old) == bare(new)


def differing(old: Any, new: Any) -> tuple[str, ...]:
    """The names of what differs between two entries of one kind, their places left aside."""
    return tuple(
        field.name
        for field in fields(old)
        if field.name not in _PLACES and bare(getattr(old, field.name)) != bare(getattr(new, field.name))
    )


def bare(value: Any) -> Hashable:
    """What a value says: no places, no confidence, words folded."""
    if is_dataclass(value) and not isinstance(value, type):
        return tuple(bare(getattr(value, f.name)) for f in fields(value) if f.name not in _PLACES)
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, str):
        return " ".join(fold(value).split())
    if isinstance(value, dict):
        return tuple(sorted((str(key), bare(held)) for key, held in value.items()))
    if isinstance(value, (list, tuple)):
        held = tuple(bare(one) for one in value)
        return tuple(sorted(held, key=str)) if held and all(isinstance(one, str) for one in held) else held
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else _hashable(value)


def _hashable(value: Any) -> Hashable:
    return value if isinstance(value, Hashable) else repr(value)


_Key = Callable[[Any], Hashable | None]


def _quoted(clause: Clause) -> Hashable | None:
    return (clause.type, bare(clause.evidence[0].quote)) if clause.evidence else None


_WAYS: Final[dict[str, tuple[_Key, ...]]] = {
    "lot": (lambda o: bare((o.number, o.title)), lambda o: bare(o.title), lambda o: bare(o.number)),
    "criterion": (
        lambda o: (o.lots, bare(o.name)),
        lambda o: bare(o.name),
        lambda o: (o.lots, o.is_social, o.weight, o.unit),
    ),
    "document": (lambda o: (o.part, bare(o.name)), lambda o: bare(o.name)),
    "clause": (
        lambda o: (o.lots, _quoted(o)) if o.evidence else None,
        lambda o: (o.type, o.lots),
        _quoted,
        lambda o: o.type,
    ),
    "need": (
        lambda o: (o.lot, bare(o.place), bare(o.trade)),
        lambda o: (o.lot, bare(o.place)),
    ),
    "price": (
        lambda o: (o.lot, bare(o.number), bare(o.designation)),
        lambda o: (o.lot, bare(o.designation), bare(o.unit)),
        lambda o: (o.lot, bare(o.number)),
    ),
}
"""Ways for two entries to be one, the surest first."""

_NAMES: Final[dict[str, Callable[[Any], str]]] = {
    "criterion": lambda o: str(o.name),
    "document": lambda o: str(o.name),
    "price": lambda o: str(o.designation),
}


def pairs(of: str, before: Sequence[Any], after: Sequence[Any]) -> list[tuple[int | None, int | None]]:
    """Which entry of the one list is which of the other, by position; each stands in exactly one pair."""
    left, right = list(range(len(before))), list(range(len(after)))
    found: list[tuple[int | None, int | None]] = []
    for way in (bare, *_WAYS[of]):
        waiting: dict[Hashable, list[int]] = {}
        for index in right:
            key = way(after[index])
            if key is not None:
                waiting.setdefault(key, []).append(index)
        for index in tuple(left):
            same = waiting.get(way(before[index]))
            if same:
                found.append((index, same[0]))
                left.remove(index)
                right.remove(same.pop(0))
    if of in _NAMES:
        found += _reworded(of, before, after, left, right)
    return [*sorted(found), *((index, None) for index in left), *((None, index) for index in right)]


def _reworded(
    of: str, before: Sequence[Any], after: Sequence[Any], left: list[int], right: list[int]
) -> list[tuple[int | None, int | None]]:
    """Pairs of what is left whose names share most of their words; takes them out of both lists."""
    words = _NAMES[of]
    near = sorted(
        (-_common(words(before[i]), words(after[j])), i + j, i, j)
        for i in left
        for j in right
        if _common(words(before[i]), words(after[j])) >= _ALIKE
    )
    found: list[tuple[int | None, int | None]] = []
    for _, _, i, j in near:
        if i in left and j in right:
            found.append((i, j))
            left.remove(i)
            right.remove(j)
    return found


def _common(first: str, second: str) -> float:
    a, b = set(fold(first).split()), set(fold(second).split())
    return len(a & b) / len(a | b) if a | b else 0.0


def _new_numbers(before: Sequence[Lot], after: Sequence[Lot]) -> dict[str, str]:
    """The number each lot that stays has now, where it changed."""
    return {
        before[i].number: after[j].number
        for i, j in pairs("lot", before, after)
        if i is not None and j is not None and before[i].number != after[j].number
    }


def _renumbered(entry: Any, numbers: dict[str, str]) -> Any:
    """The entry as it would be said under the lots' new numbers."""
    if not numbers:
        return entry
    given: dict[str, Any] = {}
    if getattr(entry, "lot", None) is not None:
        given["lot"] = numbers.get(entry.lot, entry.lot)
    if getattr(entry, "lots", None):
        given["lots"] = tuple(numbers.get(one, one) for one in entry.lots)
    if isinstance(entry, Clause) and entry.hours_detail:
        given["hours_detail"] = tuple(
            replace(one, lot=numbers.get(one.lot, one.lot)) if one.lot else one for one in entry.hours_detail
        )
    return replace(entry, **given) if given else entry


_URGENCY: Final = {
    ("field", "deadline"): 0,
    ("field", "questions_deadline"): 3,
    ("field", "visit"): 3,
    ("field", "start"): 5,
    ("grouping", ""): 3,
    ("max_lots", ""): 3,
    ("lot", ""): 1,
    ("whole", ""): 4,
    ("clause", ""): 2,
    ("need", ""): 4,
    ("criterion", ""): 5,
    ("price", ""): 6,
    ("document", ""): 7,
}


def urgency(change: Change) -> tuple[int, int, str]:
    """The order of changes: the deadline, lots gone or new, hours and reservations, then what follows."""
    rank = _URGENCY.get((change.of, change.key), _URGENCY.get((change.of, ""), 8))
    if change.of == "lot" and change.kind is ChangeKind.CHANGED:
        rank = 4
    kinds = (ChangeKind.REMOVED, ChangeKind.CHANGED, ChangeKind.ADDED)
    return (rank, kinds.index(change.kind), change.key)


def lots_of(change: Change) -> tuple[str, ...] | None:
    """The numbers, old and new, of the lots a change is about; None: the whole call."""
    numbers: list[str] = []
    for entry in (change.before, change.after):
        if entry is None or isinstance(entry, Stated):
            continue
        if isinstance(entry, Lot):
            numbers.append(entry.number)
        elif getattr(entry, "lots", None) is not None:
            numbers += entry.lots
        elif getattr(entry, "lot", None) is not None:
            numbers.append(entry.lot)
    return tuple(dict.fromkeys(numbers)) or None

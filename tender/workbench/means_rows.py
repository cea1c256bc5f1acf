"""A workbook of means read row by row: what each says, and each error by its cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tender.documents.means_book import COLUMNS, SHEETS, WORDS, meant
from tender.geography.places import expand
from tender.parsing.plain_sheets import FilledCell, FilledSheet, Held
from tender.workbench.errors import Invalid
from tender.workbench.identifying import COUNTRIES, checked_foreign_id, checked_siret
from tender.workbench.mapping import TERRITORY_KINDS, meant_communes

MONTH = re.compile(r"(20\d\d)[-/](0?[1-9]|1[0-2])")
MOST_HOURS = 200_000
DIGITS = {"commune": 5, "canton": 4}
FRENCH_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](20\d\d)")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell ("Capacités!D14"), as a code and what the cell holds."""

    cell: str
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Readers:
    """How a person of one language writes numbers and trades. `number` raises ValueError."""

    number: Callable[[str], float | None]
    trade: Callable[[str], str]


@dataclass(slots=True)
class Means:
    """What a workbook says, by member's key. `places`: by key and use; `figures`: (trade, month) → hours,
    promised, source, day."""

    identities: dict[str, dict[str, Any]] = field(default_factory=dict)
    places: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)
    trades: dict[str, dict[str, tuple[bool, bool]]] = field(default_factory=dict)
    figures: dict[str, dict[tuple[str, str], tuple[float, float, str, str]]] = field(default_factory=dict)
    found: list[Fault] = field(default_factory=list)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Every error, in the order of the file."""
        return tuple(self.found)

    def wrong(self, cell: FilledCell, code: str) -> None:
        """Note an error."""
        value = "" if cell.value is None else _text(cell.value)
        self.found.append(Fault(f"{cell.sheet}!{cell.address}", code, value))


Row = Mapping[str, FilledCell]


def read_means(
    sheets: Sequence[FilledSheet], readers: Readers, known: Mapping[str, object], *, may_add: bool
) -> Means:
    """Everything the sheets say; sheets of other names are left alone."""
    means, seen = Means(), set()
    by_kind = {kind: sheet for sheet in sheets if (kind := meant(sheet.name, SHEETS, tuple(SHEETS)))}
    for kind, read in (
        ("members", _member),
        ("territories", _place),
        ("trades", _trade),
        ("capacities", _figure),
    ):
        sheet = by_kind.get(kind)
        if sheet is None:
            continue
        seen.add(kind)
        for row in _rows(sheet, kind, means):
            cell = row["member"]
            key = _text(cell.value)
            if not key:
                means.wrong(cell, "no_member")
            elif key not in known and key not in means.identities and (kind != "members" or not may_add):
                means.wrong(cell, "unknown_member")
            else:
                read(means, key, row, readers)
    if not seen:
        means.found.append(Fault(sheets[0].name if sheets else "", "no_sheet"))
    return means


def _rows(sheet: FilledSheet, kind: str, means: Means) -> Iterator[Row]:
    """The rows under the heads; the heads are looked for in the first ten rows."""
    columns = COLUMNS[kind]
    found = next(((under, heads) for under, heads in _heads(sheet, columns)), None)
    if found is None:
        first = sheet.rows[0][0] if sheet.rows and sheet.rows[0] else FilledCell(sheet.name, "A1", None)
        means.wrong(first, "no_heads")
        return
    under, heads = found
    for row in sheet.rows[under:]:
        if any(cell.value is not None for cell in row):
            line = re.sub(r"[^0-9]", "", row[0].address)
            nowhere = FilledCell(sheet.name, f"A{line}", None)
            yield {
                name: row[heads[name]] if name in heads and heads[name] < len(row) else nowhere
                for name in columns
            }


def _heads(
    sheet: FilledSheet, columns: dict[str, tuple[str, str, str]]
) -> Iterator[tuple[int, dict[str, int]]]:
    """The row that holds the heads, and where each stands."""
    for number, row in enumerate(sheet.rows[:10], start=1):
        heads = {
            name: at
            for at, cell in enumerate(row)
            if cell.value and (name := meant(_text(cell.value), columns, tuple(columns)))
        }
        if "member" in heads and len(heads) > 1:
            yield number, heads


def _member(means: Means, key: str, row: Row, _readers: Readers) -> None:
    if key in means.identities:
        means.wrong(row["member"], "twice")
        return
    boxes: dict[str, Any] = {name: _text(cell.value) for name, cell in row.items() if name != "member"}
    boxes["country"] = boxes["country"].upper() or "FR"
    if not boxes["name"]:
        means.wrong(row["name"], "no_name")
    if boxes["country"] not in COUNTRIES:
        means.wrong(row["country"], "country")
    else:
        try:
            check = checked_siret if boxes["country"] == "FR" else None
            number = boxes["number"]
            boxes["number"] = check(number) if check else checked_foreign_id(boxes["country"], number)
        except Invalid as error:
            means.wrong(row["number"], error.code)
    for name in ("convention_start", "convention_end"):
        boxes[name] = _day(means, row[name])
    if (
        boxes["convention_start"]
        and boxes["convention_end"]
        and boxes["convention_end"] < boxes["convention_start"]
    ):
        means.wrong(row["convention_end"], "convention_reversed")
    if boxes["home"]:
        found = expand("commune", boxes["home"]) or {one.code for one in meant_communes(boxes["home"])}
        if len(found) == 1:
            boxes["home"] = next(iter(found))
        else:
            means.wrong(row["home"], "place")
    means.identities[key] = boxes


def _place(means: Means, key: str, row: Row, _readers: Readers) -> None:
    use = meant(_text(row["use"].value) or "work", WORDS, ("work", "convention"))
    kind = meant(_text(row["kind"].value) or "commune", WORDS, TERRITORY_KINDS)
    if use is None:
        means.wrong(row["use"], "use")
        return
    if kind is None:
        means.wrong(row["kind"], "kind")
        return
    held = means.places.setdefault((key, use), [])
    code = _text(row["code"].value).upper()
    if code.isdigit() and kind in DIGITS:
        code = code.zfill(DIGITS[kind])  # a spreadsheet takes the zero away from 01004
    if not code and kind == "commune":
        found = meant_communes(_text(row["place"].value))
        if len(found) != 1:
            means.wrong(row["place"], "place_in_doubt" if found else "place")
            return
        code = found[0].code
    if not expand(kind, code):
        means.wrong(row["code"], "place")
    elif (kind, code) in held:
        means.wrong(row["code"], "twice")
    else:
        held.append((kind, code))


def _trade(means: Means, key: str, row: Row, readers: Readers) -> None:
    trade = readers.trade(_text(row["trade"].value))
    held = means.trades.setdefault(key, {})
    if not trade:
        means.wrong(row["trade"], "no_trade")
        return
    if trade in held:
        means.wrong(row["trade"], "twice")
        return
    ways = []
    for name in ("service", "staff_supply"):
        value = row[name].value
        text = {True: "yes", False: "no"}.get(value) if isinstance(value, bool) else _text(value) or "no"
        said = meant("yes" if str(text).casefold() == "x" else str(text), WORDS, ("yes", "no"))
        if said is None:
            means.wrong(row[name], "yes_no")
        ways.append(said == "yes")
    held[trade] = (ways[0], ways[1])


def _figure(means: Means, key: str, row: Row, readers: Readers) -> None:
    held = means.figures.setdefault(key, {})
    trade = readers.trade(_text(row["trade"].value))
    month = _month(row["month"].value)
    hours, committed = (_hours(means, row[name], readers) for name in ("hours", "committed"))
    if not trade:
        means.wrong(row["trade"], "no_trade")
    elif month is None:
        means.wrong(row["month"], "month")
    elif row["hours"].value is None:
        means.wrong(row["hours"], "no_hours")
    elif (trade, month) in held:
        means.wrong(row["trade"], "figure_twice")
    elif hours is not None and committed is not None and committed > hours:
        means.wrong(row["committed"], "promised_beyond")
    else:
        day, source = _day(means, row["dated"]), _text(row["source"].value)
        held[(trade, month)] = (hours or 0.0, committed or 0.0, source, day)


def _hours(means: Means, cell: FilledCell, readers: Readers) -> float | None:
    """Hours as a number cell or as typed; 0 for an empty one. None once the cell is noted as wrong."""
    value = cell.value
    try:
        number = value if isinstance(value, float) else readers.number(_text(value)) or 0.0
    except ValueError:
        means.wrong(cell, "hours")
        return None
    if isinstance(value, (bool, date)):
        means.wrong(cell, "hours")
        return None
    if not 0 <= number <= MOST_HOURS:
        means.wrong(cell, "hours_range")
        return None
    return float(number)


def _month(value: Held) -> str | None:
    if isinstance(value, date):
        return f"{value.year}-{value.month:02d}"
    text = _text(value)
    if not text or text == "*" or meant(text, WORDS, ("any_month",)):
        return "*"
    found = MONTH.fullmatch(text)
    return f"{found[1]}-{int(found[2]):02d}" if found else None


def _day(means: Means, cell: FilledCell) -> str:
    """A date as ISO 8601; empty for an empty cell, and once the cell is noted as wrong."""
    if isinstance(cell.value, date):
        return cell.value.isoformat()
    text = _text(cell.value)
    written = FRENCH_DAY.fullmatch(text)
    if written:
        text = f"{written[3]}-{int(written[2]):02d}-{int(written[1]):02d}"
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        means.wrong(cell, "day")
        return ""


def _text(value: Held) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)

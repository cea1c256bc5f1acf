"""The contracts behind a figure, page by page, each with the rows and files it was read in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from tender.uptake.base import Base
from tender.uptake.figures import ContractLine, ContractPage, Holder
from tender.uptake.scope import whole_condition
from tender.uptake.slices import SOCIAL_KINDS, Kind, Slice

MOST: Final = 200
_COLUMNS: Final = """
    SELECT last_row, key, siret_text(siret), name, notified::VARCHAR, told_date, told_amount, amount,
        lpad(cpv::VARCHAR, 2, '0'), departement, procedure, clause, criterion, reserved, filled, framework,
        CASE WHEN under_framework THEN framework_id END, offers, changes, row_count, id
    FROM contracts"""
_ORDER: Final = "ORDER BY notified DESC NULLS LAST, last_row"
_ROWS: Final = """
    SELECT rowid, object, published::VARCHAR, file, source, change, object_key
    FROM rows_read WHERE rowid IN (SELECT unnest($1::BIGINT[]))"""
_HOLDERS: Final = """
    WITH held AS (
        SELECT key, change, file, object_key, holder_name,
            unnest(string_split(concat_ws(' ', holder, holder2, holder3), ' ')) AS siret
        FROM rows_read WHERE key IN (SELECT unnest($1::UBIGINT[]))
    )
    SELECT key, change, file, object_key, held.siret, any_value(coalesce(holder_name, inclusive.name)),
        any_value(inclusive.kind)
    FROM held LEFT JOIN inclusive ON inclusive.siret = TRY_CAST(held.siret AS BIGINT)
    WHERE held.siret <> '' GROUP BY 1, 2, 3, 4, 5 ORDER BY 5"""


def contracts_behind(base: Base, asked: Slice, page: int = 1, per_page: int = 50) -> ContractPage:
    """The contracts of a slice, newest first. Raises ValueError for a day or a number that is none."""
    where = whole_condition(base, asked)
    size = max(1, min(per_page, MOST))
    ((total,),) = base.ask(f"SELECT count(*) FROM contracts WHERE {where}")
    number = max(1, min(page, -(-total // size) or 1))
    limits = f"LIMIT {size} OFFSET {(number - 1) * size}"
    found = base.ask(f"{_COLUMNS} WHERE {where} {_ORDER} {limits}")
    return ContractPage(asked, total, number, size, _lines(base, found))


def lines_of_rows(base: Base, rows: Sequence[int]) -> tuple[ContractLine, ...]:
    """Contracts by their own place in the base, newest first."""
    query = f"{_COLUMNS} WHERE last_row IN (SELECT unnest($1::BIGINT[])) {_ORDER}"
    return _lines(base, base.ask(query, [list(rows)]))


def _lines(base: Base, found: list[tuple[Any, ...]]) -> tuple[ContractLine, ...]:
    if not found:
        return ()
    rows = {row[0]: row[1:] for row in base.ask(_ROWS, [[one[0] for one in found]])}
    holders: dict[tuple[Any, ...], list[tuple[Any, Holder]]] = {}
    for key, change, file, lot, siret, name, kind in base.ask(_HOLDERS, [[one[1] for one in found]]):
        held = Holder(siret, name or "", kind or "")
        holders.setdefault((key, change, file), []).append((lot, held))
    return tuple(_line(base, one, rows[one[0]], holders) for one in found)


def _line(
    base: Base,
    one: tuple[Any, ...],
    row: tuple[Any, ...],
    holders: dict[tuple[Any, ...], list[tuple[Any, Holder]]],
) -> ContractLine:
    title, published, file, source, change, lot = row
    told = dict(zip(SOCIAL_KINDS, one[11:14], strict=True))
    kinds = tuple(kind for kind, said in told.items() if said)
    if not kinds:
        kinds = (Kind.NONE,) if one[14] else (Kind.UNFILLED,)
    holding = [who for of, who in holders.get((one[1], change, file), ()) if of == lot]
    return ContractLine(
        buyer=one[2],
        buyer_name=one[3],
        number=one[20],
        title=title,
        notified=one[4],
        notified_as_read=one[5],
        published=published,
        told_amount=one[6],
        amount=one[7],
        cpv=one[8],
        departement=one[9],
        procedure=one[10],
        kinds=kinds,
        framework=one[15],
        under_framework=one[16],
        offers=one[17],
        holders=tuple(dict.fromkeys(holding)),
        modifications=one[18],
        file=base.facts.files[file].name,
        source=source,
        rows=one[19],
    )

"""Hours of insertion that stand only in a table of lots: "Lot | Intitulé | Heures d'insertion"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tender.parsing.columns import Record, records
from tender.parsing.flow import Flow, fold
from tender.parsing.numerals import parse_number
from tender.parsing.ranking import Dossier
from tender.vocabulary.call import Reading
from tender.vocabulary.clause import Clause, ClauseType, HoursDetail
from tender.vocabulary.source import DocumentKind, Evidence

_COLUMNS = {
    "hours": re.compile(
        r"(?:heures?|\bh\b|volume|nombre|minimum)[^|]{0,40}(?:d.?insertion|\binsertion|clause|social)"
        r"|(?:insertion|clause sociale)[^|]{0,40}(?:heures?|\bh\b|volume horaire)"
    ),
    "lot": re.compile(r"^(?:n[°o. ]*(?:de |du )?)?lots?\b"),
}
_NEEDED = frozenset({"hours", "lot"})
_LOT = re.compile(r"^(?:lots?\s*)?(?:n[°o.]*\s*)?0*([1-9]\d{0,2}[a-z]?)\b")
_UNIT = re.compile(r"\s*(?:h|heures?)?\s*(?:/\s*an|par an|annuelles?)?\s*\*?$")
_SHARE = re.compile(r"%|taux|pourcentage|penalite|€|euro")
_KINDS = (
    DocumentKind.RC,
    DocumentKind.CCP,
    DocumentKind.CCAP,
    DocumentKind.AE,
    DocumentKind.ANNEX,
    DocumentKind.OTHER,
)
_CONFIDENCE = 0.88


@dataclass(frozen=True, slots=True)
class _Row:
    lot: str
    value: float
    per: str
    evidence: tuple[Evidence, ...]


def read(dossier: Dossier, reading: Reading) -> Reading:
    """A clause of insertion with the hours of each lot, from the first document whose table has them."""
    for flow in dossier.of(*_KINDS):
        rows = list(_rows(flow, {lot.number for lot in reading.lots}))
        if rows:
            return replace(reading, clauses=(*reading.clauses, _clause(rows)))
    return reading


def _rows(flow: Flow, known: set[str]) -> Iterator[_Row]:
    """The rows of one table: the lots of a second one would say the same again."""
    told: set[str] = set()
    for record in records(flow, _COLUMNS, _NEEDED):
        lot = _LOT.match(fold(record.text("lot")))
        value = parse_number(_UNIT.sub("", fold(record.text("hours"))))
        if lot is None or not value or value <= 0 or _SHARE.search(record.headings["hours"]):
            continue
        number = lot.group(1).upper()
        if number not in told and (not known or number in known):
            told.add(number)
            yield _Row(number, value, _per(record), record.evidence("hours"))


def _per(record: Record) -> str:
    words = f"{record.headings['hours']} {fold(record.text('hours'))}"
    if re.search(r"\ban\b|annuel|annee", words):
        return "year"
    return "month" if re.search(r"\bmois\b|mensuel", words) else "lot"


def _clause(rows: list[_Row]) -> Clause:
    return Clause(
        type=ClauseType.EXEC_INSERTION,
        lots=tuple(row.lot for row in rows),
        hours=max(row.value for row in rows),
        hours_detail=tuple(HoursDetail(value=row.value, lot=row.lot, per=row.per) for row in rows),
        evidence=tuple(e for row in rows for e in row.evidence[:1]),
        confidence=_CONFIDENCE,
    )

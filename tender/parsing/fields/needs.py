"""Hours of work asked by lot, place and trade, where a table of the call states them."""

from __future__ import annotations

import re
from dataclasses import replace

from tender.parsing.columns import Record, records
from tender.parsing.flow import fold
from tender.parsing.numerals import parse_number
from tender.parsing.ranking import Dossier
from tender.vocabulary.call import Place, Reading, StatedNeed

_COLUMNS = {
    "hours": re.compile(
        r"(?:heures?|\bh\b|volume horaire).{0,30}(?:mois|mensuel|an\b|annuel|semaine|hebdo)|volume horaire"
    ),
    "code": re.compile(r"code (?:insee|commune)|insee"),
    "place": re.compile(r"commune|\bsites?\b|\blieux?\b|\bville|secteur|localisation"),
    "trade": re.compile(r"metier|prestation|nature|activite|\bposte|qualification|mission"),
    "lot": re.compile(r"^(?:n[°o ]*(?:de |du )?)?lots?\b"),
}
_NEEDED = frozenset({"hours", "place"})
_LOT = re.compile(r"(\d{1,3}[a-z]?)", re.IGNORECASE)
_INSEE = re.compile(r"^(?:\d{5}|2[ab]\d{3})$", re.IGNORECASE)

MONTHS_A_YEAR = 12
WEEKS_A_MONTH = 52 / 12


def read(dossier: Dossier, reading: Reading) -> Reading:
    """The rows that state hours by place; hours of insertion are a clause, not a need, and are left alone."""
    found: list[StatedNeed] = []
    for flow in dossier.flows:
        lot: str | None = None
        for record in records(flow, _COLUMNS, _NEEDED):
            if "insertion" in record.headings["hours"]:
                continue
            told = _LOT.search(record.text("lot"))
            lot = told.group(1).lstrip("0") if told else lot if "lot" in record.headings else None
            need = _need(record, lot)
            if need is not None:
                found.append(need)
        if found:
            break
    return replace(reading, needs=tuple(found))


def _need(record: Record, lot: str | None) -> StatedNeed | None:
    hours = parse_number(re.sub(r"\s*h(?:eures?)?\.?$", "", record.text("hours"), flags=re.IGNORECASE))
    place = record.text("place")
    if hours is None or hours <= 0 or not place or fold(place).startswith("total"):
        return None
    code = record.text("code")
    return StatedNeed(
        hours_per_month=round(hours * _per_month(record.headings["hours"]), 2),
        lot=lot,
        place=Place("commune", place, code.upper()) if _INSEE.match(code) else Place("text", place),
        trade=record.text("trade"),
        evidence=record.evidence("hours", "place"),
        confidence=0.9 if _INSEE.match(code) else 0.75,
    )


def _per_month(heading: str) -> float:
    if re.search(r"semaine|hebdo", heading):
        return WEEKS_A_MONTH
    return 1 / MONTHS_A_YEAR if re.search(r"\ban\b|annuel", heading) else 1.0

"""BOAMP through the Explore API v2.1: day by day, page by page, resumed where it stopped.

Source of the limits: Opendatasoft Explore v2.1; `limit` at most 100, `offset + limit` at most 10 000, which a
day of notices (about 400) stays under. A day of more goes by the export, which has no such limit.
Hours: `datelimitereponse` is Paris time called UTC for the national formats; the deadline is read from the
notice itself (tender/parsing/notices), never from this field.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import quote, urlencode

from tender.vocabulary.iso import day_of
from tender.watch.arriving import Arrived, Batch, Caller, Cursor, SourceFault
from tender.watch.matching import Kind

SOURCE: Final = "boamp"
PAGE: Final = 100
MOST_BY_PAGES: Final = 10_000
AGAIN_DAYS: Final = 3
"""Days read again at each run: notices are added to a day after its first reading."""
FIRST_DAYS: Final = 14
DATASET: Final = "/api/explore/v2.1/catalog/datasets/boamp"

NATURES: Final = {
    "APPEL_OFFRE": Kind.CALL,
    "PRE-INFORMATION": Kind.PLANNING,
    "PRE_INFORMATION": Kind.PLANNING,
    "PERIODIQUE": Kind.PLANNING,
    "RECTIFICATIF": Kind.CORRECTION,
    "ANNULATION": Kind.CANCELLATION,
    "ATTRIBUTION": Kind.AWARD,
    "MODIFICATION": Kind.MODIFICATION,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the gazette: départements ("13"), none for the whole country."""

    departements: tuple[str, ...] = ()


def pull(caller: Caller, cursor: Cursor, today: date, wanted: Wanted = Wanted()) -> Iterator[Batch]:
    """Everything new up to today, in batches; the cursor of each is kept once the batch is stored.

    Raises SourceFault; a later run goes on from the last cursor kept. A notice may come twice.
    """
    day, offset = _start(cursor, today)
    while day <= today:
        while True:
            total, records = _page(caller, day, offset, wanted)
            if total > MOST_BY_PAGES:
                yield _batch(_exported(caller, day, wanted), _after(day, today), day >= today)
                break
            if not records and offset < total:
                raise SourceFault("empty_page", day=day.isoformat(), offset=offset)
            offset += len(records)
            over = offset >= total
            after = _after(day, today) if over else {"day": day.isoformat(), "offset": offset, "open": True}
            yield _batch(records, after, over and day >= today)
            if over:
                break
        day, offset = day + timedelta(days=1), 0


def _start(cursor: Cursor, today: date) -> tuple[date, int]:
    """Where to begin: where a run was broken off, else some days before the last one read."""
    try:
        day = date.fromisoformat(str(cursor["day"]))
        offset = int(str(cursor.get("offset", 0)))
    except (KeyError, ValueError):
        return today - timedelta(days=FIRST_DAYS), 0
    if cursor.get("open") is True:
        return min(day, today), max(0, offset)
    return min(day, today) - timedelta(days=AGAIN_DAYS), 0


def _after(day: date, today: date) -> Cursor:
    """The cursor when a day is whole; "open" until the last day is."""
    if day >= today:
        return {"day": today.isoformat(), "offset": 0}
    return {"day": (day + timedelta(days=1)).isoformat(), "offset": 0, "open": True}


def _where(day: date, wanted: Wanted) -> str:
    """The day and the départements in ODSQL."""
    said = f"dateparution = date'{day.isoformat()}'"
    asked = [code for code in wanted.departements if code.isalnum()]
    if asked:
        codes = " or ".join(f"code_departement = '{code}'" for code in asked)
        said += f" and ({codes})"
    return said


def _page(caller: Caller, day: date, offset: int, wanted: Wanted) -> tuple[int, Sequence[Any]]:
    query = urlencode(
        {
            "where": _where(day, wanted),
            "order_by": "idweb",
            "limit": PAGE,
            "offset": offset,
            "timezone": "Europe/Paris",
        }
    )
    answer = _json(caller.ask(f"{DATASET}/records?{query}"))
    if isinstance(answer, dict) and "error_code" in answer:
        raise SourceFault("error_inside", said=str(answer.get("message") or answer["error_code"])[:300])
    if not isinstance(answer, dict) or not isinstance(answer.get("results"), list):
        raise SourceFault("changed_shape", missing="results")
    total = answer.get("total_count")
    if not isinstance(total, int):
        raise SourceFault("changed_shape", missing="total_count")
    return total, answer["results"]


def _exported(caller: Caller, day: date, wanted: Wanted) -> list[Any]:
    """A whole day by the export, a record a line. An error can come inside a stream that began with 200."""
    query = urlencode({"where": _where(day, wanted), "timezone": "Europe/Paris"})
    text = caller.ask(f"{DATASET}/exports/jsonl?{query}", most=200 * 1024 * 1024)
    records = []
    for line in text.splitlines():
        if not line.strip():
            continue
        record = _json(line)
        if isinstance(record, dict) and "error_code" in record:
            raise SourceFault("error_inside", said=str(record.get("message") or record["error_code"])[:300])
        records.append(record)
    return records


def _json(data: bytes) -> Any:
    """The answer's JSON. Raises SourceFault: cut off, or no JSON at all (a page of a proxy)."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        start = data.lstrip()[:1]
        code = "truncated" if start in (b"{", b"[") else "not_json"
        raise SourceFault(code, got=len(data)) from None


def _batch(records: Sequence[Any], cursor: Cursor, finished: bool) -> Batch:
    notices, unread = [], {"no_number": 0, "no_record": 0}
    for record in records:
        if not isinstance(record, dict):
            unread["no_record"] += 1
        elif not isinstance(record.get("idweb") or record.get("id"), str):
            unread["no_number"] += 1
        else:
            notices.append(arrived(record))
    return Batch(tuple(notices), cursor, {k: n for k, n in unread.items() if n}, finished)


def arrived(record: Mapping[str, Any]) -> Arrived:
    """A record of the API as a notice; the bytes are the record itself, as the API serves it."""
    ref = str(record.get("idweb") or record.get("id")).replace("_", "-")
    return Arrived(
        source=SOURCE,
        ref=ref,
        kind=_kind(record),
        name=f"BOAMP {ref}.json",
        data=json.dumps(record, ensure_ascii=False).encode(),
        title=_text(record.get("objet")),
        buyer=_text(record.get("nomacheteur")),
        published=day_of(_text(record.get("dateparution"))),
        folder=_text(record.get("contractfolderid")).lower(),
        linked=_numbers(record.get("annonce_lie")) + _numbers(record.get("annonces_anterieures")),
        departements=_departements(record),
        labels=_texts(record.get("descripteur_libelle")),
        address=f"https://www.boamp.fr/pages/avis/?q=idweb:{quote(ref)}",
    )


def _kind(record: Mapping[str, Any]) -> Kind:
    if _text(record.get("etat")).upper() in ("AVIS_ANNULE", "ANNULE"):
        return Kind.CANCELLATION
    nature = _text(record.get("nature")).upper()
    return NATURES.get(nature, Kind.OTHER if nature else Kind.CALL)


def _departements(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Where the work is, else where the buyer files it; "6" is "06"."""
    told = record.get("code_departement_prestation") or record.get("code_departement")
    return tuple(code.zfill(2) for code in _texts(told))


def _numbers(value: object) -> tuple[str, ...]:
    return tuple(one.replace("_", "-") for one in _texts(value))


def _texts(value: object) -> tuple[str, ...]:
    held = value if isinstance(value, list) else [value]
    return tuple(str(one).strip() for one in held if isinstance(one, str | int) and str(one).strip())


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""

"""TED through its Search API v3, then the XML of each notice: day by day, resumed where it stopped.

Source of the limits: TED Search API v3; 250 notices a page, mode ITERATION without a limit of pages. The
addresses in an answer are not followed: a notice's own is made from its number and the host of the settings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from tender.vocabulary.iso import day_of
from tender.watch.arriving import Arrived, Batch, Caller, Cursor, SourceFault
from tender.watch.matching import Kind

SOURCE: Final = "ted"
PAGE: Final = 50
"""Notices a page: each needs its XML, and a page is what is read again after a fault."""
AGAIN_DAYS: Final = 3
FIRST_DAYS: Final = 7
MOST_PAGES: Final = 400
SEARCH: Final = "/v3/notices/search"
FIELDS: Final = (
    "publication-number", "publication-date", "notice-type", "notice-title", "buyer-name", "buyer-country",
    "classification-cpv", "place-of-performance", "procedure-identifier", "links",
)  # fmt: skip
NUMBER: Final = re.compile(r"\d{1,8}-\d{4}")
FOLDER: Final = re.compile(rb"<(?:\w+:)?ContractFolderID\b[^>]*>\s*([0-9A-Za-z-]{8,64})\s*<")
CHANGED: Final = re.compile(rb"<(?:\w+:)?ChangedNoticeIdentifier\b[^>]*>\s*([0-9A-Za-z-]{6,64})\s*<")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: countries of the buyer (alpha-3), NUTS codes of the work, CPV codes; empty: any."""

    countries: tuple[str, ...] = ("FRA",)
    places: tuple[str, ...] = ()
    cpv: tuple[str, ...] = ()


def pull(
    search: Caller, texts: Caller, cursor: Cursor, today: date, wanted: Wanted = Wanted()
) -> Iterator[Batch]:
    """Everything new up to today, in batches of a page. Raises SourceFault; the last cursor kept holds."""
    day, token = _start(cursor, today)
    while day <= today:
        seen: set[str] = set()
        for _page in range(MOST_PAGES):
            answer, token = _answer_or_anew(search, day, token, wanted)
            token = _next(answer, seen)
            over = token is None or not answer["notices"]
            after = _after(day, today) if over else {"day": day.isoformat(), "token": token, "open": True}
            yield _batch(texts, answer["notices"], after, over and day >= today)
            if over:
                break
        day, token = day + timedelta(days=1), None


def _start(cursor: Cursor, today: date) -> tuple[date, str | None]:
    try:
        day = date.fromisoformat(str(cursor["day"]))
    except (KeyError, ValueError):
        return today - timedelta(days=FIRST_DAYS), None
    token = cursor.get("token")
    if cursor.get("open") is True:
        return min(day, today), token if isinstance(token, str) and token else None
    return min(day, today) - timedelta(days=AGAIN_DAYS), None


def _after(day: date, today: date) -> Cursor:
    if day >= today:
        return {"day": today.isoformat(), "token": ""}
    return {"day": (day + timedelta(days=1)).isoformat(), "token": "", "open": True}


def _answer_or_anew(
    search: Caller, day: date, token: str | None, wanted: Wanted
) -> tuple[dict[str, Any], str | None]:
    """A page; the day from its start when the token kept from another run is no longer known."""
    try:
        return _answer(search, day, token, wanted), token
    except SourceFault as fault:
        if token is None or fault.code != "refused_by_source":
            raise
    return _answer(search, day, None, wanted), None


def query_of(day: date, wanted: Wanted) -> str:
    """The expert query of one day."""
    said = [f"publication-date={day:%Y%m%d}"]
    for name, codes in (
        ("buyer-country", wanted.countries),
        ("place-of-performance", wanted.places),
        ("classification-cpv", wanted.cpv),
    ):
        kept = [code for code in codes if code.isalnum()]
        if kept:
            said.append(f"{name} IN ({' '.join(kept)})")
    return " AND ".join(said) + " SORT BY publication-number ASC"


def _answer(search: Caller, day: date, token: str | None, wanted: Wanted) -> dict[str, Any]:
    body: dict[str, object] = {
        "query": query_of(day, wanted),
        "fields": list(FIELDS),
        "limit": PAGE,
        "scope": "ALL",
        "paginationMode": "ITERATION",
    }
    if token:
        body["iterationNextToken"] = token
    data = search.ask(SEARCH, body=json.dumps(body).encode())
    try:
        answer = json.loads(data)
    except (ValueError, RecursionError):
        code = "truncated" if data.lstrip()[:1] in (b"{", b"[") else "not_json"
        raise SourceFault(code, got=len(data)) from None
    if not isinstance(answer, dict):
        raise SourceFault("changed_shape", missing="notices")
    if "error" in answer or ("message" in answer and "notices" not in answer):
        raise SourceFault("error_inside", said=str(answer.get("message") or answer.get("error"))[:300])
    if not isinstance(answer.get("notices"), list):
        raise SourceFault("changed_shape", missing="notices")
    if answer.get("timedOut") is True:
        raise SourceFault("timed_out")
    return answer


def _next(answer: Mapping[str, Any], seen: set[str]) -> str | None:
    """The token of the next page. Raises SourceFault when it leads back to a page already read."""
    token = answer.get("iterationNextToken")
    if not isinstance(token, str) or not token:
        return None
    if token in seen:
        raise SourceFault("token_repeats")
    seen.add(token)
    return token


def _batch(texts: Caller, entries: Sequence[Any], cursor: Cursor, finished: bool) -> Batch:
    notices, unread = [], 0
    for entry in entries:
        ref = entry.get("publication-number") if isinstance(entry, dict) else None
        if not isinstance(ref, str) or not NUMBER.fullmatch(ref.strip()):
            unread += 1
            continue
        notices.append(arrived(entry, ref.strip(), _xml(texts, ref.strip())))
    return Batch(tuple(notices), cursor, {"no_number": unread} if unread else {}, finished)


def _xml(texts: Caller, ref: str) -> bytes:
    """The notice itself; empty when TED no longer has it: the entry of the search then stands alone."""
    try:
        return texts.ask(f"/en/notice/{ref}/xml")
    except SourceFault as fault:
        if fault.code == "refused_by_source" and fault.facts.get("status") in (404, 410):
            return b""
        raise


def arrived(entry: Mapping[str, Any], ref: str, data: bytes) -> Arrived:
    """An entry of the search with its XML as a notice."""
    folder, changed = FOLDER.search(data), CHANGED.search(data)
    told = _flat(entry.get("procedure-identifier"))
    return Arrived(
        source=SOURCE,
        ref=ref,
        kind=_kind(_first(entry.get("notice-type")), changed=changed is not None),
        name=f"TED {ref}.xml",
        data=data,
        title=_first(entry.get("notice-title")),
        buyer=_first(entry.get("buyer-name")),
        published=day_of(_first(entry.get("publication-date"))),
        folder=(folder[1].decode() if folder else next(iter(told), "")).lower(),
        linked=tuple(_number(changed[1].decode()) for _ in (1,) if changed),
        address=f"https://ted.europa.eu/fr/notice/-/detail/{ref}",
    )


def _kind(code: str, *, changed: bool) -> Kind:
    """The kind told by BT-02 ("cn-standard", "can-social", "pin-only", "corr", "veat")."""
    if changed or code.startswith("corr"):
        return Kind.CORRECTION
    starts = (
        ("can-modif", Kind.MODIFICATION),
        ("can", Kind.AWARD),
        ("compl", Kind.AWARD),
        ("veat", Kind.OTHER),
        ("pin-cfc", Kind.CALL),
        ("pin", Kind.PLANNING),
        ("pmc", Kind.PLANNING),
    )
    return next((kind for start, kind in starts if code.startswith(start)), Kind.CALL)


def _number(told: str) -> str:
    """The publication number as the search writes it: "00456474-2024" is "456474-2024"."""
    return told.lstrip("0") if NUMBER.fullmatch(told) else told.lower()


def _first(value: object) -> str:
    return next(iter(_flat(value)), "")


def _flat(value: object) -> list[str]:
    """Texts of a value that may be a text, a list, or either by language: French first."""
    if isinstance(value, str):
        return [value.strip()] if value.strip() else []
    if isinstance(value, list):
        return [text for one in value for text in _flat(one)]
    if isinstance(value, dict):
        order = sorted(value, key=lambda one: {"fra": 0, "deu": 1, "eng": 2}.get(str(one).lower(), 3))
        return [text for one in order for text in _flat(value[one])]
    return []

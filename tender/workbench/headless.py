"""The whole job without a person: read, split, approve (recorded as « headless »), generate, check.

It runs the same verbs as the pages, on an installation of its own in memory.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from tender.documents.generated import GeneratedFile
from tender.store.accounts import UserRow
from tender.store.calls import CallRow
from tender.store.database import open_engine, sessions
from tender.store.files import FileStore
from tender.store.jobs import JobRow
from tender.store.members import list_members, the_collective
from tender.store.splits import NeedRow, SplitRow
from tender.store.tables import metadata
from tender.vocabulary.call import Reading
from tender.vocabulary.plain import to_plain
from tender.vocabulary.split import PartyForm
from tender.workbench import (
    generating,
    intake,
    legal,
    member_pricing,
    pricing,
    publishing,
    responding,
    reviewing,
    splitting,
)
from tender.workbench.approving import ShownShare, approve_headless, state_of
from tender.workbench.errors import Invalid, NotReady
from tender.workbench.facts import reading_of
from tender.workbench.founding import found, headless_officer
from tender.workbench.needing import NeedLine, lots_of, read_needs, set_needs
from tender.workbench.reading import ReadCall
from tender.workbench.supposing import Assumption, suppose

Progress = Callable[[int, int, str], None]

NO_PERSON = "Essai sans personne : à relire avant tout dépôt."
"""Why points of law are set aside in a run that asks nobody."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a headless run made."""

    reading: Reading
    split: dict[str, Any]
    approvals: list[dict[str, Any]]
    made: generating.Made
    name: str
    draft: bool
    assumptions: tuple[Assumption, ...]


def respond(
    sent: Sequence[tuple[str, bytes]],
    collective: Mapping[str, Any],
    *,
    progress: Progress,
    seconds: float = 10.0,
) -> Outcome:
    """Do the whole job. Raises Invalid or NotReady with what stands in the way.

    Where the call states no hours, no place within reach or no prices, the collective's file may say what to
    suppose ("assumptions": places, hours_per_month); every supposition is listed, and the result is a draft.
    """
    with tempfile.TemporaryDirectory(prefix="entrelots-") as folder:
        engine = open_engine(f"sqlite:///{folder}/tender.db")
        try:
            metadata.create_all(engine)
            with sessions(engine).begin() as session:
                files = FileStore(Path(folder) / "files")
                return _respond(session, files, sent, collective, progress=progress, seconds=seconds)
        finally:
            engine.dispose()


def _respond(
    session: Session,
    files: FileStore,
    sent: Sequence[tuple[str, bytes]],
    collective: Mapping[str, Any],
    *,
    progress: Progress,
    seconds: float,
) -> Outcome:
    try:
        found(session, collective)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Invalid("bad_shape", why=repr(error)) from error
    officer = headless_officer(session)
    call, read = _read(session, officer, files, sent, progress)
    reviewing.confirm_all_sure(session, officer, call.id)
    assumptions = _needs(session, officer, call, collective.get("assumptions") or {})
    split = splitting.propose(session, officer, call.id, seconds=seconds)
    if not split.shares:
        raise NotReady("nobody", uncovered=split.uncovered)
    _terms(session, officer, call, split)
    _prices(session, officer, call, collective)
    responding.set_boxes(session, officer, call.id, _boxes(session, officer, collective))
    publishing.publish(session, officer, call.id)
    approve_headless(session, officer, split)
    legal.set_aside_headless(session, officer, call.id, NO_PERSON)
    publishing.freeze(session, officer, call.id)
    response = responding.build(
        session, officer, call.id, issued_on=call.created.date(), justified=True, described=True
    )
    made = generating.make(
        replace(response, buyer_files=responding.buyer_files(session, officer, files, call.id)), progress
    )
    draft = bool(assumptions) or any(lack.blocking for lack in made.lacks)
    return Outcome(
        reading=read.reading,
        split=_plain_split(split),
        approvals=[_plain_approval(one) for one in state_of(session, split)],
        made=made,
        name=generating.archive_name(call, call.created.date(), draft=draft),
        draft=draft,
        assumptions=tuple(assumptions),
    )


def _read(
    session: Session,
    officer: UserRow,
    files: FileStore,
    sent: Sequence[tuple[str, bytes]],
    progress: Progress,
) -> tuple[CallRow, ReadCall]:
    received = intake.receive(session, officer, files, sent)
    job: JobRow | None = received.job
    if job is None:
        raise NotReady("already_read", call=received.call.id)
    session.flush()
    read = intake.read_uploads(files, intake.begin_reading(session, job.id), progress)
    call = intake.finish_reading(session, job.id, read)
    session.flush()
    if all(source.refused for source in read.sources):
        refusals = [one.refused for one in read.reading.documents if one.refused]
        raise NotReady("nothing_read", refusals=refusals)
    return call, read


def _needs(
    session: Session, officer: UserRow, call: CallRow, supposed: Mapping[str, Any]
) -> list[Assumption]:
    """The needs the call states; for a lot without any, what the file supposes."""
    rows = read_needs(session, officer, call)
    reading = reading_of(call)
    members = list_members(session, viewer=officer)
    stated = {row.lot for row in rows}
    lines = [_line(row) for row in rows]
    made: list[Assumption] = []
    for lot in lots_of(reading):
        if lot.number not in stated:
            added, told = suppose(reading, lot, members, supposed)
            lines += added
            made += told
    if made:
        set_needs(session, officer, call.id, lines)
    return made


def _line(row: NeedRow) -> NeedLine:
    return NeedLine(row.lot, row.place, row.trade, max(row.hours.values()))


def _terms(session: Session, officer: UserRow, call: CallRow, split: SplitRow) -> None:
    collective = the_collective(session)
    charter = collective.charter if collective else {}
    hours: dict[int, int] = {}
    for row in split.shares:
        hours[row.member_id] = hours.get(row.member_id, 0) + row.total_hours
    named = {row.member.key: row.member_id for row in split.shares}.get(str(charter.get("lead")))
    publishing.set_terms(
        session,
        officer,
        call.id,
        lead_id=named or max(hours, key=lambda one: (hours[one], -one)),
        form=PartyForm(charter.get("form") or "joint"),
        lead_solidary=bool(charter.get("lead_solidary")),
        fee_percent=charter.get("lead_fee_percent"),
        fee_hour=charter.get("lead_fee_hour") if charter.get("lead_fee_percent") is None else None,
        closes=None,
    )


def _prices(session: Session, officer: UserRow, call: CallRow, collective: Mapping[str, Any]) -> None:
    rows = pricing.read_price_lines(session, officer, call)
    known = {(str(one["lot"]), str(one["number"])): one for one in collective.get("prices") or ()}
    vat = str((collective.get("boxes") or {}).get("vat_rate") or "")
    given: dict[int, dict[str, str]] = {}
    for row in rows:
        price = known.get((row.lot, row.number))
        if price is not None:
            given[row.id] = {
                box: str(price[box]) for box in ("quantity", "unit_price", "vat_rate") if box in price
            }
        elif vat:
            given[row.id] = {"vat_rate": vat}
    pricing.set_prices(session, officer, call.id, given)
    member_pricing.agree_where_closed(session, officer, call.id, Decimal(vat) if vat else None)


def _boxes(session: Session, officer: UserRow, collective: Mapping[str, Any]) -> dict[str, Any]:
    members = list_members(session, viewer=officer)
    return {
        **(collective.get("boxes") or {}),
        "honour": {member.key: bool(member.identity.get("honour_declared")) for member in members},
        "powers": {member.key: str(member.identity.get("signing_power") or "") for member in members},
    }


def _plain_approval(shown: ShownShare) -> dict[str, Any]:
    return {
        "member": shown.member.key,
        "verdict": shown.verdict.value if shown.verdict else None,
        "by": shown.last.by if shown.last else None,
        "digest": shown.digest,
    }


def _plain_split(split: SplitRow) -> dict[str, Any]:
    return {
        "status": split.status,
        "gap": split.gap,
        "seconds": split.seconds,
        "objective": split.objective,
        "lead": next((row.member.key for row in split.shares if row.member_id == split.lead_id), None),
        "shares": [
            {
                "member": row.member.key,
                "lot": row.lot,
                "place": row.place,
                "trade": row.trade,
                "share": row.share,
                "hours": row.total_hours,
                "months": row.hours,
            }
            for row in split.shares
        ],
        "uncovered": split.uncovered,
        "reasons": split.reasons,
    }


def summary(outcome: Outcome) -> dict[str, Any]:
    """What the run did, for the file beside the archive."""
    return {
        "archive": outcome.name,
        "draft": outcome.draft,
        "assumptions": to_plain(outcome.assumptions),
        "split": outcome.split,
        "approvals": outcome.approvals,
        "lacks": to_plain(outcome.made.lacks),
        "files": [_plain_file(one) for one in outcome.made.files],
    }


def _plain_file(file: GeneratedFile) -> dict[str, Any]:
    return {
        "name": file.name,
        "title": file.title,
        "form": file.form,
        "member": file.member,
        "lot": file.lot,
        "bytes": len(file.data),
    }

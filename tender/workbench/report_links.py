"""Read-only links to a buyer's report: whoever holds one reads it without account, until it is revoked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from tender.store.accounts import UserRow
from tender.store.files import FileStore
from tender.store.journal import note
from tender.store.uptake import ReportLinkRow, report_link_of
from tender.uptake.figures import ContractPage
from tender.uptake.slices import Slice
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotFound
from tender.workbench.permissions import Act, require
from tender.workbench.timing import today
from tender.workbench.tokens import digest_of, new_token
from tender.workbench.uptake_notes import checked_siren
from tender.workbench.uptake_report import FullReport, contracts, full_report


def open_report_link(
    session: Session,
    actor: UserRow,
    siren: str,
    name: str,
    *,
    first: date | None = None,
    last: date | None = None,
    until: date | None = None,
) -> str:
    """A new link to a report over a period; gives its token, which is kept nowhere.

    Raises NotAllowed; Invalid without a name, for a period that ends before it begins, or a day passed.
    """
    require(actor, Act.KEEP_UPTAKE)
    if not name.strip():
        raise Invalid("required", field="name")
    if first and last and last < first:
        raise Invalid("period", first=first.isoformat(), last=last.isoformat())
    if until and until < today():
        raise Invalid("day_passed", field="until")
    token = new_token()
    row = ReportLinkRow(
        siren=checked_siren(siren),
        digest=digest_of(token),
        name=name.strip()[:200],
        first=first,
        last=last,
        user_id=actor.id,
        created=now(),
        until=until,
    )
    session.add(row)
    note(session, now(), actor, "report.linked", siren=row.siren, name=row.name)
    return token


def revoke_report_link(session: Session, actor: UserRow, siren: str, link_id: int) -> None:
    """The link opens nothing any more; again is no harm. Raises NotAllowed, NotFound."""
    require(actor, Act.KEEP_UPTAKE)
    row = session.get(ReportLinkRow, link_id)
    if row is None or row.siren != siren:
        raise NotFound("link", id=link_id)
    if row.revoked is None:
        row.revoked = now()
        note(session, now(), actor, "report.unlinked", siren=row.siren, name=row.name)


def report_link(session: Session, token: str) -> ReportLinkRow:
    """The link a token opens, while its author's account is open. Raises NotFound."""
    row = report_link_of(session, digest_of(token))
    if row is None or not is_open(row) or not _author(session, row).active:
        raise NotFound("link")
    return row


def is_open(row: ReportLinkRow) -> bool:
    """Neither revoked nor past its day."""
    return row.revoked is None and (row.until is None or row.until >= today())


def linked_report(session: Session, files: FileStore, row: ReportLinkRow) -> FullReport:
    """The report behind a link, counted as seen; without contacts and without who told the hours."""
    row.uses, row.last_used = row.uses + 1, now()
    found = full_report(
        session,
        _author(session, row),
        files,
        row.siren,
        first=row.first.isoformat() if row.first else None,
        last=row.last.isoformat() if row.last else None,
    )
    lines = tuple(replace(line, source="") for line in found.hours.lines)
    return replace(found, effects=(), hours=replace(found.hours, lines=lines))


def linked_contracts(
    session: Session, files: FileStore, row: ReportLinkRow, asked: Slice, *, page: int = 1
) -> ContractPage:
    """The contracts behind a figure of that report. Raises NotFound for another buyer's, Invalid."""
    if asked.buyer != row.siren:
        raise NotFound("buyer", siren=asked.buyer or "")
    return contracts(session, _author(session, row), files, asked, page=page)


def _author(session: Session, row: ReportLinkRow) -> UserRow:
    author = session.get(UserRow, row.user_id)
    if author is None:
        raise NotFound("link", id=row.id)
    return author

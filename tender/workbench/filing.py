"""The last gate: the matrix of demands, the second person's yes, the deposit as it was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tender.documents.bundle import EDITABLE, SPARE
from tender.documents.compliance import matrix
from tender.documents.demanded import Packed, Row, Standing
from tender.documents.said import Said
from tender.store.accounts import UserRow
from tender.store.calls import CallRow, CallState
from tender.store.files import FileStore
from tender.store.journal import note
from tender.store.responses import FilingRow, IssueRow, find_issue, list_issues
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotAllowed, NotFound, NotReady
from tender.workbench.facts import reading_of
from tender.workbench.generating import find_call_of
from tender.workbench.permissions import Act, require
from tender.workbench.responding import build

RULES = ("RC", "NOTICE", "CCAP", "CCP", "QA")
LARGEST = 20 * 1024 * 1024
RECEIPTS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"PK\x03\x04", b"<?xml")


@dataclass(frozen=True, slots=True)
class GivenFiling:
    """A deposit as its depositor tells it. `filed_at`: the end of the sending, on the receipt."""

    filed_at: datetime
    platform: str = ""
    reference: str = ""
    filed_by: str = ""
    receipt: tuple[str, bytes] | None = None


def newest_issue(session: Session, actor: UserRow, call_id: int) -> IssueRow | None:
    """The archive to deposit: the last one that is no draft."""
    return next((one for one in list_issues(session, call_id, viewer=actor) if not one.draft), None)


def compliance(session: Session, actor: UserRow, call_id: int, issue: IssueRow | None) -> tuple[Row, ...]:
    """Every demand of the call with its answer in an archive (None: in none yet)."""
    call = find_call_of(session, actor, call_id)
    response = build(session, actor, call_id, issued_on=now().date())
    files = tuple(
        Packed(
            path=held.get("path") or held["name"],
            form=held["form"],
            size=held["size"],
            pages=held.get("pages"),
            sha256=held["sha256"],
            spare=held.get("origin") == "fallback" or (held.get("path") or "").startswith((EDITABLE, SPARE)),
        )
        for held in (issue.manifest if issue else [])
    )
    size = issue.size if issue else 0
    return matrix(response, _rules_of(call), files, size, reading_of(call).grouping)


def _rules_of(call: CallRow) -> list[Said]:
    """The pages that say how to answer, the rules of the call first."""
    ranked = sorted(
        (file for file in call.files if file.kind in RULES and file.until is None),
        key=lambda file: RULES.index(file.kind),
    )
    return [Said(file.name, page.position, page.text) for file in ranked[:4] for page in file.pages]


def platform_of(call: CallRow) -> str:
    """Where the call says to deposit; empty where it was not read."""
    said = reading_of(call).platform
    return said.value if said is not None else ""


def broken(rows: Sequence[Row]) -> int:
    """How many demands are not met."""
    return sum(row.standing is Standing.BROKEN for row in rows)


def sign_off(session: Session, actor: UserRow, call_id: int, issue_id: int, sha256: str) -> IssueRow:
    """A second person has gone through the archive and its matrix; bound to the archive's sum.

    Raises NotAllowed for the person who had it made, NotReady for a draft or an archive since replaced.
    """
    require(actor, Act.SIGN_OFF)
    issue = find_issue(session, call_id, issue_id, viewer=actor)
    if issue is None:
        raise NotFound("issue", id=issue_id)
    newest = newest_issue(session, actor, call_id)
    if issue.draft or newest is None or newest.id != issue.id or issue.sha256 != sha256:
        raise NotReady("issue_replaced", issue=issue_id)
    if actor.id == issue.by_id or (issue.by_id is None and actor.name == issue.by):
        raise NotAllowed("second_person", by=issue.by)
    issue.signed_by, issue.signed_id, issue.signed_at, issue.signed_sha256 = (
        actor.name,
        actor.id,
        now(),
        sha256,
    )
    note(session, now(), actor, "response.signed_off", call_id=call_id, issue=issue.id, sha256=sha256)
    session.flush()
    return issue


def record(
    session: Session, actor: UserRow, files: FileStore, call_id: int, issue_id: int, *, given: GivenFiling
) -> FilingRow:
    """Keep a deposit; from then on the group's composition is closed (R2142-26).

    A later deposit replaces the one before for the buyer; both are kept here. Raises NotReady while nobody
    else has signed the archive off, Invalid by box.
    """
    require(actor, Act.FILE)
    call = find_call_of(session, actor, call_id)
    issue = find_issue(session, call_id, issue_id, viewer=actor)
    if issue is None:
        raise NotFound("issue", id=issue_id)
    if issue.draft or issue.signed_sha256 != issue.sha256:
        raise NotReady("not_signed_off", issue=issue_id)
    if given.filed_at > now():
        raise Invalid("filed_in_future")
    filing = FilingRow(
        call_id=call.id,
        issue_id=issue.id,
        filed_at=given.filed_at,
        late=is_late(call, given.filed_at),
        platform=given.platform.strip(),
        reference=given.reference.strip(),
        filed_by=given.filed_by.strip() or actor.name,
        user_id=actor.id,
        recorded_at=now(),
    )
    if given.receipt is not None:
        filing.receipt_name, filing.receipt_sha256 = given.receipt[0], _keep(files, given.receipt[1])
    session.add(filing)
    call.state = CallState.FILED
    session.flush()
    note(
        session, now(), actor, "response.filed", call_id=call.id, issue=issue.id, sha256=issue.sha256,
        filed_at=given.filed_at.isoformat(), late=filing.late, receipt=filing.receipt_sha256,
    )  # fmt: skip
    return filing


def _keep(files: FileStore, data: bytes) -> str:
    if not data or len(data) > LARGEST:
        raise Invalid("receipt_size")
    if not data.startswith(RECEIPTS):
        raise Invalid("receipt_kind")
    return files.keep(data)


def is_late(call: CallRow, filed_at: datetime) -> bool:
    """The sending ended after the deadline: the buyer must put the offer aside (R2151-5)."""
    return call.deadline is not None and filed_at > call.deadline

"""What people say of a line of a buyer's report: a comment, or that it is wrong; and the answer, kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from tender.store.accounts import UserRow
from tender.store.journal import note
from tender.store.uptake import ReportCommentRow, may_read
from tender.uptake.slices import slice_of
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotFound, OutOfDate
from tender.workbench.permissions import Act, require

LONGEST = 2000


def comment(
    session: Session,
    actor: UserRow,
    siren: str,
    text: str,
    *,
    about: Mapping[str, str],
    figure: str = "",
    contested: bool = False,
) -> ReportCommentRow:
    """Keep what a person says of a line, with the figure as it stood; the same words twice are kept once.

    `about`: the line's slice, {} for the whole report. Raises NotAllowed; NotFound for another's buyer;
    Invalid without words or for a line that is none.
    """
    require(actor, Act.READ_REPORT)
    if not may_read(session, siren, viewer=actor):
        raise NotFound("buyer", siren=siren)
    said = text.strip()[:LONGEST]
    if not said:
        raise Invalid("required", field="text")
    row = ReportCommentRow(
        siren=siren,
        about=_line(siren, about),
        figure=figure[:300],
        contested=contested,
        text=said,
        author=actor.name,
        user_id=actor.id,
        written=now(),
    )
    again = _same(session, row)
    if again is not None:
        return again
    session.add(row)
    session.flush()
    act = "report.contested" if contested else "report.commented"
    note(session, now(), actor, act, siren=siren, comment=row.id)
    return row


def answer_comment(
    session: Session, actor: UserRow, siren: str, comment_id: int, text: str
) -> ReportCommentRow:
    """Answer it, once: an answer stays as it was given.

    Raises NotAllowed, NotFound, Invalid; OutOfDate when somebody answered meanwhile.
    """
    require(actor, Act.KEEP_UPTAKE)
    row = session.get(ReportCommentRow, comment_id)
    if row is None or row.siren != siren:
        raise NotFound("comment", id=comment_id)
    said = text.strip()[:LONGEST]
    if not said:
        raise Invalid("required", field="answer")
    if row.answered is not None:
        if row.answer == said:
            return row
        raise OutOfDate("contribution", by=row.answered_by)
    row.answer, row.answered_by, row.answered = said, actor.name, now()
    note(session, now(), actor, "report.answered", siren=siren, comment=row.id)
    return row


def _line(siren: str, about: Mapping[str, str]) -> dict[str, str]:
    if not about:
        return {}
    try:
        return replace(slice_of(about), buyer=siren).params()
    except ValueError as error:
        raise Invalid("slice") from error


def _same(session: Session, row: ReportCommentRow) -> ReportCommentRow | None:
    query = select(ReportCommentRow).where(
        ReportCommentRow.siren == row.siren,
        ReportCommentRow.user_id == row.user_id,
        ReportCommentRow.text == row.text,
        ReportCommentRow.contested == row.contested,
    )
    return next((one for one in session.scalars(query) if one.about == row.about), None)

"""The journal: who did what, when; never changed, its chain checked before it is shown."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from tender.store.accounts import Role
from tender.store.calls import list_calls
from tender.store.journal import broken_link, list_journal
from tender.store.members import list_members
from tender.web.acts import act_words
from tender.web.fact_acts import fact_words
from tender.web.login import current_user, open_to
from tender.web.numbers import read_id
from tender.web.session import db

bp = Blueprint("journal", __name__, url_prefix="/journal")

PAGE = 100


@bp.route("/")
@open_to(Role.ADMIN, Role.OFFICER, Role.DIRECTOR)
def index() -> ResponseReturnValue:
    """The newest acts first; a director sees her own and her members'."""
    viewer = current_user()
    call_id, before = (request.args.get(name, type=read_id) for name in ("appel", "avant"))
    rows = list_journal(db(), viewer=viewer, call_id=call_id, limit=PAGE + 1, before=before)
    titles = {call.id: call.title for call in list_calls(db(), viewer=viewer)}
    members = {member.id: member.name for member in list_members(db(), viewer=viewer)}
    return render_template(
        "journal/index.html",
        events=[
            (
                row,
                act_words(row),
                fact_words(row),
                titles.get(row.call_id or 0),
                members.get(row.member_id or 0),
            )
            for row in rows[:PAGE]
        ],
        older=rows[PAGE - 1].id if len(rows) > PAGE else None,
        call_id=call_id,
        broken=broken_link(db()) if viewer.sees_everything else None,
    )

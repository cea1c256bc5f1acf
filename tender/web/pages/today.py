"""Aujourd'hui: what needs the officer now, the most urgent first, then the deadlines of four weeks."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from tender.store.papers import list_paper_requests
from tender.web.login import STAFF, current_user, open_to
from tender.web.milestone_words import milestone_words
from tender.web.session import db
from tender.web.todo import dates, lines
from tender.workbench import clock, papers, watch_list

bp = Blueprint("today", __name__, url_prefix="/aujourdhui")


@bp.route("/")
@open_to(*STAFF)
def index() -> ResponseReturnValue:
    """One line and one button a thing to do."""
    return render_template(
        "today/index.html",
        lines=lines(db(), current_user()),
        dates=[(one, milestone_words(one)) for one in dates(db(), current_user())],
        papers_unsure=len(papers.papers_to_confirm(db(), current_user())),
        papers_ending=len(papers.papers_to_renew(db(), current_user())),
        papers_asked=len(list_paper_requests(db(), viewer=current_user())),
        morning=watch_list.morning(db(), current_user(), clock.now()),
    )

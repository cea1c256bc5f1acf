"""The uptake report of one buyer: choose it, read it, open what is behind a figure, take it away."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tender.store.uptake import list_comments
from tender.web import jobs
from tender.web.login import REPORT_READERS, current_user, open_to
from tender.web.session import db
from tender.web.uptake_labels import BODIES, kinds_words, place, slice_words
from tender.web.uptake_shown import (
    FILES,
    asked_slice,
    behind,
    contested_lines,
    file_of,
    line_told,
    map_of,
    own_page,
    paged,
    period,
    shown,
)
from tender.workbench import uptake_report
from tender.workbench.uptake_report import FullReport

bp = Blueprint("uptake", __name__, url_prefix="/rapports/acheteurs")

bp.add_app_template_filter(kinds_words)
bp.add_app_template_filter(place, "departement_words")


@bp.route("/")
@open_to(*REPORT_READERS)
def index() -> ResponseReturnValue:
    """Choose a buyer; a collectivité goes straight to its own."""
    viewer = current_user()
    if not viewer.sees_everything:
        return own_page("uptake.show")
    words = request.args.get("q", "").strip()[:200]
    return render_template(
        "uptake/index.html",
        words=words,
        found=uptake_report.find_buyers(db(), viewer, jobs.files(), words),
        bodies=BODIES,
        known={name: siren for name, siren in uptake_report.known_buyers(db(), viewer).items() if siren},
    )


@bp.route("/<siren>")
@open_to(*REPORT_READERS)
def show(siren: str) -> ResponseReturnValue:
    """The whole report."""
    first, last = period()
    view = shown(_report(siren), current_user().name)
    comments = list_comments(db(), siren, viewer=current_user())
    return render_template(
        "uptake/show.html",
        report=view,
        drawn=map_of(view),
        siren=siren,
        behind=behind(url_for("uptake.contracts", siren=siren)),
        first=first,
        last=last,
        files=FILES,
        asked={name: text for name, text in (("du", first), ("au", last)) if text},
        open_comments=sum(1 for one in comments if one.answered is None),
        contested=contested_lines(comments),
    )


@bp.route("/<siren>/<any({}):name>".format(",".join(f'"{one}"' for one in FILES)))
@open_to(*REPORT_READERS)
def download(siren: str, name: str) -> ResponseReturnValue:
    """The report to print, project or hand over."""
    return file_of(shown(_report(siren), current_user().name), name, siren)


@bp.route("/<siren>/marches")
@open_to(*REPORT_READERS)
def contracts(siren: str) -> ResponseReturnValue:
    """The contracts behind a figure, each with where it was read; a line is commented here."""
    _is_number(siren)
    asked = asked_slice(siren)
    page = uptake_report.contracts(
        db(), current_user(), jobs.files(), asked, page=request.args.get("page", 1, type=int)
    )
    return render_template(
        "uptake/contracts.html",
        siren=siren,
        found=page,
        about=slice_words(asked),
        asked=asked,
        address=paged(url_for("uptake.contracts", siren=siren), asked),
        comments=[
            one
            for one in list_comments(db(), siren, viewer=current_user())
            if line_told(one.about) == line_told(asked.params())
        ],
    )


def _report(siren: str) -> FullReport:
    _is_number(siren)
    first, last = period()
    return uptake_report.full_report(db(), current_user(), jobs.files(), siren, first=first, last=last)


def _is_number(siren: str) -> None:
    if len(siren) != 9 or not (siren.isascii() and siren.isdigit()):
        abort(404)

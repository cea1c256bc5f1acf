"""Read-only links to a buyer's report: made, listed, revoked by staff; opened by anybody who holds one."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tender.store.uptake import ReportLinkRow, list_report_links
from tender.web import jobs
from tender.web.errors import reason
from tender.web.login import STAFF, current_user, open_to
from tender.web.mail import address_of
from tender.web.session import db
from tender.web.throttle import hold_back
from tender.web.uptake_labels import slice_words
from tender.web.uptake_shown import FILES, asked_slice, behind, file_of, map_of, paged, read_day, shown
from tender.workbench import report_links
from tender.workbench.errors import Invalid, NotFound

bp = Blueprint("report_links", __name__)


@bp.route("/rapports/acheteurs/<siren>/liens", methods=["GET", "POST"])
@open_to(*STAFF)
def index(siren: str) -> ResponseReturnValue:
    """Who may read this report without an account, and until when."""
    if request.method == "POST":
        told = request.form
        try:
            token = report_links.open_report_link(
                db(),
                current_user(),
                siren,
                told.get("name", ""),
                first=read_day(told.get("first", "")),
                last=read_day(told.get("last", "")),
                until=read_day(told.get("until", "")),
            )
        except Invalid as error:
            flash(reason(error), "stop")
        else:
            link = address_of("report_links.read", token=token)
            flash(_("Voici le lien, montré cette seule fois : %(link)s", link=link), "ok")
        return redirect(url_for("report_links.index", siren=siren))
    return render_template(
        "uptake/links.html",
        siren=siren,
        links=list_report_links(db(), siren, viewer=current_user()),
        is_open=report_links.is_open,
    )


@bp.route("/rapports/acheteurs/<siren>/liens/<int:link_id>", methods=["POST"])
@open_to(*STAFF)
def revoke(siren: str, link_id: int) -> ResponseReturnValue:
    """The link opens nothing any more."""
    report_links.revoke_report_link(db(), current_user(), siren, link_id)
    flash(_("Ce lien est fermé."), "ok")
    return redirect(url_for("report_links.index", siren=siren))


@bp.route("/rapport/<token>")
def read(token: str) -> ResponseReturnValue:
    """Public: the report behind a link, without the collective's own notes."""
    row = _link(token)
    if row is None:
        return _closed()
    report = shown(report_links.linked_report(db(), jobs.files(), row), "")
    return _unlisted(
        render_template(
            "uptake/public.html",
            report=report,
            drawn=map_of(report),
            token=token,
            behind=behind(url_for("report_links.contracts", token=token)),
        )
    )


@bp.route("/rapport/<token>/marches")
def contracts(token: str) -> ResponseReturnValue:
    """Public: the contracts behind a figure of that report."""
    row = _link(token)
    if row is None:
        return _closed()
    asked = asked_slice(row.siren)
    page = request.args.get("page", 1, type=int)
    return _unlisted(
        render_template(
            "uptake/public_contracts.html",
            token=token,
            found=report_links.linked_contracts(db(), jobs.files(), row, asked, page=page),
            about=slice_words(asked),
            address=paged(url_for("report_links.contracts", token=token), asked),
        )
    )


@bp.route("/rapport/<token>/<any({}):name>".format(",".join(f'"{one}"' for one in FILES[:1])))
def download(token: str, name: str) -> ResponseReturnValue:
    """Public: its two pages."""
    row = _link(token)
    if row is None:
        return _closed()
    siren = row.siren
    answer = file_of(shown(report_links.linked_report(db(), jobs.files(), row), ""), name, siren)
    return _unlisted(answer)


def _link(token: str) -> ReportLinkRow | None:
    """The link of this token; None when it opens nothing. Guesses are slowed down."""
    hold_back("report link")
    try:
        return report_links.report_link(db(), token)
    except NotFound:
        return None


def _closed() -> ResponseReturnValue:
    return _unlisted((render_template("uptake/closed.html"), 404))


def _unlisted(answer: ResponseReturnValue) -> ResponseReturnValue:
    """Search engines leave it out, and the address is told to nobody."""
    made = make_response(answer)
    made.headers["X-Robots-Tag"] = "noindex, nofollow"
    made.headers["Referrer-Policy"] = "no-referrer"
    made.headers["Cache-Control"] = "no-store"
    return made

"""The deadlines in one's own calendar: a link that a calendar program reads, until it is revoked."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from tender.store.accounts import UserRow, find_user
from tender.store.watch import LinkPurpose, list_links, list_watched
from tender.web.errors import reason
from tender.web.login import STAFF, current_user, open_to
from tender.web.mail import address_of
from tender.web.milestone_words import milestone_words
from tender.web.session import db
from tender.workbench import clock, missed
from tender.workbench.calendars import Event, calendar
from tender.workbench.errors import Invalid, NotFound
from tender.workbench.milestones import MilestoneKind, milestones

bp = Blueprint("agenda", __name__, url_prefix="/agenda")


@bp.route("/", methods=["GET", "POST"])
@open_to(*STAFF)
def index() -> ResponseReturnValue:
    """One's links; a new one is shown once."""
    if request.method == "POST":
        try:
            token = missed.open_link(db(), current_user(), LinkPurpose.CALENDAR, request.form.get("nom", ""))
        except Invalid as error:
            flash(reason(error), "stop")
        else:
            link = address_of("agenda.feed", token=token)
            flash(_("Voici l’adresse, montrée cette seule fois : %(link)s", link=link), "ok")
        return redirect(url_for("agenda.index"))
    links = list_links(db(), LinkPurpose.CALENDAR, viewer=current_user())
    return render_template("agenda/index.html", links=links)


@bp.route("/<int:link_id>/fermer", methods=["POST"])
@open_to(*STAFF)
def close(link_id: int) -> ResponseReturnValue:
    """The link opens nothing any more."""
    missed.close_link(db(), current_user(), link_id)
    flash(_("Ce lien est fermé."), "ok")
    return redirect(url_for("agenda.index"))


@bp.route("/<token>.ics")
def feed(token: str) -> ResponseReturnValue:
    """Public: the deadlines of who made the link, as long as her account and the link are open."""
    try:
        link = missed.link_of(db(), LinkPurpose.CALENDAR, token)
    except NotFound:
        return Response(status=404)
    viewer = find_user(db(), link.user_id)
    if viewer is None or not viewer.active or not viewer.sees_everything:
        return Response(status=404)
    with force_locale(viewer.language):
        data = calendar(_("Entrelots : remises"), _events(viewer), clock.now())
    answer = Response(data, mimetype="text/calendar")
    answer.headers["Cache-Control"] = "private, max-age=900"
    return answer


def _events(viewer: UserRow) -> list[Event]:
    """Calls under way, and notices she said yes to that are no call yet."""
    calls = [
        Event(
            f"call-{one.call.id}" + ("" if one.kind is MilestoneKind.DEPOSIT else f"-{one.kind.value}"),
            one.at,
            milestone_words(one),
            address_of("calls.show", call_id=one.call.id),
            one.call.buyer,
        )
        for one in milestones(db(), viewer)
    ]
    wanted = [
        Event(
            f"notice-{row.id}",
            row.deadline,
            _("À ouvrir : %(title)s", title=row.title),
            address_of("watch.show", notice_id=row.id),
            row.buyer,
        )
        for row in list_watched(db(), viewer=viewer, limit=500)
        if row.wanted and row.call_id is None and row.deadline is not None
    ]
    return [*calls, *wanted]

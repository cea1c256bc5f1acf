"""Veille: the calls that concern the members, why, who could cover them, and what was set aside."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tender.store.watch import find_watched, list_followers, list_lessons
from tender.web import jobs
from tender.web.errors import found, reason
from tender.web.login import STAFF, current_user, open_to
from tender.web.session import db
from tender.web.watch_words import cause_words, fault_words, feature_words, reason_words, source_words
from tender.web.watching import watch_settings
from tender.workbench import clock, watch_list, watch_running, watching
from tender.workbench.errors import Invalid

bp = Blueprint("watch", __name__, url_prefix="/veille")

bp.add_app_template_filter(reason_words)
bp.add_app_template_filter(cause_words)
bp.add_app_template_filter(source_words)
bp.add_app_template_filter(fault_words)
bp.add_app_template_filter(feature_words)

ANSWERS = {"oui": True, "non": False, "rien": None}


@bp.route("/")
@open_to(*STAFF)
def index() -> ResponseReturnValue:
    """Three calls to read, then the others."""
    return render_template(
        "watch/index.html",
        morning=watch_list.morning(db(), current_user(), clock.now()),
        on=watch_settings().names,
        lessons=list_lessons(db(), viewer=current_user()),
    )


@bp.route("/ecartes")
@open_to(*STAFF)
def aside() -> ResponseReturnValue:
    """What was set aside, by cause."""
    return render_template("watch/aside.html", morning=watch_list.morning(db(), current_user(), clock.now()))


@bp.route("/chercher", methods=["POST"])
@open_to(*STAFF)
def search() -> ResponseReturnValue:
    """Have the sources asked now; the demo answers at once, the others as soon as the worker can."""
    held = watch_settings()
    if not held.names:
        flash(_("Aucune source n’est réglée : la veille est éteinte."), "doubt")
    elif held.names == ("recorded",):
        kept = watch_running.replay(db(), current_user(), jobs.files(), clock.now())
        flash(_("%(count)s avis nouveaux.", count=kept.new), "ok")
    else:
        watch_running.ask_now(db(), current_user(), held)
        flash(_("La recherche part dans la minute. Vous pouvez quitter cette page."), "ok")
    return redirect(url_for("watch.index"))


@bp.route("/<int:notice_id>")
@open_to(*STAFF)
def show(notice_id: int) -> ResponseReturnValue:
    """One call: every reason, who could cover it, what followed it."""
    row = found(find_watched(db(), notice_id, viewer=current_user()))
    return render_template(
        "watch/show.html",
        one=watch_list.seen(row),
        terms=watch_list.foreign_words(row, jobs.files()),
        followers=list_followers(db(), notice_id, viewer=current_user()),
    )


@bp.route("/<int:notice_id>/avis", methods=["POST"])
@open_to(*STAFF)
def say(notice_id: int) -> ResponseReturnValue:
    """Her yes or no, which teaches the ranking."""
    answer = request.form.get("avis", "")
    if answer in ANSWERS:
        watching.say(db(), current_user(), notice_id, ANSWERS[answer])
        watching.judge_again(db(), jobs.files(), clock.now(), taught_only=True)
        flash(_("C’est noté ; le classement en tient compte."), "ok")
    return redirect(url_for("watch.index"))


@bp.route("/<int:notice_id>/ouvrir", methods=["POST"])
@open_to(*STAFF)
def open_call(notice_id: int) -> ResponseReturnValue:
    """The notice becomes a call, read as any file is."""
    try:
        received = watching.open_as_call(db(), current_user(), jobs.files(), notice_id)
    except Invalid as error:
        flash(reason(error), "doubt")
        return redirect(url_for("watch.show", notice_id=notice_id))
    if received.job is not None:
        jobs.start(received.job)
    return redirect(url_for("calls.show", call_id=received.call.id))


@bp.route("/apprentissage", methods=["GET", "POST"])
@open_to(*STAFF)
def lessons() -> ResponseReturnValue:
    """What the yes and no taught; it can all be forgotten."""
    if request.method == "POST":
        watching.forget_lessons(db(), current_user())
        watching.judge_again(db(), jobs.files(), clock.now(), taught_only=True)
        flash(_("Le classement repart de zéro. Vos réponses restent sur les appels."), "ok")
        return redirect(url_for("watch.index"))
    return render_template("watch/lessons.html", lessons=list_lessons(db(), viewer=current_user()))

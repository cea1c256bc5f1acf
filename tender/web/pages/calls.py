"""The calls: the list, a new one out of its files, and its reading, facts beside the page they stand on."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.file import MultipleFileField

from tender.store.calls import (
    OVER,
    UNREAD,
    CallRow,
    FactRow,
    find_call,
    find_version,
    list_calls,
    list_page_paths,
)
from tender.store.jobs import JobKind, last_job
from tender.web import jobs
from tender.web.call_steps import steps_shown
from tender.web.contradictions import contradictions_of, review_of
from tender.web.errors import found, reason
from tender.web.facts import doubts_of, fact_name, groups_of, shown
from tender.web.forms import BaseForm
from tender.web.login import STAFF, current_user, open_to
from tender.web.place_words import path_words
from tender.web.remark_words import refusal_words, remark_words
from tender.web.session import db
from tender.web.sources import shown_source
from tender.web.uploads import sent_files
from tender.workbench import intake
from tender.workbench.errors import Invalid
from tender.workbench.refusals import refusals_of
from tender.workbench.reviewing import version_of
from tender.workbench.rivals import is_dismissed

bp = Blueprint("calls", __name__, url_prefix="/appels")

bp.add_app_template_filter(fact_name)
bp.add_app_template_filter(remark_words)
bp.add_app_template_filter(path_words)


class UploadForm(BaseForm):
    """The files of a call, as the buyer issued them."""

    documents = MultipleFileField(lazy_gettext("Fichiers de la consultation"))
    folder = MultipleFileField(lazy_gettext("Ou un dossier entier"))


@bp.route("/")
@open_to(*STAFF)
def index() -> ResponseReturnValue:
    """Every call, the nearest deadline first."""
    words = request.args.get("q", "")
    calls = list_calls(db(), viewer=current_user(), search=words)
    return render_template(
        "calls/index.html",
        words=words,
        under_way=[call for call in calls if call.state not in OVER],
        past=[call for call in calls if call.state in OVER],
    )


@bp.route("/nouveau", methods=["GET", "POST"])
@open_to(*STAFF)
def new() -> ResponseReturnValue:
    """Take the files and have them read."""
    form = UploadForm()
    if form.accepted():
        try:
            received = intake.receive(
                db(), current_user(), jobs.files(), sent_files(form.documents.data, form.folder.data)
            )
        except Invalid as error:
            form.refuse("documents", reason(error))
        else:
            if received.job is not None:
                jobs.start(received.job)
            if received.known:
                flash(_("Ces fichiers ont déjà été reçus : voici l’appel qu’ils ont ouvert."), "info")
            return redirect(url_for("calls.show", call_id=received.call.id))
    return render_template("calls/new.html", form=form), form.status


@bp.route("/<int:call_id>")
@open_to(*STAFF)
def show(call_id: int) -> ResponseReturnValue:
    """Lire: the facts on the left, doubts first, the page they stand on at the right."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    if call.state in UNREAD:
        return _unread(call)
    chosen = _chosen(call)
    paths = list_page_paths(db(), call.id, viewer=current_user())
    return render_template(
        "calls/show.html",
        call=call,
        steps=steps_shown(call),
        groups=groups_of(call),
        doubts=doubts_of(call),
        gone=shown(chosen) if chosen and chosen.gone is not None and chosen.review is None else None,
        version_of=version_of,
        contradictions_of=contradictions_of,
        is_dismissed=is_dismissed,
        review_of=lambda fact: review_of(call, fact, paths),
        version=find_version(db(), call.id, call.version, viewer=current_user()),
        revision=last_job(db(), call.id, JobKind.REVISE, viewer=current_user()),
        chosen=chosen,
        source=shown_source(call, chosen, place=request.args.get("lieu", 0, type=int)),
    )


def _chosen(call: CallRow) -> FactRow | None:
    """The fact asked for by the address, else the first doubt, else the first that has a place."""
    asked = request.args.get("fait", type=int)
    by_id = {fact.id: fact for fact in call.facts}
    if asked in by_id:
        return by_id[asked]
    first = [one.row for one in doubts_of(call) if one.row.evidence]
    placed = [one.row for group in groups_of(call) for one in group.facts if one.row.evidence]
    return next(iter([*first, *placed]), None)


@bp.route("/<int:call_id>/source")
@open_to(*STAFF)
def source(call_id: int) -> ResponseReturnValue:
    """The right pane alone: the page a fact stands on."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    chosen = _chosen(call)
    return render_template(
        "calls/source.html",
        call=call,
        chosen=chosen,
        source=shown_source(call, chosen, place=request.args.get("lieu", 0, type=int)),
    )


@bp.route("/<int:call_id>/avancement")
@open_to(*STAFF)
def progress(call_id: int) -> ResponseReturnValue:
    """How far the reading is; once over, the whole page is asked again."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    job = last_job(db(), call.id, JobKind.READ, viewer=current_user())
    if job is None or job.is_over:
        return jobs.page_anew()
    return render_template("calls/progress.html", call=call, job=job)


def _unread(call: CallRow) -> ResponseReturnValue:
    job = last_job(db(), call.id, JobKind.READ, viewer=current_user())
    return render_template(
        "calls/unread.html",
        call=call,
        job=job,
        steps=steps_shown(call),
        refusal=[refusal_words(one) for one in refusals_of(call)],
    )


@bp.route("/<int:call_id>/relire", methods=["POST"])
@open_to(*STAFF)
def read_again(call_id: int) -> ResponseReturnValue:
    """Try once more to read a call whose reading failed."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    jobs.start(intake.read_again(db(), current_user(), call))
    return redirect(url_for("calls.show", call_id=call.id))

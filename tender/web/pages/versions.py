"""The versions of a call: send a rectified dossier, see what it changes, read the one before."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from flask_wtf.file import MultipleFileField
from wtforms import RadioField, SelectChoice, StringField
from wtforms.validators import Length

from tender.store.calls import (
    UNREAD,
    CallRow,
    CallVersionRow,
    UploadMode,
    VersionState,
    find_call,
    find_version,
    list_page_paths,
    list_versions,
)
from tender.store.jobs import JobKind, last_job
from tender.store.splits import find_split_of_call
from tender.vocabulary.call import Reading
from tender.vocabulary.plain import from_plain
from tender.web import jobs
from tender.web.call_steps import steps_shown
from tender.web.changes import Pages, sections_of, stands_in
from tender.web.errors import found, reason
from tender.web.facts import groups_of_facts
from tender.web.forms import BaseForm
from tender.web.login import STAFF, current_user, open_to
from tender.web.session import db
from tender.web.uploads import sent_files
from tender.workbench import following, revising
from tender.workbench.errors import Invalid, NotReady
from tender.workbench.facts import facts_of

bp = Blueprint("versions", __name__, url_prefix="/appels/<int:call_id>/versions")


class VersionForm(BaseForm):
    """The files of a new version, and whether they are the whole dossier."""

    documents = MultipleFileField(lazy_gettext("Fichiers reçus"))
    folder = MultipleFileField(lazy_gettext("Ou un dossier entier"))
    mode = RadioField(
        lazy_gettext("Ces fichiers…"),
        choices=[
            SelectChoice(
                UploadMode.ADDED.value, lazy_gettext("complètent le dossier : les autres fichiers restent")
            ),
            SelectChoice(
                UploadMode.COMPLETE.value,
                lazy_gettext("sont le nouveau dossier complet : les autres fichiers sont retirés"),
            ),
        ],
        default=UploadMode.ADDED.value,
    )
    label = StringField(lazy_gettext("De quoi s’agit-il ?"), validators=[Length(max=200)], default="")


@bp.route("/")
@open_to(*STAFF)
def index(call_id: int) -> ResponseReturnValue:
    """Every version and every attempt, the newest first."""
    call = _call(call_id)
    return render_template(
        "versions/index.html",
        call=call,
        steps=steps_shown(call),
        versions=_versions(call),
        job=_running(call),
    )


@bp.route("/nouvelle", methods=["GET", "POST"])
@open_to(*STAFF)
def new(call_id: int) -> ResponseReturnValue:
    """Take the files of a new version and have them read; the present one stays until then."""
    call = _call(call_id)
    form = VersionForm()
    if form.accepted():
        try:
            done = revising.submit(
                db(),
                current_user(),
                jobs.files(),
                call_id,
                sent_files(form.documents.data, form.folder.data),
                mode=UploadMode(form.mode.data),
                label=form.label.data or "",
            )
        except (Invalid, NotReady) as error:
            form.refuse("documents", reason(error))
        else:
            if done.known:
                flash(
                    _("Rien n’a changé : ces fichiers sont déjà ceux de la version %(number)s.",
                      number=call.version), "info",
                )  # fmt: skip
            elif done.job is not None:
                jobs.start(done.job)
            return redirect(url_for("versions.index", call_id=call_id))
    return render_template("versions/new.html", call=call, steps=steps_shown(call), form=form), form.status


@bp.route("/insister", methods=["POST"])
@open_to(*STAFF)
def insist(call_id: int) -> ResponseReturnValue:
    """The files that seemed to be another call's are this one's: read them."""
    job = revising.insist(db(), current_user(), _call(call_id).id)
    if job is not None:
        jobs.start(job)
    return redirect(url_for("versions.index", call_id=call_id))


@bp.route("/avancement")
@open_to(*STAFF)
def progress(call_id: int) -> ResponseReturnValue:
    """How far the reading of the new version is; once over, the whole page is asked again."""
    call = _call(call_id)
    job = _running(call)
    if job is None:
        return jobs.page_anew()
    return render_template("versions/progress.html", call=call, job=job)


@bp.route("/<int:number>")
@open_to(*STAFF)
def show(call_id: int, number: int) -> ResponseReturnValue:
    """Ce qui a changé: fact by fact, before and after, and what each change touches."""
    call = _call(call_id)
    version = found(find_version(db(), call_id, number, viewer=current_user()))
    if number < 2:
        return redirect(url_for("versions.reading", call_id=call_id, number=number))
    touched = following.touched(db(), current_user(), call, version)
    return render_template(
        "versions/show.html",
        call=call,
        steps=steps_shown(call),
        version=version,
        sections=sections_of(call, version, touched.by_change, _paths(call)),
        touched=touched,
        waiting=[fact for fact in call.facts if fact.review is not None],
        split=find_split_of_call(db(), call_id, viewer=current_user()),
    )


@bp.route("/<int:number>/lecture")
@open_to(*STAFF)
def reading(call_id: int, number: int) -> ResponseReturnValue:
    """What an earlier version said, as the machine read it then; each fact leads to that version's file."""
    call = _call(call_id)
    if number == call.version:
        return redirect(url_for("calls.show", call_id=call_id))
    version = found(find_version(db(), call_id, number, viewer=current_user()))
    held = from_plain(Reading, version.reading or {})
    pages = Pages(call, number, _paths(call))
    groups = groups_of_facts(list(facts_of(held)))
    return render_template(
        "versions/reading.html",
        call=call,
        steps=steps_shown(call),
        version=version,
        groups=groups,
        pages=pages,
        files=[file for file in call.all_files if stands_in(file, number)],
    )


@bp.route("/<int:number>/suivre/<what>", methods=["POST"])
@open_to(*STAFF)
def follow(call_id: int, number: int, what: str) -> ResponseReturnValue:
    """Bring the needs, or the price lines, to the present version."""
    try:
        if what == "besoins":
            count = len(following.follow_needs_of(db(), current_user(), call_id))
            flash(ngettext("%(num)s besoin à jour.", "%(num)s besoins à jour.", count), "ok")
        elif what == "bordereau":
            count = following.follow_prices(db(), current_user(), call_id)
            flash(
                ngettext("%(num)s ligne de prix modifiée.", "%(num)s lignes de prix modifiées.", count), "ok"
            )
        else:
            abort(404)
    except (Invalid, NotReady) as error:
        flash(reason(error), "doubt")
    return redirect(url_for("versions.show", call_id=call_id, number=number))


def _call(call_id: int) -> CallRow:
    call = found(find_call(db(), call_id, viewer=current_user()))
    if call.state in UNREAD:
        abort(redirect(url_for("calls.show", call_id=call_id)))
    return call


def _running(call: CallRow) -> object:
    job = last_job(db(), call.id, JobKind.REVISE, viewer=current_user())
    return None if job is None or job.is_over else job


def _versions(call: CallRow) -> list[CallVersionRow]:
    held = list_versions(db(), call.id, viewer=current_user())
    return [one for one in held if one.state is not VersionState.READING]


def _paths(call: CallRow) -> dict[tuple[int, str], int]:
    return list_page_paths(db(), call.id, viewer=current_user())

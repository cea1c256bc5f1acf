"""Rédiger: what the response still lacks and who can give it, its boxes, its archive."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import DecimalField, SelectChoice, SelectField, StringField
from wtforms.validators import Length, NumberRange, Optional

from tender.store.jobs import JobKind, last_job
from tender.store.responses import find_issue, list_issues
from tender.store.splits import SplitState
from tender.web import jobs
from tender.web.call_steps import call_and_split, steps_of
from tender.web.downloads import handed_over
from tender.web.errors import found, reason
from tender.web.forms import BaseForm
from tender.web.gate_words import UNPLACED_WORDS
from tender.web.login import STAFF, current_user, open_to
from tender.web.session import db
from tender.workbench import generating, responding
from tender.workbench.approving import members_in
from tender.workbench.errors import NotReady

bp = Blueprint("responses", __name__, url_prefix="/appels/<int:call_id>/dossier")


class BoxesForm(BaseForm):
    """What neither the call nor the members give."""

    mandate = SelectField(
        lazy_gettext("Étendue du mandat donné au mandataire"),
        choices=[
            SelectChoice("", lazy_gettext("À décider")),
            SelectChoice(
                "sign_and_represent",
                lazy_gettext("Signer l’offre et ses modifications, représenter, coordonner"),
            ),
            SelectChoice("individual", lazy_gettext("Chaque membre signe pour lui-même")),
            SelectChoice("conditions", lazy_gettext("Aux conditions écrites ci-dessous")),
        ],
    )
    mandate_conditions = StringField(
        lazy_gettext("Conditions du mandat"), default="", validators=[Length(max=2000)]
    )
    renounces_advance = SelectField(
        lazy_gettext("Avance"),
        choices=[
            SelectChoice("", lazy_gettext("À décider")),
            SelectChoice("no", lazy_gettext("Le groupement demande l’avance")),
            SelectChoice("yes", lazy_gettext("Le groupement renonce à l’avance")),
        ],
    )
    vat_rate = DecimalField(
        lazy_gettext("Taux de TVA (%)"), validators=[Optional(), NumberRange(0, 100)], places=None
    )


@bp.route("/")
@open_to(*STAFF)
def show(call_id: int) -> ResponseReturnValue:
    """The dossier: what is missing first, then the archive and what was made before."""
    call, split = call_and_split(call_id)
    gaps = generating.check(db(), current_user(), call_id) if split.shares else ()
    return render_template(
        "responses/show.html",
        call=call,
        split=split,
        steps=steps_of(call, split),
        blocking=_by_actor([one for one in gaps if one.blocking]),
        advice=[one for one in gaps if not one.blocking],
        names={member.key: member.name for member in members_in(split)},
        issues=list_issues(db(), call_id, viewer=current_user()),
        job=last_job(db(), call_id, JobKind.GENERATE, viewer=current_user()),
        frozen=split.state is SplitState.FROZEN,
        unplaced_words=UNPLACED_WORDS,
    )


def _by_actor(gaps: list[Any]) -> dict[str, list[Any]]:
    """What is missing by who can mend it: the officer's own first."""
    held: dict[str, list[Any]] = defaultdict(list)
    for one in gaps:
        held[one.actor.value].append(one)
    order = ("officer", "lead", "member", "buyer")
    return {actor: held[actor] for actor in order if actor in held}


@bp.route("/rubriques", methods=["GET", "POST"])
@open_to(*STAFF)
def boxes(call_id: int) -> ResponseReturnValue:
    """Answer the boxes that are left: mandate, advance, VAT, each member's declaration and powers."""
    call, split = call_and_split(call_id)
    held = responding.response_row(db(), current_user(), call_id).boxes
    form = BoxesForm(data=_form_data(held))
    members = members_in(split)
    if form.accepted():
        responding.set_boxes(db(), current_user(), call_id, _given(form, [member.key for member in members]))
        flash(_("Rubriques enregistrées."), "ok")
        return redirect(url_for("responses.show", call_id=call_id))
    return render_template(
        "responses/boxes.html", call=call, steps=steps_of(call, split), form=form, members=members, held=held
    ), form.status


def _form_data(held: dict[str, Any]) -> dict[str, Any]:
    advance = held.get("renounces_advance")
    return {
        "mandate": held.get("mandate") or "",
        "mandate_conditions": held.get("mandate_conditions", ""),
        "renounces_advance": "" if advance is None else "yes" if advance else "no",
        "vat_rate": held.get("vat_rate"),
    }


def _given(form: BoxesForm, keys: list[str]) -> dict[str, Any]:
    rate = form.vat_rate.data
    return {
        "mandate": form.mandate.data or None,
        "mandate_conditions": form.mandate_conditions.data.strip(),
        "renounces_advance": {"yes": True, "no": False}.get(form.renounces_advance.data),
        "vat_rate": None if rate is None else str(rate),
        "honour": {key: f"honour-{key}" in request.form for key in keys},
        "powers": {key: request.form.get(f"power-{key}", "").strip()[:500] for key in keys},
    }


@bp.route("/etablir", methods=["POST"])
@open_to(*STAFF)
def generate(call_id: int) -> ResponseReturnValue:
    """Have the archive made by the worker: a draft at any time, the final one once nothing is missing."""
    draft = request.form.get("draft") == "1"
    try:
        job = generating.ask(db(), current_user(), call_id, draft=draft)
    except NotReady as error:
        flash(reason(error), "doubt")
    else:
        jobs.start(job)
    return redirect(url_for("responses.show", call_id=call_id))


@bp.route("/avancement")
@open_to(*STAFF)
def progress(call_id: int) -> ResponseReturnValue:
    """How far the archive is; once over, the whole page is asked again."""
    call, _split = call_and_split(call_id)
    job = last_job(db(), call_id, JobKind.GENERATE, viewer=current_user())
    if job is None or job.is_over:
        return jobs.page_anew()
    return render_template("responses/progress.html", call=call, job=job)


@bp.route("/<int:issue_id>/archive.zip")
@open_to(*STAFF)
def archive(call_id: int, issue_id: int) -> ResponseReturnValue:
    """An archive as it was made."""
    issue = found(find_issue(db(), call_id, issue_id, viewer=current_user()))
    return handed_over(jobs.files().path(issue.sha256), issue.name, "application/zip")


@bp.route("/<int:issue_id>/<int:number>")
@open_to(*STAFF)
def file(call_id: int, issue_id: int, number: int) -> ResponseReturnValue:
    """One file of an archive."""
    issue = found(find_issue(db(), call_id, issue_id, viewer=current_user()))
    held = found(issue.manifest[number] if number < len(issue.manifest) else None)
    return handed_over(jobs.files().path(held["sha256"]), held["name"], held["media_type"])

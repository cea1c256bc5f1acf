"""Et si: suppose a change, see the splits it gives beside the one there is, adopt one or drop them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tender.store.calls import CallRow, find_call
from tender.store.jobs import JobKind, JobRow, last_job
from tender.store.splits import list_trials
from tender.web import jobs
from tender.web.call_steps import steps_of
from tender.web.errors import found, reason
from tender.web.labels import trade_label
from tender.web.login import STAFF, current_user, open_to
from tender.web.session import db
from tender.web.sheets import table_answer
from tender.web.split_words import names_of
from tender.web.trades import trade_choices
from tender.web.trial_words import (
    Unclear,
    change_words,
    held_changes,
    measured,
    packed,
    typed_changes,
)
from tender.workbench import trying
from tender.workbench.casing import lot_order
from tender.workbench.errors import Invalid, NotReady, OutOfDate
from tender.workbench.mapping import place_name
from tender.workbench.overview import Overview, overview

bp = Blueprint("trials", __name__, url_prefix="/appels/<int:call_id>/repartition/essais")


@bp.route("/", methods=["GET", "POST"])
@open_to(*STAFF)
def index(call_id: int) -> ResponseReturnValue:
    """Say what would change; the suppositions said so far stand on the page until they are tried."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    seen = overview(db(), current_user(), call_id)
    if not seen.needs:
        return redirect(url_for("splits.show", call_id=call_id))
    if request.method == "GET":
        return _form(call, seen, [], "")
    held = held_changes(request.form.getlist("change"))
    act = request.form.get("act", "")
    if act.startswith("remove:"):
        return _form(call, seen, [one for index, one in enumerate(held) if act != f"remove:{index}"], "")
    try:
        changes = held + typed_changes(request.form)
        trying.check(db(), current_user(), call_id, changes)
        if act == "add":
            return _form(call, seen, changes, "")
        trial, job = trying.ask(db(), current_user(), call_id, changes)
    except (Unclear, Invalid, NotReady) as error:
        words = str(error) if isinstance(error, Unclear) else reason(error)
        return _form(call, seen, held, words), 422
    jobs.start(job)
    return redirect(url_for("trials.show", call_id=call_id, trial_id=trial.id))


def _form(call: CallRow, seen: Overview, changes: Sequence[dict[str, Any]], error: str) -> str:
    names = names_of(seen)
    return render_template(
        "trials/index.html",
        call=call,
        steps=steps_of(call, seen.split),
        split=seen.split,
        members=seen.members,
        lots=sorted({need.lot for need in seen.needs}, key=lot_order),
        shares=seen.split.shares,
        trades=trade_choices({need.trade for need in seen.needs}),
        changes=[(packed(one), change_words(one, names)) for one in changes],
        chosen={name: request.values.get(name, "") for name in ("adherente", "lot")},
        typed=request.form,
        error=error,
        trials=[
            (one, [change_words(change, names) for change in one.changes])
            for one in list_trials(db(), call.id, viewer=current_user())
        ],
        place_name=place_name,
        packed=packed,
    )


@bp.route("/<int:trial_id>")
@open_to(*STAFF)
def show(call_id: int, trial_id: int) -> ResponseReturnValue:
    """The split as it is beside those found."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    seen = overview(db(), current_user(), call_id)
    view = trying.view(db(), current_user(), call_id, trial_id)
    names = names_of(seen)
    return render_template(
        "trials/show.html",
        call=call,
        steps=steps_of(call, seen.split),
        view=view,
        seen=seen,
        names=names,
        changes=[change_words(one, names) for one in view.trial.changes],
        job=_job(call_id, trial_id),
        place_name=place_name,
    )


def _job(call_id: int, trial_id: int) -> JobRow | None:
    job = last_job(db(), call_id, JobKind.TRIAL, viewer=current_user())
    return job if job is not None and job.params.get("trial") == trial_id else None


@bp.route("/<int:trial_id>/avancement")
@open_to(*STAFF)
def progress(call_id: int, trial_id: int) -> ResponseReturnValue:
    """How far the search is; once over, the whole page is asked again."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    job = _job(call_id, trial_id)
    if job is None or job.is_over:
        return jobs.page_anew()
    return render_template("trials/progress.html", call=call, job=job, trial_id=trial_id)


@bp.route("/<int:trial_id>/adopter", methods=["POST"])
@open_to(*STAFF)
def adopt(call_id: int, trial_id: int) -> ResponseReturnValue:
    """Make one of the splits found the split."""
    try:
        trying.adopt(db(), current_user(), call_id, trial_id, request.form.get("candidate", ""))
    except (OutOfDate, NotReady) as error:
        flash(reason(error), "doubt")
        return redirect(url_for("trials.show", call_id=call_id, trial_id=trial_id))
    flash(
        _("La répartition essayée est adoptée. Les parts qui ont changé sont à approuver de nouveau."), "ok"
    )
    return redirect(url_for("splits.show", call_id=call_id))


@bp.route("/<int:trial_id>/laisser", methods=["POST"])
@open_to(*STAFF)
def drop(call_id: int, trial_id: int) -> ResponseReturnValue:
    """Leave the split as it is."""
    trying.drop(db(), current_user(), call_id, trial_id)
    flash(_("Rien n’a changé dans la répartition."), "info")
    return redirect(url_for("splits.show", call_id=call_id))


@bp.route("/<int:trial_id>/comparaison.<ending>")
@open_to(*STAFF)
def export(call_id: int, trial_id: int, ending: str) -> ResponseReturnValue:
    """Every share that changes in one of the splits found, and what each has."""
    names = names_of(overview(db(), current_user(), call_id))
    view = trying.view(db(), current_user(), call_id, trial_id)
    labels = _labels()
    heads = [_("Essai"), _("Lot"), _("Commune"), _("Code INSEE"), _("Métier"), _("Adhérente"),
             _("Heures aujourd’hui"), _("Heures essayées"), _("Différence")]  # fmt: skip
    rows = [
        [labels[one.name], change.lot, place_name(change.place), change.place, trade_label(change.trade),
         names.member(change.member), change.before, change.after, change.difference]
        for one in view.candidates
        for change in one.beside.changes
    ]  # fmt: skip
    return table_answer(f"comparaison-{call_id}-{trial_id}", ending, _("Comparaison"), heads, rows)


@bp.route("/<int:trial_id>/mesures.<ending>")
@open_to(*STAFF)
def measures(call_id: int, trial_id: int, ending: str) -> ResponseReturnValue:
    """Every figure of the splits side by side: of the whole, then of each member."""
    names = names_of(overview(db(), current_user(), call_id))
    view = trying.view(db(), current_user(), call_id, trial_id)
    heads = [_("Essai"), _("Adhérente"), _("Mesure"), _("Aujourd’hui"), _("Essayé")]
    rows = [
        [_labels()[one.name], names.member(member) if member else _("Ensemble"), label, before, after]
        for one in view.candidates
        for member, label, before, after in measured(one)
    ]
    return table_answer(f"mesures-{call_id}-{trial_id}", ending, _("Mesures"), heads, rows)


def _labels() -> dict[str, str]:
    return {trying.NEAREST: _("Au plus près"), trying.FRESH: _("Optimum")}

"""Déposer: every demand with its answer, the second person's yes, the deposit and its receipt."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import DateTimeLocalField, StringField
from wtforms.validators import InputRequired, Length

from tender.store.calls import CallState
from tender.store.responses import list_filings
from tender.web import jobs
from tender.web.call_steps import call_and_split, steps_of
from tender.web.downloads import handed_over
from tender.web.errors import found, reason
from tender.web.forms import BaseForm
from tender.web.gate_words import DEMANDED_WORDS, STANDING_WORDS
from tender.web.login import STAFF, current_user, open_to
from tender.web.session import db, forget_changes
from tender.web.uploads import sent_files
from tender.workbench import filing
from tender.workbench.errors import Invalid, NotAllowed, NotReady
from tender.workbench.timing import PARIS

bp = Blueprint("filing", __name__, url_prefix="/appels/<int:call_id>/depot")


class FilingForm(BaseForm):
    """A deposit, as its receipt tells it."""

    filed_at = DateTimeLocalField(
        lazy_gettext("Fin de l’envoi, heure de Paris"), validators=[InputRequired()], format="%Y-%m-%dT%H:%M"
    )
    filed_by = StringField(lazy_gettext("Déposé par"), validators=[Length(max=120)])
    platform = StringField(lazy_gettext("Plateforme"), validators=[Length(max=300)])
    reference = StringField(lazy_gettext("Numéro de l’accusé de réception"), validators=[Length(max=120)])
    receipt = FileField(lazy_gettext("Accusé de réception"))


@bp.route("/", methods=["GET", "POST"])
@open_to(*STAFF)
def show(call_id: int) -> ResponseReturnValue:
    """The matrix, the second look, the deposit."""
    call, split = call_and_split(call_id)
    issue = filing.newest_issue(db(), current_user(), call_id)
    form = FilingForm(data={"platform": filing.platform_of(call), "filed_by": current_user().name})
    if issue is not None and form.accepted():
        try:
            kept = filing.record(db(), current_user(), jobs.files(), call_id, issue.id, given=_given(form))
        except (Invalid, NotReady) as error:
            forget_changes()
            form.form_errors.append(reason(error))
        else:
            flash(*_told(late=kept.late))
            return redirect(url_for("filing.show", call_id=call_id))
    rows = filing.compliance(db(), current_user(), call_id, issue) if split.shares else ()
    return render_template(
        "filing/show.html",
        call=call,
        split=split,
        steps=steps_of(call, split),
        issue=issue,
        form=form,
        groups=_by_kind(rows),
        broken=filing.broken(rows),
        standings=STANDING_WORDS,
        kinds=DEMANDED_WORDS,
        filings=list_filings(db(), call_id, viewer=current_user()),
        own=issue is not None and issue.by_id == current_user().id,
        filed=call.state is CallState.FILED,
    ), 422 if form.form_errors else form.status


def _told(*, late: bool) -> tuple[str, str]:
    """What is said once a deposit is kept, and its tone."""
    if not late:
        return _("Dépôt enregistré. La composition du groupement est close (R2142-26)."), "ok"
    words = _(
        "Dépôt enregistré, mais l’envoi a fini après l’heure limite : l’acheteur doit l’écarter, "
        "sauf copie de sauvegarde (R2132-11) ou prolongation."
    )
    return words, "stop"


def _by_kind(rows: Iterable[Any]) -> dict[str, list[Any]]:
    held: dict[str, list[Any]] = {kind: [] for kind in DEMANDED_WORDS}
    for row in rows:
        held[row.kind.value].append(row)
    return {kind: mine for kind, mine in held.items() if mine}


def _given(form: FilingForm) -> filing.GivenFiling:
    at: datetime = form.filed_at.data
    sent = sent_files(request.files.getlist("receipt"))
    return filing.GivenFiling(
        filed_at=at.replace(tzinfo=PARIS),  # a receipt tells the hour of the buyer's portal
        platform=form.platform.data or "",
        reference=form.reference.data or "",
        filed_by=form.filed_by.data or "",
        receipt=sent[0] if sent else None,
    )


@bp.route("/<int:issue_id>/relu", methods=["POST"])
@open_to(*STAFF)
def sign(call_id: int, issue_id: int) -> ResponseReturnValue:
    """A second person has gone through the archive."""
    try:
        filing.sign_off(db(), current_user(), call_id, issue_id, request.form.get("sha256", ""))
    except (NotReady, NotAllowed) as error:
        flash(reason(error), "doubt")
    else:
        flash(_("Relecture enregistrée : ce dossier, et lui seul, peut être déposé."), "ok")
    return redirect(url_for("filing.show", call_id=call_id))


@bp.route("/<int:filing_id>/accuse")
@open_to(*STAFF)
def receipt(call_id: int, filing_id: int) -> ResponseReturnValue:
    """The receipt of a deposit, as the portal gave it."""
    kept = found(
        next((one for one in list_filings(db(), call_id, viewer=current_user()) if one.id == filing_id), None)
    )
    return handed_over(jobs.files().path(found(kept.receipt_sha256)), kept.receipt_name)

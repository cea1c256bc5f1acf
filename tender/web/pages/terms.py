"""The terms of the group, and the steps that bind: shown to directors, frozen, opened again on record."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from wtforms import DateField, SelectChoice, SelectField, TimeField
from wtforms.validators import Optional

from tender.store.calls import CallRow, find_call
from tender.store.members import the_collective
from tender.store.splits import SplitRow
from tender.vocabulary.split import PartyForm
from tender.web.call_steps import steps_of
from tender.web.errors import found, reason
from tender.web.group_fields import GroupFields, fee_boxes
from tender.web.login import STAFF, current_user, open_to
from tender.web.session import db
from tender.web.share_letters import send_letters
from tender.web.split_words import broken_words, listed, names_of
from tender.workbench import consent, member_pricing, publishing
from tender.workbench.approving import members_in
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotReady, WorkbenchError
from tender.workbench.facts import reading_of
from tender.workbench.overview import overview
from tender.workbench.splitting import split_of
from tender.workbench.timing import DECIDED_BEFORE, PARIS, counted_back

bp = Blueprint("terms", __name__, url_prefix="/appels/<int:call_id>/conditions")

FIELDS_OF_REASONS = {"closes": "closes_day", "fee": "fee", "fee_hour": "fee", "lead_without_share": "lead"}


class TermsForm(GroupFields):
    """Who leads, in which form, for what fee, until when directors decide."""

    lead = SelectField(lazy_gettext("Mandataire"), coerce=int)
    closes_day = DateField(lazy_gettext("Décider au plus tard le"), validators=[Optional()])
    closes_hour = TimeField(lazy_gettext("à (heure de Paris)"), validators=[Optional()])


@bp.route("/", methods=["GET", "POST"])
@open_to(*STAFF)
def index(call_id: int) -> ResponseReturnValue:
    """Read and set the terms; a change asks every director again."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    split = split_of(db(), current_user(), call_id)
    if not split.shares:
        return redirect(url_for("splits.show", call_id=call_id))
    form = TermsForm(data=_held(split))
    form.lead.choices = [SelectChoice(0, _("Choisir"))] + [
        SelectChoice(member.id, member.name) for member in members_in(split)
    ]
    if form.accepted() and _saved(call_id, form):
        flash(_("Les conditions sont enregistrées."), "ok")
        return redirect(url_for("terms.index", call_id=call_id))
    return _page(call, split, form), form.status


def _held(split: SplitRow) -> dict[str, object]:
    """The terms as set; before that, what the charter of the collective says."""
    collective = the_collective(db())
    charter = collective.charter if collective else {}
    fresh = split.lead_id is None
    proposed = counted_back(split.call.deadline, now(), DECIDED_BEFORE) if fresh else None
    limit = split.closes or proposed
    closes = limit.astimezone(PARIS).replace(second=0, microsecond=0) if limit else None
    fee, hourly = publishing.fee_of(split)
    if fresh:
        fee, hourly = charter.get("lead_fee_percent"), charter.get("lead_fee_hour")
    keys = {member.key: member.id for member in members_in(split)}
    return {
        "lead": keys.get(str(charter.get("lead")), 0) if fresh else split.lead_id,
        "form": str(charter.get("form") or "joint") if fresh else split.form.value,
        "lead_solidary": bool(charter.get("lead_solidary")) if fresh else split.lead_solidary,
        **fee_boxes(fee, hourly),
        "closes_day": closes.date() if closes else None,
        "closes_hour": closes.time() if closes else None,
    }


def _saved(call_id: int, form: TermsForm) -> bool:
    try:
        percent, hourly = form.fees()
    except ValueError:
        form.refuse("fee", _("Saisissez un nombre, par exemple 2,5, ou laissez vide."))
        return False
    closes = None
    if form.closes_day.data:
        hour = form.closes_hour.data or datetime.min.time().replace(hour=18)
        closes = datetime.combine(form.closes_day.data, hour, PARIS)
    try:
        publishing.set_terms(
            db(),
            current_user(),
            call_id,
            lead_id=form.lead.data or None,
            form=PartyForm(form.form.data),
            lead_solidary=bool(form.lead_solidary.data),
            fee_percent=percent,
            fee_hour=hourly,
            closes=closes,
        )
    except Invalid as error:
        form.refuse(FIELDS_OF_REASONS.get(error.code, "lead"), reason(error))
        return False
    except NotReady as error:
        form.form_errors.append(reason(error))
        return False
    return True


def _page(call: CallRow, split: SplitRow, form: TermsForm) -> str:
    seen = overview(db(), current_user(), call.id)
    names = names_of(seen)
    held = consent.standings(db(), current_user(), call.id)
    return render_template(
        "splits/terms.html",
        call=call,
        split=split,
        form=form,
        steps=steps_of(call, split),
        grouping=reading_of(call).grouping,
        broken=[broken_words({**_plain(one)}, names) for one in seen.broken],
        missing=seen.asked - seen.given,
        held=held,
        silent=[one.shown.member.name for one in held if not one.directors],
        unsettled=member_pricing.unsettled(db(), current_user(), call.id),
    )


def _plain(one: object) -> dict[str, object]:
    return {
        name: getattr(one, name) for name in ("rule", "amount", "member", "lot", "place", "trade", "period")
    }


@bp.route("/soumettre", methods=["POST"])
@open_to(*STAFF)
def publish(call_id: int) -> ResponseReturnValue:
    """Show each director her part and write to her, once for each part as it stands."""
    try:
        split = publishing.publish(db(), current_user(), call_id)
    except (Invalid, NotReady) as error:
        flash(_words(call_id, error), "stop")
        return redirect(url_for("terms.index", call_id=call_id))
    written = [one for one in consent.standings(db(), current_user(), call_id) if one.is_to_ask]
    lost = send_letters(split, consent.letters(written))
    consent.note_letters(db(), current_user(), call_id, written, consent.ASKED)
    count = len(consent.letters(written)) - len(lost)
    flash(
        ngettext(
            "La répartition est soumise ; %(num)s courriel est parti.",
            "La répartition est soumise ; %(num)s courriels sont partis.",
            count,
        ),
        "ok",
    )
    if lost:
        flash(_("Ces courriels n’ont pas pu partir : %(names)s. Téléphonez.", names=listed(lost)), "doubt")
    return redirect(url_for("consent.show", call_id=call_id))


def _words(call_id: int, error: WorkbenchError) -> str:
    if error.code == "rule":
        return broken_words(error.facts, names_of(overview(db(), current_user(), call_id)))
    return reason(error)


@bp.route("/figer", methods=["POST"])
@open_to(*STAFF)
def freeze(call_id: int) -> ResponseReturnValue:
    """Close an agreed split."""
    try:
        publishing.freeze(db(), current_user(), call_id)
    except NotReady as error:
        flash(reason(error), "stop")
    else:
        flash(_("La répartition est figée : le dossier de réponse dira exactement cela."), "ok")
    return redirect(url_for("consent.show", call_id=call_id))


@bp.route("/rouvrir", methods=["POST"])
@open_to(*STAFF)
def reopen(call_id: int) -> ResponseReturnValue:
    """Open a frozen split again, with a reason on the record."""
    try:
        publishing.reopen(
            db(),
            current_user(),
            call_id,
            request.form.get("motif", ""),
            exception=request.form.get("cas", ""),
        )
    except (Invalid, NotReady) as error:
        flash(reason(error), "stop")
    else:
        flash(_("La répartition est rouverte ; le motif est au journal."), "ok")
    return redirect(url_for("consent.show", call_id=call_id))

"""Approuver, for the officer: who approved, refused, proposed otherwise, is awaited; and what to do next."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tender.store.calls import find_call
from tender.store.consents import list_reserves
from tender.store.jobs import JobKind, last_job
from tender.store.members import list_members
from tender.vocabulary.split import Verdict
from tender.web.call_steps import steps_of
from tender.web.errors import found, reason
from tender.web.law_words import law_panel
from tender.web.login import STAFF, current_user, open_to
from tender.web.member_words import hues_of
from tender.web.session import db, forget_changes
from tender.web.share_letters import send_letters
from tender.web.share_words import standing_of
from tender.web.split_words import broken_words, listed, names_of
from tender.workbench import consent, posting, reserving
from tender.workbench.errors import Invalid, NotReady, OutOfDate
from tender.workbench.legal import legal_view
from tender.workbench.overview import overview
from tender.workbench.splitting import split_of

bp = Blueprint("consent", __name__, url_prefix="/appels/<int:call_id>/approbations")


@bp.route("/")
@open_to(*STAFF)
def show(call_id: int) -> ResponseReturnValue:
    """The whole state of consent at a glance; prints as it stands."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    split = split_of(db(), current_user(), call_id)
    return render_template(
        "consent/show.html",
        call=call,
        split=split,
        steps=steps_of(call, split),
        held=sorted(consent.standings(db(), current_user(), call_id), key=_place),
        standing_of=standing_of,
        reserves=[
            reserving.reserve_shown(one) for one in list_reserves(db(), split.id, viewer=current_user())
        ],
        law=law_panel(legal_view(db(), current_user(), call.id)),
        law_back="approbations",
        job=last_job(db(), call_id, JobKind.RESERVE, viewer=current_user()),
        letters=posting.letters_shown(db(), current_user(), call_id),
        hues=hues_of(list_members(db(), viewer=current_user())),
    )


def _place(one: consent.Standing) -> int:
    """Who waits for an answer of the officer's first, then those awaited, then those who approved."""
    order = {Verdict.REFUSED: 0, Verdict.COUNTERED: 0, None: 1, Verdict.APPROVED: 2}
    return order[one.shown.verdict]


@bp.route("/relancer", methods=["POST"])
@open_to(*STAFF)
def remind(call_id: int) -> ResponseReturnValue:
    """One reminder to those awaited who had none; after that somebody telephones."""
    try:
        held = consent.to_remind(db(), current_user(), call_id)
    except NotReady as error:
        flash(reason(error), "doubt")
        return redirect(url_for("consent.show", call_id=call_id))
    only = request.form.get("adherente", type=int)
    held = [one for one in held if only in (None, one.shown.member.id)]
    if not held:
        flash(_("Personne n’est à relancer par courriel. Téléphonez aux directions attendues."), "doubt")
        return redirect(url_for("consent.show", call_id=call_id))
    letters = consent.letters(held)
    lost = send_letters(split_of(db(), current_user(), call_id), letters, again=True)
    consent.note_letters(db(), current_user(), call_id, held, consent.REMINDED)
    sent = len(letters) - len(lost)
    flash(ngettext("%(num)s rappel est parti.", "%(num)s rappels sont partis.", sent), "ok")
    if lost:
        flash(_("Ces courriels n’ont pas pu partir : %(names)s. Téléphonez.", names=listed(lost)), "doubt")
    return redirect(url_for("consent.show", call_id=call_id))


@bp.route("/<int:member_id>/appliquer", methods=["POST"])
@open_to(*STAFF)
def apply(call_id: int, member_id: int) -> ResponseReturnValue:
    """Give a member what she proposed; the nearest split follows, and only those touched are asked."""
    seen = request.form.get("seen", "")
    try:
        consent.apply_counter(db(), current_user(), call_id, member_id, seen=seen)
    except OutOfDate:
        flash(_("Cette proposition portait sur une part qui a changé depuis. Rien n’a été modifié."), "doubt")
    except Invalid as error:
        forget_changes()
        words = reason(error)
        if error.code == "rule":
            words = broken_words(error.facts, names_of(overview(db(), current_user(), call_id)))
        flash(_("La proposition ne peut pas être reprise telle quelle : %(words)s", words=words), "stop")
    else:
        flash(
            _("La proposition est reprise. Prévenez les directions dont la part a changé."),
            "ok",
        )
    return redirect(url_for("consent.show", call_id=call_id))

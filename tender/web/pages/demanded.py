"""Pièces demandées: what a call asks of each member, how it stands on the day that counts, who must act."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tender.store.calls import find_call
from tender.store.members import find_member
from tender.store.splits import find_split_of_call
from tender.web.call_steps import steps_of
from tender.web.errors import found, reason
from tender.web.login import STAFF, current_user, open_to
from tender.web.paper_letters import ask_and_tell, ask_directors
from tender.web.paper_words import FITNESS_WORDS
from tender.web.session import db
from tender.workbench import asking
from tender.workbench.errors import Invalid

bp = Blueprint("demanded", __name__, url_prefix="/appels/<int:call_id>/pieces")


@bp.route("/")
@open_to(*STAFF)
def index(call_id: int) -> ResponseReturnValue:
    """Each demanded paper, each member that owes it, and one button to ask."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    split = found(find_split_of_call(db(), call_id, viewer=current_user()))
    held = asking.call_papers(db(), current_user(), call_id) if split.shares else None
    return render_template(
        "demanded/index.html",
        call=call,
        split=split,
        steps=steps_of(call, split),
        held=held,
        words=FITNESS_WORDS,
        day_of=date.fromisoformat,
        stopping=held.stopping if held else 0,
    )


@bp.route("/demander", methods=["POST"])
@open_to(*STAFF)
def ask(call_id: int) -> ResponseReturnValue:
    """Ask one member for one paper: a task of its directors, and a letter."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    member = found(find_member(db(), request.form.get("member_id", 0, type=int), viewer=current_user()))
    try:
        wanted, fresh = asking.ask_for_call(
            db(), current_user(), call_id, name=request.form.get("name", ""), member_id=member.id
        )
    except Invalid as error:
        flash(reason(error), "doubt")
    else:
        ask_and_tell(wanted, member, call, fresh=fresh)
    return redirect(url_for("demanded.index", call_id=call_id))


@bp.route("/demander-tout", methods=["POST"])
@open_to(*STAFF)
def ask_all(call_id: int) -> ResponseReturnValue:
    """Ask everything that stops the deposit and is not asked yet."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    fresh, lost = asking.ask_all_for_call(db(), current_user(), call_id), []
    for wanted in fresh:
        member = found(find_member(db(), wanted.member_id, viewer=current_user()))
        lost += ask_directors(wanted, member, call)[1]
    flash(_("Demandes envoyées : %(num)s.", num=len(fresh)), "ok")
    if lost:
        names = ", ".join(sorted(set(lost)))
        flash(_("Ces courriels n’ont pas pu partir : %(names)s. Téléphonez.", names=names), "doubt")
    return redirect(url_for("demanded.index", call_id=call_id))

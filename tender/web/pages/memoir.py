"""Le mémoire technique: a chapter per criterion, its weight and proofs, who is asked, what is generic."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import DateField, HiddenField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from tender.store.calls import CallRow
from tender.store.splits import SplitRow
from tender.vocabulary.source import Evidence
from tender.web.call_steps import call_and_split, steps_of
from tender.web.errors import reason
from tender.web.evidence_words import evening_of
from tender.web.forms import BaseForm
from tender.web.login import STAFF, current_user, open_to
from tender.web.part_letters import ask_for_part
from tender.web.session import db
from tender.workbench import contributing, memo_view
from tender.workbench.approving import members_in
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, OutOfDate
from tender.workbench.timing import counted_back

bp = Blueprint("memoir", __name__, url_prefix="/appels/<int:call_id>/memoire")

WRITTEN_BEFORE = 6
"""Days before the deposit by which parts are proposed to be written."""


class ChapterForm(BaseForm):
    """What is written for this very call."""

    seen = HiddenField(default="")
    text = TextAreaField(
        lazy_gettext("Écrit pour cette consultation"), default="", validators=[Length(max=20_000)]
    )


class AskForm(BaseForm):
    """Whom to ask, for which chapter, until when."""

    criterion = HiddenField()
    member_id = SelectField(lazy_gettext("À qui"), coerce=int)
    due = DateField(
        lazy_gettext("Avant le (18 h)"), validators=[InputRequired(lazy_gettext("Indiquez une date."))]
    )
    asked = TextAreaField(
        lazy_gettext("Ce qu’il faut dire, précisément"), default="", validators=[Length(max=2000)]
    )


@bp.route("/")
@open_to(*STAFF)
def show(call_id: int) -> ResponseReturnValue:
    """The chapters: what answers each, how long, who is awaited; then what could suit any company."""
    call, split = call_and_split(call_id)
    return render_template(
        "memoir/show.html",
        call=call,
        steps=steps_of(call, split),
        memo=memo_view.view(db(), current_user(), call_id) if split.shares else None,
        now=now(),
    )


@bp.route("/chapitre", methods=["GET", "POST"])
@open_to(*STAFF)
def chapter(call_id: int) -> ResponseReturnValue:
    """One chapter: its own text, the blocks proposed and why, the call's passages, whom to ask."""
    call, split = call_and_split(call_id)
    criterion = request.args.get("critere", "")
    choice = memo_view.choice(db(), current_user(), call_id, criterion)
    seen = memo_view.written_at(choice.row)
    form = ChapterForm(data={"text": choice.row.text if choice.row is not None else "", "seen": seen})
    if form.accepted():
        passages = {str(rank): one for rank, one in enumerate(choice.passages)}
        try:
            memo_view.write_chapter(
                db(),
                current_user(),
                call_id,
                criterion,
                text=form.text.data,
                blocks=_numbers(request.form.getlist("blocks")),
                quotes=_chosen(passages, request.form.getlist("quotes")),
                seen=form.seen.data,
            )
        except OutOfDate as error:
            form.form_errors.append(reason(error))
            form.seen.data = seen
        else:
            flash(_("Chapitre enregistré."), "ok")
            return redirect(url_for("memoir.show", call_id=call_id))
    return render_template(
        "memoir/chapter.html",
        call=call,
        choice=choice,
        form=form,
        ask=_ask_form(call, split, criterion),
        criterion=criterion,
    ), form.status


def _numbers(sent: list[str]) -> list[int]:
    return [int(one) for one in sent if one.isdecimal()]


def _chosen(passages: dict[str, Evidence], sent: list[str]) -> list[Evidence]:
    return [passages[rank] for rank in sent if rank in passages]


def _ask_form(call: CallRow, split: SplitRow, criterion: str) -> AskForm:
    limit = counted_back(call.deadline, now(), WRITTEN_BEFORE)
    form = AskForm(data={"criterion": criterion, "due": limit.date() if limit else None})
    form.member_id.choices = [SelectChoice(member.id, member.name) for member in members_in(split)]
    return form


@bp.route("/chapitre/proposer", methods=["POST"])
@open_to(*STAFF)
def propose(call_id: int) -> ResponseReturnValue:
    """Forget what was chosen: blocks and passages as proposed."""
    criterion = request.form.get("criterion", "")
    memo_view.propose_again(db(), current_user(), call_id, criterion)
    flash(_("Les preuves et les citations sont de nouveau celles qui sont proposées."), "ok")
    return redirect(url_for("memoir.chapter", call_id=call_id, critere=criterion))


@bp.route("/demander", methods=["POST"])
@open_to(*STAFF)
def ask(call_id: int) -> ResponseReturnValue:
    """Ask a member for its part of a chapter; its directors are written to."""
    call, split = call_and_split(call_id)
    criterion = request.form.get("criterion", "")
    form = _ask_form(call, split, criterion)
    if not form.accepted():
        words = [error for one in form for error in one.errors]
        flash(words[0] if words else _("Indiquez une date."), "doubt")
        return redirect(url_for("memoir.chapter", call_id=call_id, critere=criterion))
    due: date = form.due.data
    try:
        row = contributing.ask_part(
            db(),
            current_user(),
            call_id,
            criterion=criterion,
            member_id=form.member_id.data,
            due=evening_of(due),
            asked=form.asked.data,
        )
    except Invalid as error:
        flash(reason(error), "doubt")
        return redirect(url_for("memoir.chapter", call_id=call_id, critere=criterion))
    lost = ask_for_part(row)
    if lost:
        told = _(
            "Le courriel n’a pas pu partir pour : %(names)s. Prévenez par téléphone.", names=", ".join(lost)
        )
        flash(told, "doubt")
    flash(_("%(name)s est sollicitée pour ce chapitre.", name=row.member.name), "ok")
    return redirect(url_for("memoir.show", call_id=call_id))

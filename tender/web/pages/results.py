"""Résultat: what the buyer told of each lot, the winner's papers, the reasons of a refusal."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, lazy_gettext
from flask_babel import gettext as _
from wtforms import (
    DateField,
    DecimalField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import TextInput

from tender.store.awards import Result
from tender.web.call_steps import steps_of
from tender.web.downloads import made_file
from tender.web.errors import found, reason
from tender.web.forms import BaseForm
from tender.web.login import STAFF, current_user, open_to
from tender.web.paper_letters import ask_and_tell
from tender.web.paper_words import KIND_WORDS, VALIDITY_WORDS
from tender.web.session import db
from tender.workbench import asking, awarding
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotReady
from tender.workbench.timing import EVENING, PARIS

bp = Blueprint("results", __name__, url_prefix="/appels/<int:call_id>/resultat")

RESULT_WORDS = {
    Result.WON: ("ok", lazy_gettext("Gagné")),
    Result.LOST: ("stop", lazy_gettext("Perdu")),
    Result.UNFRUITFUL: ("neutral", lazy_gettext("Infructueux")),
    Result.ABANDONED: ("neutral", lazy_gettext("Sans suite")),
}


class ResultForm(BaseForm):
    """The buyer's letter about one lot."""

    result = SelectField(
        lazy_gettext("Résultat"),
        choices=[SelectChoice(one.value, words) for one, (_tone, words) in RESULT_WORDS.items()],
    )
    told_on = DateField(
        lazy_gettext("Date du courrier de l’acheteur"),
        validators=[InputRequired(lazy_gettext("Indiquez la date du courrier."))],
    )
    rank = IntegerField(lazy_gettext("Notre rang"), validators=[Optional(), NumberRange(1, 99)])
    winner = StringField(lazy_gettext("Attributaire"), default="", validators=[Length(max=300)])
    winner_amount = DecimalField(
        lazy_gettext("Montant retenu, en euros hors taxes"),
        validators=[Optional(), NumberRange(0, 10**11)],
        widget=TextInput(),
    )
    pieces_due = DateField(lazy_gettext("Pièces demandées pour le"), validators=[Optional()])
    signed_on = DateField(lazy_gettext("Marché signé le"), validators=[Optional()])
    word = TextAreaField(lazy_gettext("Ce que dit l’acheteur"), default="", validators=[Length(max=2000)])

    @property
    def given(self) -> awarding.GivenResult:
        """The result as told."""
        return awarding.GivenResult(
            Result(self.result.data),
            self.told_on.data,
            self.rank.data,
            self.winner.data or "",
            self.winner_amount.data,
            self.word.data or "",
            self.pieces_due.data,
            self.signed_on.data,
        )


class ReasonsForm(BaseForm):
    """When the reasons were asked, and when they came."""

    asked = DateField(lazy_gettext("Motifs demandés le"), validators=[Optional()])
    received = DateField(lazy_gettext("Motifs reçus le"), validators=[Optional()])


@bp.route("/")
@open_to(*STAFF)
def show(call_id: int) -> ResponseReturnValue:
    """Each lot's result, what to do now, until when."""
    held = awarding.award(db(), current_user(), call_id)
    lost = awarding.lost_lots(held)
    first = held.results[lost[0]] if lost else None
    asked = first.reasons_asked_on if first else None
    form = ReasonsForm(
        formdata=None, data={"asked": asked, "received": first.reasons_received_on if first else None}
    )
    return render_template(
        "results/show.html",
        call=held.call,
        steps=steps_of(held.call, held.split),
        held=held,
        lost=lost,
        gone=any(row.result is not Result.WON for row in held.results.values()),
        form=form,
        reasons_due=awarding.deadline_of_reasons(asked) if asked else None,
        today=now().date(),
        results=RESULT_WORDS,
        kinds=KIND_WORDS,
        validity=VALIDITY_WORDS,
    )


@bp.route("/lot/", defaults={"lot": ""}, methods=["GET", "POST"])
@bp.route("/lot/<path:lot>", methods=["GET", "POST"])
@open_to(*STAFF)
def edit(call_id: int, lot: str) -> ResponseReturnValue:
    """Note a lot's result, or correct it."""
    held = awarding.award(db(), current_user(), call_id)
    title = found(dict(held.lots).get(lot))
    row = held.results.get(lot)
    names = ("result", "told_on", "rank", "winner", "winner_amount", "pieces_due", "signed_on", "word")
    form = ResultForm(data={name: getattr(row, name) for name in names} if row else {})
    if form.accepted():
        try:
            awarding.record(db(), current_user(), call_id, lot, form.given)
        except Invalid as error:
            form.form_errors.append(reason(error))
        else:
            flash(_("Le résultat est noté."), "ok")
            return redirect(url_for("results.show", call_id=call_id))
    status = 422 if form.errors or form.form_errors else 200
    return render_template("results/edit.html", call=held.call, form=form, lot=lot, title=title), status


@bp.route("/pieces", methods=["POST"])
@open_to(*STAFF)
def piece(call_id: int) -> ResponseReturnValue:
    """A paper of the winner was handed to the buyer, or was not after all."""
    awarding.mark_piece(
        db(),
        current_user(),
        call_id,
        request.form.get("member_id", 0, type=int),
        kind=request.form.get("kind", ""),
        lot=request.form.get("lot", ""),
        sent=request.form.get("sent") == "1",
    )
    return redirect(url_for("results.show", call_id=call_id, _anchor="pieces"))


@bp.route("/demander", methods=["POST"])
@open_to(*STAFF)
def ask(call_id: int) -> ResponseReturnValue:
    """Ask a member for a paper of the winner: a task of its directors with the buyer's date, and a letter."""
    held = awarding.award(db(), current_user(), call_id)
    member = found(next((one for one in held.members if str(one.id) == request.form.get("member_id")), None))
    kind = request.form.get("kind", "")
    with force_locale("fr"):  # a name that is kept is French, whoever asks
        name = str(found(KIND_WORDS.get(kind)))
    due = datetime.combine(held.due, EVENING, PARIS) if held.due else None
    wanted, fresh = asking.ask_member(
        db(), current_user(), member.id, name=name, kind=kind, call_id=call_id, due=due
    )
    ask_and_tell(wanted, member, held.call, fresh=fresh)
    return redirect(url_for("results.show", call_id=call_id, _anchor="pieces"))


@bp.route("/motifs.docx")
@open_to(*STAFF)
def letter(call_id: int) -> ResponseReturnValue:
    """The letter that asks why the offer was not kept."""
    return made_file(awarding.reasons_file(db(), current_user(), call_id), "Demande_des_motifs.docx")


@bp.route("/motifs", methods=["POST"])
@open_to(*STAFF)
def reasons(call_id: int) -> ResponseReturnValue:
    """When the reasons were asked, and when they came."""
    form = ReasonsForm()
    if not form.accepted():
        flash(_("Saisissez une date complète : jour, mois et année."), "doubt")
        return redirect(url_for("results.show", call_id=call_id))
    try:
        awarding.note_reasons(
            db(), current_user(), call_id, asked=form.asked.data, received=form.received.data
        )
    except Invalid as error:
        flash(reason(error), "doubt")
    else:
        flash(_("C’est noté."), "ok")
    return redirect(url_for("results.show", call_id=call_id, _anchor="reasons"))


@bp.route("/occasion-manquee", methods=["POST"])
@open_to(*STAFF)
def miss(call_id: int) -> ResponseReturnValue:
    """Put what was not won on the register of missed opportunities, and say why there."""
    try:
        row = awarding.to_missed(db(), current_user(), call_id)
    except NotReady as error:
        flash(reason(error), "doubt")
        return redirect(url_for("results.show", call_id=call_id))
    return redirect(url_for("missed.edit", missed_id=row.id))

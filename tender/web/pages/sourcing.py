"""Notes aux acheteurs: written from a call without a clause, printed, followed."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from tender.store.sourcing import SourcingOutcome, find_sourcing, list_sourcing
from tender.store.watch import find_watched
from tender.web.downloads import made_file
from tender.web.errors import found, reason
from tender.web.forms import BaseForm
from tender.web.labels import trade_label
from tender.web.login import STAFF, current_user, open_to
from tender.web.numbers import read_number, typed
from tender.web.session import db
from tender.workbench import clock, sourcing, watch_list
from tender.workbench.errors import Invalid
from tender.workbench.sourcing import HOUR_PRICE, Hours, Note

bp = Blueprint("sourcing", __name__, url_prefix="/notes")

OUTCOMES = {
    SourcingOutcome.DRAFTED: lazy_gettext("Pas encore envoyée"),
    SourcingOutcome.SENT: lazy_gettext("Envoyée, en attente"),
    SourcingOutcome.TAKEN_UP: lazy_gettext("Suivie : une clause est venue"),
    SourcingOutcome.PARTLY: lazy_gettext("Suivie en partie"),
    SourcingOutcome.DECLINED: lazy_gettext("Refusée"),
    SourcingOutcome.SILENT: lazy_gettext("Sans réponse"),
}
TONES = {
    SourcingOutcome.DRAFTED: "neutral",
    SourcingOutcome.SENT: "active",
    SourcingOutcome.TAKEN_UP: "ok",
    SourcingOutcome.PARTLY: "ok",
    SourcingOutcome.DECLINED: "stop",
    SourcingOutcome.SILENT: "doubt",
}


class NoteForm(BaseForm):
    """What she may change before the note is written."""

    buyer = StringField(
        lazy_gettext("Acheteur"),
        validators=[
            InputRequired(lazy_gettext("Indiquez l’acheteur à qui la note s’adresse.")),
            Length(max=300),
        ],
    )
    subject = StringField(lazy_gettext("Consultation lue"), default="", validators=[Length(max=500)])
    amount = StringField(lazy_gettext("Montant estimé, hors taxes"), default="", validators=[Length(max=30)])
    labour = StringField(
        lazy_gettext("Part de travail dans le prix, en %"), default="", validators=[Length(max=10)]
    )
    part = StringField(
        lazy_gettext("Part réservée à l’insertion, en %"), default="", validators=[Length(max=10)]
    )
    cost = StringField(lazy_gettext("Coût d’une heure"), default="", validators=[Length(max=10)])
    facilitator = StringField(
        lazy_gettext("Facilitateur à consulter"), default="", validators=[Length(max=300)]
    )
    words = TextAreaField(lazy_gettext("Quelques mots de vous"), default="", validators=[Length(max=2000)])


class FollowForm(BaseForm):
    """What came of it."""

    outcome = SelectField(lazy_gettext("Où en est-on ?"))
    contacted = DateField(lazy_gettext("Envoyée le"), validators=[Optional()])
    person = StringField(lazy_gettext("À qui"), default="", validators=[Length(max=300)])
    word = TextAreaField(lazy_gettext("Ce qui en est sorti"), default="", validators=[Length(max=2000)])
    again = DateField(lazy_gettext("Relancer le"), validators=[Optional()])


@bp.app_template_filter("sourcing_outcome")
def outcome_words(outcome: SourcingOutcome) -> str:
    """An outcome in words."""
    return str(OUTCOMES[outcome])


@bp.app_template_filter("sourcing_tone")
def outcome_tone(outcome: SourcingOutcome) -> str:
    """The tone of an outcome's sign."""
    return TONES[outcome]


@bp.route("/")
@open_to(*STAFF)
def index() -> ResponseReturnValue:
    """Every note and what came of it, those to ask anew first."""
    rows = list_sourcing(db(), viewer=current_user())
    due = {row.id for row in sourcing.due(rows, clock.now())}
    return render_template("sourcing/index.html", rows=rows, due=due)


@bp.route("/nouvelle/<int:notice_id>", methods=["GET", "POST"])
@open_to(*STAFF)
def write(notice_id: int) -> ResponseReturnValue:
    """The note the watch proposes, to complete before it is written."""
    row = found(find_watched(db(), notice_id, viewer=current_user()))
    trades = [trade_label(code) for code in watch_list.seen(row).match.trades]
    try:
        proposed = sourcing.begin(db(), current_user(), notice_id, trades)
    except Invalid as error:
        flash(reason(error), "doubt")
        return redirect(url_for("watch.show", notice_id=notice_id))
    form = NoteForm(data=_boxes(proposed))
    if form.accepted():
        try:
            kept = sourcing.keep(db(), current_user(), _told(form, proposed), notice_id)
        except ValueError:
            form.refuse("amount", _("Saisissez un nombre."))
        except Invalid as error:
            form.refuse("amount" if error.code == "sourcing_hours" else "buyer", reason(error))
        else:
            flash(_("La note est écrite. Relisez-la avant de l’envoyer."), "ok")
            return redirect(url_for("sourcing.show", note_id=kept.id))
    return render_template("sourcing/write.html", form=form, proposed=proposed, row=row), form.status


@bp.route("/<int:note_id>", methods=["GET", "POST"])
@open_to(*STAFF)
def show(note_id: int) -> ResponseReturnValue:
    """One note: its two files, and its follow-up."""
    row = found(find_sourcing(db(), note_id, viewer=current_user()))
    held = {"outcome": row.outcome.value, "contacted": row.contacted, "person": row.person, "word": row.word}
    form = FollowForm(data={**held, "again": row.again})
    form.outcome.choices = [(one.value, str(words)) for one, words in OUTCOMES.items()]
    if form.accepted():
        told = sourcing.Follow(
            SourcingOutcome(form.outcome.data),
            form.contacted.data,
            form.person.data,
            form.word.data,
            form.again.data,
        )
        try:
            sourcing.follow(db(), current_user(), note_id, told)
        except Invalid as error:
            form.refuse("contacted", reason(error))
        else:
            flash(_("La suite est notée."), "ok")
            return redirect(url_for("sourcing.index"))
    return render_template("sourcing/show.html", row=row, form=form), form.status


@bp.route("/<int:note_id>/pdf")
@open_to(*STAFF)
def printed(note_id: int) -> ResponseReturnValue:
    """The note in PDF."""
    return _handed(note_id, ".pdf")


@bp.route("/<int:note_id>/docx")
@open_to(*STAFF)
def editable(note_id: int) -> ResponseReturnValue:
    """The note in Word."""
    return _handed(note_id, ".docx")


def _handed(note_id: int, ending: str) -> Response:
    row = found(find_sourcing(db(), note_id, viewer=current_user()))
    made = next(one for one in sourcing.files(row) if one.name.endswith(ending))
    return made_file(made.data, made.name)


def _boxes(note: Note) -> dict[str, str]:
    hours = note.hours
    start = Hours(0.0, sourcing.LABOUR, sourcing.PART, HOUR_PRICE) if hours is None else hours
    return {
        "buyer": note.buyer,
        "subject": note.subject,
        "amount": typed(hours.amount) if hours else "",
        "labour": typed(start.labour),
        "part": typed(start.part),
        "cost": typed(start.cost),
        "facilitator": note.facilitator,
        "words": note.words,
    }


def _told(form: NoteForm, proposed: Note) -> Note:
    """Her note; an amount left empty leaves the number of hours to be found."""
    figures = [read_number(form[name].data or "0") for name in ("amount", "labour", "part", "cost")]
    hours = None if not form.amount.data.strip() else Hours(*(one or 0.0 for one in figures))
    return replace(
        proposed,
        buyer=form.buyer.data.strip(),
        subject=form.subject.data.strip(),
        facilitator=form.facilitator.data.strip(),
        words=form.words.data.strip(),
        hours=hours,
    )

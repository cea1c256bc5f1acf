"""Occasions manquées: the register, its year, and the one-minute form of those who hear needs."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import DateField, DecimalField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import TextInput

from tender.geography import find
from tender.store.watch import LinkPurpose, MissedCause, MissedStage, find_missed, list_links
from tender.vocabulary.trade import TRADES
from tender.web.errors import found, reason
from tender.web.forms import BaseForm
from tender.web.labels import trade_label
from tender.web.login import STAFF, current_user, open_to
from tender.web.mail import address_of
from tender.web.missed_words import CAUSES, STAGES, missed_cause_words, stage_words
from tender.web.session import db
from tender.workbench import clock, missed
from tender.workbench.errors import Invalid, NotFound
from tender.workbench.mapping import place_name
from tender.workbench.timing import today

bp = Blueprint("missed", __name__, url_prefix="/occasions")

bp.add_app_template_filter(stage_words)
bp.add_app_template_filter(missed_cause_words)


class NeedForm(BaseForm):
    """What somebody heard: four boxes, one minute."""

    title = StringField(
        lazy_gettext("Quel besoin, quel achat ?"),
        default="",
        validators=[InputRequired(lazy_gettext("Dites le besoin en quelques mots.")), Length(max=300)],
    )
    buyer = StringField(lazy_gettext("Chez qui ?"), default="", validators=[Length(max=300)])
    place_text = StringField(lazy_gettext("Dans quelle commune ?"), default="", validators=[Length(max=200)])
    word = TextAreaField(lazy_gettext("Ce qu’il faut savoir"), default="", validators=[Length(max=2000)])


class MissedForm(NeedForm):
    """The officer's own entry."""

    stage = SelectField(lazy_gettext("Jusqu’où est-ce allé ?"))
    cause = SelectField(lazy_gettext("Pourquoi ?"))
    day = DateField(lazy_gettext("Quand ?"), validators=[InputRequired(lazy_gettext("Indiquez une date."))])
    hours = DecimalField(
        lazy_gettext("Heures que nous aurions pu faire"),
        validators=[Optional(), NumberRange(0, 1_000_000)],
        widget=TextInput(),
    )
    trade = SelectField(lazy_gettext("Métier"))

    def offer(self) -> MissedForm:
        """Put the choices in, in the reader's language."""
        self.stage.choices = [(one.value, str(words)) for one, words in STAGES.items()]
        self.cause.choices = [
            ("", _("À préciser")),
            *((one.value, str(words)) for one, words in CAUSES.items()),
        ]
        self.trade.choices = [("", _("À préciser")), *((one.code, trade_label(one.code)) for one in TRADES)]
        return self


def _told(form: MissedForm, heard_by: str = "") -> missed.Told:
    place = find(form.place_text.data) if form.place_text.data else None
    return missed.Told(
        title=form.title.data,
        stage=MissedStage(form.stage.data),
        day=form.day.data,
        cause=MissedCause(form.cause.data) if form.cause.data else None,
        buyer=form.buyer.data,
        hours=float(form.hours.data) if form.hours.data is not None else None,
        trade=form.trade.data,
        place=place.code if place else "",
        place_text=form.place_text.data,
        word=form.word.data,
        heard_by=heard_by,
    )


@bp.route("/")
@open_to(*STAFF)
def index() -> ResponseReturnValue:
    """The year: how many, why, where, how many hours; and the links of those who listen."""
    this = today().year
    year = request.args.get("annee", this, type=int)
    year = year if 2000 <= year <= this + 1 else this
    return render_template(
        "missed/index.html",
        year=year,
        this=this,
        seen=missed.year_of(db(), current_user(), year),
        links=list_links(db(), LinkPurpose.CAPTURE, viewer=current_user()),
        place_name=_place_name,
    )


def _place_name(key: str) -> str:
    if not key:
        return _("Lieu à préciser")
    return place_name(key) if key[:2].isdigit() or key[:2] in ("2A", "2B") else key


@bp.route("/nouvelle", methods=["GET", "POST"])
@open_to(*STAFF)
def add() -> ResponseReturnValue:
    """Put an opportunity on record; `avis`: the notice of the watch it is about."""
    notice_id = request.args.get("avis", type=int)
    known = missed.proposed(db(), current_user(), notice_id, today()) if notice_id else None
    held = _boxes(known) if known else {"day": today()}
    form = MissedForm(data=held).offer()
    if form.accepted():
        try:
            missed.record(db(), current_user(), _told(form), notice_id=notice_id)
        except Invalid as error:
            flash(reason(error), "stop")
        else:
            flash(_("L’occasion est au registre."), "ok")
            return redirect(url_for("missed.index", annee=form.day.data.year))
    return render_template("missed/edit.html", form=form, row=None), form.status


def _boxes(told: missed.Told) -> dict[str, object]:
    return {
        "title": told.title,
        "buyer": told.buyer,
        "stage": told.stage.value,
        "cause": told.cause.value if told.cause else "",
        "day": told.day,
        "hours": told.hours,
        "trade": told.trade,
        "place_text": place_name(told.place) if told.place else told.place_text,
        "word": told.word,
    }


@bp.route("/<int:missed_id>", methods=["GET", "POST"])
@open_to(*STAFF)
def edit(missed_id: int) -> ResponseReturnValue:
    """Say its cause, correct it, or take it off."""
    row = found(find_missed(db(), missed_id, viewer=current_user()))
    if request.method == "POST" and request.form.get("retirer"):
        missed.remove(db(), current_user(), row)
        flash(_("L’occasion est retirée du registre."), "ok")
        return redirect(url_for("missed.index"))
    known = missed.told_of(row)
    form = MissedForm(data=_boxes(known)).offer()
    if form.accepted():
        missed.change(db(), current_user(), row, _told(form, row.heard_by))
        flash(_("L’occasion est mise à jour."), "ok")
        return redirect(url_for("missed.index", annee=row.day.year))
    return render_template("missed/edit.html", form=form, row=row), form.status


@bp.route("/capteurs", methods=["POST"])
@open_to(*STAFF)
def invite() -> ResponseReturnValue:
    """A link for one person who hears needs; it is shown this once."""
    try:
        token = missed.open_link(db(), current_user(), LinkPurpose.CAPTURE, request.form.get("nom", ""))
    except Invalid as error:
        flash(reason(error), "stop")
        return redirect(url_for("missed.index"))
    address = address_of("missed.hear", token=token)
    flash(
        _("Voici le lien, montré cette seule fois. Envoyez-le à cette personne : %(link)s", link=address),
        "ok",
    )
    return redirect(url_for("missed.index"))


@bp.route("/capteurs/<int:link_id>/fermer", methods=["POST"])
@open_to(*STAFF)
def close(link_id: int) -> ResponseReturnValue:
    """The link opens nothing any more."""
    missed.close_link(db(), current_user(), link_id)
    flash(_("Ce lien est fermé."), "ok")
    return redirect(url_for("missed.index"))


@bp.route("/entendu/<token>", methods=["GET", "POST"])
def hear(token: str) -> ResponseReturnValue:
    """Public: the one-minute form behind a link; it shows nothing of the register."""
    try:
        link = missed.link_of(db(), LinkPurpose.CAPTURE, token)
    except NotFound:
        return render_template("missed/closed.html"), 404
    form = NeedForm()
    if form.accepted():
        place = find(form.place_text.data) if form.place_text.data else None
        told = missed.Told(
            title=form.title.data,
            stage=MissedStage.NEED,
            day=today(),
            buyer=form.buyer.data,
            place=place.code if place else "",
            place_text=form.place_text.data,
            word=form.word.data,
        )
        try:
            missed.hear(db(), token, told, clock.now())
        except Invalid as error:
            form.refuse("title", reason(error))
        else:
            return render_template("missed/heard.html", again=url_for("missed.hear", token=token))
    return render_template("missed/hear.html", form=form, link=link), form.status

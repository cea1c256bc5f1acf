"""Mandats: who may bind which association, since when, and what says so."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import DateField, StringField
from wtforms.validators import Length, Optional

from tender.web.errors import found, reason
from tender.web.forms import BaseForm
from tender.web.login import STAFF, current_user, open_to
from tender.web.session import db
from tender.workbench import mandating
from tender.workbench.errors import Invalid

bp = Blueprint("mandates", __name__, url_prefix="/mandats")

FIELDS_OF_REASONS = {"dates_reversed": "until", "mandate_proof": "proof"}


class MandateForm(BaseForm):
    """One person's mandate for one association; without a first day there is none."""

    function = StringField(lazy_gettext("Fonction"), default="", validators=[Length(max=120)])
    since = DateField(lazy_gettext("Signe depuis le"), validators=[Optional()])
    until = DateField(lazy_gettext("Jusqu’au"), validators=[Optional()])
    proof = StringField(lazy_gettext("Ce qui le donne"), default="", validators=[Length(max=300)])


@bp.route("/")
@open_to(*STAFF)
def index() -> ResponseReturnValue:
    """Who may sign for whom."""
    return render_template("mandates/index.html", held=mandating.mandates(db(), current_user()))


@bp.route("/<int:user_id>/<int:member_id>", methods=["GET", "POST"])
@open_to(*STAFF)
def edit(user_id: int, member_id: int) -> ResponseReturnValue:
    """Put a mandate on record, or take it off."""
    held = mandating.mandates(db(), current_user())
    one = found(next((one for one in held if (one.user.id, one.member.id) == (user_id, member_id)), None))
    form = MandateForm(obj=one.mandate)
    if form.accepted():
        try:
            mandating.record(
                db(), current_user(), user_id, member_id,
                function=form.function.data, since=form.since.data, until=form.until.data,
                proof=form.proof.data,
            )  # fmt: skip
        except Invalid as error:
            form.refuse(FIELDS_OF_REASONS.get(error.code, "since"), reason(error))
        else:
            flash(_("Le mandat de %(name)s est enregistré.", name=one.user.name), "ok")
            return redirect(url_for("mandates.index"))
    return render_template("mandates/edit.html", one=one, form=form), form.status

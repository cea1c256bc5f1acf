"""A part of a mémoire asked of a member: read what the buyer says, answer in a few sentences, by phone."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from tender.web.errors import reason
from tender.web.forms import BaseForm
from tender.web.login import STAFF_AND_DIRECTORS, current_user, open_to
from tender.web.session import db
from tender.workbench import contributing
from tender.workbench.errors import Invalid, NotReady, OutOfDate

bp = Blueprint("contributions", __name__, url_prefix="/contributions")


class PartForm(BaseForm):
    """A few sentences, a piece of evidence already there, or why there is none."""

    title = StringField(lazy_gettext("Titre"), default="", validators=[Length(max=200)])
    text = TextAreaField(lazy_gettext("Notre réponse"), default="", validators=[Length(max=8000)])
    block_id = SelectField(lazy_gettext("Une preuve que nous avons déjà"), coerce=int, default=0)
    said = TextAreaField(
        lazy_gettext("Si nous n’avons rien à dire ici, pourquoi"), default="", validators=[Length(max=2000)]
    )


@bp.route("/<int:number>", methods=["GET", "POST"])
@open_to(*STAFF_AND_DIRECTORS)
def answer(number: int) -> ResponseReturnValue:
    """What is asked, the buyer's own words, and the answer; once given it is shown."""
    user = current_user()
    asked = contributing.part_asked(db(), user, number)
    form = PartForm()
    form.block_id.choices = [
        SelectChoice(0, _("Aucune : nous écrivons")),
        *(SelectChoice(one.id, one.title) for one in contributing.own_blocks(db(), user, asked.row)),
    ]
    if form.accepted():
        try:
            contributing.answer_part(
                db(),
                user,
                number,
                title=form.title.data,
                text=form.text.data,
                block_id=form.block_id.data,
                said=form.said.data,
            )
        except (OutOfDate, NotReady) as error:
            flash(reason(error), "doubt")
            return redirect(url_for("contributions.answer", number=number))
        except Invalid as error:
            form.refuse("text", reason(error))
        else:
            flash(_("Merci : votre part est dans le mémoire."), "ok")
            return redirect(url_for("contributions.answer", number=number))
    return render_template("contributions/answer.html", asked=asked, form=form), form.status

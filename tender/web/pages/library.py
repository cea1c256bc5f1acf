"""The library: pieces of evidence of the collective and its members, for the mémoire technique."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import DateField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from tender.store.evidence import list_evidence_blocks
from tender.store.members import list_members
from tender.web.errors import reason
from tender.web.forms import BaseForm
from tender.web.login import STAFF, current_user, open_to
from tender.web.session import db
from tender.workbench import evidencing
from tender.workbench.clock import now
from tender.workbench.errors import Invalid

bp = Blueprint("library", __name__, url_prefix="/bibliotheque")


class BlockForm(BaseForm):
    """A piece of evidence."""

    title = StringField(
        lazy_gettext("Titre"),
        default="",
        validators=[InputRequired(lazy_gettext("Donnez un titre.")), Length(max=200)],
    )
    text = TextAreaField(
        lazy_gettext("Texte, avec ses faits vérifiables"),
        default="",
        validators=[InputRequired(lazy_gettext("Écrivez le texte.")), Length(max=8000)],
    )
    topics = StringField(
        lazy_gettext("Mots-clefs des critères auxquels il répond"), default="", validators=[Length(max=300)]
    )
    member_id = SelectField(lazy_gettext("Appartient à"), coerce=int)
    owner = StringField(lazy_gettext("Qui le tient à jour"), default="", validators=[Length(max=120)])
    dated = DateField(lazy_gettext("Date des faits"), validators=[Optional()])
    review = DateField(lazy_gettext("À relire le"), validators=[Optional()])


@bp.route("/")
@open_to(*STAFF)
def index() -> ResponseReturnValue:
    """Every block, those to review first."""
    blocks = list_evidence_blocks(db(), viewer=current_user())
    today = now().date()
    return render_template(
        "library/index.html",
        stale=[block for block in blocks if block.review and block.review < today],
        blocks=[block for block in blocks if not (block.review and block.review < today)],
        names={member.id: member.name for member in list_members(db(), viewer=current_user())},
    )


@bp.route("/nouveau", methods=["GET", "POST"], defaults={"block_id": None})
@bp.route("/<int:block_id>", methods=["GET", "POST"])
@open_to(*STAFF)
def edit(block_id: int | None) -> ResponseReturnValue:
    """Write a block, or mend one."""
    block = evidencing.find_block(db(), current_user(), block_id) if block_id is not None else None
    form = BlockForm(obj=block, data={} if block is None else {"member_id": block.member_id or 0})
    form.member_id.choices = [
        SelectChoice(0, _("Tout le collectif")),
        *(SelectChoice(member.id, member.name) for member in list_members(db(), viewer=current_user())),
    ]
    if form.accepted():
        given = {name: held for name, held in form.data.items() if name != "csrf_token"}
        try:
            evidencing.keep_block(db(), current_user(), block_id, given)
        except Invalid as error:
            form.form_errors.append(reason(error))
        else:
            flash(_("Preuve enregistrée."), "ok")
            return redirect(url_for("library.index"))
    return render_template("library/edit.html", form=form, block=block), form.status

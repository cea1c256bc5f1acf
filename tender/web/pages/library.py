"""The library: pieces of evidence of the collective and its members, for the mémoire technique."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import DateField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from tender.store.accounts import Role
from tender.store.evidence import EvidenceBlockRow, list_evidence_blocks
from tender.store.members import list_members
from tender.store.papers import list_papers
from tender.web.errors import reason
from tender.web.evidence_words import KIND_WORDS, LANGUAGE_WORDS
from tender.web.forms import BaseForm
from tender.web.login import STAFF, STAFF_AND_DIRECTORS, current_user, open_to
from tender.web.session import db
from tender.workbench import evidencing
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotAllowed

bp = Blueprint("library", __name__, url_prefix="/bibliotheque")


class BlockForm(BaseForm):
    """A piece of evidence."""

    title = StringField(
        lazy_gettext("Titre"),
        default="",
        validators=[InputRequired(lazy_gettext("Donnez un titre.")), Length(max=200)],
    )
    kind = SelectField(
        lazy_gettext("Sorte de preuve"),
        choices=[
            SelectChoice("", lazy_gettext("Non précisée")),
            *(SelectChoice(kind, words) for kind, words in KIND_WORDS.items()),
        ],
        default="",
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
    paper_id = SelectField(lazy_gettext("Attestation, parmi les pièces"), coerce=int)
    owner = StringField(lazy_gettext("Qui le tient à jour"), default="", validators=[Length(max=120)])
    dated = DateField(lazy_gettext("Date des faits"), validators=[Optional()])
    review = DateField(lazy_gettext("À relire le"), validators=[Optional()])
    title_de = StringField(lazy_gettext("Titre en allemand"), default="", validators=[Length(max=200)])
    text_de = TextAreaField(lazy_gettext("Texte en allemand"), default="", validators=[Length(max=8000)])
    title_en = StringField(lazy_gettext("Titre en anglais"), default="", validators=[Length(max=200)])
    text_en = TextAreaField(lazy_gettext("Texte en anglais"), default="", validators=[Length(max=8000)])


@bp.route("/")
@open_to(*STAFF_AND_DIRECTORS)
def index() -> ResponseReturnValue:
    """Every block this person may read, those to review first; narrowed by kind and by owner."""
    user, today = current_user(), now().date()
    blocks = list_evidence_blocks(db(), viewer=user)
    kind, whose = request.args.get("sorte", ""), request.args.get("de", "")
    shown = [
        block
        for block in blocks
        if (not kind or block.kind == kind) and (not whose or str(block.member_id or 0) == whose)
    ]
    return render_template(
        "library/index.html",
        stale=[block for block in shown if block.is_stale(today)],
        blocks=[block for block in shown if not block.is_stale(today)],
        total=len(blocks),
        names=evidencing.names_of(db(), blocks),
        papers={paper.id: paper.name for paper in list_papers(db(), viewer=user)},
        kinds=KIND_WORDS,
        languages=LANGUAGE_WORDS,
        chosen={"sorte": kind, "de": whose},
        may_keep=lambda block: evidencing.may_keep(user, block),
        shared=evidencing.is_shared(db()),
    )


@bp.route("/nouveau", methods=["GET", "POST"], defaults={"block_id": None})
@bp.route("/<int:block_id>", methods=["GET", "POST"])
@open_to(*STAFF_AND_DIRECTORS)
def edit(block_id: int | None) -> ResponseReturnValue:
    """Write a block, or mend one."""
    user = current_user()
    block = evidencing.find_block(db(), user, block_id) if block_id is not None else None
    if block is not None and not evidencing.may_keep(user, block):
        raise NotAllowed("not_her_member", member=block.member_id)
    form = BlockForm(data=_held(block))
    members = list_members(db(), viewer=user)
    whole = [] if user.role is Role.DIRECTOR else [SelectChoice(0, _("Tout le collectif"))]
    form.member_id.choices = [*whole, *(SelectChoice(member.id, member.name) for member in members)]
    form.paper_id.choices = [
        SelectChoice(0, _("Aucune")),
        *(SelectChoice(paper.id, paper.name) for paper in list_papers(db(), viewer=user)),
    ]
    if form.accepted():
        given = {name: held for name, held in form.data.items() if name != "csrf_token"}
        try:
            evidencing.keep_block(db(), user, block_id, given)
        except Invalid as error:
            form.form_errors.append(reason(error))
        else:
            flash(_("Preuve enregistrée."), "ok")
            return redirect(url_for("library.index"))
    return render_template("library/edit.html", form=form, block=block), form.status


def _held(block: EvidenceBlockRow | None) -> dict[str, Any]:
    if block is None:
        return {}
    names = ("title", "text", "topics", "owner", "kind", "dated", "review")
    held: dict[str, Any] = {name: getattr(block, name) for name in names}
    for language, told in block.translations.items():
        held |= {f"{part}_{language}": told.get(part, "") for part in ("title", "text")}
    return held | {"member_id": block.member_id or 0, "paper_id": block.paper_id or 0}


@bp.route("/<int:block_id>/relue", methods=["POST"])
@open_to(*STAFF_AND_DIRECTORS)
def review(block_id: int) -> ResponseReturnValue:
    """Read again, and still true."""
    block = evidencing.review_block(db(), current_user(), block_id)
    flash(_("« %(title)s » est relue, à revoir dans un an.", title=block.title), "ok")
    return redirect(url_for("library.index"))


@bp.route("/<int:block_id>/retirer", methods=["POST"])
@open_to(*STAFF_AND_DIRECTORS)
def remove(block_id: int) -> ResponseReturnValue:
    """Out of the library."""
    evidencing.remove_block(db(), current_user(), block_id)
    flash(_("Preuve retirée."), "ok")
    return redirect(url_for("library.index"))


@bp.route("/partage", methods=["POST"])
@open_to(*STAFF)
def share() -> ResponseReturnValue:
    """The charter's rule: who may read whose evidence."""
    evidencing.share_library(db(), current_user(), shared=request.form.get("shared") == "1")
    flash(_("La charte du collectif est à jour."), "ok")
    return redirect(url_for("library.index"))

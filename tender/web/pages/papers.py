"""Nos pièces: what a member has shown it holds, until when, and what is to be renewed."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import DateField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from tender.store.accounts import Role
from tender.store.members import list_members
from tender.store.papers import find_paper, list_papers
from tender.web import jobs
from tender.web.downloads import handed_over
from tender.web.errors import found, reason
from tender.web.forms import BaseForm
from tender.web.login import current_user, open_to
from tender.web.session import db
from tender.workbench import papers
from tender.workbench.clock import now
from tender.workbench.errors import Invalid

bp = Blueprint("papers", __name__, url_prefix="/pieces")

HOLDERS = (Role.ADMIN, Role.OFFICER, Role.DIRECTOR)

SUGGESTED = (
    lazy_gettext("Convention de structure d’insertion par l’activité économique"),
    lazy_gettext("Attestation d’assurance de responsabilité civile professionnelle"),
    lazy_gettext("Attestation de vigilance (Urssaf)"),
    lazy_gettext("Attestation de régularité fiscale"),
    lazy_gettext("Relevé d’identité bancaire"),
    lazy_gettext("Liste des principales prestations des trois dernières années"),
    lazy_gettext("Pouvoir du signataire"),
)


class PaperForm(BaseForm):
    """A paper, its dates, and the file if it is at hand."""

    member_id = SelectField(lazy_gettext("Association"), coerce=int)
    name = StringField(
        lazy_gettext("Pièce"),
        default="",
        validators=[InputRequired(lazy_gettext("Nommez la pièce.")), Length(max=200)],
    )
    issued_on = DateField(lazy_gettext("Établie le"), validators=[Optional()])
    valid_until = DateField(lazy_gettext("Valable jusqu’au"), validators=[Optional()])
    file = FileField(lazy_gettext("Fichier (PDF, image ou Word)"))


@bp.route("/")
@open_to(*HOLDERS)
def index() -> ResponseReturnValue:
    """The papers by member, those that end first."""
    today = now().date()
    held = list_papers(db(), viewer=current_user())
    return render_template(
        "papers/index.html",
        members=[
            (
                member,
                [
                    (paper, papers.validity_of(paper, today).value)
                    for paper in held
                    if paper.member_id == member.id
                ],
            )
            for member in list_members(db(), viewer=current_user())
        ],
        renew=len(papers.papers_to_renew(db(), current_user())),
    )


@bp.route("/nouvelle", methods=["GET", "POST"])
@open_to(*HOLDERS)
def new() -> ResponseReturnValue:
    """Hand in a paper."""
    form = PaperForm()
    form.member_id.choices = [
        SelectChoice(member.id, member.name) for member in list_members(db(), viewer=current_user())
    ]
    if form.accepted():
        sent = form.file.data
        given = papers.GivenPaper(
            form.name.data,
            form.issued_on.data,
            form.valid_until.data,
            (sent.filename, sent.read()) if sent and sent.filename else None,
        )
        try:
            papers.add_paper(db(), current_user(), jobs.files(), form.member_id.data, given)
        except Invalid as error:
            form.form_errors.append(reason(error))
        else:
            flash(_("Pièce enregistrée."), "ok")
            return redirect(url_for("papers.index"))
    status = 422 if form.errors or form.form_errors else 200
    return render_template("papers/new.html", form=form, suggested=SUGGESTED), status


@bp.route("/<int:paper_id>/retirer", methods=["POST"])
@open_to(*HOLDERS)
def remove(paper_id: int) -> ResponseReturnValue:
    """Take away a paper that no longer serves."""
    papers.remove_paper(db(), current_user(), paper_id)
    flash(_("Pièce retirée."), "ok")
    return redirect(url_for("papers.index"))


@bp.route("/<int:paper_id>/fichier")
@open_to(*HOLDERS)
def file(paper_id: int) -> ResponseReturnValue:
    """The file of a paper."""
    paper = found(find_paper(db(), paper_id, viewer=current_user()))
    found(paper.sha256 or None)
    return handed_over(jobs.files().path(paper.sha256), paper.file_name)

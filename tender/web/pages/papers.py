"""Nos pièces: what a member has shown it holds, until when, what was read in it, what is asked of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import DateField, HiddenField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from tender.store.members import MemberRow, find_member, list_members
from tender.store.papers import PaperRow, find_paper, find_paper_request, list_paper_requests, list_papers
from tender.web import jobs
from tender.web.downloads import handed_over
from tender.web.errors import found, reason
from tender.web.forms import BaseForm
from tender.web.login import STAFF, STAFF_AND_DIRECTORS, current_user, open_to
from tender.web.paper_letters import ask_and_tell, prepare_end_reminders
from tender.web.paper_words import FITNESS_WORDS, KIND_WORDS, VALIDITY_WORDS, read_lines, trouble_of
from tender.web.session import db
from tender.workbench import asking, papers
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, OutOfDate

bp = Blueprint("papers", __name__, url_prefix="/pieces")


SUGGESTED = (
    lazy_gettext("Convention de structure d’insertion par l’activité économique"),
    lazy_gettext("Attestation d’assurance de responsabilité civile professionnelle"),
    lazy_gettext("Attestation de vigilance (Urssaf)"),
    lazy_gettext("Attestation de régularité fiscale"),
    lazy_gettext("Relevé d’identité bancaire"),
    lazy_gettext("Extrait Kbis, récépissé RNA ou avis de situation Sirene"),
    lazy_gettext("Statuts de l’association"),
    lazy_gettext("Liste des principales prestations des trois dernières années"),
    lazy_gettext("Pouvoir du signataire"),
    lazy_gettext("CV des encadrants"),
)


class PaperForm(BaseForm):
    """A paper, the file if it is at hand, its dates if they are known."""

    member_id = SelectField(lazy_gettext("Association"), coerce=int)
    name = StringField(
        lazy_gettext("Pièce"),
        default="",
        validators=[InputRequired(lazy_gettext("Nommez la pièce.")), Length(max=200)],
    )
    file = FileField(lazy_gettext("Fichier ou photo"))
    issued_on = DateField(lazy_gettext("Établie le"), validators=[Optional()])
    valid_until = DateField(lazy_gettext("Valable jusqu’au"), validators=[Optional()])


class ConfirmForm(BaseForm):
    """What a person says of a paper she has looked at."""

    seen = HiddenField(default="")
    kind = SelectField(lazy_gettext("Sorte de pièce"))
    issued_on = DateField(lazy_gettext("Établie le"), validators=[Optional()])
    valid_until = DateField(lazy_gettext("Valable jusqu’au"), validators=[Optional()])


@bp.route("/")
@open_to(*STAFF_AND_DIRECTORS)
def index() -> ResponseReturnValue:
    """The papers by member, those that need somebody first, and what is asked."""
    held = list_papers(db(), viewer=current_user())
    asked = list_paper_requests(db(), viewer=current_user())
    return render_template(
        "papers/index.html",
        members=[
            (
                member,
                _lines(member, [one for one in held if one.member_id == member.id]),
                [one for one in asked if one.member_id == member.id],
            )
            for member in list_members(db(), viewer=current_user())
        ],
        renew=len(papers.papers_to_renew(db(), current_user())),
        unsure=len(papers.papers_to_confirm(db(), current_user())),
        validity=VALIDITY_WORDS,
        why=FITNESS_WORDS,
        staff=current_user().role in STAFF,
    )


def _lines(member: MemberRow, held: list[PaperRow]) -> list[dict[str, Any]]:
    """A member's papers, each with its state and what is wrong with it, the replaced ones last."""
    today = now().date()
    lines = [
        {
            "paper": one,
            "state": papers.validity_of(one, today, held).value,
            "trouble": trouble_of(one, papers.other_siren(one, member)),
        }
        for one in held
    ]
    return sorted(lines, key=lambda line: line["state"] == "replaced")


@bp.route("/nouvelle", methods=["GET", "POST"])
@open_to(*STAFF_AND_DIRECTORS)
def new() -> ResponseReturnValue:
    """Hand in a paper; `demande`: the request it answers, `remplace`: the paper it follows."""
    form = PaperForm(data=_asked_for())
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
            row = papers.add_paper(db(), current_user(), jobs.files(), form.member_id.data, given)
        except Invalid as error:
            form.form_errors.append(reason(error))
        else:
            jobs.read_paper(row)
            prepare_end_reminders(row, found(find_member(db(), form.member_id.data, viewer=current_user())))
            flash(_("Pièce enregistrée."), "ok")
            return redirect(url_for("papers.show", paper_id=row.id))
    status = 422 if form.errors or form.form_errors else 200
    return render_template("papers/new.html", form=form, suggested=SUGGESTED), status


def _asked_for() -> dict[str, object]:
    """What the form begins with."""
    wanted = find_paper_request(db(), request.args.get("demande", 0, type=int), viewer=current_user())
    if wanted is not None:
        return {"member_id": wanted.member_id, "name": wanted.name}
    before = find_paper(db(), request.args.get("remplace", 0, type=int), viewer=current_user())
    if before is not None:
        return {"member_id": before.member_id, "name": before.name}
    return {"member_id": request.args.get("adherente", type=int), "name": request.args.get("nom", "")[:200]}


@bp.route("/<int:paper_id>", methods=["GET", "POST"])
@open_to(*STAFF_AND_DIRECTORS)
def show(paper_id: int) -> ResponseReturnValue:
    """One paper: what was read in its file and where; a person confirms or types."""
    paper = found(find_paper(db(), paper_id, viewer=current_user()))
    member = found(find_member(db(), paper.member_id or 0, viewer=current_user()))
    form = ConfirmForm(
        data={
            "seen": papers.seen_of(paper),
            "kind": paper.kind,
            "issued_on": paper.issued,
            "valid_until": paper.ends,
        }
    )
    form.kind.choices = [("", _("À préciser")), *((kind, str(words)) for kind, words in KIND_WORDS.items())]
    if form.accepted():
        try:
            _confirm(form, paper_id, member)
        except (Invalid, OutOfDate) as error:
            form.form_errors.append(reason(error))
        else:
            flash(_("C’est confirmé : ces dates comptent."), "ok")
            return redirect(url_for("papers.index", _anchor=f"m-{member.id}"))
    held = [one for one in list_papers(db(), viewer=current_user()) if one.member_id == member.id]
    status = 422 if form.errors or form.form_errors else 200
    return render_template(
        "papers/show.html",
        paper=paper,
        member=member,
        form=form,
        lines=read_lines(paper),
        trouble=trouble_of(paper, papers.other_siren(paper, member)),
        state=VALIDITY_WORDS[papers.validity_of(paper, now().date(), held).value],
        waiting=paper.reading == "waiting",
    ), status


def _confirm(form: ConfirmForm, paper_id: int, member: MemberRow) -> None:
    days: tuple[date | None, date | None] = (form.issued_on.data, form.valid_until.data)
    paper = papers.confirm(
        db(), current_user(), paper_id, kind=form.kind.data, days=days, seen=form.seen.data or ""
    )
    prepare_end_reminders(paper, member)


@bp.route("/<int:paper_id>/lecture")
@open_to(*STAFF_AND_DIRECTORS)
def reading(paper_id: int) -> ResponseReturnValue:
    """Whether its file is read; once it is, the whole page is asked again."""
    paper = found(find_paper(db(), paper_id, viewer=current_user()))
    if paper.reading == "waiting":
        return render_template("papers/reading.html", paper=paper)
    return jobs.page_anew()


@bp.route("/demander", methods=["POST"])
@open_to(*STAFF)
def ask() -> ResponseReturnValue:
    """Ask a member for a paper of its vault: a task of its directors, and a letter."""
    member = found(find_member(db(), request.form.get("member_id", 0, type=int), viewer=current_user()))
    try:
        wanted, fresh = asking.ask_member(
            db(), current_user(), member.id, name=request.form.get("name", "")[:200]
        )
    except Invalid as error:
        flash(reason(error), "doubt")
    else:
        ask_and_tell(wanted, member, None, fresh=fresh)
    return redirect(url_for("papers.index", _anchor=f"m-{member.id}"))


@bp.route("/demandes/<int:request_id>/retirer", methods=["POST"])
@open_to(*STAFF)
def withdraw(request_id: int) -> ResponseReturnValue:
    """A paper is no longer asked."""
    row = asking.withdraw(db(), current_user(), request_id)
    flash(_("La demande est retirée."), "ok")
    if row.call_id is not None:
        return redirect(url_for("demanded.index", call_id=row.call_id))
    return redirect(url_for("papers.index", _anchor=f"m-{row.member_id}"))


@bp.route("/<int:paper_id>/retirer", methods=["POST"])
@open_to(*STAFF_AND_DIRECTORS)
def remove(paper_id: int) -> ResponseReturnValue:
    """Take away a paper that no longer serves."""
    papers.remove_paper(db(), current_user(), paper_id)
    flash(_("Pièce retirée."), "ok")
    return redirect(url_for("papers.index"))


@bp.route("/<int:paper_id>/fichier")
@open_to(*STAFF_AND_DIRECTORS)
def file(paper_id: int) -> ResponseReturnValue:
    """The file of a paper."""
    paper = found(find_paper(db(), paper_id, viewer=current_user()))
    found(paper.sha256 or None)
    return handed_over(jobs.files().path(paper.sha256), paper.file_name)

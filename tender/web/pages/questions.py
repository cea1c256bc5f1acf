"""Questions à l'acheteur: the register, the one batch, the answers; and for a director, her own."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from wtforms import IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from tender.store.accounts import Role
from tender.store.calls import CallRow
from tender.store.questions import QuestionState
from tender.store.splits import find_split_of_call
from tender.web.call_steps import steps_of
from tender.web.display import headed
from tender.web.downloads import made_file
from tender.web.errors import found, reason
from tender.web.facts import shown
from tender.web.forms import BaseForm
from tender.web.login import STAFF, current_user, open_to
from tender.web.session import db
from tender.workbench import questioning
from tender.workbench.errors import Invalid, NotAllowed, OutOfDate
from tender.workbench.facts import reading_of
from tender.workbench.questioning import GivenQuestion, Register

bp = Blueprint("questions", __name__)

OFFICER = "/appels/<int:call_id>/questions"
DIRECTOR = "/consultations/<int:call_id>/questions"


class QuestionForm(BaseForm):
    """A question, what it is about, and where the buyer's files raise it."""

    text = TextAreaField(
        lazy_gettext("Question"),
        default="",
        validators=[InputRequired(lazy_gettext("Écrivez la question.")), Length(max=2000)],
    )
    lot = SelectField(lazy_gettext("Lot"))
    document = SelectField(lazy_gettext("Document concerné"))
    page_number = IntegerField(lazy_gettext("Page"), validators=[Optional(), NumberRange(1, 5000)])

    def about(self, call: CallRow) -> QuestionForm:
        """Put the lots and the files of this call in."""
        lots = reading_of(call).lots
        self.lot.choices = [
            ("", _("Toute la consultation")),
            *((lot.number, _("Lot %(number)s", number=lot.number)) for lot in lots),
        ]
        self.document.choices = [("", _("Aucun en particulier")), *((one, one) for one in _files(call))]
        return self

    @property
    def given(self) -> GivenQuestion:
        """The question as asked."""
        return GivenQuestion(
            self.text.data or "", self.lot.data or None, self.document.data or "", self.page_number.data
        )


class AnswerForm(BaseForm):
    """What the buyer answered, and the fact it is about."""

    answer = TextAreaField(
        lazy_gettext("Réponse de l’acheteur"),
        default="",
        validators=[InputRequired(lazy_gettext("Collez la réponse de l’acheteur.")), Length(max=8000)],
    )
    fact = SelectField(lazy_gettext("Elle concerne"), coerce=int)


def _files(call: CallRow) -> list[str]:
    return [file.name.rsplit("/", 1)[-1] for file in call.files]


@bp.route(f"{OFFICER}/", methods=["GET", "POST"])
@open_to(*STAFF)
def index(call_id: int) -> ResponseReturnValue:
    """The register: what will be asked, until when, what was answered."""
    held = questioning.register(db(), current_user(), call_id)
    form = QuestionForm(data={"document": request.args.get("document", "")}).about(held.call)
    if form.accepted():
        try:
            questioning.ask(db(), current_user(), call_id, form.given)
        except Invalid as error:
            form.form_errors.append(reason(error))
        else:
            flash(_("La question est au registre."), "ok")
            return redirect(url_for("questions.index", call_id=call_id))
    return _page(held, form)


def _page(held: Register, form: QuestionForm) -> ResponseReturnValue:
    split = find_split_of_call(db(), held.call.id, viewer=current_user())
    status = 422 if form.errors or form.form_errors else 200
    return render_template(
        "questions/index.html",
        call=held.call,
        steps=steps_of(held.call, split),
        held=held,
        form=form,
        text=questioning.batch_text(db(), current_user(), held.call.id) if held.open else "",
        shown=shown,
        states=QuestionState,
    ), status


@bp.route(f"{OFFICER}/<int:question_id>", methods=["GET", "POST"])
@open_to(*STAFF)
def edit(call_id: int, question_id: int) -> ResponseReturnValue:
    """Say an open question better before it leaves."""
    held = questioning.register(db(), current_user(), call_id)
    row = found(next((one for one in held.open if one.id == question_id), None))
    data = {"text": row.text, "lot": row.lot or "", "document": row.document, "page_number": row.page}
    form = QuestionForm(data=data).about(held.call)
    if form.accepted():
        try:
            questioning.reword(db(), current_user(), call_id, question_id, form.given)
        except (Invalid, OutOfDate) as error:
            form.form_errors.append(reason(error))
        else:
            return redirect(url_for("questions.index", call_id=call_id))
    status = 422 if form.errors or form.form_errors else 200
    return render_template("questions/edit.html", call=held.call, form=form, row=row), status


@bp.route(f"{OFFICER}/<int:question_id>/ecarter", methods=["POST"])
@open_to(*STAFF)
def drop(call_id: int, question_id: int) -> ResponseReturnValue:
    """Set a question aside, or take it back."""
    try:
        questioning.drop(db(), current_user(), call_id, question_id)
    except OutOfDate as error:
        flash(reason(error), "doubt")
    return redirect(url_for("questions.index", call_id=call_id))


@bp.route(f"{OFFICER}/questions.docx")
@open_to(*STAFF)
def batch(call_id: int) -> ResponseReturnValue:
    """The open questions as one Word file, for the buyer's portal."""
    return made_file(questioning.batch_file(db(), current_user(), call_id), "Questions_a_l_acheteur.docx")


@bp.route(f"{OFFICER}/envoyees", methods=["POST"])
@open_to(*STAFF)
def sent(call_id: int) -> ResponseReturnValue:
    """The batch was put to the buyer."""
    try:
        count = questioning.mark_sent(db(), current_user(), call_id, request.form.get("seen", ""))
    except OutOfDate as error:
        flash(reason(error), "doubt")
    else:
        flash(ngettext("%(num)s question est notée comme envoyée.",
                       "%(num)s questions sont notées comme envoyées.", count), "ok")  # fmt: skip
    return redirect(url_for("questions.index", call_id=call_id))


@bp.route(f"{OFFICER}/<int:question_id>/reponse", methods=["GET", "POST"])
@open_to(*STAFF)
def answer(call_id: int, question_id: int) -> ResponseReturnValue:
    """Note the buyer's answer; where it is about a fact, go on to that fact and correct it."""
    held = questioning.register(db(), current_user(), call_id)
    row = found(next((one for one in held.questions if one.id == question_id), None))
    form = AnswerForm(data={"answer": row.answer, "fact": row.fact_id or 0})
    form.fact.choices = [(0, _("aucun fait lu")), *_facts(held)]
    if form.accepted():
        try:
            kept = questioning.answer(
                db(), current_user(), call_id, question_id, form.answer.data, fact_id=form.fact.data or None
            )
        except Invalid as error:
            form.form_errors.append(reason(error))
        else:
            flash(_("La réponse est notée."), "ok")
            if kept.fact_id is not None:
                return redirect(url_for("facts.correct", call_id=call_id, fact_id=kept.fact_id))
            return redirect(url_for("questions.index", call_id=call_id))
    status = 422 if form.errors or form.form_errors else 200
    return render_template("questions/answer.html", call=held.call, form=form, row=row), status


def _facts(held: Register) -> list[tuple[int, str]]:
    listed: list[Any] = [shown(fact) for fact in held.call.facts if fact.effective is not None]
    return [(one.row.id, headed(one.label, one.value)[:110]) for one in listed]


@bp.route(f"{DIRECTOR}/", methods=["GET", "POST"])
@open_to(Role.DIRECTOR)
def propose(call_id: int) -> ResponseReturnValue:
    """A director's own questions, from her phone; the officer puts them in the batch."""
    held = questioning.own_register(db(), current_user(), call_id)
    form = QuestionForm().about(held.call)
    if form.accepted():
        try:
            questioning.ask(db(), current_user(), call_id, form.given)
        except (Invalid, NotAllowed) as error:
            form.form_errors.append(reason(error))
        else:
            flash(_("Votre question est transmise à la personne chargée des marchés."), "ok")
            return redirect(url_for("questions.propose", call_id=call_id))
    status = 422 if form.errors or form.form_errors else 200
    return render_template("questions/propose.html", call=held.call, held=held, form=form), status

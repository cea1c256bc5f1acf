"""Consulter: the question put to every member before the split, her answers, the officer's table of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from wtforms import DateField, HiddenField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length

from tender.store.accounts import Role
from tender.store.consultations import Stance
from tender.store.members import list_members
from tender.store.splits import find_split_of_call
from tender.web.call_steps import steps_of
from tender.web.consulting_letters import ask_members
from tender.web.consulting_words import answer_words, offers_from
from tender.web.errors import reason
from tender.web.forms import BaseForm
from tender.web.login import STAFF, current_user, open_to
from tender.web.member_words import hues_of
from tender.web.numbers import typed as in_box
from tender.web.session import db
from tender.web.split_words import listed
from tender.workbench import clock, consulting
from tender.workbench.consulting import Question, Table
from tender.workbench.errors import Invalid, NotReady, OutOfDate
from tender.workbench.mapping import place_name
from tender.workbench.timing import CONSULTED_BEFORE, EVENING, PARIS, counted_back

bp = Blueprint("consultations", __name__)

OFFICER = "/appels/<int:call_id>/consultation"
DIRECTOR = "/consultations/<int:call_id>/<int:member_id>"


class OpenForm(BaseForm):
    """Until when members answer, and a word to them."""

    closes_day = DateField(
        lazy_gettext("Répondre au plus tard le"),
        validators=[InputRequired(lazy_gettext("Indiquez une date."))],
    )
    closes_hour = TimeField(
        lazy_gettext("à (heure de Paris)"), validators=[InputRequired(lazy_gettext("Indiquez une heure."))]
    )
    word = TextAreaField(lazy_gettext("Un mot aux associations"), default="", validators=[Length(max=2000)])


class AnswerForm(BaseForm):
    """What she saw of her own answers; the answers themselves are boxes by lot."""

    seen = HiddenField(default="")


@bp.route(f"{OFFICER}/")
@open_to(*STAFF)
def show(call_id: int) -> ResponseReturnValue:
    """Who comes, on which lot, with what; or the question to put."""
    return _page(consulting.table(db(), current_user(), call_id))


def _page(table: Table, form: OpenForm | None = None) -> str:
    split = find_split_of_call(db(), table.call.id, viewer=current_user())
    return render_template(
        "consultations/show.html",
        call=table.call,
        split=split,
        steps=steps_of(table.call, split),
        table=table,
        form=form or OpenForm(formdata=None, data=_proposed(table)),
        stances=Stance,
        answer_words=answer_words,
        hues=hues_of(list_members(db(), viewer=current_user())),
        shown=split is not None and split.state != "draft",
        required=consulting.must_consult(db()),
    )


def _proposed(table: Table) -> dict[str, object]:
    """The date as set, else the one counted back from the deadline."""
    set_ = table.row.closes if table.row is not None and not table.row.skipped else None
    closes = set_ or counted_back(table.call.deadline, clock.now(), CONSULTED_BEFORE)
    local = closes.astimezone(PARIS) if closes else None
    return {
        "closes_day": local.date() if local else None,
        "closes_hour": local.time().replace(second=0, microsecond=0) if local else EVENING,
        "word": table.row.word if table.row else "",
    }


@bp.route(f"{OFFICER}/ouvrir", methods=["POST"])
@open_to(*STAFF)
def ask(call_id: int) -> ResponseReturnValue:
    """Put the question to every member, or move its date."""
    form = OpenForm()
    table = consulting.table(db(), current_user(), call_id)
    if not form.accepted():
        return _page(table, form), 422
    closes = datetime.combine(form.closes_day.data, form.closes_hour.data, PARIS)
    try:
        consulting.open_consultation(db(), current_user(), call_id, closes=closes, word=form.word.data)
    except Invalid as error:
        form.refuse("closes_day", reason(error))
        return _page(table, form), 422
    except NotReady as error:
        flash(reason(error), "doubt")
        return _to(call_id)
    sent, lost = ask_members(consulting.table(db(), current_user(), call_id))
    flash(ngettext("La question est posée ; %(num)s courriel est parti.",
                   "La question est posée ; %(num)s courriels sont partis.", sent), "ok")  # fmt: skip
    if lost:
        flash(_("Ces courriels n’ont pas pu partir : %(names)s. Téléphonez.", names=listed(lost)), "doubt")
    return _to(call_id)


@bp.route(f"{OFFICER}/clore", methods=["POST"])
@open_to(*STAFF)
def close(call_id: int) -> ResponseReturnValue:
    """Close now: silence is a no, and goes to the journal."""
    try:
        silent = consulting.close(db(), current_user(), call_id)
    except NotReady as error:
        flash(reason(error), "doubt")
    else:
        words = ngettext(
            "La consultation est close ; %(num)s silence compté comme non.",
            "La consultation est close ; %(num)s silences comptés comme non.",
            silent,
        )
        flash(words, "ok")
    return _to(call_id)


@bp.route(f"{OFFICER}/sans", methods=["POST"])
@open_to(*STAFF)
def skip(call_id: int) -> ResponseReturnValue:
    """Do without a consultation, for a reason that the journal keeps."""
    try:
        consulting.skip(db(), current_user(), call_id, request.form.get("motif", ""))
    except (Invalid, NotReady) as error:
        flash(reason(error), "doubt")
    else:
        flash(_("Vous répartissez sans consulter ; le motif est au journal."), "ok")
    return _to(call_id)


def _to(call_id: int) -> ResponseReturnValue:
    return redirect(url_for("consultations.show", call_id=call_id))


@bp.route(f"{OFFICER}/<int:member_id>", methods=["GET", "POST"])
@open_to(*STAFF)
def answer_for(call_id: int, member_id: int) -> ResponseReturnValue:
    """The officer writes down what a member said by telephone, under her own name."""
    back = url_for("consultations.show", call_id=call_id)
    return _answered(consulting.question(db(), current_user(), call_id, member_id), back)


@bp.route(DIRECTOR, methods=["GET", "POST"])
@open_to(Role.DIRECTOR)
def answer(call_id: int, member_id: int) -> ResponseReturnValue:
    """A director says lot by lot: in the group, alone, or not; with how many hours, and where."""
    back = url_for("approvals.index")
    return _answered(consulting.question(db(), current_user(), call_id, member_id), back)


def _answered(question: Question, back: str) -> ResponseReturnValue:
    form = AnswerForm(seen=question.seen)
    typed: Mapping[str, list[str]] = {name: request.form.getlist(name) for name in request.form}
    errors: dict[str, str] = {}
    if form.accepted():
        offers, errors = offers_from(question, typed)
        if not errors and _kept(question, offers, form):
            return redirect(back)
    return render_template(
        "consultations/answer.html",
        question=question,
        form=form,
        typed=typed if request.method == "POST" else None,
        errors=errors,
        back=back,
        stances=Stance,
        place_name=place_name,
        box=in_box,
        own=current_user().role is Role.DIRECTOR,
        everywhere=request.method == "GET" and request.args.get("partout") == "oui",
    ), (422 if errors or form.errors else 200)


def _kept(question: Question, offers: Mapping[str, consulting.Offer], form: AnswerForm) -> bool:
    try:
        consulting.answer(
            db(), current_user(), question.call.id, question.member.id, offers, seen=form.seen.data
        )
    except OutOfDate as error:
        who = str(error.facts.get("by") or _("Quelqu’un"))
        words = _(
            "%(who)s a répondu entre-temps ; rien n’est enregistré. Voici les réponses actuelles.", who=who
        )
        flash(words, "doubt")
        form.seen.data = question.seen
        return False
    except (Invalid, NotReady) as error:
        flash(reason(error), "stop")
        return False
    flash(_("Vos réponses sont enregistrées. Vous pouvez les changer jusqu’à la date."), "ok")
    return True

"""Décider, for a director on her phone: her own part, what she takes on, and her verdict on what she saw."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from tender.store.accounts import Role
from tender.store.consultations import list_consultations
from tender.store.papers import list_paper_requests
from tender.store.splits import list_splits_to_decide
from tender.vocabulary.split import Verdict
from tender.web.counter_words import counter_rows, proposal_from
from tender.web.display import hours
from tender.web.errors import found, reason
from tender.web.forms import BaseForm
from tender.web.labels import label
from tender.web.login import current_user, open_to
from tender.web.maps import Paint, painted
from tender.web.session import db
from tender.web.share_words import (
    amount_words,
    changes,
    clause_words,
    duties,
    is_closed,
    month_rows,
    standing_of,
)
from tender.workbench import approving, clock, consent, consulting, contributing, papers, reserving
from tender.workbench.approving import ShownShare
from tender.workbench.errors import Invalid, NotReady, OutOfDate
from tender.workbench.mapping import labelled, map_of, reach_of, with_neighbours
from tender.workbench.promising import promises, summed

bp = Blueprint("approvals", __name__, url_prefix="/parts")

OWN = "/<int:split_id>/<int:member_id>"


class DecideForm(BaseForm):
    """The part she saw: a verdict binds to nothing else."""

    seen = HiddenField(default="")
    seen_hours = HiddenField(default="")
    seen_last = HiddenField(default="0")


class RefuseForm(DecideForm):
    """A refusal says why."""

    reason = TextAreaField(
        lazy_gettext("Pourquoi refusez-vous ?"),
        default="",
        validators=[DataRequired(lazy_gettext("Dites pourquoi, en une phrase.")), Length(max=2000)],
    )


class CounterForm(DecideForm):
    """Another proposal, and a word about it."""

    reason = TextAreaField(lazy_gettext("Un mot d’explication"), default="", validators=[Length(max=2000)])


@bp.route("/")
@open_to(Role.DIRECTOR)
def index() -> ResponseReturnValue:
    """What waits for her decision, the nearest date first."""
    held = _own_shares()
    waiting = [one for one in held if one.verdict is None and _open(one)]
    user = current_user()
    asked = consulting.questions(db(), user, list_consultations(db(), viewer=user))
    reserves = reserving.reserves_asked(db(), user)
    return render_template(
        "approvals/index.html",
        questions=asked,
        reserves=[one for one in reserves if one.state == "proposed"],
        papers_asked=list_paper_requests(db(), viewer=user),
        papers_unsure=papers.papers_to_confirm(db(), user),
        papers_ending=papers.papers_to_renew(db(), user),
        parts=[one for one in contributing.parts_asked(db(), user) if one.is_open],
        waiting=waiting,
        decided=[one for one in held if one not in waiting],
        amount_words=amount_words,
        standing_of=standing_of,
    )


@bp.route("/toutes")
@open_to(Role.DIRECTOR)
def shares() -> ResponseReturnValue:
    """Every part of her members, current and past."""
    return render_template(
        "approvals/shares.html",
        held=_own_shares(),
        amount_words=amount_words,
        standing_of=standing_of,
        is_closed=is_closed,
    )


def _own_shares() -> list[ShownShare]:
    user = current_user()
    splits = list_splits_to_decide(db(), viewer=user)
    return [one for split in splits for one in approving.shares_shown_to(db(), user, split.id)]


def _open(shown: ShownShare) -> bool:
    limits = [one for one in (shown.split.closes, shown.split.call.deadline) if one is not None]
    return not is_closed(shown.split) and (not limits or clock.now() < min(limits))


def _months(shown: ShownShare) -> list[tuple[str, str, int, float]]:
    """Her months, what other calls already take of her hours left out."""
    held = promises(db(), [shown.member], but_call=shown.split.call_id)
    return month_rows(shown, summed(held[shown.member.id]))


def _saw(shown: ShownShare) -> dict[str, str]:
    """What the page shows, for the verdict to bind to."""
    last = str(shown.last.id) if shown.last else "0"
    return {"seen": shown.digest, "seen_hours": str(shown.content["hours"]), "seen_last": last}


def _shown(split_id: int, member_id: int) -> ShownShare:
    held = approving.shares_shown_to(db(), current_user(), split_id)
    return found(next((one for one in held if one.member.id == member_id), None))


@bp.route(OWN)
@open_to(Role.DIRECTOR)
def show(split_id: int, member_id: int) -> ResponseReturnValue:
    """One part, whole: what is asked, what it binds to, what changed, and three buttons."""
    shown = _shown(split_id, member_id)
    places = {part["place"] for lot in shown.content["lots"] for part in lot["parts"]}
    sheet = map_of(with_neighbours(places | reach_of(shown.member)))
    paints = {**painted(reach_of(shown.member), Paint(reach=True)), **painted(places, Paint(hue=1))}
    return render_template(
        "approvals/show.html",
        shown=shown,
        split=shown.split,
        form=DecideForm(**_saw(shown)),
        months=_months(shown),
        sheet=sheet,
        paints=paints,
        labels=labelled(sheet, sorted(places)) if sheet else (),
        amount=amount_words(shown.content["amount"]),
        amount_words=amount_words,
        duties=duties(shown.split, shown),
        clause_words=clause_words,
        changed=changes(approving.look(db(), current_user(), shown), shown.content),
        mandated=current_user().signs_for(member_id, clock.now().date()),
        standing=standing_of(shown),
        open_=_open(shown),
    )


@bp.route(f"{OWN}/approuver", methods=["POST"])
@open_to(Role.DIRECTOR)
def approve(split_id: int, member_id: int) -> ResponseReturnValue:
    """She approves the part she saw."""
    form = DecideForm()
    shown = _shown(split_id, member_id)
    if not form.accepted():
        return redirect(_address("show", shown))
    return _decide(shown, form, Verdict.APPROVED) or redirect(_address("done", shown))


@bp.route(f"{OWN}/refuser", methods=["GET", "POST"])
@open_to(Role.DIRECTOR)
def refuse(split_id: int, member_id: int) -> ResponseReturnValue:
    """She refuses, and says why."""
    shown = _shown(split_id, member_id)
    form = RefuseForm(**_saw(shown))
    if form.accepted():
        return _decide(shown, form, Verdict.REFUSED, said=form.reason.data) or redirect(
            _address("done", shown)
        )
    return render_template("approvals/refuse.html", shown=shown, form=form), form.status


@bp.route(f"{OWN}/proposer", methods=["GET", "POST"])
@open_to(Role.DIRECTOR)
def counter(split_id: int, member_id: int) -> ResponseReturnValue:
    """She proposes other hours, other communes or other months."""
    shown = _shown(split_id, member_id)
    form = CounterForm(**_saw(shown))
    typed = request.form.to_dict()
    errors: dict[str, str] = {}
    rows = counter_rows(shown, consent.needs_of(db(), shown.split.call_id), reach_of(shown.member))
    if form.accepted():
        proposed, months, errors = proposal_from(rows, shown.content["months"], typed)
        said = _countered(shown, proposed, months, form) if not errors else None
        if said is not None:
            gone = _decide(shown, form, Verdict.COUNTERED, said=form.reason.data, counter_=said)
            return gone or redirect(_address("done", shown))
    status = 422 if errors or form.form_errors or form.errors else 200
    return render_template(
        "approvals/counter.html",
        shown=shown,
        form=form,
        typed=typed,
        errors=errors,
        rows=rows,
        months=_months(shown),
    ), status


def _countered(
    shown: ShownShare, proposed: dict[tuple[str, str, str], int], months: dict[str, int], form: CounterForm
) -> dict[str, object] | None:
    """The counter-proposal; None, with what is wrong on the form, when it cannot be one."""
    try:
        said = consent.counter_from(db(), shown, proposed, months=months)
    except Invalid as error:
        form.form_errors.append(reason(error))
        return None
    changed = months or any(part["hours"] != part["before"] for part in said["parts"])
    if not changed and not form.reason.data.strip():
        form.form_errors.append(_("Changez des heures, ou dites ce que vous proposez."))
        return None
    return said


def _decide(
    shown: ShownShare,
    form: DecideForm,
    verdict: Verdict,
    *,
    said: str = "",
    counter_: dict[str, Any] | None = None,
) -> ResponseReturnValue | None:
    """Record a verdict; where it cannot be, back to the part with what happened."""
    try:
        approving.give_verdict(
            db(), current_user(), shown.split.id, shown.member.id,
            seen=form.seen.data, verdict=verdict, reason=said, counter=counter_,
            seen_last=int(form.seen_last.data) if form.seen_last.data.isdecimal() else None,
        )  # fmt: skip
    except OutOfDate as error:
        if error.code == "verdict":
            words = _("Votre décision n’est pas enregistrée ; relisez, puis décidez.")
            flash(f"{reason(error)} {label(Verdict(error.facts['verdict']))}. {words}", "doubt")
            return redirect(_address("show", shown))
        before, now = form.seen_hours.data, shown.content["hours"]
        told = ""
        if before.isdigit() and int(before) != now:
            told = _(
                "%(before)s quand vous avez ouvert la page, %(now)s maintenant.",
                before=hours(int(before)),
                now=hours(now),
            )
        words = _(
            "Votre part a changé pendant que vous lisiez ; votre décision n’est pas enregistrée. Relisez-la."
        )
        flash(f"{words} {told}".strip(), "doubt")
        return redirect(_address("show", shown))
    except (NotReady, Invalid) as error:
        flash(reason(error), "stop")
        return redirect(_address("show", shown))
    return None


def _address(page: str, shown: ShownShare) -> str:
    return url_for(f"approvals.{page}", split_id=shown.split.id, member_id=shown.member.id)


@bp.route(f"{OWN}/decidee")
@open_to(Role.DIRECTOR)
def done(split_id: int, member_id: int) -> ResponseReturnValue:
    """Her verdict, what happens next, who is still awaited, and the way back until the date."""
    shown = _shown(split_id, member_id)
    if shown.verdict is None:
        return redirect(_address("show", shown))
    return render_template(
        "approvals/done.html",
        shown=shown,
        split=shown.split,
        standing=standing_of(shown),
        awaited=consent.awaited(db(), current_user(), split_id),
        open_=_open(shown),
    )

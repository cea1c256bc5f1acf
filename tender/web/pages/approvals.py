"""Décider, for a director on her phone: her own part, what she takes on, and her verdict on what she saw."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from tender.store.accounts import Role
from tender.store.splits import list_splits_to_decide
from tender.vocabulary.split import Verdict
from tender.web.display import hours
from tender.web.errors import found, reason
from tender.web.forms import BaseForm
from tender.web.login import current_user, open_to
from tender.web.maps import Paint, painted
from tender.web.numbers import read_number
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
from tender.workbench import approving, clock, consent
from tender.workbench.approving import ShownShare
from tender.workbench.errors import Invalid, NotReady, OutOfDate
from tender.workbench.mapping import labelled, map_of, reach_of, with_neighbours

bp = Blueprint("approvals", __name__, url_prefix="/parts")

OWN = "/<int:split_id>/<int:member_id>"


class DecideForm(BaseForm):
    """The part she saw: a verdict binds to nothing else."""

    seen = HiddenField(default="")
    seen_hours = HiddenField(default="")


class RefuseForm(DecideForm):
    """A refusal says why."""

    reason = TextAreaField(
        lazy_gettext("Pourquoi refusez-vous ?"),
        default="",
        validators=[DataRequired(lazy_gettext("Dites pourquoi, en une phrase.")), Length(max=2000)],
    )


class CounterForm(DecideForm):
    """Another proposal: fewer hours part by part, and a word about it."""

    reason = TextAreaField(lazy_gettext("Un mot d’explication"), default="", validators=[Length(max=2000)])


@bp.route("/")
@open_to(Role.DIRECTOR)
def index() -> ResponseReturnValue:
    """What waits for her decision, the nearest date first."""
    held = _own_shares()
    waiting = [one for one in held if one.verdict is None and _open(one)]
    return render_template(
        "approvals/index.html",
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
        form=DecideForm(seen=shown.digest, seen_hours=str(shown.content["hours"])),
        months=month_rows(shown, shown.member),
        sheet=sheet,
        paints=paints,
        labels=labelled(sheet, sorted(places)) if sheet else (),
        amount=amount_words(shown.content["amount"]),
        amount_words=amount_words,
        duties=duties(shown.split, shown),
        clause_words=clause_words,
        changed=changes(shown.changed_since, shown.content),
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
    form = RefuseForm(seen=shown.digest, seen_hours=str(shown.content["hours"]))
    if form.accepted():
        return _decide(shown, form, Verdict.REFUSED, said=form.reason.data) or redirect(
            _address("done", shown)
        )
    return render_template("approvals/refuse.html", shown=shown, form=form), form.status


@bp.route(f"{OWN}/proposer", methods=["GET", "POST"])
@open_to(Role.DIRECTOR)
def counter(split_id: int, member_id: int) -> ResponseReturnValue:
    """She proposes fewer hours, part by part."""
    shown = _shown(split_id, member_id)
    form = CounterForm(seen=shown.digest, seen_hours=str(shown.content["hours"]))
    typed = request.form.to_dict()
    errors: dict[str, str] = {}
    if form.accepted():
        proposed, errors = _proposed(shown, typed)
        if not errors and sum(proposed.values()) == shown.content["hours"] and not form.reason.data.strip():
            form.form_errors.append(_("Changez des heures, ou dites ce que vous proposez."))
        elif not errors:
            said = consent.counter_from(shown, proposed)
            gone = _decide(shown, form, Verdict.COUNTERED, said=form.reason.data, counter_=said)
            return gone or redirect(_address("done", shown))
    status = 422 if errors or form.form_errors or form.errors else 200
    return render_template(
        "approvals/counter.html", shown=shown, form=form, typed=typed, errors=errors
    ), status


def _proposed(
    shown: ShownShare, typed: dict[str, str]
) -> tuple[dict[tuple[str, str, str], int], dict[str, str]]:
    """Hours typed for each part, whole; and what is wrong, by box. A part left out stays as it is."""
    proposed: dict[tuple[str, str, str], int] = {}
    errors: dict[str, str] = {}
    for lot in shown.content["lots"]:
        for part in lot["parts"]:
            box = f"h-{lot['number']}-{part['place']}-{part['trade']}"
            try:
                value = read_number(typed.get(box, ""))
            except ValueError:
                value = -1.0
            value = float(part["hours"]) if value is None else value
            if not 0 <= value <= part["hours"] or value != int(value):
                errors[box] = _("Saisissez un nombre entier d’heures, de 0 à %(most)s.", most=part["hours"])
                continue
            proposed[lot["number"], part["place"], part["trade"]] = int(value)
    return proposed, errors


def _decide(
    shown: ShownShare, form: DecideForm, verdict: Verdict, *, said: str = "", counter_: object = None
) -> ResponseReturnValue | None:
    """Record a verdict; where it cannot be, back to the part with what happened."""
    try:
        approving.give_verdict(
            db(), current_user(), shown.split.id, shown.member.id,
            seen=form.seen.data, verdict=verdict, reason=said, counter=counter_,  # type: ignore[arg-type]
        )  # fmt: skip
    except OutOfDate:
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

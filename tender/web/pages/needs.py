"""Consulter: what is to be shared out, lot by lot: place, trade, hours a month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from tender.geography.places import name_of
from tender.store.calls import UNREAD, CallRow, find_call
from tender.store.members import list_members
from tender.store.splits import SplitRow, find_split_of_call
from tender.vocabulary.call import Lot, Place, Reading
from tender.web.call_steps import steps_of
from tender.web.errors import found, reason
from tender.web.login import STAFF, STAFF_AND_DIRECTORS, current_user, open_to
from tender.web.need_lines import Line, lines_of, needs_of, read_lines, suggested_lines
from tender.web.numbers import read_number, typed
from tender.web.session import db
from tender.web.trades import trade_choices
from tender.workbench import clock, needing, splitting
from tender.workbench.errors import Invalid, NotReady
from tender.workbench.facts import reading_of
from tender.workbench.mapping import suggested_communes
from tender.workbench.response_lots import insertion_hours

bp = Blueprint("needs", __name__)

BOXES = {"unknown_place": "place", "twice": "place", "no_trade": "trade", "unknown_lot": "lot"}


@dataclass(slots=True)
class LotCard:
    """A lot, where the call says it is done, its lines; `least` part and `most` members as typed."""

    number: str
    title: str
    places: str
    clause_hours: float | None
    lines: list[Line]
    least: str = ""
    most: str = ""
    error: str = ""


@bp.route("/appels/<int:call_id>/besoins", methods=["GET", "POST"])
@open_to(*STAFF)
def index(call_id: int) -> ResponseReturnValue:
    """The needs as read or entered; saving replaces them all at once."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    if call.state in UNREAD:
        return redirect(url_for("calls.show", call_id=call.id))
    reading = reading_of(call)
    lots = needing.lots_of(reading)
    if request.method == "POST":
        return _post(call, reading, lots)
    rows = needing.read_needs(db(), current_user(), call)
    lines = lines_of(call, rows) if rows else suggested_lines(reading, lots)
    return _page(call, reading, _cards(lots, reading, lines, _settings(_split(call))), stated=bool(rows))


def _post(call: CallRow, reading: Reading, lots: Sequence[Lot]) -> ResponseReturnValue:
    if "act" not in request.form:
        # Saving replaces every need: a form that came through cut short must not erase them.
        abort(400)
    lines = read_lines(request.form)
    _keep_sources(call, lines)
    act = request.form["act"]
    cards = _cards(lots, reading, lines, _typed_settings(request.form, lots))
    if act.startswith("add:"):
        return _page(call, reading, cards, more=act.removeprefix("add:"))
    if act.startswith("drop:"):
        position = act.removeprefix("drop:")
        kept = [line for number, line in enumerate(lines) if str(number) != position]
        return _page(call, reading, _cards(lots, reading, kept, _typed_settings(request.form, lots)))
    if _saved(call, lines, cards):
        flash(_("Les besoins sont enregistrés."), "ok")
        return redirect(url_for("splits.show", call_id=call.id))
    return _page(call, reading, cards), 422


def _saved(call: CallRow, lines: Sequence[Line], cards: Sequence[LotCard]) -> bool:
    """Keep needs and lot settings; what is refused is said on its line or its lot."""
    needs = needs_of(lines)
    settings = {card.number: _numbers(card) for card in cards}
    if needs is None or any(card.error for card in cards):
        return False
    filled = [line for line in lines if not line.is_empty]
    try:
        needing.set_needs(db(), current_user(), call.id, needs)
    except Invalid as error:
        line = filled[int(error.facts.get("line", 1)) - 1]
        line.refuse(BOXES.get(error.code, "hours"), reason(error))
        return False
    except NotReady as error:
        flash(reason(error), "stop")
        return False
    before = _settings(_split(call))
    for card in cards:
        least, most = settings[card.number]
        if (typed(least or None), str(most or "")) != before.get(card.number, ("", "")):
            splitting.set_lot(
                db(), current_user(), call.id, card.number, min_share_hours=least, max_members=most
            )
    return True


def _numbers(card: LotCard) -> tuple[float, int | None]:
    """The settings typed for a lot; a word instead of a number is said on the lot."""
    try:
        least, most = read_number(card.least) or 0.0, read_number(card.most)
    except ValueError:
        card.error = _("Saisissez des nombres, ou laissez vide.")
        return (0.0, None)
    if least < 0 or (most is not None and (most < 1 or most != int(most))):
        card.error = _("La part minimale ne peut être négative ; le nombre d’adhérentes est au moins 1.")
        return (0.0, None)
    return (least, int(most) if most is not None else None)


def _keep_sources(call: CallRow, lines: Sequence[Line]) -> None:
    """A line sent back unchanged keeps the place where it was read."""
    rows = needing.read_needs(db(), current_user(), call)
    known = {(one.lot, one.place, one.trade, one.hours): one for one in lines_of(call, rows)}
    for line in lines:
        held = known.get((line.lot, line.place, line.trade, line.hours))
        if held is not None:
            line.source, line.href = held.source, held.href


def _split(call: CallRow) -> SplitRow | None:
    return find_split_of_call(db(), call.id, viewer=current_user())


def _settings(split: SplitRow | None) -> dict[str, tuple[str, str]]:
    held = split.lot_settings if split else {}
    return {
        lot: (typed(one.get("min_share_hours") or None), str(one.get("max_members") or ""))
        for lot, one in held.items()
    }


def _typed_settings(form: MultiDict[str, str], lots: Sequence[Lot]) -> dict[str, tuple[str, str]]:
    return {
        lot.number: (form.get(f"least-{lot.number}", "").strip(), form.get(f"most-{lot.number}", "").strip())
        for lot in lots
    }


def _name(place: Place) -> str:
    """What a place is called: notices often give an area's code for its name, and a commune's name twice."""
    return (
        name_of(place.kind, place.code) if place.code and place.name == place.code else None
    ) or place.name


def _cards(
    lots: Sequence[Lot], reading: Reading, lines: Sequence[Line], settings: Mapping[str, tuple[str, str]]
) -> list[LotCard]:
    cards = []
    for lot in lots:
        asked = insertion_hours(reading.clauses, lot.number, lot, divided=bool(reading.lots))
        least, most = settings.get(lot.number, ("", ""))
        own = [line for line in lines if line.lot == lot.number]
        cards.append(
            LotCard(
                lot.number,
                lot.title,
                ", ".join(dict.fromkeys(_name(place) for place in lot.places)),
                float(asked) if asked else None,
                own,
                least,
                most,
            )
        )
    return cards


def _page(
    call: CallRow, reading: Reading, cards: list[LotCard], *, stated: bool = True, more: str = ""
) -> str:
    for card in cards:
        if not card.lines or card.number == more:
            card.lines.append(Line(card.number, trade=card.lines[-1].trade if card.lines else ""))
    members = list_members(db(), viewer=current_user())
    offered = {row.trade for member in members for row in member.capacities}
    asked = {line.trade for card in cards for line in card.lines if line.trade}
    split = _split(call)
    return render_template(
        "needs/index.html",
        call=call,
        split=split,
        steps=steps_of(call, split),
        cards=cards,
        stated=stated,
        months=needing.months_of(reading, today=clock.now().date()),
        assumed=not any(lot.duration_months for lot in needing.lots_of(reading)),
        trades=trade_choices(offered | asked),
        more=more,
    )


@bp.route("/communes")
@open_to(*STAFF_AND_DIRECTORS)
def communes() -> ResponseReturnValue:
    """Communes whose name starts as typed, for the list below a field."""
    words = next(iter(request.args.values()), "")
    return render_template("needs/communes.html", found=suggested_communes(words))

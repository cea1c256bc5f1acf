"""The price lines of a call: what members would ask, one agreed unit price a line, what keeps a lot open."""

from __future__ import annotations

from decimal import Decimal

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tender.store.calls import CallState, find_call
from tender.store.prices import list_shared_costs
from tender.store.responses import PriceLineRow, find_response
from tender.web.call_steps import steps_shown
from tender.web.downloads import made_file
from tender.web.errors import found, reason
from tender.web.login import STAFF, current_user, open_to
from tender.web.numbers import page_language
from tender.web.price_words import floor_words, line_words, open_lines, price_book
from tender.web.session import db, forget_changes
from tender.workbench import costing, member_pricing, pricing
from tender.workbench.errors import Invalid, NotReady, OutOfDate
from tender.workbench.price_file import read_prices

bp = Blueprint("prices", __name__, url_prefix="/appels/<int:call_id>/prix")

BOXES = ("quantity", "unit_price", "vat_rate")
ALL = "*"
"""What the button for all lots sends."""


@bp.route("/", methods=["GET", "POST"])
@open_to(*STAFF)
def index(call_id: int) -> ResponseReturnValue:
    """Fill the price lines, settle a lot's; a line without a price keeps its lot open."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    rows = pricing.read_price_lines(db(), current_user(), call)
    problem, status = None, 200
    if request.method == "POST":
        try:
            words = _saved(call_id, rows)
        except (Invalid, NotReady, OutOfDate) as error:
            problem, status = line_words(error, reason(error)), 409 if isinstance(error, OutOfDate) else 422
            forget_changes()
            call = found(find_call(db(), call_id, viewer=current_user()))
            rows = pricing.read_price_lines(db(), current_user(), call)
        else:
            flash(words, "ok")
            return redirect(url_for("prices.index", call_id=call_id))
    floor = costing.floor(db(), current_user(), call_id)
    return render_template(
        "prices/index.html",
        call=call,
        steps=steps_shown(call),
        lots=_by_lot(rows),
        totals=pricing.lot_totals(db(), call_id),
        open_lines=open_lines(member_pricing.points(db(), current_user(), call_id, _vat(call_id))),
        spreads=member_pricing.spreads(db(), current_user(), call_id),
        questions=[(one, floor_words(one, floor.wage)) for one in floor.questions],
        costs=list_shared_costs(db(), viewer=current_user()),
        closed=call.state is CallState.FILED,
        every_lot=ALL,
        seen=pricing.state_of_prices(rows),
        problem=problem,
        typed=request.form,
    ), status


@bp.route("/classeur", methods=["GET", "POST"])
@open_to(*STAFF)
def workbook(call_id: int) -> ResponseReturnValue:
    """The lines of a call as a workbook, and the workbook filled in."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    rows = pricing.read_price_lines(db(), current_user(), call)
    if request.method == "GET":
        return made_file(price_book(_("Prix"), [(row, row.unit_price) for row in rows]), "prix.xlsx")
    sent = request.files.get("file")
    data, name = (sent.read(), sent.filename or "") if sent else (b"", "")
    try:
        told = read_prices(data, name, rows, page_language())
        given = {line: {"unit_price": text} for line, text in told.items()}
        count = pricing.set_prices(db(), current_user(), call_id, given, language=page_language())
    except (Invalid, NotReady) as error:
        forget_changes()
        flash(line_words(error, reason(error)), "stop")
    else:
        flash(ngettext("%(num)s prix repris du classeur.", "%(num)s prix repris du classeur.", count), "ok")
    return redirect(url_for("prices.index", call_id=call_id))


@bp.route("/salaire/<int:line_id>", methods=["POST"])
@open_to(*STAFF)
def answer_floor(call_id: int, line_id: int) -> ResponseReturnValue:
    """Say why an hour's price covers the pay."""
    try:
        costing.answer_floor(db(), current_user(), call_id, line_id, request.form.get("word", ""))
    except (Invalid, NotReady) as error:
        forget_changes()
        flash(reason(error), "stop")
    else:
        flash(_("Réponse enregistrée. Elle vaut pour ce prix."), "ok")
    return redirect(url_for("prices.index", call_id=call_id, _anchor="salaire"))


def _saved(call_id: int, rows: list[PriceLineRow]) -> str:
    """Keep what was typed, settle the lot whose button was pressed; the words of what was done."""
    pricing.set_prices(
        db(),
        current_user(),
        call_id,
        _given(rows),
        language=page_language(),
        seen=request.form.get("seen") or None,
    )
    lot = request.form.get("agree")
    if not lot:
        return _("Prix enregistrés.")
    chosen = None if lot == ALL else lot
    count = member_pricing.agree(db(), current_user(), call_id, chosen, _vat(call_id))
    return ngettext("%(num)s prix arrêté.", "%(num)s prix arrêtés.", count)


def _vat(call_id: int) -> Decimal | None:
    """The rate of the acte d'engagement, as answered among the boxes."""
    response = find_response(db(), call_id, viewer=current_user())
    told = response.boxes.get("vat_rate") if response else None
    return Decimal(str(told)) if told not in (None, "") else None


def _given(rows: list[PriceLineRow]) -> dict[int, dict[str, str]]:
    """What was typed, by line; a box left unticked says so by the hidden one before it."""
    given: dict[int, dict[str, str]] = {}
    for row in rows:
        boxes = {box: request.form[f"{box}-{row.id}"] for box in BOXES if f"{box}-{row.id}" in request.form}
        ticked = request.form.getlist(f"counted-{row.id}")
        if ticked:
            boxes["counted"] = ticked[-1]
        given[row.id] = boxes
    return given


def _by_lot(rows: list[PriceLineRow]) -> dict[str, list[PriceLineRow]]:
    lots: dict[str, list[PriceLineRow]] = {}
    for row in rows:
        lots.setdefault(row.lot, []).append(row)
    return lots

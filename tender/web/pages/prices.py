"""The price lines of a call: quantities, one agreed unit price a line, totals by lot as they stand."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tender.store.calls import find_call
from tender.store.responses import PriceLineRow
from tender.store.splits import find_split_of_call
from tender.web.call_steps import steps_of
from tender.web.errors import found, reason
from tender.web.login import STAFF, current_user, open_to
from tender.web.session import db, forget_changes
from tender.workbench import pricing
from tender.workbench.errors import Invalid

bp = Blueprint("prices", __name__, url_prefix="/appels/<int:call_id>/prix")

BOXES = ("quantity", "unit_price", "vat_rate")


@bp.route("/", methods=["GET", "POST"])
@open_to(*STAFF)
def index(call_id: int) -> ResponseReturnValue:
    """Fill the price lines; a line without a price keeps its lot's total open."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    rows = pricing.read_price_lines(db(), current_user(), call)
    problem, status = None, 200
    if request.method == "POST":
        try:
            pricing.set_prices(db(), current_user(), call_id, _given(rows))
        except Invalid as error:
            problem, status = reason(error), 422
            forget_changes()
        else:
            flash(_("Prix enregistrés."), "ok")
            return redirect(url_for("prices.index", call_id=call_id))
    return render_template(
        "prices/index.html",
        call=call,
        steps=steps_of(call, find_split_of_call(db(), call_id, viewer=current_user())),
        lots=_by_lot(rows),
        totals=pricing.lot_totals(db(), call_id),
        problem=problem,
        typed=request.form,
    ), status


def _given(rows: list[PriceLineRow]) -> dict[int, dict[str, str]]:
    return {
        row.id: {box: request.form[f"{box}-{row.id}"] for box in BOXES if f"{box}-{row.id}" in request.form}
        for row in rows
    }


def _by_lot(rows: list[PriceLineRow]) -> dict[str, list[PriceLineRow]]:
    lots: dict[str, list[PriceLineRow]] = {}
    for row in rows:
        lots.setdefault(row.lot, []).append(row)
    return lots

"""The clause-uptake report over the calls read here: every buyer for the officer, a collectivité its own."""

from __future__ import annotations

from flask import Blueprint, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from tender.store.calls import find_call
from tender.web.csv_files import csv_answer
from tender.web.errors import found
from tender.web.facts import groups_of
from tender.web.login import REPORT_READERS, current_user, open_to
from tender.web.reporting import chart_rows, csv_rows, finding, hours_lines, interval_head, type_lines
from tender.web.session import db
from tender.workbench import reporting

bp = Blueprint("reports", __name__, url_prefix="/rapports")


@bp.route("/")
@open_to(*REPORT_READERS)
def index() -> ResponseReturnValue:
    """Clauses asked, by buyer, each figure with its base."""
    names = reporting.buyers(db(), current_user())
    buyer = request.args.get("acheteur") or (names[0] if len(names) == 1 else None)
    if buyer is not None and buyer not in names:
        abort(404)
    report = reporting.clause_report(db(), current_user(), buyer=buyer)
    return render_template(
        "reports/index.html",
        names=names,
        buyer=buyer,
        report=report,
        finding=finding(report.total),
        chart=chart_rows(report.total),
        types=type_lines(report.total),
        interval_head=interval_head(),
        hours_asked=hours_lines(report.total),
    )


@bp.route("/clauses.csv")
@open_to(*REPORT_READERS)
def export() -> ResponseReturnValue:
    """The lines behind the figures, for a spreadsheet."""
    names = reporting.buyers(db(), current_user())
    buyer = request.args.get("acheteur") or None
    if buyer is not None and buyer not in names:
        abort(404)
    report = reporting.clause_report(db(), current_user(), buyer=buyer)
    return csv_answer("clauses-sociales.csv", csv_rows(report))


@bp.route("/marches")
@open_to(*REPORT_READERS)
def contracts() -> ResponseReturnValue:
    """Each call behind the report, open to its clauses and their words."""
    return render_template("reports/contracts.html", calls=reporting.calls_counted(db(), current_user()))


@bp.route("/marches/<int:call_id>")
@open_to(*REPORT_READERS)
def contract(call_id: int) -> ResponseReturnValue:
    """One call's clauses, each with the documents' own words."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    clauses = next(group for group in groups_of(call) if group.code == "clauses")
    return make_response(render_template("reports/contract.html", call=call, clauses=clauses.facts))

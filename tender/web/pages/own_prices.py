"""Nos prix, for a director: what her association would ask for each line, and what an hour costs it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tender.store.accounts import Role
from tender.store.members import MemberRow, find_member
from tender.store.prices import find_costs
from tender.web.downloads import made_file
from tender.web.errors import found, reason
from tender.web.login import current_user, open_to
from tender.web.numbers import page_language
from tender.web.price_words import below_words, line_words, price_book
from tender.web.session import db, forget_changes
from tender.workbench import costing, member_pricing
from tender.workbench.errors import Invalid, NotFound, NotReady
from tender.workbench.member_pricing import OwnLine
from tender.workbench.price_file import read_prices
from tender.workbench.price_points import is_hourly

bp = Blueprint("own_prices", __name__, url_prefix="/nos-prix")


@bp.route("/")
@open_to(Role.DIRECTOR)
def index() -> ResponseReturnValue:
    """The calls to price, and the costs of her members."""
    held = [(member, find_costs(db(), member.id, viewer=current_user())) for member in _members()]
    return render_template(
        "own_prices/index.html", held=held, asked=member_pricing.to_price(db(), current_user())
    )


@bp.route("/<int:call_id>/<int:member_id>", methods=["GET", "POST"])
@open_to(Role.DIRECTOR)
def show(call_id: int, member_id: int) -> ResponseReturnValue:
    """The lines of one member's lots, with what it would ask for each."""
    try:
        asked = member_pricing.priced_by(db(), current_user(), call_id, member_id)
    except NotFound:
        asked = None
    told = found(asked)
    lines = member_pricing.own_lines(db(), current_user(), call_id, member_id)
    problem, wrong, status = None, None, 200
    if request.method == "POST":
        try:
            _keep(call_id, member_id, lines)
        except (Invalid, NotReady) as error:
            problem, wrong, status = reason(error), error.facts.get("line"), 422
            forget_changes()
        else:
            flash(_("Vos prix sont enregistrés. Seule la personne chargée de l’appel les voit."), "ok")
            return redirect(url_for("own_prices.show", call_id=call_id, member_id=member_id))
    return render_template(
        "own_prices/show.html",
        asked=told,
        lines=lines,
        costs=find_costs(db(), member_id, viewer=current_user()),
        is_hourly=is_hourly,
        problem=problem,
        wrong=wrong,
        typed=request.form,
    ), status


def _keep(call_id: int, member_id: int, lines: Sequence[OwnLine]) -> None:
    given = {
        one.line.id: request.form[f"price-{one.line.id}"]
        for one in lines
        if f"price-{one.line.id}" in request.form
    }
    member_pricing.set_own_prices(db(), current_user(), call_id, member_id, given, language=page_language())


@bp.route("/<int:call_id>/<int:member_id>/classeur", methods=["GET", "POST"])
@open_to(Role.DIRECTOR)
def workbook(call_id: int, member_id: int) -> ResponseReturnValue:
    """The lines of one member as a workbook, and the workbook filled in."""
    try:
        lines = member_pricing.own_lines(db(), current_user(), call_id, member_id)
    except NotFound:
        lines = None
    told = found(lines)
    if request.method == "GET":
        return made_file(price_book(_("Nos prix"), [(one.line, one.own) for one in told]), "prix.xlsx")
    sent = request.files.get("file")
    try:
        given = read_prices(
            sent.read() if sent else b"",
            (sent.filename if sent else "") or "",
            [one.line for one in told],
            page_language(),
        )
        count = member_pricing.set_own_prices(
            db(), current_user(), call_id, member_id, given, language=page_language()
        )
    except (Invalid, NotReady) as error:
        forget_changes()
        flash(line_words(error, reason(error)), "stop")
    else:
        flash(ngettext("%(num)s prix repris du classeur.", "%(num)s prix repris du classeur.", count), "ok")
    return redirect(url_for("own_prices.show", call_id=call_id, member_id=member_id))


@bp.route("/couts/<int:member_id>", methods=["GET", "POST"])
@open_to(Role.DIRECTOR)
def costs(member_id: int) -> ResponseReturnValue:
    """What an hour costs one of her members."""
    member = found(next((one for one in _members() if one.id == member_id), None))
    problem, wrong, status = None, None, 200
    if request.method == "POST":
        try:
            costing.set_costs(
                db(), current_user(), member_id, request.form.to_dict(), language=page_language()
            )
        except Invalid as error:
            problem, wrong, status = reason(error), error.facts.get("box"), 422
            forget_changes()
        else:
            flash(_("Vos coûts sont enregistrés."), "ok")
            return redirect(url_for("own_prices.costs", member_id=member_id))
    row = find_costs(db(), member_id, viewer=current_user())
    wage = costing.below_minimum(row) if row else None
    return render_template(
        "own_prices/costs.html",
        member=member,
        row=row,
        asked=below_words(wage) if wage else "",
        problem=problem,
        wrong=wrong,
        typed=request.form,
    ), status


@bp.route("/couts/<int:member_id>/montrer", methods=["POST"])
@open_to(Role.DIRECTOR)
def share(member_id: int) -> ResponseReturnValue:
    """Let the officer see the costs, or no longer."""
    found(next((one for one in _members() if one.id == member_id), None))
    shared = request.form.get("shared") == "1"
    try:
        costing.share_costs(db(), current_user(), member_id, shared=shared)
    except NotFound as error:
        flash(reason(error), "stop")
    else:
        flash(
            _("La personne chargée de l’appel voit vos coûts, jusqu’à ce que vous les repreniez.")
            if shared
            else _("Vos coûts ne sont plus montrés à personne."),
            "ok",
        )
    return redirect(url_for("own_prices.costs", member_id=member_id))


def _members() -> list[MemberRow]:
    held = (find_member(db(), one, viewer=current_user()) for one in current_user().member_ids)
    return [one for one in held if one is not None]

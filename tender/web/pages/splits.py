"""Répartir: the matrix of lots and members, the map beside it, each cell changed and checked at once."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from tender.store.calls import UNREAD, CallRow, find_call
from tender.store.jobs import JobKind, JobRow, last_job
from tender.store.splits import SplitRow, find_split_of_call, list_needs
from tender.vocabulary.plain import to_plain
from tender.web import jobs
from tender.web.call_steps import steps_of
from tender.web.errors import found, reason
from tender.web.labels import trade_label
from tender.web.law_words import law_panel
from tender.web.login import STAFF, current_user, open_to
from tender.web.matrix import Chosen, map_of_split, matrix_of
from tender.web.member_words import stale_figures
from tender.web.numbers import read_number
from tender.web.session import db
from tender.web.sheets import table_answer
from tender.web.split_words import broken_words, missing_of, names_of, quality_words, reasons_for
from tender.workbench import searching, splitting
from tender.workbench.errors import Invalid, NotReady, OutOfDate
from tender.workbench.legal import legal_view
from tender.workbench.mapping import place_name
from tender.workbench.overview import overview, sides_of

bp = Blueprint("splits", __name__, url_prefix="/appels/<int:call_id>/repartition")


@bp.route("/")
@open_to(*STAFF)
def show(call_id: int) -> ResponseReturnValue:
    """The split as it stands; what is chosen stands in the address."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    if call.state in UNREAD:
        return redirect(url_for("calls.show", call_id=call.id))
    return _page(call, _chosen(request.args))


def _chosen(given: MultiDict[str, str]) -> Chosen:
    """What the address or the form points at."""
    get = given.get
    return Chosen(
        get("lot", ""),
        get("lieu", ""),
        get("metier", ""),
        get("adherente", default=0, type=int),
        groups=tuple(filter(None, get("groupes", "").split(","))),
        words=get("q", ""),
        by_member=get("vue", "") == "adherentes",
    )


def _page(call: CallRow, chosen: Chosen, *, error: str = "", typed: str | None = None) -> str:
    if not list_needs(db(), call.id, viewer=current_user()):
        split = find_split_of_call(db(), call.id, viewer=current_user())
        return render_template("splits/empty.html", call=call, steps=steps_of(call, split))
    seen = overview(db(), current_user(), call.id)
    names = names_of(seen)
    matrix = matrix_of(seen, chosen)
    member = next((one for one in seen.members if one.id == chosen.member_id), None)
    return render_template(
        "splits/show.html",
        call=call,
        split=seen.split,
        steps=steps_of(call, seen.split),
        seen=seen,
        missing=missing_of(seen, names),
        quality=quality_words(seen.split),
        matrix=matrix,
        chosen=chosen,
        at=partial(_at, call.id, chosen),
        member=member,
        lot=next((one for one in matrix.lots if one.number == chosen.lot), None),
        whys=reasons_for(
            seen,
            names,
            member=member.key if member else None,
            lot=chosen.lot or None,
            place=chosen.place or None,
        )
        if member or chosen.lot
        else [],
        map=map_of_split(seen, chosen, matrix),
        law=law_panel(legal_view(db(), current_user(), call.id)),
        law_back="repartition",
        broken=[broken_words(to_plain(one), names) for one in seen.broken],
        job=_job(call),
        error=error,
        typed=typed,
        taken_from=request.form.get("reprendre", type=int),
    )


def _job(call: CallRow) -> JobRow | None:
    return last_job(db(), call.id, JobKind.SPLIT, viewer=current_user())


def _at(call_id: int, chosen: Chosen, group: str | None = None, **given: Any) -> str:
    """An address of this page that keeps what is filtered and laid open; `group`: one to open or close."""
    groups = set(chosen.groups) ^ ({group} if group is not None else set())
    kept: dict[str, Any] = {"groupes": ",".join(sorted(groups)) or None, "q": chosen.words or None,
            "vue": "adherentes" if chosen.by_member else None}  # fmt: skip
    return url_for("splits.show", call_id=call_id, **{**kept, **given})


def _here(call_id: int, chosen: Chosen) -> str:
    return url_for(
        "splits.show",
        call_id=call_id,
        lot=chosen.lot or None,
        lieu=chosen.place or None,
        metier=chosen.trade or None,
        adherente=chosen.member_id or None,
        _anchor="choix" if chosen.lot or chosen.member_id else None,
    )


@bp.route("/proposer", methods=["POST"])
@open_to(*STAFF)
def propose(call_id: int) -> ResponseReturnValue:
    """Have the best split searched, or the nearest to what stands; the page tells how far it is."""
    least = request.form.get("moindre") == "1"
    try:
        jobs.start(searching.ask(db(), current_user(), call_id, least_change=least))
    except NotReady as error:
        flash(reason(error), "doubt")
    return redirect(url_for("splits.show", call_id=call_id))


@bp.route("/avancement")
@open_to(*STAFF)
def progress(call_id: int) -> ResponseReturnValue:
    """How far the search is; once over, the whole page is asked again."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    job = _job(call)
    if job is None or job.is_over:
        return jobs.page_anew()
    return render_template("splits/progress.html", call=call, job=job)


@bp.route("/part", methods=["POST"])
@open_to(*STAFF)
def edit(call_id: int) -> ResponseReturnValue:
    """Give a member so many hours of a need; a rule it would break is said beside the box."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    chosen, typed = _chosen(request.form), request.form.get("heures", "")
    try:
        hours = read_number(typed)
    except ValueError:
        hours = None
    if hours is None or not chosen.is_cell:
        return _page(call, chosen, error=_("Saisissez un nombre d’heures, 0 pour retirer."), typed=typed), 422
    try:
        split = splitting.set_share(
            db(), current_user(), call_id, chosen.member_id,
            need=(chosen.lot, chosen.place, chosen.trade), hours=hours,
            seen_revision=request.form.get("revision", type=int),
            taken_from=request.form.get("reprendre", type=int),
        )  # fmt: skip
    except OutOfDate:
        words = _(
            "Quelqu’un a modifié la répartition entre-temps : voici la version actuelle. "
            "Vos %(hours)s h ne sont pas enregistrées ; vérifiez, puis enregistrez de nouveau.",
            hours=typed,
        )
        return _page(call, chosen, error=words, typed=typed), 409
    except (Invalid, NotReady) as error:
        return _page(call, chosen, error=_edit_refusal(call, error), typed=typed), 422
    _say_rounded(split, chosen, hours)
    return redirect(_here(call_id, chosen))


def _say_rounded(split: SplitRow, chosen: Chosen, hours: float) -> None:
    """Hours are whole in every month: what was kept may differ from what was typed, and says so."""
    wanted = (chosen.member_id, chosen.lot, chosen.place, chosen.trade)
    kept = sum(
        row.total_hours for row in split.shares if (row.member_id, row.lot, row.place, row.trade) == wanted
    )
    if abs(kept - hours) >= 1:
        words = _("%(kept)s h enregistrées au lieu de %(typed)s h : chaque mois compte des heures entières.",
                  kept=kept, typed=f"{hours:g}")  # fmt: skip
        flash(words, "info")


def _edit_refusal(call: CallRow, error: Invalid | NotReady) -> str:
    if error.code == "rule":
        return broken_words(error.facts, names_of(overview(db(), current_user(), call.id)))
    if error.code == "hours":
        return _("Saisissez de 0 à %(limit)s h : le besoin entier.", limit=f"{error.facts['limit']:g}")
    return reason(error)


@bp.route("/verrou", methods=["POST"])
@open_to(*STAFF)
def lock(call_id: int) -> ResponseReturnValue:
    """Keep a share as it is in the next proposals, or let it go."""
    chosen = _chosen(request.form)
    splitting.lock_share(
        db(),
        current_user(),
        call_id,
        request.form.get("part", default=0, type=int),
        locked=request.form.get("verrou") == "1",
    )
    return redirect(_here(call_id, chosen))


@bp.route("/refus", methods=["POST"])
@open_to(*STAFF)
def refuse(call_id: int) -> ResponseReturnValue:
    """A member takes no part in a lot, or may again."""
    chosen = _chosen(request.form)
    refused = request.form.get("refus") == "1"
    splitting.set_refusal(db(), current_user(), call_id, chosen.member_id, lot=chosen.lot, refused=refused)
    return redirect(_here(call_id, chosen))


@bp.route("/export.<ending>")
@open_to(*STAFF)
def export(call_id: int, ending: str) -> ResponseReturnValue:
    """Every share, one a line, months in columns, as a spreadsheet opens it."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    seen = overview(db(), current_user(), call_id)
    heads = [_("Lot"), _("Commune"), _("Code INSEE"), _("Métier"), _("Adhérente"), _("Heures")]
    lines: list[list[object]] = []
    for row in seen.split.shares:
        cells = [row.lot, place_name(row.place), row.place, trade_label(row.trade), row.member.name]
        months = [int(row.hours.get(month, 0)) for month in seen.case.periods]
        lines.append([*cells, row.total_hours, *months])
    return table_answer(f"repartition-{call.id}", ending, _("Parts"), [*heads, *seen.case.periods], lines)


@bp.route("/adherentes.<ending>")
@open_to(*STAFF)
def export_members(call_id: int, ending: str) -> ResponseReturnValue:
    """Every member: hours by lot, hours free, load, kilometres, balance of twelve months."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    seen = overview(db(), current_user(), call_id)
    matrix = matrix_of(seen, Chosen())
    sides = sides_of(seen)
    heads = [_("Adhérente"), *(_("Lot %(number)s", number=lot.number) for lot in matrix.lots),
             _("Heures"), _("Heures libres"), _("Charge"), _("Parts"), _("km par heure"),
             _("Solde de douze mois"), _("Chiffres à confirmer")]  # fmt: skip
    lines: list[list[object]] = []
    for member in seen.members:
        side, load = sides[member.key], seen.loads[member.id]
        lines.append([
            member.name, *(lot.cells.get(member.id, 0) for lot in matrix.lots), load.hours, load.available,
            round(load.part, 4), side.parts, round(side.km, 1), side.balance,
            _("oui") if stale_figures(member) else _("non"),
        ])  # fmt: skip
    return table_answer(f"adherentes-{call.id}", ending, _("Par adhérente"), heads, lines)

"""What staff add to a buyer's report: contacts, hours worked, free indicators."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tender.store.uptake import (
    BuyerContactRow,
    FreeIndicatorRow,
    WorkedHoursRow,
    list_contacts,
    list_hours,
    list_indicators,
)
from tender.web.display import day, hours
from tender.web.errors import reason
from tender.web.login import STAFF, current_user, open_to
from tender.web.numbers import read_number
from tender.web.session import db
from tender.web.uptake_shown import read_day
from tender.workbench import uptake_notes
from tender.workbench.errors import Invalid
from tender.workbench.uptake_notes import Added, Indicator, Worked

bp = Blueprint("uptake_notes", __name__, url_prefix="/rapports/acheteurs")

KINDS: dict[str, Added] = {"contact": BuyerContactRow, "hours": WorkedHoursRow, "indicator": FreeIndicatorRow}


@bp.route("/<siren>/notes", methods=["GET", "POST"])
@open_to(*STAFF)
def index(siren: str) -> ResponseReturnValue:
    """What was noted, and the forms to add."""
    if request.method == "POST":
        try:
            _add(siren, request.form.get("kind", ""))
        except Invalid as error:
            flash(reason(error), "stop")
        else:
            flash(_("C’est noté."), "ok")
        return redirect(url_for("uptake_notes.index", siren=siren))
    viewer = current_user()
    return render_template(
        "uptake/notes.html",
        siren=siren,
        contacts=[
            (row.id, f"{day(row.day)} · {row.by}", row.outcome)
            for row in list_contacts(db(), siren, viewer=viewer)
        ],
        worked=[(row.id, row.title, _hours_of(row)) for row in list_hours(db(), siren, viewer=viewer)],
        indicators=[
            (row.id, row.name, row.definition) for row in list_indicators(db(), siren, viewer=viewer)
        ],
    )


def _hours_of(row: WorkedHoursRow) -> str:
    said = (
        str(row.year) if row.year else "",
        _("prévues : %(hours)s", hours=hours(row.planned)) if row.planned is not None else "",
        _("réalisées : %(hours)s", hours=hours(row.done)) if row.done is not None else "",
    )
    return " · ".join(one for one in said if one)


@bp.route('/<siren>/notes/<any("contact", "hours", "indicator"):kind>/<int:row_id>', methods=["POST"])
@open_to(*STAFF)
def remove(siren: str, kind: str, row_id: int) -> ResponseReturnValue:
    """Take one away; the journal keeps that it was there."""
    uptake_notes.remove(db(), current_user(), KINDS[kind], row_id)
    flash(_("C’est retiré."), "ok")
    return redirect(url_for("uptake_notes.index", siren=siren))


def _add(siren: str, kind: str) -> None:
    """Raises Invalid."""
    told, actor = request.form, current_user()
    if kind == "contact":
        on = read_day(told.get("day", ""))
        if on is None:
            raise Invalid("required", field="day")
        uptake_notes.add_contact(
            db(), actor, siren, on,
            cpv=told.get("cpv", "").strip(), by=told.get("by", ""), outcome=told.get("outcome", ""),
        )  # fmt: skip
    elif kind == "hours":
        worked = Worked(
            told.get("title", ""),
            _year(told.get("year", "")),
            _figure(told.get("planned", "")),
            _figure(told.get("done", "")),
            told.get("source", ""),
            persons=_persons(told.get("persons", "")),
        )
        uptake_notes.add_hours(db(), actor, siren, worked)
    else:
        values = tuple((cells[0], cells[-1]) for cells in _lines(told.get("values", "")))
        free = Indicator(
            told.get("name", ""),
            told.get("definition", ""),
            told.get("authors", ""),
            told.get("unit", ""),
            values,
        )
        uptake_notes.add_indicator(db(), actor, siren, free)


def _year(text: str) -> int | None:
    bare = text.strip()
    if bare and not (bare.isascii() and bare.isdigit() and len(bare) == 4):
        raise Invalid("year", field="year")
    return int(bare) if bare else None


def _figure(text: str) -> float | None:
    if not text.strip():
        return None
    found = read_number(text)
    if found is None:
        raise Invalid("hours_out_of_range", field="planned")
    return found


def _lines(text: str) -> Iterator[list[str]]:
    """The cells of each line that says something, apart by semicolons."""
    for line in text.splitlines():
        if line.strip():
            yield [cell.strip() for cell in line.split(";")]


def _persons(text: str) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for cells in _lines(text):
        if len(cells) != 3 or not (cells[2].isascii() and cells[2].isdigit()):
            raise Invalid("persons_line", line=" ; ".join(cells))
        found.setdefault(cells[0], {})[cells[1]] = int(cells[2])
    return found

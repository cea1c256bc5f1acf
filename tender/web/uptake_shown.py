"""What the pages of the uptake report share: the period asked for, the report made, its files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from urllib.parse import parse_qsl, urlencode

from flask import Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tender.documents.paper import Picture
from tender.documents.uptake_charts import map_picture
from tender.documents.uptake_printing import render_full, render_short, workbook
from tender.documents.uptake_report import UptakeReport
from tender.store.uptake import ReportCommentRow, number_of
from tender.uptake.slices import Slice, slice_of
from tender.web.csv_files import csv_answer
from tender.web.downloads import made_file
from tender.web.login import current_user
from tender.web.session import db
from tender.web.uptake_words import uptake_view
from tender.workbench.errors import Invalid
from tender.workbench.timing import today
from tender.workbench.uptake_report import FullReport

FILES = ("rapport.pdf", "complet.pdf", "complet.docx", "complet.xlsx", "complet.csv")


def shown(report: FullReport, author: str) -> UptakeReport:
    """The report in the language of this answer, made today."""
    return uptake_view(report, on=today(), author=author, example=bool(current_app.config["DEMO"]))


def own_page(endpoint: str) -> ResponseReturnValue:
    """A collectivité's reader goes to this page of its own report, or is told that its SIREN is not known."""
    siren = number_of(db(), current_user().buyer_name)
    return redirect(url_for(endpoint, siren=siren)) if siren else render_template("uptake/unknown.html")


def map_of(report: UptakeReport) -> Picture | None:
    """Its map, None where none can be drawn; the page writes its figures, each open to its contracts."""
    return map_picture(report, named=False)


def period() -> tuple[str | None, str | None]:
    """The days of notification asked for, as ISO. Raises Invalid for what is no day."""
    first, last = (read_day(request.args.get(name, "")) for name in ("du", "au"))
    return first.isoformat() if first else None, last.isoformat() if last else None


def read_day(text: str) -> date | None:
    """The day of a box, None for an empty one. Raises Invalid for what is no day."""
    bare = text.strip()
    try:
        return date.fromisoformat(bare) if bare else None
    except ValueError as error:
        raise Invalid("period", first=bare, last=bare) from error


def asked_slice(siren: str) -> Slice:
    """The narrowing in this address, of this buyer alone. Raises Invalid."""
    told = {name: text for name, text in request.args.items() if name != "page"}
    try:
        return slice_of(told | {"buyer": siren})
    except ValueError as error:
        raise Invalid("slice") from error


def line_told(about: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    """Which line of the report this is, whatever the period shown: what is contested stays so in another."""
    return frozenset((name, text) for name, text in about.items() if name not in ("first", "last"))


def contested_lines(comments: Iterable[ReportCommentRow]) -> Callable[[str], bool]:
    """Whether somebody says that a figure, as its address asks for it, is wrong."""
    held = {line_told(one.about) for one in comments if one.contested and one.about}
    return lambda query: line_told(dict(parse_qsl(query))) in held


def behind(address: str) -> Callable[[str], str]:
    """How a figure's slice becomes the address of its contracts."""
    return lambda query: f"{address}?{query}"


def paged(address: str, asked: Slice) -> Callable[[int], str]:
    """The address of a page of these contracts."""
    return lambda page: f"{address}?{urlencode(asked.params() | {'page': str(page)})}"


def file_of(report: UptakeReport, name: str, siren: str) -> Response:
    """One of FILES, made now."""
    called = f"clauses-sociales-{siren}-{name}"
    match name:
        case "rapport.pdf":
            return made_file(render_short(report), called)
        case "complet.xlsx":
            return made_file(workbook(report), called)
        case "complet.csv":
            return csv_answer(called, csv_rows(report))
    docx, pdf = render_full(report)
    return made_file(docx if name == "complet.docx" else pdf, called)


def csv_rows(report: UptakeReport) -> Iterator[tuple[object, ...]]:
    """A head, then one line a figure: where it stands, its words and its number."""
    yield _("Partie"), _("Tableau"), _("Ligne"), _("Colonne"), _("En mots"), _("Nombre")
    for section in report.sections:
        for table in section.tables:
            for row in table.rows:
                for head, cell in zip(table.heads[1:], row[1:], strict=True):
                    yield section.title, table.title, row[0].words, head, cell.words, cell.number

"""Marchés déclarés: the files the uptake report stands on, its making, and the numbers of buyers."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import DateField, RadioField, SelectChoice, StringField
from wtforms.validators import Length, Optional

from tender.store.uptake import DeclaredImportRow, DeclaredKind, last_import, list_declared_files
from tender.web import jobs
from tender.web.errors import reason
from tender.web.forms import BaseForm
from tender.web.login import STAFF, current_user, open_to
from tender.web.session import db
from tender.workbench import declared_base, uptake_notes, uptake_report
from tender.workbench.errors import Invalid

bp = Blueprint("declared", __name__, url_prefix="/rapports/donnees")


class FilesForm(BaseForm):
    """Files for the base: contracts, or the list of inclusive employers."""

    kind = RadioField(
        lazy_gettext("Ce que contient le fichier"),
        choices=[
            SelectChoice(DeclaredKind.DECP.value, lazy_gettext("Des marchés attribués (DECP)")),
            SelectChoice(
                DeclaredKind.INCLUSIVE.value,
                lazy_gettext("La liste des employeurs inclusifs, avec leur SIRET"),
            ),
        ],
        default=DeclaredKind.DECP.value,
    )
    files = MultipleFileField(lazy_gettext("Fichiers"))
    source = StringField(lazy_gettext("D’où il vient"), default="", validators=[Length(max=300)])
    day = DateField(lazy_gettext("Jour de la liste"), validators=[Optional()])


@bp.route("/", methods=["GET", "POST"])
@open_to(*STAFF)
def index() -> ResponseReturnValue:
    """What the base stands on; a file added has it made anew."""
    form = FilesForm()
    if form.accepted():
        try:
            added = _keep([one for one in request.files.getlist("files") if one.filename], form)
        except Invalid as error:
            form.refuse("files" if error.code == "no_declared_files" else "source", reason(error))
        else:
            _make_anew()
            flash(
                ngettext(
                    "Un fichier est reçu ; la base se refait.",
                    "%(num)s fichiers sont reçus ; la base se refait.",
                    added,
                ),
                "ok",
            )
            return redirect(url_for("declared.index"))
    running = last_import(db(), viewer=current_user())
    base = declared_base.base_of(jobs.files()) if running is not None else None
    return render_template(
        "declared/index.html",
        form=form,
        base=base.facts if base else None,
        iso=datetime.fromisoformat,
        files=list_declared_files(db(), viewer=current_user()),
        running=running,
        failure=reason(Invalid(running.error, **running.error_facts)) if running and running.error else None,
        buyers=_buyers(),
    ), form.status


@bp.route("/etat")
@open_to(*STAFF)
def progress() -> ResponseReturnValue:
    """How far the import is; the page is shown anew once it is over."""
    running = last_import(db(), viewer=current_user())
    over = running is None or running.is_over
    return render_template("declared/progress.html", running=running), {"HX-Refresh": "true"} if over else {}


@bp.route("/refaire", methods=["POST"])
@open_to(*STAFF)
def make_anew() -> ResponseReturnValue:
    """The base made again of the same files."""
    _make_anew()
    return redirect(url_for("declared.index"))


@bp.route("/<int:file_id>/retirer", methods=["POST"])
@open_to(*STAFF)
def remove(file_id: int) -> ResponseReturnValue:
    """One file less; the base is made anew of those that stay."""
    declared_base.remove_file(db(), current_user(), file_id)
    if any(row.kind is DeclaredKind.DECP for row in list_declared_files(db(), viewer=current_user())):
        _make_anew()
    flash(_("Fichier retiré."), "ok")
    return redirect(url_for("declared.index"))


@bp.route("/acheteurs", methods=["POST"])
@open_to(*STAFF)
def number() -> ResponseReturnValue:
    """The SIREN of a buyer, by the name its calls give it."""
    try:
        uptake_notes.set_number(
            db(), current_user(), request.form.get("name", ""), request.form.get("siren", "")
        )
    except Invalid as error:
        flash(reason(error), "stop")
    else:
        flash(_("SIREN enregistré."), "ok")
    return redirect(url_for("declared.index") + "#acheteurs")


def _keep(sent: list[FileStorage], form: FilesForm) -> int:
    """Keep what was sent, laid on disk first: these files are large. Raises Invalid."""
    if not sent:
        raise Invalid("no_declared_files")
    with TemporaryDirectory() as folder:
        for place, one in enumerate(sent):
            path = Path(folder) / str(place)
            one.save(path)
            declared_base.add_file(
                db(),
                current_user(),
                jobs.files(),
                path,
                one.filename or "decp",
                kind=DeclaredKind(form.kind.data),
                source=form.source.data or "",
                day=form.day.data,
            )
    return len(sent)


def _make_anew() -> DeclaredImportRow:
    row = declared_base.ask_import(db(), current_user())
    jobs.import_declared(row)
    return row


def _buyers() -> list[tuple[str, str, str]]:
    """Name, SIREN told, and the one the base would suggest."""
    found = []
    for name, siren in uptake_report.known_buyers(db(), current_user()).items():
        likely = None if siren else uptake_report.likely_number(jobs.files(), name)
        found.append((name, siren, likely.siren if likely else ""))
    return found

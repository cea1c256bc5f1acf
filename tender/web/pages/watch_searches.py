"""Mes recherches: what a person looks for in the watch, and whether a letter tells her what is new."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from tender.store.watch import SavedSearchRow, list_searches
from tender.web.errors import reason
from tender.web.forms import BaseForm
from tender.web.login import STAFF, current_user, open_to
from tender.web.session import db
from tender.workbench import clock, watch_searches
from tender.workbench.errors import Invalid

bp = Blueprint("watch_searches", __name__, url_prefix="/veille/recherches")


class SearchForm(BaseForm):
    """Four boxes: a name, words, départements, and what to be told."""

    name = StringField(
        lazy_gettext("Nom de la recherche"),
        default="",
        validators=[InputRequired(lazy_gettext("Donnez un nom à cette recherche.")), Length(max=120)],
    )
    words = StringField(lazy_gettext("Mots"), default="", validators=[Length(max=120)])
    departements = StringField(lazy_gettext("Départements"), default="", validators=[Length(max=200)])
    social = BooleanField(lazy_gettext("Seulement avec une clause sociale, un critère social ou une réserve"))
    digest = BooleanField(lazy_gettext("M’écrire le matin quand il y a du nouveau"))


@bp.route("/", methods=["GET", "POST"])
@open_to(*STAFF)
def index() -> ResponseReturnValue:
    """The searches kept, how many calls each finds, and a new one."""
    form = SearchForm()
    if form.accepted():
        row = _saved(form, None)
        if row is not None:
            flash(_("La recherche est enregistrée."), "ok")
            return redirect(url_for("watch_searches.show", search_id=row.id))
    kept = [
        (row, len(watch_searches.results(db(), current_user(), row, clock.now())))
        for row in list_searches(db(), viewer=current_user())
    ]
    return render_template("watch/searches.html", form=form, kept=kept), form.status


@bp.route("/<int:search_id>", methods=["GET", "POST"])
@open_to(*STAFF)
def show(search_id: int) -> ResponseReturnValue:
    """What one search finds today; its boxes can be changed."""
    row = watch_searches.own(db(), current_user(), search_id)
    boxes = {
        "name": row.name,
        "words": row.words,
        "departements": ", ".join(str(code) for code in row.departements),
        "social": row.social,
        "digest": row.digest,
    }
    form = SearchForm(data=boxes)
    if form.accepted() and _saved(form, search_id) is not None:
        flash(_("La recherche est enregistrée."), "ok")
        return redirect(url_for("watch_searches.show", search_id=search_id))
    found = watch_searches.results(db(), current_user(), row, clock.now())
    return render_template("watch/search.html", form=form, row=row, held=found), form.status


@bp.route("/<int:search_id>/retirer", methods=["POST"])
@open_to(*STAFF)
def remove(search_id: int) -> ResponseReturnValue:
    """Forget a search; its letters stop."""
    watch_searches.remove(db(), current_user(), search_id)
    flash(_("La recherche est retirée ; ses courriels s’arrêtent."), "ok")
    return redirect(url_for("watch_searches.index"))


def _saved(form: SearchForm, search_id: int | None) -> SavedSearchRow | None:
    search = watch_searches.Search(
        name=form.name.data,
        words=form.words.data,
        departements=watch_searches.departements_in(form.departements.data),
        social=form.social.data,
        digest=form.digest.data,
    )
    try:
        return watch_searches.save(db(), current_user(), search, search_id)
    except Invalid as error:
        form.refuse("departements" if error.code == "search_departement" else "words", reason(error))
        return None

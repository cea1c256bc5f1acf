"""The charter of the collective: what every group begins with. Staff write it, directors read it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, TextAreaField
from wtforms.validators import Length

from tender.vocabulary.split import PartyForm
from tender.web.errors import reason
from tender.web.group_fields import GroupFields, fee_boxes
from tender.web.login import STAFF, STAFF_AND_DIRECTORS, current_user, open_to
from tender.web.session import db
from tender.workbench import chartering
from tender.workbench.chartering import LONGEST, WORDS, GivenCharter
from tender.workbench.errors import Invalid, NotReady

bp = Blueprint("charter", __name__, url_prefix="/charte")


def _text(label: str) -> TextAreaField:
    return TextAreaField(label, default="", validators=[Length(max=LONGEST)])


class CharterForm(GroupFields):
    """What the members agreed once for every group."""

    fee_basis = _text(lazy_gettext("Sur quoi portent les frais du mandataire"))
    penalties = _text(lazy_gettext("Qui supporte une pénalité"))
    replacement = _text(lazy_gettext("Qui remplace une association empêchée"))
    insurance = _text(lazy_gettext("Assurances"))
    court = _text(lazy_gettext("Litiges entre membres"))
    consulted_first = BooleanField(lazy_gettext("Consulter les adhérentes avant toute répartition"))


@bp.route("/", methods=["GET", "POST"])
@open_to(*STAFF_AND_DIRECTORS)
def index() -> ResponseReturnValue:
    """Read it; the officer changes it, for the groups to come."""
    form = CharterForm(data=_held())
    editable = current_user().role in STAFF
    if editable and form.accepted() and _saved(form):
        flash(_("La charte est enregistrée. Elle vaut pour les groupements à venir."), "ok")
        return redirect(url_for("charter.index"))
    return render_template("charter/index.html", form=form, editable=editable), form.status


def _held() -> dict[str, object]:
    charter = chartering.charter_of(db())
    return {
        "form": str(charter.get("form") or PartyForm.JOINT.value),
        "lead_solidary": bool(charter.get("lead_solidary")),
        "consulted_first": charter.get("consultation") == "required",
        **fee_boxes(charter.get("lead_fee_percent"), charter.get("lead_fee_hour")),
        **{name: str(charter.get(name) or "") for name in WORDS},
    }


def _saved(form: CharterForm) -> bool:
    try:
        percent, hour = form.fees()
    except ValueError:
        form.refuse("fee", _("Saisissez un nombre, par exemple 2,5, ou laissez vide."))
        return False
    given = GivenCharter(
        PartyForm(form.form.data),
        bool(form.lead_solidary.data),
        percent,
        hour,
        bool(form.consulted_first.data),
        {name: form[name].data or "" for name in WORDS},
    )
    try:
        chartering.set_charter(db(), current_user(), given)
    except Invalid as error:
        form.refuse("fee", reason(error))
        return False
    except NotReady as error:
        form.form_errors.append(reason(error))
        return False
    return True

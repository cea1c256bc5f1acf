"""Subcontracts declared with the offer: one DC4 each, for true subcontracting only."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import (
    BooleanField,
    DecimalField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from tender.store.splits import SplitRow
from tender.web.call_steps import call_and_split, steps_of
from tender.web.errors import reason
from tender.web.forms import BaseForm
from tender.web.login import STAFF, current_user, open_to
from tender.web.session import db
from tender.workbench import responding, subcontracting
from tender.workbench.errors import Invalid, NotFound, NotReady
from tender.workbench.facts import reading_of
from tender.workbench.subcontracting import IDENTITY, SAID, GivenSubcontract
from tender.workbench.subcontracts import subcontracts_of

bp = Blueprint("subcontracts", __name__, url_prefix="/appels/<int:call_id>/dossier/sous-traitance")

_UNKNOWN = [
    SelectChoice("", lazy_gettext("À décider")),
    SelectChoice("yes", lazy_gettext("Oui")),
    SelectChoice("no", lazy_gettext("Non")),
]


def _line(label: str) -> StringField:
    return StringField(label, default="", validators=[Length(max=200)])


class SubcontractForm(BaseForm):
    """What the DC4 asks of a subcontractor and of what it does."""

    part = SelectField(lazy_gettext("Qui sous-traite, sur quel lot"))
    name = StringField(
        lazy_gettext("Sous-traitant"), default="", validators=[InputRequired(), Length(max=200)]
    )
    siret = _line(lazy_gettext("Numéro SIRET"))
    legal_form = _line(lazy_gettext("Forme juridique"))
    address = _line(lazy_gettext("Adresse"))
    postcode = _line(lazy_gettext("Code postal"))
    city = _line(lazy_gettext("Ville"))
    email = _line(lazy_gettext("Adresse électronique"))
    phone = _line(lazy_gettext("Téléphone"))
    representative = _line(lazy_gettext("Personne qui signe"))
    representative_role = _line(lazy_gettext("Sa qualité"))
    iban = _line(lazy_gettext("IBAN"))
    bic = _line(lazy_gettext("BIC"))
    services = TextAreaField(
        lazy_gettext("Prestations sous-traitées"), default="", validators=[Length(max=2000)]
    )
    personal_data = TextAreaField(
        lazy_gettext("Données personnelles confiées"), default="", validators=[Length(max=1000)]
    )
    amount = DecimalField(
        lazy_gettext("Montant maximum hors taxes (€)"),
        validators=[Optional(), NumberRange(0, 10**9)],
        places=None,
    )
    vat_rate = DecimalField(
        lazy_gettext("Taux de TVA (%)"), validators=[Optional(), NumberRange(0, 100)], places=None
    )
    reverse_charge = BooleanField(lazy_gettext("Travaux : la TVA est due par le titulaire (autoliquidation)"))
    price_variation = _line(lazy_gettext("Variation du prix"))
    duration_months = IntegerField(
        lazy_gettext("Durée du contrat, en mois"), validators=[Optional(), NumberRange(1, 120)]
    )
    advance = SelectField(lazy_gettext("Le sous-traitant demande une avance"), choices=_UNKNOWN, default="")
    is_sme = SelectField(
        lazy_gettext("Petite ou moyenne entreprise, ou artisan"), choices=_UNKNOWN, default=""
    )
    honour_declared = BooleanField(lazy_gettext("Le sous-traitant déclare n’être frappé d’aucune exclusion"))
    relied_on = BooleanField(lazy_gettext("Le membre s’appuie sur ses capacités (DC2, rubrique H)"))


@bp.route("/", methods=["GET", "POST"])
@open_to(*STAFF)
def index(call_id: int) -> ResponseReturnValue:
    """Those declared, and one more."""
    call, split = call_and_split(call_id)
    form = SubcontractForm()
    divided = bool(reading_of(call).lots)
    form.part.choices = _parts(split, divided=divided)
    if form.accepted() and _declared(call_id, form):
        flash(_("Sous-traitance déclarée : un DC4 sera joint au dossier."), "ok")
        return redirect(url_for("subcontracts.index", call_id=call_id))
    held = responding.response_row(db(), current_user(), call_id).boxes
    return render_template(
        "subcontracts/index.html",
        call=call,
        steps=steps_of(call, split),
        form=form,
        held=subcontracts_of(held, divided=divided),
        names={row.member.key: row.member.name for row in split.shares},
    ), form.status


@bp.route("/<int:rank>/retirer", methods=["POST"])
@open_to(*STAFF)
def withdraw(call_id: int, rank: int) -> ResponseReturnValue:
    """Take one back."""
    try:
        subcontracting.withdraw(db(), current_user(), call_id, rank, request.form.get("name", ""))
    except (NotFound, NotReady) as error:
        flash(reason(error), "stop")
    else:
        flash(_("Cette sous-traitance est retirée."), "ok")
    return redirect(url_for("subcontracts.index", call_id=call_id))


def _parts(split: SplitRow, *, divided: bool) -> list[SelectChoice]:
    parts = dict.fromkeys((row.lot, row.member.key, row.member.name) for row in split.shares)
    return [
        SelectChoice(
            f"{key}|{lot}",
            _("%(member)s, lot %(lot)s", member=name, lot=lot) if divided else name,
        )
        for lot, key, name in parts
    ]


def _declared(call_id: int, form: SubcontractForm) -> bool:
    member, _bar, lot = (form.part.data or "").rpartition("|")
    said = {"yes": True, "no": False}
    given = GivenSubcontract(
        member,
        lot,
        {name: form[name].data or "" for name in (*IDENTITY, *SAID)},
        amount=form.amount.data,
        vat_rate=form.vat_rate.data,
        duration_months=form.duration_months.data,
        reverse_charge=bool(form.reverse_charge.data),
        advance=said.get(form.advance.data),
        is_sme=said.get(form.is_sme.data),
        honour_declared=bool(form.honour_declared.data),
        relied_on=bool(form.relied_on.data),
    )
    try:
        subcontracting.declare(db(), current_user(), call_id, given)
    except Invalid as error:
        form.refuse("siret", reason(error))
        return False
    except (NotFound, NotReady) as error:
        form.form_errors.append(reason(error))
        return False
    return True

"""The member associations: who they are, where they work, what they can give a month."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import DateField, EmailField, SelectChoice, SelectField, StringField, TelField, TextAreaField
from wtforms.validators import Email, InputRequired, Length, Optional

from tender.geography.naming import fold
from tender.store.accounts import Role
from tender.store.members import MemberRow, find_member, list_members
from tender.web.errors import found, reason
from tender.web.figures import Draft, drafts_of, figures_of, read_drafts
from tender.web.forms import BaseForm
from tender.web.labels import trade_label
from tender.web.login import STAFF, STAFF_AND_DIRECTORS, current_user, open_to
from tender.web.maps import Paint, painted
from tender.web.member_words import (
    by_trade,
    coming_months,
    convention_state,
    free_by_month,
    hues_of,
    stale_figures,
    territory_words,
)
from tender.web.numbers import read_number
from tender.web.session import db
from tender.web.trades import known_trades
from tender.workbench import declaring
from tender.workbench.casing import convention_reach, worked_in
from tender.workbench.errors import Invalid, NotReady
from tender.workbench.mapping import (
    labelled,
    largest_of,
    map_of,
    meant_communes,
    place_name,
    reach_of,
    territory_exists,
    with_neighbours,
)
from tender.workbench.promising import promises, summed

bp = Blueprint("members", __name__, url_prefix="/adherentes")
bp.add_app_template_filter(trade_label, "trade")
bp.add_app_template_global(known_trades)


SHORT = Length(max=200)


class IdentityForm(BaseForm):
    """Who a member is before a buyer."""

    name = StringField(
        lazy_gettext("Nom"),
        default="",
        validators=[InputRequired(lazy_gettext("Saisissez le nom de l’association.")), SHORT],
    )
    country = SelectField(
        lazy_gettext("Pays"),
        choices=[
            SelectChoice("FR", lazy_gettext("France")),
            SelectChoice("DE", lazy_gettext("Allemagne")),
            SelectChoice("LU", lazy_gettext("Luxembourg")),
            SelectChoice("BE", lazy_gettext("Belgique")),
        ],
        default="FR",
    )
    siret = StringField(lazy_gettext("SIRET"), default="", validators=[Length(max=20)])
    foreign_id = StringField(lazy_gettext("Numéro de registre étranger"), default="", validators=[SHORT])
    legal_form = StringField(lazy_gettext("Forme juridique"), default="", validators=[SHORT])
    address = StringField(lazy_gettext("Adresse"), default="", validators=[SHORT])
    postcode = StringField(lazy_gettext("Code postal"), default="", validators=[Length(max=12)])
    city = StringField(lazy_gettext("Ville"), default="", validators=[SHORT])
    home = StringField(lazy_gettext("Commune de départ des équipes"), default="", validators=[SHORT])
    email = EmailField(
        lazy_gettext("Adresse électronique"),
        default="",
        validators=[
            Optional(),
            Email(lazy_gettext("Cette adresse n’est pas complète. Exemple : nom@association.fr")),
            SHORT,
        ],
    )
    phone = TelField(lazy_gettext("Téléphone"), default="", validators=[Length(max=40)])
    representative = StringField(lazy_gettext("Représentée par"), default="", validators=[SHORT])
    representative_role = StringField(lazy_gettext("En qualité de"), default="", validators=[SHORT])
    convention_number = StringField(
        lazy_gettext("Numéro de la convention avec l’État"), default="", validators=[SHORT]
    )
    convention_departement = StringField(
        lazy_gettext("Département de la convention"), default="", validators=[Length(max=3)]
    )
    convention_start = DateField(lazy_gettext("Début de la convention"), validators=[Optional()])
    convention_end = DateField(lazy_gettext("Fin de la convention"), validators=[Optional()])
    derogation_until = DateField(
        lazy_gettext("Dérogation du préfet au plafond de 480 h, jusqu’au"), validators=[Optional()]
    )
    headcount = StringField(lazy_gettext("Effectif"), default="", validators=[SHORT])
    insurance = TextAreaField(lazy_gettext("Assurance"), default="", validators=[Length(max=600)])
    iban = StringField(lazy_gettext("IBAN"), default="", validators=[Length(max=42)])
    bic = StringField(lazy_gettext("BIC"), default="", validators=[Length(max=14)])
    presentation = TextAreaField(lazy_gettext("Présentation"), default="", validators=[Length(max=4000)])


COLUMNS = ("name", "siret", "city", "convention_end")
DAYS = ("convention_start", "derogation_until")
"""Days kept among the boxes of an identity, as ISO."""
FIELDS_OF_REASONS = {
    "siret": "siret",
    "foreign_id": "foreign_id",
    "name": "name",
    "country": "country",
    "unknown_place": "home",
    "place_in_doubt": "home",
    "convention_reversed": "convention_end",
    "departement": "convention_departement",
}


@bp.route("/")
@open_to(*STAFF)
def index() -> ResponseReturnValue:
    """Every member: where it works, what it can give, what is to be confirmed."""
    every = list_members(db(), viewer=current_user())
    months = coming_months(3)
    held = promises(db(), every)
    words, wanted = fold(request.args.get("q", "")), request.args.get("etat", "")
    stale = {member.id: stale_figures(member) for member in every}
    members = [
        one for one in every
        if words in fold(f"{one.name} {one.city} {territory_words(one, 99)}")
        and {"": True, "doubt": bool(stale[one.id]), "none": not one.capacities}.get(wanted, True)
    ]  # fmt: skip
    free = {member.id: free_by_month(member, months, summed(held[member.id])) for member in members}
    return render_template(
        "members/index.html",
        every=every,
        words=request.args.get("q", ""),
        wanted=wanted,
        limit=declaring.stale_after_days(db()),
        members=members,
        hues=hues_of(every),
        months=months,
        free=free,
        total=sum(sum(held.values()) for held in free.values()) / len(months),
        stale=stale,
        territory_words=territory_words,
        convention_state=convention_state,
    )


@bp.route("/vieillissement", methods=["POST"])
@open_to(*STAFF)
def limit() -> ResponseReturnValue:
    """After how many days a figure is to be confirmed."""
    try:
        days = int(read_number(request.form.get("days", "")) or 0)
        declaring.set_stale_after_days(db(), current_user(), days)
    except (ValueError, Invalid, NotReady):
        flash(_("Indiquez de 1 à 1 000 jours."), "doubt")
    else:
        flash(_("Un chiffre de plus de %(days)s jours est à confirmer.", days=days), "ok")
    return redirect(url_for("members.index"))


@bp.route("/ajouter", methods=["GET", "POST"])
@open_to(*STAFF)
def add() -> ResponseReturnValue:
    """A new member, by its name and its number; the rest follows on its own pages."""
    form = IdentityForm()
    if form.accepted():
        try:
            member = declaring.add_member(db(), current_user(), name=form.name.data, siret=form.siret.data)
            declaring.set_identity(db(), current_user(), member.id, _boxes(form))
        except Invalid as error:
            form.refuse(FIELDS_OF_REASONS.get(error.code, "name"), reason(error))
        else:
            flash(_("%(name)s est ajoutée. Indiquez maintenant où elle travaille.", name=member.name), "ok")
            return redirect(url_for("territories.index", member_id=member.id))
    return render_template("members/identity.html", form=form, member=None), form.status


@bp.route("/<int:member_id>")
@open_to(*STAFF_AND_DIRECTORS)
def show(member_id: int) -> ResponseReturnValue:
    """One member: identity, territory on the map, figures by trade."""
    member = found(find_member(db(), member_id, viewer=current_user()))
    reach, limit = reach_of(member), convention_reach(member)
    sheet = map_of(with_neighbours(reach)) if reach else None
    return render_template(
        "members/show.html",
        member=member,
        beyond=len(worked_in(member) - limit) if limit is not None else 0,
        limit=limit,
        held=promises(db(), [member])[member.id],
        ways={row.trade: row for row in member.trades},
        trades=by_trade(member),
        stale={row.id for row in stale_figures(member)},
        convention_state=convention_state,
        territory_words=territory_words,
        reach=reach,
        sheet=sheet,
        paints=painted(reach, Paint(reach=True)),
        labels=labelled(sheet, [member.home_place, *largest_of(reach)]) if sheet else (),
        home=place_name(member.home_place) if member.home_place else "",
    )


@bp.route("/<int:member_id>/identite", methods=["GET", "POST"])
@open_to(*STAFF_AND_DIRECTORS)
def identity(member_id: int) -> ResponseReturnValue:
    """Change who a member is."""
    member = found(find_member(db(), member_id, viewer=current_user()))
    form = IdentityForm(data=_held(member))
    if form.accepted():
        try:
            declaring.set_identity(db(), current_user(), member.id, _boxes(form))
        except Invalid as error:
            form.refuse(FIELDS_OF_REASONS.get(error.code, "name"), reason(error))
        else:
            flash(_("L’identité de %(name)s est enregistrée.", name=member.name), "ok")
            return redirect(url_for("members.show", member_id=member.id))
    return render_template("members/identity.html", form=form, member=member), form.status


def _held(member: MemberRow) -> dict[str, Any]:
    held = {name: str(member.identity.get(name) or "") for name in DAYS}
    return {
        **member.identity,
        "country": member.country,
        **{name: date.fromisoformat(day) if day else None for name, day in held.items()},
        **{name: getattr(member, name) for name in COLUMNS},
        "home": place_name(member.home_place) if member.home_place else "",
    }


def _boxes(form: IdentityForm) -> dict[str, Any]:
    """The boxes as the verb takes them; the commune typed becomes its code. Raises Invalid."""
    boxes = {one.name: one.data for one in form if one.name not in ("csrf_token", "home")}
    boxes = {name: value.strip() if isinstance(value, str) else value for name, value in boxes.items()}
    boxes |= {name: form[name].data.isoformat() if form[name].data else "" for name in DAYS}
    county = boxes["convention_departement"].upper()
    boxes["convention_departement"] = county.zfill(2) if county.isdigit() else county
    if county and not territory_exists("departement", boxes["convention_departement"]):
        raise Invalid("departement", departement=county)
    typed = (form.home.data or "").strip()
    meant = meant_communes(typed) if typed else ()
    if typed and len(meant) != 1:
        raise Invalid("place_in_doubt" if meant else "unknown_place", place=typed)
    return {**boxes, "home_place": meant[0].code if meant else ""}


@bp.route("/<int:member_id>/capacites", methods=["GET", "POST"])
@open_to(*STAFF_AND_DIRECTORS)
def capacity(member_id: int) -> ResponseReturnValue:
    """Hours a month by trade, and what is promised already: all of a member's figures on one page."""
    member = found(find_member(db(), member_id, viewer=current_user()))
    drafts: list[Draft] = drafts_of(member)
    status = 200
    if request.method == "POST":
        drafts = read_drafts(request.form)
        figures = figures_of(drafts)
        if figures is not None:
            try:
                declaring.declare(db(), current_user(), member.id, figures)
                _set_ways(member, {one.trade for one in figures})
            except Invalid as error:
                _refuse(drafts, error)
            else:
                flash(_("Les heures de %(name)s sont à jour.", name=member.name), "ok")
                return redirect(_back(member))
        status = 422
    page = render_template(
        "members/capacity.html",
        member=member,
        drafts=drafts,
        back=_back(member),
        held=promises(db(), [member])[member.id],
        ways={row.trade: row for row in member.trades},
    )
    return page, status


def _set_ways(member: MemberRow, trades: set[str]) -> None:
    """How each trade is done, as ticked; a trade whose boxes were not on the page keeps its ways."""
    for trade in set(request.form.getlist("ways")) | ({row.trade for row in member.trades} - trades):
        declaring.set_trade(
            db(), current_user(), member.id, trade=trade,
            service=trade in request.form.getlist("service") and trade in trades,
            staff_supply=trade in request.form.getlist("staff_supply") and trade in trades,
        )  # fmt: skip


def _refuse(drafts: list[Draft], error: Invalid) -> None:
    filled = [one for one in drafts if not one.is_empty]
    filled[int(error.facts.get("line", 1)) - 1].refuse(reason(error))


def _back(member: MemberRow) -> str:
    if current_user().role is Role.DIRECTOR:
        return url_for("members.capacities")
    return url_for("members.show", member_id=member.id)


@bp.route("/nos-capacites")
@open_to(Role.DIRECTOR)
def capacities() -> ResponseReturnValue:
    """A director's own members: what they declared, to confirm or change in two minutes."""
    members = list_members(db(), viewer=current_user())
    months = coming_months(12)
    held = promises(db(), members)
    return render_template(
        "members/capacities.html",
        members=members,
        held=held,
        ways={member.id: {row.trade: row for row in member.trades} for member in members},
        trades={member.id: by_trade(member) for member in members},
        free={one.id: free_by_month(one, months, summed(held[one.id])) for one in members},
        stale={member.id: stale_figures(member) for member in members},
        hues=hues_of(members),
    )


@bp.route("/<int:member_id>/capacites/exactes", methods=["POST"])
@open_to(*STAFF_AND_DIRECTORS)
def confirm(member_id: int) -> ResponseReturnValue:
    """All figures still hold."""
    member = found(find_member(db(), member_id, viewer=current_user()))
    try:
        declaring.confirm_figures(db(), current_user(), member.id)
    except NotReady as error:
        flash(reason(error), "doubt")
    else:
        flash(_("Les heures de %(name)s sont confirmées à la date d’aujourd’hui.", name=member.name), "ok")
    return redirect(_back(member))

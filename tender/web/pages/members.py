"""The member associations: who they are, where they work, what they can give a month."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import DateField, EmailField, StringField, TelField, TextAreaField
from wtforms.validators import Email, InputRequired, Length, Optional

from tender.store.accounts import Role
from tender.store.members import MemberRow, find_member, list_members
from tender.web.errors import found, reason
from tender.web.figures import Draft, drafts_of, figures_of, read_drafts
from tender.web.forms import BaseForm
from tender.web.labels import trade_label
from tender.web.login import STAFF, current_user, open_to
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
from tender.web.session import db
from tender.web.trades import known_trades
from tender.workbench import declaring
from tender.workbench.errors import Invalid, NotReady
from tender.workbench.mapping import (
    around_of,
    find_places,
    labelled,
    largest_of,
    map_of,
    meant_communes,
    place_name,
    places_of_commune,
    reach_of,
    territory_name,
    with_neighbours,
)

bp = Blueprint("members", __name__, url_prefix="/adherentes")
bp.add_app_template_filter(trade_label, "trade")
bp.add_app_template_global(known_trades)

OWN = STAFF | {Role.DIRECTOR}

SHORT = Length(max=200)


class IdentityForm(BaseForm):
    """Who a member is before a buyer."""

    name = StringField(
        lazy_gettext("Nom"),
        default="",
        validators=[InputRequired(lazy_gettext("Saisissez le nom de l’association.")), SHORT],
    )
    siret = StringField(lazy_gettext("SIRET"), default="", validators=[Length(max=20)])
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
    convention_end = DateField(lazy_gettext("Fin de la convention"), validators=[Optional()])
    headcount = StringField(lazy_gettext("Effectif"), default="", validators=[SHORT])
    insurance = TextAreaField(lazy_gettext("Assurance"), default="", validators=[Length(max=600)])
    iban = StringField(lazy_gettext("IBAN"), default="", validators=[Length(max=42)])
    bic = StringField(lazy_gettext("BIC"), default="", validators=[Length(max=14)])
    presentation = TextAreaField(lazy_gettext("Présentation"), default="", validators=[Length(max=4000)])


COLUMNS = ("name", "siret", "city", "convention_end")
FIELDS_OF_REASONS = {"siret": "siret", "name": "name", "unknown_place": "home"}


@bp.route("/")
@open_to(*STAFF)
def index() -> ResponseReturnValue:
    """Every member: where it works, what it can give, what is to be confirmed."""
    members = list_members(db(), viewer=current_user())
    months = coming_months(3)
    free = {member.id: free_by_month(member, months) for member in members}
    return render_template(
        "members/index.html",
        members=members,
        hues=hues_of(members),
        months=months,
        free=free,
        total=sum(sum(held.values()) for held in free.values()) / len(months),
        stale={member.id: stale_figures(member) for member in members},
        territory_words=territory_words,
        convention_state=convention_state,
    )


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
            return redirect(url_for("members.territories", member_id=member.id))
    return render_template("members/identity.html", form=form, member=None), form.status


@bp.route("/<int:member_id>")
@open_to(*OWN)
def show(member_id: int) -> ResponseReturnValue:
    """One member: identity, territory on the map, figures by trade."""
    member = found(find_member(db(), member_id, viewer=current_user()))
    reach = reach_of(member)
    sheet = map_of(with_neighbours(reach)) if reach else None
    return render_template(
        "members/show.html",
        member=member,
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
@open_to(*OWN)
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
    return {
        **member.identity,
        **{name: getattr(member, name) for name in COLUMNS},
        "home": place_name(member.home_place) if member.home_place else "",
    }


def _boxes(form: IdentityForm) -> dict[str, Any]:
    """The boxes as the verb takes them; the commune typed becomes its code. Raises Invalid."""
    boxes = {one.name: one.data for one in form if one.name not in ("csrf_token", "home")}
    boxes = {name: value.strip() if isinstance(value, str) else value for name, value in boxes.items()}
    typed = (form.home.data or "").strip()
    meant = meant_communes(typed) if typed else ()
    if typed and len(meant) != 1:
        raise Invalid("place_in_doubt" if meant else "unknown_place", place=typed)
    return {**boxes, "home_place": meant[0].code if meant else ""}


@bp.route("/<int:member_id>/territoires", methods=["GET", "POST"])
@open_to(*OWN)
def territories(member_id: int) -> ResponseReturnValue:
    """Where a member works: add and remove places, by their name or on the map."""
    member = found(find_member(db(), member_id, viewer=current_user()))
    if request.method == "POST":
        return _change_territories(member)
    words, chosen = request.args.get("q", ""), request.args.get("commune", "")
    reach = reach_of(member)
    around = around_of(reach) or around_of(one.code for one in find_places(words) if one.kind == "commune")
    sheet = map_of(reach | around)
    return render_template(
        "members/territories.html",
        member=member,
        words=words,
        found=find_places(words),
        chosen=chosen,
        choices=places_of_commune(chosen) if chosen else (),
        held={(one.kind, one.code) for one in member.territories},
        reach=reach,
        sheet=sheet,
        paints={code: _choosable(member, code, code in reach, code == chosen) for code in reach | around},
        labels=labelled(sheet, [chosen, member.home_place, *largest_of(reach | around)]) if sheet else (),
        territory_name=territory_name,
    )


def _choosable(member: MemberRow, code: str, held: bool, chosen: bool) -> Paint:
    """A commune that can be chosen on the map."""
    href = url_for("members.territories", member_id=member.id, commune=code, _anchor="choix")
    return Paint(reach=held, chosen=chosen, href=href)


def _change_territories(member: MemberRow) -> ResponseReturnValue:
    kind, code = request.form.get("kind", ""), request.form.get("code", "")
    places = [(one.kind, one.code) for one in member.territories]
    name = territory_name(kind, code)
    if request.form.get("act") == "remove":
        places = [one for one in places if one != (kind, code)]
        words = _("%(place)s ne fait plus partie du territoire.", place=name)
    else:
        places.append((kind, code))
        words = _("%(place)s fait maintenant partie du territoire.", place=name)
    declaring.set_territories(db(), current_user(), member.id, places)
    flash(words, "ok")
    return redirect(url_for("members.territories", member_id=member.id, q=request.form.get("q") or None))


@bp.route("/<int:member_id>/capacites", methods=["GET", "POST"])
@open_to(*OWN)
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
            except Invalid as error:
                _refuse(drafts, error)
            else:
                flash(_("Les heures de %(name)s sont à jour.", name=member.name), "ok")
                return redirect(_back(member))
        status = 422
    return render_template("members/capacity.html", member=member, drafts=drafts, back=_back(member)), status


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
    return render_template(
        "members/capacities.html",
        members=members,
        trades={member.id: by_trade(member) for member in members},
        free={member.id: free_by_month(member, months) for member in members},
        stale={member.id: stale_figures(member) for member in members},
        hues=hues_of(members),
    )


@bp.route("/<int:member_id>/capacites/exactes", methods=["POST"])
@open_to(*OWN)
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

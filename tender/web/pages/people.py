"""The accounts of the installation: who may enter, in which role, invited by letter."""

from __future__ import annotations

import logging
import smtplib

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import EmailField, SelectChoice, SelectField, SelectMultipleField, StringField
from wtforms.validators import Email, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from tender.store.accounts import Role, UserRow, list_users
from tender.store.members import list_members
from tender.web import mail
from tender.web.errors import reason
from tender.web.forms import BaseForm
from tender.web.labels import label
from tender.web.login import current_user, open_to
from tender.web.session import db
from tender.workbench import clock, signing_in
from tender.workbench.errors import Invalid

bp = Blueprint("people", __name__, url_prefix="/comptes")

log = logging.getLogger("tender.web")

FIELDS_OF_REASONS = {"email_taken": "email", "member_needed": "member_ids", "buyer_needed": "buyer_name"}


class InvitationForm(BaseForm):
    """Whom to invite, and what she may do."""

    name = StringField(
        lazy_gettext("Nom"),
        default="",
        validators=[InputRequired(lazy_gettext("Saisissez le nom de la personne.")), Length(max=120)],
    )
    email = EmailField(
        lazy_gettext("Adresse électronique"),
        default="",
        validators=[
            InputRequired(lazy_gettext("Saisissez l’adresse électronique de la personne.")),
            Email(lazy_gettext("Cette adresse n’est pas complète. Exemple : nom@association.fr")),
            Length(max=200),
        ],
    )
    role = SelectField(lazy_gettext("Rôle"), validators=[InputRequired()])
    member_ids = SelectMultipleField(
        lazy_gettext("Associations dont elle décide"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    buyer_name = StringField(
        lazy_gettext("Collectivité dont elle voit les marchés"), default="", validators=[Length(max=200)]
    )
    chosen_language = SelectField(
        lazy_gettext("Langue"),
        choices=[
            SelectChoice("fr", "Français"),
            SelectChoice("de", "Deutsch"),
            SelectChoice("en", "English"),
        ],
    )


@bp.route("/")
@open_to(Role.ADMIN)
def index() -> ResponseReturnValue:
    """Every account, its role, when it was last used."""
    return render_template("people/index.html", users=list_users(db(), viewer=current_user()))


@bp.route("/inviter", methods=["GET", "POST"])
@open_to(Role.ADMIN)
def invite() -> ResponseReturnValue:
    """Open an account and send the letter by which the person chooses her password."""
    form = InvitationForm()
    form.role.choices = [SelectChoice(role.value, label(role)) for role in Role]
    form.member_ids.choices = [
        SelectChoice(member.id, member.name) for member in list_members(db(), viewer=current_user())
    ]
    if form.accepted():
        try:
            user = signing_in.add_user(
                db(),
                current_user(),
                email=form.email.data,
                name=form.name.data,
                role=Role(form.role.data),
                at=clock.now(),
                language=form.chosen_language.data,
                member_ids=tuple(form.member_ids.data or ()),
                buyer_name=form.buyer_name.data,
            )
        except Invalid as error:
            form.refuse(FIELDS_OF_REASONS.get(error.code, "email"), reason(error))
        else:
            _send(user)
            return redirect(url_for("people.index"))
    return render_template("people/invite.html", form=form), form.status


@bp.route("/<int:user_id>/lien", methods=["POST"])
@open_to(Role.ADMIN)
def send_link(user_id: int) -> ResponseReturnValue:
    """Send an invitation again."""
    links = signing_in.Links(current_app.config["SECRET_KEY"])
    user, _token = signing_in.invitation_for(db(), current_user(), user_id, links)
    _send(user)
    return redirect(url_for("people.index"))


@bp.route("/<int:user_id>/fermer", methods=["POST"])
@open_to(Role.ADMIN)
def close(user_id: int) -> ResponseReturnValue:
    """Close an account: nobody enters by it; what it decided stays."""
    user = signing_in.set_active(db(), current_user(), user_id, active=False, at=clock.now())
    flash(_("Le compte de %(name)s est fermé. Ses décisions restent au journal.", name=user.name), "ok")
    return redirect(url_for("people.index"))


@bp.route("/<int:user_id>/rouvrir", methods=["POST"])
@open_to(Role.ADMIN)
def reopen(user_id: int) -> ResponseReturnValue:
    """Open a closed account again."""
    user = signing_in.set_active(db(), current_user(), user_id, active=True, at=clock.now())
    flash(_("Le compte de %(name)s est rouvert.", name=user.name), "ok")
    return redirect(url_for("people.index"))


def _send(user: UserRow) -> None:
    """The invitation; when it cannot leave, the account stays and the page says so."""
    links = signing_in.Links(current_app.config["SECRET_KEY"])
    token = links.make(user, signing_in.LinkKind.INVITATION)
    try:
        mail.send_invitation(user, token, current_user().name)
    except (OSError, smtplib.SMTPException):
        log.exception("an invitation could not leave")
        words = _(
            "Le compte de %(name)s existe, mais le courriel n’a pas pu partir. Renvoyez-le plus tard.",
            name=user.name,
        )
        flash(words, "doubt")
    else:
        flash(_("Le courriel est parti pour %(name)s. Son lien sert sept jours.", name=user.name), "ok")

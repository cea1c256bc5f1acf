"""Signing in and out, forgotten passwords, the language, and one's own account."""

from __future__ import annotations

import logging
import smtplib

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import EmailField, PasswordField, SelectChoice, SelectField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from tender.store.accounts import UserRow, example_users
from tender.web import mail
from tender.web.errors import reason
from tender.web.forms import BaseForm
from tender.web.languages import LANGUAGES
from tender.web.login import EVERYONE, current_user, let_in, let_out, open_to, safe_next, viewer_or_none
from tender.web.session import db, keep_though_refused
from tender.web.throttle import hold_back
from tender.workbench import clock, signing_in
from tender.workbench.errors import Invalid, NotAllowed

bp = Blueprint("accounts", __name__)

log = logging.getLogger("tender.web")


class SignInForm(BaseForm):
    """Address and password."""

    email = EmailField(
        lazy_gettext("Adresse électronique"),
        default="",
        validators=[InputRequired(lazy_gettext("Saisissez votre adresse électronique.")), Length(max=200)],
    )
    password = PasswordField(
        lazy_gettext("Mot de passe"),
        default="",
        validators=[InputRequired(lazy_gettext("Saisissez votre mot de passe.")), Length(max=200)],
    )


class ForgottenForm(BaseForm):
    """The address to send a link to."""

    email = EmailField(
        lazy_gettext("Adresse électronique"),
        default="",
        validators=[InputRequired(lazy_gettext("Saisissez votre adresse électronique.")), Length(max=200)],
    )


class NewPasswordForm(BaseForm):
    """A new password, twice."""

    password = PasswordField(
        lazy_gettext("Nouveau mot de passe"),
        default="",
        validators=[InputRequired(lazy_gettext("Saisissez le nouveau mot de passe."))],
    )
    again = PasswordField(
        lazy_gettext("Le même, une seconde fois"),
        default="",
        validators=[
            InputRequired(lazy_gettext("Saisissez-le une seconde fois.")),
            EqualTo("password", lazy_gettext("Les deux saisies diffèrent.")),
        ],
    )


class OwnPasswordForm(NewPasswordForm):
    """The password held now, and the new one twice."""

    current = PasswordField(
        lazy_gettext("Mot de passe actuel"),
        default="",
        validators=[InputRequired(lazy_gettext("Saisissez votre mot de passe actuel."))],
    )


class OwnForm(BaseForm):
    """How one is named, and in which language pages and letters come."""

    name = StringField(
        lazy_gettext("Nom affiché"),
        default="",
        validators=[InputRequired(lazy_gettext("Saisissez votre nom.")), Length(max=120)],
    )
    chosen_language = SelectField(
        lazy_gettext("Langue des pages et des courriels"),
        choices=[
            SelectChoice("fr", "Français"),
            SelectChoice("de", "Deutsch"),
            SelectChoice("en", "English"),
        ],
    )


def links() -> signing_in.Links:
    """The installation's signed links."""
    return signing_in.Links(current_app.config["SECRET_KEY"])


@bp.route("/connexion", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Let a person in; the refusal never says whether the account exists."""
    onward = safe_next(request.args.get("next")) or url_for("home.index")
    if viewer_or_none() is not None:
        return redirect(onward)
    form = SignInForm()
    if form.accepted():
        hold_back("sign in")
        try:
            user = signing_in.sign_in(
                db(), form.email.data, form.password.data, at=clock.now(), known=_known_password()
            )
        except NotAllowed as error:
            keep_though_refused()
            form.refuse("email", reason(error))
        else:
            let_in(user)
            return redirect(onward)
    return render_template("accounts/sign_in.html", form=form, examples=_examples()), form.status


@bp.route("/deconnexion", methods=["POST"])
@open_to(*EVERYONE)
def sign_out() -> ResponseReturnValue:
    """Close the session."""
    let_out()
    flash(_("Vous êtes déconnectée ou déconnecté."), "ok")
    return redirect(url_for("accounts.sign_in"))


@bp.route("/mot-de-passe-oublie", methods=["GET", "POST"])
def forgotten() -> ResponseReturnValue:
    """Send a link; the answer is the same whether the account exists or not."""
    form = ForgottenForm()
    if not form.accepted():
        return render_template("accounts/forgotten.html", form=form), form.status
    hold_back("reset")
    wanted = signing_in.request_reset(db(), form.email.data, links())
    if wanted is not None:
        try:
            mail.send_reset(*wanted)
        except (OSError, smtplib.SMTPException):
            log.exception("a reset letter could not leave")
    return render_template("accounts/sent.html", email=form.email.data)


@bp.route("/mot-de-passe/<token>", methods=["GET", "POST"])
def choose_password(token: str) -> ResponseReturnValue:
    """Choose a password by a link that serves once."""
    user = links().read(db(), token, at=clock.now())
    form = NewPasswordForm()
    if form.accepted():
        try:
            signing_in.choose_password(db(), token, form.password.data, links(), at=clock.now())
        except Invalid as error:
            form.refuse("password", reason(error))
        else:
            let_out()
            flash(_("Votre mot de passe est enregistré. Connectez-vous avec lui."), "ok")
            return redirect(url_for("accounts.sign_in"))
    return render_template(
        "accounts/choose_password.html", form=form, user=user, least=signing_in.LEAST_LENGTH
    ), form.status


@bp.route("/langue", methods=["POST"])
def language() -> ResponseReturnValue:
    """Choose the language of the pages: for the account, or for this browser before signing in."""
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        raise Invalid("language")
    viewer = viewer_or_none()
    if viewer is not None:
        signing_in.set_language(db(), viewer, chosen)
    session["language"] = chosen
    return redirect(safe_next(request.form.get("next")) or url_for("home.index"))


@bp.route("/mon-compte", methods=["GET", "POST"])
@open_to(*EVERYONE)
def own() -> ResponseReturnValue:
    """One's name and language."""
    viewer = current_user()
    form = OwnForm(name=viewer.name, chosen_language=viewer.language)
    if form.accepted():
        signing_in.set_name(db(), viewer, form.name.data)
        signing_in.set_language(db(), viewer, form.chosen_language.data)
        flash(_("Vos réglages sont enregistrés."), "ok")
        return redirect(url_for("accounts.own"))
    return _own_page(form, OwnPasswordForm(formdata=None)), form.status


@bp.route("/mon-compte/mot-de-passe", methods=["GET", "POST"])
@open_to(*EVERYONE)
def own_password() -> ResponseReturnValue:
    """Change one's password; other open sessions of the account end."""
    viewer = current_user()
    form = OwnPasswordForm()
    if form.accepted():
        try:
            signing_in.change_password(db(), viewer, form.current.data, form.password.data, at=clock.now())
        except Invalid as error:
            form.refuse("current" if error.code == "password_current" else "password", reason(error))
        else:
            let_in(viewer)
            flash(_("Votre mot de passe est changé. Vos autres sessions sont fermées."), "ok")
            return redirect(url_for("accounts.own"))
    own_form = OwnForm(formdata=None, name=viewer.name, chosen_language=viewer.language)
    return _own_page(own_form, form), form.status


def _own_page(form: OwnForm, password_form: OwnPasswordForm) -> str:
    return render_template(
        "accounts/own.html", form=form, password_form=password_form, least=signing_in.LEAST_LENGTH
    )


def _known_password() -> str:
    """The example's password, shown to everybody in a demo: outside one it opens nothing."""
    return "" if current_app.config["DEMO"] else str(current_app.config["DEMO_PASSWORD"])


def _examples() -> list[UserRow]:
    """The example's accounts, in a demo only."""
    return example_users(db()) if current_app.config["DEMO"] else []

"""Letters to people, each in its reader's language. The act and the date stand in the subject."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from flask import current_app, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from tender.store.accounts import UserRow
from tender.workbench.mail import Post


def post() -> Post:
    """The installation's way to send letters."""
    settings = current_app.config
    return Post(
        Path(settings["MAIL_FOLDER"]),
        sender=settings["MAIL_SENDER"],
        smtp_host=settings["SMTP_HOST"],
        smtp_port=int(settings["SMTP_PORT"]),
        smtp_user=settings["SMTP_USER"],
        smtp_password=settings["SMTP_PASSWORD"],
    )


def address_of(endpoint: str, **values: Any) -> str:
    """A whole address for a letter."""
    return urljoin(current_app.config["PUBLIC_URL"] or request.host_url, url_for(endpoint, **values))


def send_reset(user: UserRow, token: str) -> None:
    """The link to choose a new password, good for an hour and for one use."""
    with force_locale(user.language):
        post().send(
            user.email,
            _("À faire dans l’heure : choisir un nouveau mot de passe Entrelots"),
            _(
                "Bonjour %(name)s,\n\n"
                "Une demande de nouveau mot de passe a été faite pour votre compte Entrelots.\n"
                "Pour le choisir, ouvrez ce lien dans l’heure ; il ne sert qu’une fois :\n\n%(link)s\n\n"
                "Si la demande ne vient pas de vous, ne faites rien : votre mot de passe ne change pas.\n\n"
                "Entrelots",
                name=user.name,
                link=address_of("accounts.choose_password", token=token),
            ),
        )


def send_invitation(user: UserRow, token: str, invited_by: str) -> None:
    """The link by which a new account gets its first password, good for seven days."""
    with force_locale(user.language):
        post().send(
            user.email,
            _("À faire sous sept jours : ouvrir votre compte Entrelots"),
            _(
                "Bonjour %(name)s,\n\n"
                "%(inviter)s vous a ouvert un compte Entrelots, l’atelier où les associations du collectif "
                "répondent ensemble aux marchés publics.\n"
                "Pour choisir votre mot de passe, ouvrez ce lien sous sept jours :\n\n%(link)s\n\n"
                "Entrelots",
                name=user.name,
                inviter=invited_by,
                link=address_of("accounts.choose_password", token=token),
            ),
        )

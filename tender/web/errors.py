"""Every refusal in the reader's words: what happened, what is safe, what to do; and a line in the log."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask, Response, abort, make_response, render_template, request
from flask_babel import lazy_gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from tender.web.login import forget_viewer
from tender.web.reasons import CODE_STATUSES, sentence
from tender.web.session import forget_changes
from tender.workbench import errors as workbench

T = TypeVar("T")

log = logging.getLogger("tender.web")


@dataclass(frozen=True, slots=True)
class Words:
    """A refusal as a person reads it; the texts are translated when shown."""

    title: object
    happened: object
    safe: object = ""
    advice: object = ""


NOTHING_CHANGED = _("Rien n’a été modifié ni perdu.")

WORDS: dict[int, Words] = {
    400: Words(
        _("Cette demande n’a pas pu être comprise"),
        _("L’adresse ou le formulaire envoyé est incomplet."),
        NOTHING_CHANGED,
        _("Revenez à la page précédente et recommencez."),
    ),
    401: Words(
        _("Vous n’êtes pas connectée ou connecté"),
        _("Votre session est terminée."),
        NOTHING_CHANGED,
        _("Connectez-vous, puis reprenez où vous étiez."),
    ),
    403: Words(
        _("Cette page ne vous est pas ouverte"),
        _("Votre compte n’a pas le droit de voir cette page ou de faire cet acte."),
        NOTHING_CHANGED,
        _("Si vous en avez besoin, demandez-le à la personne qui administre votre collectif."),
    ),
    404: Words(
        _("Cette page n’existe pas"),
        _("L’adresse est inexacte, ou ce qu’elle montrait a été retiré ou ne vous est pas ouvert."),
        "",
        _("Vérifiez l’adresse, ou repartez de l’accueil."),
    ),
    405: Words(
        _("Cette page ne s’ouvre pas de cette façon"),
        _("L’adresse existe, mais seulement pour envoyer un formulaire."),
        NOTHING_CHANGED,
        _("Repartez de l’accueil."),
    ),
    409: Words(
        _("Quelqu’un a modifié cela entre-temps"),
        _("Ce que vous aviez sous les yeux a changé depuis l’ouverture de la page."),
        _("Votre envoi n’a pas été enregistré ; la version actuelle est intacte."),
        _("Ouvrez de nouveau la page, relisez, puis décidez."),
    ),
    410: Words(
        _("Ce lien ne sert plus"),
        _("Le lien a déjà été utilisé, ou son délai est passé."),
        NOTHING_CHANGED,
        _("Demandez un nouveau lien."),
    ),
    413: Words(
        _("L’envoi est trop volumineux"),
        _("Les fichiers envoyés dépassent ensemble la taille acceptée."),
        _("Rien de cet envoi n’a été gardé ; le reste est intact."),
        _("Envoyez les fichiers en plusieurs fois, ou sans les plans et photographies."),
    ),
    422: Words(
        _("Cette demande ne peut pas être acceptée"),
        _("Une des valeurs envoyées n’est pas possible ici."),
        NOTHING_CHANGED,
        _("Revenez à la page précédente, corrigez et envoyez de nouveau."),
    ),
    429: Words(
        _("Trop de demandes en peu de temps"),
        _("Le nombre de demandes acceptées depuis votre connexion est dépassé pour le moment."),
        NOTHING_CHANGED,
        _("Attendez quelques minutes, puis recommencez."),
    ),
    500: Words(
        _("Une erreur est survenue de notre côté"),
        _("Le programme s’est arrêté en préparant cette page. Le journal du serveur garde l’erreur."),
        _("Ce qui était enregistré le reste ; votre dernier envoi n’a pas été enregistré."),
        _("Recommencez dans un instant. Si cela se reproduit, donnez la référence ci-dessous."),
    ),
}

EXPIRED_FORM = Words(
    _("Ce formulaire n’est plus valable"),
    _("La page est restée ouverte trop longtemps, ou votre navigateur refuse les cookies."),
    _("Rien n’a été enregistré ni perdu."),
    _("Ouvrez de nouveau la page et renvoyez le formulaire."),
)

STATUSES: dict[type[workbench.WorkbenchError], int] = {
    workbench.NotFound: 404,
    workbench.NotAllowed: 403,
    workbench.OutOfDate: 409,
    workbench.NotReady: 409,
    workbench.Invalid: 422,
}


def prepare_errors(app: Flask) -> None:
    """Answer every error with a page, or with its fragment for htmx."""
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(workbench.WorkbenchError, _refused)
    app.register_error_handler(Exception, _broken)


def found(row: T | None) -> T:
    """The row, or 404 when there is none for this person."""
    if row is None:
        abort(404)
    return row


def reason(error: workbench.WorkbenchError) -> str:
    """What happened, in the page's language."""
    return sentence(error) or str(WORDS[STATUSES.get(type(error), 422)].happened)


def _expired(error: CSRFError) -> Response:
    return _answer(400, EXPIRED_FORM, detail=str(error.description))


def _http(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    status = error.code or 500
    response = _answer(status, WORDS.get(status) or WORDS[400 if status < 500 else 500])
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _refused(error: workbench.WorkbenchError) -> Response:
    status = CODE_STATUSES.get(error.code) or STATUSES.get(type(error), 422)
    general = WORDS[status]
    title = WORDS[422].title if isinstance(error, workbench.NotReady) else general.title
    return _answer(
        status,
        Words(title, reason(error), general.safe, general.advice),
        detail=f"{error.code} {error.facts}",
    )


def _broken(error: Exception) -> Response:
    """The database may be what failed: forget the changes and the viewer, so that the page needs neither."""
    forget_viewer()
    try:
        forget_changes()
    finally:
        response = _answer(500, WORDS[500], failure=error)
    return response


def _answer(status: int, words: Words, *, detail: str = "", failure: Exception | None = None) -> Response:
    log_id = secrets.token_hex(4)
    log.log(
        logging.ERROR if status >= 500 else logging.INFO,
        "%s %s %s %s %s",
        log_id,
        status,
        request.method,
        request.path,
        detail,
        exc_info=failure,
    )
    template = "error_fragment.html" if request.headers.get("HX-Request") == "true" else "error.html"
    shown_id = log_id if status not in (401, 404) else None
    page = render_template(template, status=status, words=words, log_id=shown_id)
    return make_response(page, status)

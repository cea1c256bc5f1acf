"""French is the source; German and English are catalogues. Whose language, which hour."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, request, session
from flask_babel import Babel, get_locale

from tender.web.catalogues import compile_stale
from tender.web.french import Words
from tender.web.login import viewer_or_none

LANGUAGES = ("fr", "de", "en")
TRANSLATIONS = Path(__file__).resolve().parents[1] / "translations"


def prepare_languages(app: Flask) -> None:
    """Set up translation, and compile the catalogues that changed."""
    compile_stale(TRANSLATIONS)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    babel = Babel(app, default_locale="fr", default_timezone="Europe/Paris", locale_selector=_choose)
    babel.domain_instance = Words()
    app.context_processor(lambda: {"language": language()})


def language() -> str:
    """The language of this answer: fr, de or en."""
    locale = get_locale()
    return locale.language if locale is not None else "fr"


def _choose() -> str:
    """The account's language, else this browser's choice, else what it prefers, else French."""
    viewer = viewer_or_none()
    if viewer is not None:
        return viewer.language if viewer.language in LANGUAGES else "fr"
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(LANGUAGES) or "fr"

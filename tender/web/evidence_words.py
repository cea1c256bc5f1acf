"""Words of the library and of the mémoire: kinds of evidence, what ties, dates of a person's answer."""

from __future__ import annotations

from datetime import date, datetime, time

from flask_babel import lazy_gettext as _

from tender.workbench.timing import EVENING, PARIS

KIND_WORDS: dict[str, object] = {
    "reference": _("Référence"),
    "means": _("Moyens"),
    "staff": _("Équipe"),
    "training": _("Formation et accompagnement"),
    "quality": _("Qualité"),
    "environment": _("Environnement"),
    "insertion": _("Résultats d’insertion"),
}

LANGUAGE_WORDS: dict[str, object] = {"de": _("allemand"), "en": _("anglais")}


def evening_of(day: date, at: time = EVENING) -> datetime:
    """The end of a working day, in Paris."""
    return datetime.combine(day, at, PARIS)

"""Missed opportunities in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from tender.store.watch import MissedCause, MissedStage

STAGES: dict[MissedStage, object] = {
    MissedStage.NOT_ANSWERED: _("Sans réponse de notre part"),
    MissedStage.LATE: _("Répondu trop tard"),
    MissedStage.LOST: _("Perdu"),
    MissedStage.UNFRUITFUL: _("Infructueux"),
    MissedStage.NEVER_PUBLISHED: _("Jamais publié"),
    MissedStage.NEED: _("Besoin entendu"),
}

CAUSES: dict[MissedCause, object] = {
    MissedCause.NOT_SEEN: _("Pas vu"),
    MissedCause.TOO_LATE: _("Vu trop tard"),
    MissedCause.TOO_BIG: _("Lot trop gros"),
    MissedCause.NO_CAPACITY: _("Pas d’heures libres"),
    MissedCause.PRICE: _("Prix"),
    MissedCause.REFERENCES: _("Références"),
    MissedCause.NO_CLAUSE: _("Pas de clause sociale"),
    MissedCause.UNFRUITFUL: _("Procédure sans suite"),
    MissedCause.NEVER_PUBLISHED: _("Achat jamais publié"),
    MissedCause.OTHER: _("Autre cause"),
}


def stage_words(stage: MissedStage) -> str:
    """How far it went."""
    return str(STAGES[stage])


def missed_cause_words(cause: str) -> str:
    """Why it was missed; not said yet is a state of its own."""
    return str(CAUSES[MissedCause(cause)]) if cause else str(_("Cause à préciser"))

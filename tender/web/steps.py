"""The six steps of a call, the same strip on every page of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext as _


class StepState(StrEnum):
    """Where one step stands."""

    TODO = "todo"
    ACTIVE = "active"
    DONE = "done"
    DOUBT = "doubt"
    STOP = "stop"


NAMES = (_("Lire"), _("Consulter"), _("Répartir"), _("Approuver"), _("Rédiger"), _("Déposer"))

STATE_WORDS = {
    StepState.TODO: _("à venir"),
    StepState.ACTIVE: _("en cours"),
    StepState.DONE: _("fait"),
    StepState.DOUBT: _("à vérifier"),
    StepState.STOP: _("bloqué"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the strip; `note`: its date or its count, short; `href` None: not open yet."""

    name: str
    state: StepState
    state_word: str
    href: str | None = None
    note: str | None = None


def step(position: int, state: StepState, *, href: str | None = None, note: str | None = None) -> Step:
    """The step at this position, from 1 (Lire) to 6 (Déposer), with its words."""
    return Step(str(NAMES[position - 1]), state, str(STATE_WORDS[state]), href, note)

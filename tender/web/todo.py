"""What each call asks of the officer today, in words, with the page where it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from tender.store.accounts import UserRow
from tender.store.awards import list_results
from tender.store.calls import OVER, CallRow, CallState, list_calls
from tender.store.consultations import find_consultation
from tender.store.splits import SplitRow, SplitState, find_split_of_call
from tender.vocabulary.split import Verdict
from tender.web.display import day
from tender.workbench import awarding
from tender.workbench.approving import state_of
from tender.workbench.clock import now
from tender.workbench.consulting import table
from tender.workbench.contributing import awaited_parts
from tender.workbench.errors import NotAllowed
from tender.workbench.milestones import Milestone, milestones

FOUR_WEEKS = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do: the call, what it needs, the button's words and where it leads."""

    call: CallRow
    text: str
    act: str
    href: str


def lines(session: Session, viewer: UserRow) -> list[Line]:
    """The calls that need somebody, the nearest deadline first; those past their deadline are not here."""
    found = []
    awaited = awaited_parts(session, viewer)
    for call in list_calls(session, viewer=viewer):
        won = _won(session, viewer, call)
        if won is not None:
            found.append(won)
        if call.state in OVER or (call.deadline is not None and call.deadline < now()):
            continue
        text, act, endpoint = _need(session, viewer, call)
        href = url_for(endpoint if endpoint in current_app.view_functions else "calls.show", call_id=call.id)
        found.append(Line(call, text, act, href))
        late = sum(part.call_id == call.id for part in awaited)
        if late:
            words = ngettext(
                "%(num)s part du mémoire n’est pas venue à sa date.",
                "%(num)s parts du mémoire ne sont pas venues à leur date.",
                late,
            )
            address = url_for("memoir.show", call_id=call.id)
            found.append(Line(call, words, _("Voir qui appeler"), address))
    return found


def _won(session: Session, viewer: UserRow, call: CallRow) -> Line | None:
    """A lot was won and papers of the winner are still to be handed in."""
    if call.state is not CallState.FILED or not list_results(session, call.id, viewer=viewer):
        return None
    held = awarding.award(session, viewer, call.id)
    if not held.left or held.due is None:
        return None
    words = ngettext(
        "Marché gagné : %(num)s pièce à transmettre avant le %(day)s.",
        "Marché gagné : %(num)s pièces à transmettre avant le %(day)s.",
        held.left,
        day=day(held.due),
    )
    return Line(call, words, _("Voir les pièces"), url_for("results.show", call_id=call.id, _anchor="pieces"))


def dates(session: Session, viewer: UserRow) -> list[Milestone]:
    """The dates of the next four weeks."""
    return [one for one in milestones(session, viewer) if now() <= one.until <= now() + FOUR_WEEKS]


def _need(session: Session, viewer: UserRow, call: CallRow) -> tuple[str, str, str]:
    if call.state in (CallState.RECEIVED, CallState.READING):
        return (_("La lecture est en cours."), _("Voir l’avancement"), "calls.show")
    if call.state is CallState.REFUSED:
        return (_("Les fichiers n’ont pas pu être lus."), _("Voir pourquoi"), "calls.show")
    if call.state is CallState.TO_REVIEW:
        return (_doubts(call), _("Vérifier la lecture"), "calls.show")
    split = find_split_of_call(session, call.id, viewer=viewer)
    asked = _consultation(session, viewer, call)
    if asked is not None and (split is None or split.state is SplitState.DRAFT):
        return asked
    if split is None or not split.shares:
        return (_("Rien n’est encore réparti."), _("Préparer la répartition"), "needs.index")
    return _of_split(session, split)


def _consultation(session: Session, viewer: UserRow, call: CallRow) -> tuple[str, str, str] | None:
    """A consultation under way: who is still silent, and until when."""
    row = find_consultation(session, call.id, viewer=viewer)
    if row is None or row.skipped or row.closed is not None:
        return None
    try:
        silent = len(table(session, viewer, call.id).awaited)
    except NotAllowed:
        return None
    words = ngettext(
        "%(num)s adhérente n’a pas dit si elle vient.",
        "%(num)s adhérentes n’ont pas dit si elles viennent.",
        silent,
    )
    return (words, _("Suivre la consultation"), "consultations.show")


def _doubts(call: CallRow) -> str:
    count = sum(fact.is_doubtful for fact in call.facts)
    if not count:
        return _("La lecture attend votre accord.")
    return ngettext(
        "%(num)s point de la lecture à vérifier.", "%(num)s points de la lecture à vérifier.", count
    )


def _of_split(session: Session, split: SplitRow) -> tuple[str, str, str]:
    if split.state is SplitState.DRAFT:
        return (
            _("La répartition n’est pas encore soumise aux directions."),
            _("Revoir la répartition"),
            "splits.show",
        )
    if split.state is SplitState.PUBLISHED:
        return _consent(session, split)
    if split.state is SplitState.AGREED:
        return (_("Toutes les parts sont approuvées."), _("Figer la répartition"), "splits.show")
    if split.call.state is CallState.FROZEN:
        return (
            _("La répartition est figée : le dossier peut être rédigé."),
            _("Rédiger le dossier"),
            "responses.show",
        )
    return (_("Le dossier est établi : il reste à le déposer."), _("Voir le dossier"), "responses.show")


def _consent(session: Session, split: SplitRow) -> tuple[str, str, str]:
    states = state_of(session, split)
    against = [one for one in states if one.verdict in (Verdict.REFUSED, Verdict.COUNTERED)]
    waiting = [one for one in states if one.verdict is None]
    if against:
        words = ngettext(
            "%(num)s association refuse ou propose autre chose.",
            "%(num)s associations refusent ou proposent autre chose.",
            len(against),
        )
        return (words, _("Lire les réponses"), "consent.show")
    words = ngettext(
        "%(num)s direction n’a pas répondu.", "%(num)s directions n’ont pas répondu.", len(waiting)
    )
    return (words, _("Suivre les accords"), "consent.show")

"""A member's answers to a consultation: read from the page's boxes, and told in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from tender.store.consultations import AnswerRow, Stance
from tender.web.display import hours
from tender.web.labels import label
from tender.web.numbers import read_number
from tender.workbench.consulting import Offer, Question

TONES = {Stance.GROUP: "ok", Stance.ALONE: "doubt", Stance.NO: "neutral"}


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as a cell shows it: the sign's tone, its word, and a line about it."""

    tone: str
    word: str
    detail: str = ""


def answer_words(answer: AnswerRow | None) -> Told:
    """She comes, alone, no, or awaited; silence and lateness are said."""
    if answer is None:
        return Told("active", _("Attendue"))
    if answer.silent:
        return Told("neutral", label(Stance.NO), _("silence"))
    details = []
    word = _("Vient") if answer.stance is Stance.GROUP else label(answer.stance)
    if answer.stance is Stance.GROUP and answer.hours is not None:
        details.append(_("%(hours)s par mois", hours=hours(answer.hours)))
    if answer.late:
        details.append(_("réponse tardive"))
    return Told(TONES[answer.stance], word, ", ".join(details))


def offers_from(
    question: Question, typed: Mapping[str, Sequence[str]]
) -> tuple[dict[str, Offer], dict[str, str]]:
    """The answers typed, by lot's number; and what is wrong, by box."""
    offers: dict[str, Offer] = {}
    errors: dict[str, str] = {}
    for position, one in enumerate(question.lots, start=1):
        number = one.lot.number
        try:
            stance = Stance(_first(typed, f"stance-{position}"))
        except ValueError:
            errors[f"stance-{position}"] = _("Lot %(number)s : choisissez une réponse.", number=number)
            continue
        hours_ = None
        if stance is Stance.GROUP:
            try:
                hours_ = read_number(_first(typed, f"hours-{position}"))
            except ValueError:
                hours_ = -1.0
            if hours_ is not None and hours_ < 0:
                errors[f"hours-{position}"] = _(
                    "Lot %(number)s : saisissez des heures par mois, ou laissez vide.", number=number
                )
                continue
        ticked = tuple(code for code in typed.get(f"places-{position}", ()) if code in one.places)
        if stance is Stance.GROUP and one.places and not ticked:
            errors[f"places-{position}"] = _("Lot %(number)s : cochez au moins une commune.", number=number)
            continue
        word = _first(typed, f"word-{position}")
        offers[number] = Offer(stance, hours_, ticked if len(ticked) < len(one.places) else (), word)
    return offers, errors


def _first(typed: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(typed.get(name, ())), "").strip()

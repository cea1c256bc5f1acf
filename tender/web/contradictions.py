"""Facts that two documents or two versions tell otherwise: both side by side, and why one goes first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from tender.store.calls import CallRow, FactRow
from tender.web.changes import Pages, Side, dismissal_words, value_words
from tender.web.display import date_time, series
from tender.web.facts import hours_words
from tender.web.place_words import place_words
from tender.workbench.rivals import SINGLE, Claim, Dispute, disputes_of, stated

RULES: dict[str, object] = {
    "correction": lazy_gettext(
        "Un rectificatif ou une réponse qui déplace cette valeur l’emporte sur le texte d’origine."
    ),
    "answers": lazy_gettext("Les réponses de l’acheteur aux questions l’emportent sur le règlement."),
    "rules": lazy_gettext("Le règlement de la consultation l’emporte sur l’avis et sur les autres pièces."),
    "notice": lazy_gettext("L’avis publié nomme le mieux l’acheteur, l’objet et la plateforme."),
    "rank": lazy_gettext(
        "L’ordre des pièces : règlement, avis, acte d’engagement et cahier des clauses, puis les annexes."
    ),
    "surer": lazy_gettext("Deux pièces de même rang : la lecture la plus sûre est retenue."),
    "largest": lazy_gettext(
        "Le plus grand nombre d’heures est retenu : en promettre moins que demandé écarterait l’offre."
    ),
    "every": lazy_gettext("Un lot qu’une seule pièce annonce est gardé tant que personne n’a tranché."),
}
"""Why the reading that is kept goes before the other (vocabulary.source.Rival)."""

VERDICTS: dict[str, object] = {
    "confirmed": lazy_gettext("Vous aviez confirmé :"),
    "corrected": lazy_gettext("Vous aviez écrit :"),
    "rejected": lazy_gettext("Vous aviez rejeté :"),
}


@dataclass(frozen=True, slots=True)
class ShownReading:
    """One of the readings of a fact. `act`: the address to post to for taking it."""

    words: str
    place: str
    href: str
    act: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Contradiction:
    """The readings of one fact that do not agree, and the rule that ranks them."""

    readings: tuple[ShownReading, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class ShownReview:
    """What a person had decided before a new version stated it otherwise."""

    version: int
    said: str
    when: str
    before: Side
    gone: bool


def contradictions_of(call: CallRow, fact: FactRow) -> list[Contradiction]:
    """The contradicting readings of a fact, thing by thing, the retained one first; none when all agree."""
    places = _first_places(fact)
    return [
        Contradiction(
            tuple(
                _reading(call, fact, dispute, claim, index, other=index >= 0, place=places[index])
                for index, claim in ((-1, dispute.kept), *dispute.others)
            ),
            str(RULES.get(dispute.rule, RULES["rank"])),
        )
        for dispute in disputes_of(fact)
    ]


def _first_places(fact: FactRow) -> dict[int, int]:
    """Where each rival's evidence begins among the fact's places (web.sources.places_of); -1: its own."""
    found, place = {-1: 0}, len(fact.evidence)
    for index, rival in enumerate(fact.rivals or ()):
        found[index] = place
        place += len(rival.get("evidence") or [])
    return found


def _reading(
    call: CallRow, fact: FactRow, dispute: Dispute, claim: Claim, index: int, *, other: bool, place: int
) -> ShownReading:
    rival = index if other else dispute.others[0][0]
    return ShownReading(
        words=_words(fact, claim),
        place=_place(claim.evidence),
        href=url_for("calls.show", call_id=call.id, fait=fact.id, lieu=place, _anchor=f"fait-{fact.id}"),
        act=url_for(
            f"facts.{'choose' if other else 'retain'}", call_id=call.id, fact_id=fact.id, rival=rival
        ),
        counts=claim.counts,
    )


def _words(fact: FactRow, claim: Claim) -> str:
    """What one place says: the entry as that place has it, or that it has none such."""
    if claim.parts is None:
        return dismissal_words(fact)
    if fact.kind == "clause" and "hours_detail" in claim.parts:
        return series(hours_words(one) for one in claim.parts["hours_detail"])
    whole = {} if fact.kind in SINGLE else stated(fact) or {}
    return value_words(fact.kind, fact.key, {**whole, **claim.parts})


def _place(evidence: Sequence[Mapping[str, Any]]) -> str:
    if not evidence:
        return ""
    first = evidence[0]
    return place_words(first["document"], first["page"], first.get("path"))


def review_of(call: CallRow, fact: FactRow, paths: Mapping[tuple[int, str], int]) -> ShownReview | None:
    """What was decided on this fact in an earlier version; `paths`: see Pages."""
    review = fact.review
    if review is None:
        return None
    pages = Pages(call, review.get("from", review["version"] - 1), paths)
    at = review.get("at")
    held = review["before"]
    words = value_words(fact.kind, fact.key, held) if held is not None else _("rien")
    return ShownReview(
        version=review["version"],
        said=str(VERDICTS.get(review["state"], VERDICTS["confirmed"])),
        when=date_time(datetime.fromisoformat(at)) if at else "",
        before=pages.side(words, review["evidence"]),
        gone=fact.gone is not None or fact.read is None,
    )

"""Facts that two documents or two versions tell otherwise: both side by side, and why one goes first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from tender.store.calls import CallRow, FactRow
from tender.web.changes import Pages, Side, value_words
from tender.web.display import date_time

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
}
"""Why the reading that is kept goes before the other (vocabulary.source.Rival)."""

VERDICTS: dict[str, object] = {
    "confirmed": lazy_gettext("Vous aviez confirmé"),
    "corrected": lazy_gettext("Vous aviez écrit"),
    "rejected": lazy_gettext("Vous aviez rejeté"),
}


@dataclass(frozen=True, slots=True)
class ShownReading:
    """One of the readings of a fact. `index`: which rival it is, None for the one the program retained."""

    words: str
    place: str
    href: str
    index: int | None
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


def contradiction_of(call: CallRow, fact: FactRow) -> Contradiction | None:
    """The contradicting readings of a fact, the retained one first; None when the documents agree."""
    if not fact.rivals or fact.read is None:
        return None
    counts = (fact.effective or {}).get("value")
    told: list[tuple[Any, list[Any], int | None, int]] = [(fact.read.get("value"), fact.evidence, None, 0)]
    place = len(fact.evidence)
    for index, rival in enumerate(fact.rivals):
        told.append((rival["value"], rival.get("evidence") or [], index, place))
        place += len(rival.get("evidence") or [])
    return Contradiction(
        tuple(
            ShownReading(
                value_words(fact.kind, fact.key, {"value": value}),
                _place(evidence),
                url_for("calls.show", call_id=call.id, fait=fact.id, lieu=place, _anchor=f"fait-{fact.id}"),
                index,
                value == counts,
            )
            for value, evidence, index, place in told
        ),
        str(RULES.get(fact.rivals[0].get("rule", "rank"), RULES["rank"])),
    )


def _place(evidence: list[Mapping[str, Any]]) -> str:
    if not evidence:
        return ""
    first = evidence[0]
    name = str(first["document"]).rsplit("/", 1)[-1]
    return f"{name}, {_('p. %(page)s', page=first['page'])}" if first["page"] else name


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

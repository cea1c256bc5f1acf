"""What a document still lacks, and who can give it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Actor(StrEnum):
    """Who can fill a box: the shared officer, the member itself, the leader, the buyer (a question)."""

    OFFICER = "officer"
    MEMBER = "member"
    LEAD = "lead"
    BUYER = "buyer"


@dataclass(frozen=True, slots=True)
class Lack:
    """A box that cannot be filled, or a thing that stands wrong.

    `form`: the form's code; `box`: as on the form ("C1", "B2", "art. 5"); `field`: a stable code of the fact
    that is missing, followed by ":" and its name where there are several ("unit_price:1.02"); `what`: in
    French, as the officer reads it. `blocking`: nothing is issued while it stands.
    """

    form: str
    box: str
    field: str
    what: str
    actor: Actor = Actor.OFFICER
    member: str | None = None
    lot: str | None = None
    blocking: bool = True


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing missing, and every box that waits for it: asked once, it fills them all."""

    what: str
    field: str
    actor: Actor
    member: str | None
    lot: str | None
    blocking: bool
    boxes: tuple[tuple[str, str], ...]


def gathered(lacks: tuple[Lack, ...]) -> tuple[Gap, ...]:
    """Lacks of the same fact as one Gap: who holds the lists asks for a SIRET once, not in four documents.

    A gap blocks when one of its boxes does. `boxes`: (form, box), in order.
    """
    held: dict[tuple[str, str | None, str | None], list[Lack]] = {}
    for lack in lacks:
        member = None if lack.field in _OF_THE_RESPONSE else lack.member
        lot = None if lack.field in _OF_THE_RESPONSE | _OF_A_MEMBER else lack.lot
        held.setdefault((lack.field, member, lot), []).append(lack)
    return tuple(
        Gap(
            what=same[0].what,
            field=field,
            actor=same[0].actor,
            member=member,
            lot=lot,
            blocking=any(lack.blocking for lack in same),
            boxes=tuple(dict.fromkeys((lack.form, lack.box) for lack in same)),
        )
        for (field, member, lot), same in held.items()
    )


_OF_THE_RESPONSE = frozenset(
    {
        "advance",
        "buyer",
        "contract_documents",
        "form",
        "lead",
        "lead_solidary",
        "mandate",
        "mandate_conditions",
        "reference",
        "subject",
    }
)
"""Facts of the whole response, asked by the document of each lot or member all the same."""

_OF_A_MEMBER = frozenset({"iban"})
"""Facts of a member, asked by the document of each lot all the same."""

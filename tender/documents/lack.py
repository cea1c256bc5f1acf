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

    `form`: the form's code; `box`: as on the form ("C1", "B2", "art. 5"); `field`: a stable code of what is
    missing; `what`: in French, as the officer reads it. `blocking`: nothing is issued while it stands.
    """

    form: str
    box: str
    field: str
    what: str
    actor: Actor = Actor.OFFICER
    member: str | None = None
    lot: str | None = None
    blocking: bool = True

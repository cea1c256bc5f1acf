"""The charter of the collective: what its members agreed once for every group, until its terms differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from tender.store.accounts import UserRow
from tender.store.journal import note
from tender.store.members import the_collective
from tender.vocabulary.split import PartyForm
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotReady
from tender.workbench.permissions import Act, require

WORDS = ("fee_basis", "penalties", "replacement", "insurance", "court")
"""Parts of the charter that the convention de groupement prints as they are."""
LONGEST = 1500


@dataclass(frozen=True, slots=True)
class GivenCharter:
    """What the charter says of a group. The fee: per cent of the sums received, or euros an hour worked."""

    form: PartyForm
    lead_solidary: bool
    fee_percent: float | None
    fee_hour: float | None
    consulted_first: bool
    words: Mapping[str, str] = field(default_factory=dict)


def check_fee(percent: float | None, hour: float | None) -> None:
    """Raises Invalid: out of reason, or of both kinds."""
    if percent is not None and not 0 <= percent <= 100:
        raise Invalid("fee", fee=percent)
    if hour is not None and (percent is not None or not 0 <= hour <= 100):
        raise Invalid("fee_hour", fee=hour)


def charter_of(session: Session) -> dict[str, Any]:
    """The charter as kept; empty before there is a collective."""
    collective = the_collective(session)
    return dict(collective.charter) if collective else {}


def set_charter(session: Session, actor: UserRow, given: GivenCharter) -> None:
    """Keep it for the groups to come; those whose terms are set keep theirs. Raises Invalid, NotReady."""
    require(actor, Act.EDIT_COLLECTIVE)
    collective = the_collective(session)
    if collective is None:
        raise NotReady("no_members")
    check_fee(given.fee_percent, given.fee_hour)
    told = {
        "form": given.form.value,
        "lead_solidary": given.lead_solidary,
        "lead_fee_percent": given.fee_percent,
        "lead_fee_hour": given.fee_hour,
        "consultation": "required" if given.consulted_first else "",
        **{name: given.words.get(name, "").strip()[:LONGEST] for name in WORDS},
    }
    changed = sorted(
        name for name, value in told.items() if (collective.charter.get(name) or "") != (value or "")
    )
    if not changed:
        return
    collective.charter = {**collective.charter, **told}
    note(session, now(), actor, "collective.charter", changed=changed)

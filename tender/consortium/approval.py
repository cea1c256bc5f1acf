"""When verdicts make a split agreed. A verdict counts only for what was shown: the digest says which."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tender.vocabulary.split import Verdict

Shown = None | bool | int | float | str | list["Shown"] | dict[str, "Shown"]
"""What a director is shown, as plain JSON: hours a month, communes, euros, promises, duties, leader, cost."""


class Standing(StrEnum):
    """Where a member's consent stands. outdated: the share has changed since the verdict."""

    AWAITING = "awaiting"
    APPROVED = "approved"
    REFUSED = "refused"
    COUNTERED = "countered"
    OUTDATED = "outdated"


@dataclass(frozen=True, slots=True)
class Approval:
    """A director's verdict on the share with this digest. `order` rises with time; `with_mandate`: the person
    may bind the association (else the verdict is kept, and counts for nothing).
    """

    member: str
    digest: str
    verdict: Verdict
    order: int
    with_mandate: bool = True


def share_digest(shown: Mapping[str, Shown]) -> str:
    """SHA-256 (hex) of the canonical JSON of what is shown: keys sorted, no spaces, 2.0 as 2.

    Raises ValueError for numbers that are not finite: nobody can approve them.
    """
    text = json.dumps(
        _canonical(dict(shown)), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: Shown) -> Shown:
    if isinstance(value, dict):
        return {key: _canonical(held) for key, held in value.items()}
    if isinstance(value, list):
        return [_canonical(held) for held in value]
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(value)
        # The same hours must give the same digest whether a sum made them 70 or 70.00000000000001.
        rounded = round(value, 6)
        return int(rounded) if rounded == int(rounded) else rounded
    return value


def state(digests: Mapping[str, str], approvals: Iterable[Approval]) -> dict[str, Standing]:
    """Each member's standing: `digests` is what each member with a share would be shown now.

    The last verdict with a mandate on what is shown now decides; verdicts on something else only make the
    member outdated; members without a share do not appear.
    """
    latest: dict[str, Approval] = {}
    spoken: set[str] = set()
    for approval in sorted(approvals, key=lambda a: a.order):
        if not approval.with_mandate:
            continue
        spoken.add(approval.member)
        if digests.get(approval.member) == approval.digest:
            latest[approval.member] = approval
    standings = {}
    for member in digests:
        if member in latest:
            standings[member] = Standing(latest[member].verdict.value)
        else:
            standings[member] = Standing.OUTDATED if member in spoken else Standing.AWAITING
    return standings


def agreed(digests: Mapping[str, str], approvals: Iterable[Approval]) -> bool:
    """Every member with a share approved exactly what is shown now; a split without shares is not agreed."""
    standings = state(digests, approvals)
    return bool(standings) and all(standing is Standing.APPROVED for standing in standings.values())


def to_ask(digests: Mapping[str, str], approvals: Iterable[Approval]) -> tuple[str, ...]:
    """Members whose verdict on what is shown now is missing: those a change touched, and the silent."""
    return tuple(
        member
        for member, standing in state(digests, approvals).items()
        if standing in (Standing.AWAITING, Standing.OUTDATED)
    )

"""Calls above the European threshold since 21 August 2026: with a condition, with a derogation, neither.

Source: L2112-2-1 of the Code de la commande publique (loi Climat et résilience art. 35, décret 2022-767).
Exceptions exist and their reasons stay in the buyer's file, so "neither" is to be checked, never a fault.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from tender.uptake.call_figures import Obligation, ObligationLine, Standing
from tender.uptake.rates import rate_of
from tender.uptake.report import CallFacts
from tender.vocabulary.clause import Clause, Family

SINCE: Final = date(2026, 8, 21)
CONDITIONS: Final = (Family.CONDITION, Family.OBJECT)
"""What is a condition of performance about social matters or employment."""


def obligation(calls: Sequence[CallFacts]) -> Obligation:
    """How calls stand. Those launched before, or under their threshold, are not concerned and not counted."""
    lines = [line for call in calls if (line := _line(call)) is not None]
    of = len(lines)
    counts = {one: sum(1 for line in lines if line.standing is one) for one in Standing}
    return Obligation(
        since=SINCE,
        condition=rate_of(counts[Standing.CONDITION], of),
        derogation=rate_of(counts[Standing.DEROGATION], of),
        neither=rate_of(counts[Standing.NEITHER], of),
        undecided=sum(1 for call in calls if _is_undecided(call)),
        lines=tuple(sorted(lines, key=lambda line: (line.launched, line.key), reverse=True)),
    )


def _is_undecided(call: CallFacts) -> bool:
    if call.launched is None:
        return True
    return call.launched >= SINCE and (call.amount is None or call.threshold is None)


def _line(call: CallFacts) -> ObligationLine | None:
    if call.launched is None or call.launched < SINCE or call.amount is None or call.threshold is None:
        return None
    if call.amount < call.threshold:
        return None
    found = next((clause for clause in call.clauses if clause.type.family in CONDITIONS), None)
    quote = _quote(found) if found else call.derogation
    standing = Standing.CONDITION if found else Standing.NEITHER
    if not found and call.derogation:
        standing = Standing.DEROGATION
    return ObligationLine(
        key=call.key,
        buyer=call.buyer,
        title=call.title,
        reference=call.reference,
        launched=call.launched,
        amount=call.amount,
        threshold=call.threshold,
        standing=standing,
        quote=quote,
    )


def _quote(clause: Clause) -> str | None:
    return clause.evidence[0].quote if clause.evidence else None

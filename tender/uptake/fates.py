"""Calls read here beside their awards in the essential data: a clause asked, and declared or not.

A call and a contract are one where the buyer is the same (SIREN), the contract was notified in the eighteen
months after the call's deadline, and either its identifier is the call's reference (with a lot's suffix) or
its object holds nearly all the words of the call's title. What is not sure is not joined.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from tender.uptake.base import Base
from tender.uptake.behind import lines_of_rows
from tender.uptake.call_figures import Fate, FateLine, Fates, JoinedBy, ReservedLine
from tender.uptake.figures import ContractLine
from tender.uptake.narrowing import siren_number
from tender.uptake.rates import rate_of
from tender.uptake.report import CallFacts
from tender.uptake.slices import SOCIAL_KINDS, Kind
from tender.vocabulary.clause import Family

MONTHS_AFTER: Final = 548
"""Days in which an award is looked for."""
LIKE_ENOUGH: Final = 0.85
FEWEST_WORDS: Final = 4
LONGEST_SUFFIX: Final = 4
_KIND_OF: Final = {
    Family.CONDITION: Kind.CLAUSE,
    Family.OBJECT: Kind.CLAUSE,
    Family.CRITERION: Kind.CRITERION,
    Family.RESERVED: Kind.RESERVED,
}
_EMPTY: Final = frozenset(
    [
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "un",
        "une",
        "et",
        "en",
        "au",
        "aux",
        "pour",
        "par",
        "sur",
        "dans",
        "avec",
        "lot",
        "lots",
        "marche",
        "marches",
        "accord",
        "cadre",
        "relatif",
        "relative",
        "a",
        "d",
        "l",
    ]
)
_CANDIDATES: Final = """
    SELECT last_row, contracts.id, object FROM contracts JOIN rows_read ON rows_read.rowid = last_row
    WHERE siren = $1 AND contracts.notified BETWEEN $2 AND $3"""


def fates(base: Base | None, calls: Sequence[CallFacts]) -> Fates:
    """What became of each call. Without a base no award is found, and the lines say so."""
    known = [call for call in calls if call.siren]
    lines = [_line(base, call) for call in known]
    asking = [line for line in lines if line.asked]
    joined = [line for line in lines if line.joined_by]
    told = [line for line in asking if line.fate in (Fate.KEPT, Fate.LOST)]
    return Fates(
        asking=rate_of(len(asking), len(lines)),
        joined=rate_of(len(joined), len(lines)),
        kept=rate_of(sum(1 for line in told if line.fate is Fate.KEPT), len(told)),
        lines=tuple(lines),
        unknown_buyer=len(calls) - len(known),
        reserved_lots=sum(_reserved_lots(call) for call in calls),
        reserved=tuple(
            ReservedLine(call.key, call.title, result) for call in calls for result in call.reserved_results
        ),
    )


def asked_kinds(call: CallFacts) -> tuple[Kind, ...]:
    """What a call asks, in the words of the essential data."""
    found = {_KIND_OF.get(clause.type.family) for clause in call.clauses}
    return tuple(kind for kind in SOCIAL_KINDS if kind in found)


def _reserved_lots(call: CallFacts) -> int:
    reserved = [clause for clause in call.clauses if clause.type.family is Family.RESERVED]
    if any(clause.lots is None for clause in reserved):
        return len(call.lots) or 1
    return len({lot for clause in reserved for lot in clause.lots or ()})


def _line(base: Base | None, call: CallFacts) -> FateLine:
    awards, joined_by, likeness = _awards(base, call) if base else ((), None, None)
    asked = asked_kinds(call)
    declared = tuple(kind for kind in SOCIAL_KINDS if any(kind in award.kinds for award in awards))
    return FateLine(
        key=call.key,
        buyer=call.buyer,
        title=call.title,
        reference=call.reference,
        deadline=call.deadline,
        asked=asked,
        declared=declared,
        fate=_fate(asked, declared, awards),
        joined_by=joined_by,
        likeness=likeness,
        awards=awards,
    )


def _fate(asked: Sequence[Kind], declared: Sequence[Kind], awards: Sequence[ContractLine]) -> Fate:
    if not asked:
        return Fate.ADDED if declared else Fate.NOTHING
    if not awards:
        return Fate.NO_AWARD
    if declared:
        return Fate.KEPT
    return Fate.UNFILLED if all(Kind.UNFILLED in award.kinds for award in awards) else Fate.LOST


def _awards(base: Base, call: CallFacts) -> tuple[tuple[ContractLine, ...], JoinedBy | None, float | None]:
    start = _start(call)
    if start is None:
        return (), None, None
    end = start + timedelta(days=MONTHS_AFTER)
    found = base.ask(_CANDIDATES, [siren_number(call.siren or ""), start, end])
    by_number = [row for row, number, _ in found if is_reference(call.reference or "", number)]
    if by_number:
        return lines_of_rows(base, by_number), JoinedBy.REFERENCE, None
    like = {row: likeness(call.title, title or "") for row, _, title in found}
    best = [row for row, measure in like.items() if measure >= LIKE_ENOUGH]
    if not best:
        return (), None, None
    return lines_of_rows(base, best), JoinedBy.TITLE, round(min(like[row] for row in best), 2)


def _start(call: CallFacts) -> date | None:
    """The day after which an award can come: the deadline, failing that the day it was sent out."""
    try:
        return date.fromisoformat((call.deadline or "")[:10])
    except ValueError:
        return call.launched


def is_reference(reference: str, number: str) -> bool:
    """Whether a contract's identifier is a call's reference, alone or with a lot's suffix."""
    asked, told = (re.sub(r"[^A-Z0-9]", "", _folded(one).upper()) for one in (reference, number))
    if len(asked) < FEWEST_WORDS or not any(one.isdigit() for one in asked):
        return False
    rest = told.removeprefix(asked)
    if rest == told:
        return False
    # 2026-012 is not 2026-0123: what follows a digit must not be one, unless a zero begins a lot's number.
    apart = not rest or not (asked[-1].isdigit() and rest[0].isdigit() and rest[0] != "0")
    return len(rest) <= LONGEST_SUFFIX and apart


def likeness(title: str, object_: str) -> float:
    """How much of a call's title stands in a contract's object: 0 to 1; 0 for titles of few words."""
    asked, told = _words(title), _words(object_)
    if len(asked) < FEWEST_WORDS or not told:
        return 0.0
    return len(asked & told) / len(asked)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", _folded(text).lower())) - _EMPTY


def _folded(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))

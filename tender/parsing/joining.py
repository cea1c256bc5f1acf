"""Clauses found in words beside clauses coded in a notice: what says the same is one, what denies is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tender.vocabulary.clause import Clause, ClauseType, Family
from tender.vocabulary.remark import Remark, place, quote


def join_clauses(found: Sequence[Clause], coded: Sequence[Clause]) -> tuple[Clause, ...]:
    """Clauses found in words, with the codes that say the same as further evidence; then those only coded."""
    joined = list(found)
    alone = []
    for clause in coded:
        index = next(
            (i for i, one in enumerate(joined) if one.type is clause.type and _overlap(one, clause)), None
        )
        if index is None:
            alone.append(clause)
            continue
        one = joined[index]
        more = tuple(e for e in clause.evidence if e not in one.evidence)
        joined[index] = replace(
            _with_hours(one, clause),
            weight=one.weight if one.weight is not None else clause.weight,
            evidence=(*one.evidence, *more),
            confidence=max(one.confidence, clause.confidence),
        )
    return (*joined, *alone)


def _with_hours(one: Clause, other: Clause) -> Clause:
    """The hours the other states where this one states none, and those of a table of lots, lot by lot.

    A table's cells are surer than numbers met in the words around it, and its lots complete the clause's.
    """
    if other.hours is None:
        return one
    if not all(detail.lot for detail in other.hours_detail):
        return (
            one if one.hours is not None else replace(one, hours=other.hours, hours_detail=other.hours_detail)
        )
    lots = one.lots
    if lots is not None and other.lots is not None:
        lots = (*lots, *(lot for lot in other.lots if lot not in lots))
    return replace(one, lots=lots, hours=other.hours, hours_detail=other.hours_detail)


def _overlap(one: Clause, other: Clause) -> bool:
    return one.lots is None or other.lots is None or bool(set(one.lots) & set(other.lots))


def contradictions(found: Sequence[Clause], coded: Sequence[Clause]) -> tuple[Remark, ...]:
    """Where the notice's codes deny what words state: the code is unreliable both ways, so both are shown."""
    denials = [clause for clause in coded if clause.type is ClauseType.NEGATED and clause.evidence]
    reserved = [clause for clause in found if clause.type.family is Family.RESERVED]
    aims = [clause for clause in found if clause.type.family is Family.CONDITION and not clause.by_law]
    warnings = []
    for denial in denials:
        path = (denial.evidence[0].path or "").lower()
        about_reservation = "tendererrequirement" in path or "reserve" in path
        stated = reserved if about_reservation else aims
        if stated:
            first = stated[0].evidence
            warnings.append(
                Remark(
                    "code_denies_reservation" if about_reservation else "code_denies_aim",
                    place=place(denial.evidence),
                    words=quote(first[0].quote if first else ""),
                    other_place=place(first),
                )
            )
    return tuple(warnings)

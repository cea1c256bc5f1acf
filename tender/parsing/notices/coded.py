"""Social clauses that a notice states by a code: what the code can mean in law, and what the text adds.

Source: directive 2014/24/EU art. 20 (reserved contracts: sheltered workshops AND operators whose main aim
is the social and professional integration of disabled or disadvantaged persons), art. 77 (public service
mission); Code de la commande publique L2113-12 (EA, ESAT), L2113-13 (SIAE), L2113-14 (both), L2113-15
(social economy, which carries out art. 77). One code stands for the first three: only the text tells them
apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tender.parsing.flow import fold
from tender.parsing.notices.citing import Citations
from tender.parsing.notices.reserved import beneficiaries
from tender.parsing.notices.tree import Node
from tender.vocabulary.clause import Clause, ClauseType, Family
from tender.vocabulary.remark import Remark, of_lots
from tender.vocabulary.source import Evidence


class Code(StrEnum):
    """What codes of notices say of social clauses."""

    RESERVED = "reserved"
    RESERVED_DISABLED = "reserved_disabled"
    RESERVED_SERVICE = "reserved_service"
    RESERVED_PERFORMANCE = "reserved_performance"
    NOT_RESERVED = "not_reserved"
    INSERTION_AIM = "insertion_aim"
    OTHER_AIM = "other_aim"
    VAGUE_AIM = "vague_aim"
    NO_AIM = "no_aim"


@dataclass(frozen=True, slots=True)
class Flag:
    """One code as it stands: in which lot ("" for the whole call) and where."""

    code: Code
    node: Node
    lot: str = ""


@dataclass(frozen=True, slots=True)
class _Finding:
    """One clause of one lot or of the call, before those alike are joined."""

    kind: ClauseType
    lots: tuple[str, ...]
    confidence: float
    words: Evidence | None
    nodes: tuple[Node, ...]


_RESERVATIONS: Final = (
    Code.RESERVED,
    Code.RESERVED_DISABLED,
    Code.RESERVED_PERFORMANCE,
    Code.RESERVED_SERVICE,
)
_OTHERS: Final = (
    (Code.INSERTION_AIM, ClauseType.EXEC_INSERTION, 0.5),
    (Code.OTHER_AIM, ClauseType.SOCIAL_OTHER_EXEC, 0.5),
    (Code.NOT_RESERVED, ClauseType.NEGATED, 0.6),
    (Code.NO_AIM, ClauseType.NEGATED, 0.6),
)


def coded_clauses(
    flags: Sequence[Flag],
    texts: Mapping[str, Sequence[Node]],
    lots: Sequence[str],
    country: str | None,
    cite: Citations,
) -> tuple[Clause, ...]:
    """The clauses these codes state, one per kind over all its lots, with the words that told the kind.

    `texts`: the prose of the notice by lot ("" for the call); `lots`: all lots of the call. A code that
    only says "some social aim" gives no clause (see coded_warnings): it is no condition, no criterion and
    no " "reservation.
    """
    findings = list(_reservations(flags, texts, lots, country, cite))
    clauses = list(_join(findings, lots, cite))
    for code, kind, confidence in _OTHERS:
        told = [flag for flag in flags if flag.code is code]
        if kind is ClauseType.NEGATED and len({f.lot for f in told if f.lot}) < len(lots):
            continue  # said of some lots only: the other lots' clauses speak for themselves
        found = [_Finding(kind, (f.lot,) if f.lot else (), confidence, None, (f.node,)) for f in told]
        clauses += _join(found, lots, cite)
    return tuple(clauses)


def _reservations(
    flags: Sequence[Flag],
    texts: Mapping[str, Sequence[Node]],
    lots: Sequence[str],
    country: str | None,
    cite: Citations,
) -> Iterator[_Finding]:
    """All codes of reservation of a lot are read together: the words tell which employers they mean."""
    by_lot: dict[str, list[Flag]] = {}
    for flag in flags:
        if flag.code in _RESERVATIONS:
            by_lot.setdefault(flag.lot, []).append(flag)
    for lot, held in by_lot.items():
        own = (lot,) if lot else ()
        nodes = tuple(flag.node for flag in held)
        named = beneficiaries(texts, lot, lots, cite)
        if named:
            for one in named:
                yield _Finding(one.kind, own or one.lots, one.confidence, one.evidence, nodes)
            continue
        yield from _silent(held, own, country)


def _silent(held: Sequence[Flag], own: tuple[str, ...], country: str | None) -> Iterator[_Finding]:
    """Codes alone.

    Art. 20 covers both kinds of employers: both is what the code says, and not surely meant.
    """
    codes = {flag.code for flag in held}
    employers = [flag for flag in held if flag.code is not Code.RESERVED_SERVICE]
    if employers:
        disabled = codes & set(_RESERVATIONS) == {Code.RESERVED_DISABLED}
        kind = ClauseType.RESERVED_EA_ESAT if disabled else ClauseType.RESERVED_BOTH
        sure = 0.8 if disabled else 0.5 if Code.RESERVED in codes else 0.4
        yield _Finding(kind, own, sure, None, tuple(flag.node for flag in employers))
    missions = tuple(flag.node for flag in held if flag.code is Code.RESERVED_SERVICE)
    if missions:
        kind = ClauseType.RESERVED_ESS if country == "FR" else ClauseType.RESERVED_OTHER
        yield _Finding(kind, own, 0.5 if employers else 0.85, None, missions)


def _join(findings: Iterable[_Finding], lots: Sequence[str], cite: Citations) -> Iterator[Clause]:
    """One clause per kind: its lots together (the call's own word covers them all), its words before its
    codes."""
    by_kind: dict[ClauseType, list[_Finding]] = {}
    for finding in findings:
        by_kind.setdefault(finding.kind, []).append(finding)
    for kind, held in by_kind.items():
        whole = any(not finding.lots for finding in held) and len(by_kind) == 1
        named = tuple(dict.fromkeys(lot for finding in held for lot in finding.lots))
        words = {(f.words.path, f.words.quote): f.words for f in held if f.words is not None}
        nodes = {node.path: node for finding in held for node in finding.nodes}
        confidence = max(finding.confidence for finding in held)
        yield Clause(
            type=kind,
            lots=None if whole or not named or set(named) == set(lots) else named,
            mandatory=True if kind.counts and confidence > 0.6 else None,
            evidence=(*list(words.values())[:3], *(cite.quote(node) for node in list(nodes.values())[:3])),
            confidence=confidence,
        )


def coded_warnings(
    flags: Sequence[Flag], texts: Mapping[str, Sequence[Node]], clauses: Sequence[Clause]
) -> tuple[Remark, ...]:
    """Where the codes contradict one another or the text, or name an aim of which the text says nothing."""
    insertion = _lots_of(flags, Code.INSERTION_AIM)
    named = [*insertion, *_lots_of(flags, Code.OTHER_AIM)]
    vague = [lot for lot in _lots_of(flags, Code.VAGUE_AIM) if lot not in named]
    denied = _lots_of(flags, Code.NO_AIM)
    others = any(c.type.family is Family.RESERVED and c.type is not ClauseType.RESERVED_ESS for c in clauses)
    warnings = (
        ("aim_denied_too", [lot for lot in dict.fromkeys([*named, *vague]) if lot in denied]),
        ("aim_unnamed", [lot for lot in vague if not _speaks(lot, texts)]),
        ("aim_untold", [lot for lot in insertion if not _speaks(lot, texts)]),
        ("service_reserved_too", _lots_of(flags, Code.RESERVED_SERVICE) if others else []),
    )
    return tuple(Remark(code, lots=of_lots(named)) for code, named in warnings if named)


def _lots_of(flags: Sequence[Flag], code: Code) -> list[str]:
    return list(dict.fromkeys(flag.lot for flag in flags if flag.code is code))


def _speaks(lot: str, texts: Mapping[str, Sequence[Node]]) -> bool:
    return any(_SOCIAL_WORDS.search(fold(node.text)) for key in {lot, ""} for node in texts.get(key, ()))


_SOCIAL_WORDS: Final = re.compile(
    r"\binsertion\b|clause sociale|social|handicap|defavoris|eloign\w+ de l'emploi|sozial"
    r"|benachteilig|behinder"
)

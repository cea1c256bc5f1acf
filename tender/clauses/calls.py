"""Whole calls: the clauses of all documents, each once, with every place that states it.

Forms the bidder fills (DC1, DC2…), their notices, general terms that are merely cited and tables of contents
give no clause. Two mentions are one clause when they have the same type and no different lots.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tender.clauses.asides import aside_on
from tender.clauses.folding import fold
from tender.clauses.mentions import Mention, mentions_in
from tender.clauses.passage import BY_LAW
from tender.clauses.phrases import phrase
from tender.clauses.scope import same_lot
from tender.vocabulary.clause import Clause, ClauseType, Family, HoursDetail
from tender.vocabulary.source import DocumentKind, Source

_BIDDERS_FORMS = frozenset({DocumentKind.DC1, DocumentKind.DC2})
_BIDDERS_PAPER = phrase(
    r"lettre de candidature",
    r"declaration du candidat individuel",
    r"notice explicative",
    r"formulaire (?:non obligatoire|dc\d)",
    r"declaration de sous-?traitance",
    r"document unique de marche europeen",
    r"european single procurement document",
)
_GENERAL_CONDITIONS = phrase(
    r"cahier des clauses administratives generales applicables", r"arrete du 30 mars 2021 portant approbation"
)
_HEAD = 1500
_MOST_EVIDENCES = 12


def detect(sources: Sequence[Source], lots: Sequence[str] = ()) -> tuple[Clause, ...]:
    """The social clauses of a call, strongest evidence first; `lots`: the call's lot numbers, as written.

    A denial is a Clause of type NEGATED; it is kept, and never takes away a clause another lot has.
    """
    known = tuple(lots)
    mentions = [
        mention
        for source in sources
        if source.refused is None and not _filled_by_the_bidder(source)
        for mention in mentions_in(source, known)
    ]
    clauses = [_clause(group, known) for group in _grouped(_specific(mentions))]
    if any(c.type is ClauseType.EXEC_INSERTION for c in clauses):
        clauses = [_completed(c, sources) for c in clauses]
    return tuple(
        sorted(clauses, key=lambda c: (not c.type.counts, list(ClauseType).index(c.type), c.lots or ()))
    )


def _completed(clause: Clause, sources: Sequence[Source]) -> Clause:
    """An insertion clause with the facilitator and the ways to perform that other articles name."""
    if clause.type is not ClauseType.EXEC_INSERTION:
        return clause
    for source in sources:
        if source.refused is not None or _filled_by_the_bidder(source):
            continue
        for page in source.pages:
            aside = aside_on(page.text)
            if aside is None:
                continue
            modes = tuple(dict.fromkeys([*clause.modes, *aside.modes]))
            clause = replace(clause, modes=modes)
            if clause.facilitator is None and aside.facilitator is not None:
                evidence = page.evidence(source.name, aside.start, aside.end)
                places = tuple(dict.fromkeys([*clause.evidence, evidence]))
                clause = replace(clause, facilitator=aside.facilitator, evidence=places)
    return clause


def _filled_by_the_bidder(source: Source) -> bool:
    """DC1, DC2, their notices and the like, by kind or by their own title; the CCAG itself."""
    if source.kind in _BIDDERS_FORMS:
        return True
    head = fold("\n".join(page.text for page in source.pages[:2]))[:_HEAD]
    if _GENERAL_CONDITIONS.search(head[:600]):
        return True
    if source.kind in (DocumentKind.OTHER, DocumentKind.ANNEX, DocumentKind.NOTICE):
        return bool(_BIDDERS_PAPER.search(head))
    return False


def _specific(mentions: list[Mention]) -> list[Mention]:
    """ "Conditions à caractère social" yields to the insertion spelt out anywhere in the call."""
    types = {m.found.type for m in mentions if not m.found.generic}
    if ClauseType.EXEC_INSERTION in types:
        mentions = [
            m for m in mentions if not (m.found.generic and m.found.type is ClauseType.SOCIAL_OTHER_EXEC)
        ]
    if any(t.family is Family.RESERVED for t in types):
        mentions = [
            m for m in mentions if not (m.found.generic and m.found.type is ClauseType.RESERVED_OTHER)
        ]
    return mentions


def _grouped(mentions: list[Mention]) -> list[list[Mention]]:
    """Mentions of one clause together; those without lots join the clause of their type there is."""
    groups: list[list[Mention]] = []
    for mention in sorted(mentions, key=lambda m: (m.found.lots is None, -m.rank)):
        home = next((g for g in groups if _one_clause(g, mention)), None)
        if home is None:
            groups.append([mention])
        else:
            home.append(mention)
    return groups


def _one_clause(group: list[Mention], mention: Mention) -> bool:
    a, b = group[0].found, mention.found
    if a.type is not b.type or (a.subtype == BY_LAW) != (b.subtype == BY_LAW):
        return False
    if a.type is ClauseType.NEGATED and not set(a.subjects) & set(b.subjects):
        return False
    if b.lots is None:
        return True
    held = [lot for m in group for lot in m.found.lots or ()]
    return any(same_lot(x, y) for x in held for y in b.lots)


def _clause(group: list[Mention], known: tuple[str, ...]) -> Clause:
    """One clause out of its mentions: the strongest first, their figures together."""
    group = sorted(group, key=lambda m: (-m.rank, m.evidence[0].document))
    hours = _hours(group)
    lots = _lots(group, hours, known)
    first = group[0]
    evidences = tuple(dict.fromkeys(e for m in group for e in m.evidence))[:_MOST_EVIDENCES]
    return Clause(
        type=first.found.type,
        legal_basis=tuple(dict.fromkeys(a for m in group for a in m.attrs.legal_basis)),
        lots=lots,
        hours=max((h.value for h in hours), default=None),
        hours_detail=hours,
        percentage=next((m.attrs.percentage for m in group if m.attrs.percentage is not None), None),
        modes=tuple(dict.fromkeys(x for m in group for x in m.attrs.modes)),
        publics=tuple(dict.fromkeys(x for m in group for x in m.attrs.publics)),
        facilitator=next((m.attrs.facilitator for m in group if m.attrs.facilitator), None),
        penalty=_penalty(group),
        weight=next((m.attrs.weight for m in group if m.attrs.weight is not None), None),
        mandatory=next((m.attrs.mandatory for m in group if m.attrs.mandatory is not None), None),
        by_law=first.found.subtype == BY_LAW,
        evidence=evidences,
        confidence=round(min(0.99, first.found.strength + 0.02 * (len(evidences) - 1)), 2),
    )


def _penalty(group: list[Mention]) -> str | None:
    """The words that set an amount, else any that speak of a penalty; not a bidder's question."""
    said = [m.attrs.penalty for m in group if m.attrs.penalty and not _ASKED.search(m.attrs.penalty.lower())]
    with_amount = [words for words in said if _AMOUNT.search(words.lower())]
    return next(iter(with_amount or said), None)


_AMOUNT = re.compile(r"\d[ ]*(?:€|euros?|eur\b|%)")
_ASKED = re.compile(r"\?|-vous\b")


def _hours(group: list[Mention]) -> tuple[HoursDetail, ...]:
    """Hours stated anywhere for this clause; the same value said twice is one."""
    found: list[HoursDetail] = []
    of_value: dict[float, list[int]] = {}
    for detail in (h for m in group for h in m.attrs.hours):
        alike = of_value.setdefault(detail.value, [])
        twin = next((i for i in alike if _one_figure(found[i], detail)), None)
        if twin is None:
            alike.append(len(found))
            found.append(detail)
        elif (found[twin].lot is None and detail.lot is not None) or (
            found[twin].per == "contract" and detail.per != "contract"
        ):
            found[twin] = replace(detail, lot=detail.lot or found[twin].lot)
    return tuple(found)


def _one_figure(a: HoursDetail, b: HoursDetail) -> bool:
    return a.lot is None or b.lot is None or same_lot(a.lot, b.lot)


def _lots(
    group: list[Mention], hours: tuple[HoursDetail, ...], known: tuple[str, ...]
) -> tuple[str, ...] | None:
    named = [lot for m in group for lot in m.found.lots or ()] + [h.lot for h in hours if h.lot is not None]
    chosen: list[str] = []
    for lot in dict.fromkeys(named):
        spelled = next((k for k in known if same_lot(k, lot)), lot)
        if (not known or any(same_lot(k, lot) for k in known)) and spelled not in chosen:
            chosen.append(spelled)
    return tuple(sorted(chosen, key=lambda n: (len(n), n))) or None

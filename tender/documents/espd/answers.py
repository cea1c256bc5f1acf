"""What one member answers. Nothing is answered that it has not declared: the question then stays open."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tender.documents.espd.criteria import EXCLUSION, Criterion, Group, Question
from tender.documents.response import GroupMember, Response, ResponseLot, Role


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to one question. `element`: of UBL's ResponseValue, or "ApplicablePeriod" (two ISO days)."""

    question: str
    element: str
    text: str


@dataclass(frozen=True, slots=True)
class Open:
    """A criterion that could not be answered. `why`: a code ("honour", "is_sme", "sheltered"…)."""

    criterion: Criterion
    why: str


ROLES: Final = {"sole": "sole-tenderer", Role.LEAD: "group-lead", Role.MEMBER: "group-mem"}


def role_of(response: Response, member: GroupMember) -> str:
    """Its code in the list « eo-role-type »."""
    return ROLES[member.role if response.is_group else "sole"]


@dataclass(frozen=True, slots=True)
class _Known:
    response: Response
    member: GroupMember
    lot: ResponseLot


def answer(
    criterion: Criterion, response: Response, member: GroupMember, lot: ResponseLot
) -> tuple[Answer, ...] | Open:
    """The member's answers to a criterion for a lot, or why it stays open."""
    known = _Known(response, member, lot)
    if criterion.code in EXCLUSION:
        answers = _excluded(criterion, known)
    elif criterion.code == "registered":
        return ()
    elif criterion.code in _OTHERS:
        answers = _OTHERS[criterion.code](criterion, known)
    else:
        answers = Open(criterion, "selection" if criterion.is_selection else "asked")
    if isinstance(answers, Open):
        return answers
    return (*answers, *_not_online(criterion))


def _excluded(criterion: Criterion, known: _Known) -> tuple[Answer, ...] | Open:
    """No to each ground, once the member has declared on its honour that none strikes it (R2143-3)."""
    if not known.member.honour_declared:
        return Open(criterion, "honour")
    return (_say(_main(criterion), False),)


def _sheltered(criterion: Criterion, known: _Known) -> tuple[Answer, ...] | Open:
    """The one box for L2113-12 and L2113-13 asks a percentage that the member alone can declare."""
    if known.response.call.reserved_basis:
        return Open(criterion, "sheltered")
    return ()


def _together(criterion: Criterion, known: _Known) -> tuple[Answer, ...]:
    main = _main(criterion)
    if not known.response.is_group:
        return (_say(main, False),)
    others = [held.name for held in known.response.members if held is not known.member]
    texts = iter((" ; ".join(others), known.response.collective.name))
    told = [_say(main, True)]
    for question in _shown(criterion, "ONTRUE"):
        if question.data == "CODE":
            told.append(Answer(question.id, "ResponseCode", role_of(known.response, known.member)))
        elif question.data == "DESCRIPTION":
            told.append(Answer(question.id, "Description", next(texts, known.response.collective.name)))
    return tuple(told)


def _relied(criterion: Criterion, known: _Known) -> tuple[Answer, ...] | Open:
    lot = known.lot.number
    names = [
        (one.name, "")
        for one in known.response.relied_on
        if one.member == known.member.id and one.lot in ("", lot)
    ]
    return _entities(criterion, names)


def _subcontracted(criterion: Criterion, known: _Known) -> tuple[Answer, ...] | Open:
    names = [
        (one.subcontractor.name, one.subcontractor.siret or one.subcontractor.foreign_id)
        for one in known.response.subcontracts
        if one.member == known.member.id and one.lot in ("", known.lot.number)
    ]
    return _entities(criterion, names)


def _entities(criterion: Criterion, named: list[tuple[str, str]]) -> tuple[Answer, ...] | Open:
    """One entity is told with its number; the standard repeats the group for more, so a person does that."""
    if not named:
        return (_say(_main(criterion), False),)
    name, number = named[0]
    if len(named) > 1 or not number:
        return Open(criterion, "entities")
    told = [_say(_main(criterion), True)]
    for question in _shown(criterion, "ONTRUE"):
        if question.data == "DESCRIPTION":
            told.append(Answer(question.id, "Description", name))
        elif question.data == "ECONOMIC_OPERATOR_IDENTIFIER":
            told.append(Answer(question.id, "ResponseID", number))
    return tuple(told)


def _small(criterion: Criterion, known: _Known) -> tuple[Answer, ...] | Open:
    member = known.member
    if member.is_sme is None:
        return Open(criterion, "is_sme")
    if not member.is_sme:
        return (_say(_main(criterion), False),)
    people = re.match(r"\s*(\d[\d\s\u00a0\u202f]*)", member.identity.headcount)
    turnover = dict(member.identity.turnover)
    if people is None or not turnover:
        return Open(criterion, "size")
    told = [_say(_main(criterion), True)]
    for question in _shown(criterion, "ONTRUE"):
        if question.data == "QUANTITY_INTEGER":
            told.append(Answer(question.id, "ResponseQuantity", re.sub(r"\D", "", people[1])))
        elif question.data == "AMOUNT":
            told.append(Answer(question.id, "ResponseAmount", _amount(turnover[max(turnover)])))
    return tuple(told)


_Answerer = Callable[[Criterion, _Known], tuple[Answer, ...] | Open]
_OTHERS: Final[dict[str, _Answerer]] = {
    "shelt-worksh": _sheltered,
    "eo-group": _together,
    "relied": _relied,
    "subco-ent": _subcontracted,
    "sme": _small,
}


def _main(criterion: Criterion) -> Question:
    """The yes or no on which a criterion turns: the first indicator under its first group."""
    return next(one for one in criterion.groups[0].walk() if one.is_question and one.data == "INDICATOR")


def _shown(criterion: Criterion, when: str) -> Iterator[Question]:
    """The questions that a yes (or a no) to the main one opens."""

    def find(group: Group) -> Iterator[Question]:
        for under in group.groups:
            if under.shown == when:
                yield from (one for one in under.questions if one.is_question)
            else:
                yield from find(under)

    return find(criterion.groups[0])


def _not_online(criterion: Criterion) -> tuple[Answer, ...]:
    """The proofs are in the file, not at an address: no to « available electronically? »."""
    asked = (
        next((one for one in group.questions if one.is_question and one.data == "INDICATOR"), None)
        for group in criterion.groups[1:]
    )
    return tuple(_say(one, False) for one in asked if one is not None)


def _say(question: Question, yes: bool) -> Answer:
    return Answer(question.id, "ResponseIndicator", "true" if yes else "false")


def _amount(euros: float) -> str:
    return str(Decimal(str(euros)).quantize(Decimal("0.01")))

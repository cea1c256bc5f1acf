"""The business rules of the standard that answers can break. Source: ESPD-EDM 4.1.0, validation/ESPDResponse.

What each answer looks like and what the file must hold is right by the way it is built (building.py); these
are the rules between answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from tender.documents.espd.answers import Answer
from tender.documents.espd.criteria import Criterion, Group

_LEADERS: Final = (("eo-group", "BR-LEAD-10"), ("relied", "BR-LEAD-10-S20"), ("subco-ent", "BR-LEAD-10-S30"))


def broken(
    role: str, criteria: Iterable[Criterion], answers: Iterable[Answer]
) -> tuple[tuple[str, str], ...]:
    """(rule, what it is about: a question's id or a criterion's code), in the order of the criteria.

    BR-TCR-01-03: one answer a question; BR-TCR-06-01 and -02, BR-TCR-07-01 and -02: what a yes or a no
    opens is answered, what it closes is not; BR-LEAD-10 and following: a leader tells of its group, of those
    it relies on and of its subcontractors; BR-SUBCONT-01: a subcontractor answers no criterion of selection.
    """
    asked, told = tuple(criteria), tuple(answers)
    given = {answer.question: answer for answer in told}
    found = [("BR-TCR-01-03", one) for one in given if sum(a.question == one for a in told) > 1]
    for criterion in asked:
        for group in criterion.groups:
            found.extend(_opened(group, given))
    answered = {one.code for one in asked if any(question.id in given for question in one.questions())}
    if role == "group-lead":
        found.extend((rule, code) for code, rule in _LEADERS if code not in answered)
    if role == "subcont":
        found.extend(
            ("BR-SUBCONT-01", one.code) for one in asked if one.is_selection and one.code in answered
        )
    return tuple(found)


def _opened(group: Group, given: dict[str, Answer]) -> Iterator[tuple[str, str]]:
    says = next(
        (given[one.id].text for one in group.questions if one.id in given and _turns(given[one.id])), ""
    )
    for under in group.groups:
        for question in under.questions:
            there = question.id in given
            if under.shown == "ONTRUE":
                if says == "true" and not there:
                    yield "BR-TCR-06-01", question.id
                if says == "false" and there:
                    yield "BR-TCR-06-02", question.id
            elif under.shown == "ONFALSE":
                if says == "false" and not there:
                    yield "BR-TCR-07-01", question.id
                if says == "true" and there:
                    yield "BR-TCR-07-02", question.id
        yield from _opened(under, given)


def _turns(answer: Answer) -> bool:
    return answer.element == "ResponseIndicator"

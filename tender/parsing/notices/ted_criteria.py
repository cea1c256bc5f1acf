"""Award criteria of the older TED forms (II.2.5), wherever under the lot the form of the year put them."""

from __future__ import annotations

from tender.parsing.notices.citing import Citations
from tender.parsing.notices.tree import Node
from tender.parsing.notices.weighing import is_environmental, is_social, weight_in, weight_told
from tender.vocabulary.call import AwardCriterion

_GROUPS = ("AC_QUALITY", "AC_COST", "AC_PRICE", "AC_CRITERIA", "CRITERIA_DEFINITION", "AC_CRITERION")


def described_criteria(lot: Node, cite: Citations) -> tuple[AwardCriterion, ...]:
    """The criteria of a lot in the order written."""
    criteria: list[AwardCriterion] = []
    _collect(lot, cite, criteria)
    return tuple(criteria)


def _collect(node: Node, cite: Citations, criteria: list[AwardCriterion]) -> None:
    for child in node.children:
        if child.name in _GROUPS:
            criterion = _criterion(child, cite)
            if criterion is not None:
                criteria.append(criterion)
        elif not child.name.startswith("AWARD_CONTRACT"):
            _collect(child, cite, criteria)


def _criterion(node: Node, cite: Citations) -> AwardCriterion | None:
    """One criterion; the price needs no name, a concession's has its weight, if any, in its words."""
    said = node if node.name == "AC_CRITERION" else node.first("AC_CRITERION", "CRITERIA")
    weighed = node.first("AC_WEIGHTING", "WEIGHTING")
    if said is None and node.name != "AC_PRICE":
        return None
    name = said.text if said is not None else "Prix"
    if not name:
        return None
    weight, unit = weight_in(weighed.text) if weighed is not None and weighed.text else (None, None)
    evidence = [cite.quote(one) for one in (said or node, weighed) if one is not None]
    if said is not None and weight is None and weighed is None:
        weight, unit = weight_told(name)
    return AwardCriterion(
        name=name,
        weight=weight,
        unit=unit,
        is_social=is_social(name),
        is_environmental=is_environmental(name),
        evidence=tuple(evidence),
        confidence=0.99 if weight is not None else 0.85,
    )

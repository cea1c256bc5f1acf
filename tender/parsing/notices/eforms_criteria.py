"""Award criteria of one eForms lot: BT-539 kind, BT-734 name, BT-540 description, BT-541 and 5421 weight."""

from __future__ import annotations

from typing import Final

from tender.parsing.notices.citing import Citations
from tender.parsing.notices.moments import number_of
from tender.parsing.notices.tree import Node
from tender.parsing.notices.weighing import is_environmental, is_social, readable_name
from tender.vocabulary.call import AwardCriterion

_WITHHELD: Final = "unpublished"
_UNITS: Final = {"per": "%", "poi": "points", "dec": "%"}


def lot_criteria(lot: Node, language: str, cite: Citations) -> tuple[AwardCriterion, ...]:
    """The criteria of a lot in the order written."""
    criteria = []
    for top in lot.all("TenderingTerms/AwardingTerms/AwardingCriterion"):
        for node in top.all("SubordinateAwardingCriterion"):
            criterion = _criterion(node, language, cite)
            if criterion is not None:
                criteria.append(criterion)
    return tuple(criteria)


def _criterion(node: Node, language: str, cite: Citations) -> AwardCriterion | None:
    kind_node = node.first("AwardingCriterionTypeCode")
    kind = kind_node.text if kind_node is not None and kind_node.text != _WITHHELD else None
    name_node, told_node = _spoken(node, "Name", language), _spoken(node, "Description", language)
    name, by_description = readable_name(
        name_node.text if name_node else None, told_node.text if told_node else None, kind
    )
    said_by = told_node if by_description else (name_node or kind_node)
    if said_by is None:
        return None
    weight, unit, weight_node = _weight(node)
    evidence = [cite.part(said_by, 0, len(name)) if by_description else cite.quote(said_by)]
    if weight_node is not None:
        evidence.append(cite.quote(weight_node))
    return AwardCriterion(
        name=name,
        weight=weight,
        unit=unit,
        is_social=is_social(name),
        is_environmental=is_environmental(name),
        evidence=tuple(evidence),
        confidence=0.99 if weight is not None else 0.9,
    )


def _spoken(node: Node, name: str, language: str) -> Node | None:
    spoken = [n for n in node.all(name) if n.text and n.text != _WITHHELD]
    for wanted in ("FRA", language):
        for one in spoken:
            if one.attributes.get("languageID", language).upper() == wanted:
                return one
    return spoken[0] if spoken else None


def _weight(node: Node) -> tuple[float | None, str | None, Node | None]:
    """The weight and its node. A rank (ord-imp), a fixed price or a threshold is no weight."""
    for parameter in node.within("AwardCriterionParameter"):
        code, amount = parameter.first("ParameterCode"), parameter.first("ParameterNumeric")
        if code is None or amount is None:
            continue
        unit = _UNITS.get(code.text[:3])
        value = number_of(amount.text)
        if (
            unit is None
            or value is None
            or code.attributes.get("listName", "number-weight") != "number-weight"
        ):
            continue
        if code.text.startswith("dec"):
            value = round(value * 100, 4)
        return value, unit, amount
    return None, None, None

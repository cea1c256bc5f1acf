"""The social codes of one eForms lot: BT-06, BT-775, BT-71, BT-736."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tender.parsing.notices.coded import Code, Flag
from tender.parsing.notices.tree import Node

_AIMS: Final = {
    "opp": Code.INSERTION_AIM, "work-cond": Code.OTHER_AIM, "gen-eq": Code.OTHER_AIM, "et-eq": Code.OTHER_AIM,
    "hum-right": Code.OTHER_AIM, "acc-all": Code.VAGUE_AIM, "other": Code.VAGUE_AIM,
}  # fmt: skip
_STRATEGIES: Final = {"soc-obj": Code.VAGUE_AIM, "none": Code.NO_AIM}
_RESERVED: Final = {"res-ws": Code.RESERVED, "res-pub-ser": Code.RESERVED_SERVICE, "none": Code.NOT_RESERVED}
_LISTS: Final = {
    "strategic-procurement": _STRATEGIES,
    "social-objective": _AIMS,
    "social-procurement": _AIMS,
    "reserved-procurement": _RESERVED,
    "reserved-execution": {"yes": Code.RESERVED_PERFORMANCE},
}
_PATHS: Final = (
    "TenderingTerms/TendererQualificationRequest/SpecificTendererRequirement/TendererRequirementTypeCode",
    "TenderingTerms/ContractExecutionRequirement/ExecutionRequirementCode",
    "ProcurementProject/ProcurementAdditionalType/ProcurementTypeCode",
)


def lot_flags(lot: Node, key: str) -> Iterator[Flag]:
    """The codes of a lot that speak of people, as flags."""
    for path in _PATHS:
        for node in lot.all(path):
            code = _LISTS.get(node.attributes.get("listName", ""), {}).get(node.text)
            if code is not None:
                yield Flag(code, node, key)

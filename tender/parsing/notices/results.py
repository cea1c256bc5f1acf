"""What became of each lot, out of a result notice (eForms 29 to 37, as XML or as a BOAMP record)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tender.parsing.notices.citing import text_of
from tender.parsing.notices.eforms import bare_number
from tender.parsing.notices.tree import Node, json_tree, parse_json, xml_tree

_OFFERS: Final = "tenders"
"""BT-760: offers received, of whatever kind."""


class LotFate(StrEnum):
    """BT-142. UNFRUITFUL: closed, nobody was chosen; OPEN: not decided when it was published."""

    AWARDED = "selec-w"
    UNFRUITFUL = "clos-nw"
    OPEN = "open-nw"


@dataclass(frozen=True, slots=True)
class LotResult:
    """A lot's result; `offers` None: not told, or withheld."""

    lot: str
    fate: LotFate
    offers: int | None


def lot_results(data: bytes, name: str) -> tuple[LotResult, ...]:
    """The results a notice tells, none for a notice of another kind. Raises Refused for a damaged one."""
    found = (
        _result(node) for held in _tree(data, name).within("NoticeResult") for node in held.all("LotResult")
    )
    return tuple(one for one in found if one is not None)


def _tree(data: bytes, name: str) -> Node:
    if data.lstrip()[:1] not in (b"{", b"["):
        return xml_tree(data, name)
    value = parse_json(data, name)
    held = value.get("donnees", value) if isinstance(value, dict) else value
    return json_tree(
        parse_json(held.encode(), name) if isinstance(held, str) else held, "donnees", "$", file=name
    )


def _result(node: Node) -> LotResult | None:
    lot, code = node.first("TenderLot/ID"), text_of(node.first("TenderResultCode"))
    if lot is None or code not in tuple(LotFate):
        return None
    return LotResult(bare_number(text_of(lot) or ""), LotFate(code), next(_offers(node), None))


def _offers(node: Node) -> Iterator[int]:
    for told in node.all("ReceivedSubmissionsStatistics"):
        count = text_of(told.first("StatisticsNumeric")) or ""
        if text_of(told.first("StatisticsCode")) == _OFFERS and count.isascii() and count.isdigit():
            yield int(count)

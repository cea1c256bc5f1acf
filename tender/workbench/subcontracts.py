"""The subcontracts kept with a response, as its forms quote them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from tender.documents.response import ReliedOperator, Subcontract
from tender.vocabulary.plain import from_plain

KEY = "subcontracts"
"""Where they stand among the boxes of a response."""


def subcontracts_of(boxes: Mapping[str, Any], *, divided: bool) -> tuple[Subcontract, ...]:
    """Those declared. `divided`: the call has lots; where it has none, they are of no lot."""
    return tuple(_read(one, divided=divided) for one in boxes.get(KEY, []))


def relied_on_of(boxes: Mapping[str, Any], *, divided: bool) -> tuple[ReliedOperator, ...]:
    """Those whose means count as the member's own."""
    return tuple(
        ReliedOperator(held.member, held.lot, held.subcontractor.name, held.services)
        for one in boxes.get(KEY, [])
        if one.get("relied_on")
        for held in (_read(one, divided=divided),)
    )


def _read(kept: dict[str, Any], *, divided: bool) -> Subcontract:
    amount, rate = kept.get("amount"), kept.get("vat_rate")
    return replace(
        from_plain(Subcontract, {**kept, "amount": None, "vat_rate": None}),
        lot=kept["lot"] if divided else "",
        amount=None if amount is None else Decimal(amount),
        vat_rate=None if rate is None else Decimal(rate),
    )

"""One line of the price schedule, as the documents quote it and the buyer's files take it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tender.documents.french import CENT


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One line of the price schedule. Prices in euros excluding VAT, `vat_rate` in per cent.

    `document`, `cell`: where the buyer's file has it ("BPU!B4"); empty where it stands in no sheet. `boxes`:
    (document, cell) of each box its price goes to. `counted`: part of the lot's total. `agreed`: settled.
    """

    number: str
    lot: str
    designation: str
    unit: str = ""
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    vat_rate: Decimal | None = None
    member: str | None = None
    document: str = ""
    cell: str = ""
    boxes: tuple[tuple[str, str], ...] = ()
    counted: bool = True
    agreed: bool = True

    @property
    def amount(self) -> Decimal | None:
        """Quantity × unit price, to the cent, half up as Excel does; None while unknown, or not counted."""
        if not self.counted or self.quantity is None or self.unit_price is None:
            return None
        return (self.quantity * self.unit_price).quantize(CENT, rounding=ROUND_HALF_UP)

"""Run, it is the second process of `pressing`: it makes the forms it is asked for, by rank."""

from __future__ import annotations

import pickle

from tender.documents.forms import FORMS
from tender.parsing.serving import serve
from tender.workbench.rendering import Order, rendered

_orders: list[Order] = []


def _answer(at: int, data: bytes) -> bytes:
    """The files of a form. `data`: the order, with the first request only."""
    if data:
        # Our own caller wrote these bytes.
        _orders[:] = [pickle.loads(data)]  # noqa: S301
    return pickle.dumps(rendered(FORMS[at], _orders[0]), protocol=5)


if __name__ == "__main__":
    serve(_answer)

"""Run, it is the second process of `pressing`: it makes the forms it is asked for, by rank."""

from __future__ import annotations

import pickle
from collections.abc import Iterator

from tender.documents.forms import FORMS
from tender.parsing.serving import serve
from tender.workbench.rendering import Order, rendered

_orders: list[Order] = []


def _answer(at: int, pieces: Iterator[bytes]) -> tuple[bytes]:
    """The files of a form. `pieces`: the order, with the first request only."""
    # Our own caller wrote these bytes.
    _orders[:] = [pickle.loads(piece) for piece in pieces] or _orders  # noqa: S301
    return (pickle.dumps(rendered(FORMS[at], _orders[0]), protocol=5),)


if __name__ == "__main__":
    serve(_answer)

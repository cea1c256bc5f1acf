"""Trades as people choose and type them."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import SelectChoice

from tender.vocabulary.trade import TRADES
from tender.web.labels import trade_label


def known_trades() -> list[str]:
    """The names of the trades the program knows, for a field that completes; others may be typed."""
    return [trade_label(trade.code) for trade in TRADES]


def trade_code(text: str) -> str:
    """The code of the trade with this name or code; any other text is a trade of its own."""
    bare = " ".join(text.split())
    for trade in TRADES:
        if bare.casefold() in (trade.code, trade.name.casefold(), trade_label(trade.code).casefold()):
            return trade.code
    return bare


def trade_choices(others: Iterable[str]) -> list[SelectChoice]:
    """The trades to choose from: those given first, then the others the program knows, by name."""
    given = sorted(set(others), key=trade_label)
    more = sorted((trade.code for trade in TRADES if trade.code not in given), key=trade_label)
    return [SelectChoice(code, trade_label(code)) for code in (*given, *more)]

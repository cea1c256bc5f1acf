"""What the formulas of a price schedule give: sums, products, roundings and choices, nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from openpyxl.utils import get_column_letter, range_boundaries

Value = float | str | bool | None
Lookup = Callable[[str, str], Value]
"""What a cell (sheet, reference) holds."""

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?%?)|(?P<text>\"(?:[^\"]"
    r"|\"\")*\")"
    r"|(?P<ref>(?:(?:'[^']+'"
    r"|[\w.]+)!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)(?![\w(])"
    r"|(?P<name>[A-Z][A-Z0-9.]*)(?=\()|(?P<truth>TRUE|FALSE)|(?P<sign><>|<=|>="
    r"|[-+*/^&=<>(),;]))"
)
_LONGEST = 2000
_LARGEST = 20_000


class Unknown(Exception):
    """A formula of another kind than those computed here: it is left to the spreadsheet."""


def compute(formula: str, sheet: str, lookup: Lookup) -> Value:
    """The value of a formula (with its =). Raises Unknown."""
    if len(formula) > _LONGEST:
        raise Unknown(formula[:20])
    return _Reader(formula[1:], sheet, lookup).whole()


class _Reader:
    def __init__(self, text: str, sheet: str, lookup: Lookup) -> None:
        self.sheet, self.lookup = sheet, lookup
        self.tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(text.rstrip()):
            held = _TOKEN.match(text, at)
            if held is None or held.lastgroup is None:
                raise Unknown(text[at : at + 20])
            self.tokens.append((held.lastgroup, held[held.lastgroup]))
            at = held.end()
        self.at = 0

    def whole(self) -> Value:
        value = self._single(self.comparison())
        if self.at != len(self.tokens):
            raise Unknown("rest")
        return value

    def _next(self, *signs: str) -> str | None:
        if self.at < len(self.tokens) and self.tokens[self.at] in [("sign", one) for one in signs]:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return None

    def comparison(self) -> Value | list[Value]:
        left = self.sum()
        while sign := self._next("=", "<>", "<=", ">=", "<", ">"):
            left = _compare(sign, self._single(left), self._single(self.sum()))
        return left

    def sum(self) -> Value | list[Value]:
        left = self.product()
        while sign := self._next("+", "-", "&"):
            one, two = self._single(left), self._single(self.product())
            left = (
                f"{_text(one)}{_text(two)}"
                if sign == "&"
                else _number(one) + (_number(two) if sign == "+" else -_number(two))
            )
        return left

    def product(self) -> Value | list[Value]:
        left = self.power()
        while sign := self._next("*", "/"):
            one, two = _number(self._single(left)), _number(self._single(self.power()))
            if sign == "/" and two == 0:
                raise Unknown("division by zero")
            left = one * two if sign == "*" else one / two
        return left

    def power(self) -> Value | list[Value]:
        if sign := self._next("-", "+"):
            value = _number(self._single(self.power()))
            return -value if sign == "-" else value
        left = self.atom()
        if self._next("^"):
            raise Unknown("power")
        return left

    def atom(self) -> Value | list[Value]:
        if self._next("("):
            value = self.comparison()
            if not self._next(")"):
                raise Unknown("bracket")
            return value
        if self.at >= len(self.tokens):
            raise Unknown("end")
        kind, word = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return float(word[:-1]) / 100 if word.endswith("%") else float(word)
        if kind == "text":
            return word[1:-1].replace('""', '"')
        if kind == "truth":
            return word == "TRUE"
        if kind == "ref":
            return self._reference(word)
        if kind == "name":
            return self._call(word)
        raise Unknown(word)

    def _reference(self, word: str) -> Value | list[Value]:
        sheet, _, cells = word.replace("$", "").rpartition("!")
        sheet = sheet.strip("'") or self.sheet
        if ":" not in cells:
            return self.lookup(sheet, cells)
        left, top, right, bottom = (one or 0 for one in range_boundaries(cells))
        if 0 in (left, top) or (right - left + 1) * (bottom - top + 1) > _LARGEST:
            raise Unknown(cells)
        return [
            self.lookup(sheet, f"{get_column_letter(column)}{row}")
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        ]

    def _call(self, name: str) -> Value | list[Value]:
        self._next("(")
        given: list[Value | list[Value]] = []
        while not self._next(")"):
            if self.at >= len(self.tokens):
                raise Unknown(name)
            given.append(self.comparison())
            self._next(",", ";")
        if name in _MANY:
            return _MANY[name](_numbers(given))
        singles = [self._single(one) for one in given]
        if name in _FEW and len(singles) in _FEW[name][0]:
            return _FEW[name][1](*singles)
        raise Unknown(name)

    @staticmethod
    def _single(value: Value | list[Value]) -> Value:
        if isinstance(value, list):
            raise Unknown("range")
        return value


def _numbers(given: list[Value | list[Value]]) -> list[float]:
    """Numbers among the arguments; words and empty cells within ranges do not count."""
    held: list[float] = []
    for one in given:
        values = one if isinstance(one, list) else [one]
        held += [float(v) for v in values if isinstance(v, (int, float)) and not isinstance(v, bool)]
    return held


def _number(value: Value) -> float:
    if value is None:
        return 0.0
    if isinstance(value, str):
        raise Unknown(value)
    return float(value)


def _text(value: Value) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _compare(sign: str, left: Value, right: Value) -> bool:
    one, two = _ranked(left, right), _ranked(right, left)
    return {
        "=": one == two,
        "<>": one != two,
        "<": one < two,
        "<=": one <= two,
        ">": one > two,
        ">=": one >= two,
    }[sign]


def _ranked(value: Value, beside: Value) -> tuple[bool, str, float]:
    """Numbers stand before words; an empty cell is an empty word beside a word, 0 beside a number."""
    if isinstance(value, str):
        return True, value.casefold(), 0.0
    if value is None and isinstance(beside, str):
        return True, "", 0.0
    return False, "", _number(value)


def _round(value: Value, places: Value) -> float:
    step = Decimal(1).scaleb(-int(_number(places)))
    return float(Decimal(repr(_number(value))).quantize(step, rounding=ROUND_HALF_UP))


def _product(held: list[float]) -> float:
    whole = 1.0
    for one in held:
        whole *= one
    return whole if held else 0.0


_MANY: dict[str, Callable[[list[float]], float]] = {
    "SUM": sum,
    "PRODUCT": _product,
    "MIN": lambda held: min(held, default=0.0),
    "MAX": lambda held: max(held, default=0.0),
    "COUNT": lambda held: float(len(held)),
}
_FEW: dict[str, tuple[tuple[int, ...], Callable[..., Value]]] = {
    "IF": ((2, 3), lambda test, yes, no=False: yes if test else no),
    "ROUND": ((2,), _round),
    "ABS": ((1,), lambda value: abs(_number(value))),
    "ISNUMBER": ((1,), lambda value: isinstance(value, float)),
    "ISBLANK": ((1,), lambda value: value is None),
    "AND": ((1, 2, 3, 4), lambda *tests: all(tests)),
    "OR": ((1, 2, 3, 4), lambda *tests: any(tests)),
}

"""Values to and from plain JSON: the field names of a dataclass are the names of the contract."""

from __future__ import annotations

import types
import typing
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """Dataclasses to dicts, tuples to lists, enums to their values; the rest as it is."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {str(to_plain(key)): to_plain(held) for key, held in value.items()}
    if isinstance(value, (tuple, list, set, frozenset)):
        return [to_plain(held) for held in value]
    return value


def from_plain(kind: type[T], data: Any) -> T:
    """The value of a type hint back from what to_plain made of it; unknown keys are ignored.

    Raises ValueError, TypeError or KeyError when the data does not have that shape.
    """
    return typing.cast("T", _build(kind, data))


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _build(hint: Any, data: Any) -> Any:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return None if data is None else _build(next(a for a in arguments if a is not type(None)), data)
    if origin is tuple:
        return _build_tuple(arguments, data)
    if origin is dict:
        return {_build(arguments[0], key): _build(arguments[1], held) for key, held in data.items()}
    bare = origin or hint
    if isinstance(bare, type) and is_dataclass(bare):
        return _build_dataclass(bare, arguments, data)
    return _build_scalar(hint, data)


def _build_tuple(arguments: tuple[Any, ...], data: Any) -> tuple[Any, ...]:
    if arguments[-1] is Ellipsis:
        return tuple(_build(arguments[0], held) for held in data)
    return tuple(_build(a, held) for a, held in zip(arguments, data, strict=True))


def _build_dataclass(kind: Any, arguments: tuple[Any, ...], data: Any) -> Any:
    if not isinstance(data, dict):
        msg = f"{kind.__name__}: expected an object, got {type(data).__name__}"
        raise TypeError(msg)
    variables = dict(zip(getattr(kind, "__parameters__", ()), arguments, strict=False))
    hints = _hints(kind)
    return kind(
        **{
            f.name: _build(variables.get(hints[f.name], hints[f.name]), data[f.name])
            for f in fields(kind)
            if f.name in data
        }
    )


def _build_scalar(hint: Any, data: Any) -> Any:
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(data)
    if hint is float and isinstance(data, int) and not isinstance(data, bool):
        return float(data)
    return data

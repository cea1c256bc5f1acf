"""The regulatory XML of essential data, one contract at a time: a file of any size in little memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final
from xml.parsers import expat

from tender.uptake.records import REGULATORY

_PIECE: Final = 1 << 16
_DEEPEST: Final = 40


class _Builder:
    """Elements become dicts of their children; a name that comes twice, a list; a leaf, its text."""

    def __init__(self) -> None:
        self.done: list[tuple[str, dict[str, Any]]] = []
        self._open: list[tuple[str, dict[str, Any], list[str]]] = []

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        plain = name.rpartition(":")[2]
        if (self._open or plain in REGULATORY) and len(self._open) < _DEEPEST:
            self._open.append((plain, {}, []))
        elif self._open:
            raise ValueError(name)

    def text(self, data: str) -> None:
        if self._open:
            self._open[-1][2].append(data)

    def end(self, _name: str) -> None:
        if not self._open:
            return
        name, children, text = self._open.pop()
        value: Any = children or "".join(text).strip()
        if not self._open:
            self.done.append((name, children))
            return
        held = self._open[-1][1]
        if name not in held:
            held[name] = value
        elif isinstance(held[name], list):
            held[name].append(value)
        else:
            held[name] = [held[name], value]


def _refuse(*_words: object) -> None:
    raise ValueError("DOCTYPE")


def contracts_of(read: Callable[[int], bytes]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each contract with the name of its element, shaped like the regulatory JSON.

    `read`: so many bytes. Raises ValueError for broken XML and for a
    DOCTYPE: these files have none, and entities are a trap.
    """
    builder = _Builder()
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    try:
        while piece := read(_PIECE):
            parser.Parse(piece, False)
            yield from builder.done
            builder.done.clear()
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
    yield from builder.done

"""Citing the words of a notice: every fact names the node that says it, and every node cited becomes a
page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from tender.parsing.notices.tree import Node
from tender.vocabulary.source import Evidence, Page, Stated

T = TypeVar("T")


@dataclass(slots=True)
class Citations:
    """The notebook of one notice: evidence given so far, by path, for the pages that must hold it."""

    document: str
    nodes: dict[str, Node] = field(default_factory=dict)

    def quote(self, node: Node) -> Evidence:
        """The whole words of a node, where they stand."""
        self.nodes[node.path] = node
        return Evidence(document=self.document, page=None, quote=node.words, path=node.path)

    def part(self, node: Node, start: int, end: int) -> Evidence:
        """Some words of a node: its text[start:end]."""
        self.nodes[node.path] = node
        return Evidence(document=self.document, page=None, quote=node.text[start:end], path=node.path)

    def state(self, value: T, *nodes: Node, confidence: float = 0.99) -> Stated[T]:
        """A value said by these nodes."""
        return Stated(value, tuple(self.quote(node) for node in nodes), confidence)

    def words(self, node: Node | None) -> Stated[str] | None:
        """What a node says; None where there is none."""
        return self.state(node.text, node) if node is not None else None


def text_of(node: Node | None) -> str | None:
    """The words of a node that has some; what is not written is None."""
    return node.text if node is not None and node.text else None


def pages_of(
    fields: Iterable[tuple[str, Node]], cited: Iterable[Node], label: Callable[[Node], str]
) -> tuple[Page, ...]:
    """A page per field: its label on the first line, then its words; cited codes follow in the order
    cited."""
    pages: dict[str, Page] = {}
    for name, node in fields:
        pages.setdefault(node.path, _page(name, node))
    for node in cited:
        if node.path not in pages:
            pages[node.path] = _page(label(node), node)
    return tuple(pages.values())


def _page(name: str, node: Node) -> Page:
    return Page(number=None, text=f"{name}\n{node.words}" if name else node.words, path=node.path)

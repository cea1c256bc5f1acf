"""XML and JSON notices as one kind of tree, names without namespaces, each node knowing its path.

TED, BOAMP and the platforms write the same UBL tree as XML, as XML with rebased namespaces, or as JSON whose
keys keep the prefixes. Readers above this module see local names only and never which of them it was.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from tender.parsing.package import parse_xml
from tender.parsing.refusal import RefusalReason, Refused

_INLINE: Final = frozenset({"FT", "SUP", "SUB"})
"""Marks within a sentence: they never break a line."""
_CODES: Final = ("CODE", "VALUE", "CTYPE")
"""Attributes by which an empty element speaks (TED_EXPORT)."""
_NAMED: Final = re.compile(r"[\w-]+")


MAX_MARKS: Final = 500_000
"""Opening signs in a notice's XML; the longest of the corpus, of dozens of lots, has 9 000."""


@dataclass(slots=True)
class Node:
    """One element or one JSON value.

    `text`: its words, paragraphs on lines of their own; `path`: where it is.
    """

    name: str
    path: str
    text: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)

    def all(self, path: str) -> list[Node]:
        """The nodes reached by child names, "A/B/C", in document order."""
        found = [self]
        for step in path.split("/"):
            found = [child for node in found for child in node.children if child.name == step]
        return found

    def first(self, *paths: str) -> Node | None:
        """The first node of the first path that leads anywhere."""
        for path in paths:
            found = self.all(path)
            if found:
                return found[0]
        return None

    def within(self, *names: str) -> Iterator[Node]:
        """Every node of these names below this one, in document order."""
        for child in self.children:
            if child.name in names:
                yield child
            yield from child.within(*names)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def words(self) -> str:
        """The words of the node; of an empty element, its code or else its name, which is what it says."""
        if self.text:
            return self.text
        return next((self.attributes[key] for key in _CODES if self.attributes.get(key)), self.name)


def xml_tree(data: bytes, name: str) -> Node:
    """The tree of an XML notice.

    Raises Refused: no entity, no document type, nothing fetched, no huge tree.
    """
    # The marks are counted before anything is built: a tree of them costs a hundred times the parsing.
    if data.count(b"<") > MAX_MARKS:
        raise Refused(RefusalReason.TOO_LARGE, name=name, bytes=len(data))
    root = parse_xml(data, name)
    return _element(root, f"/{_qualified(root)}")


def _qualified(element: etree._Element) -> str:
    local = _bare(element.tag)
    return f"{element.prefix}:{local}" if element.prefix else local


def _bare(tag: str | bytes | bytearray | etree.QName) -> str:
    """A name without its namespace."""
    return str(tag).rpartition("}")[2]


def _element(element: etree._Element, path: str) -> Node:
    node = Node(
        name=_bare(element.tag),
        path=path,
        attributes={_bare(key): str(value) for key, value in element.attrib.items()},
    )
    inner = [child for child in element if isinstance(child.tag, str)]
    if any((local := _bare(child.tag)) == "P" or local in _INLINE for child in inner):
        node.text = _prose(element)
        return node
    totals = Counter(child.tag for child in inner)
    seen: Counter[Any] = Counter()
    for child in inner:
        seen[child.tag] += 1
        step = _qualified(child) + (f"[{seen[child.tag]}]" if totals[child.tag] > 1 else "")
        node.children.append(_element(child, f"{path}/{step}"))
    own = "".join([element.text or "", *(child.tail or "" for child in inner)])
    node.text = tidy(own)
    return node


def _prose(element: etree._Element) -> str:
    """Mixed text: a line per paragraph, inline marks left in their sentence."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            local = _bare(child.tag)
            inner = _prose(child)
            parts.append(inner if local in _INLINE else f"\n{inner}\n")
        parts.append(child.tail or "")
    return tidy("".join(parts))


def tidy(text: str) -> str:
    """Line ends made one, blank edges and runs of empty lines dropped; the words stay as they are."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    kept = [line for index, line in enumerate(lines) if line or (index and lines[index - 1])]
    return "\n".join(kept).strip()


def parse_json(data: bytes, name: str) -> Any:
    """The JSON value of a file. Raises Refused when it is none, or is nested beyond sense."""
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Refused(RefusalReason.DAMAGED, name=name) from error


def json_tree(value: Any, name: str, path: str, *, file: str) -> Node:
    """The tree of a JSON value; "@…" keys are attributes, "#text" the words, a list several nodes of one
    name."""
    try:
        return _value(value, _local(name), path)
    except RecursionError as error:
        raise Refused(RefusalReason.DAMAGED, name=file) from error


def _local(key: str) -> str:
    return key.rpartition(":")[2]


def _value(value: Any, name: str, path: str) -> Node:
    node = Node(name=name, path=path)
    if not isinstance(value, dict):
        node.text = _scalar(value)
        return node
    attributes: dict[str, str] = {}
    for key, held in value.items():
        if key.startswith("@"):
            attributes[key[1:]] = _scalar(held)
        elif key == "#text":
            node.text = _scalar(held)
        else:
            node.children += _members(held, key, path)
    node.attributes = attributes
    return node


def _members(held: Any, key: str, path: str) -> Iterator[Node]:
    step = f"{path}.{key}" if _NAMED.fullmatch(key) else f"{path}['{key}']"
    if isinstance(held, list):
        for index, one in enumerate(held):
            yield _value(one, _local(key), f"{step}[{index}]")
    elif held is not None:
        yield _value(held, _local(key), step)


def _scalar(value: Any) -> str:
    """The words of a JSON scalar; the feeds leave HTML escapes in them ("&amp;" in addresses)."""
    if value is None or isinstance(value, (dict, list)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return tidy(html.unescape(str(value)))

"""Parts of an Office file changed, the others as the buyer made them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

from lxml import etree

from tender.documents.archive import EPOCH


def repacked(data: bytes, changes: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """The archive with some parts changed; the same input gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as held, zipfile.ZipFile(out, "w") as fresh:
        for name in dict.fromkeys(held.namelist()):
            part = held.read(name)
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            fresh.writestr(entry, changes[name](part) if name in changes else part)
    return out.getvalue()


def part_of(data: bytes, name: str) -> bytes:
    """One part of an archive. Raises KeyError."""
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        return held.read(name)


def parsed(part: bytes) -> etree._Element:
    """The tree of a part; nothing is fetched and no entity is opened, for the file is a stranger's."""
    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def serialised(root: etree._Element) -> bytes:
    """The bytes of a tree, as Office writes them."""
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written

"""Office files are ZIPs of XML: members read under limits, XML without entities or network."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from types import TracebackType
from typing import Final

from lxml import etree

from tender.parsing.refusal import (
    EXPANSION_FLOOR,
    MAX_EXPANSION,
    MAX_FILES,
    MAX_XML_BYTES,
    RefusalReason,
    Refused,
)

_CHUNK: Final = 1 << 20
ZIP_MARK: Final = b"PK\x03\x04"


def parse_xml(data: bytes, name: str) -> etree._Element:
    """The root element. Raises Refused: damaged, too large, or with a document type (entities)."""
    if len(data) > MAX_XML_BYTES:
        raise Refused(RefusalReason.TOO_LARGE, name=name, bytes=len(data))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = RefusalReason.ENTITIES if b"<!ENTITY" in data[:65536] else RefusalReason.DAMAGED
        raise Refused(reason, name=name) from error
    document = root.getroottree().docinfo
    if document.internalDTD is not None or document.externalDTD is not None:
        raise Refused(RefusalReason.ENTITIES, name=name)
    return root


def member_names(data: bytes) -> frozenset[str]:
    """The names inside a ZIP, none when it is not one or is damaged."""
    if not data.startswith(ZIP_MARK):
        return frozenset()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, NotImplementedError):
        return frozenset()


class Package:
    """An open office file. Raises Refused when it is damaged, locked or unpacks out of proportion."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._packed = len(data)
        self._unpacked = 0
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise Refused(RefusalReason.DAMAGED, name=name) from error
        self.names = frozenset(self._archive.namelist())
        if len(self.names) > MAX_FILES:
            raise Refused(RefusalReason.ZIP_BOMB, name=name, members=len(self.names))

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._archive.close()

    def bytes_of(self, member: str) -> bytes:
        """One member, counted as it is really unpacked. Raises Refused."""
        pieces: list[bytes] = []
        try:
            with self._archive.open(member) as stream:
                while piece := stream.read(_CHUNK):
                    self._unpacked += len(piece)
                    if self._unpacked > max(EXPANSION_FLOOR, MAX_EXPANSION * self._packed):
                        raise Refused(RefusalReason.ZIP_BOMB, name=self.name, unpacked=self._unpacked)
                    if self._unpacked > MAX_XML_BYTES:
                        raise Refused(RefusalReason.TOO_LARGE, name=self.name, bytes=self._unpacked)
                    pieces.append(piece)
        except (
            zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, OSError, ValueError
        ) as error:  # fmt: skip
            raise Refused(RefusalReason.DAMAGED, name=self.name) from error
        except RuntimeError as error:
            raise Refused(RefusalReason.ENCRYPTED, name=self.name) from error
        return b"".join(pieces)

    def xml(self, member: str) -> etree._Element:
        """One member as XML."""
        return parse_xml(self.bytes_of(member), self.name)

    def optional_xml(self, member: str) -> etree._Element | None:
        """One member as XML, None when the file has none such."""
        return self.xml(member) if member in self.names else None

    def matching(self, prefix: str, suffix: str = ".xml") -> Iterator[str]:
        """Member names that begin and end so, in the order of their numbers."""
        held = [name for name in self.names if name.startswith(prefix) and name.endswith(suffix)]
        yield from sorted(held, key=lambda name: (len(name), name))


def local(element: etree._Element) -> str:
    """The tag without its namespace: transitional and strict Office files then read alike."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """The attribute of this local name, whatever its namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: etree._Element, *path: str) -> etree._Element | None:
    """The first descendant along local names, None when a step is missing."""
    held: etree._Element | None = element
    for step in path:
        if held is None:
            return None
        held = next((inner for inner in held if local(inner) == step), None)
    return held


def opendocument_type(data: bytes) -> str:
    """The media type an OpenDocument file carries in its first member, "" for other files."""
    head = data[:160]
    mark = b"mimetypeapplication/vnd.oasis.opendocument."
    at = head.find(mark) if head.startswith(ZIP_MARK) else -1
    if at < 0:
        return ""
    kind = head[at + len(mark) :].split(b"PK", 1)[0]
    return kind.decode("ascii", "ignore")


def check_proportions(data: bytes, name: str) -> None:
    """Raises Refused when an office file is damaged, or declares to unpack out of all proportion."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refused(RefusalReason.DAMAGED, name=name) from error
    unpacked = sum(member.file_size for member in members)
    if unpacked > max(EXPANSION_FLOOR, MAX_EXPANSION * len(data)) or len(members) > MAX_FILES:
        raise Refused(RefusalReason.ZIP_BOMB, name=name, unpacked=unpacked)
    if unpacked > 2 * MAX_XML_BYTES:
        raise Refused(RefusalReason.TOO_LARGE, name=name, bytes=unpacked)

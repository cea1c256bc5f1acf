"""One upload to its files: ZIPs inside ZIPs and mails opened, under limits, names repaired, junk dropped.

Nothing is written to disk: a name is only a label here, and one that would leave its folder is refused all
the same, for whoever saves it later.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Final

from tender.parsing.mail import is_mail, read_mail
from tender.parsing.names import is_junk, is_unsafe, plain_name, repaired
from tender.parsing.package import ZIP_MARK, member_names
from tender.parsing.refusal import (
    EXPANSION_FLOOR,
    MAX_ARCHIVE_DEPTH,
    MAX_EXPANSION,
    MAX_FILE_BYTES,
    MAX_FILES,
    MAX_TOTAL_BYTES,
    RefusalReason,
    Refused,
)

_CHUNK: Final = 1 << 20
_EMPTY_ZIP: Final = b"PK\x05\x06"
_OF_ONE_DOCUMENT: Final = ("[Content_Types].xml", "mimetype", "Index/Document.iwa", "Index.zip", "index.apxl")
"""A member by which a ZIP is one document: of Office, of OpenDocument, of Apple's own programs."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an upload. `name`: its POSIX path inside it; `refused`: the reason it was set aside."""

    name: str
    data: bytes
    refused: RefusalReason | None = None


def unpack(data: bytes, name: str) -> list[Entry]:
    """The files of one upload, those of archives and mails in place of the archive; never raises Refused.

    What is refused stands in the list by its name, without bytes, and the others go on.
    """
    return list(_Unpacking().open(data, name, 0))


def collect(paths: Sequence[Path]) -> list[Entry]:
    """The files under these paths (files, folders, ZIPs), in the order of their names.

    A file of a folder is named by its path inside that folder, exactly as the disk has it; links are not
    followed.
    """
    unpacking = _Unpacking()
    entries: list[Entry] = []
    for path in paths:
        for held, name in _files(path):
            entries.extend(unpacking.open_file(held, name))
    return each_once(entries)


def each_once(entries: Iterable[Entry]) -> list[Entry]:
    """Files that came together: the same file under the same name once, another of that name numbered.

    A dossier is often sent as its ZIP and, beside it, as the files that are in it, out of their folder.
    """
    held = list(entries)
    twins: dict[bytes, list[str]] = {}
    for entry in held:
        twins.setdefault(entry.data, []).append(entry.name)
    sent: set[tuple[str, bytes]] = set()
    names: set[str] = set()
    kept = []
    for entry in held:
        deeper = any(other.endswith(f"/{entry.name}") for other in twins[entry.data])
        if deeper or (entry.name, entry.data) in sent:
            continue
        sent.add((entry.name, entry.data))
        name = _free_name(entry.name, names)
        names.add(name)
        kept.append(replace(entry, name=name))
    return kept


def _free_name(name: str, taken: Container[str]) -> str:
    if name not in taken:
        return name
    stem, dot, ending = name.rpartition(".")
    before, after = (stem, dot + ending) if stem and "/" not in ending else (name, "")
    numbered = (f"{before} ({number}){after}" for number in count(2))
    return next(other for other in numbered if other not in taken)


def _files(path: Path) -> Iterator[tuple[Path, str]]:
    if not path.is_dir():
        yield path, path.name
        return
    for held in sorted(path.rglob("*")):
        if held.is_file() and not held.is_symlink():
            name = held.relative_to(path).as_posix()
            if not is_junk(name):
                yield held, name


class _Unpacking:
    """Counts what has been unpacked, over all the archives of one upload."""

    def __init__(self) -> None:
        self.files = 0
        self.bytes = 0
        self.full = False

    def open_file(self, path: Path, name: str) -> Iterator[Entry]:
        try:
            if path.stat().st_size > MAX_TOTAL_BYTES:
                yield Entry(name, b"", RefusalReason.TOO_LARGE)
                return
            data = path.read_bytes()
        except OSError:
            yield Entry(name, b"", RefusalReason.UNREADABLE)
            return
        yield from self.open(data, name, 0)

    def open(self, data: bytes, name: str, depth: int) -> Iterator[Entry]:
        """One file, or what is in it."""
        if _is_archive(data):
            if depth >= MAX_ARCHIVE_DEPTH:
                self.files += 1
                yield Entry(name, b"", RefusalReason.NESTED_TOO_DEEP)
            else:
                yield from self.members(data, name, depth)
            return
        self.files += 1
        if not data:
            yield Entry(name, b"", RefusalReason.EMPTY)
        elif len(data) > MAX_FILE_BYTES:
            yield Entry(name, b"", RefusalReason.TOO_LARGE)
        else:
            yield Entry(name, data)
            yield from self.attachments(data, name, depth)

    def attachments(self, data: bytes, name: str, depth: int) -> Iterator[Entry]:
        mail = read_mail(data) if is_mail(data) else None
        if mail is None:
            return
        folder = name.rsplit(".", 1)[0]
        for attached, held in mail.attachments:
            inner = f"{folder}/{plain_name(attached).replace('/', '-')}"
            if self.files >= MAX_FILES:
                if not self.full:
                    self.full = True
                    yield Entry(inner, b"", RefusalReason.TOO_MANY_FILES)
                return
            if depth >= MAX_ARCHIVE_DEPTH:
                self.files += 1
                yield Entry(inner, b"", RefusalReason.NESTED_TOO_DEEP)
            elif not is_junk(inner):
                yield from self.open(held, inner, depth + 1)

    def members(self, data: bytes, name: str, depth: int) -> Iterator[Entry]:
        """What is in a ZIP. A nested one becomes a folder of its name."""
        folder = f"{name.rsplit('.', 1)[0]}/" if depth else ""
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            yield Entry(name, b"", RefusalReason.DAMAGED)
            return
        with archive:
            if not archive.infolist():
                yield Entry(name, b"", RefusalReason.EMPTY)
            budget = max(EXPANSION_FLOOR, MAX_EXPANSION * len(data))
            for member in _in_order(archive.infolist()):
                if self.files >= MAX_FILES:
                    # Said once: the archives around this one have no room left either, and say nothing more.
                    if not self.full:
                        self.full = True
                        yield Entry(name, b"", RefusalReason.TOO_MANY_FILES)
                    return
                try:
                    held = self.member(archive, member, budget)
                except Refused as refusal:
                    self.files += 1
                    yield Entry(folder + plain_name(repaired(member)), b"", refusal.reason)
                    if refusal.reason is RefusalReason.ZIP_BOMB and member.file_size <= budget:
                        return  # it lies about its size: the others are not worth unpacking either
                    continue
                budget -= len(held)
                yield from self.open(held, folder + plain_name(repaired(member)), depth + 1)

    def member(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: int) -> bytes:
        """One member's bytes, counted as they are really unpacked. Raises Refused."""
        name = repaired(member)
        if is_unsafe(name) or stat.S_ISLNK(member.external_attr >> 16):
            raise Refused(RefusalReason.UNSAFE_PATH, name=name)
        if member.flag_bits & 0x1:
            raise Refused(RefusalReason.ENCRYPTED, name=name)
        if member.file_size > budget:
            raise Refused(RefusalReason.ZIP_BOMB, name=name, unpacked=member.file_size)
        pieces: list[bytes] = []
        size = 0
        try:
            with archive.open(member) as stream:
                while piece := stream.read(_CHUNK):
                    size += len(piece)
                    if size > budget:
                        raise Refused(RefusalReason.ZIP_BOMB, name=name, unpacked=size)
                    if size > MAX_FILE_BYTES or self.bytes + size > MAX_TOTAL_BYTES:
                        raise Refused(RefusalReason.TOO_LARGE, name=name, bytes=size)
                    pieces.append(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
            raise Refused(RefusalReason.DAMAGED, name=name) from error
        except RuntimeError as error:
            raise Refused(RefusalReason.ENCRYPTED, name=name) from error
        self.bytes += size
        return b"".join(pieces)


def _is_archive(data: bytes) -> bool:
    """A plain ZIP: not an office file, which is one too."""
    if data.startswith(_EMPTY_ZIP):
        return True
    if not data.startswith(ZIP_MARK):
        return False
    names = member_names(data)
    return names.isdisjoint(_OF_ONE_DOCUMENT)


def _in_order(members: Iterable[zipfile.ZipInfo]) -> Iterator[zipfile.ZipInfo]:
    """Files in the order of the archive, folders and the droppings of systems left out."""
    return (member for member in members if not member.is_dir() and not is_junk(repaired(member)))

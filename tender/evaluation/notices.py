"""Published notices, all of them: how many are read, how many facts stand where they say."""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tender.evaluation.anchoring import stands_at_its_place
from tender.evaluation.counting import Share
from tender.parsing.notices import open_notice
from tender.parsing.refusal import Refused

KINDS: Final = {
    "eforms": ("eforms/dev", "eforms/dev_other_languages.zip"),
    "ted_legacy": ("ted_legacy/ted_r208_r209.zip", "notices"),
    "boamp": ("boamp/xml_v230", "boamp/api"),
}


@dataclass(slots=True)
class NoticeFigures:
    """By kind, notices read without an error out of all; quotes in place; the names of those not read."""

    read: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    quotes: Share = field(default_factory=Share)
    failed: list[str] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """As JSON says it."""
        return {
            **{name: share.plain() for name, share in self.read.items()},
            "quotes_in_place": self.quotes.plain(),
            "failed": self.failed,
        }


def evaluate_notices(corpus: Path) -> NoticeFigures:
    """Read every notice of the corpus. One counts as read when it gives its buyer and its subject."""
    figures = NoticeFigures()
    for kind, places in KINDS.items():
        for place in places:
            for name, data in _files(corpus / place):
                _read_one(figures, kind, name, data)
    return figures


def _read_one(figures: NoticeFigures, kind: str, name: str, data: bytes) -> None:
    try:
        notice = open_notice(data, name)
    except (Refused, LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError):
        notice = None
    good = notice is not None and notice.reading.buyer is not None and notice.reading.subject is not None
    figures.read[kind].add(good)
    if notice is None or not good:
        figures.failed.append(f"{kind}/{name}")
        return
    for stands in stands_at_its_place(notice.reading, [notice.source]):
        figures.quotes.add(stands)


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    """The notices in a folder, a ZIP, or a file of one record a line."""
    if path.is_dir():
        for held in sorted(path.iterdir()):
            if held.suffix in (".xml", ".json", ".jsonl"):
                yield from _files(held)
    elif path.suffix == ".zip" and path.exists():
        with zipfile.ZipFile(path) as packed:
            for name in sorted(packed.namelist()):
                if name.endswith(".xml"):
                    yield name, packed.read(name)
    elif path.suffix == ".jsonl":
        for number, line in enumerate(path.read_bytes().splitlines(), start=1):
            yield f"{path.name}:{number}", line
    elif path.exists():
        yield path.name, path.read_bytes()

"""A watched folder: calls below the threshold of publication, saved by a person or by a mail program."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tender.watch.arriving import Arrived, Batch, Cursor
from tender.watch.matching import Kind

SOURCE: Final = "folder"
MOST_BYTES: Final = 50 * 1024 * 1024
QUIET_SECONDS: Final = 30
"""A file changed later than this is perhaps still being written."""
PART: Final = 20


def pull(folder: Path, cursor: Cursor, now: datetime) -> Iterator[Batch]:
    """Files not seen before, by their content, the oldest first; nothing is moved or removed."""
    seen = {str(one) for one in held} if isinstance(held := cursor.get("seen"), list) else set()
    fresh: list[Arrived] = []
    unread: dict[str, int] = {}
    for path in _files(folder):
        stat = path.stat()
        if now.timestamp() - stat.st_mtime < QUIET_SECONDS:
            continue
        if stat.st_size > MOST_BYTES:
            unread["too_large"] = unread.get("too_large", 0) + 1
            continue
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        if digest in seen or not data:
            continue
        seen.add(digest)
        fresh.append(
            Arrived(
                source=SOURCE,
                ref=digest[:16],
                kind=Kind.CALL,
                name=path.name,
                data=data,
                title=path.stem,
                published=datetime.fromtimestamp(stat.st_mtime, UTC).date(),
            )
        )
        if len(fresh) >= PART:
            yield Batch(tuple(fresh), {"seen": sorted(seen)})
            fresh = []
    yield Batch(tuple(fresh), {"seen": sorted(seen)}, unread, finished=True)


def _files(folder: Path) -> list[Path]:
    """Plain files of the folder; a link could lead anywhere on this machine, hidden ones are half written."""
    if not folder.is_dir():
        return []
    found = [
        path for path in folder.iterdir() if path.is_file() and not path.is_symlink() and path.name[0] != "."
    ]
    return sorted(found, key=lambda path: (path.stat().st_mtime, path.name))

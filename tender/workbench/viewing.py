"""Show a page of a document as a picture."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from tender.parsing.isolation import safe_page_png
from tender.store.accounts import UserRow
from tender.store.calls import CallFileRow, PageRow, find_call_file, find_page
from tender.store.files import FileStore
from tender.workbench.errors import NotFound

WIDTHS = (400, 800, 1200, 1600)
"""Pixels; only these, so that the kept pictures stay few."""


def page_picture(
    session: Session,
    actor: UserRow,
    files: FileStore,
    call_id: int,
    file_id: int,
    *,
    position: int,
    width: int,
) -> bytes:
    """The page as PNG, kept beside the files once drawn. Raises NotFound, Refused."""
    file, page = page_of(session, actor, call_id, file_id, position)
    if not file.has_pictures or page.number is None:
        raise NotFound("picture", file=file.name)
    pixels = min(WIDTHS, key=lambda one: abs(one - width))
    kept = _kept(files, file.sha256, page.number, pixels)
    if kept.exists():
        return kept.read_bytes()
    picture = safe_page_png(files.read(file.sha256), page.number, width_px=pixels)
    kept.parent.mkdir(parents=True, exist_ok=True)
    fresh = kept.with_suffix(".part")
    fresh.write_bytes(picture)
    fresh.replace(kept)
    return picture


def _kept(files: FileStore, digest: str, number: int, pixels: int) -> Path:
    return files.folder.parent / "pictures" / digest[:2] / f"{digest}-{number}-{pixels}.png"


def page_of(
    session: Session, actor: UserRow, call_id: int, file_id: int, position: int
) -> tuple[CallFileRow, PageRow]:
    """A file and one of its pages, by position from 1. Raises NotFound."""
    file = find_call_file(session, call_id, file_id, viewer=actor)
    page = find_page(session, file, position) if file else None
    if file is None or page is None:
        raise NotFound("page", file=file_id, position=position)
    return file, page

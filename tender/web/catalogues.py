"""The catalogues of words: what the pages say, gathered and compiled. tender/web/translate.py writes them."""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HOME = Path(__file__).resolve().parents[1]
TRANSLATIONS = HOME / "translations"
TRANSLATED = ("de", "en")
METHODS = [
    ("web/**.py", "python"),
    ("consortium/law/**.py", "python"),
    ("parsing/refusal.py", "python"),
    ("vocabulary/**.py", "python"),
    ("*.py", "python"),
    ("templates/**.html", "jinja2"),
]
OPTIONS = {"templates/**.html": {"silent": "false"}}


def compile_stale(folder: Path) -> None:
    """Write messages.mo wherever messages.po is newer; two processes may do it at once."""
    for source in sorted(folder.glob("*/LC_MESSAGES/messages.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        held = io.BytesIO()
        write_mo(held, load(source))
        # An installation may be read-only for the server; its set-up has compiled then.
        with contextlib.suppress(PermissionError):
            _replace(target, held.getvalue())


def load(path: Path) -> Catalog:
    """A catalogue; an empty one of the folder's language when the file is absent."""
    locale = path.parents[1].name
    if not path.exists():
        return Catalog(locale=locale, project="Entrelots")
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def gather() -> Catalog:
    """Every sentence of the code and the templates, in French."""
    template = Catalog(project="Entrelots", charset="utf-8")
    keywords: dict[str, tuple[int, ...] | None] = {
        "_": None,
        "gettext": None,
        "lazy_gettext": None,
        "phrase": None,
        "ngettext": (1, 2),
        "lazy_ngettext": (1, 2),
    }
    for name, line, message, comments, _context in extract_from_dir(HOME, METHODS, OPTIONS, keywords):
        template.add(message, None, [(f"tender/{name}", line)], auto_comments=comments)
    return template


def lacking(catalogue: Catalog) -> list[Message]:
    """The messages without words, or whose words are only guessed."""
    return [
        message
        for message in catalogue
        if message.id and (message.fuzzy or not message.string or not all(_strings(message)))
    ]


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def save(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue whole, only when it changed."""
    held = io.BytesIO()
    catalogue.fuzzy = False
    write_po(held, catalogue, width=110, sort_by_file=True, omit_header=False, include_lineno=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_bytes() != held.getvalue():
        _replace(path, held.getvalue())


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
    Path(name).chmod(0o644)
    Path(name).replace(path)

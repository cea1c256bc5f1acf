"""The catalogues of words: what the pages say, gathered, translated, compiled.

python -m tender.web.catalogues update             gather every sentence into de and en; say what lacks words
python -m tender.web.catalogues fill de words.json put translations in: {"French": "German", …}; a plural is
                                                   {"singular": ["one", "many"]}
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HOME = Path(__file__).resolve().parents[1]
TRANSLATIONS = HOME / "translations"
TRANSLATED = ("de", "en")


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
    with (HOME / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    template = Catalog(project="Entrelots", charset="utf-8")
    keywords: dict[str, tuple[int, ...] | None] = {
        "_": None,
        "gettext": None,
        "lazy_gettext": None,
        "ngettext": (1, 2),
        "lazy_ngettext": (1, 2),
    }
    for name, line, message, comments, _context in extract_from_dir(HOME, methods, options, keywords):
        template.add(message, None, [(f"tender/{name}", line)], auto_comments=comments)
    return template


def lacking(catalogue: Catalog) -> list[Message]:
    """The messages without words, or whose words are only guessed."""
    return [
        message
        for message in catalogue
        if message.id and (message.fuzzy or not message.string or not all(_strings(message)))
    ]


def update() -> int:
    """Bring the catalogues to what the pages say now; the number of messages that lack words."""
    template, total = gather(), 0
    for locale in TRANSLATED:
        path = TRANSLATIONS / locale / "LC_MESSAGES" / "messages.po"
        catalogue = load(path)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        _save(path, catalogue)
        for message in lacking(catalogue):
            total += 1
            sys.stdout.write(f"{locale}: {json.dumps(message.id, ensure_ascii=False)}\n")
    return total


def fill(locale: str, words: dict[str, str | list[str]]) -> int:
    """Put translations in; the number of messages filled."""
    path = TRANSLATIONS / locale / "LC_MESSAGES" / "messages.po"
    catalogue, filled = load(path), 0
    for french, translated in words.items():
        message = catalogue.get(french)
        if message is not None:
            message.string = tuple(translated) if isinstance(translated, list) else translated
            message.flags.discard("fuzzy")
            filled += 1
    _save(path, catalogue)
    return filled


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def _save(path: Path, catalogue: Catalog) -> None:
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


def main(arguments: list[str]) -> int:
    """The command of developers and translators."""
    match arguments:
        case ["update"]:
            return 1 if update() else 0
        case ["fill", locale, name] if locale in TRANSLATED:
            filled = fill(locale, json.loads(Path(name).read_text("utf-8")))
            sys.stdout.write(f"{locale}: {filled}\n")
            return 0
    sys.stdout.write(__doc__ or "")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

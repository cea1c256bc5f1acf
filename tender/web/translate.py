"""The translators' command: gather what the pages say, and put translations in.

python -m tender.web.translate update              bring de and en to the pages; print what lacks words
python -m tender.web.translate fill de words.json  put words in: {"French": "German"}, for a plural
                                                   {"French singular": ["German one", "German many"]}
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tender.web.catalogues import TRANSLATED, TRANSLATIONS, gather, lacking, load, save


def update() -> int:
    """Bring the catalogues to what the pages say now; the number of messages that lack words."""
    template, total = gather(), 0
    for locale in TRANSLATED:
        path = TRANSLATIONS / locale / "LC_MESSAGES" / "messages.po"
        catalogue = load(path)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        save(path, catalogue)
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
    save(path, catalogue)
    return filled


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

"""The translators' command: gather what the pages say, and put translations in.

python -m tender.web.translate update              bring de and en to the pages; print what lacks words
python -m tender.web.translate fill de words.json  put words in: {"French": "German"}, for a plural
                                                   {"French singular": ["German one", "German many"]};
                                                   print what no page says
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


def fill(locale: str, words: dict[str, str | list[str]]) -> list[str]:
    """Put translations in; the phrases that no page has."""
    path = TRANSLATIONS / locale / "LC_MESSAGES" / "messages.po"
    catalogue, unknown = load(path), []
    for french, translated in words.items():
        message = catalogue.get(french)
        if message is None:
            unknown.append(french)
            continue
        message.string = tuple(translated) if isinstance(translated, list) else translated
        message.flags.discard("fuzzy")
    save(path, catalogue)
    return unknown


def main(arguments: list[str]) -> int:
    """The command of developers and translators."""
    match arguments:
        case ["update"]:
            return 1 if update() else 0
        case ["fill", locale, name] if locale in TRANSLATED:
            words = json.loads(Path(name).read_text("utf-8"))
            unknown = fill(locale, words)
            sys.stdout.write(f"{locale}: {len(words) - len(unknown)}\n")
            sys.stdout.writelines(f"? {french}\n" for french in unknown)
            return 1 if unknown else 0
    sys.stdout.write(__doc__ or "")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

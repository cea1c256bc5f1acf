"""German and English say everything the pages say."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file

from tender.web.catalogues import HOME, TRANSLATED, TRANSLATIONS, gather, lacking, load


@pytest.fixture(scope="module")
def source() -> Catalog:
    return gather()


@pytest.mark.parametrize("locale", TRANSLATED)
def test_every_sentence_of_the_pages_has_its_words(source: Catalog, locale: str):
    held = load(TRANSLATIONS / locale / "LC_MESSAGES" / "messages.po")

    absent = [message.id for message in source if message.id and message.id not in held]

    assert absent == [], "run `python -m tender.web.translate update`, then fill what it lists"
    assert [message.id for message in lacking(held)] == [], (
        f"`… translate fill {locale} words.json` takes them"
    )


def test_the_phrases_of_every_floor_are_gathered(source: Catalog):
    marked = {
        message
        for path in HOME.rglob("*.py")
        if "tender.vocabulary.phrase import" in path.read_text("utf-8")
        for _, message, _, _ in extract_from_file("python", path, keywords={"phrase": None})
    }

    assert marked <= {message.id for message in source}, "METHODS of tender/web/catalogues.py says where"


@pytest.mark.parametrize("locale", TRANSLATED)
def test_every_translation_keeps_the_places_of_its_sentence(locale: str):
    for message in load(TRANSLATIONS / locale / "LC_MESSAGES" / "messages.po"):
        if not message.id:
            continue
        french = message.id if isinstance(message.id, str) else message.id[-1]
        words = message.string if isinstance(message.string, str) else message.string[-1]
        assert set(re.findall(r"%\(\w+\)\w", words)) == set(re.findall(r"%\(\w+\)\w", french)), french

"""The front door says what is true."""

from __future__ import annotations

import importlib
import pkgutil
import re
from dataclasses import is_dataclass
from enum import Enum
from pathlib import Path

import tender.vocabulary

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_every_noun_of_the_vocabulary_stands_in_the_glossary():
    glossary = set(re.findall(r"`(\w+)`", README.partition("## Glossaire")[2]))
    modules = [
        importlib.import_module(f"tender.vocabulary.{found.name}")
        for found in pkgutil.iter_modules(tender.vocabulary.__path__)
    ]
    nouns = {
        name
        for module in modules
        for name, held in vars(module).items()
        if isinstance(held, type)
        and held.__module__ == module.__name__
        and (is_dataclass(held) or issubclass(held, Enum))
    }

    assert nouns
    assert nouns - glossary == set()


def test_every_page_that_is_named_exists():
    named = set(re.findall(r"`([\w./-]+\.(?:md|json|py))`", README)) - {"app.py"}

    assert {name for name in named if not (ROOT / name).exists()} == set()

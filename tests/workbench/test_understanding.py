from __future__ import annotations

import pickle
from typing import cast

import pytest

from tender.parsing.archive import Entry
from tender.parsing.formats import read
from tender.parsing.refusal import MEGABYTE
from tender.parsing.wire import packed
from tender.vocabulary.call import Reading
from tender.vocabulary.source import Source, Stated
from tender.workbench.reading import read_call
from tender.workbench.understanding import reading_from, understand_apart
from tender.workbench.understood import understand
from tests.parsing.test_isolation import OfItsClass

RULES = "Règlement de la consultation\n\nDate limite de remise des offres : 15/07/2026 à 12:00\n"
CLAUSE = "Le titulaire réalisera 250 heures d'insertion au profit de personnes éloignées de l'emploi.\n"


def a_text(name: str, text: str) -> Source:
    return read(text.encode(), name)


def test_a_call_is_understood_apart_as_it_is_here() -> None:
    sources = [a_text("rc.txt", RULES), a_text("ccap.txt", CLAUSE)]

    apart = understand_apart(sources, [])

    assert apart == understand(sources, [])
    assert apart.deadline is not None
    assert [clause.hours for clause in apart.clauses] == [250]


def test_a_file_that_takes_too_long_is_named_and_the_others_are_searched() -> None:
    # Many sentences, each read with care: far more work than the time allowed here.
    endless = a_text("sans fin.txt", CLAUSE * 12_000)
    sources = [a_text("rc.txt", RULES), endless, a_text("ccap.txt", CLAUSE)]

    reading = understand_apart(sources, [], seconds=3.0)

    assert [warning for warning in reading.warnings if "« sans fin.txt »" in warning and "temps" in warning]
    assert not any("rc.txt" in warning or "ccap.txt" in warning for warning in reading.warnings)
    assert reading.deadline is not None
    assert [clause.evidence[0].document for clause in reading.clauses] == ["ccap.txt"]


def test_a_file_that_needs_too_much_memory_is_named() -> None:
    big = a_text("gros.txt", "a;b\n" * (4 * MEGABYTE))

    reading = understand_apart([a_text("rc.txt", RULES), big], [], memory=260 * MEGABYTE)

    assert any("« gros.txt »" in warning and "mémoire" in warning for warning in reading.warnings)
    assert reading.deadline is not None


def test_the_pages_of_a_file_that_is_not_searched_are_kept() -> None:
    entry = Entry("ccap.txt", CLAUSE.encode())
    source = a_text("ccap.txt", CLAUSE)

    assert read_call([entry], [source]).sources == (source,)


def test_an_answer_may_hold_nothing_but_nouns() -> None:
    for bad in (print, pickle.Unpickler, {"a": pickle.loads}):
        with pytest.raises(pickle.UnpicklingError):
            reading_from(pickle.dumps(bad))
    with pytest.raises(pickle.UnpicklingError):
        reading_from(b"\x80\x04\x8c\x18tender.vocabulary.source\x8c\x0dre.sys.intern\x93.")
    with pytest.raises(pickle.UnpicklingError):
        reading_from(b"ctender.vocabulary.no_such_module\nNoun\n.")
    of_a_class = cast("Stated[str]", OfItsClass(Stated, "name"))
    with pytest.raises(pickle.UnpicklingError):
        reading_from(packed(Reading(buyer=of_a_class)))

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace
from typing import cast

import pytest

from tender.parsing.archive import Entry
from tender.parsing.child import Child, Failed
from tender.parsing.isolation import read_all, safe_page_png
from tender.parsing.refusal import MEGABYTE, RefusalReason, Refused, french
from tender.parsing.wire import Answer, answer_from, answer_to
from tender.vocabulary.source import DocumentKind, Page
from tests.parsing.made_files import a_pdf


def test_files_are_read_in_order_and_bad_ones_refused_by_name() -> None:
    entries = [
        Entry("vide.pdf", b"", RefusalReason.EMPTY),
        Entry("rc.pdf", a_pdf("Règlement de la consultation")),
        Entry("secret.pdf", a_pdf("Secret", password="sesame")),
        Entry("notes.txt", "Les offres sont à remettre.".encode()),
    ]
    seen: list[tuple[int, int, str]] = []

    sources = read_all(entries, progress=lambda done, total, name: seen.append((done, total, name)))

    assert [source.name for source in sources] == [entry.name for entry in entries]
    assert [source.refused for source in sources] == ["empty", None, "encrypted", None]
    assert sources[1].pages[0].text == "Règlement de la consultation"
    assert len(sources[1].pages[0].words) == 4
    assert [done for done, _, _ in seen] == [1, 2, 3, 4]
    assert {name for _, _, name in seen} == {entry.name for entry in entries}


def test_no_file_is_no_work() -> None:
    assert read_all([]) == []


def test_a_file_that_takes_too_long_is_stopped_and_the_next_is_read() -> None:
    page = "\n".join("Un marché réservé aux structures de l'insertion " * 2 for _ in range(45))
    slow = a_pdf(*[page] * 1500)

    sources = read_all([Entry("lent.pdf", slow), Entry("court.txt", b"Bonjour")], processes=1, seconds=0.0)

    assert sources[0].refused == RefusalReason.TIMEOUT.value
    assert sources[1].refused is None


def test_a_file_that_needs_too_much_memory_is_refused_and_the_next_is_read() -> None:
    big = b"a;b\n" * (20 * MEGABYTE)

    sources = read_all(
        [Entry("gros.csv", big), Entry("court.txt", b"Bonjour")], processes=1, memory=400 * MEGABYTE
    )

    assert sources[0].refused == RefusalReason.MEMORY.value
    assert sources[1].refused is None


def test_a_page_is_drawn_as_a_png_of_the_width_asked() -> None:
    png = safe_page_png(a_pdf("Page", rotate=90), 1, width_px=400)

    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20], "big") == 400
    assert int.from_bytes(png[20:24], "big") < 400


def test_a_page_that_is_not_there_is_told() -> None:
    with pytest.raises(IndexError):
        safe_page_png(a_pdf("Page"), 2, width_px=400)
    with pytest.raises(Refused):
        safe_page_png(b"%PDF-1.4 abime", 1, width_px=400)


def test_an_answer_may_hold_nothing_but_a_source() -> None:
    with pytest.raises(pickle.UnpicklingError):
        answer_from(iter([pickle.dumps(print)]))
    with pytest.raises(pickle.UnpicklingError):
        answer_from(iter([pickle.dumps({"a": 1})]))
    with pytest.raises(pickle.UnpicklingError):
        answer_from(iter([*answer_to(Answer()), pickle.dumps(print)]))


class OfItsClass:
    """Pickled as the first versions of Python 3.11 write the members of an enum."""

    def __init__(self, owner: type, name: str) -> None:
        self.held = owner, name

    def __reduce__(self) -> tuple[Callable[..., object], tuple[type, str]]:
        return getattr, self.held


def test_the_kind_of_a_file_is_understood_as_every_python_writes_it() -> None:
    (source,) = read_all([Entry("rc.txt", "Règlement de la consultation".encode())])
    written = replace(source, kind=cast("DocumentKind", OfItsClass(DocumentKind, "RC")))

    read = answer_from(answer_to(Answer(source=written))).source

    assert read is not None
    assert read.kind is DocumentKind.RC


def test_nothing_but_a_member_of_an_enum_is_taken_from_a_class() -> None:
    for owner, name in ((Page, "__init__"), (DocumentKind, "NO_SUCH_KIND")):
        written = Answer(picture=cast("bytes", OfItsClass(owner, name)))
        with pytest.raises(pickle.UnpicklingError):
            answer_from(answer_to(written))


def test_a_child_that_takes_nothing_is_stopped_in_time() -> None:
    child = Child("tests.parsing.deaf", 1 << 30)

    with pytest.raises(Failed) as failed:
        list(child.ask((), (bytes(1 << 20),), wall_seconds=0.5))

    assert failed.value.reason is RefusalReason.TIMEOUT
    assert not child.alive


@pytest.mark.parametrize("reason", list(RefusalReason))
def test_every_reason_has_a_plain_french_sentence(reason: RefusalReason) -> None:
    sentence = french(reason.value, "RC.pdf")

    assert "« RC.pdf »" in sentence
    assert sentence.endswith(".")
    assert "%" not in sentence

"""The figures of the whole corpus, just under what they are today: a reading that gets worse fails here."""

from __future__ import annotations

from functools import cache

import pytest

from tender.evaluation import Evaluation, evaluate, table
from tender.evaluation.evaluating import CorpusAbsent
from tests.corpus import corpus_path

LEAST_F1 = {"lots": 0.98, "criteria": 0.97, "criteria_deep": 0.96, "clauses": 0.90}
LEAST_SHARE = {
    "buyer": 1.0,
    "reference": 1.0,
    "deadline": 1.0,
    "documents": 0.92,
    "hours": 1.0,
    "anchored": 1.0,
}
NOTICES = {"eforms": 700, "ted_legacy": 1000, "boamp": 100}


@cache
def today() -> Evaluation:
    """One run for all the tests of this file."""
    return evaluate(corpus_path("."))


@pytest.mark.corpus
@pytest.mark.timeout(900)
def test_passages_are_labelled_as_by_hand():
    figures = today().passages

    assert figures.sure.cells["any"].f1 >= 0.98
    assert figures.sure.cells["micro"].f1 >= 0.95
    assert figures.languages["de"].cells["any"].f1 >= 0.93
    assert (figures.sure.spans.share or 0) >= 0.97
    assert (figures.sure.hours.share or 0) >= 0.95
    assert figures.sure.denials_flagged.right == 0
    for name, cell in figures.sure.cells.items():
        assert cell.cases < 10 or cell.f1 >= 0.92, name
    for name in ("any", "micro"):
        average, _ = figures.fold_f1(name)
        assert abs(average - figures.sure.cells[name].f1) <= 0.03


@pytest.mark.corpus
@pytest.mark.timeout(900)
def test_whole_calls_are_read_as_labelled():
    figures = today().calls

    assert {name: cell.f1 for name, cell in figures.cells.items() if cell.f1 < LEAST_F1[name]} == {}
    assert {n: s.share for n, s in figures.shares.items() if (s.share or 0) < LEAST_SHARE[n]} == {}
    assert figures.quotes.share == 1.0


@pytest.mark.corpus
@pytest.mark.timeout(900)
def test_every_notice_is_read_with_its_quotes_in_place():
    figures = today().notices

    assert figures.failed == []
    assert {name: share.of >= NOTICES[name] for name, share in figures.read.items()} == dict.fromkeys(
        NOTICES, True
    )
    assert figures.quotes.share == 1.0


@pytest.mark.corpus
@pytest.mark.timeout(900)
def test_one_table_says_it_all():
    lines = table(today()).splitlines()

    assert sum(line.startswith(("Passages sûrs", "Appels entiers", "Avis publiés")) for line in lines) == 3
    assert max(map(len, lines)) <= 100


def test_a_folder_without_labels_is_told_not_guessed(tmp_path):
    with pytest.raises(CorpusAbsent) as told:
        evaluate(tmp_path)

    assert told.value.folder == tmp_path

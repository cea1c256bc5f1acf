"""Scores of labels: what counts as found, as found too many, as missed."""

from __future__ import annotations

import json

from tender.evaluation.passages import evaluate_passages, fold_of, score
from tender.evaluation.table import passages_table

INSERTION = {"type": "EXEC_INSERTION", "start": 10, "end": 40, "attrs": {"hours": {"value": "1 200"}}}
DENIAL = {"type": "NEGATED", "start": 0, "end": 20}


def test_a_clause_found_elsewhere_in_the_passage_counts_but_its_span_does_not():
    gold = [{"id": "a", "labels": [INSERTION]}]
    said = {"a": [{"type": "EXEC_INSERTION", "start": 40, "end": 60, "attrs": {"hours": 1200}}]}

    figures = score(gold, said)

    assert (figures.cells["any"].f1, figures.cells["micro"].f1) == (1.0, 1.0)
    assert (figures.spans.right, figures.spans.of) == (0, 1)
    assert (figures.hours.right, figures.hours.of) == (1, 1)


def test_the_wrong_type_is_one_too_many_and_one_missed_but_a_clause_all_the_same():
    figures = score(
        [{"id": "a", "labels": [INSERTION]}], {"a": [{"type": "RESERVED_SIAE", "start": 0, "end": 5}]}
    )

    assert figures.cells["any"].f1 == 1.0
    assert figures.cells["micro"].plain()["fp"] == figures.cells["micro"].plain()["fn"] == 1
    assert figures.hours.share == 0.0


def test_a_passage_nothing_was_said_of_is_a_passage_without_clause():
    figures = score([{"id": "a", "labels": [INSERTION]}, {"id": "b", "labels": []}], {})

    assert figures.cells["any"].plain()["fn"] == 1
    assert figures.passages == 2


def test_a_denial_taken_for_a_clause_is_told():
    flagged = score([{"id": "a", "labels": [DENIAL]}], {"a": [INSERTION]})
    kept = score([{"id": "a", "labels": [DENIAL]}], {"a": [DENIAL]})

    assert (flagged.denials_flagged.right, kept.denials_flagged.right) == (1, 0)
    assert "any" in kept.cells
    assert kept.cells["any"].cases == 0


def test_doubtful_passages_count_only_in_the_whole(tmp_path):
    rows = [
        {"id": "a", "lang": "fr", "group": "g", "text": "Le marché comporte une clause.", "labels": []},
        {"id": "b", "lang": "de", "group": "h", "text": "…", "labels": [{**INSERTION, "unsure": True}]},
    ]
    path = tmp_path / "dev.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    figures = evaluate_passages(path)

    assert (figures.all.passages, figures.sure.passages) == (2, 1)
    assert list(figures.languages) == ["fr"]
    assert sum(fold.passages for fold in figures.folds) == 1
    assert figures.folds[fold_of("g")].passages == 1


def test_each_type_is_told_by_groups_of_buyers_beside_the_whole(tmp_path):
    text = "Le marché comporte une clause d'insertion."
    rows = [
        {"id": f"{n}", "lang": "fr", "group": f"buyer:{n}", "text": text, "labels": [INSERTION]}
        for n in range(12)
    ]
    path = tmp_path / "dev.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    figures = evaluate_passages(path)
    told = passages_table(figures).split("groupes d’acheteurs")[1]

    assert set(figures.by_fold("EXEC_INSERTION")) == {1.0}
    assert f"EXEC_INSERTION{' ' * 29} 1.000  1.000  1.000   +0.000, {len(figures.by_fold('any'))}" in told

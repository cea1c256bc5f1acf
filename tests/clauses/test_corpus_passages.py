"""The labelled passages of real calls: figures that must not fall."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from tender.clauses import label
from tests.corpus import corpus_path

pytestmark = pytest.mark.corpus


def f1(counts: Counter[str]) -> float:
    return 2 * counts["hit"] / (2 * counts["hit"] + counts["extra"] + counts["missed"])


def test_clauses_of_real_passages_are_found_and_typed() -> None:
    rows = [json.loads(x) for x in corpus_path("passages/dev.jsonl").read_text("utf-8").splitlines()]
    anything, by_type, denied = Counter[str](), Counter[str](), 0

    for row in rows:
        if any(x.get("unsure") for x in row["labels"]):
            continue
        true = {x["type"] for x in row["labels"]} - {"NONE", "NEGATED"}
        found = {x.type.value for x in label(row["text"])} - {"NEGATED"}
        by_type.update(hit=len(true & found), extra=len(found - true), missed=len(true - found))
        anything.update(
            hit=bool(true and found), extra=bool(found and not true), missed=bool(true and not found)
        )
        denied += bool({x["type"] for x in row["labels"]} == {"NEGATED"} and found)

    assert f1(anything) >= 0.98
    assert f1(by_type) >= 0.95
    assert denied == 0

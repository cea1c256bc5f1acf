"""The same clauses told in many words: `paraphrases.jsonl`, written for these tests, one passage a line.

Each has the types that stand in it (none for what only looks like a clause) and hours that must be read.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tender.clauses import label

CASES: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("paraphrases.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:60] for case in CASES])
def test_a_clause_is_found_however_it_is_told(case: dict[str, Any]) -> None:
    found = label(case["text"])

    assert {held.type.value for held in found if held.type.counts} == set(case["types"])
    assert set(case["hours"]) <= {hours.value for held in found for hours in held.attrs.hours}

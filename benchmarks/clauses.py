"""Score the labels of passages: `python -m benchmarks.clauses [PASSAGES.jsonl]`.

Prints the whole, each language, and five folds by `group` (buyer or site). Rules are not trained: a fold
is not held out by itself, it shows how evenly they do.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from tender.clauses import label

NOT_COUNTED = {"NONE", "NEGATED"}
FOLDS = 5

Row = dict[str, Any]


def main() -> None:
    """Read, label and print."""
    corpus = Path(os.environ.get("TENDER_CORPUS", "../shared/corpus"))
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else corpus / "passages" / "dev.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    said = {row["id"]: [found.plain() for found in label(row["text"], row["lang"])] for row in rows}
    sure = [row for row in rows if not any(is_unsure(x) for x in [row, *row["labels"]])]
    show("all", rows, said)
    show("sure", sure, said)
    for lang in sorted({row["lang"] for row in sure}):
        show(f"sure {lang}", [row for row in sure if row["lang"] == lang], said)
    for fold in range(FOLDS):
        show(f"sure, fold {fold + 1} of {FOLDS}", [r for r in sure if fold_of(r["group"]) == fold], said)


def is_unsure(labelled: Row) -> bool:
    """Whether the annotator doubted."""
    return bool(labelled.get("unsure") or (labelled.get("attrs") or {}).get("unsure"))


def fold_of(group: str) -> int:
    """The fold of a buyer: the same on every machine."""
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % FOLDS


def show(name: str, rows: list[Row], said: dict[str, list[Row]]) -> None:
    """One line of totals and one for each type with cases."""
    cells: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        true = {x["type"] for x in row["labels"]} - NOT_COUNTED
        found = {x["type"] for x in said[row["id"]]} - NOT_COUNTED
        pairs = [("any", bool(true), bool(found))]
        pairs += [(kind, kind in true, kind in found) for kind in true | found]
        for kind, is_true, is_found in pairs:
            for cell in {kind, "micro"} if kind != "any" else {kind}:
                cells[cell][f"{is_true:d}{is_found:d}"] += 1
    print(f"{name}: {len(rows)} passages")
    for kind in ["any", "micro", *sorted(set(cells) - {"any", "micro"})]:
        hit, extra, missed = (cells[kind][key] for key in ("11", "01", "10"))
        f1 = 2 * hit / (2 * hit + extra + missed) if hit else 0.0
        print(f"  {kind:20} F1 {f1:.3f}   ({hit} found, {extra} too many, {missed} missed)")


if __name__ == "__main__":
    main()

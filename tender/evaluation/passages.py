"""Labels of passages against those put by hand: a clause at all, each type, spans, hours, denials.

All at the level of passages. "Sure" leaves out the passages whose annotator doubted. A fold holds the
passages of some buyers: rules are not trained on the others, but where folds differ they lean on one buyer.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from typing import Any, Final

from tender.clauses import label
from tender.evaluation.counting import Cell, Share, numbers

NOT_A_CLAUSE: Final = frozenset({"NONE", "NEGATED"})
FOLDS: Final = 5

Row = dict[str, Any]
Said = Mapping[str, Sequence[Row]]


@dataclass(slots=True)
class PassageScore:
    """The figures of a set of passages; `cells` by "any", "micro" and clause type."""

    passages: int = 0
    cells: dict[str, Cell] = field(default_factory=lambda: defaultdict(Cell))
    spans: Share = field(default_factory=Share)
    hours: Share = field(default_factory=Share)
    denials_flagged: Share = field(default_factory=Share)

    def plain(self) -> dict[str, Any]:
        """As JSON says it."""
        return {
            "passages": self.passages,
            **{name: cell.plain() for name, cell in sorted(self.cells.items())},
            "span_overlap": self.spans.plain(),
            "hours_right": self.hours.plain(),
            "negated_flagged": self.denials_flagged.plain(),
        }


@dataclass(frozen=True, slots=True)
class PassageFigures:
    """All passages, the sure ones, the sure ones by language and by fold of buyers."""

    all: PassageScore
    sure: PassageScore
    languages: dict[str, PassageScore]
    folds: tuple[PassageScore, ...]

    def by_fold(self, name: str) -> tuple[float, ...]:
        """The F1 of each fold that has cases of this name."""
        return tuple(fold.cells[name].f1 for fold in self.folds if name in fold.cells)

    def fold_f1(self, name: str) -> tuple[float, float]:
        """The mean and the least F1 of the folds that have cases of this name."""
        held = self.by_fold(name)
        return (mean(held), min(held)) if held else (0.0, 0.0)

    def plain(self) -> dict[str, Any]:
        """As JSON says it."""
        return {
            "all": self.all.plain(),
            "sure": self.sure.plain(),
            **{f"sure_{lang}": score.plain() for lang, score in self.languages.items()},
            "folds": [score.plain() for score in self.folds],
        }


def evaluate_passages(path: Path) -> PassageFigures:
    """Label every passage of a JSONL file and compare."""
    gold = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    said = {row["id"]: [found.plain() for found in label(row["text"], row["lang"])] for row in gold}
    sure = [row for row in gold if not any(is_unsure(held) for held in (row, *row["labels"]))]
    folds = [[row for row in sure if fold_of(row["group"]) == number] for number in range(FOLDS)]
    return PassageFigures(
        all=score(gold, said),
        sure=score(sure, said),
        languages={
            lang: score([row for row in sure if row["lang"] == lang], said)
            for lang in sorted({row["lang"] for row in sure})
        },
        folds=tuple(score(rows, said) for rows in folds),
    )


def is_unsure(labelled: Row) -> bool:
    """Whether the annotator doubted."""
    return bool(labelled.get("unsure") or (labelled.get("attrs") or {}).get("unsure"))


def fold_of(group: str) -> int:
    """The fold of a buyer, the same on every machine."""
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % FOLDS


def score(gold: Iterable[Row], said: Said) -> PassageScore:
    """Compare the labels said of each passage (by its id; none said is none found) with its own."""
    total = PassageScore()
    for row in gold:
        total.passages += 1
        true = [held for held in row["labels"] if held["type"] not in NOT_A_CLAUSE]
        found = [held for held in said.get(row["id"], ()) if held["type"] not in NOT_A_CLAUSE]
        _count_types(total, {held["type"] for held in true}, {held["type"] for held in found})
        _count_places(total, true, found)
        if row["labels"] and all(held["type"] == "NEGATED" for held in row["labels"]):
            total.denials_flagged.add(bool(found))
    return total


def _count_types(total: PassageScore, true: set[str], found: set[str]) -> None:
    pairs = [("any", bool(true), bool(found))]
    pairs += [(name, name in true, name in found) for name in sorted(true | found)]
    for name, is_true, is_found in pairs:
        counts = (int(is_true and is_found), int(is_found and not is_true), int(is_true and not is_found))
        total.cells[name].add(*counts)
        if name != "any":
            total.cells["micro"].add(*counts)


def _count_places(total: PassageScore, true: Sequence[Row], found: Sequence[Row]) -> None:
    """Spans of the types found rightly, and hours of the labels that have some."""
    for name in {held["type"] for held in true} & {held["type"] for held in found}:
        ours = [held for held in found if held["type"] == name]
        theirs = [held for held in true if held["type"] == name]
        total.spans.add(any(a["start"] < b["end"] and b["start"] < a["end"] for a in theirs for b in ours))
    for held in true:
        wanted = numbers((held.get("attrs") or {}).get("hours"))
        if wanted:
            got = {
                number
                for other in found
                if other["type"] == held["type"]
                for number in numbers((other.get("attrs") or {}).get("hours"))
            }
            total.hours.add(wanted <= got)

"""Readings of whole calls against labels put by hand; what a label leaves empty is not scored.

A call labelled as undivided must give no lot, and one labelled without social clause no clause.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tender.evaluation.anchoring import stands_at_its_place
from tender.evaluation.counting import Cell, Share, numbers
from tender.evaluation.likeness import alike, fold, matched
from tender.parsing.archive import collect
from tender.vocabulary.plain import to_plain
from tender.workbench.reading import read_entries

Plain = dict[str, Any]


@dataclass(slots=True)
class CallFigures:
    """The figures of all labelled calls; `faults` names, for each call, what was not read as labelled."""

    calls: int = 0
    shares: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    cells: dict[str, Cell] = field(default_factory=lambda: defaultdict(Cell))
    quotes: Share = field(default_factory=Share)
    faults: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def plain(self) -> Plain:
        """As JSON says it."""
        return {
            "calls": self.calls,
            **{name: share.plain() for name, share in self.shares.items()},
            **{name: cell.plain() for name, cell in self.cells.items()},
            "quotes_in_place": self.quotes.plain(),
            "faults": dict(self.faults),
        }


def evaluate_calls(corpus: Path) -> CallFigures:
    """Read every call that has a label and compare."""
    figures = CallFigures()
    for label in sorted((corpus / "gold").glob("*.json")):
        folder = corpus / "dce" / label.stem
        path = folder if folder.is_dir() else corpus / "notices" / f"{label.stem.removeprefix('ted_')}.xml"
        call = read_entries(collect([path]))
        gold: Plain = json.loads(label.read_text("utf-8"))
        compare(figures, label.stem, gold, to_plain(call.reading))
        for stands in stands_at_its_place(call.reading, call.sources):
            figures.quotes.add(stands)
    return figures


def compare(figures: CallFigures, name: str, gold: Plain, said: Plain) -> None:
    """Count one call in. `said` is a reading as `tender read` prints it."""
    figures.calls += 1
    _single_facts(figures, name, gold, said)
    _lists(figures, name, gold, said)
    _clauses(figures, name, gold, said)
    facts = [said[key] for key in ("buyer", "reference", "deadline") if said.get(key)]
    for key in ("lots", "award_criteria", "clauses"):
        facts += said.get(key) or []
    for fact in facts:
        evidence = fact.get("evidence") or []
        figures.shares["anchored"].add(any(held.get("document") and held.get("quote") for held in evidence))


def _tell(figures: CallFigures, call: str, name: str, right: bool) -> None:
    figures.shares[name].add(right)
    if not right:
        figures.faults[call].append(name)


def _add(figures: CallFigures, call: str, name: str, counts: tuple[int, int, int]) -> None:
    figures.cells[name].add(*counts)
    if counts[1] or counts[2]:
        figures.faults[call].append(f"{name} +{counts[1]} −{counts[2]}")


def _single_facts(figures: CallFigures, name: str, gold: Plain, said: Plain) -> None:
    if gold.get("buyer"):
        buyer = gold["buyer"].split("(")[0]
        _tell(figures, name, "buyer", alike(buyer, _value(said.get("buyer")), 0.7))
    if gold.get("reference"):
        wanted = fold(gold["reference"])
        _tell(figures, name, "reference", bool(wanted) and wanted in fold(_value(said.get("reference"))))
    if gold.get("deadline_offers"):
        moment = gold["deadline_offers"][:16]
        read = str(_value(said.get("deadline")) or "")[: len(moment)]
        _tell(figures, name, "deadline", read == moment)


def _lists(figures: CallFigures, name: str, gold: Plain, said: Plain) -> None:
    if gold.get("lots") or gold.get("allotted") is False:
        _add(figures, name, "lots", matched(gold.get("lots") or [], said.get("lots") or [], _same_lot))
    if gold.get("award_criteria"):
        for title, depth in (("criteria", 2), ("criteria_deep", 9)):
            wanted = list(_flat(gold["award_criteria"], depth))
            found = _flat(said.get("award_criteria"), depth)
            _add(figures, name, title, matched(wanted, found, _same_criterion))
    if gold.get("required_documents"):
        hits, _, lost = matched(
            gold["required_documents"],
            said.get("required_documents") or [],
            lambda wanted, held: alike(wanted.get("name"), _value(held.get("name")), 0.5),
        )
        figures.shares["documents"].add(hits, hits + lost)
        if lost:
            figures.faults[name].append(f"documents −{lost}")


def _clauses(figures: CallFigures, name: str, gold: Plain, said: Plain) -> None:
    if gold.get("social_clauses") is None:
        return
    found = [held for held in said.get("clauses") or [] if held.get("type") not in ("NONE", "NEGATED")]
    true, types = {held["type"] for held in gold["social_clauses"]}, {held["type"] for held in found}
    _add(figures, name, "clauses", (len(true & types), len(types - true), len(true - types)))
    for held in gold["social_clauses"]:
        if held.get("hours"):
            read = {
                n for other in found if other["type"] == held["type"] for n in numbers(other.get("hours"))
            }
            _tell(figures, name, "hours", numbers(held["hours"]) <= read)


def _value(fact: object) -> object:
    return fact.get("value") if isinstance(fact, dict) else fact


def _same_lot(wanted: Plain, held: Plain) -> bool:
    same_number = _lot_number(wanted["number"]) == _lot_number(held.get("number"))
    return same_number and alike(wanted["title"], _value(held.get("title")), 0.6)


def _lot_number(text: object) -> int | None:
    digits = re.search(r"\d+", str(text or ""))
    return int(digits.group()) if digits else None


def _same_criterion(wanted: Plain, held: Plain) -> bool:
    same_weight = numbers(wanted.get("weight")) == numbers(held.get("weight"))
    return same_weight and alike(wanted["name"], _value(held.get("name")), 0.5)


def _flat(criteria: Sequence[Plain] | None, depth: int) -> Iterator[Plain]:
    """Criteria and their detail, `depth` levels of it."""
    rows: Iterable[Plain] = criteria or ()
    for criterion in rows:
        yield criterion
        if depth > 1:
            yield from _flat(criterion.get("sub"), depth - 1)

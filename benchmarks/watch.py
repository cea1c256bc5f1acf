"""Run the watch over saved notices as if they came day by day: python -m benchmarks.watch [FOLDER …] [--all].

FOLDER: notices as XML, or BOAMP records as JSON or JSON lines; by default those of TENDER_CORPUS. The members
are those of the example. Prints each day's kept calls with their reasons, then what was filtered and why.
"""

from __future__ import annotations

import json
import os
import sys
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tender.example.collective import collective
from tender.geography import expand
from tender.parsing.refusal import Refused
from tender.watch.arriving import Arrived
from tender.watch.boamp import arrived as boamp_arrived
from tender.watch.matching import Helper, Kind, Match, judge
from tender.watch.ted import arrived as ted_arrived
from tender.workbench.watch_facts import NoticeFacts, read_arrived

CORPUS = Path(os.environ.get("TENDER_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))


def example_members(departements: tuple[str, ...]) -> tuple[Helper, ...]:
    """The example's members; with `departements`, the same trades everywhere in them."""
    wide = frozenset().union(*(expand("departement", one) for one in departements))
    return tuple(
        Helper(
            member["id"],
            member["name"],
            wide or frozenset().union(*(expand(one["kind"], one["code"]) for one in member["territories"])),
            {trade: float(months.get("*", 0)) for trade, months in member["capacity"].items()},
        )
        for member in collective()["members"]
    )


def notices(folders: list[Path]) -> Iterator[Arrived]:
    """Every notice of the folders."""
    for folder in folders:
        for path in sorted([folder] if folder.is_file() else folder.rglob("*")):
            if path.suffix == ".xml":
                yield _of_xml(path.stem, path.read_bytes())
            elif path.suffix == ".zip":
                with zipfile.ZipFile(path) as held:
                    for name in held.namelist():
                        if name.endswith(".xml"):
                            yield _of_xml(Path(name).stem, held.read(name))
            elif path.suffix in (".json", ".jsonl"):
                yield from _of_json(path)


def _of_xml(ref: str, data: bytes) -> Arrived:
    root = data[:3000].decode("utf-8", "replace")
    award = "ContractAwardNotice" in root
    return ted_arrived({"notice-type": "can-standard" if award else "cn-standard"}, ref, data)


def _of_json(path: Path) -> Iterator[Arrived]:
    lines = path.read_text("utf-8").splitlines() if path.suffix == ".jsonl" else [path.read_text("utf-8")]
    for line in lines:
        held = json.loads(line)
        records = held.get("results") or [held.get("record", held)] if isinstance(held, dict) else held
        for record in records:
            if isinstance(record, dict) and ("donnees" in record or "idweb" in record):
                yield boamp_arrived({"idweb": record.get("_derived_from") or "sans-numero", **record})


def main(arguments: list[str]) -> None:
    """Read, judge as of three weeks before each deadline, and print."""
    everything = "--all" in arguments
    wide = tuple(one[2:] for one in arguments if one.startswith("--") and one[2:].isalnum() and len(one) <= 5)
    given = [Path(one) for one in arguments if not one.startswith("--")]
    folders = given or [CORPUS / "eforms" / "dev", CORPUS / "notices", CORPUS / "boamp" / "api"]
    members = example_members(wide)
    began = time.process_time()
    days: dict[date, list[tuple[Arrived, NoticeFacts, Match]]] = defaultdict(list)
    causes: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    count = 0
    for one in notices(folders):
        count += 1
        try:
            facts = read_arrived(one)
        except Refused as refusal:
            refused[refusal.reason.value] += 1
            continue
        seen = facts.deadline - timedelta(days=21) if facts.deadline else datetime.now(UTC)
        match = judge(facts.opening, members, {}, seen)
        days[seen.date()].append((one, facts, match))
        causes[_cause(match)] += 1
    for day in sorted(days):
        _print_day(day, days[day], everything=everything)
    print(f"\n{count} avis, {time.process_time() - began:.0f} s de calcul ; refusés : {dict(refused)}")
    for cause, number in causes.most_common():
        print(f"  {number:5}  {cause}")


def _cause(match: Match) -> str:
    if match.kept:
        return "retenu"
    return ("heures d'insertion à servir" if match.supply else "écarté : ") + (
        match.against[0].code if match.against else "?"
    )


def _print_day(day: date, held: list[tuple[Arrived, NoticeFacts, Match]], *, everything: bool) -> None:
    for one, facts, match in sorted(held, key=lambda entry: -entry[2].score):
        if not (match.kept or match.supply or everything) or one.kind is Kind.AWARD:
            continue
        mark = "+" if match.kept else "~" if match.supply else "-"
        print(f"{mark} {day} {match.score:5.1f} {one.ref:16} {facts.title[:90]} | {facts.buyer[:40]}")
        for reason in (*match.reasons, *match.against):
            print(f"      {reason.code} {reason.points:+} {dict(reason.facts)}"[:230])


if __name__ == "__main__":
    main(sys.argv[1:])

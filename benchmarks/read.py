"""Our reading of calls against pdfplumber and bare pdfium, in one run: `python -m benchmarks.read [--long]`.

Reads the PDFs of TENDER_CORPUS (default ../shared/corpus). Each measure is a process of its own, so that its
peak of memory is its own; rounds are interleaved, and ratios are taken inside a round, for the machine's pace
drifts. Imports are not counted.

  floor       pdfium's bare text of every page
  pages       our pages: words with boxes, ruled tables, layout
  file        the whole file: the above, what kind it is, its language, its fingerprint
  call        the whole reading: file, facts of the call, social clauses
  pdfplumber  extract_words and find_tables on every page of a sample: one page in five, in fifteen without
              --long, for it takes a minute where we take two seconds

Without --long: two rounds, about a minute of processor time; with it: five, about four minutes. The load is
printed at both ends: quote ratios and medians, never seconds alone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2 as pdfium

from benchmarks import tables
from tender.clauses import detect
from tender.parsing.archive import Entry
from tender.parsing.fields import extract
from tender.parsing.formats import pdf
from tender.parsing.isolation import read_all
from tender.parsing.table_grid import grids
from tender.vocabulary.source import Page

LEAST_LETTERS = 200
"""A page with fewer is a scan or a cover: what tesseract costs is not what is measured here."""
ENGINES = ("floor", "pages", "file", "call")
Figures = dict[str, Any]


def main() -> None:
    """Measure and print, or run one measure for a parent."""
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument(
        "--long",
        action="store_true",
        help="more rounds, a larger sample, the whole reading up to 1 500 pages",
    )
    args.add_argument("--one", nargs=2, metavar=("ENGINE", "FILE"), help=argparse.SUPPRESS)
    given = args.parse_args()
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    if given.one:
        print(json.dumps(measured(given.one[0], Path(given.one[1]))))
        return
    corpus = Path(os.environ.get("TENDER_CORPUS", "../shared/corpus")) / "dce"
    if not corpus.is_dir():
        sys.exit(f"The corpus of real calls is absent ({corpus}): set TENDER_CORPUS to its folder.")
    with tempfile.TemporaryDirectory() as folder:
        compare(corpus, Path(folder), long=given.long)


def compare(corpus: Path, folder: Path, *, long: bool) -> None:
    """All tables of the benchmark."""
    print(f"load {_load()}")
    pages = 300
    made = {size: joined(corpus, folder / f"{size}.pdf", size) for size in (5, 50, pages)}
    every = 5 if long else 15
    sample = joined(corpus, folder / "sample.pdf", pages, every=every)
    rounds = interleaved(made[pages], ENGINES, 5 if long else 2)
    more = interleaved(sample, ("floor", "pdfplumber"), 3 if long else 1)
    show(rounds, f"{rounds[0]['floor']['pages']} pages")
    show(more, f"one page in {every}")
    print(f"\ncells of that sample, F1 to pdfplumber's: {cells_f1(sample):.4f}")
    print("\ncells of made tables of lots, read right")
    tables.main()
    two_processes(corpus, folder, 200 if long else 100, 3 if long else 2)
    sizes = (5, 50, pages, 600, 1500) if long else (5, 50, pages, 1500)
    for size in sizes[3:]:
        made[size] = joined(corpus, folder / f"{size}.pdf", size)
    growth(made, "call" if long else "file")
    print(f"load {_load()}")


def growth(made: dict[int, Path], engine: str) -> None:
    """What each size costs, beside its own floor."""
    print(
        "\ngrowth           pages   floor s     cpu s   over floor   ms a page   peak MB   of them the file's"
    )
    for path in made.values():
        floor_s = run("floor", path)["cpu"]
        held = run(engine, path)
        cpu, pages = held["cpu"], held["pages"]
        print(
            f"  {engine:13}{pages:7}{floor_s:10.2f}{cpu:10.2f}{cpu / floor_s:13.2f}{1000 * cpu / pages:12.2f}"
            f"{held['peak']:10.0f}{path.stat().st_size / 1e6:10.0f}"
        )


def _load() -> str:
    """How many processes wanted a core, over the last one, five and fifteen minutes."""
    return ", ".join(f"{held:.1f}" for held in os.getloadavg())


def joined(corpus: Path, target: Path, size: int, *, every: int = 1) -> Path:
    """The pages with text of the corpus's PDFs, French calls first, over again until there are `size`."""
    places, wanted = legible_places(corpus), size // every
    out = pdfium.PdfDocument.new()
    places = places[: min(size, 300)][::every]
    while len(out) < wanted:
        for document in dict.fromkeys(held for held, _ in places):
            keep = [index for held, index in places if held is document][: wanted - len(out)]
            if keep:
                out.import_pages(document, keep)
    out.save(target)
    return target


@cache
def legible_places(corpus: Path) -> list[tuple[Any, int]]:
    """Every page of the corpus's PDFs that has a text of its own: its document and its number."""
    files = sorted(
        corpus.rglob("*.pdf"), key=lambda f: (not f.relative_to(corpus).parts[0].startswith("fr"), f)
    )
    places = []
    for file in files:
        document = pdfium.PdfDocument(file)
        for index in range(len(document)):
            page = document[index]
            textpage = page.get_textpage()
            if textpage.count_chars() >= LEAST_LETTERS:
                places.append((document, index))
            textpage.close()
            page.close()
    return places


def interleaved(path: Path, engines: tuple[str, ...], rounds: int) -> list[dict[str, Figures]]:
    """Each engine once a round."""
    return [{engine: run(engine, path) for engine in engines} for _ in range(rounds)]


def run(engine: str, path: Path) -> Figures:
    """One measure in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.read", "--one", engine, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    held: Figures = json.loads(done.stdout.splitlines()[-1])
    return held


def measured(engine: str, path: Path) -> Figures:
    """Run one engine here: seconds by the clock and of the processor, peak memory in MB."""
    grids([], [], None)  # what is loaded late is loaded now
    begun, before = time.perf_counter(), time.process_time()
    pages = READERS[engine](path)
    return {
        "pages": pages,
        "cpu": time.process_time() - before,
        "wall": time.perf_counter() - begun,
        "peak": peak_memory(),
    }


def peak_memory() -> float:
    """MB this process has held at most; getrusage would count what its parent held when it was started."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def floor(path: Path) -> int:
    """pdfium's text, nothing kept."""
    document = pdfium.PdfDocument(path)
    for index in range(len(document)):
        page = document[index]
        textpage = page.get_textpage()
        textpage.get_text_range()
        textpage.close()
        page.close()
    return len(document)


def our_pages(path: Path) -> int:
    """Words, tables, layout of every page, all kept."""
    return len(pdf.read_pages(path, path.name))


def our_file(path: Path) -> int:
    """A Source, as any file becomes."""
    return len(pdf.read(path, path.name).pages)


def our_call(path: Path) -> int:
    """A Source, the facts of its call and its clauses."""
    source = pdf.read(path, path.name)
    reading = extract([source])
    detect([source], [lot.number for lot in reading.lots])
    return len(source.pages)


def plumber(path: Path) -> int:
    """The plain way."""
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_words()
            page.find_tables()
            page.close()
        return len(document.pages)


READERS: dict[str, Callable[[Path], int]] = {
    "floor": floor,
    "pages": our_pages,
    "file": our_file,
    "call": our_call,
    "pdfplumber": plumber,
}


def show(rounds: list[dict[str, Figures]], title: str) -> None:
    """One line an engine: medians, ratios inside each round."""
    print(f"\n{title:18}   cpu s   pages/s   cpu over floor   peak MB   ({len(rounds)} rounds)")
    for engine in rounds[0]:
        held = [one[engine] for one in rounds]
        cpu = statistics.median(one["cpu"] for one in held)
        ratio = statistics.median(one[engine]["cpu"] / one["floor"]["cpu"] for one in rounds)
        peak = statistics.median(one["peak"] for one in held)
        print(f"  {engine:15}{cpu:9.2f}{held[0]['pages'] / cpu:10.0f}{ratio:17.2f}{peak:10.0f}")


def cells_f1(path: Path) -> float:
    """Filled cells of our ruled tables against those of pdfplumber's, page by page."""
    ours = pdf.read_pages(path, path.name)
    common = total = 0
    with pdfplumber.open(path) as document:
        for page, theirs in zip(ours, document.pages, strict=True):
            mine = Counter(our_cells(page))
            other = Counter(
                bare(cell) for table in theirs.extract_tables() for row in table for cell in row if cell
            )
            del other[""]
            common += (mine & other).total()
            total += mine.total() + other.total()
            theirs.close()
    return 2 * common / total if total else 1.0


def bare(text: str) -> str:
    """The letters and digits of a cell, sorted, for pdfplumber mixes uneven lines and keeps hyphens."""
    return "".join(sorted(filter(str.isalnum, text)))


def our_cells(page: Page) -> Iterator[str]:
    """The words of every filled cell of a ruled table."""
    for table in page.tables:
        if table.ruled:
            for row in table.rows:
                for cell in row:
                    if cell is not None and bare(cell.text):
                        yield bare(cell.text)


def two_processes(corpus: Path, folder: Path, pages: int, rounds: int) -> None:
    """A dossier of four files, read by one child and by two; children are started and stopped in the time."""
    data = joined(corpus, folder / "part.pdf", pages).read_bytes()
    # The files of one dossier differ; only their fingerprints do here.
    marks = [hashlib.sha256(bytes([number])).hexdigest().encode() for number in range(4)]
    entries = [Entry(f"part{number}.pdf", data + b"%% " + mark) for number, mark in enumerate(marks)]
    pairs = [(wall(entries, 1), wall(entries, 2)) for _ in range(rounds)]
    gains = statistics.median(one / two for one, two in pairs)
    print(f"\nfour files of {pages} pages: {gains:.2f} times as fast on two processes ({rounds} rounds)")


def wall(entries: list[Entry], processes: int) -> float:
    """Seconds by the clock to read them all."""
    begun = time.perf_counter()
    read_all(entries, processes=processes)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()

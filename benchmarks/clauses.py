"""Score the labels of passages and time them: `python -m benchmarks.clauses [PASSAGES.jsonl …]`.

The figures are those of `tender eval`, of any file of labelled passages. Only a file nobody has read yet is a
blind test: the rules were written while looking at the others.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from time import process_time

from tender.clauses import label
from tender.evaluation.evaluating import PASSAGES
from tender.evaluation.passages import evaluate_passages
from tender.evaluation.table import passages_table


def main() -> None:
    """Read, label and print, file by file."""
    corpus = Path(os.environ.get("TENDER_CORPUS", "../shared/corpus"))
    for path in [Path(name) for name in sys.argv[1:]] or [corpus / PASSAGES]:
        print(path.name)
        print(passages_table(evaluate_passages(path)))
        print(f"{microseconds_a_word(path):.0f} µs de calcul par mot")


def microseconds_a_word(path: Path) -> float:
    """The cpu that labelling takes, everything warm."""
    texts = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines() if line.strip()]
    start = process_time()
    for text in texts:
        label(text)
    return 1e6 * (process_time() - start) / max(1, sum(len(text.split()) for text in texts))


if __name__ == "__main__":
    main()

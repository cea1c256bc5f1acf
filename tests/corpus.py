"""Where the real calls are, for the tests that read them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CORPUS = Path(os.environ.get("TENDER_CORPUS", Path(__file__).parent.parent.parent / "shared" / "corpus"))


def corpus_path(relative: str) -> Path:
    """A file or folder of the corpus; skips the test where the corpus is absent."""
    if not CORPUS.is_dir():
        pytest.skip("The corpus of real calls is absent: set TENDER_CORPUS to its folder to run this test.")
    path = CORPUS / relative
    if not path.exists():
        pytest.skip(f"The corpus holds no {relative}.")
    return path

"""A gated pattern finds what the pattern alone finds, in the same order."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tender.parsing.dates import _DATE
from tender.parsing.deadline_labels import _LABELS
from tender.parsing.gated import Gated, Indexed, gate_of

PATTERNS = (
    r"(?:date|heure|delai|jour)s?\b[^\n.;]{0,50}?limites?",
    r"\b(?:ablauf der |ende der )?(?:bindefrist|zuschlagsfrist)",
    r"(?<!x)ab+a|a[bc]d?(?:x|yy)",
    r"(?:\d\d|1[a-c])\s?h",
    r"(?=ab)[ab]b(?:a|x)*",
    r"(a|b)(?:bc)?\1",
    r"(?m:^)\W{0,3}(?:date|12)|xx",
    r"(?<=\n)(?:1?\d)?a?b|xx",
    r"(?<![\d/x])\b\d{1,2}\s*h|\bjours?\s*\.|a\s+b",
    r"(?<!\b)ab|^date",
    r"(?=dat|he)[dh]\w+|c(?=\s*x|h)[cxh]*|12(?=h|\d|$)",
)
WORDS = st.lists(
    st.sampled_from(
        ["date", "heures", " ", "limite", "delai", "jour", ".", "\n", "a", "b", "c", "x", "yy", "12", "h",
         "ablauf der ", "bindefrist", "abba", "٣", "3"]
    ),
    max_size=60,
).map("".join)  # fmt: skip


@pytest.mark.parametrize("words", PATTERNS)
@pytest.mark.parametrize("kind", [str, Indexed])
@given(text=WORDS)
def test_a_gate_changes_nothing_of_what_is_found(kind: type[str], words: str, text: str) -> None:
    plain = re.compile(words)
    long = kind(text + " " * 400 + text)

    assert [m.span() for m in Gated(plain).finditer(long)] == [m.span() for m in plain.finditer(long)]
    assert [m.span() for m in Gated(plain).finditer(long, 3, len(long) - 2)] == [
        m.span() for m in plain.finditer(long, 3, len(long) - 2)
    ]


def test_the_patterns_of_dates_and_deadlines_have_gates() -> None:
    for gated in (_DATE, *(words for _, words in _LABELS)):
        assert gate_of(gated.held) is not None


def test_a_pattern_that_may_begin_with_anything_has_none() -> None:
    for words in (r"[^a]b", r"a*", r".x", r"(?i:ab)c", r"\w+ date", r"a|bc"):
        assert gate_of(re.compile(words)) is None

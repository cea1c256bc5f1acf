"""Where the stems of words stand in many texts at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tender.clauses.detectors import IN_CALLS, Detector
from tender.clauses.folding import fold
from tender.clauses.passage import Passage
from tender.clauses.stems import Stems

STEMS = (" iae", "insertion", "sert", "clause sociale", "118", "labor cl")
TEXTS = st.lists(
    st.lists(
        st.sampled_from(
            ["iae", "siae", " ", "reinsertion", "clause", "sociales", "insertions", "118", "labor"]
        )
    ).map("".join),
    max_size=5,
)


@given(TEXTS)
def test_stems_sought_in_many_texts_are_those_of_each(texts: list[str]) -> None:
    for text, places in zip(texts, Stems(STEMS).places(texts), strict=True):
        own = Passage.of(text)
        alone = {stem: own.places(stem) for stem in STEMS}

        assert places == (alone if any(alone.values()) else {})


def test_a_stem_that_opens_a_word_is_met_at_the_head_of_a_text() -> None:
    ((head, inside),) = (tuple(Stems((" iae",)).places(["iae et siae", "une siae, iae"])),)

    assert (head[" iae"], inside[" iae"]) == ((0,), (9,))


@pytest.mark.parametrize("detector", IN_CALLS, ids=lambda one: one.__name__)
def test_stems_are_written_as_the_text_they_are_looked_for_in(detector: Detector):
    assert tuple(map(fold, detector.STEMS)) == detector.STEMS, (
        "small letters, no accent: « gebarden », « œuvre »"
    )

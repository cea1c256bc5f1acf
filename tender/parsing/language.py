"""The language of a document, told from its words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

LANGUAGES: Final = ("fr", "de", "en", "nl")
_ENOUGH: Final = 120
"""Letters below which a guess would be a coin toss."""
_SAMPLE: Final = 12_000
_PER_PAGE: Final = 3_000

_COMMON: Final = {
    "fr": "le la les du et est une dans pour par sur au aux qui que ce cette ou sont avec être marché",
    "de": "der das und ist im den dem ein eine für mit auf von zu nicht oder werden wird zur bei",
    "en": "the of and to for that be by with this shall will are from which it an has",
    "nl": "het een van niet worden wordt ook voor met zijn naar uit deze aan bij te dat",
}
"""Words that one of the four has and the others hardly ever: no "de", "en", "die" or "is"."""
_WORD: Final = re.compile(r"[^\W\d_]+")


@cache
def _votes() -> dict[str, tuple[str, ...]]:
    votes: dict[str, tuple[str, ...]] = {}
    for language, words in _COMMON.items():
        for word in words.split():
            votes[word] = (*votes.get(word, ()), language)
    return votes


@cache
def _identifier() -> Any:
    # Loaded on first need: its model costs more start-up than reading a short file, and few files need it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(LANGUAGES))
    return identifier


def language_of(texts: Iterable[str]) -> str | None:
    """The language of these texts among French, German, English and Dutch; None when they are too short.

    Everyday little words decide when one language has three times the votes of the next; else a statistical
    model over letters (langid) does.
    """
    joined = _sample(texts)
    if sum(map(str.isalpha, joined)) < _ENOUGH:
        return None
    votes = _votes()
    count: Counter[str] = Counter()
    for word in _WORD.findall(joined.lower()):
        count.update(votes.get(word, ()))
    ranked = [*count.most_common(2), ("", 0), ("", 0)]
    if ranked[0][1] >= 8 and ranked[0][1] >= 3 * ranked[1][1]:
        return ranked[0][0]
    return str(_identifier().classify(joined)[0])


def _sample(texts: Iterable[str]) -> str:
    sample: list[str] = []
    size = 0
    for text in texts:
        sample.append(text[:_PER_PAGE])
        size += len(sample[-1])
        if size >= _SAMPLE:
            break
    return "\n".join(sample)

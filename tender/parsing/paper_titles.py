"""Papers that are the titles of sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tender.parsing.flow import Flow
from tender.parsing.headings import Section
from tender.parsing.paper_lists import Paper, paper
from tender.parsing.paper_words import ANNOUNCING, ANY, PART_WORDS
from tender.parsing.paper_zones import title_part


def titled_papers(flow: Flow, sections: Sequence[Section]) -> Iterator[tuple[int, int, Paper]]:
    """Papers that are the titles of sections, with the span of each section.

    "4. Contenu de l'offre – L'offre comprend les éléments suivants :", then "4.1 Lettre", "4.2 Planning".
    """
    for section in sections:
        below = [child for child in section.children if len(child.number) == len(section.number) + 1]
        said = flow.text[section.body : below[0].start].strip() if len(below) > 1 else ""
        if not said.endswith(":") or len(said) > _ANNOUNCEMENT:
            continue
        numbered = re.compile(rf"(?m)^\s*{'.'.join(map(str, section.number))}\.\d{{1,2}}\b")
        if len(numbered.findall(flow.text, section.body, section.end)) != len(below):
            continue  # items of a list, some of which look like titles
        lead = f"{section.title} {said}"
        told = next((part for part, words in PART_WORDS if words.search(lead)), ANY)
        if told is None or (told == ANY and not ANNOUNCING.search(said)):
            continue
        for child in below:
            number = _TITLE_NUMBER.match(flow.text, child.start, child.body)
            start = number.end() if number else child.start
            words = flow.text[start : child.body]
            if title_part(words) or _HOLDS.match(words):
                continue
            if named := paper(flow, start, child.body, told):
                yield child.start, child.end, named


_HOLDS = re.compile(
    r"\W*(?:(?:premi|second|deuxi|troisi|1|2|3)\w*\s+)?(?:sous-?)?(?:dossiers?|enveloppes?|volets?|plis?|parties?"
    r"|chemises?|fichiers?|repertoires?)\b"
)
"""What holds papers, and is none."""
_ANNOUNCEMENT = 300
_TITLE_NUMBER = re.compile(r"\s*(?:\d{1,2}|[ivx]+|[a-h])(?:\s?[.\-]\s?\d{1,2})*\s*[.):–-]*\s+")

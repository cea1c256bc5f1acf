"""Papers in lists without marks: one a line, below a title or a line that announces them."""

from __future__ import annotations

import re

from tender.parsing.flow import Flow
from tender.parsing.paper_words import ITEM, NOT_PAPER, PAPER, PAPER_HEAD
from tender.parsing.paper_zones import Zone

SAYS = re.compile(
    r"\b(?:est|sont|sera|seront|doit|doivent|peut|peuvent|n'est|ne)\b|:\s*$|\d\s*(?:%|points?)|@|https?:"
    r"|\*\.|\d\s*(?:€|eur)|\.{5,}|\btel\b"
)
"""A line that says something is no name of a paper."""
_SEVERAL = re.compile(r",\s+(?:et\s+)?(?:les?\s|la\s|l'|une?\s)")
FOR_LOTS = re.compile(r"\s*(?:pour\s+)?(?:l[ea]s?\s+)?lots?\s+[^:]{1,30}:\s*")
_SENTENCE = re.compile(
    r"(?:vous|nous|ils?|elles?|on|toute?s?|chaque|nota|remarque|attention|article|en\s+cas|si)\b"
    r"|(?:les?|l'|la)\s*(?:candidats?|soumissionnaires?|entreprises?|offres?|candidatures?|plis?|visite|acheteur)\b"
)
"""How a line begins that is no item of a bare list."""
_HOLDING = re.compile(r"\b(?:\w{3,}ant|avec|dont)(?:\s+notamment)?\s*:\s*$")
"""A paper whose contents follow: "un mémoire comportant :", not "le mémoire précise :"."""
_SHORT_LINE = 100
_MOST = 0.6
"""Of the lines of a bare list, so many name a known paper."""


def bare_lines(flow: Flow, zone: Zone) -> list[tuple[int, int]]:
    """Lines right under the title of a zone that are nothing but papers, one each, without any mark."""
    start, end, _ = zone
    announced = flow.text[max(0, start - 3) : start].rstrip().endswith(":")
    index = flow.line_at(start)
    found: list[tuple[int, int]] = []
    index += flow.lines[index].start < start
    while index < len(flow.lines) and flow.lines[index].start < end:
        line = flow.lines[index]
        lots = FOR_LOTS.match(flow.text, line.start, line.end)
        begin = lots.end() if lots else line.start
        text = flow.text[begin : line.end].strip()
        if not (_is_bare_paper(text, listed=bool(found)) or (announced and _is_phrase(text))):
            break
        found.append((begin, line.end))
        index += 1
    named = sum(bool(PAPER.search(flow.text, begin, stop)) for begin, stop in found)
    return found if len(found) > 1 and named >= _MOST * len(found) else []


def _is_bare_paper(text: str, *, listed: bool) -> bool:
    """A line that is the name of one paper; below such lines a name that opens otherwise will do."""
    if not _may_name(text) or any(PAPER_HEAD.match(rest) for rest in text.split(", ")[1:]):
        return False  # a sentence, or several papers on one line
    return bool(PAPER_HEAD.match(text) or (listed and PAPER.search(text) and not NOT_PAPER.match(text)))


def _is_phrase(text: str) -> bool:
    """A short line that says nothing and begins no sentence: "votre devis"."""
    return _may_name(text) and not (text.endswith(";") or _SENTENCE.match(text) or NOT_PAPER.match(text))


def _may_name(text: str) -> bool:
    """A short line without a mark that says nothing and goes on nowhere."""
    marked = text.endswith((":", ".", ",")) or ITEM.match(text)
    return len(text) < _SHORT_LINE and not marked and not SAYS.search(text)


def is_bare_item(flow: Flow, index: int) -> bool:
    """A line of a list whose marks are lost: it opens as a paper does, below a line that goes on."""
    if not index:
        return False
    text, above = flow.line_text(index), flow.line_text(index - 1).rstrip()
    if _SEVERAL.search(text):
        return False  # a sentence, read as one
    listed = above.endswith((":", ";")) or (text.rstrip().endswith(";") and above.endswith((",", ".")))
    opens = not text.rstrip().endswith(":") or (above.endswith(";") and _HOLDING.search(text))
    return listed and bool(opens and PAPER_HEAD.match(text))

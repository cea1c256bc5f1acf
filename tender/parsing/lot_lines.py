"""The lots of a call on lines of their own: "Lot n°1 : …", the title going on below while it is cut."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tender.parsing.flow import BULLET, Flow, fold
from tender.parsing.lot_found import NOT_A_TITLE, FoundLot, amount_of, plain_number
from tender.parsing.numerals import amounts
from tender.vocabulary.call import Amount

_LOT_LINE = re.compile(
    r"^\W{0,4}(?:(?:au|pour le)\s+)?(?:lot|los)\s*(?:n\s*[°o]?\s*\.?)?\s*(?P<n>\d{1,3}[a-z]?"
    r"|[a-h](?=\s*[:.)\-]))\s*(?P<mark>[:\-.)/,]|\s"
    r"|$)+\s*(?P<title>.*)$"
)


_OTHER_LANGUAGE = re.compile(r"(?:lot|los|lotto)\s*(?:n\s*°)?\s*\d{1,3}\s*[:.)–-]+\s*")
"""The same lot named again before its title: "Lot 1 / Los 1 : …"."""


def lots_on_lines(flow: Flow) -> Iterator[FoundLot]:
    """ "Lot n°1 : …" at the head of a line, the title going on below while the line is cut."""
    for index in range(len(flow.lines)):
        text = flow.line_text(index)
        match = _LOT_LINE.match(text)
        if not match or len(match["title"]) > 180:
            continue
        line = flow.lines[index]
        start, end = line.start + match.start("title"), line.end
        twin = _OTHER_LANGUAGE.match(flow.text, start, end)
        start = twin.end() if twin else start
        if not match["title"].strip() and index + 1 < len(flow.lines):
            start, end = flow.lines[index + 1].start, flow.lines[index + 1].end
        else:
            end = _end_of_title(flow, index)
        printed, amount = _without_amount(flow.words(start, end))
        folded = fold(printed)
        if len(re.findall(r"[a-z]", folded)) < 4 or NOT_A_TITLE.search(folded) or _LOT_LINE.match(folded):
            continue
        if re.match(r"(?:et|ou|est|sont|a|du|de la|pour|dans|le titulaire|des)\b", folded):
            continue
        yield FoundLot(plain_number(match["n"]), printed, flow.evidence(line.start, end), amount)


_TAIL = re.compile(
    r"\s*[:(,;–-]?\s*(?:pour un |d'un |avec un )?(?:montant|maximum|minimum|estim)\w*\b.*$", re.DOTALL
)


def _without_amount(printed: str) -> tuple[str, Amount | None]:
    """The title alone, and the amount said after it for the whole contract (an annual one is left)."""
    folded = fold(printed)
    tail = _TAIL.search(folded, 4)
    said: dict[str, float] = {}
    if tail and amounts(tail.group()) and len(folded) == len(printed):
        if not re.search(r"annuel|par an\b|/ ?an\b", tail.group()):
            kind = "max" if "max" in tail.group() else "min" if "min" in tail.group() else "estimate"
            said[kind] = amounts(tail.group())[-1].value
        printed = printed[: tail.start()]
    printed = re.sub(r"\s+:\s+(?:environ\s+)?\d[\d\s.,]*[^\d:]{0,40}$", "", printed)
    printed = re.sub(r"^\([A-Z0-9][\w.\-/ ]{0,14}\)\s*[:–—-]\s*", "", printed.strip(" :-–—.,;"))
    quoted = re.fullmatch(r"[«\"“(]\s*([^«»\"”()]+?)\s*[»\"”)]", printed)
    return (quoted.group(1) if quoted else printed), amount_of(said)


_LISTED = re.compile(rf"\s*(?:{BULLET}|(?:lots?|los|article|total)\b|\d{{1,2}}\s?[.)-])")
"""How a line begins that nothing goes on to."""
_FULL_LINE = 35
_MOST_LINES = 3


def _end_of_title(flow: Flow, first: int) -> int:
    """Where the title ends that begins on a line: lines below belong to it while they go on."""
    last = first
    while (
        last + 1 < len(flow.lines)
        and last - first < _MOST_LINES
        and len(flow.line_text(last)) > _FULL_LINE
        and _wraps(flow, last)
    ):
        last += 1
    return flow.lines[last].end


def _wraps(flow: Flow, index: int) -> bool:
    """A title goes on when its line was full and the next begins neither a lot, a list nor a sentence."""
    following = flow.lines[index + 1]
    if flow.line_text(index).rstrip().endswith(","):
        return not _LISTED.match(flow.line_text(index + 1))
    page, first, _ = flow.places(following.start, following.end)[0]
    text = flow.line_text(index)
    if text.count("(") > text.count(")"):
        return True
    return page.text[first].islower() and not text.rstrip().endswith((".", ";", ":"))

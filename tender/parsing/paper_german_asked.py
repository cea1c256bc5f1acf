"""Papers that German sentences ask for: "mit dem Angebot ist ein Konzept vorzulegen".

Source: § 57 VgV, § 38 UVgO (what is handed in with the offer), § 50 VgV (what the winner alone has to show).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tender.parsing.flow import Flow, capital, gated, pattern
from tender.parsing.paper_german_words import is_german_paper
from tender.parsing.paper_lists import Paper, short, split_at
from tender.parsing.paper_words import AWARD, OFFER

_NAME = (
    r"(?P<name>(?:ein(?:e[nr]?|)|das|die|den|seine?n?|ihre?n?|die ausgefullte\w*"
    r"|(?:mindestens )?(?:zwei|drei|vier|funf|\d))[^\S]+[^.,;:\n]{3,60}?"
    r"(?:\n[^.,;:\n]{1,60}?)?)"
)
_HANDED_IN = r"(?:vorzulegen|einzureichen|beizufugen|abzugeben|darzustellen|beizulegen)"
_SENTENCE = (
    pattern(
        rf"\b(?:mit|zu|in|bei)? ?(?:dem|ihrem|seinem|im) (?:angebot|teilnahmeantrag)\s{_NAME} {_HANDED_IN}\b"
    ),
    pattern(
        rf"\bbitte (?:fugen|reichen|legen|senden|ubermitteln|erstellen) sie\b[^.,;:]{{0,40}}?\s{_NAME}"
        r"(?: (?:bei|ein|vor|mit)\b|[.,(]| (?:uber|von|mit|zu|max)\b)"
    ),
    pattern(rf"\b(?:fugen|fugt|legen|legt) (?:dem|ihrem|seinem) angebot\s{_NAME} (?:bei|vor)\b"),
)
_ON_DEMAND = gated(
    r"auf (?:gesonderte )?(?:anforderung|verlangen)[^.;:]{0,60}?"
    rf"\s(?P<names>(?:eine?n?|das|die|den)\s[^.;:]{{5,240}}?)\s(?:{_HANDED_IN}|nachzureichen|beizubringen)\b"
)
_AND = re.compile(r"(?:,|\ssowie|\sund)\s+(?=(?:eine?n?|das|die|den)\s)")
_SAID = 0.7


def spoken_papers(flow: Flow) -> Iterator[Paper]:
    """The papers sentences ask for with the offer, or on demand of whoever is to win."""
    for words in _SENTENCE:
        for match in words.finditer(flow.text):
            yield from _named(flow, *match.span("name"), OFFER)
    for match in _ON_DEMAND.finditer(flow.text):
        for start, end in split_at(_AND, flow.text, *match.span("names")):
            yield from _named(flow, start, end, AWARD)


def _named(flow: Flow, start: int, end: int, part: str) -> Iterator[Paper]:
    if is_german_paper(flow.text[start:end]):
        name = short(flow.words(start, end))
        yield Paper(capital(name), part, flow.evidence(start, end), _SAID)

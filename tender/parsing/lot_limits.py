"""How many lots one bidder may bid for, or be awarded, as a sentence says it.

Source: article R2113-1 of the Code de la commande publique.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tender.parsing.flow import Flow, gated, pattern
from tender.parsing.numerals import parse_number
from tender.parsing.ranking import Candidate, choose
from tender.vocabulary.call import MaxLots

_N = (
    r"(?P<{0}>\d{{1,2}}|une?(?: seule?)?|deux|trois|quatre|cinq|six|ein(?:es|em|e)?|zwei|drei|vier)\b"
    r"(?: ?\(\d+\))?"
)
_LIMIT = gated(
    rf"(?:au (?:plus|maximum)|(?:un )?maximum(?: de| d')?|dans la limite de|jusqu'a|limitee?s? a"
    rf"|plus (?:de|d')"
    rf"|\bqu[e']?(?: de| a| pour| d'| sur)*|a l'attribution de|hochstens|maximal|mehr als) {_N.format('a')}"
    r" (?:seuls? |ou plusieurs )?(?:lots?|lose?)\b"
    rf"|{_N.format('b')} (?:lots?|lose?) (?:au (?:plus|maximum|total)|maximum|maximal|hochstens)\b"
    rf"|(?:nombre (?:maximum |maximal )?de lots?|hochstzahl der lose)[^.;]{{0,110}}?(?::|est de|est fixe a"
    rf"|(?:est )?limite a"
    rf"|ist|est) {_N.format('c')}"
)
_AWARD = pattern(
    r"attribu\w*|attributaires?|titulaires?|remport\w*|obten\w*|detenir|se voir confier|retenus? pour"
    r"|zuschlag\w*|bezuschlagt"
)
_SUBMIT = pattern(
    r"presenter|remettre|remettent|deposer|soumission(?:ner|nent)|soumises?|repondre|candidat(?:er|ent)\b"
    r"|postuler|concourir|offre[^.;]{0,12} (?:pour|sur)"
    r"|angebot\w*|bieten"
)
_MAY_MORE = re.compile(r"\bplusieurs|ou\s+l'ensemble|tous\s+les\s+lots|\bminimum|au\s+moins")
_SENTENCE_END = re.compile(r"[.;](?=\s)|;")
_NO = re.compile(r"\b(?:ne|n'|nul|aucune?|pas|nicht|kein\w*)\b|\bn'")


def lot_limits(flows: Sequence[Flow]) -> MaxLots:
    """Both limits, each from the most believed document that states one."""
    submitted: list[Candidate[int]] = []
    awarded: list[Candidate[int]] = []
    for flow in flows:
        for award, number, start, end in _limits(flow.text):
            found = Candidate(number, flow, flow.evidence(start, end), 0.85, str(number))
            (awarded if award else submitted).append(found)
    return MaxLots(choose(submitted)[0], choose(awarded)[0])


def _limits(text: str) -> Iterator[tuple[bool, int, int, int]]:
    """Whether it limits awards, the number, and the span of every sentence that states a limit."""
    for match in _LIMIT.finditer(text):
        floor = max(0, match.start() - 220)
        ends = [m.end() for m in _SENTENCE_END.finditer(text, floor, match.start())]
        start = ends[-1] if ends else floor
        stop = re.compile(r"[;]|\.(?:\s|$)").search(text, match.end())
        sentence = text[start : min(stop.start() if stop else len(text), match.end() + 90)]
        words = match.group()
        before = text[start : match.start()]
        if re.match(r"plus\s+(?:de|d')|mehr|qu", words) and not _NO.search(before):
            continue
        if _MAY_MORE.search(words):
            continue
        award = _kind(before + words, sentence)
        number = _value(next(n for n in (match["a"], match["b"], match["c"]) if n))
        if award is not None and number:
            first = start + (len(before) - len(before.lstrip()))
            yield award, number, first, match.end()


def _kind(before: str, sentence: str) -> bool | None:
    """True when awards are limited: the last verb before the number decides, else the first one after it."""
    awards, bids = ([m.end() for m in words.finditer(before)] for words in (_AWARD, _SUBMIT))
    if awards or bids:
        return max(awards, default=-1) > max(bids, default=-1)
    if _AWARD.search(sentence):
        return True
    return False if _SUBMIT.search(sentence) else None


def _value(said: str) -> int:
    if said.startswith(("un", "ein")):
        return 1
    return int(parse_number(said) or 0)

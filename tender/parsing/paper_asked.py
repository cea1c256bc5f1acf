"""Papers only spoken of: "le candidat produit un engagement écrit", "le formulaire DC4 renseigné"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tender.parsing.flow import BULLET, Flow, capital, fold
from tender.parsing.paper_lists import Paper, part_of_paper, short
from tender.parsing.paper_words import AWARD, CONDITION, ITEM, NOT_PAPER, PAPER, PART_WORDS, REFUSAL, SENTENCE
from tender.parsing.paper_zones import Zone

WHO = (
    r"(?:candidate?s?|soumissionnaires?|concurrents?|entreprises?|operateurs?|groupements?|attributaires?"
    r"|prestataires?|mandataires?|adjudicataires?|titulaires?\s+pressentis?|elles?|ils?)"
)
TAIL = re.compile(
    r"(?:\s+(?:des articles?|de l['’]article|conformément|https?:)|,?\s+(?:constitué|établi|rédigé)e?s?)\b.*$"
)


def asked_papers(
    flow: Flow, zones: Sequence[Zone], titles: frozenset[int], told: Sequence[Zone]
) -> Iterator[Paper]:
    """Papers named in sentences: "le candidat produit un engagement écrit", "le formulaire DC4 renseigné"."""
    match = SENTENCE.search(flow.text)
    while match:
        line = flow.lines[flow.line_at(match.start())]
        if any(a < match.end() and match.start() < b for a, b, _ in told):
            match = SENTENCE.search(flow.text, match.end())
            continue
        # The words of a title do not run on into the sentence below it.
        if line.start in titles and match.end() > line.end:
            match = SENTENCE.search(flow.text, line.end)
            continue
        floor = max(0, match.start() - 400)
        ends = (flow.text.rfind(". ", floor, match.start()), flow.text.rfind(".\n", floor, match.start()))
        start = max(*ends, floor - 1) + 1
        sentence = flow.text[max(start, match.start() - 260) : match.end()]
        if _LATER.search(sentence) and not re.search(WHO, sentence):
            match = SENTENCE.search(flow.text, match.end())
            continue  # what is handed in while the contract runs
        part = next((p for s, e, p in zones if s <= match.start() < e), None)
        part = part_of_paper(match.group(), part) if part is not None else None
        if PART_WORDS[1][1].search(sentence) or re.search(r"attributaire", sentence):
            part = AWARD
        if LISTED.search(match.group()):
            match = SENTENCE.search(flow.text, line.end)
            continue  # a list, read as one
        if part and not ITEM.match(flow.text[line.start : line.end]) and not REFUSAL.search(sentence):
            yield from _named_in(flow, match, start, part)
        match = SENTENCE.search(flow.text, match.end())


def _named_in(flow: Flow, match: re.Match[str], start: int, part: str) -> Iterator[Paper]:
    """The papers of one sentence, with the condition that opens it; a list of papers gives each of them."""
    lead = CONDITION.search(flow.text[start : match.start()])
    verb = match.end(match.lastgroup) if match.lastgroup else match.start()
    first = start + lead.start() if lead else verb
    whole = short(flow.words(first, match.end()))
    whole = TAIL.sub("", whole)
    whole = re.sub(r"^(?i:au plus tard|avec|par|dans leur)[^,]{0,90},\s*", "", whole.strip(" :"))
    names = [] if lead else _AND.split(whole)
    if len(names) < 2 or not all(PAPER.search(fold(name)[:60]) for name in names):
        names = [whole]
    for name in names:
        folded = fold(name)
        named = lead or not NOT_PAPER.match(folded)
        if len(name) > 2 and named and PAPER.search(folded[: 260 if lead else 70]):
            yield Paper(capital(name), part_of_paper(folded, part), flow.evidence(first, match.end()))


LISTED = re.compile(rf"\n\s*(?:{BULLET}|\d{{1,2}}\s?°)\s")
_LATER = re.compile(r"\b(?:le|du|au)\s+titulaire\b|en\s+cours\s+d'execution|cours\s+de\s+marche")
_AND = re.compile(r"(?:,\s+(?:et\s+)?|\s+et\s+)(?=l['’]|le |la |les |une? )")

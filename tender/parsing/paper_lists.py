"""Papers named one after the other on a line: "Pièces de l'offre : un mémoire ; un planning ; le BPU"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tender.parsing.flow import Flow
from tender.parsing.paper_words import ANNOUNCING, ANY, APPLY, NOT_PAPER, OFFER, OFFERED, PAPER, PART_WORDS
from tender.vocabulary.source import Evidence


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper a call demands: its name, the part of the bid it belongs to, its place."""

    name: str
    part: str | None
    evidence: tuple[Evidence, ...]
    confidence: float = 0.85


_LIST = re.compile(
    r"(?:^|(?<=\.\s))(?P<lead>[^\n:;]{3,140}?)\s*(?::|=>|→)[ \t]*(?P<list>(?=[^\n])[^:]{12,2000}?)"
    r"(?=\.\s*\n|\.\s*\Z|\n\s*(?:\d+(?:\.\d+)+|\d+\s*[.)-]|[ivx]+\s?\.|article)|\n[^\n:]{3,60}:|\Z)",
    re.MULTILINE,
)
_PART = re.compile(
    r"^\W*(?:(?:article|section|chapitre|titre|partie)\s*)?"
    r"(?:(?:[\divx]{1,4}|[a-h](?=[.)\-/]))(?:[.\-]\d{1,2}){0,3}[.)\-/]?\s*)?\W{0,4}(?:le |la "
    r"|l')?(?:dossier |pieces? "
    r"|contenu )?"
    r"(?:de |d'|du )?(?:la |l')?(?P<part>candidature|offre)s?$"
)
_LONG = re.compile(r"\.\s|\n\s*\n|\b(?:est|sont|doit|doivent|peut|peuvent|sera|seront)\b")
_MARKS = (
    re.compile(r"\s*;\s*(?:et\s+)?"),
    re.compile(r"\s+[-+]\s+"),
    re.compile(
        r",\s+(?:et,?\s+)?(?:le\s+cas\s+echeant,\s+)?|(?<!certificats)\s+et\s+(?=un|le|la|l'|deux|trois|\d|(?:attestations?|certificats?|extraits?|copies?|declarations?|planning)\b)"
    ),
)


def papers(
    flow: Flow,
    since: int = 0,
    tabled: Sequence[tuple[int, int]] = (),
    zones: Sequence[tuple[int, int, str]] = (),
) -> Iterator[tuple[int, int, Paper]]:
    """The papers of every list that a line announces and goes on with, each with where its list stands.

    Most parts of a list must name a paper.

    `tabled`: where tables already read stand. `zones`: spans and their parts, for lists that say none.
    """
    for match in _LIST.finditer(flow.text, since):
        part = _part(match["lead"])
        if part is None or any(a < match.end("list") and match.start("list") < b for a, b in tabled):
            continue
        start, end = match.span("list")
        part = part or next((held for a, b, held in zones if a <= start < b), ANY)
        for mark in _MARKS:
            spans = list(split_at(mark, flow.text, start, end))
            named = [p for a, b in spans if (p := paper(flow, a, b, part))]
            if mark is not _MARKS[0] and any(
                _LONG.search(flow.text[a:b]) or b - a > _WHOLE for a, b in spans
            ):
                continue  # a comma also stands inside a sentence
            if len(spans) > 1 and len(named) >= max(2, 0.6 * len(spans)):
                for a, b in spans:
                    if one := paper(flow, a, b, part) or (_unnamed(flow, a, b, part) if part else None):
                        yield start, end, one
                break


def _unnamed(flow: Flow, start: int, end: int, part: str) -> Paper | None:
    """A short noun phrase between papers that no known word names, believed less: "projet social"."""
    folded = flow.text[start:end].strip(" .;,\n")
    if not _BRIEF[0] <= len(folded) <= _BRIEF[1] or NOT_PAPER.match(folded) or _LONG.search(folded):
        return None
    return Paper(short(flow.words(start, end)), part, flow.evidence(start, end), 0.6)


_BRIEF = (6, 60)
_WHOLE = 95
"""Letters of one of several papers between commas."""


def bare_part(title: str) -> str | None:
    """The part a title names that says nothing else: "4. Candidature", "V.2 Offre"."""
    bare = _PART.match(title.strip(" :"))
    if bare is None:
        return None
    return APPLY if bare["part"] == "candidature" else OFFER


_LAST_WORD = re.compile(r"\b(?:votre|sa|leur|la|l')\s*(?P<part>candidature|offre)$")
"""How a line ends that says what the papers after its colon are for."""


def _part(lead: str) -> str | None:
    last = _LAST_WORD.search(lead)
    told = (
        bare_part(lead)
        or (last and (APPLY if last["part"] == "candidature" else OFFER))
        or next((part or "" for part, words in PART_WORDS if words.search(lead)), None)
    )
    return (told or None) if told is not None else ANY if ANNOUNCING.search(lead) else None


def split_at(mark: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans between the marks of a stretch of text."""
    for found in mark.finditer(text, start, end):
        if found.start() > start:
            yield start, found.start()
        start = found.end()
    if end > start:
        yield start, end


def paper(flow: Flow, start: int, end: int, part: str) -> Paper | None:
    """The paper a span names; None when its words name none."""
    either = EITHER.match(flow.text, start, end)
    start = either.end() if either else start
    folded = flow.text[start:end].strip()
    if _NOT_ASKED.search(_ASIDE.sub("", folded[:_OPENING])):
        return None
    conditional = _CONDITIONAL.match(folded)
    folded = folded[conditional.end() :] if conditional else folded
    if not PAPER.search(folded[:90]) or NOT_PAPER.match(folded) or not 2 <= len(folded) <= 900:
        return None
    if _HEADING.match(folded) or re.search(r"\.{6,}|^_+|@", folded) or folded.startswith("http"):
        return None
    return Paper(short(flow.words(start, end)), part_of_paper(folded, part), flow.evidence(start, end))


EITHER = re.compile(
    r"\s*(?:ou\s+)?soit\s+(?:(?:au\s+moyen|sous\s+(?:la\s+)?forme|a\s+l'aide)\s+(?:de\s+(?:la\s+|l')?|du\s+|des\s+|d'une?\s+)"
    r"|par\s+|via\s+|(?=l[ea]s?\s|l'|une?\s|dc|dume))"
)
"""One of several ways: "soit au moyen du DUME"."""
_NOT_ASKED = re.compile(
    r"\bn'(?:est|a|ont|y\s+a)\s+pas\s+(?:a\s|exige|demande|requis|obligatoire|necessaire)"
    r"|\bne\s+(?:sont|sera|seront)\s+pas\s+(?:a\s|exige|demande|requis|obligatoire|necessaire)"
)
_ASIDE = re.compile(r"\([^()]*\)?")
_OPENING = 120
_HEADING = re.compile(
    r"(?:(?:les?|des|l'ensemble\s+des)\s+)?(?:renseignements?|documents?|pieces?|elements?|justificatifs?"
    r"|informations?)\b[^:]{0,260}:\s*$"
)
"""Papers are listed below it: "Les renseignements demandés aux fins de vérification, à savoir :"."""
_CONDITIONAL = re.compile(
    r"(?:si|s'il|lorsque|en\s+cas\s+de|le\s+cas\s+echeant)\b[^,;:]{0,90}[,:]\s*(?=[a-z])"
)
"""The case in which a paper is asked: "Si le candidat est en redressement, copie du jugement"."""


def part_of_paper(folded: str, part: str) -> str:
    """The part a list says; where it says none, the one such papers belong to; DC1 and DC2 always do."""
    if part == OFFER and _OF_CANDIDATE.match(folded):
        return APPLY
    return part if part != ANY else OFFER if OFFERED.search(folded[:90]) else APPLY


_OF_CANDIDATE = re.compile(
    r"\W*(?:(?:l[ea]s?|une?|formulaires?|imprimes?|lettre\s+de\s+candidature)\s+)*\(?dc\s?[12]\b"
)


def short(name: str) -> str:
    """The name of a paper with plain apostrophes, without the sentences that explain it."""
    name = name.replace("’", "'").strip(" ;.,:–—-")
    if len(name) <= 200:
        return name
    cut = re.search(r"(?<=[a-zé)])[.;]\s|\s:\s", name[40:])
    name = name[: 40 + cut.start()] if cut else name
    return name if len(name) <= 260 else name[:260].rsplit(" ", 1)[0] + " …"

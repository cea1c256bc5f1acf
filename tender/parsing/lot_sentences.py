"""Lots named one after the other in running text: "le lot 1 est le lot Charpente ; le lot 2 regroupe …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tender.parsing.flow import Flow, gated, pattern
from tender.parsing.gated import Gated
from tender.parsing.lot_changes import COUNT_WORDS
from tender.parsing.numerals import parse_number

_NAMED = gated(
    r"\b(?:lot|los) (?:n ?° ?|no\.? ?)?(?P<n>\d{1,2}|[a-h])\b ?(?:\( ?(?:numero|n°"
    r"|lot)? ?(?P<m>\d{1,2}) ?\))?"
    r" ?(?:[:,–-]|est (?:le lot |celui (?:de la |de l'|des |du |de )|consacre (?:a la |a l'|aux |au )"
    r"|relatif (?:a la |a l'|aux |au ))?"
    r"|regroupe|concerne|comprend|porte sur|correspond (?:a la |a l'|aux |au |a )|relatif (?:a la |a l'"
    r"|aux |au ))"
    r" ?(?P<title>[a-z«\"][^;.:]{3,150}?)"
    r"(?= ?[;.]| ?,? ?(?:et )?(?:le |un )?\b(?:lot|los) (?:n ?° ?)?(?:\d|[a-h]\b)| ?\((?:environ|estim|max"
    r"|montant)|\n ?\n|\n ?\d{1,2} ?[.)]|\n ?(?:article|chapitre)\b|\)(?![^()]*\()|$)"
)
_BARE = pattern(
    r"(?:[:,;]|\bet|\bpuis) (?:le |un )?lot (?:n ?° ?)?(?P<n>\d{1,2}) (?P<title>[a-z«\"][^;.:,(]{3,90}?)"
    r"(?= ?[;.,(]| et (?:le |un )?lot (?:n ?° ?)?\d|\n ?\n|$)"
)
"""Nothing between number and name: "comme suit : lot 1 Nord, lot 2 Centre et lot 3 Sud"."""
_AFTER = pattern(
    r"(?:[:;,]|\bet\b) (?:et )?(?P<title>[a-z«\"][^;:.()]{3,120}?) \( ?lot (?:n ?° ?)?"
    r"(?P<n>\d{1,2}) ?\)"
)
"""The number after its name: "gardiennage (lot 1) ; tri des encombrants (lot 2)"."""
_COUNTED = pattern(
    r"(?:\blots\b[^.:\n]{0,40}:|[;,]"
    r"|\bet\b) n ?° ?(?P<n>\d{1,2}) ?[:,–-]? ?(?P<title>[a-z«\"][^;.:,(]{3,90}?)"
    r"(?= ?[;.,(]| et n ?° ?\d|\n ?\n|$)"
)
"""The word once for all: "Deux lots : n° 1 tri ; n° 2 accueil"."""
_SENTENCED = gated(
    r"\blot (?:n ?° ?|no\.? ?)?(?P<n>\d{1,2}) ?: "
    r"(?P<title>[a-z«\"](?:[^.;]|\.(?!\s+lot\b|\s*\n|\s*$)){3,320}?)"
    r"(?=[.;](?:\s+lot\b|\s*\n|\s*$))"
)
"""A sentence each, with colons and initials: "Lot 1 : Colloques : séances (salle P. Lot). Lot 2 : …"."""
_QUOTED = pattern(r"\blot (?:n ?° ?)?(?P<n>\d{1,2}) \"(?P<title>[^\"\n]{3,120})\"")
"""The name in quotes: "lot 1 « Courant faible » lot 2 « Courant fort »"."""
_WAYS = (_NAMED, _QUOTED, _BARE, _COUNTED, _AFTER, _SENTENCED)
_NOT_TITLE = re.compile(
    r"(?:est|sont|sera|ne|n'|aucun\w*|maximum|minimum|montant|a\s|attribu|reserve|doit|pour\s+(?:le"
    r"|lequel)|ou\s|et\s)\b|\d"
)
_NEAR = 420


_TITLE = re.compile(
    r"^\W*(?:[\divx.]{1,6}[\s.)–-]+)?(?:(?:liste|designation|detail|les)\s+(?:des\s+)?)?lots\W*$"
    r"|^\W*(?:n ?° ?(?:du |de )?)?lots?\s*(?:n ?°|\(s\))?\W*\s(?:designation|intitule|libelle|objet)\W*$"
)
_ANNOUNCED = re.compile(rf"\b(?P<count>\d{{1,2}}|{COUNT_WORDS})\s+lots\b[^.:]{{0,40}}:\s*$")
"""Numbered lines below are lots when there are as many as it says."""
_SHORT = 60
_LINE = re.compile(r"\s*(?P<n>\d{1,2})(?:\s*[:.)|–-]+\s*|\s+)(?P<title>[a-z«\"].{3,120}?)\s*[;.]?\s*$")


@dataclass(frozen=True, slots=True)
class LotNamed:
    """A lot as a sentence names it, and the folded span of its name."""

    number: str
    start: int
    end: int
    opens: int


def lots_in_sentences(flow: Flow) -> list[LotNamed]:
    """The longest run of lots that count up from the first; at least two, close to each other."""
    found = [_longest_run(_named(flow, words)) for words in _WAYS]
    return max([*found, _under_title(flow)], key=len)


def _under_title(flow: Flow) -> list[LotNamed]:
    """Numbered lines right below a title that says "LOTS" and no more."""
    for index, line in enumerate(flow.lines):
        announced = _ANNOUNCED.search(flow.line_text(index))
        if line.end - line.start > _SHORT or not (announced or _TITLE.match(flow.line_text(index))):
            continue
        found: list[LotNamed] = []
        for below in flow.lines[index + 1 :]:
            match = _LINE.match(flow.text, below.start, below.end)
            if match is None or int(match["n"]) != len(found) + 1:
                break
            found.append(LotNamed(match["n"], *match.span("title"), below.start))
        if len(found) > 1 and (announced is None or parse_number(announced["count"]) == len(found)):
            return found
    return []


def _longest_run(found: Iterator[LotNamed]) -> list[LotNamed]:
    best: list[LotNamed] = []
    run: list[LotNamed] = []
    for named in found:
        if run and named.opens - run[-1].end < _NEAR and _rank(named.number) == _rank(run[-1].number) + 1:
            run.append(named)
        else:
            run = [named] if _rank(named.number) == 1 else []
        best = max(best, list(run), key=len)
    return best if len(best) > 1 else []


_SAYS = re.compile(
    r"(?:(?:regroupe|concerne|comprend|porte\s+sur|correspond(?:\s+a)?|est\s+relatif\s+a|relatif\s+a"
    r"|pour)\s+)?"
    r"(?:(?:le|la|les|aux?|du|des)\s+|l')?"
)
"""Between a lot and its name: "concerne le"; the second of a row leaves the verb out."""


def _named(flow: Flow, words: Gated | re.Pattern[str]) -> Iterator[LotNamed]:
    for match in words.finditer(flow.text):
        start, end = match.span("title")
        said = _SAYS.match(match["title"])
        start += said.end() if said else 0
        title = flow.text[start:end].strip()
        if len(re.findall(r"[a-z]", title)) >= 4 and not _NOT_TITLE.match(title):
            number = match.groupdict().get("m") or match["n"]
            yield LotNamed(number, start, end, match.start())


def _rank(number: str) -> int:
    return int(number) if number.isdigit() else ord(number) - 96

"""EXEC_INSERTION told by three things in one statement, in any order: who is far from work, work, a duty.

"La main-d'œuvre du chantier comprendra un dixième de personnes en parcours": `hiring` knows who gives work
to whom by the order of the words; here only what is said counts, so more must be ruled out.
Source: as for `inclusion`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tender.clauses.duties import DUTY, MARKS, ONLY_TELLS, SUPPOSED, looked_after
from tender.clauses.negation import denied, is_ticked
from tender.clauses.passage import Hit, Passage
from tender.clauses.phrases import phrase
from tender.vocabulary.clause import ClauseType

STEMS = (
    "emploi",
    "chomeu",
    "chomage",
    " rsa",
    "minima",
    "precari",
    "exclu",
    "difficult",
    "eloign",
    "defavoris",
    "fragil",
    "vulnerab",
    "prioritaire",
    "sertion",
    "eligible",
    "plie",
    "clause",
    "qualifi",
    "diplom",
    "sans travail",
    "mission locale",
    "missions locales",
    "france travail",
    "solidarite active",
    "main de justice",
    "deld",
    " iae",
    "l'iae",
    "qpv",
    "politique de la ville",
    "facilitat",
    "brsa",
)
_LOCAL = (
    r"(?:habitante?s?|personnes?|residents?|demandeurs d'emploi|jeunes?|publics?|salaries?)"
    r"(?: (?:(?:issu|domicilie|resid|habit|venu)\w+|sans emploi|et|des?|du|d'un|en|dans|au sein|les?"
    r"|un|une))*"
    r" (?:quartiers? (?:de la )?politique|quartiers? prioritaires?|qpv\b)"
)
_WHO = phrase(r"{FAR}", _LOCAL, r"jeunes [\w ]{0,24}de moins de (?:25|26|30) ans")
# Work, and the time or the money it takes.
_WORK = phrase(
    r"embauch\w+|recrut\w+|employ(?:er|era|eront|ant|e|es|ee|ees)\b|emploie\w*|emplois?\b"
    r"|(?:fai\w+|fass\w+|fera|feront) (?:appel|intervenir|participer|travailler)|interviendr\w+"
    r"|travaill(?:er|era|eront|ent|ant)\b|(?:mise?|mettre|mettra) (?:au travail|a (?:la )?disposition)",
    r"heures?|\d ?h\b|temps (?:total |global )?(?:de travail|de prestation|passe|plein|travaille)"
    r"|volume horaire"
    r"|masse salariale|effectifs?|equipes?|main[ -]?d'œuvre|etp\b|equivalents? temps|journees? de travail",
    r"postes?|contrats? (?:de travail|a duree|de chantier|de professionnalisation)|cdd\b|cdi\b|cddi\b"
    r"|(?:periodes?|missions?) (?:de travail|d'emploi|d'interim)|interim\w*|sous-?trait\w+",
    r"(?:realis|execut|effectu|assur|accompli|confi|attribu|reserv|dedi|consacr|affect)\w*"
    r"(?: [\w',()%/-]+){0,8}? (?:par|a|aux?)",
    r"travail (?:a|aux|pour)|confi(?:er|era|e|ent|eront)\b|affect\w+|occup(?:er|era|eront|ee?s?)\b|mobilis\w+"
    r"|integr\w+|position\w+"
    r"|place(?:r|ra|ront)\b|associ\w+ a (?:l'execution|la realisation)|sur (?:le|son|ses) chantiers?",
)
# The bidder's own staff, of today or yesterday; employers of a kind; the law's proportions; exclusion.
_OWN_STAFF = phrase(
    r"effectifs? (?:actuel|global|total|moyen)|au cours des (?:trois|3)|derni\w+ annees|a ce jour"
    r"|obligation d'emplo(?:i|yer)\b|operateurs? economiques? (?:qui )?emplo\w+|agefiph"
    r"|interdiction\w* de soumissionner|reprise (?:obligatoire )?d[eu]s?"
    r" personnel|proportion (?:minimale|minimum)|reservee? aux candidat|article l\.? ?5212|l\.? ?5132-4",
)
_CLOCK = re.compile(r"\b(?:de|a|des|entre|et)[ ]\d{1,2}[ ]?h(?:eures?)?$")
_LEARNING = re.compile(r"apprentissage|alternance|contrats? de professionnalisation")
_BEFORE, _AFTER = 170, 110
_MOST_ITEMS = 5


def detect(passage: Passage) -> Iterator[Hit]:
    """Statements that bind somebody to have work done by people far from employment."""
    for start, end in _statements(passage):
        words = passage.folded[start:end]
        people = list(_WHO.finditer(words))
        if not people or not DUTY.search(words) or ONLY_TELLS.search(words):
            continue
        # People's own words ("demandeurs d'emploi") are no work.
        rest = words
        for match in people:
            rest = rest[: match.start()] + "_" * (match.end() - match.start()) + rest[match.end() :]
        for match in people:
            work = _work_near(rest, match)
            if work is None or is_ticked(passage.text, start + match.start()) is False:
                continue
            first, last = min(work.start(), match.start()), max(work.end(), match.end())
            if _ruled_out(words, rest, first, last) or _is_training(match.group(), words):
                continue
            yield Hit(
                ClauseType.EXEC_INSERTION,
                start + first,
                start + last,
                0.66,
                denied=denied(words, first, last),
            )


def _statements(passage: Passage) -> Iterator[tuple[int, int]]:
    """The sentences near a stem that name such people, each with the list it introduces."""
    done = -1
    for first, last in passage.around(STEMS):
        for match in _WHO.finditer(passage.folded, first, last):
            sentence = passage.sentence(match.start())
            if sentence.start <= done:
                continue
            start = sentence.start
            before = passage.preceding(sentence, 1)
            if before and before[0].lead:
                start = before[0].start
            done = sentence.start
            yield start, passage.list_end(sentence, _MOST_ITEMS)


def _work_near(rest: str, people: re.Match[str]) -> re.Match[str] | None:
    """The word of work nearest before the people, else the first after them."""
    before = list(_WORK.finditer(rest, max(0, people.start() - _BEFORE), people.start() + 1))
    if before:
        return before[-1]
    after = _WORK.search(rest, people.end(), people.end() + _AFTER)
    return None if after and _CLOCK.search(rest[people.end() : after.end()]) else after


def _is_training(people: str, words: str) -> bool:
    """Whether those who are only young are taken on to learn a trade."""
    return people.startswith("jeunes") and "de moins de" in people and bool(_LEARNING.search(words))


def _ruled_out(words: str, rest: str, first: int, last: int) -> bool:
    near = words[max(0, first - 120) : last + 90]
    return bool(
        MARKS.search(words[max(0, first - 200) : last + 120])
        or looked_after(rest, first, last)
        or _OWN_STAFF.search(near)
        or SUPPOSED.search(words[:first])
    )

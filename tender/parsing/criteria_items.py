"""Award criteria as found one after the other, and the tree their numbers and sums make of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from tender.parsing.flow import BULLET, Flow, fold
from tender.vocabulary.call import AwardCriterion
from tender.vocabulary.source import Evidence

ROUNDING = 0.6
"""How far the sum of weights may be from a whole: thirds and sixths are written rounded."""
TOTALS = frozenset({5, 8, 10, 20, 30, 40, 50, 60, 80, 100, 120, 150, 200, 1000})
"""What points add up to."""

_SOCIAL = re.compile(
    r"insertion(?!\s*(?:paysag|urbain|dans\s*le\s*site))|\bsocia(?:l|le|les|ux)\b(?!\s*de\s*l'entreprise)"
    r"|\bemploi\b"
    r"|handicap|inclusi|egalite|discrimination|apprenti|\brse\b|\biae\b|sozial|inklusi|gleichstellung"
    r"|ausbildung"
)
_GREEN = re.compile(
    r"environn|ecolog|eco-?respons|carbone|\bges\b|energet|developpement durable|dechet|recycl|biodivers"
    r"|emission"
    r"|\brse\b|umwelt|nachhaltig|klimaschutz|klimaneutral|co2|sustainab|ressources naturelles|circulaire"
)
_PRICE = re.compile(r"\bprix\b|\bcout\b|\bpreis|price|montant|tarif|financi|kosten")
_NUMBERING = re.compile(
    rf"^\s*(?:{BULLET}\s*)*(?:\d{{1,2}}\s*(?:er|ere|eme|e|nd)\s*(?P<nth>sous-?\s*)?criteres?\s*[:.)-]*\s*"
    rf"|(?:sous|sub)\s*-?\s*crit\w+\s*(?:n\s*[°o]?\.?\s*)?(?P<sub>\d[\d.]*)?\s*[:.)-]?\s*"
    r"|(?:criteres?|kriterium|criterion)\s*(?:n\s*[°o]?\.?\s*)?(?P<crit>\d[\d.]*|[a-h](?=\s*[:.)-]))\s*[:.)-]?\s*"
    r"|(?P<coded>[a-h]\.?\d{1,2})\s*[:.)-]\s*"
    r"|(?P<dotted>\d{1,2}(?:\.\d{1,2})+)\s*(?:[.):°-]\s*)*|(?P<num>\d{1,2})\s*(?:[.):°]|-|–)+\s*"
    r"|(?P<letter>[a-z])\s*[).]\s*|(?P<roman>[ivx]{1,4})\s*[).-]\s+)?"
)
_CUT = re.compile(
    r"\s*(?:,?\s+(?:l'examen|l'appreciation|l'analyse|la\s+notation|la\s+note)\s+de\s+ce\b|\.\s+(?:ce|le"
    r"|il|elle|cet|cette|les|definition|note)\b|\n\s*(?:apprecie|juge|evalue|note|analyse)"
    r"|\s:?\s*(?:apprecie|juge|evalue|analyse|ponder)(?:e|ee|es|ees)?\b|\s:?\s*note(?:e|es|ees|\s+(?:sur"
    r"|selon|a\s))\b|\s-\s(?:apprecie|juge|evalue)"
    r"|:\s*\n"
    r"|\bce (?:sous-)?critere\b|:\s*(?:ce|cette|les|le|definition|il)\b|\bdefinition et appreciation"
    r"|\n\s*definition)"
)
_LABEL = re.compile(
    r"^[A-Z]\d?\s*:\s*(?=[a-zà-ÿ])|^[A-Z]\s+[–—-]\s+(?=[A-ZÀ-Ý])"
    r"|^(?:[Ss]ous[ -]?|SOUS[ -]?)?(?:[Cc]rit[èe]re|CRIT[ÈE]RE)s?(?:\s*n\s*[°o]?\s*\d+)?\s*"
    r"(?:[:–-]\s*|\s(?=[A-ZÀ-Ý«\"“]))"
)
"""The word "Critère" before a name of its own: "Critère Prix", not "Critère financier"."""
_OUT_OF = re.compile(
    r"\s*[(,:–-]*\s*(?:/|\b(?:notée?s?\s+)?sur)\s*\d{1,3}(?:\s*(?:points?|pts?))?\s*\)?$", re.IGNORECASE
)
_LEAD = re.compile(
    r"^\s*(?:le |la |l')?(?:sous-?)?criteres?\s+(?:relati\w+\s+a(?:u|ux)?\s+|(?:de\s+)?(?:la\s+|l'|le\s+)?)?"
)
_PRICED_ON = re.compile(
    r"montants?\s+(?:total|global|estimati\w+)?[^.=/]{0,60}?\b(dpgf|dqe|bpu|detail quantitatif)"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One criterion as printed: its cleaned name, weight, how deep its number says it is (None: unsaid)."""

    name: str
    weight: float | None
    unit: str | None
    level: int | None = None
    opens: bool = False
    evidence: tuple[Evidence, ...] = ()
    lots: tuple[str, ...] | None = None
    sub: tuple[Item, ...] = field(default=())
    mark: str = ""
    """The bullet or dash before it, if any."""


def total_of(items: Iterable[Item]) -> float:
    """What items weigh together, without their parts."""
    return sum(item.weight or 0.0 for item in items)


@dataclass(frozen=True, slots=True)
class Group:
    """Criteria found together: where, what the words around say, and the items in order."""

    flow: Flow
    page: int
    title: str
    items: tuple[Item, ...]
    lots: tuple[str, ...] | None = None
    spans: tuple[tuple[int, int], ...] = ()
    """Where the tables they stand in begin and end in the running text."""
    detail: str = ""
    """The words that say whose detail they are: "la valeur technique est notée ainsi"; "" for criteria."""


def clean_name(printed: str) -> tuple[str, int | None]:
    """The name without number, label and explanation; and its level when the number or label tells it."""
    folded = fold_same_length(printed)
    head = _NUMBERING.match(folded)
    start, level = 0, 2 if _WITHIN.match(folded) else None
    if head and head.end():
        number = head["sub"] or head["crit"] or head["num"] or head["dotted"] or ""
        start = head.end()
        is_sub = head["nth"] or re.match(rf"\s*(?:{BULLET}\s*)*(?:sous|sub)", folded)
        is_sub = is_sub or _WITHIN.match(folded)
        level = 2 if is_sub or head["coded"] else number.strip(".").count(".") + 1 if number else None
    rest = printed[start:]
    folded = folded[start:]
    priced = (
        _PRICED_ON.search(re.sub(r"\s+", " ", folded)) if re.match(r"\s*(?:definition|ce )", folded) else None
    )
    if priced:
        text = re.sub(r"\s+", " ", rest)
        return text[priced.start() : priced.end()], level or 2
    aside = re.search(r"\n\s*(?:(?:Das|Der|Die|Le|La|Les|Ce|Il|Cette|Note)\s|\()", rest)
    if aside and aside.start() > 3:
        rest, folded = rest[: aside.start()], folded[: aside.start()]
    cut = _CUT.search(folded, 3)
    name = re.sub(r"\s+", " ", rest[: cut.start()] if cut else rest).strip(" \t:;,.-–—•")
    name = re.sub(r"[\s,;:(–-]*\b[Dd]ont\W*$|^Gewichtung\s+(?=[A-ZÄÖÜ])", "", name)
    name = _LABEL.sub(
        "",
        _OUT_OF.sub("", re.sub(r"^(?:(?:[Dd]ont|[Dd]avon|[Dd]arunter)\s+|\d{1,3}\s+(?=[A-ZÀ-Ý]))", "", name)),
    ).strip(' :;,.-–—«»"“”')
    if len(name) > 170 and ":" in name:
        name = name.split(":", 1)[0].strip()
    return name, level


_WITHIN = re.compile(rf"\s*(?:{BULLET}\s*)*(?:dont|davon|darunter)\b")
"""Before the part of a criterion: "dont délais : 2"."""


def fold_same_length(text: str) -> str:
    """Folded, one character for one, so that offsets fit the text."""
    return "".join((fold(c) or " ")[:1] if c != "\n" else "\n" for c in text)


def mark_of(folded: str) -> str:
    """The bullet or dash a folded text opens with: "-", "•", "o"; "" where it opens with a word."""
    found = _MARK.match(folded)
    return found.group(1) if found else ""


_MARK = re.compile(rf"\s*(o(?=\s)|{BULLET})")


def criterion(item: Item, lots: tuple[str, ...] | None = None, confidence: float = 0.9) -> AwardCriterion:
    """The criterion of the contract, its sub-criteria with it."""
    folded = fold(item.name)
    return AwardCriterion(
        name=item.name,
        weight=item.weight,
        unit=item.unit,
        is_social=bool(_SOCIAL.search(folded)),
        is_environmental=bool(_GREEN.search(folded)),
        lots=item.lots or lots,
        sub=tuple(criterion(sub, None, confidence) for sub in item.sub),
        evidence=item.evidence,
        confidence=confidence,
    )


def is_price(name: str) -> bool:
    """Whether a criterion is about what is paid."""
    return bool(_PRICE.search(fold(name)))

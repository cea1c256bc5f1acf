"""Award criteria as found one after the other, and the tree their numbers and sums make of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tender.parsing.flow import BULLET, Flow, fold
from tender.vocabulary.call import AwardCriterion
from tender.vocabulary.source import Evidence

ROUNDING = 0.6
"""How far the sum of weights may be from a whole: thirds and sixths are written rounded."""

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


def tree(items: list[Item]) -> list[Item]:
    """Sub-criteria under their criterion: by number, by mark, by "dont", else by sums that fit."""
    if any(i.level and i.level > 1 for i in items) and any(i.level in (None, 1) for i in items):
        return _by_level(items)
    marked = _by_mark(items)
    if marked is not None:
        return marked
    if _marked_apart(items):
        return _by_unit(items)
    opened = _by_opening(items) if any(i.opens for i in items) else []
    return opened if opened and (_adds_up(opened) or not _adds_up(items)) else _by_sum(items)


def _adds_up(items: list[Item]) -> bool:
    return abs(sum(item.weight or 0 for item in items) - 100) < ROUNDING


def mark_of(folded: str) -> str:
    """The bullet or dash a folded text opens with: "-", "•", "o"; "" where it opens with a word."""
    found = _MARK.match(folded)
    return found.group(1) if found else ""


_MARK = re.compile(rf"\s*(o(?=\s)|{BULLET})")


def _by_mark(items: list[Item]) -> list[Item] | None:
    """Under those marked as the first is, those marked otherwise: "• Technique", "o Moyens"; None: not so."""
    first = items[0].mark if items else ""
    if len({item.mark for item in items}) != 2 or abs(sum(i.weight or 0 for i in items) - 100) < ROUNDING:
        return None
    roots: list[Item] = []
    for item in items:
        if item.mark == first:
            roots.append(item)
        else:
            roots[-1] = replace(roots[-1], sub=(*roots[-1].sub, item))
    return roots if abs(sum(i.weight or 0 for i in roots) - 100) < ROUNDING else None


def _by_level(items: list[Item]) -> list[Item]:
    roots: list[Item] = []
    for item in items:
        deep = item.level or (2 if roots and _open_for(roots[-1], item) else 1)
        if deep > 1 and roots:
            roots[-1] = _put(roots[-1], item, deep)
        else:
            roots.append(item)
    return roots


def _open_for(parent: Item, item: Item) -> bool:
    """An item without a number goes on under a criterion that said "dont" and is not yet full."""
    held = sum(i.weight or 0 for i in parent.sub)
    return bool(parent.opens and parent.weight and item.weight and held + item.weight <= parent.weight + 0.01)


def _put(parent: Item, item: Item, deep: int) -> Item:
    if deep > 2 and parent.sub:
        return replace(parent, sub=(*parent.sub[:-1], _put(parent.sub[-1], item, deep - 1)))
    return replace(parent, sub=(*parent.sub, item))


def _marked_apart(items: list[Item]) -> bool:
    """One unit that reaches 100, and the other between: those share out the mark of a criterion."""
    shares = [i.weight or 0 for i in items if i.unit == items[0].unit]
    if len(shares) == len(items) or abs(sum(shares) - 100) >= ROUNDING:
        return False
    return all(_full_mark(root) for root in _by_unit(items))


def _full_mark(root: Item) -> bool:
    """The points under a criterion add up to a whole mark, no point more."""
    held = sum(sub.weight or 0 for sub in root.sub)
    return not root.sub or held in {10, 20, 30, 40, 50, 60, 100, root.weight}


def _by_unit(items: list[Item]) -> list[Item]:
    roots: list[Item] = []
    for item in items:
        if item.unit == items[0].unit:
            roots.append(item)
        else:
            roots[-1] = replace(roots[-1], sub=(*roots[-1].sub, item))
    return roots


def _by_opening(items: list[Item]) -> list[Item]:
    roots: list[Item] = []
    for item in items:
        if roots and not item.opens and _open_for(roots[-1], item):
            roots[-1] = replace(roots[-1], sub=(*roots[-1].sub, item))
        else:
            roots.append(item)
    return roots


def _by_sum(items: list[Item]) -> list[Item]:
    """When the sum exceeds 100, the run after a criterion that adds up to it (or to 100) is its detail."""
    total = sum(i.weight or 0 for i in items)
    if abs(total - 100) < ROUNDING or total < 100:
        return items
    exact = _folded_in(items, lambda parent: parent.weight or 0.0)
    return exact if exact is not items else _folded_in(items, lambda _: 100.0)


def _folded_in(items: list[Item], full: Callable[[Item], float]) -> list[Item]:
    """The first way of putting runs under the item before them that leaves 100 in all; else as they are."""
    found = _ways(items, 0, 100.0, full, [_TRIES])
    return items if found is None else found


_TRIES = 4000
"""Steps spent on looking for a way; lists of criteria are short."""


def _ways(
    items: list[Item], index: int, left: float, full: Callable[[Item], float], tries: list[int]
) -> list[Item] | None:
    """items[index:] as criteria that add up to `left`; a run that fits goes under its criterion first."""
    if index == len(items):
        return [] if abs(left) < ROUNDING else None
    tries[0] -= 1
    parent = items[index]
    rest = left - (parent.weight or 0.0)
    if rest < -ROUNDING or tries[0] < 0:
        return None
    run = _run(items, index, full(parent))
    for length in (run, 0) if run else (0,):
        after = _ways(items, index + 1 + length, rest, full, tries)
        if after is not None:
            sub = tuple(items[index + 1 : index + 1 + length])
            return [replace(parent, sub=sub) if sub else parent, *after]
    return None


def _run(items: list[Item], index: int, weight: float) -> int:
    """How many items after this one add up to `weight`; 0 when none do."""
    held = 0.0
    for count, item in enumerate(items[index + 1 :], 1):
        held += item.weight or 0.0
        if count > 1 and abs(held - weight) < 0.01:
            return count
        if held > weight + 0.01:
            return 0
    return 0


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

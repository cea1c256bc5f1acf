"""Hits on one clause become one: by type and lots, adjacent words joined, strongest first."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tender.clauses.lot_subjects import of_another
from tender.clauses.passage import Hit, Passage
from tender.clauses.scope import LotMention, lot_mentions, resolve, same_lot
from tender.vocabulary.clause import ClauseType, Family

_RESERVED = frozenset(kind for kind in ClauseType if kind.family is Family.RESERVED)
_PARTS_OF_BOTH = frozenset({ClauseType.RESERVED_SIAE, ClauseType.RESERVED_EA_ESAT})
_BOUGHT_OR_MARKED = frozenset(k for k in ClauseType if k.family in (Family.OBJECT, Family.CRITERION))

_OBLIGES = 0.84
"""Below this an insertion named beside a contract or criterion of insertion is that one, not a condition."""

_OUTRANKS = 0.7
"""The least strength that takes words from another clause."""

_RUNNING_HEAD = re.compile(
    r"(?:page[ ]?)?\d{1,3}(?:[ ]?(?:/|sur)[ ]?\d{1,3})?$|(?:ccap|cctp|rc|ae"
    r"|ccp)\b.{0,60}$|page\b.{0,20}$"
)

_OF_IT = (
    "cette clause",
    "cette action",
    "ce dispositif",
    "cet engagement",
    "elle ",
    "la clause",
    "lots concernes",
    "les lots concernes",
    "sont concerne",
    "est concerne",
    "seul",
    "l'engagement",
    "l'obligation",
)
"""How a sentence begins that goes on about the clause before it."""
_THIS_CLAUSE = re.compile(
    r"\b(?:cette|cet|ce)[ ](?:clause|action|dispositif|engagement|obligation|demarche)\b"
)
_FOLLOWS = (
    "en consequence",
    "par consequent",
    "a ce titre",
    "ainsi",
    "dans ce cadre",
    "il s'agit",
    "celle-ci",
    "celui-ci",
)
"""How a sentence begins that spells out the one before it."""
_LOT_ITEM = re.compile(r"[\W_]{0,4}(?:le[ ]|les[ ]|au[ ]|pour le[ ])?(?:lots?|los)\b")
_MOST_LOTS = 30
_NEXT = 4
"""Characters between a lead and what it introduces."""

ADJACENT = 160
"""Characters between two hits that still belong to one statement."""


@dataclass(frozen=True, slots=True)
class Found:
    """One clause in one text: its type, its words, the lots it is about.

    `subjects`: what a denial denies; `reach`: from the first to the last mention, where its figures stand.
    """

    type: ClauseType
    start: int
    end: int
    strength: float
    lots: tuple[str, ...] | None = None
    generic: bool = False
    subtype: str | None = None
    subjects: tuple[ClauseType, ...] = ()
    reach: tuple[int, int] = (0, 0)


def kept(hits: list[Hit]) -> list[Hit]:
    """Hits that stand: what is denied is not stated, what is unspecified yields to what is spelt out."""
    denials = [h for h in hits if h.denied]
    stated = [h for h in hits if not h.denied and not any(_covers(d, h) for d in denials)]
    stronger = [h for h in stated if h.strength >= _OUTRANKS and h.type in _RESERVED | _BOUGHT_OR_MARKED]
    stated = [h for h in stated if not _outranked(h, stronger)]
    if any(h.type is ClauseType.EXEC_INSERTION and h.strength > 0.6 for h in stated):
        stated = [h for h in stated if not (h.generic and h.type is ClauseType.SOCIAL_OTHER_EXEC)]
    if any(h.type in _BOUGHT_OR_MARKED for h in stated):
        stated = [h for h in stated if not (h.type is ClauseType.EXEC_INSERTION and h.strength < _OBLIGES)]
    if any(h.type in _RESERVED and not h.generic for h in stated):
        stated = [h for h in stated if not (h.generic and h.type in _RESERVED)]
    return stated + _distinct_denials(denials)


def _covers(denial: Hit, hit: Hit) -> bool:
    return denial.type is hit.type and denial.start < hit.end and hit.start < denial.end


def _distinct_denials(denials: list[Hit]) -> list[Hit]:
    kept_denials: list[Hit] = []
    for denial in sorted(denials, key=lambda h: (h.start, -h.end)):
        if not kept_denials or denial.start > kept_denials[-1].end:
            kept_denials.append(denial)
    return kept_denials


def _outranked(hit: Hit, others: list[Hit]) -> bool:
    """The same words can be one thing only: a reservation or a criterion outranks an action named in it."""
    return any(
        _outranks(o.type, hit.type)
        and (
            _inside(hit, o)
            or (o.type is ClauseType.INSERTION_OBJECT and hit.strength < 0.9 and _overlap(hit, o))
            or (o.type in _RESERVED and hit.strength < 0.8 and _overlap(hit, o))
        )
        for o in others
    )


def _inside(hit: Hit, other: Hit) -> bool:
    return other.start <= hit.start and hit.end <= other.end


def _overlap(hit: Hit, other: Hit) -> bool:
    return hit.start < other.end and other.start < hit.end


def _outranks(a: ClauseType, b: ClauseType) -> bool:
    if a in _RESERVED:
        return b not in _RESERVED or (a is ClauseType.RESERVED_BOTH and b in _PARTS_OF_BOTH)
    return a in _BOUGHT_OR_MARKED and b.family is Family.CONDITION


def merge(
    passage: Passage, hits: list[Hit], known_lots: tuple[str, ...] = (), adjacent: int = ADJACENT
) -> tuple[Found, ...]:
    """One Found per type, more only for lots told apart; denials are NEGATED. `adjacent`: see ADJACENT."""
    given = hits
    hits = sorted(kept(hits), key=lambda h: (h.start, h.end))
    scopes = _scopes(passage, hits, known_lots)
    founds: list[Found] = []
    for hit, lots in zip(hits, scopes, strict=True):
        kind = ClauseType.NEGATED if hit.denied else hit.type
        found = Found(
            kind,
            hit.start,
            hit.end,
            hit.strength,
            lots,
            hit.generic,
            hit.subtype,
            (hit.type,),
            (hit.start, hit.end),
        )
        twin = next((i for i, f in enumerate(founds) if _same(f, found)), None)
        if twin is None:
            founds.append(found)
        else:
            founds[twin] = _join(founds[twin], found, adjacent)
    vague = [h for h in given if h.generic and not h.denied and h.type is ClauseType.SOCIAL_OTHER_EXEC]
    founds = [_from_its_head(f, vague, adjacent) for f in founds]
    both = [f for f in founds if f.type is ClauseType.RESERVED_BOTH]
    return tuple(f for f in founds if f.type not in _PARTS_OF_BOTH or not any(_same_lots(f, b) for b in both))


def _from_its_head(found: Found, vague: list[Hit], adjacent: int) -> Found:
    """An insertion spelt out after "conditions à caractère social :" begins with those words."""
    if found.type is not ClauseType.EXEC_INSERTION:
        return found
    heads = [h.start for h in vague if h.start < found.start and found.start - h.end < adjacent]
    return replace(found, start=min(heads)) if heads else found


def _same_lots(part: Found, both: Found) -> bool:
    """A reservation to SIAE beside one to both, of the same lots, is that one told in two sentences."""
    return part.lots is None or both.lots is None or set(part.lots) <= set(both.lots)


def _same(a: Found, b: Found) -> bool:
    if a.type is not b.type or (a.type is ClauseType.SOCIAL_OTHER_EXEC and a.subtype != b.subtype):
        return False
    if a.lots is None or b.lots is None:
        return True
    return any(same_lot(x, y) for x in a.lots for y in b.lots) or b.start - a.end < ADJACENT


def _together(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[str, ...]:
    """The lots of both; "01" and "1" are one."""
    return (*a, *(lot for lot in dict.fromkeys(b) if not any(same_lot(lot, known) for known in a)))


def _join(a: Found, b: Found, adjacent: int) -> Found:
    lots = a.lots if b.lots is None else b.lots if a.lots is None else _together(a.lots, b.lots)
    strong, weak = (a, b) if a.strength >= b.strength else (b, a)
    start, end = strong.start, strong.end
    if weak.start - end < adjacent and start - weak.end < adjacent:
        start, end = min(start, weak.start), max(end, weak.end)
    subjects = tuple(dict.fromkeys([*a.subjects, *b.subjects]))
    return Found(
        strong.type,
        start,
        end,
        strong.strength,
        lots,
        a.generic and b.generic,
        strong.subtype or weak.subtype,
        subjects,
        (min(a.reach[0], b.reach[0]), max(a.reach[1], b.reach[1])),
    )


def _scopes(passage: Passage, hits: list[Hit], known: tuple[str, ...]) -> list[tuple[str, ...] | None]:
    """For each hit the lots named nearest to it in its sentence, or in the lead or the anaphora beside it."""
    mentions: dict[int, list[LotMention]] = {}
    at_home: dict[int, list[int]] = {}
    for index, hit in enumerate(hits):
        at_home.setdefault(passage.sentence(hit.start).start, []).append(index)
    everyone = range(len(hits))
    nearest_to: dict[LotMention, int] = {}
    named: dict[tuple[int, int], tuple[LotMention, ...]] = {}
    for index, hit in enumerate(hits):
        words = words_near(passage, hit.start, hit.end)
        if words not in named:
            named[words] = lot_mentions(passage.folded[slice(*words)], words[0])
        own = passage.sentence(hit.start).start
        is_told = any(own <= m.start < hit.start and not m.every for m in named[words])
        for mention in named[words]:
            if of_another(passage.folded, (hit.start, hit.end), mention, is_told):
                continue
            home = passage.sentence(mention.start).start
            if mention not in nearest_to:
                rivals = at_home.get(home, everyone)
                nearest_to[mention] = min((_distance(hits[i], mention), i) for i in rivals)[1]
            nearest = nearest_to[mention]
            is_rival = home not in at_home or passage.sentence(hit.start).start == home
            if nearest == index or (hits[nearest].type is hit.type and is_rival):
                mentions.setdefault(index, []).append(mention)
    return [resolve(tuple(mentions.get(i, ())), known) for i in range(len(hits))]


def words_near(passage: Passage, start: int, end: int) -> tuple[int, int]:
    """Where the lots of a clause at text[start:end] may be named: its sentence, the lead before it, the
    anaphora or the list of lots after it."""
    sentence = passage.sentence(start)
    first, last = sentence.start, max(sentence.end, end)
    before = passage.preceding(sentence, 1)
    if before and (
        (before[0].lead and sentence.start - before[0].end < _NEXT)
        or passage.words(sentence).startswith(_FOLLOWS)
    ):
        first = before[0].start
    listed = False
    for follower in passage.following(passage.sentence(last - 1), _MOST_LOTS)[1:]:
        words = passage.words(follower)
        if not listed and _RUNNING_HEAD.match(words):
            continue  # a page break stands between
        is_lot = bool(_LOT_ITEM.match(words))
        if not (is_lot or (not listed and (words.startswith(_OF_IT) or _THIS_CLAUSE.search(words)))):
            break
        last = follower.end
        if not is_lot:
            break
        listed = True
    return first, last


def _distance(hit: Hit, mention: LotMention) -> int:
    if mention.end <= hit.start:
        return hit.start - mention.end
    return max(0, mention.start - hit.end)

"""Criteria that each carry a label: "Critère n° 1", "Sous-critère 2.1", "C1.1", "1.a)".

The labels say where a criterion begins and what it stands under; its weight may follow it at once, end its
name, or come after words that say how it is judged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from tender.parsing.criteria_items import ROUNDING, TOTALS, Group, Item, clean_name, total_of
from tender.parsing.criteria_marks import is_whole, quantities
from tender.parsing.criteria_names import OPENING, TAIL, matched
from tender.parsing.criteria_tree import tree
from tender.parsing.flow import BULLET, Flow, capital
from tender.parsing.numerals import Quantity, weights
from tender.vocabulary.source import Evidence

_NUMBER = r"\d{1,2}(?:\s?[.-]\s?\d{1,2})*"
_LINE = rf"(?m:^)[ ]*(?:{BULLET}[ ]*)*"
_LABEL = re.compile(
    rf"(?:{_LINE}|(?<=[;:.)%\]])[ ]*(?:{BULLET}[ ]*)*)"
    r"(?P<deep>(?:(?:sous|unter|sub)[\s-]*)*)(?:criteres?|kriterium|criterion)\s*(?:n\s*[°o]\.?\s*|nr\.?\s*)?"
    rf"(?P<word>{_NUMBER}|[a-h](?=\s*[:.)-]))(?![\w,])(?:\s+d(?:e\s+la\s+|e\s+l'|u\s+)[a-z]{{2,20}})?[\s:.)°-]*"
    rf"|(?:{_LINE}|(?<=[;:.)%\]])[ ]*)(?P<lettered>\d{{1,2}}\s?[.-]\s?[a-h])\s?[).][\s:.-]*"
    rf"|(?:{_LINE}|(?<=[;:.)%\]])[ ]+)(?P<code>(?:zk|[a-hkz])\s?{_NUMBER})[ ]*[:.)-]*\s+(?=[a-z])"
    rf"|{_LINE}(?P<number>{_NUMBER})(?:[ ]*[.:)°-]+[ ]*|(?<=[.-]\d)[ ]+)(?=[a-z])"
    rf"|{_LINE}(?P<roman>[ivx]{{1,4}})[ ]?[).][ ]*(?=[a-z])"
    rf"|{_LINE}(?P<letter>[a-h])[ ]?\)[ ]*(?=[a-z])"
    rf"|(?m:^)[ ]*(?P<bullet>{BULLET}+)[ ]*(?=[a-z])(?!ponder|coef|note|dont)"
)
_PLAIN = re.compile(rf"{_LINE}(?P<name>[a-z][^\n:%()\d]{{2,80}}?)[ ]*[:(-]+[ ]*(?P<told>[^\n]+)")
_STRONG = ("word", "lettered", "code")
_SHARE = re.compile(r"ponder\w*(?:\s+(?:de|a))?\s*:?\s*$")
_AT_MOST = re.compile(r"\b(?:maxim\w+|max\.?)\s*(?:est\s+)?(?:de|sur)?\s*$")
_FORMULA = re.compile(
    r"formule|[=×*]|\bnotes?\b|superieur|inferieur|obtien\w*|obtenir|rece[vu]\w+|attribu\w+|erhalt|maximum de"
)
_SET_OFF = re.compile(r"[a-z»\")\]][ ]?[:(\[-]\s*$")
"""What sets a weight off from the words before it."""
_AFTER = re.compile(r"\s*(?:[)\]»;.,:-]|\(|$|\n|sur la base|apprecie|juge|note)")
_STATEMENT = re.compile(r"\.\s+(?=\w)|;")
_SHORTER = re.compile(r"\s*(?:[:(]|,\s|\s-\s)")
_REACH = 900
_BEFORE = 45
_FAR = 400
_LEAD = 300
_LONGEST = 190


@dataclass(slots=True)
class _Node:
    """A labelled criterion: kind and depth of its label, its words (offsets), its weight, its parts."""

    kind: str
    depth: int
    start: int
    body: int
    end: int = 0
    name: tuple[int, int] = (0, 0)
    told: Quantity | None = None
    parts: list[_Node] = field(default_factory=list)

    @property
    def counts(self) -> bool:
        """It says a weight, or only a criterion can be labelled so."""
        return self.told is not None or self.kind in _STRONG

    @property
    def weight(self) -> float:
        """What it weighs; what its parts do, when no weight of its own is said."""
        return self.told.value if self.told else sum(part.weight for part in self.parts)

    @property
    def unit(self) -> str | None:
        """ "%" or "points"; None when neither it nor a part says a weight."""
        return self.told.unit if self.told else next((part.unit for part in self.parts), None)


Listed = Callable[[int, int], list[Item]]
"""The weighted names between two places of the running text."""


def labelled(
    flow: Flow, span: tuple[int, int], lots: tuple[str, ...] | None, announced: int, listed: Listed
) -> tuple[Group | None, bool]:
    """The labelled criteria of a span, when on each level their weights make a whole; else None.

    `announced`: where the words end that announce them. `listed` reads what a criterion's own words go on to
    share out: "appréciée selon : moyens (15 %) …". Also whether words that only a criterion has label them.
    """
    text = flow.text[slice(*span)]
    nodes = sorted(_nodes(text), key=lambda node: node.start)
    for node, end in zip(nodes, [*(after.start for after in nodes[1:]), len(text)], strict=False):
        node.end = min(end, node.body + _REACH)
        if node.kind not in _STRONG:
            node.end = min(node.end, _announced(text, node.body, node.end))
        _fill(text, node)
    kept = [node for node in nodes if node.counts]
    unread = (node for node in nodes if not node.counts)
    if any(quantities(text[node.body : node.end]) for node in unread):
        return None, False
    if any(_DEEPER.match(text, node.body) for node in kept):
        return None, False  # numbered parts of a criterion named above
    roots = _under(kept)
    if sum(node.kind != "plain" for node in kept) < 2 or len(roots) < 2:
        return None, False
    items = [_item(flow, span[0], root, listed) for root in roots]
    items = items if _is_total(items) else tree(items)
    if not _is_total(items) or not all(map(_holds, items)):
        return None, False
    opened = announced if lots else span[0] + roots[0].start
    title = flow.text[max(0, opened - _LEAD) : opened]
    detail = _SENTENCE.split(title.strip())[-1] if roots[0].kind == "word" and roots[0].depth > 1 else ""
    page = flow.page_of(span[0] + roots[0].start)
    told = Group(flow, page, title, tuple(items), lots, detail=detail)
    return told, any(node.kind in _STRONG for node in kept)


def _nodes(text: str) -> Iterator[_Node]:
    """Where labels stand, and the lines between them that only say a name and its weight."""
    lines = set()
    for match in _LABEL.finditer(text):
        kind = match.lastgroup or ""
        depth = len(re.findall(r"\d+", match[kind])) if kind in ("word", "code", "number") else 1
        depth = max(depth, 1 + len(_DEEPER.findall(match["deep"] or "")))
        start = match.start("deep" if kind == "word" else kind)
        if kind in _STRONG or not _announces(text, start):
            lines.add(text.rfind("\n", 0, start))
            named = kind + match[kind] if kind == "bullet" else kind
            yield _Node(named, depth, start, match.end())
    for match in _PLAIN.finditer(text):
        told = weights(match["told"])
        around = match["told"][: told[0].start] + match["told"][told[0].end :] if len(told) == 1 else "?"
        line = text.rfind("\n", 0, match.start("name"))
        if around.strip(" (.;,)") or line in lines:
            continue
        above = max(line, 0)  # where the line above ends
        closed = _CLOSED.search(text, max(0, above - _BEFORE), above)
        if closed or (text.rfind("\n", 0, above) not in lines and _announces(text, above)):
            yield _Node("plain", 1, match.start("name"), match.start("name"))


_SENTENCE = re.compile(r"[.;]\s")


def _announces(text: str, offset: int) -> bool:
    """A line that says criteria follow, and states none."""
    end = text.find("\n", offset)
    line = text[text.rfind("\n", 0, offset) + 1 : end if end >= 0 else len(text)]
    return bool(OPENING.search(f"\n{line}\n")) and not quantities(line)


def _announced(text: str, start: int, end: int) -> int:
    """Where the next line begins that announces criteria; `end` when none does."""
    lines = (match.end() for match in re.finditer("\n", text[start:end]))
    return next((start + at for at in lines if _announces(text, start + at)), end)


_CLOSED = re.compile(r"(?:^|[.;:%)\"]|\b(?:points?|pts|suivants?))[ ]*$")
"""How a line ends that the next one does not go on from."""
_DEEPER = re.compile("sous|unter|sub")


def _fill(text: str, node: _Node) -> None:
    """The weight and the name of a node, in the text up to the next label."""
    block = text[node.body : node.end]
    told, first = _weight(block)
    node.told = told and Quantity(told.value, told.unit, node.body + told.start, node.body + told.end)
    opens = told.end + len(matched(_CLOSES, block[told.end :])) if told and first else 0
    stops = told.start if told and not first else len(block)
    said = _STATEMENT.search(block, opens, stops)
    name = block[opens : said.start() if said else stops]
    if said and told and not first and ":" in name:
        name = name.partition(":")[0]  # what is said of it begins, its weight stands further on
    name = name[: len(name) - len(matched(TAIL, name))].rstrip(" [(:-\n")
    node.name = (node.body + opens, node.body + opens + len(name))


_CLOSES = re.compile(r"^[\s)\]:.-]*")


def _weight(block: str) -> tuple[Quantity | None, bool]:
    """The weight a label's text states, and whether it opens with it: "(50 %) : Prix"."""
    told = [
        one
        for one in quantities(block)
        if 0 < one.value <= (100 if one.unit == "%" else 1000)
        and not (one.value >= 100 and is_whole(block, one))
    ]
    if told and not block[: told[0].start].strip(" ([:-\n"):
        return told[0], True
    if not told:
        return None, False
    shared = [one for one in told if _SHARE.search(block[: one.start])]
    plain = [
        one
        for one in told
        if _AFTER.match(block, one.end)
        and (
            _SET_OFF.search(block[: one.start])
            or not _FORMULA.search(block[max(0, one.start - _BEFORE) : one.start])
        )
    ]
    most = [one for one in told if _AT_MOST.search(block[: one.start])]
    return min([*shared[:1], *plain[:1]] or most[:1], key=lambda one: one.start, default=None), False


def _under(nodes: Sequence[_Node]) -> list[_Node]:
    """The tree: a label of a kind and depth met before goes back to its level, a new one goes deeper."""
    roots: list[_Node] = []
    path: list[_Node] = []
    for node in nodes:
        level = next(
            (n for n, held in enumerate(path) if held.kind == node.kind and held.depth >= node.depth),
            len(path),
        )
        del path[level:]
        (path[-1].parts if path else roots).append(node)
        path.append(node)
    return roots


def _is_total(items: Sequence[Item]) -> bool:
    total = total_of(items)
    return abs(total - 100) < ROUNDING or (total in TOTALS and all(item.unit != "%" for item in items))


def _holds(item: Item) -> bool:
    """The parts of a criterion add up to its weight, or to a whole of their own; they hold in turn."""
    total = total_of(item.sub)
    whole = not item.sub or abs(total - (item.weight or 0)) < ROUNDING or _is_total(item.sub)
    return bool(item.name and item.weight) and whole and all(map(_holds, item.sub))


def _item(flow: Flow, base: int, node: _Node, listed: Listed) -> Item:
    start, end = base + node.name[0], base + node.name[1]
    name = clean_name(flow.words(start, end))[0]
    if len(name) > _LONGEST:
        name = _SHORTER.split(name, maxsplit=1)[0][:_LONGEST]
    return Item(
        capital(name),
        node.weight,
        node.unit,
        None,
        False,
        _places(flow, base, node),
        sub=tuple(_item(flow, base, part, listed) for part in node.parts) or _shared_out(base, node, listed),
    )


def _shared_out(base: int, node: _Node, listed: Listed) -> tuple[Item, ...]:
    """The parts that the words after its weight name, when they add up to it or to 100."""
    if node.told is None:
        return ()
    parts = listed(base + node.told.end, base + node.end)
    total = total_of(parts)
    whole = len(parts) > 1 and min(abs(total - node.weight), abs(total - 100)) < ROUNDING
    restated = any(part.weight == node.weight for part in parts)
    return tuple(parts) if whole and not restated else ()


def _places(flow: Flow, base: int, node: _Node) -> tuple[Evidence, ...]:
    """Its words with its weight; in two places where much is said between them."""
    last = max(node.name[1], node.told.end if node.told else 0)
    if node.told is None or last - node.start < _FAR:
        return flow.evidence(base + node.start, base + last)
    first = flow.evidence(base + node.start, base + min(node.name[1], node.start + _FAR))
    return (*first, *flow.evidence(base + max(node.told.start - _BEFORE, node.body), base + node.told.end))

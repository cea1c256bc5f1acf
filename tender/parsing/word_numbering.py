"""The numbers Word prints before paragraphs ("4.2", "a)", "•"), which it computes and does not store."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from tender.parsing.package import attribute, child, local

_PLACE: Final = re.compile(r"%(\d)")


@dataclass(slots=True)
class Style:
    """What a paragraph style says of headings and numbers."""

    name: str = ""
    based_on: str | None = None
    outline: int | None = None
    num: str | None = None
    level: int | None = None


@dataclass(slots=True)
class _Level:
    pattern: str
    kind: str
    start: int = 1


@dataclass(slots=True)
class Numbering:
    """Counters of one document, advanced paragraph by paragraph."""

    abstract_of: dict[str, str] = field(default_factory=dict)
    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    overrides: dict[str, dict[int, int]] = field(default_factory=dict)
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)
    _restarted: set[str] = field(default_factory=set)

    def label(self, num: str, level: int) -> str:
        """Count one more paragraph of this list and give its printed label; "" when the list is unknown."""
        abstract = self.abstract_of.get(num)
        levels = self.levels.get(abstract or "", {})
        if abstract is None or level not in levels:
            return ""
        counters = self._counters.setdefault(abstract, {})
        if num in self.overrides and num not in self._restarted:
            self._restarted.add(num)
            for overridden, start in self.overrides[num].items():
                counters[overridden] = start - 1
        counters[level] = counters.get(level, levels[level].start - 1) + 1
        for deeper in [held for held in counters if held > level]:
            del counters[deeper]
        if levels[level].kind == "bullet":
            return "•"
        if levels[level].kind == "none":
            return ""

        def shown(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            held = levels.get(at)
            kind = held.kind if held else "decimal"
            return _written(counters.get(at, held.start if held else 1), kind)

        return _PLACE.sub(shown, levels[level].pattern).strip()


def read_numbering(root: etree._Element | None) -> Numbering:
    """The lists of word/numbering.xml."""
    numbering = Numbering()
    for element in root if root is not None else ():
        if local(element) == "abstractNum":
            key = attribute(element, "abstractNumId") or ""
            numbering.levels[key] = {
                int(attribute(held, "ilvl") or 0): _level(held) for held in element if local(held) == "lvl"
            }
        elif local(element) == "num":
            key = attribute(element, "numId") or ""
            abstract = child(element, "abstractNumId")
            numbering.abstract_of[key] = attribute(abstract, "val") or "" if abstract is not None else ""
            for override in (held for held in element if local(held) == "lvlOverride"):
                start = child(override, "startOverride")
                if start is not None:
                    at = int(attribute(override, "ilvl") or 0)
                    numbering.overrides.setdefault(key, {})[at] = _number(attribute(start, "val"))
    return numbering


def _level(element: etree._Element) -> _Level:
    def value(name: str, otherwise: str) -> str:
        held = child(element, name)
        return (attribute(held, "val") if held is not None else None) or otherwise

    return _Level(value("lvlText", ""), value("numFmt", "decimal"), _number(value("start", "1")))


def read_styles(root: etree._Element | None) -> dict[str, Style]:
    """Paragraph styles of word/styles.xml by their id, what they inherit already filled in."""
    styles: dict[str, Style] = {}
    for element in root if root is not None else ():
        if local(element) == "style" and attribute(element, "type") == "paragraph":
            styles[attribute(element, "styleId") or ""] = _style(element)
    for style in styles.values():
        _inherit(style, styles)
    return styles


def _style(element: etree._Element) -> Style:
    def value(*path: str) -> str | None:
        held = child(element, *path)
        return attribute(held, "val") if held is not None else None

    style = Style(name=value("name") or "", based_on=value("basedOn"))
    outline, level = value("pPr", "outlineLvl"), value("pPr", "numPr", "ilvl")
    style.outline = _number(outline) if outline is not None else None
    style.num = value("pPr", "numPr", "numId")
    style.level = _number(level) if level is not None else None
    return style


def _inherit(style: Style, styles: dict[str, Style]) -> None:
    parent, steps = style.based_on, 0
    while parent in styles and steps < 12:
        held = styles[parent]
        style.outline = style.outline if style.outline is not None else held.outline
        if style.num is None and held.num is not None:
            style.num, style.level = held.num, style.level if style.level is not None else held.level
        parent, steps = held.based_on, steps + 1


def _number(text: str | None) -> int:
    return int(text) if text and text.lstrip("-").isdigit() else 0


def _written(number: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter") and number > 0:
        letters = chr(ord("a") + (number - 1) % 26) * (1 + (number - 1) // 26)
        return letters if kind == "lowerLetter" else letters.upper()
    if kind in ("lowerRoman", "upperRoman") and number > 0:
        roman = _roman(number)
        return roman if kind == "upperRoman" else roman.lower()
    return f"{number:02d}" if kind == "decimalZero" else str(number)


def _roman(number: int) -> str:
    written = ""
    for value, sign in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        count, number = divmod(number, value)
        written += sign * count
    return written

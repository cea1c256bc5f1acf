"""One paragraph of a Word file as a line of signs, each tied to where it stands, for editing in place.

A box to tick is one sign (☐, or ☒ when ticked), whatever it is made of: a form's checkbox, a content control,
a symbol of a picture font, or the sign itself.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

OPEN, TICKED = "☐", "☒"
_SIGNS = {"☐": "☒", "□": "☒", "❑": "☒", "❒": "☒", "⬜": "☒", "◻": "☒", "\uf0a8": "\uf0fe", "\uf06f": "\uf0fe",
          "\uf071": "\uf0fe", "\uf072": "\uf0fe"}  # fmt: skip
_PICTURED = {"¨": "þ", "o": "þ", "q": "þ", "r": "þ"}
"""Letters that are boxes in the picture font Wingdings, and the ticked one."""
_SYMBOLS = {"F0A8": "F0FE", "F06F": "F0FE", "F071": "F0FE", "F072": "F0FE", "00A8": "00FE"}
_SKIPPED = {"txbxContent", "AlternateContent", "delText", "instrText", "del", "pict", "drawing", "object"}
_HIDDEN = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")


def tag(name: str) -> str:
    """The qualified name of an element of Word."""
    return f"{{{W}}}{name}"


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


@dataclass(slots=True)
class Sign:
    """One sign of a line: its letter, the element that holds it, where in it (-1: it is the element)."""

    letter: str
    element: etree._Element
    at: int = -1


def signs_of(paragraph: etree._Element) -> list[Sign]:
    """The signs of a paragraph in reading order."""
    return list(_walk(paragraph))


def text_of(signs: list[Sign]) -> str:
    """The line as text."""
    return "".join(sign.letter for sign in signs)


def _walk(element: etree._Element) -> Iterator[Sign]:
    for child in element:
        name = local(child)
        if name in _SKIPPED:
            continue
        if name == "t":
            yield from _letters(child)
        elif name in _ALONE and local(element) == "r":
            yield Sign(_ALONE[name], child)
        elif name == "sym":
            code = (child.get(tag("char")) or "").upper()
            yield Sign(OPEN if code in _SYMBOLS else TICKED if code in _SYMBOLS.values() else "■", child)
        elif (box := _box_in(child)) is not None:
            yield Sign(TICKED if _is_ticked(box) else OPEN, child if name == "sdt" else box)
        else:
            yield from _walk(child)


_ALONE = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def _letters(text: etree._Element) -> Iterator[Sign]:
    pictured = _is_pictured(text)
    for at, letter in enumerate(text.text or ""):
        if not _HIDDEN.match(letter):
            yield Sign(_seen(letter, pictured=pictured), text, at)


def _box_in(element: etree._Element) -> etree._Element | None:
    """The box a field or a content control is; None for all else."""
    if local(element) == "fldChar":
        return element.find(f"{tag('ffData')}/{tag('checkBox')}")
    return element.find(f"{tag('sdtPr')}/{{{W14}}}checkbox") if local(element) == "sdt" else None


def _is_ticked(box: etree._Element) -> bool:
    if box.tag == tag("checkBox"):
        return _legacy_ticked(box)
    held = box.find(f"{{{W14}}}checked")
    return held is not None and held.get(f"{{{W14}}}val") in ("1", "true")


def _is_pictured(text: etree._Element) -> bool:
    run = text.getparent()
    fonts = run.find(f"{tag('rPr')}/{tag('rFonts')}") if run is not None else None
    return fonts is not None and "wingdings" in " ".join(map(str, fonts.attrib.values())).casefold()


def _seen(letter: str, *, pictured: bool) -> str:
    if letter in _SIGNS or (pictured and letter in _PICTURED):
        return OPEN
    # Old files kept the picture font's letter as it is, whatever the run says.
    if letter == "¨":
        return OPEN
    return " " if letter in "\xa0\u202f\uf0a0\uf020" else letter


def _legacy_ticked(box: etree._Element) -> bool:
    held = box.find(tag("checked"))
    if held is None:
        held = box.find(tag("default"))
    return held is not None and held.get(tag("val")) not in ("0", "false")


def tick(sign: Sign) -> None:
    """Tick the box of this sign."""
    name = local(sign.element)
    if name == "checkBox":
        _tick_legacy(sign.element)
    elif name == "sdt":
        _tick_control(sign.element)
    elif name == "sym":
        sign.element.set(tag("char"), _SYMBOLS[(sign.element.get(tag("char")) or "").upper()])
    else:
        text = sign.element.text or ""
        letter = text[sign.at]
        ticked = _SIGNS.get(letter) or ("þ" if _is_pictured(sign.element) else "☒")
        sign.element.text = text[: sign.at] + ticked + text[sign.at + 1 :]
    sign.letter = TICKED


def _tick_legacy(box: etree._Element) -> None:
    for held in box.findall(tag("checked")):
        box.remove(held)
    etree.SubElement(box, tag("checked")).set(tag("val"), "1")


def _tick_control(control: etree._Element) -> None:
    box = control.find(f"{tag('sdtPr')}/{{{W14}}}checkbox")
    if box is None:
        return
    on = box.find(f"{{{W14}}}checked")
    if on is None:
        on = etree.SubElement(box, f"{{{W14}}}checked")
    on.set(f"{{{W14}}}val", "1")
    shown = box.find(f"{{{W14}}}checkedState")
    code = shown.get(f"{{{W14}}}val") if shown is not None else "2612"
    for text in control.iter(tag("t")):
        text.text = chr(int(code or "2612", 16))


def replace(signs: list[Sign], start: int, end: int, value: str) -> None:
    """Put a value in the place of some signs; it takes the look of the first of them."""
    first = next((sign for sign in signs[start:end] if sign.at >= 0), None)
    if first is None:
        insert_after(signs, start - 1, value)
        for sign in signs[start:end]:
            _drop(sign.element)
        return
    whole: dict[int, tuple[etree._Element, set[int]]] = {}
    for sign in signs[start:end]:
        if sign.at < 0:
            _drop(sign.element)
        else:
            whole.setdefault(id(sign.element), (sign.element, set()))[1].add(sign.at)
    for element, gone in whole.values():
        text = element.text or ""
        kept = []
        for at, letter in enumerate(text):
            if element is first.element and at == first.at:
                kept.append(value)
            if at not in gone:
                kept.append(letter)
        element.text = "".join(kept)
        element.set(SPACE, "preserve")


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def insert_after(signs: list[Sign], index: int, value: str) -> None:
    """Put a value in a run of its own behind a sign, in the same letters but not bold."""
    run = signs[index].element
    while local(run) not in ("r", "sdt", "p"):
        parent = run.getparent()
        if parent is None:
            return
        run = parent
    fresh = etree.Element(tag("r"))
    looks = run.find(tag("rPr")) if local(run) == "r" else None
    if looks is not None:
        fresh.append(_plain(looks))
    text = etree.SubElement(fresh, tag("t"))
    text.text = value
    text.set(SPACE, "preserve")
    run.addnext(fresh)


def append(paragraph: etree._Element, value: str) -> None:
    """Put a value at the end of a paragraph, in the letters of its last run or of its mark."""
    runs = [
        run
        for run in paragraph.iter(tag("r"))
        if not any(local(up) in _SKIPPED for up in run.iterancestors())
    ]
    fresh = etree.SubElement(paragraph, tag("r"))
    looks = runs[-1].find(tag("rPr")) if runs else paragraph.find(f"{tag('pPr')}/{tag('rPr')}")
    if looks is not None:
        fresh.append(_plain(looks))
    for rank, part in enumerate(value.split("\n")):
        if rank:
            etree.SubElement(fresh, tag("br"))
        text = etree.SubElement(fresh, tag("t"))
        text.text = part
        text.set(SPACE, "preserve")


def _plain(looks: etree._Element) -> etree._Element:
    kept: etree._Element = copy.deepcopy(looks)
    for child in list(kept):
        pictured = (
            local(child) == "rFonts" and "wingdings" in " ".join(map(str, child.attrib.values())).casefold()
        )
        if pictured or local(child) in {
            "b",
            "bCs",
            "i",
            "iCs",
            "caps",
            "smallCaps",
            "u",
            "ins",
            "del",
            "rPrChange",
            "vanish",
        }:
            kept.remove(child)
    return kept

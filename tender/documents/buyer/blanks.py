"""Blanks of a Word form: dotted lines, empty cells, prompts to type over; how they are found and filled."""

from __future__ import annotations

import re

from lxml import etree

from tender.documents.buyer.line import append, replace, signs_of, tag, text_of

BLANK = re.compile(
    r"[.…_]{2,}[ ]?/[ ]?[.…_]{2,}[ ]?/[ ]?[.…_]{2,}"
    r"|[.…_·]*(?:…|[._]{4,}|_{3,})(?:[ \t]?[.…_·]+)*"
    r"|\u2002{3,}"
    r"|(?:cliquez|cliquer|appuyez|tapez|entrez|click"
    r"|choisissez)\b[^.:\n]{0,60}(?:texte|text|élément|date|item)\.?",
    re.IGNORECASE,
)


def is_blank(cell: etree._Element) -> bool:
    """Whether a cell holds nothing but dots and signs of money."""
    if cell.find(f".//{tag('tbl')}") is not None:
        return False
    text = "".join(text_of(signs_of(p)) for p in cell.iter(tag("p")))
    return not BLANK.sub("", text).strip(" .…_\t\n€")


def put(cell: etree._Element, value: str) -> None:
    """Write a value in an empty or dotted cell."""
    paragraphs = list(cell.iter(tag("p")))
    for paragraph in paragraphs:
        held = BLANK.search(text_of(signs_of(paragraph)))
        if held:
            replace(signs_of(paragraph), held.start(), held.end(), value)
            for other in paragraphs[paragraphs.index(paragraph) + 1 :]:
                clear(other)
            return
    if paragraphs:
        append(paragraphs[0], value)


def clear(paragraph: etree._Element) -> None:
    """Take the dots of a line that the answer above made needless."""
    signs = signs_of(paragraph)
    if not BLANK.sub("", text_of(signs)).strip(" .…_\t\n"):
        for sign in signs:
            if sign.at >= 0:
                sign.element.text = ""


def settle_controls(block: etree._Element) -> None:
    """A content control that was answered no longer shows its prompt."""
    for control in (*block.iter(tag("sdt")), *block.iterancestors(tag("sdt"))):
        shown = control.find(f"{tag('sdtPr')}/{tag('showingPlcHdr')}")
        if shown is None or BLANK.search("".join(t.text or "" for t in control.iter(tag("t")))):
            continue
        prompts = [style for style in control.iter(tag("rStyle")) if _is_prompt(style.get(tag("val")) or "")]
        for gone in (shown, *prompts):
            parent = gone.getparent()
            if parent is not None:
                parent.remove(gone)


def _is_prompt(style: str) -> bool:
    return "placeholder" in style.casefold() or style.startswith("Textedelespacer")

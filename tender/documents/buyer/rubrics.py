"""Rubrics of a form answered in a text of their own, and the open lines below a label where it is written."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from tender.documents import declared
from tender.documents.buyer.blanks import BLANK
from tender.documents.buyer.grids import cells_of, words_of
from tender.documents.buyer.known import Log, Subject
from tender.documents.buyer.labels import fact_of, folded
from tender.documents.buyer.line import OPEN, append, local, signs_of, tag, text_of
from tender.documents.response import GroupMember

NOT_CONCERNED = "Sans objet."
Answer = Callable[[Subject, GroupMember], str]


def _register(_subject: Subject, member: GroupMember) -> str:
    return declared.register(member.identity)


def _licence(_subject: Subject, member: GroupMember) -> str:
    return declared.licence(member.identity)


def _insurance(_subject: Subject, member: GroupMember) -> str:
    return member.identity.insurance


def _means(subject: Subject, member: GroupMember) -> str:
    return declared.means_in_lines(subject.response, member)


def _online(_subject: Subject, member: GroupMember) -> str:
    return declared.online(member.identity)


def _joined(_subject: Subject, _member: GroupMember) -> str:
    return declared.NO_PROOF_ONLINE


def _none(_subject: Subject, _member: GroupMember) -> str:
    return NOT_CONCERNED


def _defence(subject: Subject, _member: GroupMember) -> str:
    """A contract of defence says so in its procedure; any other is not concerned."""
    call = subject.response.call
    return "" if "defense" in folded(f"{call.procedure} {call.subject}") else NOT_CONCERNED


_RUBRICS: tuple[tuple[str, Answer], ...] = (
    (r".{0,60}inscription (sur|a|au) un registre", _register),
    (r".{0,90}(indication de l )?autorisation specifique", _licence),
    (r".{0,40}autres informations requises.{0,60}capacite economique", _insurance),
    (r"assurance (des |de )?(risques|responsabilite)", _insurance),
    (r"[a-z]\d .{0,120}capacite technique et professionnelle", _means),
    (
        (
            r".{0,20}(moyens (humains|techniques|materiels)"
            r"|references (professionnelles|similaires|principales))"
        ),
        _means,
    ),
    (r".{0,30}nom de la liste officielle|references sur lesquelles l inscription", _none),
    (r"i ?\d .{0,60}nationalite du candidat|i ?\d .{0,240}accessib", _defence),
    (r"renseignements necessaires pour y acceder", _none),
)
_ADDRESS = re.compile(r"adresses?\(?s?\)? internet$")
_CODED = re.compile(r"^\W*[A-Z]\d{1,2}\s*[-–—.]")
_WIDE = 2
"""Empty lines below a label that are room left for an answer, not the air between two paragraphs."""


def answer_to(label: str, before: str, subject: Subject) -> str | None:
    """What a rubric takes; empty when it is not known, None when it is no rubric known here.

    `before`: what the form said last, for a bare « Adresse internet : ».
    """
    bare, member = folded(label).strip("(), "), subject.speaker
    if member is None:
        return None
    if _ADDRESS.fullmatch(bare):
        said = folded(before)
        if "liste officielle" in said:
            return NOT_CONCERNED
        chosen = (
            _online if "la preuve" in said else _joined if re.search("preuve|justificatif", said) else None
        )
        return chosen(subject, member) if chosen else None
    held = next((rule for pattern, rule in _RUBRICS if re.match(pattern, bare)), None)
    return _capital(held(subject, member)) if held else None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def room_below(after: list[etree._Element]) -> list[etree._Element]:
    """The empty paragraphs below a line, its notes between brackets passed over."""
    rest = list(after)
    while rest and local(rest[0]) == "p" and _text(rest[0]).startswith("("):
        rest.pop(0)
    room = []
    for one in rest:
        if local(one) != "p" or _text(one) or one.find(f".//{tag('drawing')}") is not None:
            break
        room.append(one)
    return room


def is_open(label: str, room: list[etree._Element], after: list[etree._Element]) -> bool:
    """Whether a label without dots awaits an answer below it or behind it."""
    if BLANK.search(label) or OPEN in label:
        return False
    if _CODED.match(label):
        return len(room) >= _WIDE
    if not label.rstrip().endswith(":"):
        return False
    following = after[len(room) :]
    next_words = _text(following[0]) if following and local(following[0]) == "p" else ""
    if len(room) >= _WIDE:
        return True
    return next_words.endswith(":") and len(label) < 80 and fact_of(next_words) is not None


def write_below(block: etree._Element, room: list[etree._Element], value: str) -> None:
    """In the first open line; behind the label where the form left none."""
    append(room[0] if room else block, value if room else f"\n{value}")


def fill_operators(table: etree._Element, subject: Subject, log: Log) -> bool:
    """Fill the table of those whose means a member relies on when it is one; False when it is another."""
    rows = [row for row in table.iter(tag("tr")) if next(row.iterancestors(tag("tbl"))) is table]
    heads = [folded(words_of(cell)) for cell in cells_of(rows[0])] if rows else []
    who = next((at for at, head in enumerate(heads) if "operateur" in head and "s appuie" in head), None)
    empty = [
        row
        for row in rows[1:]
        if len(cells_of(row)) == len(heads) and not "".join(map(words_of, cells_of(row))).strip()
    ]
    if who is None or not empty or subject.speaker is None:
        return False
    held = declared.relied_on(subject.response, subject.speaker)
    if not held:
        _put(empty[0], who, declared.NO_OTHER_OPERATOR)
    for row, one in zip(empty, held, strict=False):
        for at, head in enumerate(heads):
            told = one.lot if "lot" in head.split() else subject.speaker.name if "membre" in head else ""
            _put(row, at, f"{one.name}, {one.means}".rstrip(", ") if at == who else told)
    for one in held[len(empty) :]:
        log.miss(one.name, "no_cell")
    log.placed += 1
    return True


def tell_empty(label: str, cell: etree._Element, log: Log) -> None:
    """Tell of an empty cell beside words that nothing here answers."""
    if re.search("[^\\W\\d]{3}", label) and not words_of(cell).strip():
        log.miss(label, "unknown")


def _put(row: etree._Element, column: int, value: str) -> None:
    if value:
        append(next(cells_of(row)[column].iter(tag("p"))), value)


def _text(paragraph: etree._Element) -> str:
    return text_of(signs_of(paragraph)).strip()

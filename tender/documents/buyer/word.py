"""A buyer's Word form filled in place: dotted lines, empty cells, content controls, fields, boxes to tick."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

from lxml import etree

from tender.documents.buyer.blanks import BLANK, clear, is_blank, put, settle_controls
from tender.documents.buyer.grids import fill_grid, words_of
from tender.documents.buyer.known import Log, Subject, group_facts, identity_facts
from tender.documents.buyer.labels import (
    PRICES,
    SILENT,
    Fact,
    Speaker,
    asked_by,
    closes,
    fact_of,
    folded,
    speaker_of,
)
from tender.documents.buyer.line import OPEN, TICKED, append, local, replace, signs_of, tag, text_of, tick
from tender.documents.buyer.packing import parsed, repacked, serialised
from tender.documents.buyer.price_grid import fill_price_table
from tender.documents.buyer.rubrics import (
    answer_to,
    fill_operators,
    is_open,
    room_below,
    tell_empty,
    write_below,
)
from tender.documents.buyer.ticks import answer
from tender.documents.buyer.turnover import fill_turnover
from tender.documents.response import GroupMember

_PART = re.compile(r"\b(une|la|pour la) part(ie)? .{0,20}(forfaitaire|unitaires|bons? de commande)")
_SHOWN = 160
_LONGEST_RUBRIC = 900


def fill_word(data: bytes, subject: Subject, log: Log) -> bytes:
    """The same file with what is known in its places; everything else is the buyer's, byte for byte."""
    return repacked(data, {"word/document.xml": lambda part: _fill_part(part, subject, log)})


def _fill_part(part: bytes, subject: Subject, log: Log) -> bytes:
    root = parsed(part)
    body = root.find(tag("body"))
    if body is not None:
        _Filler(subject, log).container(body)
    return serialised(root)


class _Filler:
    """Walks a document once, from top to bottom, knowing whom it speaks of."""

    def __init__(self, subject: Subject, log: Log) -> None:
        self.subject = subject
        self.log = log
        self.group = group_facts(subject)
        self.speaker = Speaker.CANDIDATE
        self.rank = 0
        self.pending: Fact | None = None
        self.asked = ""
        self.before = ""
        self.closed = False
        self.printed = False
        self.idle = False
        self.done: set[Fact] = set()

    def container(self, parent: etree._Element) -> None:
        """Fill the paragraphs and tables directly in an element."""
        blocks = list(_blocks(parent))
        at = 0
        while at < len(blocks):
            block = blocks[at]
            if local(block) == "p" and self._asks_each(block):
                at = self._each(blocks, at)
                continue
            self._block(block, blocks[at + 1 : at + 7])
            at += 1

    def _block(self, block: etree._Element, after: list[etree._Element]) -> None:
        if local(block) == "tbl":
            self.pending = None
            self._table(block)
        else:
            self._paragraph(block, after)

    def _asks_each(self, block: etree._Element) -> bool:
        words = folded(text_of(signs_of(block)))
        return len(words) < 160 and re.search(r"un exemplaire par (co ?traitant|membre)", words) is not None

    def _each(self, blocks: list[etree._Element], at: int) -> int:
        """« Un exemplaire par cotraitant »: what follows, up to its table, once for each of the others."""
        end = at + 1
        while end < len(blocks) and local(blocks[end]) == "p" and not _opens_part(blocks[end]):
            end += 1
        model = blocks[at + 1 : end]
        if not self.subject.others or not model:
            self.speaker = Speaker.NOBODY
            return at + 1
        copies = [model, *([copy.deepcopy(one) for one in model] for _ in self.subject.others[1:])]
        last = model[-1]
        for held in copies[1:]:
            for one in held:
                last.addnext(one)
                last = one
        for self.rank, held in enumerate(copies):
            self.speaker, self.closed = Speaker.EACH, False
            for place, one in enumerate(held):
                self._paragraph(one, held[place + 1 : place + 7])
        self.speaker = Speaker.CANDIDATE
        return end

    def _table(self, table: etree._Element) -> None:
        rows = [[cell for cell in row.iter(tag("tc")) if _row_of(cell) is row] for row in _rows(table)]
        if self.subject.response.prices and fill_price_table(table, self.subject, self.log):
            return
        if self.speaker is not Speaker.NOBODY and (
            fill_turnover(table, self.subject, self.log)
            or fill_operators(table, self.subject, self.log)
            or fill_grid(table, self.subject, self.log)
        ):
            return
        for rank, cells in enumerate(rows):
            if not self._lot_row(cells):
                self._row(cells, is_head=rank == 0 and len(rows) > 1)

    def _row(self, cells: list[etree._Element], *, is_head: bool) -> None:
        skip: set[int] = set()
        self.idle = False
        for at, cell in enumerate(cells):
            if at in skip:
                continue
            label = " ".join(text_of(signs_of(p)) for p in cell.iter(tag("p")))
            if at + 1 < len(cells) and not BLANK.search(label) and is_blank(cells[at + 1]):
                fact = fact_of(label)
                if fact is not None and self._into_cell(fact, label, cells[at + 1]):
                    skip.add(at + 1)
                    continue
                if not is_head and fact is None and self.speaker is not Speaker.NOBODY:
                    tell_empty(label, cells[at + 1], self.log)
            self.pending = None
            self.container(cell)
            ticks = words_of(cell)
            self.idle = self.idle or (OPEN in ticks and TICKED not in ticks)
        self.idle = False

    def _lot_row(self, cells: list[etree._Element]) -> bool:
        """« ☐ | 1 | Propreté »: the box of a lot's row is ticked when the copy is for that lot."""
        words = [text_of([s for p in cell.iter(tag("p")) for s in signs_of(p)]).strip() for cell in cells]
        numbers = {number for number, _ in self.subject.response.call.lots}
        told = next((re.sub(r"^(lot )?n? ?0*", "", folded(one)) for one in words if folded(one)), "")
        if self.speaker is Speaker.NOBODY or OPEN not in words or told not in numbers:
            return False
        if told in {lot.number for lot in self.subject.lots}:
            cell = cells[words.index(OPEN)]
            tick(next(s for p in cell.iter(tag("p")) for s in signs_of(p) if s.letter == OPEN))
            self.log.placed += 1
        return True

    def _into_cell(self, fact: Fact, label: str, cell: etree._Element) -> bool:
        value = self._value(fact, label)
        if value:
            put(cell, value)
            self._placed(fact)
        return True

    def _paragraph(self, block: etree._Element, after: list[etree._Element]) -> None:
        text = text_of(signs_of(block))
        bare = text.strip(f" \t\n{OPEN}{TICKED}")
        if not bare:
            return
        leaders = not BLANK.sub("", bare).strip(" .…_\t€")
        if not leaders:
            self._listen(block, bare)
        refused = self._ticks(block)
        if leaders and self.pending is None and self.asked == "filled":
            clear(block)
            return
        self._blanks(block, refused)
        if leaders:
            return
        self.asked = ""
        if not self._rubric(block, text, after):
            self._ends_in_label(block, text, after)
        if not re.fullmatch(r"(oui|non|ou| )+", folded(text)) and not bare.startswith("("):
            self.before = text

    def _listen(self, block: etree._Element, bare: str) -> None:
        self.pending = None
        # Amounts the buyer printed itself (a maximum, an estimate): the boxes among them are its own.
        priced = fact_of(bare.split(":", maxsplit=1)[0]) in PRICES or "maximum" in folded(bare)
        self.printed = priced and (
            self.printed or "maximum" in folded(bare) or re.search(r"\d,\d\d", bare) is not None
        )
        words = bare.strip(f"{OPEN}{TICKED} ")
        speaker = None if BLANK.search(bare) else speaker_of(words)
        self.closed = not folded(words).startswith("annexe") and (closes(words) or self.closed)
        if self.closed and speaker is not Speaker.EACH:
            speaker = Speaker.NOBODY
        if speaker is not None:
            self.speaker = speaker
            number = re.search(r"\d+", bare)
            self.rank = int(number[0]) - 1 if number and speaker is Speaker.MEMBER else 0
        if speaker is not None or block.find(f"{tag('pPr')}/{tag('pStyle')}") is not None:
            self.log.place = bare[:_SHOWN]

    def _ticks(self, block: etree._Element) -> list[range]:
        """Tick the boxes of a line; the parts of it that belong to a box left open on purpose."""
        refused: list[range] = []
        signs = signs_of(block)
        text = text_of(signs)
        boxes = [at for at, letter in enumerate(text) if letter in (OPEN, TICKED)]
        for rank, at in enumerate(boxes):
            if text[at] == TICKED or (self.speaker is Speaker.NOBODY and "groupement" not in folded(text)):
                continue
            end = boxes[rank + 1] if rank + 1 < len(boxes) else len(text)
            label = re.split(r"\n|\t{2,}|\s{6,}", text[at + 1 : end].strip())[0].strip()
            said = answer(label, f"{self.before} {text[:at]}", self.subject)
            if said:
                tick(signs[at])
                self.log.placed += 1
            elif said is None:
                asked = "" if re.fullmatch(r"(oui|non)\b.{0,3}", folded(label)) else label
                self.log.miss(asked or self.before or text[:at], "choice")
            else:
                refused.append(range(at, end))
        return refused

    def _blanks(self, block: etree._Element, refused: list[range]) -> None:
        text = text_of(signs_of(block))
        found = list(BLANK.finditer(text))
        start = 0
        plan: list[tuple[int, int, str]] = []
        for rank, held in enumerate(found):
            label = re.split(rf"[{OPEN}{TICKED}\n]", text[start : held.start()])[-1].strip()
            start = held.end()
            first = rank == 0
            if any(held.start() in part for part in refused):
                continue
            fact = asked_by(label) if label else self.pending if first else None
            if fact is None:
                self._tell_blank(label)
                continue
            value = self._value(fact, label)
            if value:
                plan.append((held.start(), held.end(), value))
                self._placed(fact)
                self.asked = "filled" if not label else self.asked
                self.pending = None if not label else self.pending
        for begin, end, value in reversed(plan):
            lead = "" if not begin or text[begin - 1] in " \t\n" else " "
            replace(
                signs_of(block), begin, end, lead + value + (" " if text[end : end + 1].isalpha() else "")
            )
        if plan:
            settle_controls(block)

    def _tell_blank(self, label: str) -> None:
        """Dots nobody filled: told by the words before them, once for all the lines of one answer."""
        words = label if re.search(r"[^\W\d]", label) else self.before
        if self.speaker is not Speaker.NOBODY and words.strip():
            self.log.miss(words, "unknown")

    def _rubric(self, block: etree._Element, text: str, after: list[etree._Element]) -> bool:
        """A rubric whose answer is a text: written below it where it is known, told where it is not."""
        if self._is_silent() or self.idle or BLANK.search(text) or len(text) > _LONGEST_RUBRIC:
            return False
        room = room_below(after)
        said = answer_to(text, self.before, self.subject)
        if said and (room or text.rstrip().endswith(":") or after):
            write_below(block, room, said)
            self.log.placed += 1
        elif said == "" or (said is None and asked_by(text) is None and is_open(text, room, after)):
            self.log.miss(text, "missing" if said == "" else "unknown")
        return said is not None

    def _ends_in_label(self, block: etree._Element, text: str, after: list[etree._Element]) -> None:
        """« Label : » with nothing behind it: the answer goes behind it, or on the dotted line below."""
        bare = text.rstrip(" \t\n.")
        if BLANK.search(text) or not (bare.endswith(":") or re.search(r"\bn°$", bare)):
            return
        label = re.split(r"\t{2,}", bare)[-1]
        fact = asked_by(label)
        if fact is None:
            return
        following = next(
            (words for one in after if local(one) == "p" and (words := text_of(signs_of(one)).strip())), ""
        )
        if fact is Fact.IDENTITY and fact_of(following) is not None:
            return
        if following and not BLANK.sub("", following).strip(" .…_\t"):
            self.pending = fact
            return
        value = self._value(fact, label)
        if value:
            append(block, value if text.endswith((" ", "\t")) else f" {value}")
            self._placed(fact)

    def _value(self, fact: Fact, label: str) -> str:
        """The value to write; empty when there is none, which is then told."""
        if fact in SILENT or self._is_silent() or (fact in PRICES and self.printed):
            return ""
        # Of a contract partly at a flat rate, only the whole is known here: never the price of a part.
        unclear = fact in PRICES and (fact in self.done or _PART.search(folded(self.log.place)) is not None)
        if self.speaker is Speaker.SOMEBODY or unclear:
            self.log.miss(label or self.before, "ambiguous" if unclear else "unknown")
            return ""
        if fact is Fact.LOT:
            lots = self.group.get(fact, "")
            return lots if (" et " in lots) == ("lots" in folded(label)) else ""
        member = self._member()
        known = {**self.group, **(identity_facts(member) if member else {})}
        value = known.get(fact, "")
        if not value and not (fact is Fact.LEAD and not self.subject.response.is_group):
            self.log.miss(label or self.before, "missing")
        return value

    def _is_silent(self) -> bool:
        """The form speaks of a case that is not this one: nothing is written and nothing is missing."""
        group = self.subject.response.is_group
        if self.speaker is Speaker.ALONE:
            return group and self.subject.member is None
        return self.speaker is Speaker.NOBODY or (self.speaker is Speaker.LEAD and not group)

    def _member(self) -> GroupMember | None:
        subject = self.subject
        if self.speaker is Speaker.LEAD:
            return subject.response.lead
        if self.speaker is Speaker.EACH:
            return subject.others[self.rank] if self.rank < len(subject.others) else None
        if self.speaker is Speaker.MEMBER:
            members = subject.response.members
            return members[self.rank] if 0 <= self.rank < len(members) else None
        return subject.speaker

    def _placed(self, fact: Fact) -> None:
        self.log.placed += 1
        if fact in PRICES:
            self.done.add(fact)


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    for child in parent:
        name = local(child)
        if name in ("p", "tbl"):
            yield child
        elif name in ("sdt", "sdtContent", "customXml", "ins", "smartTag"):
            yield from _blocks(child)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for row in table.iter(tag("tr")):
        if next(up for up in row.iterancestors(tag("tbl"))) is table:
            yield row


def _row_of(cell: etree._Element) -> etree._Element:
    return next(cell.iterancestors(tag("tr")))


def _opens_part(block: etree._Element) -> bool:
    return folded(text_of(signs_of(block))).startswith("annexe")

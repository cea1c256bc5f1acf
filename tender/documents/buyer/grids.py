"""Tables of a buyer's form with a row for each member: who, which lot, what, how much."""

from __future__ import annotations

import copy
import re
from decimal import Decimal
from enum import StrEnum

from lxml import etree

from tender.documents import boxes, french
from tender.documents.buyer.known import Log, Subject, full_identity, share_gross
from tender.documents.buyer.labels import folded
from tender.documents.buyer.line import append, replace, signs_of, tag, text_of
from tender.documents.response import MemberShare, ResponseLot


class Head(StrEnum):
    """What a column of such a table holds."""

    LOT = "lot"
    WHO = "who"
    WHAT = "what"
    RATE = "rate"
    GROSS = "gross"
    NET = "net"
    ACCOUNT = "account"
    BANK = "bank"


_HEADS: tuple[tuple[str, Head], ...] = (
    (r"n (du |de )?lot|lots?( n)?$|numero (du|de) lot", Head.LOT),
    (r".*\biban\b.*\bbic\b|.*\bbic\b.*\biban\b|rib\b|references? bancaires?", Head.BANK),
    (r"compte|iban", Head.ACCOUNT),
    (r"taux.*tva|tva.*(taux|%)", Head.RATE),
    (r".*(ttc|toutes taxes)", Head.GROSS),
    (r"(montant|prix|part).*(h ?t\b|hors)|montant( en euros)?$", Head.NET),
    (r"nature|prestations?|repartition|missions?", Head.WHAT),
    (
        (
            r"nom commercial|nom(s)? (du|des|et)|denomination|raison sociale"
            r"|designation (de l |du |des )?(entreprise|membre|co ?traitant)"
            r"|(membres?|co ?traitants?|identification|entreprises?)\b"
        ),
        Head.WHO,
    ),
)
DOTS = re.compile(r"[.…_]{2}[.…_ ]*|…")


def fill_grid(table: etree._Element, subject: Subject, log: Log) -> bool:
    """Fill a table of members when it is one; False when it is another table."""
    rows = [row for row in table.iter(tag("tr")) if next(row.iterancestors(tag("tbl"))) is table]
    for at, row in enumerate(rows[:3]):
        heads = _heads(row)
        if Head.WHO in heads.values() and len(heads) > 1:
            empty = [one for one in rows[at + 1 :] if _is_empty(one, heads)]
            if not empty:
                return False
            _fill(rows[at + 1 :], empty, heads, subject, log, whole=_asks_address(row))
            return True
    return False


def cells_of(row: etree._Element) -> list[etree._Element]:
    """The cells of a row, those of tables within them left out."""
    return [cell for cell in row.iter(tag("tc")) if next(cell.iterancestors(tag("tr"))) is row]


def words_of(cell: etree._Element) -> str:
    """The text of a cell, a line a paragraph."""
    return "\n".join(text_of(signs_of(p)) for p in cell.iter(tag("p")))


def _heads(row: etree._Element) -> dict[int, Head]:
    found: dict[int, Head] = {}
    for column, cell in enumerate(cells_of(row)):
        words = folded(words_of(cell))
        if re.search(r"operateur|sous.?traitan|preuve|signature", words):
            return {}
        head = next((head for pattern, head in _HEADS if re.match(pattern, words)), None)
        if head is not None and head not in found.values() and len(words) < 400:
            found[column] = head
    return found


def _asks_address(row: etree._Element) -> bool:
    return any("adresse" in folded(words_of(cell)) for cell in cells_of(row))


def _is_empty(row: etree._Element, heads: dict[int, Head]) -> bool:
    cells = cells_of(row)
    if len(cells) <= max(heads) or any(re.search("total|totaux", folded(words_of(cell))) for cell in cells):
        return False
    return all(
        not re.sub(
            r"denomination sociale|raison sociale|nom|adresse|siret",
            "",
            folded(DOTS.sub("", words_of(cells[column]))),
        ).strip(" /%,()")
        for column in heads
    )


def _fill(
    rows: list[etree._Element],
    empty: list[etree._Element],
    heads: dict[int, Head],
    subject: Subject,
    log: Log,
    *,
    whole: bool,
) -> None:
    shares = subject.shares
    while len(empty) < len(shares):
        fresh = copy.deepcopy(empty[-1])
        empty[-1].addnext(fresh)
        empty.append(fresh)
    for row, (lot, share) in zip(empty, shares, strict=False):
        cells = cells_of(row)
        for column, head in heads.items():
            value = _value(head, lot, share, subject, whole=whole)
            if value:
                put(cells[column], value)
                log.placed += 1
            elif head is not Head.LOT:
                log.miss(f"{subject.response.name_of(share.member)}, {lot.label}", "missing")
    net = [share.amount for _, share in shares]
    gross = [share_gross(lot, share.amount) for lot, share in shares]
    totals = {Head.NET: _sum(net), Head.GROSS: _sum(gross)}
    for row in rows:
        cells = cells_of(row)
        if any(re.search("total|totaux", folded(words_of(cell))) for cell in cells):
            _put_totals(cells, heads, totals)


def _put_totals(
    cells: list[etree._Element], heads: dict[int, Head], totals: dict[Head, Decimal | None]
) -> None:
    """The label of a total often spans the first columns: its amounts are counted from the right."""
    shift = max(max(heads) + 1 - len(cells), 0)
    for column, head in heads.items():
        total = totals.get(head)
        if total is None or column - shift < 1:
            continue
        cell = cells[column - shift]
        if not DOTS.sub("", words_of(cell)).strip():
            put(cell, french.euros(total))


def _sum(amounts: list[Decimal | None]) -> Decimal | None:
    known = [one for one in amounts if one is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(amounts) else None


def _value(head: Head, lot: ResponseLot, share: MemberShare, subject: Subject, *, whole: bool) -> str:
    member = next((one for one in subject.response.members if one.id == share.member), None)
    gross = share_gross(lot, share.amount)
    account = french.iban(member.identity.iban) if member and member.identity.iban else ""
    bic = f"\nBIC {member.identity.bic}" if member and member.identity.bic else ""
    rate = lot.vat_rate
    told = {
        Head.LOT: lot.number,
        Head.WHO: "" if member is None else full_identity(member) if whole else member.name,
        Head.WHAT: boxes.nature(share),
        Head.NET: "" if share.amount is None else french.euros(share.amount),
        Head.RATE: "" if rate is None else french.percent(rate),
        Head.GROSS: "" if gross is None else french.euros(gross),
        Head.ACCOUNT: account,
        Head.BANK: account + bic if account else "",
    }
    return told[head]


def put(cell: etree._Element, value: str) -> None:
    """In the cell's first dotted line, else in its first paragraph; the other dots go."""
    paragraphs = list(cell.iter(tag("p")))
    dotted = [p for p in paragraphs if DOTS.search(text_of(signs_of(p)))]
    if not dotted:
        append(paragraphs[0], value)
        return
    for rank, paragraph in enumerate(dotted):
        found = list(DOTS.finditer(text_of(signs_of(paragraph))))
        for place, held in reversed(list(enumerate(found))):
            replace(signs_of(paragraph), held.start(), held.end(), value if rank == place == 0 else "")

"""The lots of a call: from its table of lots or its list, with amounts and CPV codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from tender.parsing.flow import Flow, fold, gated, tidy
from tender.parsing.lot_changes import changed_lots, other_count, other_list
from tender.parsing.lot_limits import lot_limits
from tender.parsing.lot_sentences import lots_in_sentences
from tender.parsing.notice_print import printed_lots
from tender.parsing.numerals import amounts
from tender.parsing.ranking import Dossier, place_words
from tender.parsing.table_place import place_of
from tender.vocabulary.call import Amount, Lot, Place, Reading
from tender.vocabulary.source import Cell, DocumentKind, Evidence, Page, Table

_UNDIVIDED = gated(
    r"(?:pas (?:prevu de|prevue de|d'|de) ?(?:decomposition|allotissement|division)(?! en (?:tranches?"
    r"|phases?)\b(?! (?:et|ou|ni)))"
    r"|ne fait pas l'objet d'une? "
    r"(?:decomposition|division|allotissement)|n'est pas (?:alloti|allotie|decompose|divise|reparti)e?"
    r"|non[- ]allotie?"
    r"|sans allotissement|absence d'allotissement|non[- ]allotissement|\blot unique\b|aucun allotissement"
    r"|(?:marche|prestations?|consultation"
    r"|accord-cadre)[^.;\n]{0,50}n[e'][^.;\n]{0,20}pas[^.;\n]{0,20}allot\w+"
    r"|ne (?:comporte|comprend|donne)[^.;\n]{0,20}(?:pas|aucun)[^.;\n]{0,20}(?:lots?|allotissement)"
    r"|keine (?:aufteilung in lose|losaufteilung|lose\b)|nicht in lose)"
)
_NUMBER = re.compile(
    r"^\s*(?:lots?|los)?\s*(?:n[°o]?\s*\.?)?\s*(?P<n>\d{1,3}[a-z]?|[a-h])\s*(?:[:.)\-]|$|\n|\s(?=[^\d]))"
)
_LOT_LINE = re.compile(
    r"^\W{0,4}(?:lot|los)\s*(?:n\s*[°o]?\s*\.?)?\s*(?P<n>\d{1,3}[a-z]?"
    r"|[a-h](?=\s*[:.)\-]))\s*(?P<mark>[:\-.)/,]|\s"
    r"|$)+\s*(?P<title>.*)$"
)
_HEADER = re.compile(
    r"^(?:n[°o]?\s*(?:du|de|des)?\s*)?(?:lots?|lose?|losnummer)(?:\s?\(s\))?(?:\s*n[°o]s?)?$|^n°$"
    r"|^lots?\b\D{0,25}$"
)
_TITLED = re.compile(
    r"intitul|designation|objet|libelle|descri|titre|nature|bezeichnung|prestation|title|secteur"
)
_CPV = re.compile(r"\b(\d{8})(?:-\d)?\b")
_NOT_TITLE = re.compile(
    r"^\W*(?:€|\d[\d\s.,]*(?:€|eur|%|points)|montants?\b|maximum|minimum|ht\b|offre\b|oui\b"
    r"|non\b)|^\W*$"
    r"|^\W*(?:sous-?)?criteres?\b|^\W*ponderation|chiffre d'affaires|heures? d'insertion"
    r"|^\W*(?:lieux? d'execution|code cpv|description|duree)\b"
)
_READ = (
    DocumentKind.RC,
    DocumentKind.NOTICE,
    DocumentKind.AE,
    DocumentKind.CCP,
    DocumentKind.CCAP,
    DocumentKind.CCTP,
    DocumentKind.OTHER,
)


@dataclass(slots=True)
class _Found:
    """A lot as one place states it."""

    number: str
    title: str
    evidence: tuple[Evidence, ...]
    amount: Amount | None = None
    cpv: tuple[str, ...] = ()
    place: str = ""


def read(dossier: Dossier, reading: Reading) -> Reading:
    """The lots as the most believed document lists them, amounts from wherever they are stated."""
    flows = [flow for flow in dossier.rules_first() if flow.kind in _READ]
    limits = lot_limits(flows)
    listed: list[_Found] = []
    for flow in flows:
        if _UNDIVIDED.search(flow.text) and flow.kind in (
            DocumentKind.RC,
            DocumentKind.NOTICE,
            DocumentKind.AE,
        ):
            return replace(reading, lots=(), max_lots=limits)
        printed = [_Found(lot.number, lot.title, lot.evidence) for lot in printed_lots(flow)]
        listed = printed or _numbered(list(_tables(flow)), list(_lines(flow)))
        listed = listed if len(listed) > 1 else _told(flow)
        if len(listed) > 1:
            break
    if len(listed) < 2:
        return replace(reading, lots=(), max_lots=limits)
    told = [*_disagreements(flow, listed, flows), *other_count(flow, len(listed))]
    listed, changes = _changed(dossier, listed)
    amounts_said = _amounts_by_lot(flows)
    lots = tuple(
        Lot(
            number=found.number,
            title=found.title,
            estimated_amount=amounts_said.get(found.number) or found.amount,
            cpv=found.cpv,
            places=(Place("text", found.place),) if found.place else (),
            evidence=found.evidence,
            confidence=0.92,
        )
        for found in listed
    )
    return replace(reading, lots=lots, max_lots=limits, warnings=(*reading.warnings, *told, *changes))


_COMPARED = (DocumentKind.NOTICE, DocumentKind.AE, DocumentKind.CCAP, DocumentKind.CCP)


def _disagreements(kept: Flow, listed: list[_Found], flows: list[Flow]) -> list[str]:
    """Other lists of lots than the kept one; documents that speak of some of its lots say nothing else."""
    told: list[str] = []
    numbers = [lot.number for lot in listed]
    for flow in flows:
        if flow is kept or flow.kind not in _COMPARED:
            continue
        others = _numbered(list(_tables(flow)), list(_lines(flow)))
        if others:
            at = place_words(others[0].evidence, flow.name)
            held = place_words(listed[0].evidence, kept.name)
            told += other_list(numbers, held, [lot.number for lot in others], at)
    return told


def _changed(dossier: Dossier, listed: list[_Found]) -> tuple[list[_Found], list[str]]:
    """The lots as later answers leave them, and what these change in words."""
    told = []
    for change in changed_lots(dossier.questions):
        known = any(lot.number == change.number for lot in listed)
        if change.title is None and known and len(listed) > 1:
            listed = [lot for lot in listed if lot.number != change.number]
        elif change.title is not None and not known:
            listed = [*listed, _Found(change.number, change.title, change.evidence)]
        else:
            continue
        told.append(change.words)
    return listed, told


def _numbered(tables: list[_Found], lines: list[_Found]) -> list[_Found]:
    """One entry a number, in order; the list that names more lots wins, tables first."""
    kept = max((_distinct(tables), _distinct(lines)), key=len)
    return sorted(kept, key=lambda f: (int(re.sub(r"\D", "", f.number) or 0), f.number))


def _distinct(found: list[_Found]) -> list[_Found]:
    best: dict[str, _Found] = {}
    for one in found:
        held = best.setdefault(one.number, one)
        if held is not one and held.amount is None and one.amount:
            held.amount = one.amount
    numbers = {int(re.sub(r"\D", "", n) or 0) for n in best}
    return list(best.values()) if numbers and min(numbers) <= 1 and max(numbers) <= 4 * len(numbers) else []


def _tables(flow: Flow) -> Iterator[_Found]:
    columns: tuple[int, int] | None = None
    for page in flow.source.pages:
        for table in page.tables:
            fresh = _columns(table) or _under_lots(table, page)
            if fresh is None and columns and _goes_on(table, columns):
                fresh = columns
            if fresh is None:
                continue
            columns = fresh
            yield from _rows(flow, page, table, fresh)


def _columns(table: Table) -> tuple[int, int] | None:
    """The column of lot numbers and that of titles; None when this is no table of lots."""
    width = max(len(row) for row in table.rows)
    heads = table.rows[: 2 if len(table.rows) > 2 else 1]
    if any(cell and _JUDGED.search(fold(cell.text)) for cell in heads[0]):
        return None
    named = None
    for row in heads:
        for column, cell in enumerate(row):
            if cell and _HEADER.match(tidy(fold(cell.text))):
                named = column if named is None else named
    explicit = [c for c in range(width) if _lots_named(table, c) >= 2]
    number = explicit[0] if explicit else named
    if number is not None and not explicit and not _numbers_in(table, number):
        number = next((c for c in range(width) if c != number and _numbers_in(table, c)), number)
    if number is None or (width < 2 and not explicit):
        return None
    titles = [c for c in range(width) if c != number and _is_title_column(table, c)]
    wanted = next((c for c in titles if _TITLED.search(_head_text(table, c))), None)
    title = wanted if wanted is not None else (titles[0] if titles else number)
    if not explicit and title == number:
        return None
    return number, title


_JUDGED = re.compile(r"\bcriteres?\b|ponder|coefficient|\bnote\b|bareme|gewicht|kriteri|\bpoids\b|\bpoints\b")
"""Headings of a table of criteria, whose lines are numbered too."""


def _under_lots(table: Table, page: Page) -> tuple[int, int] | None:
    """A table without a heading right under the word "LOTS": numbers from 1, and their titles."""
    place = place_of(table, page)
    above = fold(page.text[max(0, place - _ABOVE) : place]).rstrip().rsplit("\n", 1)[-1] if place > 0 else ""
    numbers = [fold(row[0].text).strip() if row and row[0] else "" for row in table.rows]
    counted = [str(number) for number in range(1, len(numbers) + 1)]
    if len(counted) < 2 or [n.strip(" .)") for n in numbers] != counted or not _LOTS_TITLE.search(above):
        return None
    width = max(len(row) for row in table.rows)
    title = next((c for c in range(1, width) if _is_title_column(table, c)), None)
    return (0, title) if title is not None else None


_LOTS_TITLE = re.compile(
    r"^\W*(?:[\divx.]{1,6}[\s.)–-]+)?(?:(?:liste|designation|detail|decomposition|les)\s+(?:en"
    r"|des)?\s*)?(?:lots|lose)\W*$"
    r"|\b(?:lots?|lose)\b[^.:]{0,60}:\s*$|allotissement\W*$"
)
_ABOVE = 200
"""Characters of the page above a table in which its title stands."""


def _numbers_in(table: Table, column: int) -> bool:
    """Whether the column counts its rows: a number alone in nearly every cell."""
    cells = _cells(table, column)
    return len(cells) > 1 and sum(bool(_ALONE.match(fold(c.text))) for c in cells) >= 0.6 * len(cells)


def _lots_named(table: Table, column: int) -> int:
    cells = [row[column] for row in table.rows if column < len(row)]
    return sum(bool(cell and _LOT_CELL.match(fold(cell.text))) for cell in cells)


_LOT_CELL = re.compile(r"\s*(?:lot|los)\b\s*n?[°o]?\s*\d")


def _head_text(table: Table, column: int) -> str:
    return fold(" ".join(r[column].text for r in table.rows[:2] if column < len(r) and r[column]))  # type: ignore[union-attr]


def _is_title_column(table: Table, column: int) -> bool:
    cells = [r[column] for r in table.rows[1:] if column < len(r) and r[column] and r[column].text.strip()]  # type: ignore[union-attr]
    words = [
        c
        for c in cells
        if c and len(re.findall(r"[a-z]{3,}", fold(c.text))) >= 1 and not _NOT_TITLE.search(fold(c.text))
    ]
    return bool(cells) and len(words) >= 0.6 * len(cells)


def _goes_on(table: Table, columns: tuple[int, int]) -> bool:
    first = table.rows[0]
    if max(columns) >= len(first):
        return False
    cell = first[columns[0]]
    return bool(cell and _ALONE.match(fold(cell.text)))


_ALONE = re.compile(
    r"^\s*(?:lots?\s*)?(?:n[°o]?\s*\.?\s*)?\d{1,3}[a-z]?\s*$|^\s*lots?\s*(?:n[°o]?\s*\.?)?\s*\d"
)


def _rows(flow: Flow, page: Page, table: Table, columns: tuple[int, int]) -> list[_Found]:
    """The lots of a table; nothing when its numbers do not count up, as marks and amounts do not."""
    found: list[_Found] = []
    beside = _second_title(table, columns)
    width = max(len(row) for row in table.rows)
    where = next((c for c in range(width) if c not in columns and _WHERE.search(_head_text(table, c))), None)
    for row in table.rows:
        number = row[columns[0]] if columns[0] < len(row) else None
        match = _NUMBER.match(fold(number.text)) if number else None
        if number is None or match is None:
            continue
        title = row[columns[1]] if columns[1] < len(row) else None
        printed = _title_of(number, title, match, same=columns[0] == columns[1])
        if printed and not _NOT_TITLE.search(fold(printed)):
            evidence = flow.cell_evidence(page, title or number)
            other = row[beside] if beside is not None and beside < len(row) else None
            if other and other.text.strip():
                printed = f"{tidy(other.text)} – {printed}"
                evidence = (*flow.cell_evidence(page, other), *evidence)
            told = row[where] if where is not None and where < len(row) else None
            place = tidy(told.text) if told and where != beside else ""
            evidence = (*evidence, *(flow.cell_evidence(page, told) if told and place else ()))
            number_said = _plain(match["n"])
            found.append(
                _Found(number_said, printed, evidence, _row_amount(table, row), _row_cpv(row), place)
            )
    return found if _counts_up([one.number for one in found]) else []


_WHERE = re.compile(
    r"lieux? (?:d'execution|de livraison|d'intervention)|localisation|ausfuhrungsort|leistungsort"
)


def _counts_up(numbers: list[str]) -> bool:
    values = [int(re.sub(r"\D", "", number) or 0) for number in numbers]
    return all(0 <= after - before <= 4 for before, after in pairwise(values))


def _second_title(table: Table, columns: tuple[int, int]) -> int | None:
    """Another column of words that tells apart lots whose titles are the same ("Secteur", "Agence")."""
    titles = [fold(c.text) for c in _cells(table, columns[1])]
    if columns[0] == columns[1] or len(titles) < 2 or len(set(titles)) == len(titles):
        return None
    for column in range(max(len(row) for row in table.rows)):
        words = [fold(c.text) for c in _cells(table, column)]
        if column in columns or len(words) != len(titles) or len(set(words)) <= len(set(titles)):
            continue
        if _is_title_column(table, column):
            return column
    return None


def _cells(table: Table, column: int) -> list[Cell]:
    cells = [row[column] for row in table.rows[1:] if column < len(row)]
    return [cell for cell in cells if cell is not None and cell.text.strip()]


def _title_of(number: Cell, title: Cell | None, match: re.Match[str], *, same: bool) -> str:
    if same or title is None:
        return tidy(number.text[match.end() :]).strip(" :-–—.")
    printed = tidy(title.text)
    return re.sub(r"(?i)^lot\s*n?°?\s*\d+\s*[:\-–]\s*", "", printed).strip(" :-–—")


def _plain(number: str) -> str:
    return str(int(number)) if number.isdigit() else number.upper()


def _row_amount(table: Table, row: tuple[Cell | None, ...]) -> Amount | None:
    """Least and largest amounts of a row, told apart by the headings of their columns."""
    said: dict[str, float] = {}
    for column, cell in enumerate(row):
        found = amounts(fold(cell.text)) if cell else []
        if not found:
            continue
        beside = f"{_head_text(table, max(0, column - 1))} {_head_text(table, column + 1)}"
        head = _head_text(table, column) or beside
        kind = "min" if "min" in head else "max" if "max" in head or "plafond" in head else "estimate"
        if found[-1].value:
            said.setdefault(kind, found[-1].value)
    return _amount(said)


def _amount(said: dict[str, float]) -> Amount | None:
    if not said:
        return None
    if "max" in said or "min" in said:
        return Amount(said.get("min"), said.get("max"))
    return Amount(said["estimate"], said["estimate"])


def _row_cpv(row: tuple[Cell | None, ...]) -> tuple[str, ...]:
    codes = [code for cell in row if cell for code in _CPV.findall(cell.text)]
    return tuple(dict.fromkeys(codes)) if len(codes) <= 6 else ()


def _lines(flow: Flow) -> Iterator[_Found]:
    """ "Lot n°1 : …" at the head of a line, the title going on below while the line is cut."""
    for index in range(len(flow.lines)):
        text = flow.line_text(index)
        match = _LOT_LINE.match(text)
        if not match or len(match["title"]) > 180:
            continue
        line = flow.lines[index]
        start, end = line.start + match.start("title"), line.end
        if not match["title"].strip() and index + 1 < len(flow.lines):
            start, end = flow.lines[index + 1].start, flow.lines[index + 1].end
        elif len(text) > 35 and index + 1 < len(flow.lines) and _wraps(flow, index):
            end = flow.lines[index + 1].end
        printed, amount = _without_amount(flow.words(start, end))
        folded = fold(printed)
        if len(re.findall(r"[a-z]", folded)) < 4 or _NOT_TITLE.search(folded) or _LOT_LINE.match(folded):
            continue
        if re.match(r"(?:et|ou|est|sont|a|du|de la|pour|dans|le titulaire|des)\b", folded):
            continue
        yield _Found(_plain(match["n"]), printed, flow.evidence(line.start, end), amount)


def _told(flow: Flow) -> list[_Found]:
    """Lots that a sentence names one after the other."""
    return [
        _Found(
            _plain(one.number),
            flow.words(one.start, one.end).strip(" :,-–—«»"),
            flow.evidence(one.opens, one.end),
        )
        for one in lots_in_sentences(flow)
    ]


_TAIL = re.compile(
    r"\s*[:(,;–-]?\s*(?:pour un |d'un |avec un )?(?:montant|maximum|minimum|estim)\w*\b.*$", re.DOTALL
)


def _without_amount(printed: str) -> tuple[str, Amount | None]:
    """The title alone, and the amount said after it for the whole contract (an annual one is left)."""
    folded = fold(printed)
    tail = _TAIL.search(folded, 4)
    said: dict[str, float] = {}
    if tail and amounts(tail.group()) and len(folded) == len(printed):
        if not re.search(r"annuel|par an\b|/ ?an\b", tail.group()):
            kind = "max" if "max" in tail.group() else "min" if "min" in tail.group() else "estimate"
            said[kind] = amounts(tail.group())[-1].value
        printed = printed[: tail.start()]
    printed = re.sub(r"\s+:\s+(?:environ\s+)?\d[\d\s.,]*[^\d:]{0,40}$", "", printed)
    printed = re.sub(r"^\([A-Z0-9][\w.\-/ ]{0,14}\)\s*[:–—-]\s*", "", printed.strip(" :-–—.;"))
    quoted = re.fullmatch(r"[«\"“(]\s*([^«»\"”()]+?)\s*[»\"”)]", printed)
    return (quoted.group(1) if quoted else printed), _amount(said)


def _wraps(flow: Flow, index: int) -> bool:
    """A title goes on when its line was full and the next begins neither a lot, a list nor a sentence."""
    following = flow.lines[index + 1]
    page, first, _ = flow.places(following.start, following.end)[0]
    text = flow.line_text(index)
    if text.count("(") > text.count(")"):
        return True
    return page.text[first].islower() and not text.rstrip().endswith((".", ";", ":"))


def _amounts_by_lot(flows: list[Flow]) -> dict[str, Amount]:
    """Amounts of lots in tables; the one that names a largest amount wins over a bare estimate."""
    said: dict[str, Amount] = {}
    for flow in flows:
        for found in _tables(flow):
            if found.amount and found.number not in said:
                said[found.number] = found.amount
    return said

"""The example's whole response, every file read back: none contradicts another, none is left open."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from functools import cache

import pypdfium2

from tender.documents import french
from tender.example.call import ARCHIVE, call_archive
from tender.example.collective import collective
from tender.workbench import headless
from tests.archives import Opened, opened
from tests.read_back import (
    even,
    mails_in,
    number_of,
    sheets_of,
    sirets_in,
    slips,
    tables_of,
    words_of,
)

IBAN = re.compile(r"FR\d\d(?:\s?\d{4}){5}\s?\d{3}")
Parts = dict[tuple[str, str], Decimal]
"""A figure by lot and member's name."""


@cache
def outcome() -> headless.Outcome:
    """The whole job done once for all tests."""
    return headless.respond([(ARCHIVE, call_archive())], collective(), progress=lambda *_: None, seconds=3)


@cache
def archive() -> Opened:
    """Its archive."""
    return opened(outcome().made.archive)


@cache
def said() -> dict[str, str]:
    """The words of each file in it."""
    return words_of(archive())


def members() -> list[dict[str, object]]:
    """The members that have a part."""
    inside = {share["member"] for share in outcome().split["shares"]}
    return [one for one in collective()["members"] if one["id"] in inside]


def word_of(form: str) -> bytes:
    """The one Word file of a form."""
    (data,) = archive().named(form, ".docx").values()
    return data


def acts(*, filled: bool) -> dict[str, bytes]:
    """The commitments by lot: the buyer's own form filled, or ours."""
    named = archive().named("ATTRI1", ".docx").items()
    kept = [(path, data) for path, data in named if path.startswith("secours/") is not filled]
    return {path.removesuffix(".docx").rpartition("_")[2]: data for path, data in kept}


def amounts(rows: list[list[str]], lot: str, column: int) -> Parts:
    """The members' amounts in a table of shares, its total left out."""
    return {(lot, row[0]): number_of(row[column]) for row in rows if row[0] not in ("", "Total")}


def test_a_reader_meets_no_open_place_no_value_of_a_program_and_no_english() -> None:
    met = {path: list(slips(text)) for path, text in said().items()}

    assert {path: held for path, held in met.items() if held} == {}
    assert [path for path, text in said().items() if "à compléter" in text] == []
    assert [one.label for one in outcome().made.unplaced] == []


def test_each_number_name_and_address_is_the_members_own() -> None:
    known = {str(one["siret"]) for one in members()}
    mails = {str(one["email"]) for one in members()} | {collective()["collective"]["email"]}
    assert set().union(*map(sirets_in, said().values())) == known
    for path, text in said().items():
        assert mails_in(text) <= mails, path
    for one in members():
        where = f"{one['address']}, {one['postcode']} {one['city']}"
        told = (str(one["name"]), where, french.siret(str(one["siret"])))
        for form in ("DC1", "CONVENTION"):
            assert all(even(part) in even(archive().text_of(form)) for part in told), (form, one["name"])
        own = [path for path in said() if "DC2" in path and path.endswith((".docx", ".pdf"))]
        assert sum(all(even(part) in said()[path] for part in told) for path in own) == 2, one["name"]


def test_every_file_speaks_of_the_same_call_lead_and_form() -> None:
    call, lots = outcome().reading, {lot.number: lot.title for lot in outcome().reading.lots}
    assert call.reference is not None
    assert call.deadline is not None
    lead = next(one for one in members() if one["id"] == collective()["collective"]["charter"]["lead"])
    moment = even(french.moment(call.deadline.value))
    for form in ("MEMOIRE", "JUSTIFICATION", "SYNTHESE"):
        paths = [one["nom"] for one in archive().manifest["fichiers"] if one["document"] == form]
        assert paths, form
        assert all(moment in said()[path] for path in paths), form
    for path, text in said().items():
        assert call.reference.value in text, path
    for form in ("DC1", "CONVENTION", "MEMOIRE", "POUVOIR", "ATTRI1"):
        assert all(even(str(lead["name"])) in even(text_of(data)) for data in _files(form)), form
    joint = "☒ conjoint"
    for form in ("DC1", "CONVENTION", "ATTRI1"):
        assert all(joint in " ".join(even(text_of(data)).split()) for data in _files(form)), form
    for number, title in lots.items():
        for form in ("DC1", "CONVENTION", "MEMOIRE"):
            assert f"Lot {number}" in archive().text_of(form), form
            assert even(str(title)) in even(archive().text_of(form)), form


def _files(form: str) -> list[bytes]:
    return list(archive().named(form, ".docx").values())


def text_of(data: bytes) -> str:
    """The words of one Word file."""
    return words_of(Opened({}, {"one.docx": data}))["one.docx"]


def test_each_amount_is_the_same_to_the_cent_wherever_it_stands() -> None:
    together: Parts = {}
    for lot, rows in zip(
        outcome().reading.lots, tables_of(word_of("CONVENTION"), "Membre du gr"), strict=True
    ):
        together |= amounts(rows, lot.number, 2)
    ours: Parts = {}
    theirs: Parts = {}
    for number, data in acts(filled=False).items():
        (rows,) = tables_of(data, "Membre du gr")
        (annex,) = tables_of(data, "Membre", "Prestations", "Lieux")
        assert amounts(rows, number, 2) == amounts(annex, number, 4)
        ours |= amounts(rows, number, 2)
    for number, data in acts(filled=True).items():
        (rows,) = tables_of(data, "Membre du gr", "Prestations")
        theirs |= amounts(rows, number, 2)
    assert together == ours == theirs

    sums: dict[str, Decimal] = defaultdict(Decimal)
    for (number, _), amount in together.items():
        sums[number] += amount
    (told,) = tables_of(word_of("MEMOIRE"), "Lot", "Intitulé", "Montant")
    assert {row[0].removeprefix("Lot "): number_of(row[2]) for row in told} == sums
    for data in archive().named("BPU", ".xlsx").values():
        for number, total in sums.items():
            cells = {cell for row in sheets_of(data)[f"Lot {number}"] for cell in row if _figure(cell)}
            assert total in {Decimal(cell) for cell in cells}
    (summary,) = (text for path, text in said().items() if "Synthese" in path)
    for total in (*sums.values(), sum(sums.values(), Decimal(0))):
        assert even(french.euros(total)) in summary


def _figure(cell: str) -> bool:
    return cell.replace(".", "", 1).isdigit()


def test_each_hour_is_the_same_by_member_lot_and_month() -> None:
    (data,) = archive().named("PLANNING", ".xlsx").values()
    months, totals = {}, {}
    for title, rows in sheets_of(data).items():
        if not title.startswith("Lot "):
            continue
        head = next(at for at, row in enumerate(rows) if row[0] == "Membre")
        stop = rows[head].index("Total")
        for row in rows[head + 1 :]:
            if row[0] and not row[0].startswith("Total"):
                key = (title.removeprefix("Lot "), row[0])
                months[key] = [number_of(cell) for cell in row[1:stop]]
                totals[key] = number_of(row[stop])
    assert {key: sum(held) for key, held in months.items()} == totals

    for number, act in acts(filled=False).items():
        (annex,) = tables_of(act, "Membre", "Prestations", "Lieux")
        assert amounts(annex, number, 3) == {key: held for key, held in totals.items() if key[0] == number}
        by_month: dict[str, list[Decimal]] = defaultdict(list)
        for grid in (held for held in tables_of(act, "Membre") if len(held[0]) > 5):
            for row in grid:
                by_month[row[0]] += [number_of(cell) for cell in row[1:-1]]
        assert {(number, name): held for name, held in by_month.items() if name[:5] != "Total"} == {
            key: held for key, held in months.items() if key[0] == number
        }
    means = tables_of(word_of("MEMOIRE"), "Membre", "Métiers", "Lieux")
    needs = tables_of(word_of("JUSTIFICATION"), "Membre", "Sa part")
    for lot, rows, asked in zip(outcome().reading.lots, means, needs, strict=True):
        mine = {key: held for key, held in totals.items() if key[0] == lot.number}
        assert amounts(rows, lot.number, 3) == mine
        assert amounts(asked, lot.number, 1) == mine
    shares: Parts = defaultdict(Decimal)
    names = {str(one["id"]): even(str(one["name"])) for one in members()}
    for share in outcome().split["shares"]:
        shares[share["lot"], names[share["member"]]] += Decimal(str(share["hours"]))
    assert shares == totals


def test_the_hours_of_insertion_are_the_same_in_every_promise() -> None:
    (memo,) = tables_of(word_of("MEMOIRE"), "Membre", "Modalité")
    (charter,) = tables_of(word_of("CONVENTION"), "Membre", "Modalité")
    assert memo == charter
    promised = next(row for row in memo if row[0] == "Heures promises")
    for lot, cell in zip(outcome().reading.lots, promised[2:-1], strict=True):
        assert even(f"période initiale : {french.hours(number_of(cell))}") in even(
            text_of(acts(filled=True)[lot.number])
        )
    assert sum(map(number_of, promised[2:-1])) == number_of(promised[-1])
    (summary,) = (text for path, text in said().items() if "Synthese" in path)
    assert even(french.hours(number_of(promised[-1]))) in summary


def test_each_account_is_its_members_own_in_both_commitments_of_its_lots() -> None:
    held = {str(one["id"]): one for one in members()}
    known = {even(french.iban(str(one["iban"]))) for one in held.values()}
    lots: dict[str, set[str]] = defaultdict(set)
    for share in outcome().split["shares"]:
        lots[share["lot"]].add(share["member"])

    assert all(set(map(even, IBAN.findall(text))) <= known for text in said().values())
    for filled in (True, False):
        for number, data in acts(filled=filled).items():
            text = even(text_of(data))
            for member in lots[number]:
                assert even(french.iban(str(held[member]["iban"]))) in text, (number, member)
                assert str(held[member]["bic"]) in text, (number, member)


def test_a_power_is_one_page_to_sign() -> None:
    files = archive().named("POUVOIR", ".pdf")
    assert {path: len(pypdfium2.PdfDocument(data)) for path, data in files.items()} == dict.fromkeys(files, 1)
    assert len(files) == len(members()) - 1


def test_every_pdf_says_its_title_and_language_and_what_it_claims_to_be() -> None:
    for path, data in archive().files.items():
        if not path.endswith(".pdf"):
            continue
        document = pypdfium2.PdfDocument(data)
        title = document.get_metadata_value("Title")
        document.close()
        assert title, path
        assert b"/Lang(fr)" in data.replace(b"/Lang (", b"/Lang("), path
        claims = data[data.find(b"<x:xmpmeta") : data.find(b"</x:xmpmeta>")].decode()
        assert "<pdfaid:part>2</pdfaid:part>" in claims, path
        assert "<pdfaid:conformance>A</pdfaid:conformance>" in claims, path
        assert "<pdfuaid:part>1</pdfuaid:part>" in claims, path
        assert b"/StructTreeRoot" in data, path

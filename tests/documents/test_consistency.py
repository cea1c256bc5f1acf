"""Every document read back: no figure of one differs from another's."""

import io
import re
from dataclasses import replace
from decimal import Decimal

from openpyxl import load_workbook

from tender.documents import french
from tender.documents.bundle import generate
from tender.documents.generated import DOCX, PDF
from tests.documents.reading import SPACES, docx_tables, docx_text, pdf_pages
from tests.documents.responses import a_response, siret


def read(response):
    """The text of each Word file by form, and the values of the workbook."""
    words, book = {}, None
    for held in generate(response):
        if held.media_type == DOCX:
            words.setdefault(held.form, []).append(held)
        elif held.form == "BPU":
            book = load_workbook(io.BytesIO(held.data), data_only=True)
    return words, book


def shown(amount):
    return french.euros(amount).translate(SPACES)


def test_the_price_of_a_lot_is_the_same_wherever_it_stands():
    response = a_response(members=5, lots=3)
    words, book = read(response)

    memo = docx_text(words["MEMOIRE"][0].data)
    convention = docx_text(words["CONVENTION"][0].data)
    for lot, act in zip(response.lots, words["ATTRI1"], strict=True):
        for text in (docx_text(act.data), memo, convention):
            assert shown(lot.total) in text
        cells = [cell.value for row in book[f"Lot {lot.number}"].iter_rows() for cell in row]
        assert lot.total in [Decimal(str(value)) for value in cells if isinstance(value, (int, float))]


def test_each_share_is_the_same_in_the_commitment_and_the_convention():
    response = a_response(members=5, lots=3)
    words, _ = read(response)

    def shares(data):
        tables = [table for table in docx_tables(data) if table[0][0] == "Membre du groupement"]
        return [[(row[0], row[2]) for row in table[1:]] for table in tables]

    together = shares(words["CONVENTION"][0].data)
    assert together == [shares(act.data)[0] for act in words["ATTRI1"]]


def test_one_corrected_siret_sets_every_document_right():
    before = a_response()
    number = siret(4242)
    right = replace(before.members[0], identity=replace(before.members[0].identity, siret=number))
    old = french.siret(before.members[0].identity.siret).translate(SPACES)
    words, _ = read(replace(before, members=(right, *before.members[1:])))

    texts = {form: "\n".join(docx_text(held.data) for held in files) for form, files in words.items()}
    assert all(old not in text for text in texts.values())
    for form in ("DC1", "DC2", "CONVENTION", "POUVOIR"):
        assert french.siret(number).translate(SPACES) in texts[form]


def test_word_and_pdf_say_the_same_figures():
    response = a_response(members=3, lots=2)
    files = list(generate(response))
    for held in files:
        # The model of a supply contract is a paper to fill in: in Word alone.
        if held.media_type != DOCX or held.form == "MISE_A_DISPOSITION":
            continue
        twin = next(x for x in files if x.media_type == PDF and x.name == held.name.replace(".docx", ".pdf"))
        figures = set(re.findall(r"\d[\d ]*,\d\d €", docx_text(held.data)))
        printed = re.sub(r"\s+", " ", "\n".join(pdf_pages(twin.data)))
        assert all(figure in printed for figure in figures)

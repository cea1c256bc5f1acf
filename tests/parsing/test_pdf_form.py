"""What a buyer typed and ticked in the fields of a PDF form is read as if it were printed there."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tender.clauses import label
from tender.parsing.fields import extract
from tender.parsing.formats import read
from tender.parsing.page_image import page_png
from tender.vocabulary.clause import ClauseType
from tender.vocabulary.source import Page
from tests.parsing.made_files import a_form
from tests.parsing.test_pdf import assert_words_stand_where_they_say


def the_page(data: bytes) -> Page:
    (page,) = read(data, "AE.pdf").pages
    assert_words_stand_where_they_say(page)
    return page


def test_a_value_typed_beside_its_label_stands_on_the_label_s_line() -> None:
    page = the_page(
        a_form(
            "RÈGLEMENT DE LA CONSULTATION\n"
            "Objet du marché : ......................... (nettoyage)\n"
            "Durée :          mois",
            ((160, 756, 330, 776), "Entretien des écoles de Saint-Bel"),
            ((105, 744, 150, 758), "24"),
        )
    )

    assert page.text.split("\n") == [
        "RÈGLEMENT DE LA CONSULTATION",
        "Objet du marché : Entretien des écoles de Saint-Bel (nettoyage)",
        "Durée : 24 mois",
    ]
    ((x0, top, x1, bottom),) = page.evidence("AE.pdf", *span(page, "Entretien des écoles")).boxes
    assert 160 <= x0 < x1 <= 330
    assert 842 - 776 <= top < bottom <= 842 - 756


def span(page: Page, words: str) -> tuple[int, int]:
    start = page.text.index(words)
    return start, start + len(words)


def test_a_value_under_its_label_makes_its_own_lines_there() -> None:
    page = the_page(
        a_form(
            "Description :\n\n\n\nArticle 2",
            ((60, 735, 300, 776), "Nettoyage des écoles\r\nVitrerie"),
        )
    )

    assert page.text.split("\n") == ["Description :", "Nettoyage des écoles", "Vitrerie", "Article 2"]


@pytest.mark.parametrize(
    ("yes", "no", "kind"),
    [(True, False, ClauseType.EXEC_INSERTION), (False, True, ClauseType.NEGATED)],
    ids=["yes", "no"],
)
def test_boxes_to_tick_are_read_where_they_stand(yes: bool, no: bool, kind: ClauseType) -> None:
    page = the_page(
        a_form(
            "Clause sociale d'insertion :\n     Oui\n     Non",
            ((62, 762, 71, 771), yes),
            ((62, 746, 71, 755), no),
        )
    )

    signs = {True: "☒", False: "☐"}
    assert [line.split() for line in page.text.split("\n")[1:]] == [[signs[yes], "Oui"], [signs[no], "Non"]]
    assert [found.type for found in label(page.text)] == [kind]


def test_a_tick_counts_once_where_two_boxes_lie_on_each_other() -> None:
    page = the_page(
        a_form("     Attestation fiscale", ((62, 778, 71, 787), False), ((61, 777, 72, 788), True))
    )

    assert page.text == "☒ Attestation fiscale"
    twice = ((62, 778, 71, 787), False)
    assert the_page(a_form("     Attestation fiscale", twice, twice)).text == "☐ Attestation fiscale"


def test_empty_fields_and_pages_without_a_form_change_nothing() -> None:
    assert the_page(a_form("Nom du candidat :", ((160, 776, 300, 792), ""))).text == "Nom du candidat :"
    assert the_page(a_form("Nom du candidat :")).text == "Nom du candidat :"


def test_a_value_typed_on_a_turned_page_stands_on_it() -> None:
    page = the_page(a_form("Objet :", ((110, 776, 330, 792), "Entretien"), rotate=90))

    assert page.text.split() == ["Objet", ":", "Entretien"]


def test_a_deadline_typed_in_a_field_is_read_and_seen_on_the_picture_of_the_page() -> None:
    text = "RÈGLEMENT DE LA CONSULTATION\nDate limite de remise des offres :"
    data = a_form(text, ((250, 756, 420, 776), "le 1er février 2027 à 17 heures"))

    deadline = extract([read(data, "RC.pdf")]).deadline

    assert deadline is not None
    assert deadline.value == "2027-02-01T17:00:00+01:00"
    picture = Image.open(io.BytesIO(page_png(data, 1, width_px=595))).convert("L")
    assert picture.crop((250, 842 - 776, 420, 842 - 756)).getcolors() != [(170 * 20, 255)]

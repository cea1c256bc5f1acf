"""The uptake report on paper: two pages, the same figures in Word, PDF and Excel, readable in grey."""

import io
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from tender.documents.uptake_charts import SHADES, chart_picture, map_picture, shade
from tender.documents.uptake_printing import render_full, render_short, workbook
from tender.documents.uptake_report import (
    Bar,
    Chart,
    MapValue,
    ReportWords,
    Section,
    TextCell,
    TextTable,
    UptakeReport,
)
from tests.documents.reading import docx_text, pdf_pages

WORDS = ReportWords(
    title="Prise en compte des clauses sociales",
    short="Clauses sociales : l’essentiel",
    sources="Sources",
    method="Comment c’est compté",
    page="page",
    edited="Édité le",
    map="Par département",
)
YEARS = tuple(
    Bar(str(year), share, f"{share * 100:.0f} % ({count} sur 40)", share - 0.1, share + 0.12)
    for year, share, count in ((2023, 0.2, 8), (2024, 0.3, 12), (2025, 0.475, 19))
)


def a_report(**said) -> UptakeReport:
    by_year = Chart(
        "Part des marchés avec une considération sociale", YEARS, "De 20 % en 2023 à 48 % en 2025."
    )
    beside = Chart(
        "À côté des autres",
        (
            Bar("Cet acheteur", 0.325, "33 % (39 sur 120)", 0.25, 0.41),
            Bar("Ses pairs", 0.22, "22 % (2 105 sur 9 568)", other=True),
            Bar("France, 2023", 0.187, "18,7 % des marchés d’au moins 90 k€", other=True),
            Bar("2026", None, "aucun marché dont la case est remplie"),
        ),
        "Plus que ses pairs.",
        "La base nationale change en 2024 : les deux chiffres ne s’enchaînent pas.",
    )
    table = TextTable(
        "Par année",
        "Années",
        ("Année", "Marchés", "Avec clause"),
        tuple((TextCell(bar.label), TextCell("40", 40), TextCell(bar.words, bar.value)) for bar in YEARS),
        (False, True, True),
        "Marchés dont la case est remplie.",
    )
    points = tuple((20.0 + i % 12 * 6, 20.0 + i // 12 * 6) for i in range(119))
    return replace(
        UptakeReport(
            buyer="Communauté de communes de la Crau",
            period="Du 1er janvier 2023 au 31 décembre 2025",
            language="fr",
            words=WORDS,
            findings=(
                "Un marché sur trois porte une clause.",
                "C’est plus que ses pairs.",
                "Deux clauses perdues.",
            ),
            key=(("Marchés comptés", TextCell("120")), ("Case remplie", TextCell("96 % (120 sur 125)"))),
            short_charts=(by_year, beside),
            map=(MapValue("13", "Bouches-du-Rhône", 0.33, "33 % (39 sur 120)", points),),
            sections=(Section("year", "Par année", ("Trois années.",), (by_year,), (table,), ("Note.",)),),
            notes=("Un marché compte une fois, à sa dernière modification.",),
            sources=("DECP consolidées, fichier du 20 novembre 2026.",),
            issued_on=date(2026, 11, 22),
            author="Collectif",
            map_size=(200.0, 120.0),
        ),
        **said,
    )


def test_the_short_report_has_two_pages_with_every_sentence_and_figure():
    report = a_report()
    pages = pdf_pages(render_short(report))
    text = " ".join("".join(pages).split())

    assert len(pages) <= 2
    assert all(finding in text for finding in report.findings)
    assert "33 % (39 sur 120)" in text.replace("\u202f", " ").replace("\u00a0", " ")


def test_two_pages_stay_two_however_much_there_is_to_say():
    points = tuple((float(i % 60) * 3, float(i // 60) * 3) for i in range(600))
    places = tuple(MapValue(f"{i:02}", f"Département {i}", i / 100, "1 sur 3", points) for i in range(90))
    years = Chart("Par année", YEARS * 5, "Cinq fois les mêmes.", "Une note. " * 30)
    full = a_report(
        findings=("Une phrase qui dit beaucoup de choses. " * 6,) * 3,
        key=(("Marchés", TextCell("120")),) * 9,
        short_charts=(years, years, years),
        map=places,
        map_size=(200.0, 160.0),
        notes=("Une règle de comptage qui tient sur deux lignes de la page, à peu près. " * 2,) * 6,
        sources=("Un fichier, très long à nommer, d’une plateforme. " * 3,) * 20,
    )

    assert len(pdf_pages(render_short(full))) == 2
    assert len(pdf_pages(render_short(a_report(sources=full.sources, notes=full.notes)))) <= 2


def test_word_pdf_and_sheets_say_the_same_figures():
    report = a_report()
    word, printed = render_full(report)
    book = load_workbook(io.BytesIO(workbook(report)))

    for text in (docx_text(word), "\n".join(pdf_pages(printed))):
        assert "30 % (12 sur 40)" in text.replace("\u202f", " ").replace("\u00a0", " ")
    assert book.sheetnames[1] == "Années"
    assert 0.475 in [cell.value for row in book["Années"].iter_rows() for cell in row]


def test_a_bar_without_figure_says_why_and_draws_nothing():
    lone = Chart("", (Bar("2026", None, "aucun marché rempli"),), "Rien.")

    svg = chart_picture(lone).svg

    assert "aucun marché rempli" in svg
    assert "<rect" not in svg


@pytest.mark.parametrize(
    ("value", "step"),
    [
        (None, "#ffffff"),
        (0.0, SHADES[0]),
        (0.0999, SHADES[0]),
        (0.3, SHADES[3]),
        (0.4, SHADES[4]),
        (1.0, SHADES[4]),
    ],
)
def test_the_map_darkens_with_the_share_and_leaves_the_unknown_white(value, step):
    assert shade(value) == step


def test_a_map_says_its_scale_names_few_places_and_crowds_no_codes():
    few = a_report()
    many = a_report(map=tuple(replace(few.map[0], code=f"Z{rank}") for rank in range(17)))
    bare = map_picture(few, named=False)
    drawn = [map_picture(few), bare, map_picture(many)]

    svgs = [one.svg.replace("\u00a0", " ").replace("\u202f", " ") for one in drawn if one is not None]
    assert all("0–10 %" in svg and "≥ 40 %" in svg for svg in svgs)
    assert ["13 · Bouches-du-Rhône" in svg for svg in svgs] == [True, False, False]
    assert [">13<" in svgs[1], ">Z3<" in svgs[2]] == [True, False]


def test_a_report_without_places_has_no_map():
    assert map_picture(a_report(map=())) is None
    assert len(pdf_pages(render_short(a_report(map=())))) == 1


def test_the_same_report_gives_the_same_bytes():
    assert render_full(a_report()) == render_full(a_report())
    assert workbook(a_report()) == workbook(a_report())

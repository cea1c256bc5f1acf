"""Boxes of a buyer's form that have no dots: rubrics answered in their own words, open lines, empty cells."""

from __future__ import annotations

from dataclasses import replace

import pytest
from docx import Document

from tender.documents.buyer.filling import fill
from tender.documents.response import BuyerFile, ReliedOperator, Response
from tests.corpus import corpus_path
from tests.documents.buyer_files import saved, word
from tests.documents.reading import docx_tables, docx_text
from tests.documents.responses import a_response

RUBRICS = (
    "E1 - Renseignements sur l’inscription sur un registre professionnel :", "", "",
    "E2 - Le cas échéant, indication de l’autorisation spécifique dont le candidat doit être doté :", "", "",
    "E3 - Adresse internet à laquelle les documents justificatifs et moyens de preuve sont accessibles",
    "(Si l’adresse est la même, renvoyer à la rubrique concernée)",
    "- Adresse(s) internet :", "", "",
    "Lorsque les informations sur le chiffre d’affaires ne sont pas disponibles, indication de la date de :",
    "……./…………./……",
    "G1 - Renseignements demandés au titre de la capacité technique et professionnelle", "", "",
)  # fmt: skip


def declaration(*lines: str | list[list[str]], **changes: object) -> Response:
    held = word("Numéro SIRET : ................", *lines)
    return replace(a_response(lots=1), buyer_files=(BuyerFile("DC2.docx", "DC2", held),), **changes)  # type: ignore[arg-type]


def said(response: Response) -> str:
    return docx_text(fill(response).files[0].data)


def told(response: Response) -> list[tuple[str, str]]:
    return [(one.label, one.why) for one in fill(response).unplaced]


def test_rubrics_are_answered_below_their_heading_as_our_own_form_does():
    lines = said(declaration(*RUBRICS)).split("\n")

    assert lines[lines.index(RUBRICS[0]) + 1] == "Répertoire Sirene, n° 900 000 001 00017"
    assert "convention n° AI 013 25 0001" in lines[lines.index(RUBRICS[3]) + 1]
    assert lines[lines.index("- Adresse(s) internet :") + 1] == "Aucune : les pièces sont jointes."
    assert "12 mai 1994" in lines
    assert lines[lines.index(RUBRICS[-3]) + 1].startswith("Effectifs : 9 permanents")
    assert told(declaration(*RUBRICS)) == []


def test_a_rubric_that_is_known_but_not_answered_is_told_by_its_name():
    response = declaration(*RUBRICS)
    bare = tuple(
        replace(one, identity=replace(one.identity, convention_number="", founded="", turnover=()))
        for one in response.members
    )

    missed = told(replace(response, members=bare))

    assert {why for _label, why in missed} == {"missing"}
    assert [label[:2] for label, _why in missed] == ["E2", "Lo"]


def test_open_lines_empty_cells_and_units_nobody_filled_are_told():
    response = declaration(
        "F5 - Capacité de stockage du candidat", "", "",
        "Teinte retenue :", "", "",
        "Matériau :", "Téléphone :",
        "Décrivez votre démarche.", "…………………………………",
        "La candidature est présentée :", "", "☐ pour tous les lots",
        [["Paramètre", "Valeur"], ["Largeur atteinte", "……… µm"], ["Vitesse", ""]],
    )  # fmt: skip

    labels = {label for label, why in told(response) if why == "unknown"}

    assert labels == {
        "F5 - Capacité de stockage du candidat", "Teinte retenue", "Matériau", "Décrivez votre démarche",
        "Largeur atteinte", "Vitesse",
    }  # fmt: skip


def test_the_operators_relied_on_have_their_rows_and_none_is_said():
    head = ["N° du lot", "Nom du membre concerné", "Opérateur sur les capacités duquel le candidat s’appuie"]
    form = [head, ["", "", ""], ["", "", ""]]
    relied = (ReliedOperator("ai1", "1", "Atelier du Pont", "une nacelle"),)

    (alone,) = docx_tables(fill(declaration(form)).files[0].data)
    (with_one,) = docx_tables(fill(declaration(form, relied_on=relied)).files[0].data)

    assert alone[1] == ["", "", "Aucun : le membre répond sur ses seules capacités."]
    assert with_one[1] == ["1", "Étang Services", "Atelier du Pont, une nacelle"]


def test_boxes_of_another_kind_of_structure_stay_open_without_a_word():
    form = Document()
    form.add_paragraph("Numéro SIRET : ................")
    kinds = ("☐ Structure d’insertion par l’activité économique", "☐ Entreprise adaptée")
    for row, kind in zip(form.add_table(2, 2).rows, kinds, strict=True):
        row.cells[0].text = kind
        row.cells[1].text = "Adresse internet à laquelle la preuve est accessible :"
        for line in ("Adresse internet :", "", ""):
            row.cells[1].add_paragraph(line)
    response = replace(a_response(lots=1), buyer_files=(BuyerFile("DC2.docx", "DC2", saved(form)),))

    (table,) = docx_tables(fill(response).files[0].data)

    assert [row[0][0] for row in table] == ["☒", "☐"]
    assert ["Aucune : les pièces sont jointes." in row[1] for row in table] == [True, False]
    assert told(response) == []


@pytest.mark.corpus
def test_a_real_declaration_has_no_box_that_is_neither_filled_nor_told():
    data = corpus_path("dce/fr01_grenoble_inp_2026FCSSA0025/DC2.docx").read_bytes()
    response = replace(a_response(lots=1), buyer_files=(BuyerFile("DC2.docx", "DC2", data),))

    filled = fill(response)
    lines = docx_text(filled.files[0].data).split("\n")

    opening = {line[:2]: at for at, line in enumerate(lines) if line[:4] in ("E1 -", "E2 -", "G1 -")}
    assert all(lines[at + 1].strip() for at in opening.values())
    assert len(opening) == 3
    assert lines.count("Sans objet.") >= 6
    assert [label[:20] for label, _ in told(response)] == ["En cochant cette cas"], "works alone"

"""The example's acte d'engagement, as a buyer hands it out in Word: boxes to fill, one for any lot."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt, RGBColor

BLANK = "……………………………………………………"
INK = RGBColor(0x1D, 0x35, 0x57)
RED = RGBColor(0xA0, 0x20, 0x20)


def acte_engagement(facts: dict[str, Any]) -> bytes:
    """The bytes of the Word file."""
    document = Document()
    document.core_properties.title = f"Acte d'engagement – {facts['mark']}"
    document.core_properties.author = facts["buyer"]
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Liberation Sans", Pt(10)
    _running_head(document, facts)
    _cover(document, facts)
    _object(document, facts)
    _candidate(document)
    _commitment(document, facts)
    _group(document)
    _signatures(document, facts)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _running_head(document: WordDocument, facts: dict[str, Any]) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.2)
    head = section.header.paragraphs[0]
    head.add_run(f"{facts['buyer_short']} – Acte d'engagement – {facts['reference']}    ").font.size = Pt(8)
    mark = head.add_run(facts["mark"])
    mark.bold, mark.font.size, mark.font.color.rgb = True, Pt(8), RED


def _cover(document: WordDocument, facts: dict[str, Any]) -> None:
    for text, size in ((facts["buyer"].upper(), 13), ("Acte d'engagement (AE)", 20), (facts["subject"], 12)):
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = line.add_run(text)
        run.bold, run.font.size, run.font.color.rgb = True, Pt(size), INK
    document.add_paragraph(
        f"Référence de la consultation : {facts['reference']}"
    ).alignment = WD_ALIGN_PARAGRAPH.CENTER


def _heading(document: WordDocument, text: str) -> None:
    line = document.add_heading(text, level=1)
    for run in line.runs:
        run.font.size, run.font.color.rgb, run.font.name = Pt(13), INK, "Liberation Sans"


def _grid(
    document: WordDocument, rows: list[list[str]], *, widths: tuple[float, ...], head: bool = True
) -> None:
    """A ruled table; widths in centimetres."""
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for number, row in enumerate(rows):
        for cell, text, width in zip(table.add_row().cells, row, widths, strict=True):
            cell.text, cell.width = text, Cm(width)
            if head and number == 0:
                cell.paragraphs[0].runs[0].bold = True
    document.add_paragraph()


def _object(document: WordDocument, facts: dict[str, Any]) -> None:
    _heading(document, "Article 1 – Objet et lot concerné")
    document.add_paragraph(
        "Un acte d'engagement est établi pour chaque lot auquel le candidat répond. Cocher le lot concerné :"
    )
    rows = [["", "Lot", "Intitulé"]]
    rows += [["☐", lot["number"], lot["title"]] for lot in facts["lots"]]
    _grid(document, rows, widths=(1.2, 1.5, 13.3))
    document.add_paragraph(
        f"Acheteur : {facts['buyer']}, {facts['address']}. Le délai de validité des offres est de "
        f"{facts['validity_days']} jours."
    )


def _candidate(document: WordDocument) -> None:
    _heading(document, "Article 2 – Engagement du candidat")
    document.add_paragraph("☐ Le signataire s'engage sur la base de son offre et pour son propre compte ;")
    document.add_paragraph("☐ L'ensemble des membres du groupement s'engagent, le mandataire étant :")
    fields = (
        "Nom commercial et dénomination sociale",
        "Adresse de l'établissement et du siège",
        "Adresse électronique",
        "Téléphone",
        "Numéro SIRET",
        "Nom et qualité du signataire",
    )
    _grid(document, [[field, BLANK] for field in fields], widths=(7, 9), head=False)


def _commitment(document: WordDocument, facts: dict[str, Any]) -> None:
    _heading(document, "Article 3 – Prix")
    document.add_paragraph(
        "Les prestations sont rémunérées par application des prix unitaires du bordereau aux quantités "
        "réellement exécutées. Le montant du détail quantitatif estimatif est de :"
    )
    _grid(
        document,
        [
            ["Montant hors taxes (€)", BLANK],
            ["Taux de la TVA (%)", BLANK],
            ["Montant toutes taxes comprises (€)", BLANK],
        ],
        widths=(7, 9),
        head=False,
    )
    _heading(document, "Article 4 – Durée")
    document.add_paragraph(
        f"L'accord-cadre est conclu du {facts['start']} au {facts['end']}, soit {facts['months']} mois, "
        "reconductible deux fois pour douze mois."
    )
    _heading(document, "Article 5 – Engagement d'insertion")
    document.add_paragraph(
        "Le candidat s'engage à réaliser au moins le nombre d'heures d'insertion fixé par l'article 6 du "
        "CCAP. Nombre d'heures proposé pour la période initiale : " + BLANK
    )
    _heading(document, "Article 6 – Avance")
    document.add_paragraph("Le titulaire renonce au bénéfice de l'avance :   ☐ oui   ☐ non")


def _group(document: WordDocument) -> None:
    _heading(document, "Article 7 – Groupement et comptes à créditer")
    document.add_paragraph("Forme du groupement :   ☐ conjoint   ☐ solidaire")
    document.add_paragraph("En cas de groupement conjoint, répartition des prestations entre les membres :")
    blank = ["", "", "", ""]
    _grid(
        document,
        [["Membre du groupement", "Prestations exécutées", "Montant HT (€)", "IBAN et BIC"], *[blank] * 6],
        widths=(4.5, 4.5, 3, 4),
    )


def _signatures(document: WordDocument, facts: dict[str, Any]) -> None:
    _heading(document, "Article 8 – Signatures")
    _grid(
        document,
        [
            ["Le candidat (nom, qualité, date, signature)", f"Pour le {facts['buyer_short']}"],
            ["\n\n\n", "\n\n\n"],
        ],
        widths=(8, 8),
    )

"""Documents of a call made from text and tables, for the tests of the fields."""

from __future__ import annotations

from tender.parsing.fields import extract
from tender.vocabulary.call import AwardCriterion, Reading
from tender.vocabulary.source import Cell, DocumentKind, Page, Source, Table

COVER = """RÈGLEMENT DE LA CONSULTATION
Pouvoir adjudicateur :
Communauté d'agglomération du Val Fleuri
Objet de la consultation :
Entretien des espaces verts et des locaux communautaires
Consultation n° 2027-ENV-014
Date et heure limites de remise des offres : lundi 15 mars 2027 à 12h00"""
"""A cover that states the buyer, the subject, the reference and the deadline."""


def a_table(*rows: tuple[str | None, ...]) -> Table:
    """A ruled table; None is a merged cell."""
    return Table(tuple(tuple(None if text is None else Cell(text) for text in row) for row in rows))


def a_page(text: str, *tables: Table, number: int = 1) -> Page:
    """One page: its text, then the words of its tables as a PDF prints them."""
    printed = [" ".join(c.text for c in row if c and c.text) for table in tables for row in table.rows]
    return Page(number=number, text="\n".join([text.strip("\n"), *printed]), tables=tables)


def a_source(
    *pages: Page | str, name: str = "RC.pdf", kind: DocumentKind = DocumentKind.RC, language: str = "fr"
) -> Source:
    """One document; a bare text is a page."""
    held = tuple(
        a_page(page, number=number) if isinstance(page, str) else page for number, page in enumerate(pages, 1)
    )
    return Source(name=name, sha256="0" * 64, kind=kind, pages=held, language=language, has_pages=True)


def read_text(*pages: Page | str, **told: str) -> Reading:
    """The reading of a call whose only document is these rules."""
    return extract([a_source(*pages, **told)])  # type: ignore[arg-type]


def weighed(criteria: tuple[AwardCriterion, ...]) -> list[tuple[str, float | None]]:
    """Names and weights of the first level."""
    return [(criterion.name, criterion.weight) for criterion in criteria]

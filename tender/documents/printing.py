"""One Paper → its two files: Word to edit, PDF to deposit."""

from __future__ import annotations

from tender.documents.generated import DOCX, PDF, GeneratedFile
from tender.documents.paper import Contents, Paper
from tender.documents.writers.docx import write_docx
from tender.documents.writers.pdf import print_pdf, write_pdf


def print_both(
    paper: Paper, form: str, stem: str, *, member: str | None = None, lot: str | None = None
) -> tuple[GeneratedFile, GeneratedFile]:
    """The Word and PDF files of a Paper; `stem`: their portal-safe name."""
    if any(isinstance(block, Contents) for block in paper.blocks):
        printed = print_pdf(paper)
        pdf, docx = printed.data, write_docx(paper, printed.pages)
    else:
        pdf, docx = write_pdf(paper), write_docx(paper)
    return (
        GeneratedFile(f"{stem}.docx", DOCX, docx, form, paper.title, member, lot),
        GeneratedFile(f"{stem}.pdf", PDF, pdf, form, paper.title, member, lot),
    )

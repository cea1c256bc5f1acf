"""Which of the buyer's files are filled, in how many copies, and in the place of which of our own forms."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree

from tender.documents.buyer.known import Log, Subject, Unplaced
from tender.documents.buyer.labels import folded
from tender.documents.buyer.sheets import fill_sheets
from tender.documents.buyer.word import fill_word
from tender.documents.generated import DOCX, XLSX, GeneratedFile, Origin
from tender.documents.names import portal_name
from tender.documents.response import BuyerFile, Response, ResponseLot

# The first pattern that fits the kind read, else the name, says what the file is.
_FORMS: tuple[tuple[str, str], ...] = (
    (r"dc ?1\b|lettre (de )?candidature", "DC1"),
    (r"dc ?2\b|declaration (du )?candidat", "DC2"),
    (r"dc ?4\b|sous ?traitan", ""),
    (r"(ae|attri ?1)\b|acte (d )?engagement", "ATTRI1"),
    (
        (
            r"bpu|dqe|dpgf|bordereau|detail (quantitatif|estimatif)|decomposition"
            r"|cadre (de )?(reponse )?financier|crf\b|prix"
        ),
        "BPU",
    ),
    (r"cadre|cr[te]{1,2}\b|memoire|reponse technique|annexe (a completer|technique)", "CADRE"),
)
_KINDS = {"AE": "ATTRI1", "BPU": "BPU", "DQE": "BPU", "DPGF": "BPU", "DC1": "DC1", "DC2": "DC2"}
TITLES = {
    "DC1": "DC1 de l’acheteur",
    "DC2": "DC2 de l’acheteur",
    "ATTRI1": "Acte d’engagement de l’acheteur",
    "BPU": "Bordereau de l’acheteur",
    "CADRE": "Cadre de réponse de l’acheteur",
}


OLD_FORMATS = {
    ".xls": "xlsx", ".xlsb": "xlsx", ".ods": "xlsx", ".doc": "docx", ".odt": "docx", ".rtf": "docx",
}  # fmt: skip
"""Files that are filled once another program has turned them into those of Office."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The buyer's files filled: the copies, how much was placed, and what could not be."""

    files: tuple[GeneratedFile, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    placed: int = 0

    @property
    def replaced(self) -> frozenset[tuple[str, str | None, str | None]]:
        """(form, member, lot) of our own forms that a copy stands for."""
        return frozenset((made.form, made.member, made.lot) for made in self.files)


def fill(response: Response) -> Filled:
    """Fill every form the buyer gave; one that cannot be opened is left alone and told."""
    files: list[GeneratedFile] = []
    unplaced: list[Unplaced] = []
    placed = 0
    for held in response.buyer_files:
        form = form_of(held)
        kind = _media_of(held.data)
        if form and (why := _why_by_hand(held, form, kind, response)):
            unplaced.append(Unplaced(held.name, "", TITLES[form], why))
        if not form or kind is None or (kind == XLSX and form != "BPU"):
            continue
        for subject in _subjects(response, held, form):
            log = Log(held.name)
            try:
                data = (fill_word if kind == DOCX else fill_sheets)(held.data, subject, log)
            except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, ValueError, TypeError):
                unplaced.append(Unplaced(held.name, "", "", "unreadable"))
                break
            if not log.placed:
                unplaced += [one for one in log.unplaced if one not in unplaced]
                continue
            files.append(_made(held, form, subject, data, kind))
            unplaced += [one for one in log.unplaced if one not in unplaced]
            placed += log.placed
    return Filled(tuple(files), tuple(unplaced), placed)


def form_of(held: BuyerFile) -> str:
    """The form a file of the buyer is, by the kind read, else by its name; empty when it is none to fill."""
    bare = folded(held.name.rsplit("/", 1)[-1].rsplit(".", 1)[0].replace("_", " "))
    if held.kind in _KINDS:
        return _KINDS[held.kind]
    if held.kind not in ("OTHER", "ANNEX", ""):
        return ""
    return next((form for pattern, form in _FORMS if re.search(rf"(?:^|\s){pattern}", bare)), "")


def _why_by_hand(held: BuyerFile, form: str, kind: str | None, response: Response) -> str:
    """Why a person must see to a form itself: its format, or that it was turned into another."""
    suffix = PurePosixPath(held.name).suffix.casefold()
    if suffix == ".pdf":
        twins = any(form_of(one) == form and _media_of(one.data) for one in response.buyer_files)
        return "" if twins or held.kind not in _KINDS else "pdf"
    if kind is None:
        return "format"
    return "converted" if suffix in OLD_FORMATS else ""


def _media_of(data: bytes) -> str | None:
    for mark, kind in ((b"word/document.xml", DOCX), (b"xl/workbook.xml", XLSX)):
        if data[:2] == b"PK" and mark in data:
            return kind
    return None


def _subjects(response: Response, held: BuyerFile, form: str) -> Iterator[Subject]:
    """A copy a member for a DC2, one a lot for an acte d'engagement, one for the group otherwise."""
    if form == "DC2":
        yield from (Subject(response, member=member) for member in response.members)
    elif form == "ATTRI1":
        yield from (Subject(response, lot=lot) for lot in _lots(response, held))
    else:
        lots = _lots(response, held)
        yield Subject(response, lot=lots[0] if len(lots) == 1 else None)


def _lots(response: Response, held: BuyerFile) -> tuple[ResponseLot, ...]:
    """The lots a file is for: those its name says, else all that are answered."""
    named = re.findall(r"\blots? ?n? ?0*(\d+)", folded(held.name.replace("_", " ")))
    chosen = tuple(lot for lot in response.lots if lot.number in named)
    if named:
        return chosen
    return response.lots


def _made(held: BuyerFile, form: str, subject: Subject, data: bytes, kind: str) -> GeneratedFile:
    stem = portal_name(held.name.rsplit("/", 1)[-1].rsplit(".", 1)[0], 36)
    lot = subject.lot.number if subject.lot is not None and form == "ATTRI1" else None
    parts = [stem, f"lot_{portal_name(lot, 8)}" if lot else ""]
    title = f"{TITLES[form]} – {held.name.rsplit('/', 1)[-1]}" + (f" – lot {lot}" if lot else "")
    if subject.member is not None:
        title = f"{title} – {subject.member.name}"
    return GeneratedFile(
        "_".join(part for part in parts if part) + (".docx" if kind == DOCX else ".xlsx"),
        kind,
        data,
        form,
        title,
        subject.member.id if subject.member else None,
        lot,
        Origin.BUYER,
    )

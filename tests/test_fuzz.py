"""Damaged and hostile files: whatever is sent, a reading or a refusal with its reason, and nothing else.

TENDER_FUZZ_CASES sets how many (200 without it; the long form is 2000), TENDER_FUZZ_SEED where chance begins.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from random import Random

import pytest

from tender.parsing.archive import unpack
from tender.parsing.refusal import RefusalReason
from tender.workbench.reading import read_entries
from tests.corpus import CORPUS
from tests.mutations import mutated
from tests.parsing.made_files import a_docx, a_pdf, a_zip, an_ods, an_odt, an_rtf, paragraph
from tests.parsing.notices.builders import a_lot, a_ted_notice, an_eforms_notice

CASES = int(os.environ.get("TENDER_FUZZ_CASES", "200"))
SEED = int(os.environ.get("TENDER_FUZZ_SEED", "1"))
BATCH = 25
LARGEST = 150_000
"""Bytes of a sample: what breaks a large file breaks a small one, sooner."""
TEXT = "REGLEMENT DE LA CONSULTATION\nArticle 1 - Objet : nettoyage\nLot 1 : Vaux, 250 heures d'insertion\n"


@cache
def samples() -> tuple[tuple[str, bytes], ...]:
    """Made files of every kind, and small real ones where the corpus is at hand."""
    mail = EmailMessage()
    mail["Subject"] = "DCE"
    mail.set_content(TEXT)
    mail.add_attachment(a_pdf(TEXT), maintype="application", subtype="pdf", filename="rc.pdf")
    rules = " ".join(
        f"{x} 500 m {x} 700 l S 60 {y} m 300 {y} l S" for x, y in ((60, 500), (180, 600), (300, 700))
    )
    made = [
        ("rc.pdf", a_pdf(TEXT, TEXT, drawing=rules)),
        ("ccap.docx", a_docx(paragraph("Article 1 - Clause sociale") + paragraph(TEXT))),
        ("avis.xml", an_eforms_notice(a_lot("LOT-0001", "Nettoyage"))),
        ("ancien.xml", a_ted_notice("<OBJECT_DESCR><TITLE><P>Nettoyage</P></TITLE></OBJECT_DESCR>")),
        ("prix.csv", "Désignation;Unité;Quantité;Prix\nHeures;h;250;\n".encode("cp1252") * 20),
        ("message.eml", mail.as_bytes()),
        ("memoire.odt", an_odt("Article 1 - Objet", *TEXT.splitlines())),
        (
            "bpu.ods",
            an_ods(("N°", "Désignation", "Prix"), *((str(n), "Nettoyage", "12,50") for n in range(9))),
        ),
        ("courrier.rtf", an_rtf(*TEXT.splitlines())),
        ("dce.zip", a_zip({"DCE/RC.pdf": a_pdf(TEXT), "DCE/CCAP.docx": a_docx(paragraph(TEXT))})),
    ]
    return (*made, *_real_ones())


def _real_ones() -> Iterator[tuple[str, bytes]]:
    if not CORPUS.is_dir():
        return
    kinds: dict[str, int] = {
        ".pdf": 8, ".docx": 6, ".xlsx": 4, ".xls": 2, ".pptx": 1, ".odt": 2, ".ods": 2, ".xml": 8, ".json": 2,
    }  # fmt: skip
    for path in sorted(CORPUS.rglob("*")):
        left = kinds.get(path.suffix.lower(), 0)
        if left and path.is_file() and path.stat().st_size <= LARGEST and "gold" not in path.parts:
            kinds[path.suffix.lower()] = left - 1
            yield path.name, path.read_bytes()


@pytest.mark.timeout(300 + 3 * CASES)
@pytest.mark.parametrize("batch", range(0, CASES, BATCH))
def test_a_damaged_file_is_read_or_refused_and_touches_nothing_else(
    batch: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox = tmp_path / "a" / "b" / "c"
    sandbox.mkdir(parents=True)
    monkeypatch.chdir(sandbox)
    for name in ("TMPDIR", "HOME"):
        monkeypatch.setenv(name, str(sandbox))
    entries = []
    for number in range(batch, min(batch + BATCH, CASES)):
        chance = Random(SEED * 1_000_003 + number)
        name, data = chance.choice(samples())
        entries += unpack(mutated(data, chance), f"{number}-{name}")

    call = read_entries(entries)

    assert [source.name for source in call.sources] == [entry.name for entry in entries]
    for source, document in zip(call.sources, call.reading.documents, strict=True):
        if source.refused is not None:
            assert source.refused in {reason.value for reason in RefusalReason}
            assert not source.pages
            assert document.refused
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []

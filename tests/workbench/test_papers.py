"""A member's papers: kept, read, confirmed, asked, reminded of; and nobody's but hers."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tender.store.files import FileStore
from tender.store.papers import PaperReading, PaperRow, find_paper, list_paper_requests
from tender.vocabulary.paper import PaperRead
from tender.vocabulary.source import Stated
from tender.workbench import asking, papers, posting
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotAllowed, NotFound, OutOfDate
from tests.builders import an_evidence
from tests.databases import sqlite_engine as engine
from tests.workbench.conftest import House

__all__ = ["engine"]

PDF = b"%PDF-1.7 an attestation"
TODAY = date(2026, 11, 22)


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path)


def handed_in(session: Session, house: House, files: FileStore, **given) -> PaperRow:
    said = {"name": "Attestation de vigilance (Urssaf)", "file": ("vigilance.pdf", PDF), **given}
    return papers.add_paper(session, house.north_director, files, house.north.id, papers.GivenPaper(**said))


def a_read(until: str = "2027-04-15", **given) -> PaperRead:
    place = (an_evidence("vigilance.pdf"),)
    held = {
        "kind": Stated("social", place),
        "issued_on": Stated("2026-10-15", place),
        "valid_until": Stated(until, place),
        **given,
    }
    return PaperRead(**held)


def read(session: Session, row: PaperRow, found: PaperRead) -> None:
    task = papers.begin_reading(session, row.id)
    assert task is not None
    papers.finish_reading(session, row.id, task, found)


def test_what_the_machine_read_counts_unsurely_until_a_person_has_looked(session, house: House, files):
    row = handed_in(session, house, files)
    read(session, row, a_read())

    assert (row.issued, row.ends, row.is_unsure) == (date(2026, 10, 15), date(2027, 4, 15), True)

    papers.confirm(
        session, house.north_director, row.id, kind="social", days=(date(2026, 10, 1), None),
        seen=papers.seen_of(row),
    )  # fmt: skip

    assert (row.issued, row.ends, row.is_unsure) == (date(2026, 10, 1), None, False)
    assert row.read is not None, "the machine's reading stays beside the person's"


def test_a_confirmation_of_what_has_changed_since_is_refused(session, house: House, files):
    row = handed_in(session, house, files)
    before = papers.seen_of(row)
    read(session, row, a_read())

    with pytest.raises(OutOfDate):
        papers.confirm(session, house.north_director, row.id, kind="", days=(None, None), seen=before)


def test_a_file_that_names_another_siren_is_told_until_a_person_has_looked(session, house: House, files):
    house.north.siret = "90000008400017"
    row = handed_in(session, house, files)
    read(session, row, a_read(sirens=(Stated("732829320", (an_evidence(),)),)))

    assert papers.other_siren(row, house.north) == "732829320"

    row.read = {**row.read, "sirens": [{"value": "900000084", "evidence": [], "confidence": 1.0}]}
    assert papers.other_siren(row, house.north) == ""


def test_an_insurers_own_number_beside_the_members_name_is_no_other_holder(session, house: House, files):
    house.north.siret = "90000008400017"
    row = handed_in(session, house, files, name="Assurance responsabilité civile")
    read(session, row, a_read(sirens=(Stated("732829320", (an_evidence(),)),), names_holder=True))

    assert papers.other_siren(row, house.north) == ""


def a_word_file(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return held.getvalue()


HOSTILE = {
    "empty": b"",
    "programme": b"MZ\x90 a programme",
    "page": b"<html><script>",
    "workbook": a_word_file("xl/workbook.xml"),
    "macros": a_word_file("word/document.xml", "word/vbaProject.bin"),
    "cut short": b"PK\x03\x04 cut short",
    "large": b"%PDF" + b"x" * papers.LARGEST,
}


def test_a_hostile_file_is_refused(session, house: House, files):
    for name, data in HOSTILE.items():
        with pytest.raises(Invalid) as refused:
            handed_in(session, house, files, file=("attestation.pdf", data))

        assert refused.value.code == "paper_file", name


def test_a_file_is_named_by_what_it_is(session, house: House, files):
    row = handed_in(session, house, files, file=("../../attestation.pdf.exe", PDF))

    assert (row.file_name, row.reading) == ("attestation.pdf.pdf", PaperReading.WAITING)
    assert (
        handed_in(session, house, files, file=("photo", b"\xff\xd8\xff photo")).reading is PaperReading.NONE
    )


def test_a_file_that_killed_its_reader_three_times_is_given_up(session, house: House, files):
    row = handed_in(session, house, files)
    for _ in range(papers.MOST_ATTEMPTS):
        assert papers.begin_reading(session, row.id) is not None

    assert papers.begin_reading(session, row.id) is None
    assert row.reading is PaperReading.FAILED


def test_a_director_neither_sees_nor_touches_another_members_papers(session, house: House, files):
    row = handed_in(session, house, files)

    assert find_paper(session, row.id, viewer=house.south_director) is None
    with pytest.raises(NotFound):
        papers.remove_paper(session, house.south_director, row.id)
    with pytest.raises((NotAllowed, NotFound)):
        papers.add_paper(session, house.south_director, files, house.north.id, papers.GivenPaper("RIB"))


def test_a_paper_asked_twice_is_asked_once_and_handing_it_in_answers(session, house: House, files):
    first, fresh = asking.ask_member(session, house.officer, house.north.id, name="Attestation Urssaf")
    again, anew = asking.ask_member(session, house.officer, house.north.id, name="Attestation Urssaf")

    assert (first.id, fresh, anew) == (again.id, True, False)
    assert list_paper_requests(session, viewer=house.south_director) == []
    assert [one.id for one in list_paper_requests(session, viewer=house.north_director)] == [first.id]

    row = handed_in(session, house, files)

    assert (first.closed_at is not None, first.paper_id) == (True, row.id)


def test_a_newer_paper_stops_the_reminder_of_the_old_one(session, house: House, files):
    old = handed_in(session, house, files, valid_until=TODAY + timedelta(days=40))
    letter = posting.prepare_letter(
        session, posting.PAPER_ENDS, None, house.north_director, words=("s", "b"),
        about=[{"member": house.north.id, "digest": f"{old.id}:{old.valid_until}"}], due=now(),
    )  # fmt: skip
    assert letter is not None
    assert posting.still_asked(session, letter)

    handed_in(session, house, files, valid_until=TODAY + timedelta(days=200))

    assert not posting.still_asked(session, letter)
    held = [old, *session.query(PaperRow).all()]
    assert papers.validity_of(old, TODAY, held) is papers.Validity.REPLACED


def test_a_reminder_of_a_paper_that_is_gone_does_not_leave(session, house: House, files):
    old = handed_in(session, house, files, valid_until=TODAY + timedelta(days=40))
    letter = posting.prepare_letter(
        session, posting.PAPER_ENDS, None, house.north_director, words=("s", "b"),
        about=[{"member": house.north.id, "digest": f"{old.id}:{old.valid_until}"}], due=now(),
    )  # fmt: skip
    papers.remove_paper(session, house.officer, old.id)
    session.flush()

    assert letter is not None
    assert not posting.still_asked(session, letter)

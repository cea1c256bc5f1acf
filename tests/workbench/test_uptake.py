"""The base of declared contracts through the workbench, the worker, and a buyer's whole report."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tender.store.accounts import Role
from tender.store.awards import LotResultRow, Result
from tender.store.calls import PageRow
from tender.store.files import FileStore
from tender.store.jobs import JobState
from tender.store.sourcing import SourcingNoteRow
from tender.store.uptake import DeclaredImportRow, DeclaredKind, FreeIndicatorRow, last_import
from tender.store.watch import WatchedNoticeRow
from tender.uptake.call_figures import Fate, Standing
from tender.uptake.report import ReservedFate, ReservedResult
from tender.uptake.slices import Kind, Slice
from tender.vocabulary.call import Amount, Lot
from tender.vocabulary.clause import Clause, ClauseType
from tender.workbench import declared_base, uptake_notes, uptake_report
from tender.workbench.errors import Invalid, NotAllowed, NotFound, NotReady
from tender.workbench.uptake_notes import Indicator, Worked
from tender.worker import Bench, import_declared
from tests.builders import NOON, a_call, a_reading, a_user, an_evidence
from tests.uptake.bases import METZ, PEERS, inclusive_list, town
from tests.uptake.made import a_contract, regulatory

NAME = "Ville de Metz"
KEPT = a_contract("2025-44-L1", social=["Clause sociale"], dateNotification="2025-06-01")
one_database = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""What the base tells does not depend on where the rows stand."""


@pytest.fixture
def files(tmp_path):
    return FileStore(tmp_path / "files")


@pytest.fixture
def officer(session):
    return a_user(session)


def imported(session, officer, files, tmp_path, *contracts):
    """A base made as the worker makes it; its row."""
    path = regulatory(tmp_path, *contracts)
    declared_base.add_file(session, officer, files, path, "decp.json")
    listed = inclusive_list(tmp_path)
    declared_base.add_file(
        session, officer, files, listed.path, "siae.csv",
        kind=DeclaredKind.INCLUSIVE, source=listed.source, day=date(2026, 10, 1),
    )  # fmt: skip
    row = declared_base.ask_import(session, officer)
    session.commit()
    import_declared(Bench(session.get_bind(), files), row.id)
    session.expire_all()
    return session.get(DeclaredImportRow, row.id)


@one_database
def test_a_file_is_kept_once_and_a_base_is_made_of_it(session, officer, files, tmp_path):
    row = imported(session, officer, files, tmp_path, *town())

    assert (row.state, row.facts["contracts"], row.facts["listed"]["structures"]) == (JobState.DONE, 7, 2)
    again = declared_base.add_file(session, officer, files, tmp_path / "decp.json", "copie.json")
    assert again.name == "decp.json"
    assert declared_base.base_of(files).facts.files[0].name == "decp.json"
    assert last_import(session, viewer=a_user(session, Role.READER)) is None


@one_database
def test_a_file_that_cannot_be_read_leaves_the_base_and_says_why(session, officer, files, tmp_path):
    imported(session, officer, files, tmp_path, *town())
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    added = declared_base.add_file(session, officer, files, broken, "broken.json")
    row = declared_base.ask_import(session, officer)
    assert declared_base.ask_import(session, officer) is row
    session.commit()

    import_declared(Bench(session.get_bind(), files), row.id)

    session.expire_all()
    row = session.get(DeclaredImportRow, row.id)
    assert (row.state, row.error) == (JobState.FAILED, "declared_unread")
    assert row.error_facts == {"file": "broken.json", "why": "son JSON est abîmé"}
    assert declared_base.base_of(files).facts.contracts == 7
    declared_base.remove_file(session, officer, added.id)
    with pytest.raises(NotFound):
        declared_base.remove_file(session, officer, added.id)


@one_database
def test_who_may_import_and_what_is_asked_first(session, officer, files, tmp_path):
    reader = a_user(session, Role.READER, buyer_name=NAME)
    with pytest.raises(NotAllowed):
        declared_base.ask_import(session, reader)
    with pytest.raises(NotReady):
        declared_base.ask_import(session, officer)
    with pytest.raises(Invalid):
        declared_base.add_file(
            session, officer, files, inclusive_list(tmp_path).path, "l.csv", kind=DeclaredKind.INCLUSIVE
        )


def an_obliged_call(session):
    """A call of Metz above the threshold, launched on 1 September 2026, that states a derogation."""
    call = a_call(
        session,
        a_reading(
            buyer=None,
            clauses=(),
            lots=(Lot("1", "Nettoyage", estimated_amount=Amount(max=400_000.0)),),
        ),
    )
    call.buyer, call.reference = NAME, "M4"
    call.files[0].pages.append(
        PageRow(
            position=1,
            number=1,
            text="Date d'envoi de l'avis à la publication : 01/09/2026. "
            "Il est dérogé à l'article L2112-2-1 : le lien avec l'objet du marché est insuffisant.",
        )
    )
    session.flush()
    return call


def test_the_report_joins_what_is_declared_and_what_is_asked(session, officer, files, tmp_path):
    imported(session, officer, files, tmp_path, *town(), KEPT)
    asking = a_call(session)
    asking.buyer, asking.reference, asking.deadline_text = NAME, "2025-44", "2025-02-01T12:00:00+01:00"
    an_obliged_call(session)
    uptake_notes.set_number(session, officer, NAME, METZ + "00012")
    uptake_notes.add_contact(session, officer, METZ, date(2025, 1, 15), outcome="rendez-vous")
    session.add(
        SourcingNoteRow(buyer=NAME, title="Note", created=NOON, contacted=date(2024, 6, 1), word="sans suite")
    )
    uptake_notes.add_hours(
        session, officer, METZ, Worked("Écoles", 2025, 300, 280, persons={"sex": {"women": 6, "men": 2}})
    )
    uptake_notes.add_indicator(
        session, officer, METZ, Indicator("Se sentir utile", "Part des salariés qui le disent", "Habitants")
    )

    report = uptake_report.full_report(session, officer, files, METZ)

    assert (report.declared.total.any.count, report.declared.total.any.of) == (5, 7)
    assert report.asked.total.with_clause.count == 1
    assert {line.fate for line in report.fates.lines if line.key == str(asking.id)} == {Fate.KEPT}
    assert [line.standing for line in report.obligation.lines] == [Standing.DEROGATION]
    assert report.obligation.lines[0].quote.startswith("Il est dérogé")
    assert [effect.contact.outcome for effect in report.effects] == ["rendez-vous", "sans suite"]
    assert (report.hours.done_all, [cell.count for cell in report.hours.persons]) == (280, [None, None])
    assert report.indicators[0].authors == "Habitants"
    page = uptake_report.contracts(session, officer, files, Slice(buyer=METZ, kind=Kind.RESERVED))
    assert [line.number for line in page.lines] == ["M3"]


@one_database
def test_a_reader_sees_its_own_buyer_and_no_contacts(session, officer, files, tmp_path):
    imported(session, officer, files, tmp_path, *town())
    reader = a_user(session, Role.READER, buyer_name=NAME)
    with pytest.raises(NotFound):
        uptake_report.full_report(session, reader, files, METZ)
    uptake_notes.set_number(session, officer, NAME, METZ)
    uptake_notes.add_contact(session, officer, METZ, date(2025, 1, 15))
    an_obliged_call(session)

    report = uptake_report.full_report(session, reader, files, METZ)

    assert (report.declared.total.contracts, report.effects) == (7, ())
    assert report.obligation.derogation.count == 1
    assert [one.siren for one in uptake_report.find_buyers(session, reader, files, "")] == [METZ]
    for asked in (Slice(), Slice(buyer=PEERS["Caen"])):
        with pytest.raises(NotFound):
            uptake_report.contracts(session, reader, files, asked)
    with pytest.raises(NotAllowed):
        uptake_notes.add_contact(session, reader, METZ, date(2025, 1, 15))
    with pytest.raises(NotAllowed):
        uptake_report.full_report(session, a_user(session, Role.DIRECTOR), files, METZ)


RESULTS = """<can:ContractAwardNotice xmlns:can="urn:can" xmlns:efac="urn:efac" xmlns:cbc="urn:cbc"
 xmlns:efbc="urn:efbc"><efac:NoticeResult>
 <efac:LotResult><cbc:TenderResultCode>selec-w</cbc:TenderResultCode><efac:ReceivedSubmissionsStatistics>
 <efbc:StatisticsCode>t-sme</efbc:StatisticsCode><efbc:StatisticsNumeric>9</efbc:StatisticsNumeric>
 </efac:ReceivedSubmissionsStatistics><efac:ReceivedSubmissionsStatistics>
 <efbc:StatisticsCode>tenders</efbc:StatisticsCode><efbc:StatisticsNumeric>2</efbc:StatisticsNumeric>
 </efac:ReceivedSubmissionsStatistics><efac:TenderLot><cbc:ID>LOT-0001</cbc:ID></efac:TenderLot></efac:LotResult>
 <efac:LotResult><cbc:TenderResultCode>selec-w</cbc:TenderResultCode>
 <efac:TenderLot><cbc:ID>LOT-0009</cbc:ID></efac:TenderLot></efac:LotResult>
</efac:NoticeResult></can:ContractAwardNotice>"""
LATER = {
    "idweb": "27-3",
    "donnees": json.dumps(
        {
            "EFORMS": {
                "ContractAwardNotice": {
                    "efac:NoticeResult": {
                        "efac:LotResult": {
                            "cbc:TenderResultCode": {
                                "@listName": "winner-selection-status",
                                "#text": "clos-nw",
                            },
                            "efac:TenderLot": {"cbc:ID": {"@schemeName": "Lot", "#text": "LOT-0002"}},
                        }
                    }
                }
            }
        }
    ),
}


@one_database
def test_the_outcome_of_reserved_lots_is_read_in_their_result_notices(session, officer, files):
    reserved = Clause(ClauseType.RESERVED_SIAE, lots=("1", "2", "3"), evidence=(an_evidence(),))
    lots = tuple(Lot(str(number), "Lot") for number in range(1, 10))
    call = a_call(session, a_reading(clauses=(reserved,), lots=lots))
    call.buyer = NAME
    uptake_notes.set_number(session, officer, NAME, METZ)
    told = {"source": "boamp", "received": NOON}
    stem = WatchedNoticeRow(ref="27-1", kind="call", name="27-1.json", call_id=call.id, **told)
    session.add(stem)
    session.flush()
    for ref, data in (("27-2", RESULTS), ("27-3", json.dumps(LATER)), ("27-4", "<abîmé")):
        sha256 = files.keep(data.encode())
        session.add(WatchedNoticeRow(ref=ref, kind="award", name=ref, sha256=sha256, stem_id=stem.id, **told))
    session.add(
        LotResultRow(
            call_id=call.id, lot="3", result=Result.ABANDONED, told_on=NOON.date(), by="Nadia", at=NOON
        )
    )
    session.flush()

    given_up = ReservedResult("3", ReservedFate.GIVEN_UP)
    for who, noted in ((officer, [given_up]), (a_user(session, Role.READER, buyer_name=NAME), [])):
        held = uptake_report.full_report(session, who, files, METZ).fates
        assert held.reserved_lots == 3
        assert [line.result for line in held.reserved] == [
            ReservedResult("1", ReservedFate.AWARDED, 2, "27-2"),
            ReservedResult("2", ReservedFate.UNFRUITFUL, None, "27-3"),
            *noted,
        ]


def test_what_people_add_is_checked(session, officer):
    for number in ("215704637", "12", "abc", ""):
        with pytest.raises(Invalid):
            uptake_notes.set_number(session, officer, NAME, number)
    with pytest.raises(Invalid):
        uptake_notes.add_contact(session, officer, METZ, date(2100, 1, 1))
    with pytest.raises(Invalid):
        uptake_notes.add_contact(session, officer, METZ, date(2025, 1, 1), cpv="nettoyage")
    for told in (
        Worked(""),
        Worked("x"),
        Worked("x", planned=-1),
        Worked("x", done=1, persons={"s": {"f": -2}}),
    ):
        with pytest.raises(Invalid):
            uptake_notes.add_hours(session, officer, METZ, told)
    with pytest.raises(NotFound):
        uptake_notes.add_hours(session, officer, METZ, Worked("x", done=1, call_id=999))
    with pytest.raises(Invalid):
        uptake_notes.add_indicator(session, officer, METZ, Indicator("x", "", "y"))
    kept = uptake_notes.add_indicator(session, officer, METZ, Indicator("x", "d", "y"))
    assert uptake_notes.remove(session, officer, FreeIndicatorRow, kept.id) == METZ
    with pytest.raises(NotFound):
        uptake_notes.remove(session, officer, FreeIndicatorRow, 999)


@one_database
def test_no_base_gives_a_report_of_calls_alone(session, officer, files):
    report = uptake_report.full_report(session, officer, files, METZ)

    assert (report.declared, report.name) == (None, METZ)
    with pytest.raises(NotFound):
        uptake_report.contracts(session, officer, files, Slice(buyer=METZ))
    assert uptake_report.likely_number(files, "Metz") is None

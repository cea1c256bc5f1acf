"""A rectified dossier: read beside the old one, what changed, and nothing a person decided lost."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tender import worker
from tender.store.accounts import UserRow
from tender.store.calls import (
    CallRow,
    CallState,
    FactRow,
    FactState,
    UploadMode,
    VersionState,
    list_calls,
    list_versions,
)
from tender.store.files import FileStore
from tender.store.jobs import JobState, unfinished_jobs
from tender.store.journal import list_journal
from tender.vocabulary.call import Lot, RequiredDocument
from tender.vocabulary.source import Rival, Stated
from tender.workbench import intake, reviewing, revising
from tender.workbench.carrying import carry
from tender.workbench.errors import NotReady
from tender.workbench.facts import facts_of, machine_reading, reading_of
from tender.worker import Bench
from tests.builders import NOON, a_collective, a_reading, a_user, an_evidence
from tests.databases import engine, postgres_url
from tests.parsing.made_files import a_docx, a_pdf, a_zip, paragraph

__all__ = ["engine", "postgres_url"]

ARTICLES = "\n".join(
    f"Article {n} : dispositions applicables aux candidats pour {what}"
    for n, what in enumerate(("les pièces", "les visites", "les échanges", "la signature", "les recours"), 5)
)


THREE = ("Écoles", "Gymnases", "Mairie")
TWO = THREE[:2]


def rules(
    *,
    deadline: str = "1er février 2027",
    lots: tuple[str, ...] = THREE,
    buyer: str = "Ville d'Essai",
    reference: str = "",
) -> bytes:
    """The rules of a small call as a PDF."""
    listed = "\n".join(f"Lot {n} : Nettoyage - {title}" for n, title in enumerate(lots, 1))
    return a_pdf(
        f"Règlement de la consultation\nAcheteur : {buyer}\n{reference}"
        "Objet de la consultation : Nettoyage de bâtiments communaux\n"
        f"Date limite de remise des offres : {deadline} à 12h00\n"
        f"La consultation comporte {len(lots)} lots :\n{listed}\n{ARTICLES}"
    )


TERMS = a_pdf("Cahier des clauses techniques particulières\nArticle 1 : nettoyage quotidien des sols")


@dataclass
class Office:
    """An officer, her installation, and one call read in it."""

    bench: Bench
    officer_id: int
    call_id: int

    def send(self, *files: tuple[str, bytes], mode: UploadMode = UploadMode.ADDED) -> revising.Submitted:
        """Upload a new version and have it read."""
        with self.bench.sessions.begin() as session:
            officer = session.get_one(UserRow, self.officer_id)
            done = revising.submit(session, officer, self.bench.files, self.call_id, files, mode=mode)
        self.work()
        return done

    def work(self) -> None:
        """Do the jobs that wait."""
        with self.bench.sessions() as session:
            waiting = [job.id for job in unfinished_jobs(session)]
        for job_id in waiting:
            worker.run(self.bench, job_id)


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Office:
    """A call of two lots, read: its rules and its technical terms."""
    bench = Bench(engine, FileStore(tmp_path / "files"))
    with bench.sessions.begin() as session:
        a_collective(session)
        officer = a_user(session)
        sent = [("RC.pdf", rules()), ("CCTP.pdf", TERMS)]
        call = intake.receive(session, officer, bench.files, sent).call
        held = Office(bench, officer.id, call.id)
    held.work()
    return held


def the_call(session: Session, office: Office) -> tuple[CallRow, UserRow]:
    """The call and its officer, as they are now."""
    return session.get_one(CallRow, office.call_id), session.get_one(UserRow, office.officer_id)


def fact(call: CallRow, kind: str, key: str) -> FactRow:
    """One fact by its kind and key."""
    return next(one for one in call.facts if (one.kind, one.key) == (kind, key))


def test_a_rectified_paper_makes_a_new_version_and_the_old_one_stays_readable(office: Office):
    with office.bench.sessions.begin() as session:
        call, _ = the_call(session, office)
        ids = {(one.kind, one.key): one.id for one in call.facts}

    office.send(("RC rectifié.pdf", rules(deadline="20 janvier 2027", lots=TWO)))

    with office.bench.sessions() as session:
        call, officer = the_call(session, office)
        versions = list_versions(session, call.id, viewer=officer)
        assert call.version == 2
        assert {file.name for file in call.files} == {"RC rectifié.pdf", "CCTP.pdf"}
        assert {file.name for file in call.all_files} == {"RC.pdf", "RC rectifié.pdf", "CCTP.pdf"}
        assert reading_of(call).deadline.value.startswith("2027-01-20")
        assert {one.number: one.state for one in versions} == {
            1: VersionState.PAST,
            2: VersionState.CURRENT,
        }
        told = [(one["of"], one["key"], one["kind"]) for one in versions_by(versions, 2).changes]
        assert told[0] == ("field", "deadline", "changed")
        assert ("lot", "", "removed") in told
        assert versions_by(versions, 2).replaced[0]["old"] == "RC.pdf"
        assert json.dumps(versions_by(versions, 1).reading)
        assert {(one.kind, one.key): one.id for one in call.facts}.items() >= ids.items()
        moved = versions_by(versions, 2).changes[0]
        assert moved["fact"] == ids["field", "deadline"]
        assert moved["before"]["evidence"][0]["document"] == "RC.pdf"
        assert moved["after"]["evidence"][0]["document"] == "RC rectifié.pdf"


def versions_by(versions, number: int):
    """The version of this number."""
    return next(one for one in versions if one.number == number)


def test_what_was_confirmed_and_did_not_change_stays_confirmed(office: Office):
    with office.bench.sessions.begin() as session:
        call, officer = the_call(session, office)
        for one in list(call.facts):
            if one.effective is not None:
                reviewing.confirm(session, officer, call.id, one.id)

    office.send(("RC.pdf", rules(deadline="20 janvier 2027")))

    with office.bench.sessions() as session:
        call, _ = the_call(session, office)
        deadline = fact(call, "field", "deadline")
        assert deadline.state is FactState.UNSURE
        assert deadline.review["state"] == "confirmed"
        assert deadline.review["before"]["value"].startswith("2027-02-01")
        others = [one for one in call.facts if one.read is not None and one is not deadline]
        assert {one.state for one in others} == {FactState.CONFIRMED}
        assert [one.id for one in call.facts if one.is_doubtful and one.read] == [deadline.id]


def test_a_corrected_value_counts_until_the_officer_decides(office: Office):
    with office.bench.sessions.begin() as session:
        call, officer = the_call(session, office)
        hers = {"value": "2027-02-03T12:00:00+01:00"}
        reviewing.correct(session, officer, call.id, fact(call, "field", "deadline").id, hers)

    office.send(("RC.pdf", rules(deadline="20 janvier 2027")))

    with office.bench.sessions.begin() as session:
        call, officer = the_call(session, office)
        deadline = fact(call, "field", "deadline")
        assert reading_of(call).deadline.value == "2027-02-03T12:00:00+01:00"
        assert deadline.is_doubtful

        reviewing.settle_review(session, officer, call.id, deadline.id, take_new=True)

        assert reading_of(call).deadline.value.startswith("2027-01-20")
        assert not deadline.is_doubtful
        assert call.deadline is not None
        assert call.deadline.day == 20


def test_a_lot_that_was_confirmed_and_is_gone_waits_for_her_word(office: Office):
    with office.bench.sessions.begin() as session:
        call, officer = the_call(session, office)
        third = fact(call, "lot", "3").id
        reviewing.confirm(session, officer, call.id, third)

    office.send(("RC.pdf", rules(lots=TWO)))

    with office.bench.sessions.begin() as session:
        call, officer = the_call(session, office)
        gone = fact(call, "lot", "3")
        assert (gone.id, gone.gone, gone.is_doubtful) == (third, 2, True)
        assert [lot.number for lot in reading_of(call).lots] == ["1", "2"]

        reviewing.settle_review(session, officer, call.id, third, take_new=False)

        assert [lot.number for lot in reading_of(call).lots] == ["1", "2", "3"]


def test_the_same_files_again_change_nothing(office: Office):
    done = office.send(("RC.pdf", rules()), ("CCTP.pdf", TERMS), mode=UploadMode.COMPLETE)

    assert done.known
    assert done.job is None
    with office.bench.sessions() as session:
        assert the_call(session, office)[0].version == 1


def test_the_same_files_in_a_zip_change_nothing(office: Office):
    done = office.send(("DCE.zip", a_zip({"RC.pdf": rules(), "CCTP.pdf": TERMS})), mode=UploadMode.COMPLETE)

    assert done.job is not None
    with office.bench.sessions() as session:
        call, officer = the_call(session, office)
        assert call.version == 1
        assert list_versions(session, call.id, viewer=officer)[0].state is VersionState.UNCHANGED


def test_an_upload_sent_twice_is_read_once(office: Office):
    sent = [("RC.pdf", rules(deadline="20 janvier 2027"))]
    with office.bench.sessions.begin() as session:
        _, officer = the_call(session, office)
        first = revising.submit(
            session, officer, office.bench.files, office.call_id, sent, mode=UploadMode.ADDED
        )
        again = revising.submit(
            session, officer, office.bench.files, office.call_id, sent, mode=UploadMode.ADDED
        )
        assert first.job is again.job
        with pytest.raises(NotReady, match="version_being_read"):
            revising.submit(
                session, officer, office.bench.files, office.call_id, [("Q.pdf", TERMS + b" ")],
                mode=UploadMode.ADDED,
            )  # fmt: skip
    office.work()
    with office.bench.sessions() as session:
        assert the_call(session, office)[0].version == 2


def test_a_version_that_cannot_be_read_leaves_the_old_one_whole(office: Office):
    done = office.send(("RC.pdf", b"%PDF-1.7 broken"))

    with office.bench.sessions() as session:
        call, officer = the_call(session, office)
        assert done.job is not None
        assert session.get(type(done.job), done.job.id).state is JobState.FAILED
        assert call.version == 1
        assert call.state is CallState.TO_REVIEW
        assert {file.name for file in call.files} == {"RC.pdf", "CCTP.pdf"}
        last = list_versions(session, call.id, viewer=officer)[0]
        assert (last.state, last.error) == (VersionState.FAILED, "nothing_read")


def test_files_of_another_call_are_mixed_with_nothing_until_a_person_insists(office: Office):
    with office.bench.sessions.begin() as session:
        call, _ = the_call(session, office)
        call.reference = "2027-NET-04"
    other = rules(buyer="Syndicat des eaux du Val Dore", reference="Référence : 2026-EAU-117\n")
    office.send(("RC.pdf", other))

    with office.bench.sessions.begin() as session:
        call, officer = the_call(session, office)
        last = list_versions(session, call.id, viewer=officer)[0]
        assert (call.version, last.state, last.error) == (1, VersionState.FAILED, "other_call")
        assert revising.insist(session, officer, call.id) is not None
        assert revising.insist(session, officer, call.id) is None
    office.work()

    with office.bench.sessions() as session:
        call, officer = the_call(session, office)
        assert (call.version, call.buyer) == (2, "Syndicat des eaux du Val Dore")


def test_answers_to_questions_are_added_beside_the_rules(office: Office):
    answers = a_docx(
        paragraph("Questions et réponses")
        + paragraph("Question 1 : la date peut-elle être reportée ?")
        + paragraph("Réponse : la date limite de remise des offres est reportée au 8 février 2027 à 12h00."),
    )

    office.send(("Réponses aux questions.docx", answers))

    with office.bench.sessions() as session:
        call, _ = the_call(session, office)
        assert len(call.files) == 3
        deadline = fact(call, "field", "deadline")
        assert reading_of(call).deadline.value.startswith("2027-02-08")
        assert deadline.rivals[0]["rule"] == "correction"
        assert deadline.rivals[0]["value"].startswith("2027-02-01")


def test_the_other_of_two_contradicting_dates_is_one_act_on_the_record(office: Office):
    office.send(("avis.pdf", a_pdf(
        "Rectificatif\nLa date limite de remise des offres est reportée au 8 février 2027 à 12h00."
    )))  # fmt: skip
    with office.bench.sessions.begin() as session:
        call, officer = the_call(session, office)
        deadline = fact(call, "field", "deadline")

        reviewing.choose(session, officer, call.id, deadline.id, 0)

        assert reading_of(call).deadline.value.startswith("2027-02-01")
        acts = [one.act for one in list_journal(session, viewer=officer, call_id=call.id)]
        assert acts[:2] == ["fact.corrected", "fact.chosen"]


def test_every_version_is_on_the_record(office: Office):
    office.send(("RC.pdf", rules(deadline="20 janvier 2027")))

    with office.bench.sessions() as session:
        _, officer = the_call(session, office)
        acts = [one.act for one in list_journal(session, viewer=officer, call_id=office.call_id)]
        assert acts[:2] == ["version.read", "version.received"]
        assert len(list_calls(session, viewer=officer)) == 1


def test_a_lot_added_by_hand_meets_the_one_a_new_version_states():
    call = CallRow(version=1, warnings=[], facts=list(facts_of(a_reading())))
    call.facts.append(
        FactRow(kind="lot", key="3", position=2, subtype="", evidence=[], state=FactState.CORRECTED,
                kept={"number": "3", "title": "Nettoyage des crèches"}, confidence=1.0)
    )  # fmt: skip
    before = machine_reading(call.facts, ())
    after = a_reading(lots=(*before.lots, Lot("3", "Nettoyage des crèches")))

    carry(call, before, after, 2)

    assert [row.key for row in call.facts if row.kind == "lot"] == ["1", "2", "3"]
    assert [lot.number for lot in reading_of(call).lots] == ["1", "2", "3"]


def test_a_new_contradiction_about_a_confirmed_fact_is_to_be_looked_at():
    call = CallRow(version=1, warnings=[], facts=list(facts_of(a_reading())))
    deadline = fact(call, "field", "deadline")
    deadline.state, deadline.decided_at = FactState.CONFIRMED, NOON
    before = machine_reading(call.facts, ())
    told = before.deadline
    after = a_reading(deadline=Stated(told.value, told.evidence, 0.6, (Rival("2027-02-08", (), 0.9),)))

    carry(call, before, after, 2)

    assert deadline.review is not None
    assert deadline.review["before"] == deadline.read


def test_a_value_that_comes_back_is_confirmed_as_it_was():
    call = CallRow(version=1, warnings=[], facts=list(facts_of(a_reading())))
    deadline = fact(call, "field", "deadline")
    deadline.state, deadline.decided_at, deadline.decided_by = FactState.CONFIRMED, NOON, 7
    first = machine_reading(call.facts, ())
    moved = a_reading(deadline=Stated("2027-01-20T12:00:00+01:00"))

    carry(call, first, moved, 2)
    assert deadline.state is FactState.UNSURE
    carry(call, moved, first, 3)

    assert (deadline.state, deadline.decided_at, deadline.decided_by) == (FactState.CONFIRMED, NOON, 7)
    assert deadline.review is None


papers = st.lists(st.sampled_from(["DC1", "DC2", "Mémoire", "RIB", "Attestation d'assurance"]), max_size=4)


@given(papers, papers, st.sets(st.integers(0, 3)))
def test_no_verdict_is_ever_lost(first: list[str], second: list[str], decided: set[int]):
    def told(names: list[str]):
        return a_reading(
            required_documents=tuple(RequiredDocument(n, evidence=(an_evidence(),)) for n in names)
        )

    call = CallRow(version=1, warnings=[], facts=list(facts_of(told(first))))
    mine = [row for row in call.facts if row.kind == "document"]
    for index in decided & set(range(len(mine))):
        mine[index].state, mine[index].decided_at = FactState.CONFIRMED, NOON
    confirmed = [row for row in mine if row.state is FactState.CONFIRMED]

    carry(call, machine_reading(call.facts, ()), told(second), 2)

    assert all(row.state is FactState.CONFIRMED or row.review is not None for row in confirmed)
    assert sorted(one.name for one in reading_of(call).required_documents) == sorted(second)
    assert len({(row.kind, row.key) for row in call.facts}) == len(call.facts)

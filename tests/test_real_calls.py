"""The whole job on real calls: from their files to an archive that opens, honest about its gaps."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tender.documents import french
from tender.example.collective import collective
from tender.parsing.archive import collect
from tender.vocabulary.clause import ClauseType
from tender.workbench import headless
from tests.archives import Opened, opened
from tests.corpus import corpus_path
from tests.read_back import even, sirets_in, slips, words_of

pytestmark = pytest.mark.corpus

IRVE = "dce/fr03_france_travail_010.26_irve"
MACHINE = "dce/fr01_grenoble_inp_2026FCSSA0025"
VALLEE = "dce/fr04_vsgp_25TIC06"
SALON = "notices/334786-2021.xml"
BOAMP = "boamp/api/record_eforms_2026-09_trimmed.json"


@dataclass(frozen=True, slots=True)
class Call:
    """A real call and what is known of it from its own files."""

    path: str
    buyer: str
    reference: str | None
    deadline: str
    lots: int
    out_of_reach: bool = True


CALLS = (
    Call(SALON, "Ville de Salon-de-Provence", "21090000", "2021-07-30T17:00:00+02:00", 7, out_of_reach=False),
    Call(IRVE, "France Travail", "010.26", "2026-07-15T16:00:00+02:00", 0, out_of_reach=False),
    Call(
        MACHINE,
        "Institut polytechnique de Grenoble",
        "2026FCSSA0025",
        "2026-07-15T12:00:00+02:00",
        0,
        out_of_reach=False,
    ),
    Call("eforms/dev/00558523-2024.xml", "Commune de Val-de-Reuil", None, "2024-10-17T14:30:00+02:00", 2),
    Call("eforms/dev/00563067-2024.xml", "BANQUE DE FRANCE", "PN2024012", "2024-10-25T18:00:00+02:00", 2),
    Call("eforms/dev/00625392-2024.xml", "URSSAF Rhône-Alpes", "24_006AOO", "2024-12-05T12:00:00+02:00", 2),
    Call(
        "eforms/dev/00438171-2024.xml",
        "PREFECTURE DE REGION",
        "2024CVDLCVC4",
        "2024-08-02T16:00:00+02:00",
        20,
    ),
    Call("eforms/dev/00650149-2024.xml", "VILLE DE SAINTE-ANNE", None, "2024-11-25T12:00:00+02:00", 0),
    Call(
        BOAMP,
        "Communauté de communes LE GRESIVAUDAN",
        "26040TRA00",
        "2026-10-02T12:00:00+02:00",
        0,
    ),
)
EACH = pytest.mark.parametrize("call", CALLS, ids=lambda call: Path(call.path).stem[:20])


@cache
def answer(path: str) -> headless.Outcome:
    """The whole job done for a call, once for all tests."""
    found = corpus_path(path)
    held = json.loads(found.read_text("utf-8")).get("record") if found.suffix == ".json" else None
    sent = (
        [(entry.name, entry.data) for entry in collect([found])]
        if held is None
        else [(f"{held['id']}.json", json.dumps(held).encode())]
    )
    return headless.respond(sent, collective(), progress=silent, seconds=5)


@cache
def archive_of(path: str) -> Opened:
    """Its archive, opened."""
    return opened(answer(path).made.archive)


def silent(done: int, total: int, step: str) -> None:
    """Nobody watches."""


@EACH
def test_the_call_is_recognised(call: Call):
    reading = answer(call.path).reading

    assert reading.buyer is not None
    assert reading.buyer.value.startswith(call.buyer)
    assert (reading.reference and reading.reference.value) == call.reference
    assert reading.deadline is not None
    assert reading.deadline.value == call.deadline
    assert len(reading.lots) == call.lots


@EACH
def test_the_archive_opens_and_names_the_call(call: Call):
    archive = archive_of(call.path)

    told = archive.manifest["consultation"]
    assert told["acheteur"].startswith(call.buyer)
    assert told["reference"] == call.reference
    assert told["remise"] == call.deadline
    assert call.buyer in archive.text_of("DC1")
    forms = {one["document"] for one in archive.manifest["fichiers"]}
    assert forms >= {"DC1", "DC2", "ATTRI1", "MEMOIRE", "BPU", "SYNTHESE"}


@EACH
def test_what_was_supposed_is_listed_and_makes_it_a_draft(call: Call):
    outcome = answer(call.path)

    codes = {one.code for one in outcome.assumptions}
    assert outcome.draft
    assert outcome.name.startswith("BROUILLON_")
    assert "places" in codes
    assert ("out_of_reach" in codes) is call.out_of_reach
    assert codes & {"hours_per_month", "hours_from_insertion_clause"}
    numbers = {lot.number for lot in outcome.reading.lots} or {"1"}
    assert {one.lot for one in outcome.assumptions} == numbers


@EACH
def test_nothing_is_priced_that_nobody_priced(call: Call):
    lacks = {lack.field for lack in answer(call.path).made.lacks if lack.blocking}

    assert any(field == "amount" or field.startswith("unit_price") for field in lacks)


@EACH
def test_every_share_is_approved_by_no_person(call: Call):
    outcome = answer(call.path)

    assert outcome.approvals
    assert all(one["verdict"] == "approved" and "headless" in one["by"] for one in outcome.approvals)
    assert {one["member"] for one in outcome.approvals} == {one["member"] for one in outcome.split["shares"]}


def in_front(files: dict[str, bytes]) -> list[str]:
    """The files handed in: where the buyer's own form is filled, ours stays in `secours/` behind it."""
    return [name for name in files if "secours/" not in name]


@EACH
def test_there_is_a_declaration_for_each_member_and_a_commitment_for_each_lot(call: Call):
    outcome, archive = answer(call.path), archive_of(call.path)

    members = {one["member"] for one in outcome.split["shares"]}
    lots = {one["lot"] for one in outcome.split["shares"]}
    assert len(in_front(archive.named("DC2", ".docx"))) == len(members)
    assert len(in_front(archive.named("ATTRI1", ".docx"))) == len(lots)
    assert bool(archive.named("CONVENTION", ".docx")) is (len(members) > 1)


@EACH
def test_no_line_of_a_fact_lacks_its_place(call: Call):
    reading = answer(call.path).reading

    stated = [
        reading.buyer,
        reading.subject,
        reading.deadline,
        *([reading.reference] if call.reference else []),
    ]
    assert all(fact is not None and fact.evidence and fact.evidence[0].quote for fact in stated)
    assert all(clause.evidence for clause in reading.clauses)


@pytest.mark.parametrize(("path", "theirs"), [(MACHINE, {"DC1", "DC2"}), (VALLEE, {"ATTRI1"})])
def test_the_buyers_own_files_and_ours_say_the_same(path: str, theirs: set[str]) -> None:
    archive, split = archive_of(path), answer(path).split
    said = words_of(archive)
    inside = {share["member"] for share in split["shares"]}
    members = {one["id"]: one for one in collective()["members"] if one["id"] in inside}
    own = {one["nom"]: one for one in archive.manifest["fichiers"] if one["origine"] == "acheteur"}

    assert {one["document"] for one in own.values()} >= theirs
    assert {held: list(slips(text)) for held, text in said.items() if list(slips(text))} == {}
    assert set().union(*map(sirets_in, said.values())) == {one["siret"] for one in members.values()}
    reference = archive.manifest["consultation"]["reference"]
    for held, text in said.items():
        if held not in own:
            assert reference in text, held
    for held, one in own.items():
        if one["document"] in theirs:
            for who in [members[one["membre"]]] if one["membre"] else _leaders(archive, members):
                where = f"{who['address']}, {who['postcode']} {who['city']}"
                told = (who["name"], where, who["email"], who["phone"], french.siret(who["siret"]))
                assert [part for part in map(even, told) if part not in said[held]] == [], held


def _leaders(archive: Opened, members: dict[str, Any]) -> list[Any]:
    """The one leader, as the convention names it."""
    said = even(archive.text_of("CONVENTION"))
    return [one for one in members.values() if f"comme mandataire : {even(one['name'])}" in said]


def kinds(path: str) -> set[ClauseType]:
    """The sorts of clause a call was found to have, denials left out."""
    return {clause.type for clause in answer(path).reading.clauses} - {ClauseType.NEGATED}


def test_the_machine_has_no_social_clause_but_false_friends():
    assert kinds(MACHINE) == set()


def test_the_charging_points_ask_three_thousand_hours_a_year():
    clauses = [one for one in answer(IRVE).reading.clauses if one.type is ClauseType.EXEC_INSERTION]

    details = {(detail.value, detail.per) for clause in clauses for detail in clause.hours_detail}
    assert details == {(3000.0, "year")}
    assert {one.value for one in answer(IRVE).assumptions if one.code == "hours_from_insertion_clause"} == {
        "250"
    }


def test_the_call_of_salon_is_reserved_and_weighs_insertion():
    assert kinds(SALON) >= {ClauseType.RESERVED_SIAE, ClauseType.AWARD_SOCIAL, ClauseType.INSERTION_OBJECT}
    weights = [criterion.weight for criterion in answer(SALON).reading.award_criteria]
    assert weights == [50.0, 30.0, 20.0]


def test_a_dry_run_works_where_the_buyer_is():
    split = answer(SALON).split

    assert {"13103"} <= {share["place"] for share in split["shares"]}
    assert {share["lot"] for share in split["shares"]} == {"1", "2", "3", "4", "5", "6", "7"}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("eforms/dev/00558523-2024.xml", ClauseType.EXEC_INSERTION),
        ("eforms/dev/00625392-2024.xml", ClauseType.EXEC_INSERTION),
        ("eforms/dev/00438171-2024.xml", ClauseType.EXEC_INSERTION),
    ],
)
def test_a_coded_social_objective_is_a_clause(path: str, kind: ClauseType):
    assert kind in kinds(path)


@pytest.fixture(params=[SALON, BOAMP], ids=["notice", "record"])
def again(request: pytest.FixtureRequest) -> Callable[[], tuple[bytes, bytes]]:
    """The archive of a call made once more."""

    def twice() -> tuple[bytes, bytes]:
        first = answer(request.param)
        answer.cache_clear()
        return first.made.archive, answer(request.param).made.archive

    return twice


def test_the_same_call_gives_the_same_answer(again: Callable[[], tuple[bytes, bytes]]):
    first, second = again()

    assert sorted(opened(first).files) == sorted(opened(second).files)
    assert opened(first).text_of("DC1") == opened(second).text_of("DC1")

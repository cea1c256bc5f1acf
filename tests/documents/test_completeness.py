from dataclasses import replace
from decimal import Decimal

import pytest

from tender.documents.completeness import lacks, summary
from tender.documents.lack import gathered
from tender.documents.paper_demands import Fitness, State, demands, months_asked
from tender.documents.response import HeldPaper
from tender.vocabulary.call import RequiredDocument
from tests.documents.responses import a_response
from tests.documents.test_forms import without


def answer(name, *papers, part="candidature", **said):
    response = replace(
        a_response(), required_documents=(RequiredDocument(name, part),), papers=papers, **said
    )
    (demand,) = demands(response)
    return demand


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Lettre de candidature (formulaire DC1)", "DC1"),
        ("DC 2", "DC2"),
        ("L’acte d’engagement daté et signé", "ATTRI1"),
        ("AE", "ATTRI1"),
        ("Le bordereau des prix unitaires complété", "BPU"),
        ("DPGF", "BPU"),
        ("Mémoire justificatif", "MEMOIRE"),
        ("Cadre de réponse technique", "MEMOIRE"),
        ("Déclaration sur l'honneur", "DC1"),
        ("Chiffre d’affaires des trois derniers exercices", "DC2"),
        ("Convention de groupement", "CONVENTION"),
        ("Pouvoirs donnés par les cotraitants", "POUVOIR"),
    ],
)
def test_a_demand_is_answered_by_the_form_that_holds_it(name, form):
    assert answer(name).form == form


def test_a_paper_of_each_member_must_be_there_and_last_until_the_deadline():
    demand = answer(
        "Attestation URSSAF de vigilance",
        HeldPaper("URSSAF", "ai1", "2026-09-01", "2027-03-01"),
        HeldPaper("Attestation de vigilance", "ai2", "2026-01-01", "2026-07-01"),
    )

    assert demand.state is State.MISSING
    assert demand.missing == ("ai3",)
    assert demand.expired == ("ai2",)


def test_a_paper_only_declared_is_named_as_to_be_checked_and_stops_nothing():
    held = tuple(
        HeldPaper("Attestation URSSAF", f"ai{n}", "2026-11-01", "2027-05-01", declared_only=n == 2)
        for n in (1, 2, 3)
    )
    document = RequiredDocument("Attestation URSSAF de vigilance", "candidature")
    response = replace(a_response(), required_documents=(document,), papers=held)

    told = [lack for lack in lacks(response) if lack.form == "PIECES"]

    assert [lack.blocking for lack in told] == [False]
    assert told[0].what.endswith("à verser et à vérifier : Crau Solidarité Emploi.")


VIGILANCE = "Attestation URSSAF de vigilance"


@pytest.mark.parametrize(
    ("demanded", "held", "fitness"),
    [
        (VIGILANCE, {"issued_on": "2026-02-01"}, Fitness.TOO_OLD),
        (VIGILANCE, {"issued_on": "2026-11-01", "unsure": True}, Fitness.UNSURE),
        (VIGILANCE, {"issued_on": "2026-11-01", "other_holder": True}, Fitness.OTHER_HOLDER),
        (VIGILANCE, {}, Fitness.UNDATED),
        ("Extrait Kbis de moins de 3 mois", {"issued_on": "2026-08-01"}, Fitness.TOO_OLD),
        ("Extrait Kbis de moins de 3 mois", {"issued_on": "2026-11-15"}, Fitness.FIT),
        ("Attestation d’assurance", {"valid_until": "2026-12-31"}, Fitness.ENDS_EARLY),
        ("Attestation d’assurance", {"valid_until": "2027-12-31"}, Fitness.FIT),
        ("Attestation d’assurance", {"valid_until": "2026-11-30"}, Fitness.ENDED),
    ],
)
def test_a_paper_is_judged_on_the_day_of_the_deposit_and_of_the_first_work(demanded, held, fitness):
    response = a_response()
    call = replace(response.call, deadline="2026-12-15T12:00:00+01:00", start="2027-03-01")

    demand = answer(demanded, HeldPaper(demanded, "ai2", **held), call=call)

    assert demand.members[1].fitness is fitness


def test_only_the_members_of_a_lot_owe_the_papers_of_that_lot():
    response = a_response(lots=2)
    second = frozenset(share.member for share in response.lots[1].shares)
    document = RequiredDocument("Attestation d’assurance", "candidature", lots=("2",))

    (demand,) = demands(replace(response, required_documents=(document,), papers=()))

    assert set(demand.missing) == second
    assert {lot for one in demand.members for lot in one.lots} == {"2"}


def test_a_demand_that_names_two_papers_is_answered_by_both():
    both = (
        HeldPaper("Attestation de vigilance", "ai1", "2026-11-01"),
        HeldPaper("Attestation fiscale", "ai1"),
    )

    assert answer("Attestations fiscales et sociales", both[0]).missing == ("ai1", "ai2", "ai3")
    assert "ai1" not in answer("Attestations fiscales et sociales", *both).missing
    assert "ai1" not in answer("Attestation fiscale ou sociale", both[0]).missing


@pytest.mark.parametrize(
    ("name", "months"),
    [
        ("Attestation fiscale datant de moins de six (6) mois", 6),
        ("Extrait K-bis de moins de 3 mois", 3),
        ("Attestation de vigilance datant de moins de 90 jours", 3),
        ("Attestation de vigilance", 6),
        ("Attestation d’assurance", None),
        ("Liste des références de moins de trois ans", None),
    ],
)
def test_the_age_a_call_asks_is_read_in_its_words(name, months):
    assert months_asked(RequiredDocument(name)) == months


def test_one_paper_of_the_collective_answers_for_all():
    assert answer("Attestation d’assurance", HeldPaper("Assurance responsabilité civile")).state is State.HELD


def test_what_only_the_winner_owes_can_wait():
    response = a_response()
    later = [lack for lack in lacks(response) if lack.form == "PIECES"]

    assert len(later) == 3
    assert not any(lack.blocking for lack in later)
    assert summary(response) == "3\u00a0points peuvent attendre."


def test_a_fact_missing_in_four_documents_is_asked_once():
    response = without(a_response(), 1, siret="")
    gaps = [gap for gap in gathered(lacks(response)) if gap.field == "siret"]

    assert [(gap.member, gap.blocking) for gap in gaps] == [("ai2", True)]
    assert gaps[0].boxes == (
        ("DC1", "E"),
        ("DC2", "C1"),
        ("CONVENTION", "Parties"),
        ("POUVOIR", "Mandant"),
    )


def test_lines_of_one_member_are_told_apart():
    response = a_response(lots=1)
    prices = tuple(replace(line, unit_price=None, member="ai1") for line in response.prices)
    gaps = gathered(lacks(replace(response, prices=prices)))

    assert len([gap for gap in gaps if gap.field.startswith("unit_price:")]) == 3


def test_every_sentence_is_told_once():
    response = replace(a_response(), form=None, lead_solidary=None, mandate=None, evidence=())
    found = lacks(response)

    assert len(found) == len(set(found))
    assert all(lack.what.endswith(".") for lack in found)
    assert all("None" not in lack.what for lack in found)


def test_a_contradiction_stands_among_the_lacks():
    response = a_response(lots=1)
    response = replace(response, lots=(replace(response.lots[0], price=Decimal("1.00")),))

    assert any(lack.form == "COHERENCE" and lack.blocking for lack in lacks(response))


def test_a_fact_of_the_whole_response_is_asked_once_whatever_the_lot_or_member():
    response = replace(a_response(), mandate=None, call=replace(a_response().call, subject=""))
    gaps = gathered(lacks(response))

    assert [gap.field for gap in gaps if gap.blocking] == ["subject", "mandate"]


def test_a_subcontract_form_is_not_due_when_nobody_subcontracts():
    assert answer("Formulaire DC4 en cas de sous-traitance").state is State.NOT_DUE


@pytest.mark.parametrize(
    "name",
    [
        "En cas de redressement judiciaire, copie des jugements",
        "Engagement d’un autre opérateur, le cas échéant",
    ],
)
def test_a_demand_under_a_condition_stops_nothing(name):
    response = replace(a_response(), required_documents=(RequiredDocument(name, "candidature"),))

    found = [lack for lack in lacks(response) if lack.form == "PIECES"]
    assert found
    assert not any(lack.blocking for lack in found)


def test_the_dume_stands_in_place_of_the_dc_forms_a_call_also_names():
    dume = RequiredDocument("Document unique de marché européen (DUME)", "candidature")
    with_dc = replace(a_response(), required_documents=(dume, RequiredDocument("DC1", "candidature")))
    alone = replace(a_response(), required_documents=(dume,))

    assert demands(with_dc)[0].state is State.GENERATED
    assert demands(alone)[0].form == "DUME"


def test_a_very_long_demand_is_shortened_where_it_is_read():
    response = replace(a_response(), required_documents=(RequiredDocument("pièce " * 80, "candidature"),))

    assert all(len(lack.what) < 200 for lack in lacks(response))


def test_papers_of_different_kinds_never_answer_one_another():
    response = replace(
        a_response(),
        required_documents=(RequiredDocument("Relevé d'identité bancaire", "candidature"),),
        papers=tuple(
            HeldPaper("Attestation d'assurance", member=member.id) for member in a_response().members
        ),
    )

    assert [demand.state for demand in demands(response)] == [State.MISSING]

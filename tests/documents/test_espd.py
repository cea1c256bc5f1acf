"""The European single procurement document: valid XML, its rules, and nothing said that nobody declared."""

import io
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from tender.documents.bundle import place
from tender.documents.espd.answers import Answer
from tender.documents.espd.criteria import CAC, CBC, requested_criteria, standard_criteria
from tender.documents.espd.rules import broken
from tender.documents.forms import espd
from tender.documents.generated import Origin
from tender.documents.response import Subcontract
from tender.vocabulary.call import RequiredDocument
from tests.documents.buyer_files import an_espd_request
from tests.documents.responses import a_response, an_identity

SCHEMAS = Path(__file__).with_name("ubl23_response.xsd.zip")
"""The run-time schemas of UBL 2.3 (OASIS), unmodified, as their notice allows."""


@pytest.fixture(scope="module")
def schema(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ubl")
    with zipfile.ZipFile(SCHEMAS) as held:
        held.extractall(folder)
    return etree.XMLSchema(etree.parse(folder / "maindoc" / "UBL-QualificationApplicationResponse-2.3.xsd"))


def read(made):
    return etree.parse(io.BytesIO(made.data))


def said(document, question):
    """The text of the answer to a question; None where it stays open."""
    for one in document.iter(f"{{{CAC}}}TenderingCriterionResponse"):
        if one.findtext(f"{{{CBC}}}ValidatedCriterionPropertyID") == question:
            return one.find(f"{{{CAC}}}ResponseValue")[1].text
    return None


def asking(response, *names):
    return replace(
        response, required_documents=tuple(RequiredDocument(name, "candidature") for name in names)
    )


def test_every_member_has_a_valid_document_for_each_of_its_lots(schema):
    response = a_response()
    made = espd.render(response)

    assert [(one.member, one.lot) for one in made] == [
        (member.id, lot.number) for member in response.members for lot in response.lots_of(member.id)
    ]
    for one in made:
        assert schema.validate(read(one)), schema.error_log


def test_the_leader_leads_and_names_the_others():
    response = a_response()
    first, other = espd.render(response)[0], espd.render(response)[-1]

    assert said(read(first), "C59_OT_eo-group/QG1/QSG1/Q1") == "group-lead"
    assert said(read(other), "C59_OT_eo-group/QG1/QSG1/Q1") == "group-mem"
    named = said(read(first), "C59_OT_eo-group/QG1/QSG1/Q2")
    assert all((member.name in named) == (member is not response.lead) for member in response.members)


def test_no_ground_of_exclusion_is_denied_before_the_member_declares_it():
    response = a_response()
    silent = replace(response.members[0], honour_declared=False)
    response = replace(response, members=(silent, *response.members[1:]))

    first, other = read(espd.render(response)[0]), read(espd.render(response)[-1])

    assert said(first, "C1_EG_crime-org/QG1/Q1") is None
    assert said(other, "C1_EG_crime-org/QG1/Q1") == "false"
    asked = espd.lacks(asking(response, "DUME"))
    assert [(gap.member, gap.blocking) for gap in asked if gap.field == "honour"] == [(silent.id, True)]


def test_it_is_deposited_where_the_call_asks_for_it_and_kept_beside_where_it_does_not():
    response = a_response()

    asked = espd.render(asking(response, "DUME ou e-DUME complété"))
    replaced = espd.render(asking(response, "DC1", "DC2 ou DUME"))

    assert {one.origin for one in asked} == {Origin.OURS}
    assert {one.origin for one in replaced} == {Origin.FALLBACK}
    assert all(one.path.startswith("secours/") for one in place(replaced, response))


def test_a_subcontractor_is_named_with_its_number():
    response = a_response()
    lot, member = response.lots[0].number, response.lots[0].shares[0].member
    held = Subcontract(member, lot, an_identity(9), "Vitrerie", Decimal(5000))
    response = replace(response, subcontracts=(held,))

    made = next(one for one in espd.render(response) if (one.member, one.lot) == (member, lot))

    assert said(read(made), "C61_OT_subco-ent/QG1/Q1") == "true"
    assert said(read(made), "C61_OT_subco-ent/QG1/QSG1/Q2") == an_identity(9).siret


def test_the_buyers_own_request_says_which_criteria_are_answered(schema):
    response = replace(a_response(), buyer_files=(an_espd_request(criteria=3),))

    made = espd.render(response)[0]

    assert len(read(made).findall(f".//{{{CAC}}}TenderingCriterion")) == 3
    assert schema.validate(read(made)), schema.error_log


@pytest.mark.parametrize(
    "data",
    [b"", b"<QualificationApplicationRequest", b"<a>QualificationApplicationRequest</a>", b"%PDF-1.7"],
)
def test_what_is_no_request_is_left_alone(data):
    assert requested_criteria(data) == ()


def test_an_entity_in_a_request_is_never_opened():
    data = (
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b'<r:QualificationApplicationRequest xmlns:r="urn:oasis:names:specification:ubl:schema:xsd:'
        b'QualificationApplicationRequest-2" xmlns:cac="%s" xmlns:cbc="%s"><cac:TenderingCriterion>'
        b"<cbc:Name>&x;</cbc:Name></cac:TenderingCriterion></r:QualificationApplicationRequest>"
    ) % (CAC.encode(), CBC.encode())

    assert [one.name for one in requested_criteria(data)] == [""]


def test_the_rules_between_answers_are_told():
    criteria = standard_criteria()
    yes = Answer("C65_OT_sme/QG1/Q1", "ResponseIndicator", "true")
    no = replace(yes, text="false")
    people = Answer("C65_OT_sme/QG1/QSG1/Q1", "ResponseQuantity", "12")

    def rules(role, *answers):
        return {rule for rule, _ in broken(role, criteria, answers)}

    assert rules("group-mem", yes) == {"BR-TCR-06-01"}
    assert rules("group-mem", no, people) == {"BR-TCR-06-02"}
    assert rules("group-mem", no, no) == {"BR-TCR-01-03"}
    assert rules("group-lead", no) == {"BR-LEAD-10", "BR-LEAD-10-S20", "BR-LEAD-10-S30"}


def test_the_same_response_gives_the_same_bytes():
    assert [one.data for one in espd.render(a_response())] == [one.data for one in espd.render(a_response())]

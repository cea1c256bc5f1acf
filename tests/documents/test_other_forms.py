"""Papers beside the French forms: the German declaration of a group, the model of a supply of staff."""

from dataclasses import replace

import pytest

from tender.documents.bundle import generate, place
from tender.documents.completeness import lacks
from tender.documents.forms import german_group, supply_contract
from tender.documents.generated import DOCX, PDF, Origin
from tender.documents.paper_demands import State, demands
from tender.vocabulary.call import RequiredDocument
from tender.vocabulary.split import PartyForm
from tests.documents.reading import docx_text, pdf_pages
from tests.documents.responses import a_response

ASKED = RequiredDocument("Bietergemeinschaftserklärung (Formblatt 234)", "candidature")


def german(form=PartyForm.SOLIDARY):
    return replace(a_response(), required_documents=(ASKED,), form=form)


@pytest.mark.parametrize("name", ["Erklärung der Bietergemeinschaft", "Formblatt 234", ASKED.name])
def test_a_german_call_gets_the_declaration_it_asks_for(name):
    response = replace(german(), required_documents=(RequiredDocument(name, "candidature"),))

    assert demands(response)[0].state is State.GENERATED
    assert german_group.render(response)


def test_the_german_declaration_is_german_from_its_mark_to_its_signatures():
    response = german()
    made = {one.media_type: one for one in german_group.render(response)}
    word, print_ = docx_text(made[DOCX].data), "".join(pdf_pages(made[PDF].data))

    for text in (word, print_):
        assert all(member.name in text for member in response.members)
        assert "Gesamtschuldner" in text
        assert not any(french in text for french in ("Pour", "signataire", "à compléter", "Édité"))
    assert "BEISPIEL" in print_
    assert german_group.lacks(response) == ()


def test_a_call_in_german_keeps_the_french_forms_aside_and_says_what_is_to_be_translated():
    response = replace(german(), required_documents=(), call=replace(german().call, language="de"))

    files = tuple(generate(response))
    handed = {one.form for one in files if one.origin is not Origin.FALLBACK}

    assert {"BIETERGEMEINSCHAFT", "MEMOIRE", "BPU"} <= handed
    assert handed.isdisjoint({"DC1", "DC2", "ATTRI1", "POUVOIR"})
    (told,) = [lack for lack in lacks(response) if lack.field == "language"]
    assert "en allemand : le mémoire" in told.what
    assert not told.blocking
    assert [lack for lack in lacks(german()) if lack.field == "language"] == []


def test_a_joint_group_cannot_sign_the_german_declaration_as_it_is():
    (lack,) = german_group.lacks(german(PartyForm.JOINT))

    assert lack.blocking
    assert "solidairement" in lack.what


def test_no_german_declaration_is_made_for_a_call_that_asks_none():
    assert german_group.render(a_response()) == ()
    assert german_group.lacks(a_response()) == ()


def test_each_association_has_its_model_of_supply_contract_beside_the_file():
    response = a_response()
    made = supply_contract.render(response)

    assert {one.member for one in made} == {member.id for member in response.members}
    assert all(one.path.startswith("secours/") for one in place(made, response))
    text = docx_text(made[0].data)
    held = response.members[0].identity
    assert held.convention_number in text
    assert all(words in text for words in ("R. 5132-20", "480 heures", response.call.buyer))


def test_a_member_abroad_lends_nobody_under_the_french_contract():
    response = a_response()
    abroad = replace(response.members[0], identity=replace(response.members[0].identity, country="DE"))

    made = supply_contract.render(replace(response, members=(abroad, *response.members[1:])))

    assert abroad.id not in {one.member for one in made}

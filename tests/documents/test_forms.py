import re
from dataclasses import replace
from decimal import Decimal

import pytest

from tender.documents import french
from tender.documents.bundle import generate
from tender.documents.forms import FORMS, agreement, attri1, dc1, dc2, dc4, memo, power
from tender.documents.generated import PDF
from tender.documents.paper import EXAMPLE_MARK, MISSING
from tender.documents.response import (
    Charter,
    EvidenceBlock,
    InsertionHours,
    InsertionMode,
    Mandate,
    Role,
    Subcontract,
)
from tender.vocabulary.call import AwardCriterion
from tender.vocabulary.source import Evidence
from tender.vocabulary.split import PartyForm
from tests.documents.reading import SPACES, all_text, docx_edges, docx_tables, docx_text, made, pdf_pages
from tests.documents.responses import a_response, an_identity

ENGLISH = re.compile(
    r"\b(the|and|with|missing|lot number|member|share|hours|none|null|true|false|draft|form|lead|total of)\b",
    re.IGNORECASE,
)


def without(response, number, **blank):
    """The response with some boxes of one member's identity emptied."""
    members = list(response.members)
    members[number] = replace(members[number], identity=replace(members[number].identity, **blank))
    return replace(response, members=tuple(members))


def with_lot(response, **said):
    return replace(response, lots=(replace(response.lots[0], **said), *response.lots[1:]))


def fields(lacks):
    return {(lack.box, lack.field, lack.member, lack.lot) for lack in lacks}


def test_a_whole_response_lacks_nothing():
    response = a_response()

    assert [lack for form in FORMS for lack in form.lacks(response)] == []


def test_a_whole_response_shows_no_empty_mark_no_none_and_no_english():
    text = all_text(generate(a_response(members=4, lots=3)))

    assert MISSING.text not in text
    assert "None" not in text
    assert ENGLISH.findall(text) == []
    assert "{" not in text


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.CODE)
def test_each_document_says_its_revision_and_that_it_is_an_example(form):
    response = a_response(members=2, lots=1)

    for held in form.render(response):
        if held.name.endswith(".pdf"):
            pages = pdf_pages(held.data)
            assert all(EXAMPLE_MARK in page for page in pages)
            assert any("version 3" in page for page in pages)
        if held.name.endswith(".docx"):
            assert EXAMPLE_MARK in docx_edges(held.data)
            assert "version 3" in docx_edges(held.data)


@pytest.mark.parametrize(
    ("field", "box"),
    [
        ("siret", "E"),
        ("address", "E"),
        ("email", "E"),
        ("phone", "E"),
        ("representative", "E"),
    ],
)
def test_dc1_names_the_member_and_the_box_that_is_empty(field, box):
    blank = {"address": "", "postcode": "", "city": ""} if field == "address" else {field: ""}
    blank |= {"representative_role": ""} if field == "representative" else {}
    response = without(a_response(), 1, **blank)

    assert fields(dc1.lacks(response)) == {(box, field, "ai2", None)}
    (letter,) = made(response, "DC1")
    assert docx_text(letter.data).count(MISSING.text) == 1


def test_dc1_ticks_joint_and_solidary_leader_and_lists_every_share():
    response = a_response(members=3, lots=2)
    (letter,) = made(response, "DC1")
    text = docx_text(letter.data)

    assert "☒\tconjoint" in text
    assert "☐\tsolidaire" in text
    assert text.index("le mandataire est solidaire") < text.index("☒\tOui")
    shares = next(table for table in docx_tables(letter.data) if table[0][0] == "N° du lot")
    assert [(row[0], row[1]) for row in shares[1:]] == [
        (lot.number, response.name_of(share.member)) for lot in response.lots for share in lot.shares
    ]


def test_dc1_asks_for_a_form_a_leader_and_each_members_word_of_honour():
    members = tuple(replace(m, role=Role.MEMBER, honour_declared=False) for m in a_response().members)
    response = replace(a_response(), form=None, members=members)

    assert fields(dc1.lacks(response)) == {
        ("D", "form", None, None),
        ("G", "lead", None, None),
        *(("F1", "honour", f"ai{rank}", None) for rank in (1, 2, 3)),
    }


def test_a_joint_group_must_say_what_each_member_does_a_solidary_one_may():
    shares = tuple(replace(share, nature="", trades=()) for share in a_response().lots[0].shares)
    response = with_lot(a_response(), shares=shares)

    assert all(lack.blocking for lack in dc1.lacks(response))
    assert len(dc1.lacks(response)) == 3
    assert not any(lack.blocking for lack in dc1.lacks(replace(response, form=PartyForm.SOLIDARY)))


def test_one_member_alone_is_no_group():
    response = replace(a_response(members=1, lots=1), form=None, lead_solidary=None, mandate=None)
    (letter,) = made(response, "DC1")
    text = docx_text(letter.data)

    assert "☒\tLe candidat se présente seul" in text
    assert "Sans objet" in text
    assert agreement.render(response) == ()
    assert [lack for form in FORMS for lack in form.lacks(response)] == []


def test_each_dc2_holds_its_own_members_figures_and_no_others():
    response = without(a_response(), 1, turnover=((2023, 777_000.0), (2024, 778_000.0), (2025, 779_000.0)))
    files = {held.member: docx_text(held.data) for held in made(response, "DC2")}

    assert set(files) == {"ai1", "ai2", "ai3"}
    assert "777 000 €" in files["ai2"]
    assert "777 000 €" not in files["ai1"] + files["ai3"]
    assert french.siret(response.members[2].identity.siret).translate(SPACES) in files["ai3"]
    assert "☒\tSIAE" in files["ai1"]
    assert "AI 013 25 0001" in files["ai1"]


def test_dc2_asks_the_member_for_what_only_it_knows():
    blank = {
        "legal_form": "",
        "convention_number": "",
        "convention_proof": "",
        "turnover": (),
        "turnover_in_scope": (),
        "headcount": "",
        "insurance": "",
        "references": (),
        "convention_end": "",
    }
    lacks = dc2.lacks(without(a_response(), 0, **blank))

    assert fields(lacks) == {
        ("C1", "legal_form", "ai1", None),
        ("C2", "convention_number", "ai1", None),
        ("C2", "convention_dates", "ai1", None),
        ("C2", "convention_proof", "ai1", None),
        ("F1", "turnover", "ai1", None),
        ("F2", "insurance", "ai1", None),
        ("G1", "headcount", "ai1", None),
        ("G1", "references", "ai1", None),
    }
    assert {lack.actor.value for lack in lacks} == {"member"}


def test_the_shares_of_b2_add_up_to_b1_to_the_cent():
    response = a_response(members=11, lots=7)

    for held, lot in zip(made(response, "ATTRI1"), response.lots, strict=True):
        tables = docx_tables(held.data)
        shares = next(table for table in tables if table[0][0] == "Membre du groupement")
        amounts = [Decimal(re.sub(r"[^\d,]", "", row[2]).replace(",", ".")) for row in shares[1:]]
        prices = dict(next(table for table in tables if table[0][0] == "Montant hors taxes"))
        assert sum(amounts[:-1]) == amounts[-1] == lot.total
        assert prices["Montant hors taxes"].startswith(french.euros(lot.total).translate(SPACES))


def test_the_annex_adds_the_hours_of_each_month():
    response = a_response(members=3, lots=1, count=24)
    (held,) = made(response, "ATTRI1")
    years = [table for table in docx_tables(held.data) if table[-1][0] == "Total (heures)"]

    assert len(years) == 2
    for table in years:
        for column in range(1, 14):
            figures = [Decimal(row[column].replace(" ", "").replace(",", ".")) for row in table[1:]]
            assert sum(figures[:-1]) == figures[-1]


def test_attri1_names_what_its_lot_lacks():
    response = with_lot(a_response(), vat_rate=None, duration_months=None, start_month="")
    response = replace(response, mandate=None, renounces_advance=None)

    assert fields(attri1.lacks(response)) >= {
        ("B1", "vat_rate", None, "1"),
        ("B5", "duration", None, "1"),
        ("B5", "start", None, "1"),
        ("B4", "advance", None, "1"),
        ("C2", "mandate", None, "1"),
    }


def test_a_missing_account_does_not_stop_the_issue():
    lacks = attri1.lacks(without(a_response(lots=1), 0, iban=""))

    assert [(lack.field, lack.blocking) for lack in lacks] == [("iban", False)]


def test_when_each_signs_each_has_room_to_sign():
    (held,) = made(replace(a_response(lots=1), mandate=Mandate.INDIVIDUAL), "ATTRI1")
    signing = [table for table in docx_tables(held.data) if table[0][0] == "Pour"]

    assert [row[0] for row in signing[0][1:]] == [member.name for member in a_response().members]


def test_what_the_members_have_not_agreed_is_asked_not_invented():
    response = replace(a_response(), charter=Charter())

    assert fields(agreement.lacks(response)) == {
        ("art. 5", "fee", None, None),
        ("art. 6", "penalties", None, None),
        ("art. 8", "replacement", None, None),
        ("art. 12", "court", None, None),
    }


def test_the_memo_has_a_chapter_for_each_criterion_with_its_weight_and_the_buyers_words():
    (held,) = made(a_response(), "MEMOIRE")
    text = docx_text(held.data)

    assert "2. Performances en matière d’insertion (50 %)" in text
    assert "4.1 Organisation et encadrement (12 %)" in text
    assert "« Qualité du projet d’insertion professionnelle et sociale" in text
    assert "(RC.pdf, p. 9)" in text
    assert "[preuve 1]" in text


def test_a_criterion_without_an_answer_is_marked_and_named():
    response = replace(a_response(), evidence=a_response().evidence[:1])

    assert {lack.field for lack in memo.lacks(response)} == {
        "answer:Organisation et encadrement",
        "answer:Produits et matériels",
    }
    (held,) = made(response, "MEMOIRE")
    assert docx_text(held.data).count(MISSING.text) == 2


def test_a_claim_without_owner_or_date_is_marked_to_source():
    loose = EvidenceBlock("b9", "Réactivité", "Un remplaçant arrive sous deux heures.")
    first = replace(a_response().evidence[0], blocks=(loose,))
    response = replace(a_response(), evidence=(first, *a_response().evidence[1:]))

    assert [lack.field for lack in memo.lacks(response)] == ["source:b9"]
    (held,) = made(response, "MEMOIRE")
    assert "à sourcer" in docx_text(held.data)


def test_points_are_not_turned_into_per_cent():
    criteria = (AwardCriterion("Valeur technique", 60.0, "points"), AwardCriterion("Délais"))
    (held,) = made(replace(a_response(), criteria=criteria), "MEMOIRE")
    text = docx_text(held.data)

    assert "Valeur technique (60 points)" in text
    assert "3. Délais\n" in text


@pytest.mark.parametrize("lots", [2, 12])
def test_insertion_hours_are_shown_by_member_mode_and_lot_with_their_sums(lots):
    base = a_response(lots=1)
    hours = (
        InsertionHours(InsertionMode.STAFF_SUPPLY, Decimal(300)),
        InsertionHours(InsertionMode.DIRECT_HIRE, Decimal(40)),
    )
    share = replace(base.lots[0].shares[0], insertion=hours)
    many = tuple(replace(base.lots[0], number=str(n + 1), shares=(share,)) for n in range(lots))
    (held,) = made(replace(base, lots=many), "MEMOIRE")
    text = docx_text(held.data)

    assert "mise à disposition" in text
    assert "embauche directe" in text
    assert french.number(Decimal(340 * lots)).translate(SPACES) in text


def test_each_member_but_the_leader_empowers_it():
    files = made(a_response(), "POUVOIR")

    assert [held.member for held in files] == ["ai2", "ai3"]
    text = docx_text(files[0].data)
    assert text.index("Crau Solidarité Emploi") < text.index("Étang Services")
    assert "signer l’acte d’engagement" in text


def test_a_power_for_all_seven_lots_is_signed_on_its_one_page():
    (first, *_) = made(a_response(members=11, lots=7), "POUVOIR", kind=PDF)

    (page,) = pdf_pages(first.data)
    assert page.index("7 (") < page.index("Signatures")


def test_nobody_gives_a_power_when_each_signs_or_no_one_leads():
    nobody = tuple(replace(member, role=Role.MEMBER) for member in a_response().members)

    assert power.render(replace(a_response(), mandate=Mandate.INDIVIDUAL)) == ()
    assert power.render(replace(a_response(), members=nobody)) == ()


def test_a_call_that_is_not_divided_never_speaks_of_lots():
    base = a_response(lots=1)
    lot = replace(base.lots[0], number="", title="")
    response = replace(base, lots=(lot,), prices=(), call=replace(base.call, lots=()))
    text = all_text(held for form in ("MEMOIRE", "ATTRI1") for held in made(response, form))

    assert not re.search(r"\b[Ll]ot n|\b[Ll]ot 1\b|lot par lot|\d\.\d \n", text)
    assert "☒\tà l’ensemble du marché public (non alloti)" in text
    assert [lack for form in FORMS for lack in form.lacks(response)] == []


def a_subcontract(**said):
    firm = replace(an_identity(7), id="vitres", name="Vitres Claires SCOP", legal_form="SCOP")
    whole = {
        "services": "Vitrerie en hauteur",
        "amount": Decimal(500),
        "vat_rate": Decimal(20),
        "price_variation": "prix fermes",
        "personal_data": "aucune",
        "advance": False,
        "duration_months": 12,
        "is_sme": True,
        "honour_declared": True,
    }
    return Subcontract("ai2", "1", firm, **(whole | said))


def test_a_subcontract_is_declared_by_the_member_who_gives_it():
    response = replace(a_response(), subcontracts=(a_subcontract(),))
    (held,) = made(response, "DC4")
    text = docx_text(held.data)

    assert dc4.lacks(response) == ()
    assert (held.member, held.lot) == ("ai2", "1")
    assert "Crau Solidarité Emploi" in text.split("D. Soumissionnaire")[1].split("E. Sous-traitant")[0]
    assert "600,00 €" in text


@pytest.mark.parametrize(("amount", "direct"), [("500.00", "Oui"), ("499.99", "Non")])
def test_a_subcontractor_is_paid_directly_from_600_euros_vat_included(amount, direct):
    response = replace(a_response(), subcontracts=(a_subcontract(amount=Decimal(amount)),))
    (held,) = made(response, "DC4")

    after = docx_text(held.data).split("paiement direct (R2193-10) :")[1]
    assert re.search(r"☒\t(\w+)", after)[1] == direct


def test_what_a_subcontract_lacks_is_not_taken_for_what_its_member_lacks():
    bare = replace(a_subcontract(amount=None), subcontractor=replace(a_subcontract().subcontractor, siret=""))
    response = replace(a_response(), subcontracts=(bare,))

    assert {lack.field for lack in dc4.lacks(response)} == {
        "siret:Vitres Claires SCOP",
        "amount:Vitres Claires SCOP",
    }


def test_nobody_who_subcontracts_nothing_declares_anything():
    assert dc4.render(a_response()) == ()


def test_a_year_that_begins_in_february_stands_in_one_table():
    base = a_response(lots=1)
    turned = tuple((f"{2027 + (n + 1) // 12}-{(n + 1) % 12 + 1:02d}", Decimal(10)) for n in range(12))
    lot = replace(base.lots[0], shares=(replace(base.lots[0].shares[0], hours=turned),))
    (held,) = made(replace(base, lots=(lot,), prices=()), "ATTRI1")

    assert "février 2027 – janvier 2028" in docx_text(held.data)
    (table,) = [rows for rows in docx_tables(held.data) if rows[-1][0] == "Total (heures)"]
    assert table[0][1:13] == ["févr.", *table[0][2:12], "janv."]


def test_a_quote_that_repeats_the_name_and_weight_is_left_out():
    told = AwardCriterion(
        "Valeur technique", 20.0, evidence=(Evidence("avis.xml", None, "valeur technique 20 %"),)
    )
    (held,) = made(replace(a_response(), criteria=(told,)), "MEMOIRE")

    assert "avis.xml" not in docx_text(held.data)

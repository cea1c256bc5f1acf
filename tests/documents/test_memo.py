"""The mémoire read back: pictures, chapters, claims, what is generic, words of the call, the planning."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from PIL import Image

from tender.documents.call_words import page_limit, quotes_for
from tender.documents.forms import memo, schedule
from tender.documents.gantt import gantt
from tender.documents.logo import LogoRefused, clean_logo
from tender.documents.memo_chapters import chapters, flat, generic_view, shares_of
from tender.documents.memoir import MapCell, SiteVisit, TerritoryMap
from tender.documents.planning import dated_steps, full_time
from tender.documents.response import CriterionEvidence, EvidenceBlock
from tender.documents.said import Said
from tender.vocabulary.call import AwardCriterion
from tender.vocabulary.source import Evidence
from tests.documents.reading import SPACES, docx_text, made, pdf_pages
from tests.documents.responses import a_response

SQUARE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60">'
    b'<rect width="90" height="60" fill="#146"/></svg>'
)
BLOCK = EvidenceBlock("7", "Parc de véhicules", "Le parc compte 14 véhicules.", "Louise", "2026-09-30")


def drawn_response():
    """A response with a map, a visit and a logo."""
    base = a_response(members=2, lots=2)
    cells = (
        MapCell(
            "13047", "Istres", "10,10 90,10 90,90 10,90", 50, 50, (base.members[0].id, base.members[1].id)
        ),
        MapCell("13063", "Miramas", "90,10 190,10 190,90 90,90", 140, 50),
    )
    visit = SiteVisit(required=True, evidence=(Evidence("RC.pdf", 2, "La visite est obligatoire."),))
    first = replace(base.members[0], logo=clean_logo(SQUARE))
    return replace(base, map=TerritoryMap(200, 100, cells), visit=visit, members=(first, *base.members[1:]))


def test_the_pictures_stand_in_word_with_what_they_show_and_the_pdf_has_them_too():
    response = drawn_response()
    docx, pdf = memo.render(response)

    document = Document(io.BytesIO(docx.data))
    told = [shape._inline.docPr.get("descr").translate(SPACES) for shape in document.inline_shapes]
    images = [part.blob for part in document.part.package.iter_parts() if part.content_type == "image/png"]
    assert told[0] == f"Logo de {response.members[0].name}"
    assert told[1].startswith("Carte des communes")
    assert "Istres" in told[1]
    assert [words.split(".")[0] for words in told[2:]] == ["Planning, Lot 1", "Planning, Lot 2"]
    assert all(min(Image.open(io.BytesIO(data)).size) > 20 for data in images)
    text = "\n".join(pdf_pages(pdf.data))
    assert "La visite des lieux" in text
    assert "(RC.pdf, p. 2)" in text
    assert memo.render(response)[0].data == docx.data


def test_the_contents_show_their_pages_before_any_field_is_updated():
    (held,) = made(drawn_response(), "MEMOIRE")
    body = Document(io.BytesIO(held.data)).element.body
    lines = [
        "".join(words.text or "" for words in line.iter(qn("w:t")))
        for line in body.iter(qn("w:p"))
        if line.style in ("TOC1", "TOC2")
    ]

    assert lines
    assert all(re.search(r"\d$", line) for line in lines)


def test_a_block_is_told_in_full_once_and_named_where_it_serves_again():
    twice = tuple(
        replace(one, blocks=(BLOCK,)) for one in a_response().evidence if one.criterion != "Valeur technique"
    )
    (held,) = made(replace(a_response(), evidence=twice), "MEMOIRE")
    text = docx_text(held.data)

    assert text.count(BLOCK.text) == 1
    assert text.count("Voir aussi : Parc de véhicules [preuve 1].") == 2


def test_a_claim_of_the_text_names_its_proof_or_is_marked():
    own = CriterionEvidence(
        "Organisation et encadrement",
        text="Nos 14 véhicules sont récents [#7]. Nous avons 31 encadrants. Nous affecterons deux équipes.",
        cited=(BLOCK,),
    )
    kept = tuple(one for one in a_response().evidence if one.criterion != own.criterion)
    response = replace(a_response(), evidence=(*kept, own))

    assert [lack.field for lack in memo.lacks(response)] == ["claim:Nous avons 31 encadrants."]
    (held,) = made(response, "MEMOIRE")
    text = docx_text(held.data)
    assert "Nos 14 véhicules sont récents. [preuve" in text
    assert "Nous avons 31 encadrants. à sourcer Nous affecterons deux équipes." in text


@pytest.mark.parametrize(
    ("sentence", "generic"),
    [
        ("Nous mettons la qualité au cœur de nos préoccupations.", True),
        ("Le matériel est vérifié régulièrement.", True),
        ("Le matériel est vérifié tous les douze mois.", False),
        ("Une équipe part chaque matin de Salon-de-Provence.", False),
        ("Un référent de France Travail reçoit chaque personne.", False),
        ("Nous répondons à la « qualité du projet d’insertion professionnelle et sociale ».", False),
    ],
)
def test_a_sentence_without_name_number_place_or_word_of_the_call_could_suit_any_company(sentence, generic):
    block = replace(BLOCK, text=sentence)
    one = CriterionEvidence("Organisation et encadrement", (block,))
    view = generic_view(replace(a_response(), evidence=(one,)))

    assert view.total == 1
    assert [loose.sentence for loose in view.loose] == ([sentence] if generic else [])


def test_weights_share_the_room_whether_written_in_points_or_in_per_cent_of_their_criterion():
    subs = (AwardCriterion("Moyens", 60.0), AwardCriterion("Délais", 40.0))
    criteria = (
        AwardCriterion("Prix", 40.0),
        AwardCriterion("Valeur technique", 40.0, sub=subs),
        AwardCriterion("Insertion", 20.0),
    )
    shares = shares_of(criteria)

    assert shares[id(subs[0])] == pytest.approx(0.4)
    assert sum(shares[id(one)] for one in (*subs, criteria[2])) == pytest.approx(1)
    assert id(criteria[0]) not in shares
    numbers = [one.number for one in flat(chapters(replace(a_response(), criteria=criteria, evidence=())))]
    assert numbers == ["2", "3", "3.1", "3.2", "4"]


def test_the_calls_own_sentence_is_found_for_each_criterion_and_rows_of_marks_are_not():
    page = (
        "Article 5 – Encadrement\n"
        "Chaque équipe est suivie sur place par un encadrant technique, présent pendant\n"
        "toute la durée du chantier.\n"
        "6.1 Encadrement et tutorat 20 %\n"
        "Le titulaire trie les déchets de chantier et emploie des produits portant un écolabel."
    )
    criteria = (AwardCriterion("Encadrement et tutorat"), AwardCriterion("Performance environnementale"))
    found = quotes_for(criteria, [Said("CCTP.pdf", 4, page)])

    first = found["Encadrement et tutorat"][0]
    assert (first.document, first.page) == ("CCTP.pdf", 4)
    assert first.quote.startswith("Chaque équipe")
    assert first.quote.endswith("durée du chantier.")
    assert found["Performance environnementale"][0].quote.startswith("Le titulaire trie")


@pytest.mark.parametrize(
    ("said", "pages"),
    [
        ("Le mémoire technique ne doit pas dépasser 15 pages.", 15),
        ("O3 Mémoire technique de vingt pages au plus", 20),
        ("Note méthodologique limitée à trente (30) pages hors annexes.", 30),
        ("Le présent règlement comporte 12 pages au maximum.", None),
        ("Le mémoire technique comporte la page de garde signée.", None),
    ],
)
def test_the_length_the_call_allows_is_read_in_figures_and_in_words(said, pages):
    limit = page_limit([Said("RC.pdf", 3, said)])

    assert (limit.pages if limit else None) == pages


def test_the_planning_in_excel_adds_up_and_the_calendar_holds_each_part_and_step():
    response = a_response(members=3, lots=2)
    workbook, dates = schedule.render(response)
    book = load_workbook(io.BytesIO(workbook.data), data_only=True)
    text = re.sub(r"\r\n ", "", dates.data.decode())

    for lot in response.lots:
        rows = list(book[f"Lot {lot.number}"].iter_rows(values_only=True))
        total = next(row for row in rows if row[0] == "Total (heures)")
        assert Decimal(str(total[-2])) == lot.total_hours
    parts = sum(len(lot.shares) for lot in response.lots)
    steps = sum(len(dated_steps(response, lot)) for lot in response.lots)
    assert text.count("BEGIN:VEVENT") == parts + steps
    assert "DTSTART;VALUE=DATE:20270101\r\nDTEND;VALUE=DATE:20280101" in text
    assert schedule.render(response) == (workbook, dates)


def test_a_lot_of_sixty_members_is_drawn_on_as_many_pages_as_it_takes():
    base = a_response(members=3, lots=1)
    many = tuple(replace(base.lots[0].shares[0], member=f"ai{rank}") for rank in range(60))
    drawn = gantt(base, replace(base.lots[0], shares=many))

    assert len(drawn) == 3
    assert all(one.height / one.width < 1.4 for one in drawn)
    assert ["Heures du lot" in one.svg for one in drawn] == [False, False, True]


def test_steps_stand_around_the_first_day_never_on_a_week_end_and_a_small_team_is_not_none():
    lot = replace(a_response().lots[0], start_month="2027-05")
    steps = dated_steps(a_response(), lot)
    small = replace(lot.shares[0], hours=(("2027-05", Decimal(2)),))

    assert steps[0].day < date(2027, 5, 1) < steps[-1].day
    assert all(step.day.weekday() < 5 for step in steps)
    assert full_time(small).translate(SPACES) == "< 0,1 ETP"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "unreadable"),
        (b"GIF89a" + b"x" * 40, "unreadable"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "unsafe"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>', "unsafe"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>', "unsafe"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><style>@import "x"</style></svg>', "unsafe"),
        (b"\x89PNG" + b"x" * 3_000_000, "too_large"),
    ],
)
def test_a_logo_that_is_none_or_does_more_than_show_itself_is_refused(data, code):
    with pytest.raises(LogoRefused) as refusal:
        clean_logo(data)

    assert refusal.value.code == code


def test_a_logo_becomes_a_small_png_without_its_white_edges():
    held = io.BytesIO()
    Image.new("RGB", (3000, 1500), "navy").save(held, "JPEG", exif=b"Exif\x00\x00secret")
    from_photo, from_drawing = clean_logo(held.getvalue()), clean_logo(SQUARE)

    assert max(Image.open(io.BytesIO(from_photo)).size) <= 900
    assert b"secret" not in from_photo
    width, height = Image.open(io.BytesIO(from_drawing)).size
    assert width / height == pytest.approx(1.5, abs=0.05)

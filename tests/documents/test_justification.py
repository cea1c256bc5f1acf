"""The note de justification: facts alone, either way the count of members turns out."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tender.documents.forms import justification
from tender.documents.response import Justification, LawDecision, LotNecessity, LotReach, Response
from tests.documents.reading import all_text, docx_text
from tests.documents.responses import a_response


def justified(**changes: object) -> Response:
    """A response of two members that need each other."""
    response = a_response(members=2, lots=1)
    first, second = (member.id for member in response.members)
    held = Justification(
        lots=(
            LotNecessity(
                number="1",
                title="Nettoyage des écoles",
                asked=Decimal(1200),
                covered=Decimal(1200),
                first_month="2027-01",
                last_month="2027-12",
                place_count=3,
                reaches=(
                    LotReach(first, Decimal(700), Decimal(800), ("Istres", "Arles", "Aubagne", "Trets"),
                             ("2027-03", Decimal(100), Decimal(70))),
                    LotReach(second, Decimal(500), Decimal(600)),
                ),
                fewest=2,
            ),
        ),
        load=tuple((one, f"2027-{month:02d}", Decimal(50), Decimal(70))
                   for one in (first, second) for month in range(1, 13)),
        fewest=2,
        sources=((first, "déclaration de la direction", "2026-10-01"),),
        told=(("2026-11-02", "Chaque adhérente consultée, lot par lot."),),
    )  # fmt: skip
    return replace(response, justification=replace(held, **changes))


def text_of(response: Response) -> str:
    return " ".join(all_text(justification.render(response)).split())


def test_a_group_that_needs_each_member_says_that_no_fewer_suffice():
    text = text_of(justified())

    assert "Aucun groupement de moins de 2 de ces membres" in text
    assert "aucun ne pouvait le faire seul" in text
    assert justification.lacks(justified()) == ()


def test_a_group_larger_than_its_hours_need_says_so_and_asks_for_the_reason():
    response = justified(fewest=1, fewer=("Étang Services",))
    text = text_of(response)

    assert "1 de ces 2 membres pourraient suffire (Étang Services)" in text
    assert [(one.field, one.blocking) for one in justification.lacks(response)] == [("larger_group", False)]


def test_what_each_could_not_do_stands_with_its_numbers():
    text = text_of(justified())

    assert "Istres, Arles, Aubagne et 1 autre" in text
    assert "mars 2027 : 70 h libres pour 100 h" in text


def test_who_goes_alone_is_named_with_its_lots_and_nothing_else():
    text = text_of(justified(apart=(("Crau Solidarité Emploi", ("2", "3")),)))

    assert "Crau Solidarité Emploi : lots 2 et 3" in text
    assert "ni leurs heures ni leurs prix ne sont connus" in text


def test_points_of_law_set_aside_are_told_with_who_when_and_why():
    point = LawDecision(
        "La convention finit avant le lot.",
        ("L5132-7",),
        "Écarté",
        "Louise Exemple",
        "2026-11-20",
        "renouvelée",
    )
    text = text_of(justified(law=(point,), law_open=2))

    assert "Écarté par Louise Exemple, le 20 novembre 2026." in text
    assert "Renouvelée." in text
    assert "2 points restent ouverts" in text


def test_word_and_pdf_are_made_for_a_group_and_nothing_for_one_member_alone():
    made = justification.render(justified())
    alone = replace(justified(), members=justified().members[:1])

    assert [one.name.rsplit(".", 1)[1] for one in made] == ["docx", "pdf"]
    assert "Sources des heures libres" in docx_text(made[0].data)
    assert justification.render(alone) == ()
    assert justification.render(a_response()) == ()

"""Foreign words stand beside their French meaning, and French ones of France do not."""

import pytest

from tender.watch.glossary import terms_in


@pytest.mark.parametrize(
    ("text", "french"),
    [
        ("Die Bietergemeinschaft benennt einen bevollmächtigten Vertreter.", ["groupement", "mandataire"]),
        (
            "Los 2: Grünpflege. Der Zuschlag wird erteilt.",
            ["lot", "attribution", "entretien des espaces verts"],
        ),
        (
            "Unterhaltsreinigung der Sporthalle, Winterdienst",
            ["nettoyage (courant, des vitres, à fond)", "déneigement et salage"],
        ),
        ("Vorbehaltene Aufträge nach § 118 GWB", ["marché réservé"]),
        ("De inschrijver levert een sociale clausule.", ["soumissionnaire", "clause sociale"]),
        ("Cahier spécial des charges, Région wallonne", ["CCAP et CCTP réunis"]),
    ],
)
def test_a_foreign_notice_has_its_words_explained(text: str, french: list[str]):
    assert [term.french for term in terms_in(text)] == french


@pytest.mark.parametrize(
    "text",
    [
        "Le pouvoir adjudicateur ouvre les plis ; le soumissionnaire retenu signe.",
        "Losange, colossal, explosé",
        "",
    ],
)
def test_a_notice_of_france_has_no_glossary(text: str):
    assert terms_in(text) == ()


def test_each_word_is_told_once():
    assert len(terms_in("Los 1, Los 2, losweise, Teillos")) == 1

"""Papers as their issuers word them: what each says of its dates and of its holder. All names invented."""

from __future__ import annotations

import pytest

from tender.parsing.attestations import read_paper
from tender.vocabulary.source import DocumentKind, Page, Source

SIREN = "900000084"
"""Invented, its key right."""

VIGILANCE = """Urssaf Provence-Alpes-Côte d'Azur
Attestation de vigilance
ATTESTATION DE FOURNITURE DES DÉCLARATIONS SOCIALES ET DE PAIEMENT DES COTISATIONS
ET CONTRIBUTIONS DE SÉCURITÉ SOCIALE
Étang Services, SIRET 900 000 084 00017, créée le 12/03/1994
est à jour de ses obligations de déclaration et de paiement au 30/09/2026.
Fait à Marseille, le 15 octobre 2026
Code de sécurité à vérifier sur urssaf.fr"""

FISCAL = """DIRECTION GÉNÉRALE DES FINANCES PUBLIQUES
Attestation de régularité fiscale
n° 3666-SD
Dénomination : ÉTANG SERVICES
N° SIREN : 900000084
Date de délivrance : 03/11/2026
L'entreprise est en règle au regard de ses obligations fiscales."""

INSURANCE = """MUTUELLE D'ESSAI ASSURANCES
Attestation d'assurance responsabilité civile professionnelle
Nous attestons que l'association ÉTANG SERVICES est titulaire du contrat n° 123 45 67 depuis le 01/01/2015.
La présente attestation est valable pour la période du 1er janvier 2026 au 31 décembre 2026 inclus.
Fait à Niort, le 5 janvier 2026"""

CONVENTION = """PRÉFET DES BOUCHES-DU-RHÔNE
Convention relative à l'insertion par l'activité économique – association intermédiaire
Article 3 – Durée
La présente convention prend effet à compter du 01/01/2024 et prend fin le 31/12/2026.
Fait à Marseille, le 18 décembre 2023"""

KBIS = """Extrait Kbis
EXTRAIT D'IMMATRICULATION PRINCIPALE AU REGISTRE DU COMMERCE ET DES SOCIÉTÉS
à jour au 12 novembre 2026
Immatriculation au RCS, numéro 900 000 084 R.C.S. Salon
Date d'immatriculation 02/05/1998"""

AGREEMENT = """Agrément des services
délivré le 10/02/2026
Le présent agrément est valable pour une durée de cinq (5) ans."""


def paper(text: str) -> Source:
    return Source("piece.pdf", "0" * 64, DocumentKind.OTHER, (Page(1, text),), "fr", has_pages=True)


@pytest.mark.parametrize(
    ("text", "kind", "issued", "until"),
    [
        (VIGILANCE, "social", "2026-10-15", "2027-04-15"),
        (FISCAL, "fiscal", "2026-11-03", None),
        (INSURANCE, "insurance", "2026-01-05", "2026-12-31"),
        (CONVENTION, "convention", "2023-12-18", "2026-12-31"),
        (KBIS, "registration", "2026-11-12", None),
        (AGREEMENT, "convention", "2026-02-10", "2031-02-10"),
    ],
    ids=["vigilance", "fiscal", "insurance", "convention", "kbis", "agreement"],
)
def test_a_paper_tells_its_kind_its_day_and_its_end(text, kind, issued, until):
    read = read_paper(paper(text))

    assert read.kind is not None
    assert read.kind.value == kind
    assert read.issued_on is not None
    assert read.issued_on.value == issued
    assert (read.valid_until.value if read.valid_until else None) == until


def test_every_date_read_shows_the_words_it_was_read_in():
    read = read_paper(paper(INSURANCE))

    assert read.valid_until is not None
    (place,) = read.valid_until.evidence
    assert (place.page, place.quote.endswith("31 décembre 2026")) == (1, True)
    assert place.quote in INSURANCE


def test_a_vigilance_attestation_serves_six_months_and_says_that_this_was_counted():
    read = read_paper(paper(VIGILANCE))

    assert read.counted
    assert not read_paper(paper(INSURANCE)).counted


def test_the_holder_is_known_by_number_or_by_name():
    assert [one.value for one in read_paper(paper(FISCAL)).sirens] == [SIREN]
    assert read_paper(paper(INSURANCE), holder="Étang Services").names_holder
    assert not read_paper(paper(INSURANCE), holder="Crau Solidarité").names_holder
    assert read_paper(paper("Téléphone 491 234 567, contrat 123 456 789")).sirens == ()


@pytest.mark.parametrize("text", ["", "Rien", "du 99/99/2026 au 45/13/9999", "le 31 décembre 9999, six mois"])
def test_whatever_a_file_holds_is_read_without_harm(text):
    assert read_paper(paper(text), name="Attestation de vigilance", holder="").refused == ""


def test_a_file_that_was_not_read_gives_its_reason():
    assert read_paper(Source("x.pdf", "0" * 64, DocumentKind.OTHER, (), refused="encrypted")).refused == (
        "encrypted"
    )

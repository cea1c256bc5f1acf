"""The papers a member keeps for buyers: their kinds, and what a file of one says of itself."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from tender.vocabulary.source import Stated


class PaperKind(StrEnum):
    """What a paper proves, whatever it is called."""

    SOCIAL = "social"
    FISCAL = "fiscal"
    INSURANCE = "insurance"
    CONVENTION = "convention"
    BANK = "bank"
    POWERS = "powers"
    REGISTRATION = "registration"
    REFERENCES = "references"
    INSOLVENCY = "insolvency"
    ACCOUNTS = "accounts"
    STAFF = "staff"
    OTHER = "other"


KIND_WORDS: tuple[tuple[PaperKind, str], ...] = (
    (PaperKind.BANK, r"\brib\b|releve d.identite bancaire|\biban\b"),
    (
        PaperKind.SOCIAL,
        (
            r"urssaf|vigilance|cotisations? sociales?|attestations? sociales?|\bmsa\b|obligations? sociales?"
            r"|fiscales? (et|ou|,) ?sociales?|sociales? (et|ou) fiscales?"
        ),
    ),
    (PaperKind.FISCAL, r"fiscal|impots?\b|\b3666\b"),
    (PaperKind.INSURANCE, r"assurance|responsabilite civile|assureur"),
    (
        PaperKind.REGISTRATION,
        r"\bk ?bis\b|statuts|recepisse|journal officiel|\brna\b|avis de situation|\bsirene\b|\binsee\b",
    ),
    (
        PaperKind.CONVENTION,
        (
            r"conventionnement|\bsiae\b|agrement|convention (avec l.etat|iae)|association intermediaire"
            r"|structures? d.insertion|insertion par l.activite economique"
        ),
    ),
    (
        PaperKind.REFERENCES,
        r"principales? (prestations?|fournitures?|references?|realisations?|services?|travaux)",
    ),
    (PaperKind.POWERS, r"pouvoirs?\b|delegation|deliberation|habilit"),
    (PaperKind.INSOLVENCY, r"redressement|jugement"),
    (PaperKind.ACCOUNTS, r"bilans?\b|comptes? (annuels?|de resultat)"),
    (PaperKind.STAFF, r"\bcv\b|curriculum|diplome|titres d.etudes"),
)
"""Folded words by which each kind is known, in a paper's name as in a call's demand; one may have several."""

SOCIAL_MONTHS = 6
"""An attestation de vigilance serves for six months. Source: D8222-5, 1° du code du travail."""


def folded_name(text: str) -> str:
    """Lower case, without accents, typographic apostrophes or double spaces: how two names are compared."""
    bare = (
        unicodedata.normalize("NFKD", text.casefold().replace("’", " ").replace("œ", "oe"))
        .encode("ascii", "ignore")
        .decode()
    )
    return " ".join(re.sub(r"[^a-z0-9()]+", " ", bare).split())


def kinds_of(name: str) -> frozenset[PaperKind]:
    """The kinds a paper's name, or a demand's, tells; none when it tells none."""
    bare = folded_name(name)
    return frozenset(kind for kind, words in KIND_WORDS if re.search(words, bare))


@dataclass(frozen=True, slots=True)
class PaperRead:
    """What a file of a paper says of itself; None: it does not say it. Days ISO.

    `valid_until`: as written, or counted from the day of issue where the law says how long it serves
    (`counted`). `sirens`: the nine digits of every SIREN or SIRET that passes its check; `names_holder`: the
    member's own name stands in it. `refused`: the reason code when the file could not be read.
    """

    kind: Stated[str] | None = None
    issued_on: Stated[str] | None = None
    valid_from: Stated[str] | None = None
    valid_until: Stated[str] | None = None
    counted: bool = False
    sirens: tuple[Stated[str], ...] = ()
    names_holder: bool = False
    refused: str = ""

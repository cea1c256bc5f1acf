"""Words for papers: kinds, how each stands, why one is asked; what a machine read, with its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from tender.store.papers import PaperRow
from tender.vocabulary.paper import PaperKind
from tender.vocabulary.source import Stated
from tender.web.display import day
from tender.workbench.papers import read_of

KIND_WORDS: dict[str, object] = {
    PaperKind.SOCIAL: lazy_gettext("Attestation de vigilance ou sociale"),
    PaperKind.FISCAL: lazy_gettext("Attestation de régularité fiscale"),
    PaperKind.INSURANCE: lazy_gettext("Assurance de responsabilité civile"),
    PaperKind.CONVENTION: lazy_gettext("Convention d’insertion par l’activité économique"),
    PaperKind.BANK: lazy_gettext("Relevé d’identité bancaire"),
    PaperKind.POWERS: lazy_gettext("Pouvoir ou délibération"),
    PaperKind.REGISTRATION: lazy_gettext("Immatriculation : Kbis, RNA, Sirene, statuts"),
    PaperKind.REFERENCES: lazy_gettext("Références, principales prestations"),
    PaperKind.INSOLVENCY: lazy_gettext("Redressement judiciaire : jugements"),
    PaperKind.ACCOUNTS: lazy_gettext("Bilans, comptes annuels"),
    PaperKind.STAFF: lazy_gettext("CV, diplômes"),
    PaperKind.OTHER: lazy_gettext("Autre pièce"),
}

VALIDITY_WORDS: dict[str, tuple[str, object]] = {
    "valid": ("ok", lazy_gettext("Valable")),
    "ends_soon": ("doubt", lazy_gettext("Finit bientôt")),
    "ended": ("stop", lazy_gettext("Périmée")),
    "undated": ("plain", lazy_gettext("Sans date de fin")),
    "replaced": ("neutral", lazy_gettext("Remplacée")),
}

FITNESS_WORDS: dict[str, tuple[str, object]] = {
    "fit": ("ok", lazy_gettext("convient")),
    "unsure": ("doubt", lazy_gettext("dates à confirmer")),
    "declared": ("doubt", lazy_gettext("fichier à déposer")),
    "undated": ("doubt", lazy_gettext("date inconnue")),
    "ends_early": ("doubt", lazy_gettext("finit avant le marché")),
    "other_holder": ("doubt", lazy_gettext("autre SIREN")),
    "too_old": ("stop", lazy_gettext("trop ancienne")),
    "ended": ("stop", lazy_gettext("périmée à la remise")),
    "missing": ("stop", lazy_gettext("manque")),
}
"""How a member's paper stands before a call (documents.paper_demands.Fitness): its tone and its words."""

REFUSED_WORDS = {
    "encrypted": lazy_gettext(
        "Le fichier est protégé par un mot de passe : l’acheteur ne l’ouvrirait pas non plus."
    ),
    "damaged": lazy_gettext("Le fichier est abîmé ou incomplet."),
}


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One thing read in a file: what, its value in words, the words it was read in and their page."""

    name: str
    value: str
    quote: str
    page: int | None
    counted: bool = False


def read_lines(paper: PaperRow) -> list[ReadLine]:
    """What the machine read in a paper, for a person to look at."""
    read = read_of(paper)
    if read is None or read.refused:
        return []
    lines = []
    if read.kind is not None:
        lines.append(
            _line(_("Sorte de pièce"), str(KIND_WORDS.get(read.kind.value, read.kind.value)), read.kind)
        )
    for name, said, counted in (
        (_("Établie le"), read.issued_on, False),
        (_("Période depuis le"), read.valid_from, False),
        (_("Valable jusqu’au"), read.valid_until, read.counted),
    ):
        if said is not None:
            lines.append(_line(name, day(date.fromisoformat(said.value)), said, counted=counted))
    lines += [_line(_("Numéro SIREN"), _spaced(one.value), one) for one in read.sirens[:3]]
    return lines


def _line(name: str, value: str, said: Stated[str], *, counted: bool = False) -> ReadLine:
    place = said.evidence[0] if said.evidence else None
    return ReadLine(name, value, place.quote if place else "", place.page if place else None, counted)


def _spaced(siren: str) -> str:
    return f"{siren[:3]} {siren[3:6]} {siren[6:]}"


def trouble_of(paper: PaperRow, siren: str) -> str:
    """What is wrong with a paper's file, in words; "" when nothing is. `siren`: the other one it names."""
    read = read_of(paper)
    if read is not None and read.refused:
        return str(REFUSED_WORDS.get(read.refused, _("Le fichier n’a pas pu être lu : saisissez ses dates.")))
    if siren:
        return _(
            "Le fichier porte le SIREN %(siren)s, qui n’est pas celui de l’association.", siren=_spaced(siren)
        )
    return ""

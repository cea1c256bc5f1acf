"""The reader's word for every enum a page shows."""

from __future__ import annotations

from enum import StrEnum

from flask import Flask
from flask_babel import lazy_gettext as _

from tender.store.accounts import Role
from tender.store.calls import CallState, FactState
from tender.store.consents import ReserveState
from tender.store.consultations import Stance
from tender.store.jobs import JobKind, JobState
from tender.store.splits import SplitState
from tender.vocabulary.clause import ClauseType
from tender.vocabulary.source import DocumentKind
from tender.vocabulary.split import PartyForm, ReasonKind, SplitStatus, Verdict
from tender.web.languages import language

WORDS: dict[type[StrEnum], dict[str, object]] = {
    Role: {
        Role.ADMIN: _("Administration"),
        Role.OFFICER: _("Chargée de marchés"),
        Role.DIRECTOR: _("Direction d’association"),
        Role.READER: _("Collectivité"),
    },
    CallState: {
        CallState.RECEIVED: _("Reçu"),
        CallState.READING: _("Lecture en cours"),
        CallState.TO_REVIEW: _("À vérifier"),
        CallState.REVIEWED: _("Vérifié"),
        CallState.REFUSED: _("Illisible"),
        CallState.SPLIT: _("En répartition"),
        CallState.AGREED: _("Approuvé par toutes"),
        CallState.FROZEN: _("Répartition figée"),
        CallState.ISSUED: _("Dossier établi"),
        CallState.FILED: _("Déposé"),
        CallState.DROPPED: _("Abandonné"),
    },
    FactState: {
        FactState.READ: _("Lu"),
        FactState.UNSURE: _("À confirmer"),
        FactState.MISSING: _("Non lu"),
        FactState.CONFIRMED: _("Confirmé"),
        FactState.CORRECTED: _("Corrigé"),
        FactState.REJECTED: _("Rejeté"),
    },
    JobKind: {
        JobKind.READ: _("Lecture des documents"),
        JobKind.REVISE: _("Lecture de la nouvelle version"),
        JobKind.SPLIT: _("Calcul de la répartition"),
        JobKind.GENERATE: _("Rédaction du dossier"),
        JobKind.TRIAL: _("Essai d’une autre répartition"),
        JobKind.RESERVE: _("Recherche des réserves"),
    },
    JobState: {
        JobState.WAITING: _("En attente"),
        JobState.RUNNING: _("En cours"),
        JobState.DONE: _("Terminé"),
        JobState.FAILED: _("Interrompu"),
    },
    SplitState: {
        SplitState.DRAFT: _("Brouillon"),
        SplitState.PUBLISHED: _("Soumise aux directions"),
        SplitState.AGREED: _("Approuvée par toutes"),
        SplitState.FROZEN: _("Figée"),
    },
    SplitStatus: {
        SplitStatus.OPTIMAL: _("Meilleure répartition, prouvée"),
        SplitStatus.FEASIBLE: _("Répartition valable, optimum non prouvé"),
        SplitStatus.INFEASIBLE: _("Aucune répartition possible"),
    },
    PartyForm: {
        PartyForm.JOINT: _("Groupement conjoint"),
        PartyForm.SOLIDARY: _("Groupement solidaire"),
    },
    Stance: {
        Stance.GROUP: _("Dans le groupement"),
        Stance.ALONE: _("Seule"),
        Stance.NO: _("Non"),
    },
    ReserveState: {
        ReserveState.PROPOSED: _("Réserve demandée"),
        ReserveState.ACCEPTED: _("Réserve d’accord"),
        ReserveState.DECLINED: _("Réserve refusée"),
        ReserveState.TAKEN: _("A repris la part"),
    },
    Verdict: {
        Verdict.APPROVED: _("Approuvée"),
        Verdict.REFUSED: _("Refusée"),
        Verdict.COUNTERED: _("Autre proposition"),
    },
    ReasonKind: {
        ReasonKind.CAPACITY: _("Capacité"),
        ReasonKind.PLACE: _("Territoire"),
        ReasonKind.REFUSED: _("Refus"),
        ReasonKind.FAIRNESS: _("Équité"),
        ReasonKind.FRAGMENTATION: _("Morcellement"),
        ReasonKind.DISTANCE: _("Distance"),
    },
    ClauseType: {kind: _(kind.words) for kind in ClauseType},
    DocumentKind: {
        DocumentKind.RC: _("Règlement de la consultation"),
        DocumentKind.CCAP: _("CCAP, clauses administratives"),
        DocumentKind.CCTP: _("CCTP, clauses techniques"),
        DocumentKind.CCP: _("CCP, cahier des clauses"),
        DocumentKind.AE: _("Acte d’engagement"),
        DocumentKind.BPU: _("Bordereau des prix unitaires"),
        DocumentKind.DQE: _("Détail quantitatif estimatif"),
        DocumentKind.DPGF: _("Décomposition du prix global"),
        DocumentKind.DC1: _("DC1, lettre de candidature"),
        DocumentKind.DC2: _("DC2, déclaration du candidat"),
        DocumentKind.NOTICE: _("Avis de marché"),
        DocumentKind.QA: _("Questions et réponses"),
        DocumentKind.ANNEX: _("Annexe"),
        DocumentKind.OTHER: _("Autre document"),
    },
}

TRADE_NAMES: dict[str, object] = {
    "cleaning": _("Nettoyage et entretien des locaux"),
    "green_spaces": _("Espaces verts"),
    "waste": _("Collecte et tri des déchets"),
    "small_works": _("Petits travaux du bâtiment"),
    "school_staff": _("Agents de service en milieu scolaire"),
    "catering": _("Restauration collective"),
    "laundry": _("Blanchisserie"),
    "handling": _("Manutention et déménagement"),
    "caretaking": _("Gardiennage et accueil"),
    "home_help": _("Aide à domicile"),
    "admin": _("Travaux administratifs"),
    "labour": _("Main-d'œuvre d'exécution"),
}
"""The names of vocabulary.trade.TRADES, here so that the catalogues hold them."""


def prepare_labels(app: Flask) -> None:
    """Give the templates `value|label`."""
    app.add_template_filter(label, "label")
    app.add_template_filter(tone, "tone")
    app.add_template_filter(document_kind, "document_kind")


def label(value: StrEnum) -> str:
    """The word for one value of an enum, in the page's language."""
    return str(WORDS[type(value)][value])


def trade_label(code: str) -> str:
    """A trade in the page's language; one the program does not know is its own name."""
    return str(TRADE_NAMES.get(code, code))


def trade_in_sentence(code: str) -> str:
    """A trade inside a sentence: small letters, except in German, whose nouns keep their capital."""
    name = trade_label(code)
    return name if language() == "de" else name.lower()


TONES: dict[StrEnum, str] = {
    CallState.RECEIVED: "active",
    CallState.READING: "active",
    CallState.TO_REVIEW: "doubt",
    CallState.REVIEWED: "active",
    CallState.REFUSED: "stop",
    CallState.SPLIT: "active",
    CallState.AGREED: "ok",
    CallState.FROZEN: "ok",
    CallState.ISSUED: "ok",
    CallState.FILED: "ok",
    CallState.DROPPED: "neutral",
}


def tone(value: StrEnum) -> str:
    """The tone of a state's sign."""
    return TONES.get(value, "neutral")


def document_kind(value: str) -> str:
    """The word for what a file is."""
    return label(DocumentKind(value))

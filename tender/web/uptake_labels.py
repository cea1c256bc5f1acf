"""The words of the uptake report's codes: what a contract declares, bands, kinds of buyers, odd cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from tender.geography import departement
from tender.uptake.call_figures import Fate, Standing
from tender.uptake.figures import BuyerKind
from tender.uptake.report import ReservedFate
from tender.uptake.slices import UNKNOWN, Kind, Oddity, Offers, Size, Slice, Winner, slice_of
from tender.web.division_words import division_words

KINDS: dict[Kind, object] = {
    Kind.ANY: _("Au moins une considération sociale"),
    Kind.CLAUSE: _("Clause sociale"),
    Kind.CRITERION: _("Critère social"),
    Kind.RESERVED: _("Marché réservé"),
    Kind.NONE: _("Aucune déclarée"),
    Kind.UNFILLED: _("Champ non rempli"),
}
SIZES: dict[str, object] = {
    Size.UNDER_40K: _("moins de 40 000 €"),
    Size.TO_90K: _("de 40 000 à 90 000 €"),
    Size.TO_221K: _("de 90 000 à 221 000 €"),
    Size.TO_1M: _("de 221 000 € à 1 million d’euros"),
    Size.OVER_1M: _("1 million d’euros et plus"),
}
BODIES: dict[BuyerKind, object] = {
    BuyerKind.STATE: _("services de l’État et établissements nationaux"),
    BuyerKind.SCHOOL: _("établissements d’enseignement"),
    BuyerKind.COMMUNE: _("communes"),
    BuyerKind.EPCI: _("intercommunalités"),
    BuyerKind.DEPARTEMENT: _("départements"),
    BuyerKind.REGION: _("régions"),
    BuyerKind.LOCAL: _("syndicats et autres organismes locaux"),
    BuyerKind.CARE: _("hôpitaux et établissements sociaux"),
    BuyerKind.HOUSING: _("organismes d’habitat"),
    BuyerKind.OTHER: _("autres acheteurs"),
}
ODDITIES: dict[Oddity, object] = {
    Oddity.DATE: _("Date de notification impossible : hors de toute année"),
    Oddity.UNDATED: _("Sans date de notification : hors de toute année"),
    Oddity.HIGH_AMOUNT: _("Montant d’un milliard d’euros ou plus : hors des sommes"),
    Oddity.LOW_AMOUNT: _("Montant d’un euro ou moins : hors des sommes"),
    Oddity.NO_AMOUNT: _("Sans montant : hors des sommes"),
    Oddity.FRAMEWORK: _("Accords-cadres, comptés à leur maximum estimé"),
    Oddity.UNDER_FRAMEWORK: _("Marchés passés sous un accord-cadre : hors des sommes"),
    Oddity.SHARED_ID: _("Plusieurs marchés sous un même numéro"),
    Oddity.SEVERAL_SOURCES: _("Le même marché publié par plusieurs sources, compté une fois"),
    Oddity.INVALID: _("Champ social illisible, compté comme non rempli"),
}
STANDINGS: dict[Standing, object] = {
    Standing.CONDITION: _("Condition d’exécution lue"),
    Standing.DEROGATION: _("Dérogation écrite"),
    Standing.NEITHER: _("À vérifier"),
}
FATES: dict[Fate, object] = {
    Fate.KEPT: _("Déclarée à l’attribution"),
    Fate.LOST: _("Perdue, ou non déclarée"),
    Fate.UNFILLED: _("Champ non rempli à l’attribution"),
    Fate.NO_AWARD: _("Attribution non trouvée"),
    Fate.ADDED: _("Déclarée sans avoir été lue dans l’appel"),
    Fate.NOTHING: _("Rien de part et d’autre"),
}
RESERVED_FATES: dict[ReservedFate, object] = {
    ReservedFate.AWARDED: _("attribué"),
    ReservedFate.UNFRUITFUL: _("infructueux"),
    ReservedFate.GIVEN_UP: _("sans suite"),
    ReservedFate.OPEN: _("pas encore décidé"),
}
OFFERS: dict[Offers, object] = {
    Offers.NONE: _("aucune offre"),
    Offers.ONE: _("une seule offre"),
    Offers.SEVERAL: _("plusieurs offres"),
    Offers.UNKNOWN: _("nombre d’offres inconnu"),
}
WINNERS: dict[Winner, object] = {
    Winner.SIAE: _("titulaire sur la liste des employeurs inclusifs"),
    Winner.AI: _("titulaire association intermédiaire"),
    Winner.ALONE: _("employeur inclusif seul titulaire"),
    Winner.GROUPED: _("employeur inclusif en groupement"),
    Winner.SAME_COMPANY: _("autre établissement d’une entreprise de la liste"),
    Winner.OTHER: _("titulaire hors de la liste"),
}
SCOPES: dict[str, object] = {
    "all": _("tous les acheteurs"),
    "local": _("collectivités"),
    "state_and_hospitals": _("État et hôpitaux"),
    "utilities": _("entités adjudicatrices"),
}


def kinds_words(kinds: tuple[Kind, ...]) -> str:
    """« Clause sociale, Critère social »; a dash for none."""
    return ", ".join(str(KINDS[kind]) for kind in kinds) or "–"


def unsaid(key: str, words: str) -> str:
    """The words of a group, or that its contracts do not say it."""
    return gettext("non renseigné") if key == UNKNOWN else words


def division(key: str) -> str:
    """A family of purchases."""
    return unsaid(key, division_words(key))


def size(key: str) -> str:
    """A band of amounts, excluding VAT."""
    return unsaid(key, str(SIZES.get(key, key)))


def place(key: str) -> str:
    """« 13 · Bouches-du-Rhône »."""
    known = departement(key) if key else None
    return unsaid(key, f"{key} · {known.name}" if known else key)


def told_slice_words(told: Mapping[str, str]) -> str:
    """The same of a slice kept as the words of an address. Raises ValueError for what is none."""
    return slice_words(slice_of(told))


def slice_words(asked: Slice) -> str:
    """What a list of contracts is narrowed to: « 2025 · Clause sociale »; "" for all of them."""
    said = (
        gettext("acheteurs comparables") if asked.peers else "",
        gettext("du %(day)s", day=asked.first) if asked.first else "",
        gettext("au %(day)s", day=asked.last) if asked.last else "",
        _told(asked.year, str),
        _told(asked.cpv, division),
        _told(asked.departement, place),
        _told(asked.size, size),
        _told(asked.procedure, str),
        str(KINDS[asked.kind]) if asked.kind else "",
        str(WINNERS[asked.winner]) if asked.winner else "",
        asked.employer or "",
        str(OFFERS[asked.offers]) if asked.offers else "",
        str(ODDITIES[asked.oddity]) if asked.oddity else "",
        asked.number or "",
    )
    return " · ".join(one for one in said if one)


def _told(value: str | None, words: Callable[[str], str]) -> str:
    return "" if value is None else unsaid(value, words(value))

"""The example's essential data: contracts of invented buyers, as the ministry's portal would publish them.

Nobody's: the SIREN begin with 000, as the example's members' do. The figures are made so that each kind of
line of the report has something to show: a framework and what is under it, lots that share an identifier, a
modification, an empty field, an absurd date and amount.
"""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from random import Random
from typing import Final

from tender.example.collective import collective
from tender.workbench.uptake_notes import Indicator, Worked

NAME: Final = "decp_exemple.csv"
LIST_NAME: Final = "siae_exemple.csv"
LIST_SOURCE: Final = "Liste d’exemple"
LIST_DAY: Final = date(2026, 10, 1)
BUYER: Final = "000257006"
"""The syndicate whose call the example answers."""
BUYER_NAME: Final = "Syndicat intercommunal de Port-Mirabeau (exemple)"
CONTACTED: Final = date(2025, 9, 15)
OUTCOME: Final = (
    "Rendez-vous avec la directrice des achats : une clause sera étudiée à chaque renouvellement."
)
WORKED: Final = (
    Worked(
        "Nettoyage des écoles, lots 1 à 3",
        2025,
        4_200,
        3_860,
        "Facilitatrice de la clause (exemple)",
        persons={
            "sexe": {"femmes": 19, "hommes": 8},
            "âge": {"moins de 26 ans": 3, "26 à 50 ans": 15, "plus de 50 ans": 9},
        },
    ),
    Worked("Entretien des berges", 2026, 1_500, None, "Facilitatrice de la clause (exemple)"),
)
INDICATOR: Final = Indicator(
    "Se sentir utile à son quartier",
    "Salariés en insertion qui répondent « souvent » ou « toujours », sur ceux à qui la question est posée.",
    "Groupe d’habitants du Vallon (exemple)",
    values=(("2024", "11 sur 20"), ("2025", "16 sur 24")),
)
_FIRST: Final = date(2024, 1, 15)
_DAYS: Final = 1020
_OTHERS: Final = {
    "000257014": ("Commune de Valcastel (exemple)", 95, 22),
    "000257022": ("Communauté de Roquebise (exemple)", 120, 30),
    "000257030": ("Commune de Saint-Loup-des-Pins (exemple)", 80, 8),
    "000257048": ("Syndicat des Trois-Étangs (exemple)", 70, 15),
    "000257055": ("Commune de Fontcouverte-sur-Mer (exemple)", 110, 12),
    "000257063": ("Syndicat du Haut-Vallon (exemple)", 60, 5),
}
"""Buyers to compare with: name, contracts, and how many in a hundred declare something social."""
_WORKS: Final = (
    ("90910000", "Nettoyage des locaux et des vitres", 60_000),
    ("77310000", "Entretien des espaces verts et débroussaillement", 80_000),
    ("45000000", "Travaux de réfection de bâtiments communaux", 350_000),
    ("55520000", "Restauration scolaire, préparation et service", 220_000),
    ("79620000", "Mise à disposition de personnel de remplacement", 90_000),
    ("34000000", "Fourniture de véhicules utilitaires", 55_000),
    ("72000000", "Maintenance du système d’information", 45_000),
    ("60130000", "Transport scolaire et périscolaire", 130_000),
)
_SOCIAL: Final = ("Clause sociale", "Clause sociale", "Clause sociale, Critère social", "Critère social")
_NONE: Final = "Pas de considération sociale"
_PLACES: Final = ("13", "13", "13", "84", "13", "30", "13")
"""Where contracts are performed, in turn: the syndicate's département and two beside it."""
_COLUMNS: Final = (
    "id", "acheteur_id", "acheteur_nom", "nature", "objet", "codecpv", "procedure", "techniques",
    "datenotification", "datepublicationdonnees", "montant", "idaccordcadre", "lieuexecution_code",
    "lieuexecution_typecode", "considerationssociales", "titulaire_id_1", "offresrecues", "idmodification",
    "montantmodification", "datenotificationmodificationmodification", "source",
)  # fmt: skip


def declared_file() -> bytes:
    """The contracts, the same bytes each time."""
    written = io.StringIO()
    writer = csv.DictWriter(written, _COLUMNS, restval="CDL", lineterminator="\n")
    writer.writeheader()
    dice = Random(20261122)  # noqa: S311 - the example's own contracts, the same each time
    for row in _own(dice):
        writer.writerow(row)
    for siren, (name, number, percent) in _OTHERS.items():
        for place in range(number):
            writer.writerow(_contract(dice, siren, name, place, social=place * 37 % 100 < percent))
    return written.getvalue().encode()


def inclusive_file() -> bytes:
    """The list of inclusive employers: the example's members."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(("siret", "kind", "name"))
    for member in collective()["members"]:
        writer.writerow((member["siret"], "AI", member["name"]))
    return written.getvalue().encode()


def _own(dice: Random) -> list[dict[str, object]]:
    """The syndicate's contracts: more declare something after it was contacted."""
    rows = []
    for place in range(96):
        row = _contract(dice, BUYER, BUYER_NAME, place, social=False)
        percent = 34 if str(row["datenotification"]) >= CONTACTED.isoformat() else 16
        if place * 37 % 100 < percent and place % 16 != 5:
            row = row | _declaring(dice, place)
        rows.append(row)
    rows[7] |= {"datenotification": "0025-03-01"}
    rows[12] |= {"montant": "99999999999.99"}
    rows[20] |= {"techniques": "Accord-cadre", "id": "2024-AC-20", "montant": 480_000}
    rows[21] |= {"idaccordcadre": "2024-AC-20", "nature": "Marché subséquent", "montant": 60_000}
    rows[31] |= {"id": rows[30]["id"]}
    changed = {"idmodification": "1", "montantmodification": "98000"}
    rows.append(rows[40] | changed | {"datenotificationmodificationmodification": "2026-06-30"})
    return rows


def _contract(dice: Random, siren: str, name: str, place: int, *, social: bool) -> dict[str, object]:
    cpv, title, euros = _WORKS[place % len(_WORKS)]
    day = _FIRST + timedelta(days=dice.randrange(_DAYS))
    amount = round(euros * dice.uniform(0.4, 1.9), -2)
    row: dict[str, object] = {
        "id": f"{day.year}-{place:03}",
        "acheteur_id": f"{siren}00018",
        "acheteur_nom": name,
        "nature": "Marché",
        "objet": f"{title}, lot {place % 3 + 1} ({day.year})",
        "codecpv": cpv,
        "procedure": "Appel d'offres ouvert" if amount > 220_000 else "Procédure adaptée",
        "techniques": "Sans objet",
        "datenotification": day.isoformat(),
        "datepublicationdonnees": (day + timedelta(days=40)).isoformat(),
        "montant": int(amount),
        "lieuexecution_code": _PLACES[place % len(_PLACES)],
        "lieuexecution_typecode": "Code département",
        "considerationssociales": "MQ" if place % 16 == 5 else _NONE,
        "titulaire_id_1": f"0009{place % 40:05}00012",
        "offresrecues": dice.randrange(1, 9),
        "source": "Profil d’acheteur d’exemple",
    }
    return row | _declaring(dice, place) if social else row


def _declaring(dice: Random, place: int) -> dict[str, object]:
    """What a contract with a social consideration says; reserved ones are held by members."""
    members = collective()["members"]
    siret = str(members[place % len(members)]["siret"])
    if place % 5 == 0:
        held = {"titulaire_id_1": siret, "offresrecues": dice.randrange(1, 4)}
        return {"considerationssociales": "Marché réservé", **held}
    told: dict[str, object] = {"considerationssociales": _SOCIAL[place % len(_SOCIAL)]}
    return told | ({"titulaire_id_1": siret} if place % 7 == 0 else {})

"""A base counted by hand: one town, its peers, an inclusive list. The sums stand beside the contracts."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tender.uptake.base import Base, Sources, build_base, open_base
from tender.uptake.bodies import siren_of_commune
from tender.uptake.figures import BuyerKind, PublicBody
from tender.uptake.inclusive import InclusiveList
from tests.uptake.made import VILLE, a_contract, regulatory

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
METZ = VILLE[:9]
PEERS = {name: siren_of_commune(code) for name, code in (("Nancy", "54395"), ("Caen", "14118"))}
SMALL = siren_of_commune("57009")
AI, EI, OTHER = "30102983100031", "42199758600035", "83380264800026"
PEOPLE = {METZ: 120_000, PEERS["Nancy"]: 104_000, PEERS["Caen"]: 106_000, SMALL: 900}


def of(siren: str) -> dict[str, str]:
    """A buyer's first establishment."""
    return {"id": f"{siren}00012"}


def held_by(*sirets: str) -> list[dict[str, dict[str, str]]]:
    """The holders of a contract."""
    return [{"titulaire": {"id": siret, "typeIdentifiant": "SIRET"}} for siret in sirets]


def town() -> list[dict[str, object]]:
    """Metz: 7 contracts, 6 filled, 4 with something social (3 clauses, 1 criterion, 1 reserved).

    Euros of filled contracts: 20 + 60 + 100 + 300 + 50 + 10 = 540 thousand; of social ones 480.
    """
    return [
        a_contract("M1", social=["Clause sociale"], montant=20_000, titulaires=held_by(AI), offresRecues=1),
        a_contract(
            "M2", social=["Clause sociale", "Critère social"], montant=60_000, titulaires=held_by(EI, OTHER)
        ),
        a_contract(
            "M3", social=["Marché réservé"], montant=100_000, titulaires=held_by(AI), offresRecues=3,
            dateNotification="2025-03-01", codeCPV="90910000-9",
        ),
        a_contract("M4", social=["Clause sociale"], montant=300_000, dateNotification="2025-06-01"),
        a_contract("M5", montant=50_000, titulaires=held_by(OTHER)),
        a_contract("M6", montant=10_000, dateNotification="2025-07-01"),
        a_contract("M7", social=["MQ"], montant=70_000, titulaires=held_by("30102983199999")),
    ]  # fmt: skip


def around() -> list[dict[str, object]]:
    """Nancy: 10 filled, 1 social. Caen: 10 filled, 5 social. A village: 10 filled, all social."""
    found = []
    for siren, social in ((PEERS["Nancy"], 1), (PEERS["Caen"], 5), (SMALL, 10)):
        for number in range(10):
            said = ["Clause sociale"] if number < social else ["Pas de considération sociale"]
            found.append(
                a_contract(
                    f"{siren}-{number}", social=said, montant=1_000, acheteur=of(siren), objet=f"Lot {number}"
                )
            )
    return found


def inclusive_list(folder: Path) -> InclusiveList:
    """Two structures with a SIRET, one line without."""
    path = folder / "siae.csv"
    path.write_text(
        f"siret;kind;name\n{AI};AI;Asso du Pays\n{EI};EI;Insertion Est\n;ACI;Sans numéro\n", "utf-8"
    )
    return InclusiveList(path, "Le marché de l'inclusion", "2026-10-01")


def bodies() -> list[PublicBody]:
    """What reference data know of these communes."""
    names = {METZ: "Metz", SMALL: 'Beaune, Côte et "Sud"'} | {siren: name for name, siren in PEERS.items()}
    return [PublicBody(siren, BuyerKind.COMMUNE, names[siren], PEOPLE[siren]) for siren in names]


def a_base(folder: Path, *contracts: dict[str, object], listed: bool = True) -> Base:
    """The base of these contracts, of the town and its peers without any; put in `folder`/base."""
    path = regulatory(folder, *(contracts or (*town(), *around())))
    sources = Sources([("decp.json", path)], bodies(), inclusive_list(folder) if listed else None)
    build_base(sources, folder / "base", NOW)
    base = open_base(folder / "base")
    assert base is not None
    return base

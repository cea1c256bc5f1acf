"""DECP files built here, a few rows each, in the three shapes."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

VILLE, METROPOLE = "21570463600012", "20003986500017"


def a_contract(number: str = "2024-001", **changed: Any) -> dict[str, Any]:
    """A contract of the regulatory JSON, format 2022; `social` is the list of considerations."""
    social = changed.pop("social", ["Pas de considération sociale"])
    return {
        "id": number,
        "acheteur": {"id": VILLE},
        "nature": "Marché",
        "objet": "Entretien des espaces verts",
        "codeCPV": "77310000-6",
        "techniques": {"technique": ["Sans objet"]},
        "procedure": "Procédure adaptée",
        "lieuExecution": {"code": "57000", "typeCode": "Code postal"},
        "dateNotification": "2024-05-02",
        "datePublicationDonnees": "2024-06-01",
        "montant": 50_000,
        "considerationsSociales": {"considerationSociale": social},
    } | changed


def a_change(number: int, **facts: Any) -> dict[str, Any]:
    """A modification, as the regulatory JSON wraps it."""
    return {"modification": {"id": number, **facts}}


def regulatory(folder: Path, *contracts: dict[str, Any], name: str = "decp.json") -> Path:
    """A regulatory file, format 2022."""
    path = folder / name
    path.write_text(
        json.dumps({"marches": {"marche": list(contracts)}}, ensure_ascii=False), encoding="utf-8"
    )
    return path


def regulatory_2019(folder: Path, *contracts: dict[str, Any], name: str = "decp2019.json") -> Path:
    """A regulatory file of before 2024: a bare list, no social field."""
    path = folder / name
    held = [{k: v for k, v in one.items() if k != "considerationsSociales"} for one in contracts]
    path.write_text(json.dumps({"marches": held}, ensure_ascii=False), encoding="utf-8")
    return path


def a_row(number: str = "2024-001", **changed: Any) -> dict[str, Any]:
    """A row of the ministry's portal."""
    return {
        "id": number,
        "acheteur_id": VILLE,
        "nature": "Marché",
        "objet": "Entretien des espaces verts",
        "codecpv": "77310000-6",
        "procedure": "Procédure adaptée",
        "techniques": "Sans objet",
        "titulaire_id_1": "30102983100031",
        "datenotification": "2024-05-02",
        "datepublicationdonnees": "2024-06-01",
        "montant": "50000",
        "idaccordcadre": "CDL",
        "lieuexecution_code": "57",
        "lieuexecution_typecode": "Code département",
        "considerationssociales": "Pas de considération sociale",
        "idmodification": "CDL",
        "montantmodification": "CDL",
        "datenotificationmodificationmodification": "CDL",
        "source": "PLATEFORME",
    } | changed


def table(folder: Path, *rows: dict[str, Any], name: str = "portail.csv", separator: str = ",") -> Path:
    """Rows as CSV; a name that ends in .gz is packed."""
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    data = written.getvalue().encode()
    path = folder / name
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path

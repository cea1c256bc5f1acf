"""A contract of a nested file as flat rows with our names: itself, then each of its modifications."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "id": ("id", "id_marche"),
    "uid": ("uid",),
    "buyer": (
        "acheteur_id",
        "id_acheteur",
        "acheteur.id",
        "idacheteur",
        "autoriteconcedante_id",
        "autoriteconcedante.id",
    ),
    "buyer_name": ("acheteur_nom", "nom_acheteur", "acheteur.nom"),
    "nature": ("nature",),
    "object": ("objet", "objet_marche"),
    "cpv": ("codecpv", "code_cpv"),
    "procedure": ("procedure",),
    "techniques": ("techniques", "technique"),
    "notified": ("datenotification", "date_notification", "datesignature"),
    "published": ("datepublicationdonnees", "date_publication_donnees"),
    "amount": ("montant", "montant_marche", "valeurglobale"),
    "social": ("considerationssociales", "considerations_sociales"),
    "framework": ("idaccordcadre", "id_accord_cadre"),
    "place": ("lieuexecution_code", "lieuexecution.code", "lieu_execution_code"),
    "place_type": ("lieuexecution_typecode", "lieuexecution.typecode"),
    "buyer_place": ("acheteur_departement_code",),
    "change": ("idmodification", "modification_id"),
    "changed": ("datenotificationmodificationmodification", "datenotificationmodification"),
    "changed_amount": ("montantmodification",),
    "current": ("donneesactuelles",),
    "holder": ("titulaire_id_1", "titulaire_id", "titulaires", "concessionnaires"),
    "holder2": ("titulaire_id_2",),
    "holder3": ("titulaire_id_3",),
    "holder_name": ("titulaire_nom", "titulaire_denominationsociale_1"),
    "offers": ("offresrecues", "offres_recues"),
    "source": ("source", "sourcedataset"),
}
"""Our name of each field, and how the shapes name it, in lower case."""
NAMES: Final = tuple(COLUMNS)
REGULATORY: Final = ("marche", "contrat-concession")
"""What the regulatory files call a contract."""


def records_of(text: str) -> tuple[list[dict[str, Any]] | None, bool]:
    """The contracts of a JSON file, None where it has none, and whether its format has the social field.

    Raises ValueError for broken JSON.
    """
    return _records(_parsed(text))


def _parsed(text: str) -> Any:
    """A JSON value, or the list of those on the lines of a file of one a line."""
    try:
        return json.loads(text)
    except ValueError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]


def _records(value: Any) -> tuple[list[dict[str, Any]] | None, bool]:
    """The contracts of a file, and whether the format has the social field (2022 on, all flat tables with
    it)."""
    if isinstance(value, dict) and "marches" in value:
        held = value["marches"]
        if isinstance(held, dict):
            return [r for kind in REGULATORY for r in _listed(held.get(kind)) if isinstance(r, dict)], True
        records = [r for r in _listed(held) if isinstance(r, dict)]
        return records, any("considerationsSociales" in record for record in records)
    if isinstance(value, dict):
        for key in ("results", "records", "data"):
            if isinstance(value.get(key), list):
                value = value[key]
                break
        else:
            value = [value]
    if not isinstance(value, list):
        return None, False
    records = [_unwrapped(r) for r in value if isinstance(r, dict)]
    keys = {key.lower() for record in records for key in record}
    known = keys & {"acheteur_id", "acheteur", "uid", "id_acheteur"}
    return (records if known else None), bool(keys & set(COLUMNS["social"]))


def _unwrapped(record: dict[str, Any]) -> dict[str, Any]:
    fields = record.get("fields")
    return fields if isinstance(fields, dict) else record


def _listed(value: Any) -> list[Any]:
    """A list of what may be one, several or none."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def rows_of(record: dict[str, Any]) -> Iterator[dict[str, str]]:
    """A contract and each of its modifications, as flat rows with our names."""
    lowered = {key.strip().lower(): value for key, value in record.items()}
    for outer in ("acheteur", "autoriteconcedante", "lieuexecution"):
        if isinstance(lowered.get(outer), dict):
            lowered |= {f"{outer}.{key.strip().lower()}": value for key, value in lowered[outer].items()}
    row = {
        ours: next((_said(lowered[name]) for name in names if name in lowered), "")
        for ours, names in COLUMNS.items()
    }
    holders = _holders(lowered.get("titulaires", lowered.get("concessionnaires")))
    if holders is not None:
        row |= {"holder": holders[0], "holder_name": holders[1]}
    yield row
    for order, held in enumerate(_listed(lowered.get("modifications")), start=1):
        change = held.get("modification", held) if isinstance(held, dict) else None
        for one in _listed(change):
            if isinstance(one, dict) and one:
                taken_over = _holders(one.get("titulaires")) or ("", "")
                yield (
                    row
                    | ({"holder": taken_over[0]} if taken_over[0] else {})
                    | {
                        "change": str(one.get("id") or order),
                        "changed": _said(
                            one.get("dateNotificationModification") or one.get("dateSignatureModification")
                        ),
                        "changed_amount": _said(one.get("montant", one.get("valeurGlobale"))),
                    }
                )


def _holders(value: Any) -> tuple[str, str] | None:
    """The SIRET of those who hold a contract, apart by spaces, and the name where there is one."""
    if not isinstance(value, (list, dict)):
        return None
    found = []
    for held in _listed(value):
        inner = held.get("titulaire", held.get("concessionnaire", held)) if isinstance(held, dict) else None
        found += [one for one in _listed(inner) if isinstance(one, dict)]
    numbers = [_said(one.get("id")).replace(" ", "") for one in found]
    names = [_said(one.get("denominationSociale")) for one in found]
    return " ".join(filter(None, numbers)), names[0] if len(names) == 1 else ""


def _said(value: Any) -> str:
    """The words of a value; lists within lists and objects of one key, as some platforms write, are
    opened."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return ", ".join(filter(None, (_said(held) for held in value.values())))
    if isinstance(value, list):
        return ", ".join(filter(None, (_said(held) for held in value)))
    return str(value)

"""Answers recorded beforehand, for the demo: the same questions, no network. Everything in them is invented.

The notices are dated from the day of the demo, so that the page shows what a morning looks like.
"""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from tender.watch.arriving import SourceFault

FILE: Final = Path(__file__).parent / "recorded_answers" / "boamp.json"
DAY: Final = re.compile(r"date'(\d{4}-\d{2}-\d{2})'")


class Recorded:
    """A caller that answers the BOAMP's questions out of the program's own file."""

    def __init__(self, today: date) -> None:
        self.today = today

    def ask(self, path: str, *, body: bytes | None = None, most: int | None = None) -> bytes:
        """The records of the day that is asked for. Raises SourceFault for any other question."""
        del body, most
        query = parse_qs(urlsplit(path).query)
        asked = DAY.search(query.get("where", [""])[0])
        if asked is None:
            raise SourceFault("refused_by_source", status=404)
        day = date.fromisoformat(asked[1])
        offset = int(query.get("offset", ["0"])[0])
        records = [one for one in self._records() if one["dateparution"] == day.isoformat()]
        answer = {"total_count": len(records), "results": records[offset : offset + 100]}
        return json.dumps(answer, ensure_ascii=False).encode()

    def _records(self) -> list[dict[str, Any]]:
        held = json.loads(FILE.read_text("utf-8"))
        return [_record(one, number, self.today) for number, one in enumerate(held, start=1)]


def _record(one: dict[str, Any], number: int, today: date) -> dict[str, Any]:
    """A record as the API serves it; the deadline is at noon, Paris time, told without offset."""
    published = today + timedelta(days=one["day"])
    due = f"{today + timedelta(days=one['due'])}T12:00:00"
    ref = f"{today:%y}-{9_000_000 + today.toordinal() % 10_000 * 100 + number}"
    write = _mapa if one["ref"] == "MAPA" else _fns
    return {
        "idweb": ref,
        "objet": one["title"][:200],
        "famille": "MAPA" if one["ref"] == "MAPA" else "FNS",
        "code_departement": [one["dep"]],
        "dateparution": published.isoformat(),
        "datelimitereponse": f"{due}+00:00",
        "nomacheteur": one["buyer"],
        "nature": "APPEL_OFFRE",
        "etat": "INITIAL",
        "descripteur_libelle": one["labels"],
        "annonce_lie": None,
        "gestion": json.dumps({"REFERENCE": {"IDWEB": ref}}),
        "donnees": json.dumps({one["ref"]: write(one, due)}, ensure_ascii=False),
    }


def _mapa(one: dict[str, Any], due: str) -> dict[str, Any]:
    return {
        "organisme": {"acheteurPublic": one["buyer"], "adr": {"cp": one["cp"], "ville": one["city"]}},
        "initial": {
            "natureMarche": {"services": ""},
            "description": {
                "objet": one["title"],
                "lieuExecutionLivraison": {"cp": one["cp"], "ville": one["city"]},
            },
            "caracteristiques": {"principales": one["more"] or one["title"]},
            "duree": {"nbMois": str(one["months"])},
            "marcheUnique": "",
            "procedure": {"procedureAdaptee": ""},
            "delais": {"receptionOffres": due},
            "renseignements": {"idMarche": "EX", "rensgComplt": one["more"]},
        },
    }


def _fns(one: dict[str, Any], due: str) -> dict[str, Any]:
    nature: dict[str, Any] = {
        "intitule": one["title"],
        "description": f"{one['title']}. {one['more']}".strip(),
        "lieuExecution": one["city"],
        "dureeMois": str(one["months"]),
    }
    if one["cpv"]:
        nature["codeCPV"] = {"objetPrincipal": {"classPrincipale": one["cpv"]}}
    if one["value"]:
        nature["valeurEstimee"] = {"valeur": str(one["value"])}
    return {
        "organisme": {"nomOfficiel": one["buyer"], "cp": one["cp"], "ville": one["city"]},
        "initial": {
            "natureMarche": nature,
            "procedure": {"procedureAdaptee": "", "dateReceptionOffres": due},
            "informComplementaire": {"autresInformComplementaire": one["more"]},
        },
    }

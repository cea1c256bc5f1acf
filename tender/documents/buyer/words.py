"""Why a box of a buyer's file was left, in the words of the response."""

from __future__ import annotations

from tender.documents.buyer.known import Unplaced

_WHY = {
    "unknown": "demande que le programme ne reconnaît pas",
    "missing": "donnée non renseignée",
    "locked": "cellule verrouillée ou déjà remplie",
    "formula": "cellule calculée par une formule",
    "ambiguous": "plusieurs endroits demandent ce montant",
    "no_line": "aucune ligne de prix ne correspond",
    "no_cell": "aucune cellule pour ce prix",
    "choice": "case à cocher par une personne",
    "unreadable": "fichier illisible : notre propre document le remplace",
}


def why(one: Unplaced) -> str:
    """A few words on why it was left."""
    return _WHY.get(one.why, one.why)

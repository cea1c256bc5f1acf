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
    "format": "format que le programme ne sait pas remplir : à remplir à la main",
    "pdf": "formulaire en PDF : à recopier à la main, ou à demander à l’acheteur en Word ou en Excel",
    "converted": "ancien format converti : mise en page à vérifier avant le dépôt",
    "by_hand": "total sans formule de l’acheteur : à calculer et à écrire à la main",
    "differs": "le fichier de l’acheteur calcule un autre total que le nôtre",
    "unreadable": "fichier illisible : notre propre document le remplace",
}


def why(one: Unplaced) -> str:
    """A few words on why it was left."""
    return _WHY.get(one.why, one.why)

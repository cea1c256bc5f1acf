"""Words of the last step: what is left to write in the buyer's files, how each demand stands."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

UNPLACED_WORDS = {
    "unknown": _("demande que le programme ne reconnaît pas"),
    "missing": _("donnée non renseignée"),
    "locked": _("cellule verrouillée ou déjà remplie"),
    "formula": _("cellule calculée par une formule"),
    "ambiguous": _("plusieurs endroits demandent ce montant"),
    "no_line": _("aucune ligne de prix ne correspond"),
    "no_cell": _("aucune cellule pour ce prix"),
    "choice": _("case à cocher par une personne"),
    "format": _("format que le programme ne sait pas remplir : à remplir à la main"),
    "pdf": _("formulaire en PDF : à recopier à la main, ou à demander à l’acheteur en Word ou en Excel"),
    "converted": _("ancien format converti : mise en page à vérifier avant le dépôt"),
    "by_hand": _("total sans formule de l’acheteur : à calculer et à écrire à la main"),
    "differs": _("le fichier de l’acheteur calcule un autre total que le nôtre"),
    "unreadable": _("fichier illisible : notre propre document le remplace"),
}
"""Why a box of the buyer's file was left, by code (tender.documents.buyer.known.Unplaced)."""

DEMANDED_WORDS = {
    "paper": _("Pièces demandées"),
    "criterion": _("Critères d’attribution"),
    "grouping": _("Groupement et candidatures"),
    "signature": _("Signature"),
    "names": _("Noms des fichiers"),
    "size": _("Taille"),
    "pages": _("Nombre de pages"),
    "format": _("Formats"),
}
"""Kinds of demand (tender.documents.demanded.Demanded), in the order of the page."""

STANDING_WORDS = {
    "met": ("ok", _("satisfait")),
    "broken": ("stop", _("non satisfait")),
    "later": ("neutral", _("à l’attribution")),
    "person": ("doubt", _("à relire")),
    "not_due": ("neutral", _("sans objet")),
}
"""How a demand stands (tender.documents.demanded.Standing): its tone and its word."""

"""Trades in which members work, with the CPV divisions and the words by which a call names them.

Source of the codes: Common Procurement Vocabulary, Regulation (EC) 213/2008. A collective may use other
trades: any text is a trade; these are the ones the program can recognise in a call.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trade:
    """A known trade: its code, French name, CPV prefixes, and folded words that tell it in French."""

    code: str
    name: str
    cpv: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


TRADES: tuple[Trade, ...] = (
    Trade(
        "cleaning",
        "Nettoyage et entretien des locaux",
        ("9091", "9092", "909"),
        (
            "nettoyage",
            "nettoiement",
            "entretien des locaux",
            "entretien menager",
            "vitrerie",
            "proprete des batiments",
            "menage",
        ),
    ),
    Trade(
        "green_spaces",
        "Espaces verts",
        ("773", "7723"),
        (
            "espaces verts",
            "espaces naturels",
            "milieux naturels",
            "cours d'eau",
            "berges",
            "accotements",
            "tonte",
            "fauchage",
            "debroussaillage",
            "debroussaillement",
            "desherbage",
            "elagage",
            "haies",
        ),
    ),
    Trade(
        "waste",
        "Collecte et tri des déchets",
        ("905", "9061"),
        (
            "dechets",
            "collecte",
            "proprete urbaine",
            "tri selectif",
            "encombrants",
            "balayage",
            "depots sauvages",
            "nettoiement de la voirie",
            "nettoiement des voies",
            "nettoyage de la voirie",
        ),
    ),
    Trade(
        "small_works",
        "Petits travaux du bâtiment",
        ("454", "453", "507"),
        ("petits travaux", "second oeuvre", "peinture", "maconnerie", "menuiserie", "renovation"),
    ),
    Trade(
        "school_staff",
        "Agents de service en milieu scolaire",
        ("801", "796"),
        (
            "agents tos",
            "remplacement",
            "personnel scolaire",
            "cantine",
            "ecoles",
            "mise a disposition de personnel",
        ),
    ),
    Trade(
        "catering", "Restauration collective", ("553", "555"), ("restauration", "repas", "plonge", "traiteur")
    ),
    Trade("laundry", "Blanchisserie", ("983",), ("blanchisserie", "linge", "lavage de vetements")),
    Trade(
        "handling",
        "Manutention et déménagement",
        ("981", "6311", "6312"),
        ("manutention", "demenagement", "transport de mobilier", "distribution de documents"),
    ),
    Trade(
        "caretaking",
        "Gardiennage et accueil",
        ("797", "9834"),
        ("gardiennage", "accueil", "conciergerie", "surveillance"),
    ),
    Trade(
        "home_help",
        "Aide à domicile",
        ("853",),
        ("aide a domicile", "services a la personne", "portage de repas"),
    ),
    Trade(
        "admin", "Travaux administratifs", ("795",), ("secretariat", "saisie", "archivage", "mise sous pli")
    ),
    Trade("labour", "Main-d'œuvre d'exécution", (), ()),
)

BY_CODE = {trade.code: trade for trade in TRADES}


def trade_name(code: str) -> str:
    """The trade's French name; an unknown trade is its own name."""
    known = BY_CODE.get(code)
    return known.name if known else code


def trade_of(text: str, cpv: tuple[str, ...] = ()) -> str | None:
    """The trade a title and its CPV codes tell, words first: a code is often the whole call's.

    The first words count, the longest of those that start together.
    """
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    by_words = [
        (folded.find(word), -len(word), trade.code)
        for trade in TRADES
        for word in trade.words
        if word in folded
    ]
    if by_words:
        return min(by_words)[2]
    for code in cpv:
        for trade in TRADES:
            if any(code.startswith(prefix) for prefix in trade.cpv):
                return trade.code
    return None

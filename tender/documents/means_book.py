"""The members' means as a workbook: who they are, where they work, how, and hours by month.

The sheets and heads are those that the import knows again, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tender.documents.writers.xlsx import Book, Kind, Sheet, SheetColumn, Value, write_xlsx

LANGUAGES = ("fr", "de", "en")

SHEETS: dict[str, tuple[str, str, str]] = {
    "members": ("Adhérentes", "Mitglieder", "Members"),
    "territories": ("Territoires", "Gebiete", "Territories"),
    "trades": ("Métiers", "Gewerke", "Trades"),
    "capacities": ("Capacités", "Kapazitäten", "Capacities"),
}

COLUMNS: dict[str, dict[str, tuple[str, str, str]]] = {
    "members": {
        "member": ("Identifiant", "Kennung", "Identifier"),
        "name": ("Nom", "Name", "Name"),
        "country": ("Pays", "Land", "Country"),
        "number": ("SIRET ou numéro étranger", "SIRET oder ausländische Nummer", "SIRET or foreign number"),
        "home": ("Commune de départ", "Startgemeinde", "Home commune"),
        "convention_number": ("Convention n°", "Vereinbarung Nr.", "Agreement no."),
        "convention_start": ("Convention, début", "Vereinbarung, Beginn", "Agreement, start"),
        "convention_end": ("Convention, fin", "Vereinbarung, Ende", "Agreement, end"),
        "convention_departement": (
            "Convention, département", "Vereinbarung, Département", "Agreement, département",
        ),
    },
    "territories": {
        "member": ("Adhérente", "Mitglied", "Member"),
        "use": ("Usage", "Verwendung", "Use"),
        "kind": ("Genre de lieu", "Art des Ortes", "Kind of place"),
        "code": ("Code", "Code", "Code"),
        "place": ("Lieu", "Ort", "Place"),
    },
    "trades": {
        "member": ("Adhérente", "Mitglied", "Member"),
        "trade": ("Métier", "Gewerk", "Trade"),
        "service": ("Prestation", "Dienstleistung", "Service"),
        "staff_supply": ("Mise à disposition", "Überlassung", "Staff supply"),
    },
    "capacities": {
        "member": ("Adhérente", "Mitglied", "Member"),
        "trade": ("Métier", "Gewerk", "Trade"),
        "month": ("Mois", "Monat", "Month"),
        "hours": ("Heures par mois", "Stunden im Monat", "Hours a month"),
        "committed": ("Déjà promises", "Bereits zugesagt", "Already promised"),
        "source": ("Source", "Quelle", "Source"),
        "dated": ("Date du chiffre", "Stand", "Date of the figure"),
    },
}  # fmt: skip

WORDS: dict[str, tuple[str, str, str]] = {
    "work": ("travail", "Arbeit", "work"),
    "convention": ("convention", "Vereinbarung", "agreement"),
    "commune": ("commune", "Gemeinde", "commune"),
    "epci": ("intercommunalité", "Gemeindeverband", "intercommunality"),
    "canton": ("canton", "Kanton", "canton"),
    "departement": ("département", "Département", "département"),
    "abroad": ("lieu étranger", "Ort im Ausland", "place abroad"),
    "yes": ("oui", "ja", "yes"),
    "no": ("non", "nein", "no"),
    "any_month": ("chaque mois", "jeden Monat", "every month"),
}

NOTES: dict[str, tuple[str, str, str]] = {
    "members": (
        "Une ligne par adhérente. L’identifiant ne change pas ; un identifiant nouveau ajoute une adhérente.",
        "Eine Zeile je Mitglied. Die Kennung bleibt; eine neue Kennung fügt ein Mitglied hinzu.",
        "One row a member. The identifier stays; a new one adds a member.",
    ),
    "territories": (
        "Les lignes d’une adhérente remplacent tous ses lieux ; une adhérente absente d’ici garde les siens.",
        "Die Zeilen eines Mitglieds ersetzen alle seine Orte; wer hier fehlt, behält die seinen.",
        "A member's rows replace all its places; a member absent from here keeps its own.",
    ),
    "trades": (
        "Prestation : elle répond d’un résultat. Mise à disposition : elle met du personnel à disposition.",
        "Dienstleistung: Sie schuldet ein Ergebnis. Überlassung: Sie stellt Personal.",
        "Service: it answers for a result. Staff supply: it lends staff.",
    ),
    "capacities": (
        "Les lignes d’une adhérente remplacent toutes ses heures. Mois : 2027-01, ou « chaque mois ».",
        "Die Zeilen eines Mitglieds ersetzen alle seine Stunden. Monat: 2027-01 oder „jeden Monat“.",
        "A member's rows replace all its hours. Month: 2027-01, or “every month”.",
    ),
}

WIDTHS = {"name": 34.0, "number": 30.0, "place": 34.0, "trade": 34.0, "source": 26.0, "member": 22.0}


@dataclass(frozen=True, slots=True)
class MeansRows:
    """The rows of each sheet, in the order of COLUMNS; a None is an empty cell."""

    members: tuple[tuple[Value, ...], ...] = ()
    territories: tuple[tuple[Value, ...], ...] = ()
    trades: tuple[tuple[Value, ...], ...] = ()
    capacities: tuple[tuple[Value, ...], ...] = ()


def in_language(words: Sequence[str], language: str) -> str:
    """The word of a language; French where there is none."""
    return words[LANGUAGES.index(language)] if language in LANGUAGES else words[0]


def meant(text: str, known: dict[str, tuple[str, str, str]], among: Sequence[str]) -> str | None:
    """Which of these words a text is, in any language; None when it is none."""
    bare = " ".join(text.split()).casefold()
    return next((key for key in among if bare in {word.casefold() for word in (*known[key], key)}), None)


def write_means(rows: MeansRows, language: str, day: datetime) -> bytes:
    """The workbook."""
    sheets = []
    for name, words in SHEETS.items():
        columns = tuple(
            SheetColumn(
                in_language(head, language),
                WIDTHS.get(column, 16.0),
                Kind.QUANTITY if column in ("hours", "committed") else Kind.TEXT,
            )
            for column, head in COLUMNS[name].items()
        )
        title = in_language(words, language)
        sheets.append(
            Sheet(title, title, (in_language(NOTES[name], language),), columns, getattr(rows, name))
        )
    return write_xlsx(Book(sheets[3].title, "Entrelots", day, "Entrelots", tuple(sheets)))

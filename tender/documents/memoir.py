"""What a mémoire tells beside the forms: where the members work, the visit, the start, its length."""

from __future__ import annotations

from dataclasses import dataclass

from tender.vocabulary.source import Evidence


@dataclass(frozen=True, slots=True)
class MapCell:
    """A commune of the map: its corners and centre in drawing units; `members`: who works there, by id."""

    code: str
    name: str
    points: str
    x: float
    y: float
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TerritoryMap:
    """Where the members work, for this contract (cells with members) and beside it (the others)."""

    width: float
    height: float
    cells: tuple[MapCell, ...]


@dataclass(frozen=True, slots=True)
class SiteVisit:
    """What the call says of a visit, and where."""

    required: bool
    text: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class StartStep:
    """A step around the start of a lot: weeks from its first day (before: negative), and who does it."""

    words: str
    weeks: int
    who: str = ""


START_STEPS = (
    StartStep("Réunion de lancement avec l’acheteur", -4, "mandataire"),
    StartStep("Visite des sites, fiches de poste", -3, "membres du lot"),
    StartStep("Équipes désignées, contrats signés", -2, "membres du lot"),
    StartStep("Plan de prévention, tenues, matériel", -1, "membres du lot"),
    StartStep("Démarrage", 0, "membres du lot"),
    StartStep("Premier bilan avec l’acheteur", 5, "mandataire"),
)
"""Steps proposed where the officer has set none."""


@dataclass(frozen=True, slots=True)
class PageLimit:
    """How many pages the call allows the mémoire, in its own words, and where it says so."""

    pages: int
    said: str = ""
    document: str = ""
    page: int | None = None

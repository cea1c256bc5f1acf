"""The headings of a price table: which column is the unit price, the quantity, the unit, in any row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tender.parsing.flow import fold, tidy
from tender.vocabulary.source import Cell


class Role(StrEnum):
    """What a column of a price table holds. weak: a price only beside another (« demi-journée »)."""

    LETTERS = "letters"
    GROSS = "gross"
    TAX = "tax"
    TOTAL = "total"
    PRICE = "price"
    WEAK = "weak"
    RATE = "rate"
    UNIT = "unit"
    QUANTITY = "quantity"
    NUMBER = "number"
    DESIGNATION = "designation"


# The first that fits decides.
_ROLES: Final = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        (Role.LETTERS, r"en (?:toutes )?lettres|in worten"),
        (Role.GROSS, r"\bttc\b|toutes taxes|\bbrutto\b|incl\w*\.? (?:vat|mwst)"),
        (Role.TAX, r"\btva\b|\bmwst\b|\bust\b|mehrwertsteuer|^vat\b"),
        (
            Role.TOTAL,
            r"\btotal|gesamt|^summe|^montant(?! unitaire)|kosten fur|^prix global|^amount\b|pauschalpreis",
        ),
        (
            Role.PRICE,
            (
                r"prix unitaire|\bp\.? ?u\.?\b|(?:montant|cout|tarif) unitaire|^tarif|taux horaire|\btjm\b"
                r"|^prix\b(?! par\b)|einzelpreis|einheitspreis|(?:stunden|tages)satz|\btarif horaire"
                r"|(?:kosten|preis) (?:pro|je)\b|^stunde\b.*(?:euro|€|eur)|\bunit price|\bprice per"
            ),
        ),
        (Role.WEAK, r"^(?:demi[- ]?)?journee$|^jour$|^heure$|^mois$|^an(?:nee)?$|^tag$|^monat$|^forfait$"),
        (Role.RATE, r"^coefficient|^taux (?:de |du )?(?:remise|rabais|majoration|marge)|^remise|^nachlass"),
        (Role.UNIT, r"^unites?\b|\bunite\b|^u\.?$|einheit|^modalites?$|^conditionnement|^units?$"),
        (
            Role.QUANTITY,
            (
                r"quantit|^qte|\bqte\b|^nombre\b|menge|^qt\b|\banzahl\b|aufwand|^personentage"
                r"|^stunden(?:zahl|umfang)"
            ),
        ),
        (
            Role.NUMBER,
            r"^(?:n[°o.]*|num\w*|ref\w*|code|poste|article|item|pos\.?|lfd\.?|u\.?o\.?)(?:\s|$|\b)",
        ),
        (
            Role.DESIGNATION,
            (
                r"designation|libelle|intitule|description|prestation|nature|objet|bezeichnung|leistung"
                r"|beschreibung|^types?$|^profils?\b|^service"
            ),
        ),
    )
)
_DESCRIBING: Final = (Role.DESIGNATION, Role.NUMBER, Role.UNIT, Role.QUANTITY)
_LONGEST: Final = 120
_UNITS: Final = (
    (r"demi[- ]?journee", "demi-journée"),
    (r"taux horaire|tarif horaire|\bheures?\b", "heure"),
    (r"\btjm\b|journali|\bjours?\b|\bjournee", "jour"),
    (r"mensuel|\bmois\b", "mois"),
    (r"annuel|\bans?\b|\bannee", "an"),
    (r"personentag", "Personentag"),
    (r"tagessatz|\btag\b", "Tag"),
    (r"stunde", "Stunde"),
    (r"\bjahr\b", "Jahr"),
    (r"\bmonat\b", "Monat"),
    (r"forfait", "forfait"),
)


@dataclass(frozen=True, slots=True)
class PriceHead:
    """The columns of one price table by what they hold; their headings, folded (`words`) and as written."""

    roles: Mapping[int, Role]
    words: Mapping[int, str]
    titles: Mapping[int, str]

    def columns(self, *roles: Role) -> list[int]:
        """The columns that hold this, left to right."""
        return sorted(column for column, role in self.roles.items() if role in roles)

    def first(self, role: Role) -> int | None:
        """The leftmost column that holds this."""
        return next(iter(self.columns(role)), None)

    @property
    def prices(self) -> list[int]:
        """Where a price may be asked: the unit prices, else the amount of each line."""
        found = self.columns(Role.PRICE)
        if found:
            return sorted(found + self.columns(Role.WEAK))
        return self.columns(Role.TOTAL)[:1]


def head_of(row: Sequence[Cell | None]) -> PriceHead | None:
    """The row as the headings of a price table, None when it is none: a price, and what it is for."""
    roles: dict[int, Role] = {}
    words: dict[int, str] = {}
    titles: dict[int, str] = {}
    for column, cell in enumerate(row):
        text = tidy(cell.text) if cell else ""
        if not text:
            continue
        if re.fullmatch(r"[\d\s.,%€]+", text):
            return None
        bare = fold(text)
        role = (
            next((one for one, told in _ROLES if told.search(bare)), None) if len(bare) <= _LONGEST else None
        )
        if role is not None:
            roles[column], words[column], titles[column] = role, bare, text
    held = set(roles.values())
    if not held & {Role.PRICE, Role.TOTAL, Role.RATE} or not held & set(_DESCRIBING):
        return None
    if Role.PRICE not in held and not held & {Role.DESIGNATION, Role.NUMBER}:
        return None
    return PriceHead(roles, words, titles)


def unit_of(heading: str) -> str:
    """The unit a price's heading tells: « TJM » is by the day, « prix mensuel » by the month."""
    return next((unit for pattern, unit in _UNITS if re.search(pattern, heading)), "")

"""What a rule of law says of a response: the words in French, the values they hold, what may be answered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tender.vocabulary.phrase import Phrase, phrase


class Severity(StrEnum):
    """block: must not go out so; warn: look twice; question: to be answered first; note: to be known."""

    BLOCK = "block"
    WARN = "warn"
    QUESTION = "question"
    NOTE = "note"


class Certainty(StrEnum):
    """How a rule was read: the article, a secondary source, our analysis, or general knowledge unverified."""

    READ = "read"
    SECONDARY = "secondary"
    ANALYSIS = "analysis"
    GENERAL = "general"


Fact = str | float | date | tuple[str, ...]
"""A value a finding holds; several names are a tuple."""

YES_NO = ("yes", "no")
DATE = "date"
"""A choice that is a day, typed."""

CHOICES: dict[str, Phrase] = {
    "yes": phrase("oui"),
    "no": phrase("non"),
    "staff_supply": phrase("mise à disposition de personnel"),
    "service": phrase("prestation de service"),
    "local_authority": phrase("une collectivité ou un établissement qui emploie des agents publics"),
    "public_private_staff": phrase("un organisme public qui emploie du personnel de droit privé"),
    "company": phrase("une entreprise"),
    "non_profit": phrase("une association ou une autre personne privée sans but lucratif"),
    "household": phrase("des particuliers, chez eux"),
    "outside_ceiling": phrase("hors plafond, confirmé"),
    "ceiling_applies": phrase("le plafond s’applique"),
    "siae": phrase("aux structures d’insertion (L2113-13)"),
    "handicap": phrase("aux entreprises adaptées et aux ESAT (L2113-12)"),
    "both": phrase("aux structures d’insertion et du handicap (L2113-14)"),
    "prison": phrase("aux activités en milieu pénitentiaire (L2113-13-1)"),
    "ess": phrase("à l’économie sociale et solidaire (L2113-15)"),
    "restructuring": phrase("restructuration du membre"),
    "prevented": phrase("empêchement qui n’est pas de son fait"),
    "excluded": phrase("exclusion du membre, que l’acheteur oppose (L2141-13)"),
}
"""What may be answered, in words."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule found: its code, the values behind it, and the French words that they fill.

    `choices`: what may be answered on the record, none where a fact has to be set right elsewhere.
    `certainty`: where this point is less sure than its rule. Whether it may be set aside, and under which
    article it stands, is said by the rule it came from.
    """

    code: str
    severity: Severity
    words: Phrase
    facts: Mapping[str, Fact] = field(default_factory=dict)
    member: str | None = None
    lot: str | None = None
    place: str | None = None
    choices: tuple[str, ...] = ()
    certainty: Certainty | None = None

    @property
    def text(self) -> str:
        """The sentence in French."""
        return str(self.words) % {name: french(value) for name, value in self.facts.items()}

    @property
    def digest(self) -> str:
        """What an answer or a decision holds for: this point, and every value behind it."""
        held = [self.code, self.severity.value, self.member, self.lot, self.place]
        values = sorted((name, _plain(value)) for name, value in self.facts.items())
        return hashlib.sha256(json.dumps([held, values], ensure_ascii=False).encode()).hexdigest()


def french(value: Fact) -> str:
    """A value as French prints it: 31/12/2027, 5 404 000, « a, b »."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, (int, float)):
        return f"{value:,.0f}".replace(",", "\u202f")
    return value


def _plain(value: Fact) -> str | list[str]:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else str(value)

"""Award criteria of notices: their nature by their words, one list for all lots or one per group of lots."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from tender.parsing.flow import fold
from tender.vocabulary.call import AwardCriterion
from tender.vocabulary.remark import Remark, of_lots

_SOCIAL: Final = re.compile(
    r"\bsocia(?:l|le|les|ux)\b(?! et environnement\w* de l'urbanisme)|societal"
    r"|\binsertion\b(?! (?:urbain|paysag|architect|dans le site"
    r"|du projet|de l'ouvrage|environnement))|handicap|\brse\b|solidair|eloign\w+ de l'emploi"
    r"|egalite (?:professionnelle|femmes)"
    r"|\bsozial|\bintegration\b.{0,40}arbeits|inclusi(?:on|f|ve)\b|publics? en difficulte"
)
_NOT_SOCIAL: Final = re.compile(
    r"raison sociale|siege social|capital social|logements? socia|mesures? d'insertion"
)
_ENVIRONMENTAL: Final = re.compile(
    r"environnement|developpement durable|ecolog|ecorespons|eco-respons|carbone|\bdechets?\b"
    r"|biodivers|energetique"
    r"|umwelt|nachhaltig|\bco2\b|emission|sustainab|empreinte|recycl|reemploi|durabilite"
)
_NUMBER: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*(%|pour\s?cent|points?|pts?\b|/\s*(\d+))?", re.IGNORECASE)


def is_social(name: str) -> bool:
    """Whether a criterion's name speaks of people rather than of goods or sites."""
    folded = fold(name)
    return bool(_SOCIAL.search(_NOT_SOCIAL.sub(" ", folded)))


def is_environmental(name: str) -> bool:
    """Whether a criterion's name speaks of the environment."""
    return bool(_ENVIRONMENTAL.search(fold(name)))


def weight_in(text: str) -> tuple[float | None, str | None]:
    """The weight and unit of a weighting field: "60", "60 %", "60 points", "6/10"; nothing when words
    only."""
    match = _NUMBER.search(text)
    if match is None:
        return None, None
    value = float(match[1].replace(",", "."))
    mark = (match[2] or "").lower()
    return value, "points" if mark.startswith(("p", "/")) and not mark.startswith("pour") else "%"


_TOLD: Final = re.compile(r"(?<![\d.,/])(\d+(?:[.,]\d+)?)\s*(%|pour\s?cent|points?\b|pts?\b)", re.IGNORECASE)


def weight_told(text: str) -> tuple[float | None, str | None]:
    """A weight told with its unit inside running words ("100 % Preis", "Valeur technique: 55 points")."""
    match = _TOLD.search(text)
    if match is None:
        return None, None
    mark = match[2].lower()
    return float(match[1].replace(",", ".")), "%" if mark == "%" or mark.startswith("pour") else "points"


_INDEX: Final = re.compile(r"^\s*(?:crit[eè]re|kriterium)\s*(?:n\s*[°o]\s*)?\d*\s*$", re.IGNORECASE)


def readable_name(name: str | None, description: str | None, kind: str | None) -> tuple[str, bool]:
    """A criterion's name, and whether it is the description that says it ("Critère 1" alone names
    nothing)."""
    if name and not _INDEX.match(name):
        return name, False
    if description:
        first = description.split("\n", 1)[0].strip()
        return first[:300], True
    return name or {"price": "Prix", "cost": "Coût", "quality": "Qualité"}.get(kind or "", "Critère"), False


_Key = tuple[str, float | None, str | None, int]
"""What makes two criteria one: name, weight, unit, and which of its namesakes in the lot."""


def join_lots(per_lot: Mapping[str, Sequence[AwardCriterion]]) -> tuple[AwardCriterion, ...]:
    """One list of criteria for the call: equal ones are told once with their lots, None when they hold "
    "for all.

    Keys are lot numbers in order; a call that is not divided has the single key "".
    """
    joined: dict[_Key, AwardCriterion] = {}
    lots: dict[_Key, list[str]] = {}
    for lot, criteria in per_lot.items():
        seen: Counter[_Key] = Counter()
        for criterion in criteria:
            alike = (fold(criterion.name), criterion.weight, criterion.unit, 0)
            seen[alike] += 1
            key = (*alike[:3], seen[alike])
            joined.setdefault(key, criterion)
            lots.setdefault(key, []).append(lot)
    everywhere = len(per_lot)
    return tuple(
        replace(criterion, lots=None if len(lots[key]) == everywhere else tuple(lots[key]))
        for key, criterion in joined.items()
    )


def sum_warnings(per_lot: Mapping[str, Sequence[AwardCriterion]]) -> tuple[Remark, ...]:
    """A remark for each list of percentages that is complete and does not make 100."""
    wrong: dict[float, list[str]] = {}
    for lot, criteria in per_lot.items():
        weights = [c.weight for c in criteria]
        if not criteria or any(w is None for w in weights) or any(c.unit != "%" for c in criteria):
            continue
        total = round(sum(w for w in weights if w is not None), 2)
        if abs(total - 100) > 0.5 and len(weights) > 1:
            wrong.setdefault(total, []).append(lot)
    return tuple(
        Remark("weights_sum_published", lots=of_lots(named), total=total) for total, named in wrong.items()
    )

"""National figures as published, with what they counted: those of two bases are never set in one row."""

from __future__ import annotations

from typing import Final

from tender.uptake.figures import Reference

BREAK: Final = 2024
"""From this year the essential data hold contracts of 40 000 euros and more, with a social field of their
own; before, the census counted contracts of 90 000 euros and more. The two do not continue each other."""
GOAL: Final = (0.30, 2025)
"""Contracts with a social consideration, by number (Plan national pour des achats durables 2022-2025)."""
_BASE: Final = "census_90k"
_OECP: Final = (
    "Observatoire économique de la commande publique, recensement des contrats de 90 000 € HT et plus"
)

REFERENCES: Final = (
    Reference(2019, "all", "number", 0.125, _BASE, _OECP),
    Reference(2019, "all", "amount", 0.173, _BASE, _OECP),
    Reference(2021, "all", "number", 0.132, _BASE, _OECP),
    Reference(2022, "all", "number", 0.223, _BASE, _OECP),
    Reference(2023, "all", "number", 0.187, _BASE, _OECP),
    Reference(2023, "local", "number", 0.127, _BASE, _OECP),
    Reference(2023, "state_and_hospitals", "number", 0.132, _BASE, _OECP),
    Reference(2023, "utilities", "number", 0.395, _BASE, _OECP),
)
"""Shares of contracts with a social clause. `scope`: all buyers, local authorities, the State and hospitals,
entités adjudicatrices."""

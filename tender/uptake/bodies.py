"""Public bodies by their SIREN: what kind they are, and the number a commune or a département has."""

from __future__ import annotations

from typing import Final

from tender.uptake.figures import BuyerKind

_KIND_OF: Final = {
    "19": BuyerKind.SCHOOL,
    "20": BuyerKind.LOCAL,
    "21": BuyerKind.COMMUNE,
    "22": BuyerKind.DEPARTEMENT,
    "23": BuyerKind.REGION,
    "24": BuyerKind.EPCI,
    "25": BuyerKind.LOCAL,
    "26": BuyerKind.CARE,
    "27": BuyerKind.HOUSING,
    "28": BuyerKind.LOCAL,
    "29": BuyerKind.LOCAL,
}
"""The register's first two digits. 20 also holds new communes and EPCI: reference data tell these."""
KIND: Final = (
    "CASE siren // 10000000 "
    + " ".join(f"WHEN {prefix} THEN '{kind}'" for prefix, kind in _KIND_OF.items())
    + f" ELSE CASE WHEN siren // 100000000 = 1 THEN '{BuyerKind.STATE}' ELSE '{BuyerKind.OTHER}' END END"
)
"""The same in the engine's words."""


def kind_of(siren: str) -> BuyerKind:
    """What a SIREN's first digits tell."""
    return _KIND_OF.get(siren[:2], BuyerKind.STATE if siren[:1] == "1" else BuyerKind.OTHER)


def siren_of_commune(insee: str) -> str:
    """The SIREN a commune was given from its INSEE code; a commune newer than 2009 may have another."""
    code = insee.upper().replace("2A", "20").replace("2B", "20")
    return _checked(
        f"21{code[:2]}{code[2:]:0>4}" if not code.startswith("97") else f"2197{code[2]}0{code[3:]}"
    )


def siren_of_departement(code: str) -> str | None:
    """The SIREN of a département of metropolitan France, None elsewhere."""
    return _checked(f"22{code}0001") if code.isdigit() and len(code) == 2 else None


def _checked(eight: str) -> str:
    """Eight digits and their check digit (Luhn)."""
    doubled = (int(one) * (2 if place % 2 else 1) for place, one in enumerate(eight))
    return f"{eight}{-sum(sum(divmod(one, 10)) for one in doubled) % 10}"

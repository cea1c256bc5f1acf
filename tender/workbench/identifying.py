"""A member's number in the public registers of its country, checked digit by digit where that can be done."""

from __future__ import annotations

import re

from stdnum.be import vat as belgian
from stdnum.de import handelsregisternummer as german_register
from stdnum.de import vat as german_vat
from stdnum.exceptions import ValidationError
from stdnum.fr import siret as siret_number
from stdnum.lu import tva as luxembourg_vat

from tender.workbench.errors import Invalid

COUNTRIES = ("FR", "DE", "LU", "BE")

RCS = re.compile(r"(?:R\.?C\.?S\.?\s*(?:Luxembourg)?\s*)?([A-J])\s*(\d{1,6})", re.IGNORECASE)
"""Luxembourg trade and companies register: a letter for the legal form (F: asbl), then a number."""

GERMAN_REGISTER = re.compile(r"(HRA|HRB|PR|GnR|VR)\s*(\d+)\s*([A-Z]{0,3})\b", re.IGNORECASE)
COURT = re.compile(
    r"\b(Amtsgericht|Registergericht|AG|Vereinsregister|Handelsregister|des)\b\s*", re.IGNORECASE
)


def checked_siret(text: str) -> str:
    """The fourteen digits without spaces; empty stays empty. Raises Invalid. Source: Insee (Luhn)."""
    if not text.strip():
        return ""
    try:
        return str(siret_number.validate(text))
    except ValidationError as error:
        raise Invalid("siret", siret=text) from error


def checked_foreign_id(country: str, text: str) -> str:
    """A number of another country's register, written as that country writes it; empty stays empty.

    Germany: register of a court (HRB, VR… with the court's name) or VAT number (ISO 7064 check digit).
    Luxembourg: RCS (letter and number, no check digit) or VAT number (remainder by 89). Belgium: BCE/KBO
    number (remainder by 97). Raises Invalid naming the country.
    """
    bare = " ".join(text.split())
    if not bare:
        return ""
    try:
        return {"DE": _german, "LU": _luxembourg, "BE": _belgian}[country](bare)
    except (KeyError, ValidationError, ValueError) as error:
        raise Invalid("foreign_id", country=country, number=text) from error


def _german(text: str) -> str:
    register = GERMAN_REGISTER.search(text)
    if register is None:
        return f"DE{german_vat.validate(text)}"
    rest = text[: register.start()] + " " + text[register.end() :]
    court = " ".join(COURT.sub(" ", rest).replace(",", " ").split())
    known = {name.casefold(): name for name in german_register.GERMAN_COURTS}
    if court.casefold() not in known:
        raise ValueError(court)
    letters = register[1].upper().replace("GNR", "GnR")
    number = " ".join(part for part in (letters, register[2], register[3].upper()) if part)
    return f"{number}, Amtsgericht {known[court.casefold()]}"


def _luxembourg(text: str) -> str:
    register = RCS.fullmatch(text)
    if register is not None:
        return f"RCS Luxembourg {register[1].upper()}{int(register[2])}"
    return f"LU{luxembourg_vat.validate(text)}"


def _belgian(text: str) -> str:
    digits = belgian.validate(re.sub(r"^(BCE|KBO)\s*:?\s*", "", text, flags=re.IGNORECASE))
    return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"

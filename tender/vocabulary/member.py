"""A member association as the documents and the split need it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MemberIdentity:
    """Who a member is before a buyer. `siret` has 14 digits, or `foreign_id` holds another register's number.

    `convention_*`: the convention of the State that makes it an association intermédiaire (L5132-7); dates
    ISO. `derogation_until`: last day of a prefect's leave to go beyond 480 hours (D5132-18-1). `turnover`:
    the last three years, euros excluding VAT, year → amount, as declared. `iban`, `bic`: for the acte
    d'engagement. Empty strings where not known: a form lists them as missing, never invents them.
    """

    id: str
    name: str
    legal_form: str = ""
    siret: str = ""
    foreign_id: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "FR"
    email: str = ""
    phone: str = ""
    representative: str = ""
    representative_role: str = ""
    convention_number: str = ""
    convention_start: str = ""
    convention_departement: str = ""
    convention_end: str = ""
    convention_proof: str = ""
    derogation_until: str = ""
    founded: str = ""
    headcount: str = ""
    turnover: tuple[tuple[int, float], ...] = ()
    turnover_in_scope: tuple[tuple[int, float], ...] = ()
    iban: str = ""
    bic: str = ""
    insurance: str = ""
    presentation: str = ""
    references: tuple[str, ...] = ()

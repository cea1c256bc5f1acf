"""Every table, imported once so that the metadata is whole."""

from __future__ import annotations

from tender.store import (
    accounts,
    awards,
    calls,
    consents,
    consultations,
    evidence,
    jobs,
    journal,
    law,
    members,
    papers,
    prices,
    questions,
    responses,
    sourcing,
    splits,
    uptake,
    watch,
)
from tender.store.database import Base

ROOMS = (
    accounts,
    members,
    papers,
    calls,
    consultations,
    splits,
    consents,
    responses,
    prices,
    evidence,
    questions,
    awards,
    law,
    jobs,
    journal,
    watch,
    sourcing,
    uptake,
)

metadata = Base.metadata

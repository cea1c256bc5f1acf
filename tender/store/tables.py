"""Every table, imported once so that the metadata is whole."""

from __future__ import annotations

from tender.store import accounts, calls, jobs, journal, members, papers, responses, splits
from tender.store.database import Base

ROOMS = (accounts, members, papers, calls, splits, responses, jobs, journal)

metadata = Base.metadata

"""A made collective of sixty members around the Étang de Berre and beyond, with a call of twelve lots."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask

from tender.geography.places import expand
from tender.geography.shapes import distance_km
from tender.geography.tables import communes
from tender.store.accounts import find_user_by_email
from tender.store.members import CapacityRow, MemberRow, TerritoryRow, the_collective
from tender.vocabulary.call import Lot
from tender.vocabulary.source import Stated
from tender.workbench import needing, splitting
from tender.workbench.needing import NeedLine
from tests.builders import a_call, a_collective, a_reading, an_evidence

SIZE = 60
NEXT_YEAR = datetime.now(UTC).year + 1
WORDS = (
    "Coup de pouce",
    "Relais",
    "Solidarités",
    "Horizon",
    "Passerelle",
    "Tremplin",
    "Ensemble",
    "Chantier",
)


def a_large_collective(app: Flask, *, size: int = SIZE, lots: int = 12, split: bool = True) -> int:
    """Members each with the communes near its home, a third of them with old figures; the call's id."""
    with app.extensions["sessions"].begin() as session:
        officer = find_user_by_email(session, "officer@example.org")
        assert officer is not None
        if the_collective(session) is None:
            a_collective(session)
        held = [communes()[code] for one in ("13", "84", "30", "83") for code in expand("departement", one)]
        homes = sorted(held, key=lambda one: -one.population)[: size - 1]
        now = datetime.now(UTC)
        for number, home in enumerate(homes):
            near = sorted(
                (one.code for one in held if one.lon), key=lambda code: distance_km(home.code, code) or 0.0
            )
            age = timedelta(days=200 if number % 3 == 0 else 5)
            session.add(
                MemberRow(
                    key=f"ai-{number:02d}",
                    name=f"{WORDS[number % len(WORDS)]} {home.name}",
                    home_place=home.code,
                    city=home.name,
                    identity={},
                    territories=[TerritoryRow(kind="commune", code=code) for code in near[: 8 + number % 9]],
                    capacities=[
                        CapacityRow(trade=trade, month="*", hours=80 + 15 * (number % 7), updated=now - age)
                        for trade in ("cleaning", "green_spaces")[: 1 + number % 2]
                    ],
                )
            )
        session.flush()
        reading = a_reading(
            deadline=Stated(f"{NEXT_YEAR}-06-01T12:00:00+02:00", (an_evidence(),), 0.95),
            lots=tuple(Lot(str(n + 1), f"Entretien des sites, secteur {n + 1}") for n in range(lots)),
        )
        call = a_call(session, reading)
        wanted = [
            NeedLine(str(1 + index % lots), home.code, "cleaning", 24 + 8 * (index % 5))
            for index, home in enumerate(homes[: 4 * lots])
        ]
        needing.set_needs(session, officer, call.id, wanted)
        if split:
            splitting.propose(session, officer, call.id, seconds=8)
        return call.id

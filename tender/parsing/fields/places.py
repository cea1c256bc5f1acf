"""Where each lot is performed: the places of its needs."""

from __future__ import annotations

from dataclasses import replace

from tender.parsing.ranking import Dossier
from tender.vocabulary.call import Lot, Place, Reading


def read(dossier: Dossier, reading: Reading) -> Reading:
    """Give each lot that names no place those of the table of needs; reads nothing of its own."""
    del dossier
    return replace(reading, lots=tuple(_placed(lot, reading) for lot in reading.lots))


def _placed(lot: Lot, reading: Reading) -> Lot:
    named = [need.place for need in reading.needs if need.lot == lot.number and need.place is not None]
    places: tuple[Place, ...] = tuple(dict.fromkeys(named))
    return replace(lot, places=places) if places and not lot.places else lot

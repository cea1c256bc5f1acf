"""Places as facts: communes, EPCI, départements, régions, NUTS, neighbours abroad. Values in, values out."""

from tender.geography.naming import find, find_all, find_area, suggest, suggest_abroad
from tender.geography.places import commune, departement, epci, epci_of_departement, expand, name_of, region
from tender.geography.shapes import Cell, Projection, around, cells, distance_km, fit, project
from tender.geography.tables import Area, Commune

__all__ = [
    "Area",
    "Cell",
    "Commune",
    "Projection",
    "around",
    "cells",
    "commune",
    "departement",
    "distance_km",
    "epci",
    "epci_of_departement",
    "expand",
    "find",
    "find_all",
    "find_area",
    "fit",
    "name_of",
    "project",
    "region",
    "suggest",
    "suggest_abroad",
]

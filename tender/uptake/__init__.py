"""Uptake of social clauses: in the essential data of awarded contracts (DECP), and in the calls read here."""

from tender.uptake.declared import Declared, uptake
from tender.uptake.shapes import DeclaredError

__all__ = ["Declared", "DeclaredError", "uptake"]

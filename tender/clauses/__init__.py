"""Social clauses in the text of a call: Source → Clause, each with the file's own words."""

from tender.clauses.calls import detect
from tender.clauses.derogations import DEROGATION_WORDS, derogation_in
from tender.clauses.labelling import Label, label, label_lines
from tender.clauses.per_lot import told_by_lot

__all__ = ["DEROGATION_WORDS", "Label", "derogation_in", "detect", "label", "label_lines", "told_by_lot"]

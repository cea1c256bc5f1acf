"""Social clauses in the text of a call: Source → Clause, each with the file's own words."""

from tender.clauses.calls import detect
from tender.clauses.labelling import Label, label, label_lines

__all__ = ["Label", "detect", "label", "label_lines"]

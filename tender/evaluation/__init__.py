"""How well this program reads: its labels and readings scored against real calls labelled by hand."""

from tender.evaluation.evaluating import CorpusAbsent, Evaluation, evaluate
from tender.evaluation.table import table

__all__ = ["CorpusAbsent", "Evaluation", "evaluate", "table"]

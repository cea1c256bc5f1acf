"""Entrelots: the workbench with which associations intermédiaires win public contracts together."""

__version__ = "0.1.0"

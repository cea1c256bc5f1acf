"""Award criteria of national BOAMP notices: weighted lists, the older tree's groups, or a free text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tender.parsing.notices.citing import Citations, text_of
from tender.parsing.notices.moments import number_of
from tender.parsing.notices.tree import Node
from tender.parsing.notices.weighing import is_environmental, is_social, weight_told
from tender.vocabulary.call import AwardCriterion
from tender.vocabulary.source import Evidence

_FREE: Final = ("criteresAttrib", "CRITERES_LIBRE", "critereLibre", "criteresLibres")
_PIECES: Final = re.compile(r"[^\n;•]+")
_CUT: Final = re.compile(
    r"\s*(?:[:=(\[–—-]|\bpond[ée]r\w*|\bnot[ée]e?s?\b|\bsur\b|\bpour\b|\bcoefficient\b"
    r"|\bà hauteur de\b)*\s*$",
    re.IGNORECASE,
)
_LEAD: Final = re.compile(
    r"^\s*(?:[-–•*]|\d{1,2}\s*[-.)/]+|crit[èe]re\s*(?:n\s*°\s*)?\d*\s*[:.)-]*)\s*", re.IGNORECASE
)


def stated_criteria(top: Node, cite: Citations) -> tuple[AwardCriterion, ...]:
    """The criteria told below a node, the most structured telling only."""
    weighted = [*_weighted(top, cite)]
    if weighted:
        return tuple(weighted)
    grouped = [*_grouped(top, cite)]
    if grouped:
        return tuple(grouped)
    return tuple(c for node in top.within(*_FREE) for c in _free(node, cite))


def _weighted(top: Node, cite: Citations) -> Iterator[AwardCriterion]:
    """{"criterePondere": [{"critere", "criterePCT"}]}, or ranked ones without a weight."""
    for node in top.within("criterePondere", "criterePriorite", "criterePriorise"):
        said, weighed = node.first("critere", "libelle"), node.first("criterePCT", "poids", "ponderation")
        name = said or (node if node.text else None)
        if name is not None and name.text:
            evidence = [
                cite.quote(name),
                *([cite.quote(weighed)] if weighed is not None and weighed.text else []),
            ]
            yield _criterion(name.text, number_of(text_of(weighed)), evidence)


def _grouped(top: Node, cite: Citations) -> Iterator[AwardCriterion]:
    """CRITERES_QUALITE/CRITERE with POIDS, CRITERES_COUT, CRITERES_PONDERES, CRITERES_PRIX/POIDS."""
    for group in top.within("CRITERES_ATTRIBUTION"):
        for node in group.children:
            for said in node.all("CRITERE"):
                if said.text:
                    yield _criterion(said.text, number_of(said.attributes.get("POIDS")), [cite.quote(said)])
            weight = node.first("POIDS")
            if node.name == "CRITERES_PRIX" and (weight is not None or len(group.children) == 1):
                evidence = [cite.quote(weight or node)]
                yield _criterion("Prix", number_of(text_of(weight)), evidence)


def _free(node: Node, cite: Citations) -> Iterator[AwardCriterion]:
    """ "Prix : 60 % ; valeur technique : 40 %": a piece with one weight is a criterion."""
    for piece in _PIECES.finditer(node.text):
        words = piece[0]
        weight, unit = weight_told(words)
        if weight is None or words.count("%") > 1:
            continue
        before = re.split(
            r"(?<![\d.,/])\d+(?:[.,]\d+)?\s*(?:%|pour\s?cent|points?\b|pts?\b)", words, flags=re.IGNORECASE
        )
        name = _LEAD.sub("", _CUT.sub("", before[0])).strip() or _LEAD.sub("", before[-1]).strip(" :.-")
        if name:
            start = piece.start() + len(words) - len(words.lstrip())
            evidence = cite.part(node, start, piece.start() + len(words.rstrip()))
            yield _criterion(name, weight, [evidence], unit=unit, confidence=0.85)


def _criterion(
    name: str,
    weight: float | None,
    evidence: list[Evidence],
    *,
    unit: str | None = "%",
    confidence: float = 0.99,
) -> AwardCriterion:
    return AwardCriterion(
        name=name,
        weight=weight,
        unit=unit if weight is not None else None,
        is_social=is_social(name),
        is_environmental=is_environmental(name),
        evidence=tuple(evidence),
        confidence=confidence,
    )

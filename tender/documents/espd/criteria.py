"""The criteria of an ESPD and the questions under them, ours or those of the buyer's own request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from lxml import etree

CAC: Final = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
CBC: Final = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
REQUEST: Final = "urn:oasis:names:specification:ubl:schema:xsd:QualificationApplicationRequest-2"
LONGEST: Final = 8_000_000
"""Bytes of a request beyond which it is not read: the standard's own full example has 670 000."""

_EXPECTED: Final = frozenset(
    {"ExpectedID", "ExpectedCode", "ExpectedValueNumeric", "ExpectedDescription", "MinimumAmount",
     "MaximumAmount", "MinimumValueNumeric", "MaximumValueNumeric"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """A caption, a requirement or a question. `expected`: what the buyer asks, (element, text)."""

    id: str
    kind: str
    data: str
    description: str
    expected: tuple[tuple[str, str], ...] = ()

    @property
    def is_question(self) -> bool:
        """An answer is expected."""
        return self.kind == "QUESTION"


@dataclass(frozen=True, slots=True)
class Group:
    """Questions shown together: always ("ON*"), on a yes ("ONTRUE") or on a no ("ONFALSE") above them."""

    id: str
    shown: str
    questions: tuple[Question, ...] = ()
    groups: tuple[Group, ...] = ()

    def walk(self) -> Iterator[Question]:
        """Its questions, then those of the groups under it, in order."""
        yield from self.questions
        for group in self.groups:
            yield from group.walk()


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of the standard. `code`: of the list « criterion » ("crime-org", "eo-group"…)."""

    id: str
    code: str
    name: str
    description: str
    groups: tuple[Group, ...]

    @property
    def is_selection(self) -> bool:
        """A criterion of capacity, whose thresholds are the buyer's."""
        return self.code not in EXCLUSION | OTHER

    def questions(self) -> Iterator[Question]:
        """Everything asked, in order."""
        for group in self.groups:
            yield from group.walk()


EXCLUSION: Final = frozenset(
    {
        "crime-org", "corruption", "fraud", "terr-offence", "finan-laund", "human-traffic", "tax-pay",
        "socsec-pay", "envir-law", "socsec-law", "labour-law", "bankruptcy", "insolvency", "cred-arran",
        "bankr-nat", "liq-admin", "susp-act", "prof-misconduct", "distorsion", "partic-confl", "prep-confl",
        "sanction", "misrepresent", "misinterpr", "nati-ground",
    }
)  # fmt: skip
OTHER: Final = frozenset(
    {"shelt-worksh", "registered", "eo-group", "relied", "subco-ent", "staff-red", "sme"}
)


@cache
def standard_criteria() -> tuple[Criterion, ...]:
    """Exclusion grounds and the criteria every operator answers, without those of selection."""
    data = (Path(__file__).parent / "criteria.xml").read_bytes()
    return _criteria(etree.fromstring(data, _parser()))


def requested_criteria(data: bytes) -> tuple[Criterion, ...]:
    """The criteria of a buyer's ESPD request; empty where the bytes are none."""
    if len(data) > LONGEST or b"QualificationApplicationRequest" not in data[:4000]:
        return ()
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError:
        return ()
    return _criteria(root) if root.tag == f"{{{REQUEST}}}QualificationApplicationRequest" else ()


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)


def _criteria(root: etree._Element) -> tuple[Criterion, ...]:
    return tuple(
        Criterion(
            _text(node, "ID"),
            _text(node, "CriterionTypeCode"),
            _text(node, "Name"),
            _text(node, "Description"),
            tuple(_group(child) for child in node.findall(f"{{{CAC}}}TenderingCriterionPropertyGroup")),
        )
        for node in root.findall(f"{{{CAC}}}TenderingCriterion")
    )


def _group(node: etree._Element) -> Group:
    return Group(
        _text(node, "ID"),
        _text(node, "PropertyGroupTypeCode"),
        tuple(_question(child) for child in node.findall(f"{{{CAC}}}TenderingCriterionProperty")),
        tuple(_group(child) for child in node.findall(f"{{{CAC}}}SubsidiaryTenderingCriterionPropertyGroup")),
    )


def _question(node: etree._Element) -> Question:
    return Question(
        _text(node, "ID"),
        _text(node, "TypeCode"),
        _text(node, "ValueDataTypeCode"),
        _text(node, "Description"),
        tuple(
            (name, (child.text or "").strip())
            for child in node
            if (name := etree.QName(child).localname) in _EXPECTED and (child.text or "").strip()
        ),
    )


def _text(node: etree._Element, name: str) -> str:
    return (node.findtext(f"{{{CBC}}}{name}") or "").strip()

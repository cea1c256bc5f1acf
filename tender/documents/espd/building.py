"""The XML of one member's ESPD response for one lot: QualificationApplicationResponse of UBL 2.3."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from lxml import etree

from tender.documents.espd.answers import Answer, role_of
from tender.documents.espd.criteria import CAC, CBC, Criterion, Group, Question
from tender.documents.response import GroupMember, Response, ResponseLot

RESPONSE: Final = "urn:oasis:names:specification:ubl:schema:xsd:QualificationApplicationResponse-2"
VERSION: Final = "4.1.0"
AGENCY: Final = "ENTRELOTS"
_HERE: Final = "criteria"
LISTS: Final = "http://publications.europa.eu/resource/authority/"
_COUNTRIES: Final = {
    "AT": "AUT", "BE": "BEL", "BG": "BGR", "CH": "CHE", "CY": "CYP", "CZ": "CZE", "DE": "DEU", "DK": "DNK",
    "EE": "EST", "ES": "ESP", "FI": "FIN", "FR": "FRA", "GR": "GRC", "HR": "HRV", "HU": "HUN", "IE": "IRL",
    "IT": "ITA", "LT": "LTU", "LU": "LUX", "LV": "LVA", "MT": "MLT", "NL": "NLD", "PL": "POL", "PT": "PRT",
    "RO": "ROU", "SE": "SWE", "SI": "SVN", "SK": "SVK",
}  # fmt: skip


class _Node:
    """An element being written, with the short names of UBL."""

    def __init__(self, node: etree._Element) -> None:
        self.node = node

    def sub(self, name: str) -> _Node:
        """An aggregate below."""
        return _Node(etree.SubElement(self.node, f"{{{CAC}}}{name}"))

    def put(self, name: str, text: str, **attributes: str) -> None:
        """A basic component below; nothing where there is no text."""
        if text:
            etree.SubElement(self.node, f"{{{CBC}}}{name}", attributes).text = text

    def id(self, text: str) -> None:
        """An identifier of a criterion or of what is under it."""
        self.put("ID", text, schemeID="Criterion", schemeAgencyID="OP", schemeVersionID=VERSION)

    def code(self, name: str, of: str, text: str, version: str) -> None:
        """A code of a list of the Publications Office."""
        self.put(name, text, listID=f"{LISTS}{of}", listAgencyID="OP", listVersionID=version)

    def own(self, name: str, of: str, text: str) -> None:
        """A code of the ESPD's own lists."""
        self.put(name, text, listID=of, listAgencyID="OP", listVersionID=VERSION)


def country_code(country: str) -> str:
    """ISO 3166 two letters to the three of the Publications Office; empty where it is not known."""
    return _COUNTRIES.get(country.upper(), "")


def build(
    response: Response,
    member: GroupMember,
    lot: ResponseLot,
    criteria: Iterable[Criterion],
    answers: Iterable[Answer],
) -> bytes:
    """The file; the same arguments give the same bytes."""
    spaces = {"espd": RESPONSE, "cac": CAC, "cbc": CBC}
    root = _Node(etree.Element(f"{{{RESPONSE}}}QualificationApplicationResponse", nsmap=spaces))
    _head(root, response, member, lot)
    _buyer(root.sub("ContractingParty").sub("Party"), response)
    _operator(root.sub("EconomicOperatorParty"), response, member)
    root.sub("ProcurementProject").put("Description", response.call.subject or response.call.reference)
    root.sub("ProcurementProjectLot").id(lot_code(lot))
    root.node.append(etree.Comment(_HERE))
    for one in answers:
        _answer(root.sub("TenderingCriterionResponse"), one)
    etree.indent(root.node, "  ")
    written = bytes(etree.tostring(root.node, xml_declaration=True, encoding="UTF-8"))
    return written.replace(f"<!--{_HERE}-->".encode(), _written(tuple(criteria)), 1)


@lru_cache(maxsize=4)
def _written(criteria: tuple[Criterion, ...]) -> bytes:
    """The criteria as XML: the same in the document of every member and lot, so written once."""
    root = _Node(etree.Element("criteria", nsmap={"cac": CAC, "cbc": CBC}))
    for criterion in criteria:
        _criterion(root.sub("TenderingCriterion"), criterion)
    etree.indent(root.node, "  ")
    spaces = f' xmlns:cac="{CAC}" xmlns:cbc="{CBC}"'.encode()
    return b"\n  ".join(
        etree.tostring(node, encoding="UTF-8").strip().replace(spaces, b"", 1) for node in root.node
    )


def lot_code(lot: ResponseLot) -> str:
    """ "LOT-0003" for lot 3, "LOT-0000" for a call that is not divided."""
    number = lot.number.strip()
    return f"LOT-{int(number):04d}" if number.isdigit() else f"LOT-{number}" if number else "LOT-0000"


def _head(root: _Node, response: Response, member: GroupMember, lot: ResponseLot) -> None:
    call = response.call
    folder = call.reference or call.notice_reference or call.subject or "-"
    seed = f"{folder}|{member.id}|{lot.number}|{response.revision}|{response.issued_on.isoformat()}"
    own = uuid.uuid5(uuid.NAMESPACE_URL, f"entrelots:espd:{seed}")
    root.put("UBLVersionID", "2.3", schemeAgencyID="OASIS-UBL-TC")
    root.put("ProfileExecutionID", f"ESPD-EDMv{VERSION}", schemeAgencyID="OP", schemeVersionID=VERSION)
    root.put("ID", f"ESPDRESP-{own}", schemeAgencyID=AGENCY)
    root.put("CopyIndicator", "false")
    scheme = {"schemeID": "ISO/IEC 9834-8:2008 - 4UUID", "schemeVersionID": VERSION}
    root.put("UUID", str(own), schemeAgencyID=AGENCY, **scheme)
    root.put("ContractFolderID", folder, schemeAgencyID=AGENCY)
    root.put("IssueDate", response.issued_on.isoformat())
    root.put("IssueTime", "00:00:00")
    if response.is_group:
        root.put("EconomicOperatorGroupName", response.collective.name)
    root.put("VersionID", str(response.revision), schemeAgencyID=AGENCY)


def _buyer(party: _Node, response: Response) -> None:
    party.sub("PartyName").put("Name", response.call.buyer or "-")


def _operator(operator: _Node, response: Response, member: GroupMember) -> None:
    held = member.identity
    role = operator.sub("EconomicOperatorRole")
    role.code("RoleCode", "eo-role-type", role_of(response, member), "20211208-0")
    party = operator.sub("Party")
    if member.is_sme is not None:
        size = "sme" if member.is_sme else "large"
        party.code("IndustryClassificationCode", "economic-operator-size", size, "20250924-0")
    number = held.siret or held.foreign_id
    if number:
        party.sub("PartyIdentification").put("ID", number, schemeID="NATIONAL", schemeAgencyID="OP")
    party.sub("PartyName").put("Name", held.name)
    address = party.sub("PostalAddress")
    address.put("StreetName", held.address)
    address.put("CityName", held.city)
    address.put("PostalZone", held.postcode)
    address.sub("Country").code("IdentificationCode", "country", country_code(held.country), "20250924-0")
    if held.representative or held.phone or held.email:
        contact = party.sub("Contact")
        contact.put("Name", held.representative)
        contact.put("Telephone", held.phone)
        contact.put("ElectronicMail", held.email)


def _criterion(node: _Node, criterion: Criterion) -> None:
    node.id(criterion.id)
    node.code("CriterionTypeCode", "criterion", criterion.code, "20240612-0")
    node.put("Name", criterion.name)
    node.put("Description", criterion.description)
    for group in criterion.groups:
        _group(node.sub("TenderingCriterionPropertyGroup"), group)


def _group(node: _Node, group: Group) -> None:
    node.id(group.id)
    node.own("PropertyGroupTypeCode", "property-group-type", group.shown)
    for question in group.questions:
        _question(node.sub("TenderingCriterionProperty"), question)
    for under in group.groups:
        _group(node.sub("SubsidiaryTenderingCriterionPropertyGroup"), under)


def _question(node: _Node, question: Question) -> None:
    node.id(question.id)
    etree.SubElement(node.node, f"{{{CBC}}}Description").text = question.description
    node.own("TypeCode", "criterion-element-type", question.kind)
    node.own("ValueDataTypeCode", "response-data-type", question.data)
    for name, text in question.expected:
        node.put(name, text, **_AMOUNT.get(name, {}))


_AMOUNT: Final = {
    "MinimumAmount": {"currencyID": "EUR"},
    "MaximumAmount": {"currencyID": "EUR"},
    "ExpectedID": {"schemeAgencyID": "OP"},
}


def _answer(node: _Node, answer: Answer) -> None:
    scheme = {"schemeID": "Criterion", "schemeAgencyID": AGENCY, "schemeVersionID": VERSION}
    node.put("ID", f"{answer.question}/R1", **scheme)
    node.put("ValidatedCriterionPropertyID", answer.question, **scheme)
    value = node.sub("ResponseValue")
    value.put("ID", f"{answer.question}/R1/RV", **scheme)
    if answer.element == "ResponseCode":
        value.code("ResponseCode", "eo-role-type", answer.text, "20211208-0")
    else:
        value.put(answer.element, answer.text, **_VALUE.get(answer.element, {}))


_VALUE: Final = {
    "ResponseAmount": {"currencyID": "EUR"},
    "ResponseID": {"schemeAgencyID": "OP"},
    "ResponseQuantity": {"unitCode": "C62"},
}

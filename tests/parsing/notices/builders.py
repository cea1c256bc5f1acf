"""Small notices of every format, built here: each says only what its test is about."""

from __future__ import annotations

import json
from typing import Any

_NAMESPACES = (
    'xmlns="urn:oasis:names:specification:ubl:schema:xsd:ContractNotice-2" '
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2" '
    'xmlns:ext="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2" '
    'xmlns:efext="http://data.europa.eu/p27/eforms-ubl-extensions/1" '
    'xmlns:efac="http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1" '
    'xmlns:efbc="http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1"'
)


def a_criterion(name: str, weight: str, code: str = "per-exa", kind: str = "quality") -> str:
    """An award criterion of a lot."""
    return (
        "<cac:SubordinateAwardingCriterion><ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent>"
        "<efext:EformsExtension><efac:AwardCriterionParameter>"
        f'<efbc:ParameterCode listName="number-weight">{code}</efbc:ParameterCode>'
        f"<efbc:ParameterNumeric>{weight}</efbc:ParameterNumeric></efac:AwardCriterionParameter>"
        "</efext:EformsExtension></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>"
        '<cbc:AwardingCriterionTypeCode listName="award-criterion-type">'
        f"{kind}</cbc:AwardingCriterionTypeCode>"
        f"<cbc:Name>{name}</cbc:Name></cac:SubordinateAwardingCriterion>"
    )


def a_lot(
    number: str,
    title: str = "Entretien",
    *,
    criteria: str = "",
    note: str = "",
    reserved: str = "none",
    aims: str = "",
    day: str = "2026-07-15+02:00",
    hour: str = "16:00:00+02:00",
) -> str:
    """A lot of an eForms notice."""
    return (
        f'<cac:ProcurementProjectLot><cbc:ID schemeName="Lot">{number}</cbc:ID><cac:TenderingTerms>'
        "<cac:TendererQualificationRequest><cac:SpecificTendererRequirement>"
        f'<cbc:TendererRequirementTypeCode listName="reserved-procurement">{reserved}'
        "</cbc:TendererRequirementTypeCode></cac:SpecificTendererRequirement>"
        "</cac:TendererQualificationRequest>"
        f"<cac:AwardingTerms><cac:AwardingCriterion>{criteria}</cac:AwardingCriterion></cac:AwardingTerms>"
        "</cac:TenderingTerms><cac:TenderingProcess><cac:TenderSubmissionDeadlinePeriod>"
        f"<cbc:EndDate>{day}</cbc:EndDate><cbc:EndTime>{hour}</cbc:EndTime>"
        "</cac:TenderSubmissionDeadlinePeriod>"
        f'</cac:TenderingProcess><cac:ProcurementProject><cbc:Name languageID="FRA">{title}</cbc:Name>'
        f'<cbc:Note languageID="FRA">{note}</cbc:Note>{aims}</cac:ProcurementProject>'
        "</cac:ProcurementProjectLot>"
    )


def an_aim(list_name: str, code: str) -> str:
    """A strategic procurement code (BT-06, BT-775)."""
    return (
        f'<cac:ProcurementAdditionalType><cbc:ProcurementTypeCode listName="{list_name}">{code}'
        "</cbc:ProcurementTypeCode></cac:ProcurementAdditionalType>"
    )


def an_eforms_notice(*lots: str, note: str = "", changes: str = "", namespaces: str = _NAMESPACES) -> bytes:
    """A contract notice of a buyer whose platform is the first organisation."""
    organisations = "".join(
        f"<efac:Organization><efac:Company><cac:PartyIdentification><cbc:ID>{key}</cbc:ID>"
        "</cac:PartyIdentification>"
        f"<cac:PartyName><cbc:Name>{name}</cbc:Name></cac:PartyName><cac:PostalAddress><cac:Country>"
        "<cbc:IdentificationCode>FRA</cbc:IdentificationCode></cac:Country></cac:PostalAddress>"
        "<cac:Contact><cbc:Name>Camille Exemple</cbc:Name></cac:Contact></efac:Company></efac:Organization>"
        for key, name in (("ORG-0001", "La Plateforme"), ("ORG-0002", "Ville de Salins"))
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><ContractNotice {namespaces}><ext:UBLExtensions>'
        "<ext:UBLExtension>"
        f"<ext:ExtensionContent><efext:EformsExtension>{changes}<efac:Organizations>{organisations}"
        "</efac:Organizations></efext:EformsExtension></ext:ExtensionContent></ext:UBLExtension>"
        "</ext:UBLExtensions>"
        "<cbc:NoticeLanguageCode>FRA</cbc:NoticeLanguageCode><cac:ContractingParty><cac:Party>"
        "<cac:PartyIdentification><cbc:ID>ORG-0002</cbc:ID></cac:PartyIdentification></cac:Party>"
        "</cac:ContractingParty>"
        '<cac:ProcurementProject><cbc:ID>2026-17</cbc:ID><cbc:Name languageID="FRA">'
        "Entretien des espaces verts</cbc:Name>"
        f'<cbc:Note languageID="FRA">{note}</cbc:Note></cac:ProcurementProject>'
        f"{''.join(lots)}</ContractNotice>"
    ).encode()


def a_ted_notice(described: str, *, terms: str = "", procedure: str = "", nuts: str = "FRL04") -> bytes:
    """A contract notice of the older TED (F02)."""
    return (
        '<?xml version="1.0"?>'
        '<TED_EXPORT xmlns="http://publications.europa.eu/resource/schema/ted/R2.0.9/publication" '
        'xmlns:n2021="http://publications.europa.eu/resource/schema/ted/2021/nuts"><FORM_SECTION>'
        '<F02_2014 CATEGORY="TRANSLATION" LG="EN"><OBJECT_CONTRACT><TITLE><P>Upkeep</P></TITLE>'
        "</OBJECT_CONTRACT></F02_2014>"
        '<F02_2014 CATEGORY="ORIGINAL" LG="FR"><CONTRACTING_BODY><ADDRESS_CONTRACTING_BODY>'
        f'<OFFICIALNAME>Ville de Salins</OFFICIALNAME><COUNTRY VALUE="FR"/><n2021:NUTS CODE="{nuts}"/>'
        "<CONTACT_POINT>Camille Exemple</CONTACT_POINT></ADDRESS_CONTRACTING_BODY></CONTRACTING_BODY>"
        "<OBJECT_CONTRACT><TITLE><P>Entretien</P></TITLE><REFERENCE_NUMBER>21-07</REFERENCE_NUMBER>"
        f"<LOT_DIVISION/>{described}</OBJECT_CONTRACT><LEFTI>{terms}</LEFTI><PROCEDURE><PT_OPEN/>"
        f"{procedure}</PROCEDURE></F02_2014></FORM_SECTION></TED_EXPORT>"
    ).encode()


def a_ted_lot(number: str, title: str, inner: str = "") -> str:
    """A described object of the older TED."""
    return (
        f"<OBJECT_DESCR><TITLE><P>{title}</P></TITLE><LOT_NO>{number}</LOT_NO>"
        f"<SHORT_DESCR><P>{title}.</P></SHORT_DESCR>{inner}</OBJECT_DESCR>"
    )


def a_record(donnees: Any, **fields: Any) -> bytes:
    """A record of the BOAMP API, its notice as a JSON string."""
    return json.dumps(
        {"idweb": "26-1", **fields, "donnees": json.dumps(donnees)}, ensure_ascii=False
    ).encode()

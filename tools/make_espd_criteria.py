"""Make tender/documents/espd/criteria.xml from the files of ESPD-EDM named in its SOURCES.md.

Usage: python tools/make_espd_criteria.py FOLDER, where FOLDER holds ESPD-criterion.xml and Criterion.gc.
Exclusion grounds and the other criteria every operator answers; selection criteria hang on what a buyer
asks, so they come from its own request. Names in French. The same files give the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from lxml import etree

CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
TARGET = Path(__file__).resolve().parent.parent / "tender" / "documents" / "espd" / "criteria.xml"
KEPT_TEXT = ("ID", "CriterionTypeCode", "Name", "Description", "PropertyGroupTypeCode", "TypeCode",
             "ValueDataTypeCode")  # fmt: skip
GROUPS = ("TenderingCriterionPropertyGroup", "SubsidiaryTenderingCriterionPropertyGroup",
          "TenderingCriterionProperty")  # fmt: skip
LEFT_OUT = {"staff-red"}
"""Asked in procedures with a limited number of candidates only."""


def french_names(path: Path) -> dict[str, str]:
    """Each criterion's French label, by its code."""
    names = {}
    for row in etree.parse(path).iter("Row"):
        held = {value.get("ColumnRef"): value.findtext("SimpleValue") for value in row.iter("Value")}
        if held.get("fra_label"):
            names[held["code"]] = held["fra_label"]
    return names


def bare(node: etree._Element) -> etree._Element:
    """The node with its structure and texts, without the attributes and samples."""
    made = etree.Element(node.tag, nsmap={"cac": CAC, "cbc": CBC})
    for child in node:
        if not isinstance(child.tag, str):
            continue
        name = etree.QName(child).localname
        if name in GROUPS:
            made.append(bare(child))
        elif name in KEPT_TEXT and child.text and child.text.strip():
            etree.SubElement(made, child.tag).text = " ".join(child.text.split())
    return made


def main(folder: Path) -> None:
    """Write the file."""
    names = french_names(folder / "Criterion.gc")
    root = etree.Element("criteria", nsmap={"cac": CAC, "cbc": CBC})
    for criterion in etree.parse(folder / "ESPD-criterion.xml").iter(f"{{{CAC}}}TenderingCriterion"):
        code = criterion.findtext(f"{{{CBC}}}CriterionTypeCode") or ""
        first = criterion.findtext(f"{{{CAC}}}TenderingCriterionPropertyGroup/{{{CBC}}}ID") or ""
        if "_SC_" in first or code in LEFT_OUT:
            continue
        kept = bare(criterion)
        name = kept.find(f"{{{CBC}}}Name")
        if name is not None:
            name.text = names.get(code, name.text)
        root.append(kept)
    etree.indent(root, " ")
    TARGET.write_bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

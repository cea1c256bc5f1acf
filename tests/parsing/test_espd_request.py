"""A buyer's ESPD request is kept and named, and none of the standard's questions is taken for a fact."""

from tender.clauses.calls import detect
from tender.parsing.formats import read

URN = "urn:oasis:names:specification:ubl:schema:xsd"
REQUEST = (
    '<?xml version="1.0"?>'
    f'<r:QualificationApplicationRequest xmlns:r="{URN}:QualificationApplicationRequest-2" '
    f'xmlns:b="{URN}:CommonBasicComponents-2"><b:ContractFolderID>2026-AO-017</b:ContractFolderID>'
    "<b:Description>Has the economic operator breached its obligations in the field of social law? The "
    "contract is reserved to sheltered workshops.</b:Description></r:QualificationApplicationRequest>"
).encode()


def test_it_is_read_with_the_reference_it_bears():
    source = read(REQUEST, "espd-request.xml")

    assert source.refused is None
    assert "2026-AO-017" in source.pages[0].text
    assert detect([source]) == ()

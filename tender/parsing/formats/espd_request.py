"""A buyer's ESPD request (DUME, XML): kept to be answered, and known for what it is.

Its questions are those of the European standard, the same for every call: they are no facts of this one, so
only its title and the buyer's reference make its page.
"""

from __future__ import annotations

import re
from typing import Final

from tender.parsing.building import build_source
from tender.vocabulary.source import Page, Source

_HEAD: Final = 8192
_REFERENCE: Final = re.compile(r"<(?:\w+:)?ContractFolderID\b[^>]*>([^<]{1,200})<")


def recognises(data: bytes, name: str) -> bool:
    """The root element of UBL's request, near the start of an XML file."""
    return (
        b"QualificationApplicationRequest" in data[:_HEAD] and data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"
    )


def read(data: bytes, name: str) -> Source:
    """One page: what it is, and the reference it bears."""
    reference = _REFERENCE.search(data[: 2 * _HEAD].decode("utf-8", "replace"))
    lines = ["Demande de document unique de marché européen (DUME)"]
    if reference is not None:
        lines.append(f"Référence : {reference[1].strip()}")
    return build_source(data, name, (Page(number=None, text="\n".join(lines), path="ContractFolderID"),))

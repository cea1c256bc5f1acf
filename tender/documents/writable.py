"""Text as the XML of Office can hold it."""

from __future__ import annotations

import re

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    """The text without the signs that XML forbids."""
    return _UNWRITABLE.sub("", text)

"""File names that every portal accepts: ASCII letters, digits, hyphen, underscore, point; short."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 60
"""Characters of a file name, its extension included: portals cut or refuse longer ones."""


def portal_name(text: str, longest: int = LONGEST) -> str:
    """« Aide à l’emploi – Étang » → Aide_a_l_emploi-Etang; never empty."""
    bare = unicodedata.normalize("NFKD", text.replace("’", "'").replace("œ", "oe").replace("Œ", "OE"))
    ascii_only = bare.encode("ascii", "ignore").decode()
    joined = re.sub(r"[^A-Za-z0-9.-]+", "_", ascii_only)
    trimmed = re.sub(r"_*-_*|_{2,}", lambda m: "-" if "-" in m[0] else "_", joined).strip("_-.")
    return trimmed[:longest].strip("_-.") or "document"

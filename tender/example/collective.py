"""The example's collective: eleven invented associations of the Bouches-du-Rhône, accounts, proofs, prices.

`collective.json` has the shape that `tender respond --collective` takes: "collective" with its charter;
"members", each with the boxes of MemberIdentity, its home commune, territories, the places its convention
opens, and hours a month by trade ("*" for every month not named); "users"; "evidence"; "prices" of the call
by lot and number; "papers" that members hold; "boxes".
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "collective.json"


def collective() -> dict[str, Any]:
    """The collective, as plain JSON values."""
    read: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return read

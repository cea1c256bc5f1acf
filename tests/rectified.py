"""The example's call as its buyer rectified it: an earlier deadline, a lot taken out, other hours."""

from __future__ import annotations

import copy
import json
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import typst

from tender.example.acte import acte_engagement
from tender.example.bordereau import bordereau
from tender.example.call import FOLDER, facts

NEW_DEADLINE = "mercredi 20 janvier 2027 à 12 h 00"
GONE = "6"
"""The lot that is taken out."""


def rectified_facts() -> dict[str, Any]:
    """What the rectified call states."""
    told = copy.deepcopy(facts())
    told["deadline"] = NEW_DEADLINE
    told["questions_deadline"] = "vendredi 8 janvier 2027 à 12 h 00"
    told["lots"] = [lot for lot in told["lots"] if lot["number"] != GONE]
    told["lots"][0]["insertion_hours"] = 7500
    told["lots"][0]["needs"][0][2] = 260
    told["criteria"][1]["weight"], told["criteria"][2]["weight"] = 25, 25
    told["lots"][1]["prices"][0][3] = 5200
    return told


@cache
def rectified_files() -> dict[str, bytes]:
    """The files of the rectified call, under the names a buyer gives them."""
    told = rectified_facts()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in FOLDER.glob("*.typ"):
            shutil.copy(path, folder)
        (folder / "call.json").write_text(json.dumps(told), encoding="utf-8")
        printed = {
            paper: bytes(
                typst.compile(
                    str(folder / f"{paper}.typ"),
                    root=name,
                    ignore_system_fonts=True,
                    timestamp=0,
                    format="pdf",
                )
            )
            for paper in ("rc", "ccap", "cctp")
        }
    return {
        "1_RC_exemple_rectifié.pdf": printed["rc"],
        "2_CCAP_exemple_rectifié.pdf": printed["ccap"],
        "3_CCTP_exemple_rectifié.pdf": printed["cctp"],
        "4_AE_exemple.docx": acte_engagement(told),
        "5_BPU-DQE_exemple.xlsx": bordereau(told),
    }

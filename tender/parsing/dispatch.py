"""The day a notice was sent for publication, as its own text states it: it dates the rules that hold."""

from __future__ import annotations

import re
from datetime import date

from tender.parsing.dates import find_moments
from tender.parsing.flow import fold

LABEL = re.compile(r"date\s+d'envoi\s+(?:du\s+present\s+avis|de\s+l'avis|a\s+la\s+publication)")
NEAR = 90
"""Characters after the label within which its date stands."""


def dispatch_day(text: str) -> date | None:
    """The first day stated after such a label; None where there is none."""
    folded = fold(text)
    for label in LABEL.finditer(folded):
        moments = find_moments(folded[label.end() : label.end() + NEAR])
        if moments:
            return moments[0].day
    return None

"""Which lots a phrase is about: "lots 1, 3 et 5", "pour le lot n°2", "hors lot 2", "sauf le lot 4"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tender.clauses.phrases import phrase

_NUMBER = (
    r"(?:\d{1,2}(?=(?!eme|ieme|ere|ers|bis|ter|und)[a-z]{4})"
    r"|\d{1,3}(?:\.\d{1,2})?[a-z]?(?![\w%€]|[ ]?(?:heures?|h\b|%|ans?\b|mois|jours?|euros?|/)))"
)
"""A number; glued to a title it ends before it ("lot 1Gros œuvre")."""
_MARK = r"(?:n(?:o|um(?:ero)?)?s?\.? ?|nr\.? ?|# ?)?"
_TITLE = r"(?:[ ]*\([^)]{0,60}\))?"
_JOIN = r"(?:[ ]*(?:,|;|/|&|-|\bet/ou\b|\bet\b|\bou\b|\ba\b|\bau\b|\bund\b|\bbis\b|\band\b|\bto\b|\be\b)[ ]*)"
_LOTS = re.compile(
    rf"(?:(?<![a-z])(?:lots?|lose?n?)|(?<=[a-z]{{3}})lots?(?=[ ]*"
    rf"(?:n\w{{0,2}}[ ]?)?\d{{2}}\b))[ ]*\(?[ ]*{_MARK}({_NUMBER}{_TITLE}(?:{_JOIN}{{1,2}}(?:(?:le |les "
    rf"|du |des |au |aux )?lots? )?"
    rf"{_MARK}{_NUMBER}{_TITLE})*)"
)
_EVERY = phrase(
    r"(?:tous|toutes|ensemble|totalite|chacun|chaque|tout|pour les (?:deux|trois|quatre|cinq"
    r"|\d)) ?(?:de |des |d')?(?:les |ces |ses |deux |trois )?lots?",
    r"chaque lot",
    r"(?:alle|jedes|jeden) los\w*",
)
_EXCEPT = re.compile(
    r"(?:hors|sauf|hormis|except(?:e|ion|es?)|exclu(?:sion|s|ant)|autres? que|aux?er|ausgenommen)"
    r"[ ]*(?:d[eu]s?|pour|de la|l'|le|les|concernant)?[ ]*(?:du|des|le|les|pour)?[ ]*(?:les?|des?|du)?[ ]*$"
)
ONLY_LOTS = re.compile(r"\bseule?s?[ ]*(?:les?[ ]*)?$")
_NOT_CONCERNED = re.compile(r"[^.;:]{0,60}?\b(?:ne |n'|n en )[^.;:]{0,25}?\bpas\b")
"""Seuls les lots 2 et 3 ne sont pas concernés: the others are."""
_FREE = re.compile(
    r"[ ]*(?:\([^)]*\))?[ ]*(?:n'est|ne sont|ne sera|ne seront)[ ](?:donc[ ])?pas[ ](?:\w+[ ])?"
    r"(?:concern|soumis|vise|assujett)\w*[ ](?:par|a)[ ](?:cette|cet|ce)\b"
)
_PIECE = re.compile(rf"({_NUMBER})|(\ba\b|\bau\b|\bbis\b|\bto\b)|(-)")


@dataclass(frozen=True, slots=True)
class LotMention:
    """Lots named at text[start:end]; `excluded`: named as those left out; `every`: all of them."""

    start: int
    end: int
    numbers: tuple[str, ...] = ()
    excluded: bool = False
    every: bool = False


def lot_mentions(folded: str, offset: int = 0) -> tuple[LotMention, ...]:
    """Every mention of lots in a folded text, in order; `offset` is added to the places."""
    if "lot" not in folded and "los" not in folded:
        return ()
    found = []
    for match in _LOTS.finditer(folded):
        numbers = _numbers(re.sub(r"\([^)]*\)", lambda m: " " * len(m.group()), match.group(1)))
        if numbers:
            before = folded[max(0, match.start() - 40) : match.start()]
            excluded = bool(
                _EXCEPT.search(before)
                or (ONLY_LOTS.search(before) and _NOT_CONCERNED.match(folded, match.end()))
                or _FREE.match(folded, match.end())
            )
            found.append(LotMention(match.start() + offset, match.end() + offset, numbers, excluded))
    found += [LotMention(m.start() + offset, m.end() + offset, every=True) for m in _EVERY.finditer(folded)]
    return tuple(sorted(found, key=lambda m: m.start))


def _numbers(list_of_lots: str) -> tuple[str, ...]:
    """ "1, 3 à 5" → 1, 3, 4, 5; a lone dash joins a range ("1-3"), several separate a list ("2-3-8")."""
    numbers: list[str] = []
    dashes = list_of_lots.count("-")
    through = False
    for match in _PIECE.finditer(list_of_lots):
        number, to, dash = match.groups()
        if number is None:
            through = bool(to) or (bool(dash) and dashes == 1 and "," not in list_of_lots)
            continue
        if through and numbers and number.isdigit() and numbers[-1].isdigit():
            first, last = int(numbers[-1]), int(number)
            if 0 < last - first <= 60:
                width = len(number) if number.startswith("0") else 0
                numbers += [str(n).zfill(width) for n in range(first + 1, last)]
        numbers.append(number)
        through = False
    return tuple(dict.fromkeys(numbers))


def same_lot(a: str, b: str) -> bool:
    """ "02" and "2" are one lot."""
    return _key(a) == _key(b)


@lru_cache(maxsize=4096)
def _key(lot: str) -> str:
    """ "LOT-0002" (eForms), "02" and "2" have one key."""
    return re.sub(r"^lot-?", "", lot.lower()).lstrip("0") or "0"


def resolve(mentions: tuple[LotMention, ...], known: tuple[str, ...] = ()) -> tuple[str, ...] | None:
    """The lots meant, as the call numbers them; None where none is named (or every one).

    An exclusion gives the others when the call's lots are known, else None.
    """
    named = [n for m in mentions if not m.excluded for n in m.numbers]
    left_out = [n for m in mentions if m.excluded for n in m.numbers]
    if not named and left_out and known:
        named = [lot for lot in known if not any(same_lot(lot, out) for out in left_out)]
    spelled = {_key(k): k for k in known}
    chosen: dict[str, str] = {}
    for number in named:
        key = _key(number)
        if not any(same_lot(number, out) for out in left_out):
            chosen.setdefault(key, spelled.get(key, number))
    return tuple(chosen.values()) or None

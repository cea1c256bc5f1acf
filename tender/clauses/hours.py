"""Hours of insertion as written: how many, for which lot, per what; never hours of the clock."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

from tender.clauses.phrases import phrase
from tender.clauses.scope import LotMention, lot_mentions, same_lot
from tender.vocabulary.clause import HoursDetail

_NUMBER = r"(?<![\d,/])(?<!\d\.)(\d{1,3}(?:[ .]\d{3})+|\d{1,6})(?:[.,](\d{1,2}))?"
_VALUE = re.compile(
    rf"{_NUMBER}[ ]*(?:heures?|heurs?\b|hours?\b|hrs?\b|(?:arbeits)?stunden\b|h(?![a-z0-9\d]))"
    rf"(?![ ]*\d{{2}}\b)"
    rf"|(?:nombre|volume)[^.;:\d|]{{0,30}}heures? d.?[ ]?insertion[^.;:\d]{{0,60}}(?<!lot)(?<!lots)(?<!no)"
    rf"(?<!tranche)(?<!article)(?<!phase)(?<!et)(?<!annexe)(?<!annee)[ ]{_NUMBER}(?=[ ]*(?:[|]|$))"
    rf"|heures? d.?[ ]?insertion[^.;:\d|]{{0,40}}[:=][ ]*{_NUMBER}(?![\d]|[ ]*(?:%|euros?|mois|ans|jours"
    rf"|lots?))"
    rf"|(?:nombre|volume)[^.;:\d]{{0,30}}heures?[^.;:]{{0,110}}insertion[^.;:]{{0,110}}[ ]?:[ ]*{_NUMBER}"
    rf"(?![\d]|[ ]*(?:%|euros?|mois|ans|jours|lots?))"
    rf"|(?:nombre|volume|total|minimum|quota)[^.;:\d]{{0,60}}heures?[^.;:\d]{{0,70}}(?::|=|est de|fixe a"
    rf"|s'eleve a|de|a)[ ]*{_NUMBER}(?![\d]|[ ]*(?:%|euros?|mois|ans|jours|lots?))"
)
# "Heures d'insertion : lot 1 : 350, lot 2 : 120", without a unit.
_PAIR = re.compile(
    rf"lots?[ ]*(?:n\w?\.?[ ]*)?(\d{{1,3}}[a-z]?)[^.;,|:=\d]{{0,50}}[:=][ ]*{_NUMBER}"
    rf"(?=[ ]*(?:[,;|)]|et\b|\.?[ ]*$))"
)
_HOURS_BEFORE = re.compile(r"heures?[^.;|€%]{0,40}insertion[^€%]{0,240}$")
# Hours of the clock, of delay, of opening; equivalences of a full-time post.
_NOT_WORKED = phrase(
    r"(?:delais?\b[\w ',]{0,40}(?: de| maximum| maximal| :)"
    r"|sous|dans les|avant|apres|jusqu'a|a partir de|entre|vers|d'ici) ?$",
    r"(?:ouvert\w*|horaires?|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|date limite|20\d\d a"
    r"|/20\d\d|le \d{1,2} \w+ a) ?.{0,12}$",
    r"(?:formation|stage) (?:de|d'une duree de) ?$",
    r"passe(?:r|nt)? de ?$",
    r"~[x*/] ?[\d ,.]+ ?(?:%|€|euros?)? ?= ?$",
    r"au lieu de ?$",
    r"(?:equivaut a|etp ?=|temps plein ?=|correspondant a un temps plein de) ?$",
)
_AMOUNTS_TO = re.compile(r"(?:elev|fix|port|estim|egal|ramen|evalu|arret)\w* a ?$")
_OF_WORK = re.compile(r"[ ]*(?:d.?insertion|de travail|en insertion|annuelles|reservees)")
_AFTER_NOT_WORKED = re.compile(
    r"^[ ]*(?:/[ ]*24|par (?:jour|semaine)\b(?! d'insertion)|calendaires?|ouvrees?|ouvrables?|apres"
    r"|avant|maximum (?:apres|a compter)|suivant"
    r"|du matin|de l'apres|supplementaires|de retard|(?:de |d')(?:conduite|vol|ouverture|permanence"
    r"|formation|reunion|cours)\b)"
)
_PER_AMOUNT = re.compile(
    r"^[^.;\d]{0,60}?(?:par|pour)(?: chaque)? tranche de[ ]*([\d  .]{3,12})[ ]*(?:euros?|eur|€"
    r"|k€)[^ ]*[ ]?(ht|ttc)?"
)
_PER_YEAR = re.compile(r"^[^.;\d]{0,60}?(?:par an\b|/ ?an\b|annuel|par annee|chaque annee|l'an\b)")
_PER_MONTH = re.compile(r"^[^.;\d]{0,40}?(?:par mois|mensuel|/ ?mois)")
_OF_THE_LOT = re.compile(
    r"^(?:[^.;\d(]{0,45}[ ]\(|[^.;\d]{0,45}\b(?:pour|sur|au|aux|du|des|dans)(?: le| les| la)?)[ ]*$"
)
_NEXT = 60
"""Characters between a number of hours and its lot."""
_YEAR_BEFORE = re.compile(r"(?:chaque annee|par an|annuel\w*|annuellement)[^.;\d]{0,60}$")


@lru_cache(maxsize=64)
def hours_in(folded: str) -> tuple[HoursDetail, ...]:
    """Hours of work stated in a folded text, each with its lot and period; hours of the clock left out."""
    found: dict[HoursDetail, None] = {}
    mentions = tuple(m for m in lot_mentions(folded) if m.numbers)
    matches = [
        m
        for m in _VALUE.finditer(folded)
        if _is_work(folded, m) and not _is_part_of_no_lot(folded, m, mentions)
    ]
    last_end = 0
    last_lots: tuple[str | None, ...] = ()
    for match in matches:
        at = _number_at(match)
        whole, fraction = match.group(at), match.group(at + 1)
        value = float(re.sub(r"[ .]", "", whole) + (f".{fraction}" if fraction else ""))
        value = _without_lot(folded, match, at, mentions) or value
        if not 1 <= value <= 2_000_000:
            continue
        lots = _lots_of(folded, match, mentions, last_end)
        if (
            lots == (None,)
            and last_lots
            and re.search(r"tranche|annee|periode|phase|reconduction", folded[last_end : match.end() + 30])
        ):
            lots = last_lots
        for lot in lots:
            found[HoursDetail(value=value, lot=lot, per=_period(folded, match, lot))] = None
        last_end, last_lots = match.end(), lots
    for pair in _PAIR.finditer(folded) if "heure" in folded else ():
        if _HOURS_BEFORE.search(folded[max(0, pair.start() - 300) : pair.start()]):
            value = float(re.sub(r"[ .]", "", pair.group(2)))
            if not any(same_lot(pair.group(1), held.lot) for held in found if held.lot is not None):
                found[HoursDetail(value=value, lot=pair.group(1), per="lot")] = None
    return _totals(tuple(found))


def _without_lot(
    folded: str, match: re.Match[str], at: int, mentions: tuple[LotMention, ...]
) -> float | None:
    """The hours after a lot's own number: "lot 1 350 heures" is 350, not 1 350."""
    before = bisect_right(mentions, match.start(at), key=_start) - 1
    if before < 0 or not match.start(at) < mentions[before].end < match.end(at):
        return None
    digits = re.sub(r"\D", "", folded[mentions[before].end : match.end(at)])
    return float(digits) if digits else None


def _number_at(match: re.Match[str]) -> int:
    """The group of the whole number; its decimals are the next one."""
    return next(group for group in (1, 3, 5, 7, 9) if match.group(group))


def _is_work(folded: str, match: re.Match[str]) -> bool:
    digits = match.start(_number_at(match))
    before, after = folded[max(0, digits - 45) : digits], folded[match.end() : match.end() + 30]
    if (
        re.search(r"\ba ?$", before)
        and not _AMOUNTS_TO.search(before)
        and len(match.group(1) or "   ") < 3
        and not re.match(r"[ ]*(?:d|par|de travail|en insertion)\b", after)
    ):
        return False  # "à 16 heures"
    if (
        re.search(r"\bdes ?$", before)
        and len(match.group(_number_at(match))) < 3
        and not _OF_WORK.match(after)
    ):
        return False  # "dès 8 heures"
    return not _NOT_WORKED.search(before) and not _AFTER_NOT_WORKED.match(after)


_PART = re.compile(r"\bdont ?$")


def _is_part_of_no_lot(folded: str, match: re.Match[str], mentions: tuple[LotMention, ...]) -> bool:
    """ "1 200 heures dont 200 heures de formation": a part, unless it is the part of a lot."""
    digits = match.start(_number_at(match))
    if not _PART.search(folded[max(0, digits - 8) : digits]):
        return False
    return not any(
        match.end() <= m.start <= match.end() + _NEXT and _OF_THE_LOT.match(folded[match.end() : m.start])
        for m in mentions
    )


def _period(folded: str, match: re.Match[str], lot: str | None) -> str:
    after = folded[match.end() : match.end() + 90]
    amount = _PER_AMOUNT.match(after)
    if amount:
        return f"{amount.group(1).strip()} € {(amount.group(2) or '').upper()}".strip()
    if _PER_YEAR.match(after) or _YEAR_BEFORE.search(folded[max(0, match.start() - 80) : match.start()]):
        return "year"
    if _PER_MONTH.match(after):
        return "month"
    return "lot" if lot is not None else "contract"


def _lots_of(
    folded: str, match: re.Match[str], mentions: tuple[LotMention, ...], last_end: int
) -> tuple[str | None, ...]:
    """The lot right after ("175 heures pour le lot 1"), else the last one before ("Lot 1 : 250 heures")."""
    after = bisect_left(mentions, match.end(), key=_start)
    for mention in mentions[after : bisect_right(mentions, match.end() + _NEXT, after, key=_start)]:
        if _OF_THE_LOT.match(folded[match.end() : mention.start]):
            return mention.numbers
    last = bisect_left(mentions, match.start(), key=_start) - 1
    if last >= 0 and mentions[last].start >= last_end - 1 and match.start() - mentions[last].end < 260:
        return mentions[last].numbers
    return (None,)


def _start(mention: LotMention) -> int:
    return mention.start


def _totals(found: tuple[HoursDetail, ...]) -> tuple[HoursDetail, ...]:
    """Drop a value without lot that repeats one with a lot."""
    with_lot = {d.value for d in found if d.lot is not None}
    return tuple(d for d in found if d.lot is not None or d.value not in with_lot)

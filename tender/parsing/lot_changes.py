"""What other documents say of the lots: answers that take one out or add one, other lists and counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tender.parsing.comparing import same_amount
from tender.parsing.flow import Flow, gated
from tender.parsing.numerals import number_words, parse_number
from tender.parsing.ranking import CONTRADICTED, rule_between
from tender.vocabulary.call import Amount, Dismissed, Lot
from tender.vocabulary.remark import Remark, euros, of_lots, place, word
from tender.vocabulary.source import Evidence, Rival

LOT_CONFIDENCE = 0.92
"""How sure a lot of a list is."""

_LOT = r"\b(?:le )?lot n? ?°? ?(?P<n>\d{1,2})\b"
_TAKEN = gated(
    rf"{_LOT}[^.;?]{{0,90}}?\b(?:est|sera|a ete)\s+(?:finalement |donc )?(?:supprime|retire|annule|abandonne"
    r"|declare sans suite)"
)
_ADDED = gated(
    r"\b(?:un |le )?(?:nouveau )?lot n? ?°? ?(?P<n>\d{1,2})\b\s*(?:[:,(«\"-]\s*)+"
    r"(?P<title>[a-z][^.;?»\")]{3,120}?)"
    r"[»\")\s,]*(?:est|sera|a ete)\s+(?:ajoute|cree)"
)
COUNT_WORDS = "|".join(word for word, value in number_words().items() if 2 <= value <= 40)
"""Two to forty in words, as one choice."""
_COUNT = gated(
    r"\b(?:divis|decompos|repart|allot|scind|constitu|compos|comport|compren|compt)\w*\s+(?:en\s+|de\s+"
    r"|sur\s+|par\s+)?"
    rf"(?:les\s+)?(?P<count>\d{{1,2}}|{COUNT_WORDS})(?:\s*\(\s*\d+\s*\))?\s+lots\b(?!\s+(?:maximum|au\s+plus))"
)


@dataclass(frozen=True, slots=True)
class LotChange:
    """A lot taken out of the call, or added to it with its title, by a later document."""

    number: str
    title: str | None
    evidence: tuple[Evidence, ...]
    remark: Remark


def changed_lots(later: Sequence[Flow]) -> list[LotChange]:
    """What registers of questions and corrections take out or add, in order."""
    found = []
    for flow in later:
        for match in _TAKEN.finditer(flow.text):
            where = flow.evidence(*match.span())
            number = str(int(match["n"]))
            remark = Remark("lot_taken", lot=number, place=place(where))
            found.append(LotChange(number, None, where, remark))
        for match in _ADDED.finditer(flow.text):
            where = flow.evidence(*match.span())
            title = flow.words(*match.span("title")).strip(' :,-–—«»"')
            number = str(int(match["n"]))
            remark = Remark("lot_added", lot=number, title=title, place=place(where))
            found.append(LotChange(number, title, where, remark))
    return found


def other_count(flow: Flow, read: int) -> list[Remark]:
    """What is remarked of a sentence that announces more or fewer lots than were read."""
    for match in _COUNT.finditer(flow.text):
        count = parse_number(match["count"])
        if count is not None and int(count) != read:
            where = place(flow.evidence(*match.span()))
            return [Remark("lots_announced", count=int(count), place=where, read=read)]
    return []


@dataclass(frozen=True, slots=True)
class OtherList:
    """A list that is not the kept one: what is remarked of it, its lots that do not count."""

    remark: Remark
    dismissed: tuple[Dismissed, ...]


def other_list(kept: Flow, lots: Sequence[Lot], flow: Flow, others: Sequence[Lot]) -> OtherList | None:
    """What another document lists otherwise; None: a part of the kept list says nothing else."""
    numbers = {lot.number for lot in lots}
    more = [lot for lot in others if lot.number not in numbers]
    if len(others) < 2 or not more:
        return None
    remark = Remark(
        "lists_differ",
        kept=[lot.number for lot in lots],
        place=place(lots[0].evidence, kept.name),
        other=[lot.number for lot in others],
        other_place=place(others[0].evidence, flow.name),
    )
    rule = rule_between(kept, flow)
    return OtherList(remark, tuple(Dismissed(lot, lots[-1].evidence[:1], rule) for lot in more))


@dataclass(frozen=True, slots=True)
class AmountSaid:
    """What one document says a lot is worth."""

    amount: Amount
    evidence: tuple[Evidence, ...]
    flow: Flow


AmountsSaid = dict[str, list[AmountSaid]]
"""By the number of a lot, the most believed document first."""


def with_other_amounts(lots: Sequence[Lot], said: AmountsSaid) -> tuple[tuple[Lot, ...], tuple[Remark, ...]]:
    """The lots with the amounts other documents give them, and what is remarked of these differences."""
    found, told = [], []
    for lot in lots:
        held = said.get(lot.number, [])
        other = next((one for one in held[1:] if not same_amount(held[0].amount, one.amount)), None)
        if other is None:
            found.append(lot)
            continue
        first = held[0]
        rule = rule_between(first.flow, other.flow)
        rival = Rival({"estimated_amount": other.amount}, other.evidence[:1], CONTRADICTED, rule)
        found.append(replace(lot, confidence=CONTRADICTED, rivals=(*lot.rivals, rival)))
        told.append(
            Remark(
                "differ",
                what=word("estimated_amount"),
                lots=of_lots((lot.number,)),
                kept=euros(first.amount.max or 0),
                place=place(first.evidence, first.flow.name),
                other=euros(other.amount.max or 0),
                other_place=place(other.evidence, other.flow.name),
            )
        )
    return tuple(found), tuple(told)


def settled(
    lots: Sequence[Lot], changes: Sequence[LotChange]
) -> tuple[tuple[Lot, ...], tuple[Dismissed, ...], tuple[Remark, ...]]:
    """The lots as later answers leave them, those they take out, and what is remarked of the changes."""
    left, dismissed, told = list(lots), [], []
    for change in changes:
        known = next((lot for lot in left if lot.number == change.number), None)
        if change.title is None and known is not None and len(left) > 1:
            left.remove(known)
            dismissed.append(Dismissed(known, change.evidence, "correction"))
        elif change.title is not None and known is None:
            before = Rival(None, lots[-1].evidence[:1], LOT_CONFIDENCE, "correction")
            left.append(
                Lot(change.number, change.title, evidence=change.evidence, confidence=LOT_CONFIDENCE,
                    rivals=(before,))
            )  # fmt: skip
        else:
            continue
        told.append(change.remark)
    return tuple(left), tuple(dismissed), tuple(told)

"""The lots and criteria of documents and notice as one list, with what the other says of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from tender.parsing.comparing import alike, same_amount
from tender.parsing.ranking import CONTRADICTED
from tender.vocabulary.call import AwardCriterion, Dismissed, DocumentRead, Lot, Reading
from tender.vocabulary.remark import Fact, Remark, euros, months, of_lots, place, word
from tender.vocabulary.source import DocumentKind, Evidence, Rival

_MOST_ALONE: Final = 6
"""Lots that one side alone has, up to which each is asked about; beyond, one of the lists was read badly."""


class Lists:
    """Joins lists of a call's documents with those of its notice; `warnings`: what differed.

    `documents`: all that were read; `published`: the names of those whose coded fields were read.
    """

    def __init__(self, documents: Iterable[DocumentRead], published: set[str]) -> None:
        self.kinds = {document.name: document.kind for document in documents}
        self.published = published
        self.warnings: list[str] = []

    def lots(
        self, text: Reading, notice: Reading, *, corrected: bool
    ) -> tuple[tuple[Lot, ...], tuple[Dismissed, ...]]:
        """One of each lot, and those that do not count; what one side does not say the other completes.

        `corrected`: the notice corrects an earlier one, and goes before answers that take a lot out.
        """
        told_apart = [one for one in text.dismissed if not self._from_notice(one.entry.evidence)]
        dismissed, coded = _still_dismissed(told_apart, notice.lots, corrected=corrected)
        if not coded:
            return text.lots, dismissed
        told = [lot for lot in text.lots if not self._from_notice(lot.evidence)]
        if not told:
            return coded, dismissed
        left, joined, new = list(told), [], []
        for lot in coded:
            match = next((one for same in _SAME_LOT for one in left if same(lot, one)), None)
            if match is None:
                new.append(lot)
            else:
                left.remove(match)
            joined.append(self._joined(lot, match) if match else lot)
        if left or len(told) != len(coded):
            self.warnings.append(
                Remark(
                    "lots_published",
                    count=len(notice.lots),
                    read=len(told),
                    place=place(told[0].evidence),
                )
            )
            alone = (_alone(new, told), _alone(left, coded))
            joined = [alone[0].get(lot.number, lot) if lot in new else lot for lot in joined]
            left = [alone[1].get(lot.number, lot) for lot in left]
        return (*joined, *left), dismissed

    def whole(self, told: Lot | None, coded: Lot | None) -> Lot | None:
        """What is said of the undivided call: the notice's codes, completed by the documents."""
        if told is None or coded is None:
            return told or coded
        joined = self._joined(coded, told)
        return replace(joined, number=coded.number, confidence=coded.confidence, rivals=())

    def _joined(self, coded: Lot, told: Lot) -> Lot:
        """The notice's title and codes, the documents' number, amounts and lengths where one is silent.

        Where both speak of an amount or a length, the rules of the call go first, then the notice.
        """
        document = told.evidence[0].document if told.evidence else ""
        ruled = self.kinds.get(document) in (DocumentKind.RC, DocumentKind.QA)
        rivals = list(told.rivals)
        facts: dict[str, Any] = {}
        for name, same, shown in _COMPARED:
            ours, theirs = getattr(told, name), getattr(coded, name)
            facts[name] = theirs if ours is None else ours
            if ours is not None and theirs is not None and not same(ours, theirs):
                kept, other = (told, coded) if ruled else (coded, told)
                facts[name], less = getattr(kept, name), getattr(other, name)
                rule = "rules" if ruled else "rank"
                rivals.append(Rival({name: less}, other.evidence[:1], CONTRADICTED, rule))
                self.warnings.append(
                    Remark(
                        "differ",
                        what=word(name),
                        lots=of_lots((told.number,)),
                        kept=shown(facts[name]),
                        place=place(kept.evidence),
                        other=shown(less),
                        other_place=place(other.evidence),
                    )
                )
        if not alike(coded.title, told.title) and told.title:
            rivals.append(Rival({"title": told.title}, told.evidence[:1], CONTRADICTED, "notice"))
        return replace(
            coded,
            number=told.number if alike(coded.title, told.title) else coded.number,
            description=coded.description or told.description,
            cpv=coded.cpv or told.cpv,
            places=coded.places or told.places,
            evidence=(*told.evidence, *coded.evidence)[:4],
            confidence=min(coded.confidence, CONTRADICTED) if rivals else coded.confidence,
            rivals=tuple(rivals),
            **facts,
        )

    def criteria(
        self, told: tuple[AwardCriterion, ...], coded: tuple[AwardCriterion, ...]
    ) -> tuple[AwardCriterion, ...]:
        """The documents' criteria (they have the sub-criteria), with the weights the notice gives instead."""
        if not told or not coded:
            return told or coded
        if self._from_notice([e for criterion in told for e in criterion.evidence]):
            return coded
        if not any(criterion.weight is not None for criterion in told):
            return coded if any(criterion.weight is not None for criterion in coded) else told
        weights = [sorted({c.weight for c in group if c.weight is not None}) for group in (told, coded)]
        weighed = tuple(self._weighed(criterion, coded) for criterion in told)
        if not weights[1] or (weights[0] == weights[1] and weighed == told):
            return told
        shown = ["/".join(f"{w:g}" for w in group) for group in weights]
        self.warnings.append(
            Remark(
                "weights_differ",
                kept=shown[0],
                place=place(told[0].evidence),
                other=shown[1],
                other_place=place(coded[0].evidence),
            )
        )
        return weighed

    def _weighed(self, criterion: AwardCriterion, coded: Sequence[AwardCriterion]) -> AwardCriterion:
        """The criterion, with the weight the notice gives the one of its name."""
        twins = [one for one in coded if one.lots == criterion.lots and alike(one.name, criterion.name)]
        if len(twins) != 1 or twins[0].unit != criterion.unit or None in (criterion.weight, twins[0].weight):
            return criterion
        if twins[0].weight == criterion.weight:
            return criterion
        document = criterion.evidence[0].document if criterion.evidence else ""
        rule = "rules" if self.kinds.get(document) is DocumentKind.RC else "rank"
        rival = Rival({"weight": twins[0].weight}, twins[0].evidence[:1], CONTRADICTED, rule)
        return replace(criterion, confidence=min(criterion.confidence, CONTRADICTED), rivals=(rival,))

    def _from_notice(self, evidence: Sequence[Evidence]) -> bool:
        return bool(evidence) and all(e.document in self.published for e in evidence)


def _still_dismissed(
    dismissed: Sequence[Dismissed], coded: Sequence[Lot], *, corrected: bool
) -> tuple[tuple[Dismissed, ...], tuple[Lot, ...]]:
    """What the notice's lots leave dismissed, and the notice's lots without those a later answer took out."""
    kept = []
    left = list(coded)
    for one in dismissed:
        lot = one.entry
        again = [other for other in left if isinstance(lot, Lot) and _SAME_LOT[0](other, lot)]
        if again and one.rule == "correction" and not corrected:
            left = [other for other in left if other not in again]
            again = []
        kept += [] if again else [one]
    return tuple(kept), tuple(left)


def _alone(lots: Sequence[Lot], others: Sequence[Lot]) -> dict[str, Lot]:
    """Lots that the other list has not, each with that list's place against it."""
    if len(lots) > _MOST_ALONE:
        return {}
    against = Rival(None, others[-1].evidence[:1], CONTRADICTED, "every")
    return {
        lot.number: replace(lot, confidence=min(lot.confidence, CONTRADICTED), rivals=(*lot.rivals, against))
        for lot in lots
    }


def _number(lot: Lot) -> str:
    return lot.number.lstrip("0").lower() or "0"


_SAME_LOT: Final[tuple[Callable[[Lot, Lot], bool], ...]] = (
    lambda a, b: _number(a) == _number(b) and alike(a.title, b.title),
    lambda a, b: alike(a.title, b.title),
    lambda a, b: _number(a) == _number(b),
)
"""Ways for two lots to be one, the surest first."""


def _same_length(first: float, second: float) -> bool:
    """Whether two lengths in months are one, or one period and the same with its renewals."""
    short, long = sorted((first, second))
    return short <= 0 or long % short == 0


_COMPARED: Final[tuple[tuple[str, Callable[[Any, Any], bool], Callable[[Any], Fact]], ...]] = (
    ("estimated_amount", same_amount, lambda amount: euros(amount.max or 0)),
    ("duration_months", _same_length, months),
)
"""What is compared of a lot: its field, whether two values are one, a value as a remark names it."""

"""The chapters of a mémoire before they are drawn: what each says, its weight, what of it is generic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tender.documents.memo_words import is_claim, known_of, sentences, tie_of
from tender.documents.response import CriterionEvidence, EvidenceBlock, Response
from tender.vocabulary.call import AwardCriterion
from tender.vocabulary.source import Evidence

FIRST = 2
"""The number of the first criterion's chapter: the group itself comes before."""

WORDS_A_PAGE = 430
"""Of running text with its titles, as the house style sets it."""

_PRICE = ("prix", "coût", "cout", "montant de l’offre", "montant de l'offre")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A criterion and its answer. `told`: blocks in full here; `named`: those told in another chapter.

    `share`: of all the weight that words can win (price left out), 0 to 1.
    """

    number: str
    criterion: AwardCriterion
    is_price: bool
    told: tuple[EvidenceBlock, ...] = ()
    named: tuple[EvidenceBlock, ...] = ()
    text: str = ""
    cited: tuple[EvidenceBlock, ...] = ()
    quotes: tuple[Evidence, ...] = ()
    share: float = 0.0
    sub: tuple[Chapter, ...] = ()

    @property
    def is_own(self) -> bool:
        """Something answers the criterion itself, apart from its sub-criteria."""
        return bool(self.told or self.named or self.text.strip())

    @property
    def is_answered(self) -> bool:
        """Something answers it, here or in its sub-criteria."""
        return self.is_own or any(one.is_answered for one in self.sub)

    @property
    def pages(self) -> float:
        """Pages its words take, about."""
        texts = [self.text, *(block.text for block in self.told), *(quote.quote for quote in self.quotes)]
        return sum(len(text.split()) for text in texts) / WORDS_A_PAGE + sum(one.pages for one in self.sub)


@dataclass(frozen=True, slots=True)
class Loose:
    """A sentence that could suit any company, and where: in a block (its id) or in the chapter's text."""

    chapter: str
    name: str
    sentence: str
    block: str = ""


@dataclass(frozen=True, slots=True)
class GenericView:
    """How many sentences there are in all, and those that nothing ties to this call."""

    total: int
    loose: tuple[Loose, ...]


def chapters(response: Response) -> tuple[Chapter, ...]:
    """A chapter a criterion, in the call's order; a block is told in full once, where it comes first."""
    shares = shares_of(response.criteria)
    told: set[str] = set()
    return tuple(
        _chapter(response, criterion, str(number), shares, told)
        for number, criterion in enumerate(response.criteria, start=FIRST)
    )


def _chapter(
    response: Response, criterion: AwardCriterion, number: str, shares: dict[int, float], told: set[str]
) -> Chapter:
    held = _evidence_for(response, criterion)
    fresh = [block for block in held.blocks if block.id not in told]
    told.update(block.id for block in fresh)
    return Chapter(
        number,
        criterion,
        is_price(criterion),
        tuple(fresh),
        tuple(block for block in held.blocks if block not in fresh),
        held.text,
        held.cited,
        held.quotes,
        shares.get(id(criterion), 0.0),
        tuple(
            _chapter(response, one, f"{number}.{rank}", shares, told)
            for rank, one in enumerate(criterion.sub, start=1)
        ),
    )


def _evidence_for(response: Response, criterion: AwardCriterion) -> CriterionEvidence:
    wanted = criterion.name.casefold()
    same = [one for one in response.evidence if one.criterion.casefold() == wanted]
    return CriterionEvidence(
        criterion.name,
        tuple(dict.fromkeys(block for one in same for block in one.blocks)),
        criterion.lots,
        next((one.text for one in same if one.text), ""),
        tuple(dict.fromkeys(block for one in same for block in one.cited)),
        tuple(dict.fromkeys(quote for one in same for quote in one.quotes)),
    )


def is_price(criterion: AwardCriterion) -> bool:
    """Judged on figures alone."""
    return criterion.name.casefold().lstrip().startswith(_PRICE)


def shares_of(criteria: Sequence[AwardCriterion]) -> dict[int, float]:
    """What each criterion and sub-criterion (by identity) weighs of all that words can win.

    Weights of sub-criteria count in points of the whole or in per cent of their criterion: their sum tells.
    """
    worded = [one for one in criteria if not is_price(one)]
    known = sum(one.weight or 0 for one in worded)
    held: dict[int, float] = {}
    for one in worded:
        whole = (one.weight or 0) / known if known else 1 / len(worded)
        held[id(one)] = whole
        subs = [sub for sub in one.sub if not is_price(sub)]
        stated = sum(sub.weight or 0 for sub in subs)
        for sub in subs:
            held[id(sub)] = whole * ((sub.weight or 0) / stated if stated else 1 / len(subs))
    return held


def flat(held: Iterable[Chapter]) -> Iterator[Chapter]:
    """Chapters, each followed by its own."""
    for one in held:
        yield one
        yield from flat(one.sub)


def generic_view(response: Response) -> GenericView:
    """The sentences of all chapters that could suit any company."""
    known = known_of(response)
    total, loose = 0, []
    for chapter in flat(chapters(response)):
        texts = [(block.id, block.text) for block in chapter.told] + [("", chapter.text)]
        for block, text in texts:
            for sentence in sentences(text):
                total += 1
                if tie_of(sentence, known) is None:
                    loose.append(Loose(chapter.number, chapter.criterion.name, sentence, block))
    return GenericView(total, tuple(loose))


def unsourced(chapter: Chapter) -> tuple[str, ...]:
    """Claims of a chapter's own text that name no block: « à sourcer »."""
    known = {block.id for block in chapter.cited}
    return tuple(
        sentence for sentence in sentences(chapter.text) if is_claim(sentence) and not cites(sentence, known)
    )


def cites(sentence: str, known: Iterable[str]) -> bool:
    """The sentence names a block that is there."""
    return any(f"[#{one}]" in sentence for one in known)

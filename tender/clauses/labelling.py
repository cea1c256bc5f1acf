"""A passage in, its labels out."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tender.clauses import attributes
from tender.clauses.attributes import Attributes
from tender.clauses.detectors import DETECTORS, Detector
from tender.clauses.discourse import in_contents, is_contents, is_general_terms, is_prose
from tender.clauses.false_friends import of_general_terms
from tender.clauses.hours import hours_in
from tender.clauses.lot_rows import LotRow, details, lot_rows
from tender.clauses.merging import Found, merge
from tender.clauses.negation import answers_no, superseded, taken_back_by
from tender.clauses.passage import Hit, Passage
from tender.clauses.scope import same_lot
from tender.vocabulary.clause import ClauseType, HoursDetail

_LEAST_STRENGTH = 0.5
MOST_IN_A_SENTENCE = 24
"""Hits of one type in a sentence that are looked at; real ones have six at most."""
_ONE_PARAGRAPH = 420
"""A passage is a paragraph or two: mentions this near are one statement."""
_LONGEST_MARK = 8
"""Characters of what only numbers an answer."""
_AFTER = 900
_REACH = 6000
"""Characters around a clause in which its figures are looked for."""
_HOURS_STATED = re.compile(r"\d[ ]*(?:heure?s?|h)(?![a-z])")
_ABOUT_HOURS = re.compile(r"heure?s?|hours?|stunden|\d ?h\b")


@dataclass(frozen=True, slots=True)
class Label:
    """A clause in a passage: text[start:end] are its words."""

    type: ClauseType
    start: int
    end: int
    attrs: Attributes
    confidence: float

    def plain(self) -> dict[str, Any]:
        """The label as the command line prints it."""
        return {"type": self.type.value, "start": self.start, "end": self.end, "attrs": _plain(self.attrs)}


def label(text: str, lang: str | None = None) -> tuple[Label, ...]:
    """The clauses of one passage. `lang` is not needed: the patterns of all languages are tried."""
    del lang
    passage = Passage.of(text)
    if is_prose(passage.folded) or is_general_terms(passage.folded):
        return ()
    return tuple(
        Label(f.type, *statement(passage, f), attributes_of(passage, f), f.strength)
        for f in merge(passage, hits_in(passage), adjacent=_ONE_PARAGRAPH)
    )


def statement(passage: Passage, found: Found) -> tuple[int, int]:
    """The place of a clause: the found words with the head of their sentence, where it is short."""
    sentence = passage.sentence(found.start)
    start = sentence.start if found.start - sentence.start <= 130 else found.start
    if found.type is ClauseType.AWARD_SOCIAL:
        return found.start, found.end
    if found.type is not ClauseType.EXEC_INSERTION:
        return start, found.end
    following = passage.following(passage.sentence(max(found.start, found.end - 1)), 2)
    hours = [
        m.end()
        for m in _HOURS_STATED.finditer(passage.folded, found.end, min(following[-1].end, found.end + 420))
    ]
    return start, max([found.end, *hours])


def hits_in(passage: Passage, detectors: Sequence[Detector] = DETECTORS) -> list[Hit]:
    """All the detectors say of a passage, tables of contents and quoted general terms left out."""
    hits: list[Hit] = []
    for detector in detectors:
        hits += [h for h in detector.detect(passage) if h.strength >= _LEAST_STRENGTH]
    hits = _not_repeated(passage, hits)
    old = superseded(passage.folded)
    hits = [h for h in hits if not any(start <= h.start < end for start, end in old)]
    return [
        replace(h, denied=True) if not h.denied and taken_back(passage, h) else h
        for h in hits
        if not (
            is_contents(_line(passage, h.start))
            or in_contents(passage.text, h.start)
            or _is_quoted(passage, h)
        )
    ]


def _is_quoted(passage: Passage, hit: Hit) -> bool:
    """Whether general terms are merely told to provide for it."""
    sentence = passage.sentence(hit.start)
    return not hit.denied and of_general_terms(passage.words(sentence), hit.start - sentence.start)


def _not_repeated(passage: Passage, hits: list[Hit]) -> list[Hit]:
    """Without what a sentence says over and over."""
    if len(hits) <= MOST_IN_A_SENTENCE:
        return hits
    said: Counter[tuple[ClauseType, int]] = Counter()
    held = []
    for hit in hits:
        key = hit.type, passage.sentence(hit.start).start
        said[key] += 1
        if said[key] <= MOST_IN_A_SENTENCE:
            held.append(hit)
    return held


def taken_back(passage: Passage, hit: Hit) -> bool:
    """Whether the sentence after a clause says that this contract has none ("… n'en prévoit pas")."""
    sentence = passage.sentence(max(hit.start, hit.end - 1))
    asked = passage.words(sentence).endswith("?")
    after = passage.following(sentence, 2)[1:]
    if not after:
        return False
    said = passage.words(after[0])
    # "Réponse :" or "R3." may stand alone.
    alone = after[0].lead or after[0].end - after[0].start < _LONGEST_MARK
    answer = passage.folded[after[0].start : after[-1].end] if alone else said
    return taken_back_by(said) or (asked and answers_no(answer))


def _line(passage: Passage, offset: int) -> str:
    """From the head of the sentence to the end of its line, where a table of contents has its page number."""
    sentence = passage.sentence(offset)
    line_end = passage.text.find("\n", offset)
    line_end = len(passage.text) if line_end < 0 else line_end
    return passage.text[sentence.start : min(max(line_end, sentence.end), sentence.end + 160)]


def attributes_of(passage: Passage, found: Found) -> Attributes:
    """What stands in and around a clause's words."""
    if found.type is ClauseType.NEGATED:
        return Attributes(lots=found.lots)
    own = passage.sentence(found.start).start, passage.sentence(max(found.start, found.end - 1)).end
    sentence = passage.folded[own[0] : own[1]]
    basis = attributes.legal_basis_in(passage.folded[max(0, own[0] - 300) : own[1]])
    if found.type is ClauseType.EXEC_INSERTION:
        return replace(_insertion(passage, found), legal_basis=basis)
    if found.type is ClauseType.AWARD_SOCIAL:
        weight = attributes.weight_in(passage.folded[found.start : found.end])
        return Attributes(lots=found.lots, weight=weight, legal_basis=basis)
    return Attributes(
        hours=hours_in(sentence) if found.type is ClauseType.SOCIAL_OTHER_EXEC else (),
        lots=found.lots,
        percentage=attributes.percentage_in(sentence),
        legal_basis=basis,
        mandatory=attributes.mandatory_in(sentence),
        subtype=found.subtype,
    )


def _insertion(passage: Passage, found: Found) -> Attributes:
    """The figures of an insertion clause stand anywhere from its first mention to a little after its last."""
    first = passage.sentence(min(found.start, found.reach[0]))
    last = passage.sentence(max(found.start, min(max(found.end, found.reach[1]) - 1, found.start + _REACH)))
    start = max(first.start, found.start - _REACH)
    end = max(s.end for s in passage.following(last, 20) if s.start <= last.end + _AFTER)
    folded, text = passage.folded[start:end], passage.text[start:end]
    facilitator, present = attributes.facilitator_in(text, folded)
    before = max(0, start - 160)
    hours = _hours(passage, before, end) if _ABOUT_HOURS.search(passage.folded, before, end) else ()
    return Attributes(
        hours=hours,
        percentage=attributes.percentage_in(folded),
        lots=_with_lots_of(hours, found.lots),
        publics=attributes.publics_in(folded),
        modes=attributes.modes_in(folded),
        facilitator=facilitator,
        facilitator_present=present,
        penalty=attributes.penalty_in(text, folded),
        mandatory=attributes.mandatory_in(folded),
        subtype=found.subtype,
    )


def _hours(passage: Passage, start: int, end: int) -> tuple[HoursDetail, ...]:
    """Hours in the rows of a table of lots, and those told in the words around it."""
    rows = lot_rows(passage.text, passage.folded, start, end)
    told = hours_in(_unglued(passage, start, end, rows))
    return (*details(rows), *(h for h in told if not any(h.value == r.value for r in rows)))


def _unglued(passage: Passage, start: int, end: int, rows: tuple[LotRow, ...] = ()) -> str:
    """The folded words without `rows`, a bar between sentences, for buyers glue them ("250 hLot 2")."""
    folded = passage.folded
    for row in rows:
        folded = folded[: row.start] + " " * (row.end - row.start) + folded[row.end :]
    inside = [s for s in passage.sentences if s.start < end and start < s.end]
    return " | ".join(folded[max(s.start, start) : min(s.end, end)] for s in inside)


def _with_lots_of(hours: tuple[HoursDetail, ...], lots: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """The lots named, and those only the hours name."""
    named = list(lots or ())
    for detail in hours:
        if detail.lot is not None and not any(same_lot(detail.lot, lot) for lot in named):
            named.append(detail.lot)
    return tuple(named) or None


def _plain(attrs: Attributes) -> dict[str, Any]:
    """Only what was read; hours as a list of values with their lot and period."""
    out: dict[str, Any] = {}
    if attrs.hours:
        out["hours"] = [
            {
                "value": _whole(h.value),
                "scope": "lot" if h.lot else h.per,
                **({"lot": h.lot} if h.lot else {}),
                "per": h.per,
            }
            for h in attrs.hours
        ]
    for name in ("percentage", "facilitator", "penalty", "weight", "mandatory", "subtype"):
        value = getattr(attrs, name)
        if value is not None:
            out[name] = _whole(value) if isinstance(value, float) else value
    for name in ("lots", "publics", "modes", "legal_basis"):
        values = getattr(attrs, name)
        if values:
            out[name] = list(values)
    if attrs.facilitator_present:
        out["facilitator_present"] = True
    return out


def _whole(value: float) -> float | int:
    return int(value) if value == int(value) else value


def label_lines(lines: Iterable[str]) -> Iterator[str]:
    """JSON lines {"id", "lang", "text"} to JSON lines {"id", "labels"}; blank lines are skipped.

    Raises ValueError for a line that is no JSON object with an "id" and a "text".
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row = json.loads(line)
        if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "id" not in row:
            raise ValueError(number)
        labels = [found.plain() for found in label(row["text"], row.get("lang"))]
        yield json.dumps({"id": row["id"], "labels": labels}, ensure_ascii=False)

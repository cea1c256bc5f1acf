"""Older TED notices (TED_EXPORT): forms F01 to F25 of R2.0.9 and R2.0.8, and what remains of the forms "
"before.

The older defence forms (CONTRACT_DEFENCE…) nest the same facts deeper under other names: they are found by
name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from tender.parsing.notices.citing import Citations, text_of
from tender.parsing.notices.coded import Code, Flag, coded_clauses, coded_warnings
from tender.parsing.notices.moments import (
    country_code,
    in_days,
    in_months,
    months_between,
    number_of,
    parse_day,
    parse_moment,
    zone_of,
)
from tender.parsing.notices.outcome import NoticeRead
from tender.parsing.notices.ted_criteria import described_criteria
from tender.parsing.notices.tree import Node
from tender.parsing.notices.weighing import join_lots, sum_warnings
from tender.parsing.notices.words import lot_word, procedure_words
from tender.vocabulary.call import Amount, Lot, MaxLots, Place, Reading
from tender.vocabulary.remark import Remark
from tender.vocabulary.source import Stated

ROOT: Final = "TED_EXPORT"
_BUYER: Final = ("ADDRESS_CONTRACTING_BODY", "CA_CE_CONCESSIONAIRE_PROFILE")
_OBJECTS: Final = (
    "OBJECT_CONTRACT",
    "OBJECT_CONTRACT_INFORMATION_DEFENCE",
    "DESCRIPTION_CONTRACT_INFORMATION_DEFENCE",
)
_DESCRIBED: Final = ("OBJECT_DESCR", "F17_ANNEX_B")
_FLAGS: Final = {
    "RESTRICTED_SHELTERED_WORKSHOP": Code.RESERVED,
    "RESTRICTED_SHELTERED_PROGRAM": Code.RESERVED_PERFORMANCE,
    "RESERVED_ORGANISATIONS_SERVICE_MISSION": Code.RESERVED_SERVICE,
    # The forms of directive 2004/18 (art. 19) knew sheltered workshops for disabled people only.
    "SHELTERED_WORKSHOPS": Code.RESERVED_DISABLED,
    "SHELTERED_PROGRAMMES": Code.RESERVED_DISABLED,
}
_UNSPOKEN: Final = re.compile(
    r"^(?:ADDRESS_|CONTACT|E_MAIL|E_MAILS|PHONE|FAX|URL|NUTS|CPV|LANGUAGE|COUNTRY|POSTAL|TOWN|NATIONALID"
    r"|CA_|CE_|DATE_|TIME_|"
    r"NOTICE_NUMBER|NO_DOC|VAL_|MEMBER_NAME|PARTICIPANT_NAME|CONTRACTOR|WINNER|TENDERS$|AWARDED_CONTRACT"
    r"|REVIEW_PROCEDURE|"
    r"LEGAL_BASIS|NB_|DURATION|NAME_ADDRESSES_CONTACT|PROCEDURES_FOR_APPEAL|ADMINISTRATIVE_INFORMATION"
    r"|AC_WEIGHTING|"
    r"CONTRACTING_BODY|CONTRACTING_AUTHORITY_INFORMATION|TYPE_CONTRACT|DAY$|MONTH$|YEAR$|ORDER_C"
    r"|WEIGHTING|LOT_NO|LOT_NUMBER)"
)
_MARKET: Final = re.compile(r"^\s*(?:lots?|los)?[\s-]*(?:n\s*[°ºo]?\.?\s*|nr\.?\s*)?", re.IGNORECASE)


def read(root: Node, cite: Citations) -> NoticeRead:
    """The facts of a notice and the prose to show, each with its place."""
    return _Notice(root, cite).read()


def _form(root: Node) -> Node:
    """The form in the language it was written in, French before German before English where several were."""
    forms = root.all("FORM_SECTION")[0].children if root.all("FORM_SECTION") else []
    wanted = {"FR": 0, "DE": 1, "EN": 2}
    forms = [f for f in forms if f.name != "NOTICE_UUID"]
    if not forms:
        return root
    return min(
        forms,
        key=lambda f: (f.attributes.get("CATEGORY") != "ORIGINAL", wanted.get(f.attributes.get("LG", ""), 9)),
    )


class _Notice:
    """One notice being read: its form, its objects, its lots."""

    def __init__(self, root: Node, cite: Citations) -> None:
        self.cite = cite
        self.form = _form(root)
        self.language = self.form.attributes.get("LG", "FR").upper()
        self.object = next(self.form.within(*_OBJECTS), self.form)
        described = [n for top in self._objects() for n in top.within(*_DESCRIBED)]
        self.described = tuple(zip(self._numbers(described), described, strict=True))
        self.divided = self._divided()
        self.keys = tuple(n for n, _ in self.described) if self.divided else ("",) * len(self.described)
        buyer = next(self.form.within(*_BUYER), None)
        iso = next(root.within("ISO_COUNTRY"), None)
        country = buyer.first("COUNTRY") if buyer is not None else None
        self.country = country_code((country or iso or Node("", "")).attributes.get("VALUE"))
        nuts = buyer.first("NUTS") if buyer is not None else None
        region = nuts.attributes.get("CODE") if nuts is not None else None
        self.zone = zone_of(self.country, region or text_of(buyer.first("POSTAL_CODE") if buyer else None))

    def _objects(self) -> list[Node]:
        return [n for n in self.form.children if n.name == "OBJECT_CONTRACT"] or [self.form]

    def _divided(self) -> bool:
        if len(self.described) < 2:
            return False
        return any(True for _ in self.form.within("LOT_DIVISION", "F17_DIV_INTO_LOT_YES")) or any(
            n.first("LOT_NO", "LOT_NUMBER") is not None for _, n in self.described
        )

    @staticmethod
    def _numbers(described: Sequence[Node]) -> list[str]:
        """The lot numbers as written, without the word "lot"; where two are alike or none is, their order."""
        said = [_MARKET.sub("", text_of(n.first("LOT_NO", "LOT_NUMBER")) or "").strip() for n in described]
        return (
            said if all(said) and len(set(said)) == len(said) else [str(i + 1) for i in range(len(described))]
        )

    def read(self) -> NoticeRead:
        criteria = {
            key: described_criteria(node, self.cite)
            for key, (_, node) in zip(self.keys, self.described, strict=True)
        }
        if not any(criteria.values()):
            criteria = {"": described_criteria(self.form, self.cite)}
        texts: dict[str, list[Node]] = {"": list(self._prose(self.form))}
        for key, (_, node) in zip(self.keys, self.described, strict=True):
            texts.setdefault(key, []).extend(self._prose(node))
        flags = [Flag(_FLAGS[n.name], n) for n in self.form.within(*_FLAGS)]
        lots = tuple(self._lot(number, node) for number, node in self.described)
        clauses = coded_clauses(flags, texts, self.keys if self.divided else (), self.country, self.cite)
        reading = Reading(
            buyer=self._buyer(),
            reference=self.cite.words(self._found("REFERENCE_NUMBER", "FILE_REFERENCE_NUMBER")),
            subject=self._subject(),
            procedure=self._procedure(),
            deadline=self._deadline(),
            validity_days=self._validity(),
            variants_allowed=self._variants(),
            platform=self.cite.words(
                self._found(
                    "URL_DOCUMENT",
                    "URL_PARTICIPATION",
                    "URL_PARTICIPATE",
                    "URL_TOOL",
                    "URL_BUYER",
                    "URL_INFORMATION",
                )
            ),
            lots=lots if self.divided else (),
            whole=self._whole(lots),
            max_lots=self._max_lots(),
            award_criteria=join_lots(criteria),
            clauses=clauses,
            warnings=(
                *self._phase_warnings(),
                *sum_warnings(criteria),
                *coded_warnings(flags, texts, clauses),
            ),
        )
        return NoticeRead(reading, tuple(self._fields()), self.language)

    def _found(self, *names: str) -> Node | None:
        """The first node with words of the first name that has one, the awards' own left out."""
        for name in names:
            for node in self.form.within(name):
                if node.text and "/AWARD" not in node.path:
                    return node
        return None

    def _buyer(self) -> Stated[str] | None:
        top = next(self.form.within(*_BUYER), None)
        name = next(top.within("OFFICIALNAME"), None) if top is not None else None
        return self.cite.state(name.text, name) if name is not None and name.text else None

    def _subject(self) -> Stated[str] | None:
        titles = [n for top in self._objects() for n in (top.all("TITLE") or top.within("TITLE_CONTRACT"))]
        told = [n for n in titles if n.text]
        return self.cite.state(told[0].text, told[0]) if told else None

    def _procedure(self) -> Stated[str] | None:
        for top in self.form.within("PROCEDURE", "TYPE_OF_PROCEDURE_DEFENCE", "TYPE_OF_PROCEDURE"):
            for node in top.walk():
                words = procedure_words(node.name)
                if words:
                    return self.cite.state(words, node)
        return None

    def _deadline(self) -> Stated[str] | None:
        """IV.2.2; in a corrigendum (F14) the new value of that field; in the older forms a date in pieces."""
        day, hour = self._found("DATE_RECEIPT_TENDERS"), self._found("TIME_RECEIPT_TENDERS")
        if day is None:
            for change in self.form.within("CHANGE"):
                where = change.first("WHERE/SECTION")
                new = change.first("NEW_VALUE")
                if (
                    new is not None
                    and (text_of(where) or "").startswith("IV.2.2")
                    and new.first("DATE") is not None
                ):
                    day, hour = new.first("DATE"), new.first("TIME")
        if day is not None:
            value = parse_moment(day.text, text_of(hour), self.zone)
            told = [day, *([hour] if hour is not None and hour.text else [])]
            return (
                self.cite.state(value, *told, confidence=0.99 if hour is not None else 0.7) if value else None
            )
        return self._deadline_in_pieces()

    def _deadline_in_pieces(self) -> Stated[str] | None:
        for limit in self.form.within("RECEIPT_LIMIT_DATE"):
            parts = [limit.first(name) for name in ("YEAR", "MONTH", "DAY")]
            if all(part is not None and part.text.isdigit() for part in parts):
                numbers = [part.text.zfill(2) for part in parts if part is not None]
                hour = limit.first("TIME")
                value = parse_moment("-".join(numbers), text_of(hour), self.zone)
                told = [part for part in (*reversed(parts), hour) if part is not None and part.text]
                return self.cite.state(value, *told, confidence=0.95) if value else None
        return None

    def _phase_warnings(self) -> tuple[Remark, ...]:
        first = any(
            True
            for _ in self.form.within(
                "PT_RESTRICTED",
                "PT_COMPETITIVE_NEGOTIATION",
                "PT_COMPETITIVE_DIALOGUE",
                "PT_NEGOTIATED_WITH_PRIOR_CALL",
                "PT_INNOVATION_PARTNERSHIP",
            )
        )
        if not first or self._found("DATE_RECEIPT_TENDERS") is None:
            return ()
        return (Remark("two_stages"),)

    def _validity(self) -> Stated[int] | None:
        length = self._found("DURATION_TENDER_VALID")
        value = number_of(text_of(length))
        if length is not None and value:
            return self.cite.state(in_days(value, length.attributes.get("TYPE", "MONTH")), length)
        until, received = self._found("DATE_TENDER_VALID"), self._found("DATE_RECEIPT_TENDERS")
        last, first = parse_day(text_of(until)), parse_day(text_of(received))
        if until is not None and last and first and last > first:
            return self.cite.state((last - first).days, until)
        return None

    def _variants(self) -> Stated[bool] | None:
        told = list(self.form.within("ACCEPTED_VARIANTS", "NO_ACCEPTED_VARIANTS"))
        if not told:
            return None
        allowed = [n for n in told if n.name == "ACCEPTED_VARIANTS" and n.attributes.get("VALUE") != "NO"]
        sure = 0.99 if len(allowed) in (0, len(told)) else 0.7
        return self.cite.state(bool(allowed), (allowed or told)[0], confidence=sure)

    def _max_lots(self) -> MaxLots:
        one = next(self.form.within("LOT_ONE_ONLY"), None)
        submitted = self._number("LOT_MAX_NUMBER") or (self.cite.state(1, one) if one is not None else None)
        return MaxLots(submitted=submitted, awarded=self._number("LOT_MAX_ONE_TENDERER"))

    def _number(self, name: str) -> Stated[int] | None:
        node = self._found(name)
        value = number_of(text_of(node))
        return self.cite.state(int(value), node) if node is not None and value else None

    def _lot(self, number: str, node: Node) -> Lot:
        title = node.first("TITLE", "LOT_TITLE")
        described = node.first("SHORT_DESCR", "LOT_DESCRIPTION")
        said = title if title is not None and title.text else described
        evidence = (self.cite.quote(said),) if said is not None and said.text else ()
        if said is not None and said is described:
            evidence = (self.cite.part(said, 0, len(said.text.split("\n", 1)[0][:300])),)
        return Lot(
            number=number,
            title=evidence[0].quote if evidence else "",
            description=text_of(described),
            estimated_amount=_amount(node),
            cpv=_cpv(node) or _cpv(self.object),
            places=_places(node),
            duration_months=_duration(node),
            evidence=evidence,
            confidence=0.99,
        )

    def _whole(self, lots: Sequence[Lot]) -> Lot:
        subject, described = self._subject(), self.object.first("SHORT_DESCR")
        only = lots[0] if len(lots) == 1 else None
        return Lot(
            number="",
            title=subject.value if subject else "",
            description=text_of(described) or (only.description if only else None),
            estimated_amount=_amount(self.object) or (only.estimated_amount if only else None),
            cpv=tuple(dict.fromkeys((*_cpv(self.object), *(only.cpv if only else ())))),
            places=only.places if only else tuple(dict.fromkeys(p for lot in lots for p in lot.places)),
            duration_months=only.duration_months if only else None,
            evidence=subject.evidence if subject else (),
            confidence=0.99,
        )

    def _prose(self, top: Node) -> Iterator[Node]:
        """The prose below a node; lots, addresses, contacts, codes and winners left out."""
        for child in top.children:
            if _UNSPOKEN.match(child.name) or child.name in _DESCRIBED:
                continue
            if child.text and any(map(str.isalpha, child.text)):
                yield child
            yield from self._prose(child)

    def _fields(self) -> Iterator[tuple[str, Node]]:
        tops = self._objects()
        for top in tops if tops != [self.form] else []:
            for prose in self._prose(top):
                yield "", prose
        for number, node in self.described:
            for prose in self._prose(node):
                yield f"{lot_word(self.language)} {number}" if self.divided else "", prose
        for prose in self._prose(self.form):
            yield "", prose
        for sent in [node for node in self.form.within("DATE_DISPATCH_NOTICE") if node.text][:1]:
            yield "", sent


def _amount(node: Node) -> Amount | None:
    for name in ("VAL_OBJECT", "VAL_ESTIMATED_TOTAL"):
        value = node.first(name)
        number = number_of(text_of(value))
        if value is not None and number and number > 1:
            return Amount(min=number, max=number, currency=value.attributes.get("CURRENCY", "EUR"))
    spread = node.first("VAL_RANGE_TOTAL")
    if spread is not None:
        low, high = number_of(text_of(spread.first("LOW"))), number_of(text_of(spread.first("HIGH")))
        return Amount(min=low, max=high, currency=spread.attributes.get("CURRENCY", "EUR"))
    return None


def _cpv(node: Node) -> tuple[str, ...]:
    tops = [c for c in node.children if c.name in ("CPV_MAIN", "CPV_ADDITIONAL", "CPV")]
    codes = [n.attributes.get("CODE", "")[:8] for top in tops for n in top.within("CPV_CODE")]
    return tuple(dict.fromkeys(code for code in codes if code.isdigit()))


def _places(node: Node) -> tuple[Place, ...]:
    places = [
        Place(kind="nuts", name=n.attributes["CODE"], code=n.attributes["CODE"])
        for n in node.all("NUTS")
        if n.attributes.get("CODE")
    ]
    site = text_of(node.first("MAIN_SITE"))
    if site:
        places.append(Place(kind="text", name=site[:300]))
    return tuple(dict.fromkeys(places))


def _duration(node: Node) -> float | None:
    length = node.first("DURATION")
    value = number_of(text_of(length))
    if length is not None and value:
        return in_months(value, length.attributes.get("TYPE", "MONTH"))
    start, end = parse_day(text_of(node.first("DATE_START"))), parse_day(text_of(node.first("DATE_END")))
    return months_between(start, end) if start and end else None

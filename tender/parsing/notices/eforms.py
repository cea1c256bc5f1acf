"""eForms notices (UBL 2.3): calls, awards and prior information of TED and BOAMP, as XML or JSON.

Business terms (BT-…) are those of Regulation (EU) 2019/1780; paths in the reference of the formats.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from tender.parsing.notices.citing import Citations, text_of
from tender.parsing.notices.coded import coded_clauses, coded_warnings
from tender.parsing.notices.eforms_criteria import lot_criteria
from tender.parsing.notices.eforms_flags import lot_flags
from tender.parsing.notices.eforms_timing import call_deadline, change_warnings, questions_deadline
from tender.parsing.notices.moments import (
    country_code,
    in_days,
    in_months,
    months_between,
    number_of,
    parse_day,
    zone_of,
)
from tender.parsing.notices.outcome import NoticeRead
from tender.parsing.notices.tree import Node
from tender.parsing.notices.weighing import join_lots, sum_warnings
from tender.parsing.notices.words import lot_word, procedure_words
from tender.vocabulary.call import Amount, Lot, MaxLots, Place, Reading
from tender.vocabulary.source import Stated

ROOTS: Final = ("ContractNotice", "ContractAwardNotice", "PriorInformationNotice")
EXTENSION: Final = "UBLExtensions/UBLExtension/ExtensionContent/EformsExtension"
_PROSE: Final = frozenset(
    (
        "Name",
        "Description",
        "Note",
        "CalculationExpression",
        "ChangeDescription",
        "OptionsDescription",
        "TermsDescription",
        "ProcurementType",
        "ReasonDescription",
        "FundingProgram",
        "ProcessReason",
        "Justification",
    )
)
_UNSPOKEN: Final = frozenset(
    (
        "Organizations",
        "ContractingParty",
        "Contact",
        "AppealTerms",
        "Person",
        "TenderingParty",
        "NoticePurpose",
        "Publication",
        "SettledContract",
        "LotTender",
        "AdditionalInformationParty",
        "DocumentProviderParty",
        "TenderRecipientParty",
        "TenderEvaluationParty",
    )
)
_WITHHELD: Final = "unpublished"


def read(root: Node, cite: Citations) -> NoticeRead:
    """The facts of a notice and the prose to show, each with its place."""
    return _Notice(root, cite).read()


class _Notice:
    """One notice being read: what several of its facts need is found once."""

    def __init__(self, root: Node, cite: Citations) -> None:
        self.root, self.cite = root, cite
        self.language = (text_of(root.first("NoticeLanguageCode")) or "FRA").upper()
        self.project = root.first("ProcurementProject") or Node("ProcurementProject", "")
        lots = [n for n in root.all("ProcurementProjectLot") if _scheme(n) == "Lot"]
        parts = [n for n in root.all("ProcurementProjectLot") if _scheme(n) == "Part"]
        self.lots = tuple((_number(n), n) for n in lots or parts)
        self.divided = len(self.lots) > 1
        self.keys = tuple(number for number, _ in self.lots) if self.divided else ("",) * len(self.lots)
        self.companies = list(root.within("Company"))
        self.buyers = list(self._buyers())
        home = self.buyers[0][1] if self.buyers else None
        self.country = country_code(
            text_of(home.first("PostalAddress/Country/IdentificationCode")) if home else None
        )
        region = (
            text_of(home.first("PostalAddress/CountrySubentityCode", "PostalAddress/PostalZone"))
            if home
            else None
        )
        self.zone = zone_of(self.country, region)

    def read(self) -> NoticeRead:
        keyed = list(zip(self.keys, (node for _, node in self.lots), strict=True))
        criteria = {key: lot_criteria(node, self.language, self.cite) for key, node in keyed}
        texts = {key: list(self._prose(node)) for key, node in keyed}
        texts[""] = [*texts.get("", []), *self._prose(self.root)]
        flags = [flag for key, node in keyed for flag in lot_flags(node, key)]
        deadline, deadline_warnings = call_deadline(keyed, self.root, self.zone, self.cite)
        lots = tuple(self._lot(number, node) for number, node in self.lots)
        clauses = coded_clauses(flags, texts, self.keys if self.divided else (), self.country, self.cite)
        reading = Reading(
            buyer=self._buyer(),
            reference=self._reference(),
            subject=self._said(self.project.all("Name")),
            procedure=self._procedure(),
            deadline=deadline,
            questions_deadline=questions_deadline([n for _, n in self.lots], self.root, self.zone, self.cite),
            validity_days=self._validity(),
            variants_allowed=self._variants(),
            platform=self._platform(),
            lots=lots if self.divided else (),
            whole=self._whole(lots),
            max_lots=self._max_lots(),
            award_criteria=join_lots(criteria),
            clauses=clauses,
            warnings=(
                *deadline_warnings,
                *change_warnings(self.root, deadline),
                *sum_warnings(criteria),
                *coded_warnings(flags, texts, clauses),
            ),
        )
        return NoticeRead(reading, tuple(self._fields()), self.language)

    def _buyers(self) -> Iterator[tuple[Node, Node]]:
        """Name and company of each contracting party, leaders of a joint purchase first (BT-500, OPP-052)."""
        by_id = {text_of(c.first("PartyIdentification/ID")): c for c in self.companies}
        ids = [text_of(n) for n in self.root.all("ContractingParty/Party/PartyIdentification/ID")]
        leaders = {
            text_of(o.first("Company/PartyIdentification/ID"))
            for o in self.root.within("Organization")
            if text_of(o.first("GroupLeadIndicator")) == "true"
        }
        for one in sorted(dict.fromkeys(ids), key=lambda i: i not in leaders):
            company = by_id.get(one)
            name = self._pick(company.all("PartyName/Name")) if company else None
            if company is not None and name:
                yield name[0], company
        for direct in self.root.all("ContractingParty/Party/PartyName/Name"):
            yield direct, self.root.all("ContractingParty/Party")[0]

    def _buyer(self) -> Stated[str] | None:
        names = [name for name, _ in self.buyers if name.text]
        if not names:
            return None
        return self.cite.state(" ; ".join(dict.fromkeys(n.text for n in names[:3])), *names[:3])

    def _reference(self) -> Stated[str] | None:
        node = self.project.first("ID")
        if node is None or not node.text or (len(node.text) == 36 and node.text.count("-") == 4):
            return None  # a UUID is the platform's key: nobody writes it on an envelope
        return self.cite.state(node.text, node, confidence=0.9)

    def _procedure(self) -> Stated[str] | None:
        node = self.root.first("TenderingProcess/ProcedureCode")
        if node is None or node.text == _WITHHELD:
            return None
        words = procedure_words(node.text)
        return self.cite.state(words, node) if words else None

    def _validity(self) -> Stated[int] | None:
        for node in self._each("TenderingTerms/TenderValidityPeriod/DurationMeasure"):
            value = number_of(node.text)
            if value:
                return self.cite.state(in_days(value, node.attributes.get("unitCode")), node)
        return None

    def _variants(self) -> Stated[bool] | None:
        allowed = {"not-allowed": False, "allowed": True, "required": True}
        nodes = [n for n in self._each("TenderingTerms/VariantConstraintCode") if n.text in allowed]
        if not nodes:
            return None
        told = [n for n in nodes if allowed[n.text]] or nodes
        return self.cite.state(
            allowed[told[0].text], told[0], confidence=0.99 if len({n.text for n in nodes}) == 1 else 0.7
        )

    def _platform(self) -> Stated[str] | None:
        for path in (
            "TenderingTerms/CallForTendersDocumentReference/Attachment/ExternalReference/URI",
            "TenderingTerms/TenderRecipientParty/EndpointID",
        ):
            for node in self._each(path):
                if node.text.lower().startswith(("http", "www")):
                    return self.cite.state(node.text, node)
        profile = self.root.first("ContractingParty/BuyerProfileURI")
        return (
            self.cite.state(profile.text, profile, confidence=0.8)
            if profile is not None and profile.text
            else None
        )

    def _max_lots(self) -> MaxLots:
        terms = "TenderingTerms/LotDistribution/"
        return MaxLots(
            submitted=self._count(f"{terms}MaximumLotsSubmittedNumeric"),
            awarded=self._count(f"{terms}MaximumLotsAwardedNumeric"),
        )

    def _count(self, path: str) -> Stated[int] | None:
        node = self.root.first(path)
        value = number_of(node.text) if node is not None else None
        return self.cite.state(int(value), node) if node is not None and value else None

    def _lot(self, number: str, node: Node) -> Lot:
        project = node.first("ProcurementProject") or Node("ProcurementProject", "")
        title = self._pick(project.all("Name"))
        described = self._pick(project.all("Description"))
        cited = title or [n for n in (node.first("ID"),) if n is not None]
        return Lot(
            number=number,
            title=title[0].text if title else "",
            description=described[0].text if described else None,
            estimated_amount=_amount(project),
            cpv=_cpv(project) or _cpv(self.project),
            places=self._places(project) or self._places(self.project),
            duration_months=_duration(project) or _duration(self.project),
            evidence=tuple(self.cite.quote(n) for n in cited),
            confidence=0.99,
        )

    def _whole(self, lots: Sequence[Lot]) -> Lot:
        """The call as one lot: what an undivided call says of its place, length and amount."""
        title = self._pick(self.project.all("Name"))
        described = self._pick(self.project.all("Description"))
        only = lots[0] if len(lots) == 1 else None
        return Lot(
            number="",
            title=title[0].text if title else (only.title if only else ""),
            description=described[0].text if described else (only.description if only else None),
            estimated_amount=_amount(self.project) or (only.estimated_amount if only else None),
            cpv=_cpv(self.project) or tuple(dict.fromkeys(c for lot in lots for c in lot.cpv)),
            places=(only.places if only else None) or self._places(self.project),
            duration_months=(only.duration_months if only else None) or _duration(self.project),
            evidence=tuple(self.cite.quote(n) for n in title[:1]),
            confidence=0.99,
        )

    def _places(self, project: Node) -> tuple[Place, ...]:
        places: dict[tuple[str, str], Place] = {}
        for location in project.all("RealizedLocation"):
            city = text_of(location.first("Address/CityName"))
            nuts = text_of(location.first("Address/CountrySubentityCode"))
            told = self._pick(location.all("Description"))
            if city and city != _WITHHELD:
                places.setdefault(("commune", city), Place(kind="commune", name=city))
            if nuts and nuts != _WITHHELD and not nuts.endswith("ZZZ"):
                places.setdefault(("nuts", nuts), Place(kind="nuts", name=city or nuts, code=nuts))
            if told:
                places.setdefault(("text", told[0].text), Place(kind="text", name=told[0].text[:300]))
        return tuple(places.values())

    def _each(self, path: str) -> Iterator[Node]:
        for _, lot in self.lots:
            yield from lot.all(path)
        yield from self.root.all(path)

    def _said(self, nodes: Sequence[Node]) -> Stated[str] | None:
        picked = self._pick(nodes)
        return self.cite.state(picked[0].text, picked[0]) if picked else None

    def _pick(self, nodes: Iterable[Node]) -> list[Node]:
        return in_one_language(nodes, self.language)

    def _prose(self, top: Node) -> Iterator[Node]:
        """The prose below a node, one language; the lots are not the call's own prose."""
        groups: dict[str, list[Node]] = {}
        for child in top.children:
            if child.name in _UNSPOKEN or (child.name == "ProcurementProjectLot" and top is self.root):
                continue
            if child.name in _PROSE and child.text and child.text != _WITHHELD:
                groups.setdefault(child.name, []).append(child)
            else:
                yield from self._prose(child)
        for held in groups.values():
            yield from self._pick(held)

    def _fields(self) -> Iterator[tuple[str, Node]]:
        """The prose to show, what is bought first; each with its lot; then the day it was sent."""
        for node in (self.project, self.root):
            for prose in self._prose(node):
                yield "", prose
        for number, lot in self.lots:
            prefix = f"{lot_word(self.language)} {number}" if self.divided else ""
            project = lot.first("ProcurementProject")
            for top in (project, lot):
                for prose in self._prose(top) if top is not None else ():
                    yield prefix, prose
        if (sent := self.root.first("IssueDate")) is not None and sent.text:
            yield "", sent


def in_one_language(nodes: Iterable[Node], language: str) -> list[Node]:
    """Of texts said in several languages, those in French, else in the notice's language, else in one of
    them."""
    spoken = [node for node in nodes if node.text and node.text != _WITHHELD]
    tongues = [node.attributes.get("languageID", language).upper() for node in spoken]
    for wanted in ("FRA", language, "DEU", "ENG", *tongues[:1]):
        if wanted in tongues:
            return [node for node, tongue in zip(spoken, tongues, strict=True) if tongue == wanted]
    return spoken


def _scheme(lot: Node) -> str:
    node = lot.first("ID")
    scheme = node.attributes.get("schemeName") if node is not None else None
    prefixes = {"GLO": "LotsGroup", "PAR": "Part"}
    return scheme or prefixes.get((text_of(node) or "")[:3].upper(), "Lot")


def _number(lot: Node) -> str:
    return bare_number(text_of(lot.first("ID")) or "")


def bare_number(said: str) -> str:
    """ "LOT-0012" is lot 12; another way of writing stays as it is."""
    digits = said.rpartition("-")[2]
    return (digits.lstrip("0") or "0") if digits.isdigit() else said


def _amount(project: Node) -> Amount | None:
    """BT-27 (0 means not told) and the framework's ceiling (BT-271)."""
    total = project.first("RequestedTenderTotal")
    if total is None:
        return None
    estimate = total.first("EstimatedOverallContractAmount")
    ceiling = next(total.within("FrameworkMaximumAmount"), None)
    value, most = number_of(text_of(estimate)), number_of(text_of(ceiling))
    node = ceiling if most else estimate
    if node is None or not (value or most):
        return None
    return Amount(
        min=None if most else value, max=most or value, currency=node.attributes.get("currencyID", "EUR")
    )


def _cpv(project: Node) -> tuple[str, ...]:
    kinds = ("MainCommodityClassification", "AdditionalCommodityClassification")
    codes = [n.text[:8] for kind in kinds for n in project.all(f"{kind}/ItemClassificationCode")]
    return tuple(dict.fromkeys(code for code in codes if code[:8].isdigit()))


def _duration(project: Node) -> float | None:
    measure = project.first("PlannedPeriod/DurationMeasure")
    value = number_of(text_of(measure))
    if measure is not None and value:
        return in_months(value, measure.attributes.get("unitCode"))
    start = parse_day(text_of(project.first("PlannedPeriod/StartDate")))
    end = parse_day(text_of(project.first("PlannedPeriod/EndDate")))
    return months_between(start, end) if start and end else None

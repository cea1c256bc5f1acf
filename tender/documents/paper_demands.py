"""The papers a call demands: the form that answers each, or whose paper, and how it stands when it counts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from tender.documents.response import HeldPaper, Response
from tender.vocabulary.call import RequiredDocument
from tender.vocabulary.iso import day_of
from tender.vocabulary.paper import SOCIAL_MONTHS, PaperKind, folded_name, kinds_of


class State(StrEnum):
    """How a demanded paper stands, all members together."""

    GENERATED = "generated"
    HELD = "held"
    EXPIRED = "expired"
    MISSING = "missing"
    LATER = "later"
    NOT_DUE = "not_due"


class Fitness(StrEnum):
    """How one member's paper stands.

    fit; unsure: its dates wait for a person; declared: its file is still to come; undated: an age is asked
    and its day is not known; other_holder: its file names another SIREN; ends_early: good at the deposit but
    ends before the work begins; too_old and ended: on the day of the deposit; missing.
    """

    FIT = "fit"
    UNSURE = "unsure"
    DECLARED = "declared"
    UNDATED = "undated"
    ENDS_EARLY = "ends_early"
    OTHER_HOLDER = "other_holder"
    TOO_OLD = "too_old"
    ENDED = "ended"
    MISSING = "missing"

    @property
    def stops(self) -> bool:
        """The buyer could put the offer aside for it."""
        return self in (Fitness.MISSING, Fitness.ENDED, Fitness.TOO_OLD)


@dataclass(frozen=True, slots=True)
class MemberPaper:
    """One member's answer to a demand. `lots`: those of its shares that ask for it ("": an undivided call).

    `good_until`: ISO day after which its paper no longer serves here, for its end or its age; `beside`: the
    papers of the other kinds the demand names.
    """

    member: str
    fitness: Fitness
    lots: tuple[str, ...] = ()
    paper: HeldPaper | None = None
    good_until: str = ""
    beside: tuple[HeldPaper, ...] = ()

    @property
    def papers(self) -> tuple[HeldPaper, ...]:
        """Every paper that answers: several where the demand names several kinds."""
        return (*((self.paper,) if self.paper is not None else ()), *self.beside)


@dataclass(frozen=True, slots=True)
class Demand:
    """A paper the call demands and its answer.

    `form`: the form that answers it; `members`: else each member's own paper. `months`: no older than that at
    the deposit. LATER: asked only of the winner, not all there. NOT_DUE: nobody subcontracts.
    """

    document: RequiredDocument
    state: State
    form: str | None = None
    held: tuple[HeldPaper, ...] = ()
    members: tuple[MemberPaper, ...] = ()
    months: int | None = None

    def of(self, *fitness: Fitness) -> tuple[str, ...]:
        """The members (identifiers) whose paper stands so."""
        return tuple(one.member for one in self.members if one.fitness in fitness)

    @property
    def missing(self) -> tuple[str, ...]:
        """Members without the paper."""
        return self.of(Fitness.MISSING)

    @property
    def expired(self) -> tuple[str, ...]:
        """Members whose paper ends before the deadline, or is too old by then."""
        return self.of(Fitness.ENDED, Fitness.TOO_OLD)


_GERMAN_GROUP = r"(bieter|bewerber|arbeits)gemeinschaft|formblatt 234|\bvhb 234\b"
_ESPD = r"\bdume\b|document unique de marche europeen"
# A demand is recognised by its folded words, the first pattern that fits deciding: a form answers it…
_BY_FORM: tuple[tuple[str, str], ...] = (
    (r"\bdc ?1\b|lettre de candidature|habilitation du mandataire", "DC1"),
    (r"\bdc ?2\b|declaration du candidat", "DC2"),
    (r"\bdc ?4\b|declarations? de sous.traitance", "DC4"),
    (r"^((le|les|un|present) )*(cahiers? des (clauses|charges)|ccap\b|cctp\b|ccp\b)", "ATTRI1"),
    (r"^((le|present) )*reglement de (la )?consultation", "ATTRI1"),
    (r"acte d.engagement|\battri ?1\b|\bdc ?3\b|^ae\b|\(ae\)", "ATTRI1"),
    (r"pouvoirs? (donne|du membre|des cotraitants|des membres)|habilitation des cotraitants", "POUVOIR"),
    (r"convention de groupement|convention de cotraitance|repartition (entre|des) cotraitants", "CONVENTION"),
    (r"memoire|note (technique|methodologique)|cadre de reponse|offre technique", "MEMOIRE"),
    (r"\bbpu\b|\bdpgf\b|\bdqe\b|bordereau|decomposition du prix|detail (quantitatif|estimatif)", "BPU"),
    (_ESPD, "DUME"),
    (_GERMAN_GROUP, "BIETERGEMEINSCHAFT"),
    (r"\bsiren\b|\bsiret\b|numero unique d.identification", "DC2"),
    (r"declaration sur l.honneur|attestation sur l.honneur", "DC1"),
    (r"chiffres? d.affaires|effectifs?\b|references?\b|moyens (humains|techniques|materiels)", "DC2"),
)

_COMMON = frozenset(
    {"attestation", "certificat", "copie", "document", "membre", "pour", "avec", "dans", "cours"}
)
"""Words that two papers share without being the same."""

_AGE = re.compile(
    r"\b(?:moins de|inferieure? a|n excedant pas|au plus|maximum(?: de)?)\s+(?:\(?\d{1,2}\)?\s+)?"
    r"(?P<count>\d{1,3}|un|deux|trois|quatre|six|neuf|douze)\s+(?:\(\s*\d{1,2}\s*\)\s*)?(?P<unit>mois|ans?|jours?)\b"
)
_COUNTS = {"un": 1, "deux": 2, "trois": 3, "quatre": 4, "six": 6, "neuf": 9, "douze": 12}
_DATED = frozenset(
    {
        PaperKind.SOCIAL,
        PaperKind.FISCAL,
        PaperKind.REGISTRATION,
        PaperKind.INSURANCE,
        PaperKind.BANK,
        PaperKind.ACCOUNTS,
    }
)
"""Kinds of which an age may be asked; « de moins de trois ans » beside references is no age of the paper."""
_SINGLE = frozenset({PaperKind.SOCIAL, PaperKind.FISCAL, PaperKind.INSURANCE, PaperKind.BANK})
"""Kinds of which no paper stands for another, so that a demand that names two asks two."""


def demands(response: Response) -> tuple[Demand, ...]:
    """Each paper the call demands, in its order, with its answer."""
    return tuple(_answer(response, document) for document in response.required_documents)


def months_asked(document: RequiredDocument) -> int | None:
    """How old the paper may be at most, in whole months; None: nothing says.

    An attestation de vigilance is never older than six months. Source: D8222-5, 1° du code du travail.
    """
    kinds = kinds_of(document.name)
    if not kinds & _DATED:
        return None
    said = [folded_name(document.name), *(folded_name(one.quote) for one in document.evidence)]
    for words in said:
        asked = _AGE.search(words)
        if asked is not None:
            count = _COUNTS.get(asked["count"]) or int(asked["count"])
            unit = asked["unit"]
            months = (
                count * 12 if unit.startswith("an") else count // 30 if unit.startswith("jour") else count
            )
            return max(1, months)
    return SOCIAL_MONTHS if kinds == {PaperKind.SOCIAL} else None


def _answer(response: Response, document: RequiredDocument) -> Demand:
    name = folded_name(document.name)
    form = next((code for pattern, code in _BY_FORM if re.search(pattern, name)), None)
    if form in {"CONVENTION", "POUVOIR", "BIETERGEMEINSCHAFT"} and not response.is_group:
        form = None
    if form == "DUME":
        form = "DUME" if asks_for_espd(response) else "DC2"
    if form == "DC4" and not response.subcontracts:
        return Demand(document, State.NOT_DUE, form)
    if form is not None:
        return Demand(document, State.GENERATED, form)
    fitting = tuple(paper for paper in response.papers if _same_paper(name, paper))
    if any(paper.member is None for paper in fitting):
        return Demand(document, State.HELD, held=fitting)
    months = months_asked(document)
    members = tuple(
        _of_member(
            response,
            member.id,
            lots,
            [one for one in fitting if one.member == member.id],
            months=months,
            kinds=_each_owed(name),
        )
        for member in response.members
        if (lots := _lots_of(response, member.id, document)) is not None
    )
    found = {one.fitness for one in members}
    state = (
        State.MISSING
        if Fitness.MISSING in found
        else State.EXPIRED
        if found & {Fitness.ENDED, Fitness.TOO_OLD}
        else State.HELD
    )
    if state is not State.HELD and document.part == "attribution":
        state = State.LATER
    return Demand(document, state, None, fitting, members, months)


def _lots_of(response: Response, member: str, document: RequiredDocument) -> tuple[str, ...] | None:
    """The lots for which this member owes the paper; None: for none of its own."""
    own = tuple(lot.number for lot in response.lots if any(share.member == member for share in lot.shares))
    if document.lots is None or not own:
        return own
    asked = tuple(number for number in own if number in document.lots)
    return asked or None


def _of_member(
    response: Response,
    member: str,
    lots: tuple[str, ...],
    papers: Iterable[HeldPaper],
    *,
    months: int | None,
    kinds: frozenset[PaperKind],
) -> MemberPaper:
    """The best of a member's papers; where the demand names several `kinds`, the worst of the bests."""
    owed, deposit = MemberPaper(member, Fitness.MISSING, lots), day_of(response.call.deadline)
    held, starts, order = tuple(papers), _start(response, lots), list(Fitness)

    def best(kind: PaperKind | None) -> MemberPaper:
        ranked = [
            _stands(owed, paper, deposit, starts, _months_for(paper, months))
            for paper in held
            if kind is None or kind in _kinds(paper)
        ]
        return min(ranked, key=lambda one: order.index(one.fitness), default=owed)

    bests = [best(kind) for kind in sorted(kinds) or (None,)]
    worst = max(bests, key=lambda one: order.index(one.fitness))
    return replace(worst, beside=tuple(one.paper for one in bests if one is not worst and one.paper))


def _stands(
    owed: MemberPaper, paper: HeldPaper, deposit: date | None, starts: date | None, months: int | None
) -> MemberPaper:
    ends, issued = day_of(paper.valid_until), day_of(paper.issued_on)
    oldest = after_months(issued, months) if issued is not None and months is not None else None
    last = min((one for one in (ends, oldest) if one is not None), default=None)
    if ends is not None and deposit is not None and ends < deposit:
        fitness = Fitness.ENDED
    elif oldest is not None and deposit is not None and oldest < deposit:
        fitness = Fitness.TOO_OLD
    elif paper.other_holder:
        fitness = Fitness.OTHER_HOLDER
    elif ends is not None and starts is not None and ends < starts:
        fitness = Fitness.ENDS_EARLY
    elif months is not None and issued is None and ends is None:
        fitness = Fitness.UNDATED
    elif paper.declared_only:
        fitness = Fitness.DECLARED
    else:
        fitness = Fitness.UNSURE if paper.unsure else Fitness.FIT
    return replace(owed, fitness=fitness, paper=paper, good_until=last.isoformat() if last else "")


def _start(response: Response, lots: tuple[str, ...]) -> date | None:
    """When the work begins on the first of these lots: the call's own day, else the split's first month."""
    said = day_of(response.call.start)
    if said is not None:
        return said
    months = [lot.start_month for lot in response.lots if lot.start_month and lot.number in lots]
    return day_of(f"{min(months)}-01") if months else None


def after_months(day: date, months: int) -> date:
    """The day so many months later; the last of a shorter month."""
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    first_after = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day.day - 1), first_after - timedelta(days=1))


def asks_for_german_group(response: Response) -> bool:
    """A group answers, and the call asks for its declaration or is written in German."""
    names = (folded_name(document.name) for document in response.required_documents)
    asked = response.call.language == "de" or any(re.search(_GERMAN_GROUP, name) for name in names)
    return response.is_group and asked


def asks_for_espd(response: Response) -> bool:
    """The call asks for the DUME, and not for the DC1 or DC2 it may replace (R2143-4)."""
    names = [folded_name(document.name) for document in response.required_documents]
    return any(re.search(_ESPD, name) for name in names) and not any(
        re.search(r"\bdc ?[12]\b", name) for name in names
    )


def _same_paper(demanded: str, paper: HeldPaper) -> bool:
    held = folded_name(paper.name)
    if demanded == held or (len(held) > 5 and held in demanded) or (len(demanded) > 5 and demanded in held):
        return True
    if kinds_of(demanded) & _kinds(paper):
        return True
    words = {word for word in re.findall(r"[a-z]{4,}", held) if word not in _COMMON}
    return len(words) > 1 and len(words & set(re.findall(r"[a-z]{4,}", demanded))) >= 0.75 * len(words)


def _months_for(paper: HeldPaper, months: int | None) -> int | None:
    """The age asked, and for an attestation de vigilance never more than the law's."""
    if PaperKind.SOCIAL not in _kinds(paper):
        return months
    return SOCIAL_MONTHS if months is None else min(months, SOCIAL_MONTHS)


def _kinds(paper: HeldPaper) -> frozenset[PaperKind]:
    return kinds_of(paper.name) | ({PaperKind(paper.kind)} if paper.kind else frozenset())


def _each_owed(demanded: str) -> frozenset[PaperKind]:
    """« Attestations fiscales et sociales »: a paper of each kind is owed, not one of either."""
    kinds = kinds_of(demanded) & _SINGLE
    return kinds if len(kinds) > 1 and re.search(r"\bou\b", demanded) is None else frozenset()

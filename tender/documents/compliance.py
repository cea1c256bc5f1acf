"""The compliance matrix: every demand of a call, its answer in the archive, its place, and how it stands.

Papers and criteria come from the reading; rules of form (signature, file names, sizes, pages, formats) are
found in the words of the rules of the call (form_rules.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tender.documents.demanded import Demanded, Packed, Row, Standing
from tender.documents.form_rules import rules_of_form
from tender.documents.paper_demands import Demand, Fitness, State, demands
from tender.documents.response import Response
from tender.documents.said import Said
from tender.vocabulary.call import AwardCriterion, Grouping
from tender.vocabulary.paper import folded_name
from tender.vocabulary.source import Stated
from tender.vocabulary.split import PartyForm


def matrix(
    response: Response,
    rules: Iterable[Said],
    files: tuple[Packed, ...],
    size: int,
    grouping: Grouping | None = None,
) -> tuple[Row, ...]:
    """Every demand, in order: papers, criteria, the group's form, rules of form. `size`: of the archive."""
    deposited = tuple(one for one in files if not one.spare)
    rows = [_paper(demand, deposited, response) for demand in demands(response)]
    rows += [_criterion(one, deposited) for one in _leaves(response.criteria)]
    rows += _of_group(response, grouping or Grouping())
    rows += rules_of_form(tuple(rules), deposited, size)
    return tuple(dict.fromkeys(rows))


_STANDINGS = {
    State.GENERATED: Standing.MET,
    State.HELD: Standing.MET,
    State.EXPIRED: Standing.BROKEN,
    State.MISSING: Standing.BROKEN,
    State.LATER: Standing.LATER,
    State.NOT_DUE: Standing.NOT_DUE,
}


def _paper(demand: Demand, files: tuple[Packed, ...], response: Response) -> Row:
    paths = tuple(one.path for one in files if demand.form is not None and one.form == demand.form)
    sums = {paper.sha256 for one in demand.members for paper in one.papers if paper.sha256}
    paths += tuple(one.path for one in files if one.sha256 in sums)
    held = tuple(dict.fromkeys(paper.name for paper in demand.held))
    standing = _STANDINGS[demand.state]
    if demand.state is State.GENERATED and not paths:
        standing = Standing.BROKEN
    elif demand.state is State.HELD and demand.of(Fitness.DECLARED, Fitness.UNSURE, Fitness.OTHER_HOLDER):
        standing = Standing.PERSON
    where = demand.document.evidence[0] if demand.document.evidence else None
    return Row(
        Demanded.PAPER,
        demand.document.name,
        standing,
        where.document if where else "",
        where.page if where else None,
        paths or held,
        tuple(response.name_of(member) for member in dict.fromkeys((*demand.missing, *demand.expired))),
    )


def _leaves(criteria: Iterable[AwardCriterion]) -> Iterable[AwardCriterion]:
    for one in criteria:
        if one.sub:
            yield from _leaves(one.sub)
        else:
            yield one


def _criterion(one: AwardCriterion, files: tuple[Packed, ...]) -> Row:
    """A criterion of price is answered by the price schedule, any other by the mémoire and buyer's frame."""
    price = re.search(r"\bprix\b|\bcouts?\b|montant|tarif", folded_name(one.name)) is not None
    wanted = ("BPU", "ATTRI1") if price else ("CADRE", "MEMOIRE")
    paths = tuple(held.path for held in files if held.form in wanted)
    where = one.evidence[0] if one.evidence else None
    return Row(
        Demanded.CRITERION,
        one.name,
        Standing.MET if paths else Standing.BROKEN,
        where.document if where else "",
        where.page if where else None,
        paths,
    )


def _of_group(response: Response, grouping: Grouping) -> list[Row]:
    """What the call says of the group's form, beside ours.

    No form can be imposed for the deposit, only on the winner. Source: R2142-22; R2142-24 for the leader.
    """
    rows = []
    imposed, solidary = grouping.form_imposed, grouping.lead_solidary
    if imposed is not None and response.is_group:
        ours = response.form.value if response.form is not None else ""
        fits = imposed.value in ("null", ours)
        answer = {"joint": "groupement conjoint", "solidary": "groupement solidaire"}.get(ours, "")
        rows.append(_stated(imposed, Standing.MET if fits else Standing.LATER, answer))
    if solidary is not None and solidary.value and response.is_group:
        bound = response.form is PartyForm.SOLIDARY or bool(response.lead_solidary)
        standing = Standing.MET if bound else Standing.BROKEN
        rows.append(_stated(solidary, standing, "mandataire solidaire" if bound else ""))
    return rows


def _stated(said: Stated[str] | Stated[bool], standing: Standing, answer: str) -> Row:
    where = said.evidence[0] if said.evidence else None
    return Row(
        Demanded.GROUPING,
        " ".join(where.quote.split()) if where else str(said.value),
        standing,
        where.document if where else "",
        where.page if where else None,
        (answer,) if answer else (),
    )


def pages_of(data: bytes) -> int | None:
    """The pages of a PDF this program wrote; None for other files."""
    if not data.startswith(b"%PDF"):
        return None
    return len(re.findall(rb"/Type\s*/Page(?![a-zA-Z])", data)) or None

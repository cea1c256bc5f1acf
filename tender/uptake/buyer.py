"""The report of one buyer over a base: what it declares, beside its peers, and who won."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import quantiles
from typing import Final

from tender.uptake.base import Base
from tender.uptake.bodies import kind_of
from tender.uptake.figures import (
    BuyerFigures,
    BuyerFound,
    BuyerKind,
    Line,
    Odd,
    Peers,
    Reserved,
    Winners,
)
from tender.uptake.inclusive import ASSOCIATION
from tender.uptake.lines import grouped, share_of, whole_line
from tender.uptake.narrowing import OFFERS, condition, quoted, siren_number
from tender.uptake.rates import rate_of
from tender.uptake.references import REFERENCES
from tender.uptake.scope import peer_rule, whole_condition
from tender.uptake.slices import Kind, Oddity, Offers, Size, Slice, Winner

LEAST: Final = 5
"""A buyer is compared by its share only with so many filled contracts."""
_DATED: Final = (Oddity.DATE, Oddity.UNDATED)


def buyer_figures(base: Base, buyer: str, first: str | None = None, last: str | None = None) -> BuyerFigures:
    """The figures of a buyer (SIREN, or SIRET of which the SIREN counts) over a period of notification.

    `first`, `last`: ISO days, both included. A buyer without contracts has figures of nothing. Raises
    ValueError for a day that is none.
    """
    siren = f"{siren_number(buyer):09}"
    asked = Slice(buyer=siren, first=first or None, last=last or None)
    known = find_buyer(base, siren)
    total = whole_line(base, asked)
    return BuyerFigures(
        buyer=siren,
        name=known.name if known else None,
        kind=known.kind if known else kind_of(siren),
        period=_period(base, asked),
        base=base.facts,
        total=total,
        by_year=grouped(base, asked, "year"),
        by_cpv=grouped(base, asked, "cpv"),
        by_size=tuple(sorted(grouped(base, asked, "size"), key=_band)),
        by_departement=grouped(base, asked, "departement"),
        by_procedure=grouped(base, asked, "procedure", "contracts DESC, 1"),
        peers=_peers(base, asked, total),
        references=REFERENCES,
        winners=_winners(base, asked),
        reserved=_reserved(base, asked, total),
        odd=_odd(base, asked),
    )


def _band(line: Line) -> int:
    """Where a band of amounts stands, the lowest first, those not said last."""
    bands = [size.value for size in Size]
    return bands.index(line.key) if line.key in bands else len(bands)


def find_buyer(base: Base, buyer: str) -> BuyerFound | None:
    """A buyer of the base by SIREN or SIRET."""
    found = search_rows(base, f"siren = {siren_number(buyer)}", 1)
    return found[0] if found else None


def search_buyers(base: Base, words: str, most: int = 20) -> tuple[BuyerFound, ...]:
    """Buyers whose name holds every word, or whose number begins with the digits; most contracts first."""
    digits = words.replace(" ", "")
    if digits.isascii() and digits.isdigit():
        return search_rows(base, f"starts_with(siren_text(siren), {quoted(digits[:9])})", most)
    told = (f"contains(folded(name), folded({quoted(word)}))" for word in words.split()[:8])
    return search_rows(base, " AND ".join(told) or "true", most)


def search_rows(base: Base, where: str, most: int) -> tuple[BuyerFound, ...]:
    """Buyers that fulfil a condition of ours."""
    query = (
        f"SELECT siren_text(siren), name, kind, contracts FROM buyers WHERE {where} "
        "ORDER BY contracts DESC, siren LIMIT $1"
    )
    return tuple(
        BuyerFound(siren, name, BuyerKind(kind), contracts)
        for siren, name, kind, contracts in base.ask(query, [most])
    )


def _period(base: Base, asked: Slice) -> tuple[str | None, str | None]:
    query = f"SELECT min(notified)::VARCHAR, max(notified)::VARCHAR FROM contracts WHERE {condition(asked)}"
    first, last = base.ask(query)[0]
    return asked.first or first, asked.last or last


def _peers(base: Base, asked: Slice, own: Line) -> Peers | None:
    siren = asked.buyer or ""
    rule = peer_rule(base, siren)
    if rule is None:
        return None
    scope = replace(asked, peers=True)
    line = whole_line(base, scope)
    query = (
        f"SELECT count(*) FILTER (any_social) / count(*) FROM contracts WHERE {whole_condition(base, scope)} "
        f"AND filled GROUP BY siren HAVING count(*) >= {LEAST} ORDER BY 1"
    )
    shares = [float(row[0]) for row in base.ask(query)]
    told = own.any.count / own.any.of if own.any.of >= LEAST else None
    return Peers(
        rule=rule,
        buyers=line.buyers or 0,
        line=line,
        compared=len(shares),
        least=LEAST,
        quartiles=_quartiles(shares),
        below=None if told is None else sum(1 for share in shares if share < told),
    )


def _quartiles(shares: Sequence[float]) -> tuple[float, float, float] | None:
    """The three quartiles of at least five shares; of fewer they would name somebody."""
    if len(shares) < LEAST:
        return None
    low, middle, high = quantiles(shares, n=4, method="inclusive")
    return round(low, 4), round(middle, 4), round(high, 4)


def _winners(base: Base, asked: Slice) -> Winners | None:
    listed = base.facts.listed
    if listed is None:
        return None
    where = condition(asked)
    total, readable, euros = base.ask(
        f"SELECT count(*), count(*) FILTER (readable), coalesce(sum(amount), 0) FROM contracts WHERE {where}"
    )[0]
    won = base.ask(
        "SELECT bool_or(exact), bool_or(exact AND wins.kind = $1), max(holders), any_value(amount) "
        f"FROM contracts JOIN wins USING (last_row) WHERE {where} GROUP BY last_row",
        [ASSOCIATION],
    )
    by_kind = base.ask(
        "SELECT kind, count(*), coalesce(sum(amount), 0) FROM ("
        "SELECT DISTINCT last_row, wins.kind, amount FROM contracts JOIN wins USING (last_row) "
        f"WHERE {where} AND exact) GROUP BY kind ORDER BY 2 DESC, 1"
    )
    exact = [row for row in won if row[0]]
    return Winners(
        listed=listed,
        readable=rate_of(readable, total),
        siae=rate_of(len(exact), readable),
        ai=rate_of(sum(1 for row in exact if row[1]), readable),
        alone=sum(1 for row in exact if row[2] == 1),
        grouped=sum(1 for row in exact if row[2] > 1),
        same_company=len(won) - len(exact),
        amount=share_of(sum(row[3] or 0.0 for row in exact), euros),
        by_kind=tuple((kind, count, round(amount, 2)) for kind, count, amount in by_kind),
        slice=replace(asked, winner=Winner.SIAE),
    )


def _reserved(base: Base, asked: Slice, total: Line) -> Reserved:
    scope = asked.of(Kind.RESERVED)
    counts = ", ".join(f"count(*) FILTER ({OFFERS[one]})" for one in Offers)
    row = base.ask(f"SELECT {counts} FROM contracts WHERE {condition(scope)}")[0]
    by_offers = dict(zip(Offers, row, strict=True))
    winners = _winners(base, scope)
    return Reserved(
        contracts=total.reserved,
        amount=total.reserved_amount,
        none=by_offers[Offers.NONE],
        one=by_offers[Offers.ONE],
        several=by_offers[Offers.SEVERAL],
        unknown=by_offers[Offers.UNKNOWN],
        won_by_siae=winners.siae if winners else None,
        slice=scope,
    )


def _odd(base: Base, asked: Slice) -> tuple[Odd, ...]:
    """Every case that applies; a contract without a sensible date is in no period, so these look at all."""
    found = []
    for code in Oddity:
        scope = replace(asked, oddity=code)
        if code in _DATED:
            scope = replace(scope, first=None, last=None)
        query = f"SELECT count(*) FROM contracts WHERE {condition(scope)}"
        ((count,),) = base.ask(query)
        if count:
            found.append(Odd(code, count, scope))
    return tuple(found)

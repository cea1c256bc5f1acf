"""What a slice means over a base: its buyer's peers, and who won, need more than a contract's own words."""

from __future__ import annotations

from typing import Final

from tender.uptake.base import Base
from tender.uptake.figures import BuyerKind, PeerRule, PeersBy
from tender.uptake.inclusive import ASSOCIATION
from tender.uptake.narrowing import condition, quoted, siren_number
from tender.uptake.slices import Slice, Winner

_WON: Final = "last_row IN (SELECT last_row FROM wins WHERE exact{which})"
_WINNERS: Final = {
    Winner.SIAE: _WON.format(which=""),
    Winner.AI: _WON.format(which=f" AND kind = {quoted(ASSOCIATION)}"),
    Winner.ALONE: _WON.format(which=" AND holders = 1"),
    Winner.GROUPED: _WON.format(which=" AND holders > 1"),
    Winner.SAME_COMPANY: f"last_row IN (SELECT last_row FROM wins) AND NOT {_WON.format(which='')}",
    Winner.OTHER: f"readable AND NOT {_WON.format(which='')}",
}


def whole_condition(base: Base, asked: Slice) -> str:
    """The condition of a slice with its peers and winners."""
    said = [condition(asked)]
    if asked.peers:
        rule = peer_rule(base, asked.buyer or "0")
        said.append(_among_peers(rule, asked.buyer or "0") if rule else "false")
        said += [f"siren <> {siren_number(one)}" for one in (asked.without or "").split(",") if one]
    if asked.winner is not None:
        said.append(_WINNERS[asked.winner])
    if asked.employer is not None:
        said.append(_WON.format(which=f" AND kind = {quoted(asked.employer)}"))
    return " AND ".join(f"({one})" for one in said)


def peer_rule(base: Base, siren: str) -> PeerRule | None:
    """How a buyer's peers are chosen; None for a buyer the base does not hold."""
    found = base.ask("SELECT kind, people, contracts FROM buyers WHERE siren = $1", [siren_number(siren)])
    if not found:
        return None
    kind, people, contracts = found[0]
    own, by = (people, PeersBy.POPULATION) if people else (contracts, PeersBy.CONTRACTS)
    return PeerRule(BuyerKind(kind), by, own, -(-own // 2), own * 2)


def _among_peers(rule: PeerRule, siren: str) -> str:
    """The condition of being a contract of a buyer's peers."""
    size = "people" if rule.by is PeersBy.POPULATION else "contracts"
    return (
        f"siren IN (SELECT siren FROM buyers WHERE kind = {quoted(rule.kind)} "
        f"AND {size} BETWEEN {rule.low} AND {rule.high} AND siren <> {siren_number(siren)})"
    )

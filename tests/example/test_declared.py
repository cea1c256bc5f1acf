"""The example's essential data show every kind of line of the report."""

from __future__ import annotations

from datetime import UTC, datetime

from tender.example import declared
from tender.uptake.base import Sources, build_base, open_base
from tender.uptake.buyer import buyer_figures
from tender.uptake.call_figures import Contact
from tender.uptake.effects import effect_of
from tender.uptake.inclusive import InclusiveList
from tender.uptake.slices import Oddity


def test_the_example_shows_every_kind_of_line(tmp_path):
    decp, listed = tmp_path / declared.NAME, tmp_path / declared.LIST_NAME
    decp.write_bytes(declared.declared_file())
    listed.write_bytes(declared.inclusive_file())
    given = InclusiveList(listed, declared.LIST_SOURCE, declared.LIST_DAY.isoformat())
    build_base(Sources([(decp.name, decp)], (), given), tmp_path / "base", datetime(2026, 11, 22, tzinfo=UTC))

    base = open_base(tmp_path / "base")
    figures = buyer_figures(base, declared.BUYER)
    effect = effect_of(base, Contact("1", declared.BUYER, declared.CONTACTED), [declared.BUYER])

    assert declared.declared_file() == decp.read_bytes()
    assert figures.name == declared.BUYER_NAME
    assert 10 <= figures.total.any.count < figures.total.any.of < figures.total.contracts
    assert 0 not in (figures.total.clause.count, figures.total.criterion.count, figures.total.reserved.count)
    assert 0 not in (figures.winners.ai.count, figures.reserved.won_by_siae.count)
    assert figures.peers.quartiles
    assert {Oddity.DATE, Oddity.HIGH_AMOUNT, Oddity.UNDER_FRAMEWORK, Oddity.SHARED_ID} <= {
        odd.code for odd in figures.odd
    }
    assert effect.months == 12

"""The report of the calls read here, counted by hand."""

from __future__ import annotations

from hypothesis import given
from hypothesis.strategies import builds, lists, none, sampled_from

from tender.uptake.report import CallFacts, asked_hours, call_report
from tender.vocabulary.clause import Clause, ClauseType, HoursDetail

INSERTION, RESERVED = ClauseType.EXEC_INSERTION, ClauseType.RESERVED_SIAE


def a_clause(kind=INSERTION, *details, lots=None, hours=None):
    held = tuple(HoursDetail(value, lot, per) for value, lot, per in details)
    return Clause(type=kind, lots=lots, hours=hours, hours_detail=held)


def a_call(*clauses, buyer="Ville", lots=("1", "2", "3"), key="1"):
    return CallFacts(key=key, buyer=buyer, title="Entretien", lots=lots, clauses=clauses)


def hours(call):
    return asked_hours(call, call.clauses)


def count(line, kind):
    return next(one for one in line.by_type if one.type is kind)


def test_no_call_gives_figures_of_nothing():
    report = call_report([])

    assert (report.total.calls, report.total.with_clause.share, report.rows) == (0, None, ())


def test_calls_and_lots_are_counted_with_their_denominators():
    report = call_report(
        [
            a_call(a_clause(INSERTION, lots=("1", "2")), a_clause(RESERVED, lots=("2",))),
            a_call(a_clause(INSERTION), lots=()),
            a_call(buyer="Métropole"),
        ]
    )

    assert (report.total.with_clause.count, report.total.with_clause.of) == (2, 3)
    assert (report.total.lots_with_clause.count, report.total.lots) == (3, 7)
    assert count(report.total, INSERTION).calls.count == 2
    assert count(report.total, INSERTION).lots.count == 3
    assert count(report.total, RESERVED).lots.count == 1
    assert [(line.buyer, line.calls) for line in report.buyers] == [("Ville", 2), ("Métropole", 1)]


def test_a_denial_is_told_and_never_counted():
    report = call_report([a_call(a_clause(ClauseType.NEGATED))])

    assert (report.total.with_clause.count, report.total.denied) == (0, 1)
    assert report.rows[0].type is ClauseType.NEGATED


def test_hours_a_year_and_hours_of_the_contract_are_never_added():
    report = call_report(
        [
            a_call(a_clause(INSERTION, (3000, None, "year"))),
            a_call(a_clause(INSERTION, (500, None, "contract"))),
        ]
    )

    assert [(h.per, h.hours, h.calls) for h in report.total.hours] == [
        ("contract", 500, 1),
        ("year", 3000, 1),
    ]


def test_hours_by_lot_add_up_and_their_total_is_not_added_to_them():
    clause = a_clause(INSERTION, (100, "1", "contract"), (250, "2", "contract"), (350, None, "contract"))

    assert hours(a_call(clause)) == {"contract": 350}


def test_the_same_figure_told_twice_counts_once():
    twice = (a_clause(INSERTION, (100, "1", "contract")), a_clause(INSERTION, (100, "1", "contract")))

    assert hours(a_call(*twice)) == {"contract": 100}


def test_hours_for_each_lot_count_for_each_lot():
    assert hours(a_call(a_clause(INSERTION, (200, None, "lot")))) == {"lot": 600}
    assert hours(a_call(a_clause(INSERTION, (200, None, "lot"), lots=("1", "3")))) == {"lot": 400}


def test_hours_without_a_scope_stand_apart():
    assert hours(a_call(a_clause(INSERTION, hours=120))) == {"unstated": 120}


def test_a_call_without_clause_has_its_line_too():
    row = call_report([a_call()]).rows[0]

    assert (row.type, row.lots, row.hours_per_contract) == (None, 3, None)


calls = builds(
    CallFacts,
    key=sampled_from("abc"),
    buyer=sampled_from(["Ville", "Métropole", ""]),
    lots=sampled_from([(), ("1",), ("1", "2")]),
    clauses=lists(
        builds(
            Clause, type=sampled_from(ClauseType), lots=none() | sampled_from([("1",), ("2",), ("1", "2")])
        ),
        max_size=3,
    ).map(tuple),
)


@given(lists(calls, max_size=6))
def test_buyers_add_up_to_the_whole_and_no_count_passes_its_denominator(facts):
    report = call_report(facts)

    assert sum(line.calls for line in report.buyers) == report.total.calls == len(facts)
    assert sum(line.lots for line in report.buyers) == report.total.lots
    for line in (report.total, *report.buyers):
        for rate in (
            line.with_clause,
            line.lots_with_clause,
            *(c.calls for c in line.by_type),
            *(c.lots for c in line.by_type),
        ):
            assert 0 <= rate.count <= rate.of

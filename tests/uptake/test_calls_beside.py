"""Calls read here beside what is declared: each rule on cases counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from tender.uptake.behind import contracts_behind
from tender.uptake.call_figures import Contact, Fate, HoursLine, JoinedBy, Standing
from tender.uptake.effects import effect_of, months_between
from tender.uptake.fates import asked_kinds, fates, is_reference, likeness
from tender.uptake.obligation import obligation
from tender.uptake.report import CallFacts
from tender.uptake.slices import Kind
from tender.uptake.worked import hide_small, hours_figures
from tender.vocabulary.clause import Clause, ClauseType, Family
from tender.vocabulary.source import Evidence
from tests.uptake.bases import METZ, PEERS, SMALL, a_base, of
from tests.uptake.made import a_contract

INSERTION = Clause(
    type=ClauseType.EXEC_INSERTION, evidence=(Evidence("CCAP.pdf", 4, "500 heures d’insertion"),)
)
RESERVED = Clause(type=ClauseType.RESERVED_SIAE, lots=("2",))


def a_call(key="1", **given):
    return CallFacts(
        key=key, **{"buyer": "Ville de Metz", "siren": METZ, "deadline": "2024-03-01T12:00:00+01:00"} | given
    )


def above(key, **given):
    return a_call(key, **{"launched": date(2026, 9, 1), "amount": 300_000.0, "threshold": 216_000.0} | given)


def test_calls_above_the_threshold_have_a_condition_a_derogation_or_are_to_check():
    found = obligation(
        [
            above("a", clauses=(INSERTION,)),
            above("b", derogation="Il est dérogé…"),
            above("c"),
            above("d", clauses=(RESERVED,)),
            above("under", amount=215_999.0),
            above("before", launched=date(2026, 8, 20)),
            above("no amount", amount=None),
            above("no day", launched=None),
        ]
    )

    rates = (found.condition, found.derogation, found.neither)
    assert [(rate.count, rate.of) for rate in rates] == [(1, 4), (1, 4), (2, 4)]
    assert found.undecided == 2
    told = {line.key: (line.standing, line.quote) for line in found.lines}
    assert told == {
        "a": (Standing.CONDITION, "500 heures d’insertion"),
        "b": (Standing.DEROGATION, "Il est dérogé…"),
        "c": (Standing.NEITHER, None),
        "d": (Standing.NEITHER, None),
    }


@pytest.mark.parametrize("kind", [kind for kind in ClauseType if kind.counts])
def test_a_clause_of_any_type_is_asked_and_meets_the_obligation_where_it_binds(kind):
    call = above("a", clauses=(Clause(type=kind),))

    assert asked_kinds(call)
    met = obligation([call]).lines[0].standing is Standing.CONDITION
    assert met is (kind.family in (Family.CONDITION, Family.OBJECT))


@pytest.mark.parametrize(
    ("reference", "number", "same"),
    [
        ("2024-012", "2024012", True),
        ("2024-012", "2024-012-L3", True),
        ("2024-012", "202401201", True),
        ("2024-012", "20240123", False),
        ("2024-012", "12024012", False),
        ("24S0007", "24s0007 lot2", True),
        ("2024", "2024", True),
        ("AOO", "AOO", False),
        ("", "2024012", False),
    ],
)
def test_an_identifier_is_the_call_s_reference_alone_or_with_a_lot(reference, number, same):
    assert is_reference(reference, number) is same


def test_titles_are_alike_by_their_words():
    title = "Entretien des espaces verts et des cimetières de la ville"

    assert likeness(title, "ENTRETIEN DES ESPACES VERTS, CIMETIERES - VILLE - lot 2 : tonte") == 1.0
    assert likeness(title, "Nettoyage des locaux") == 0.0
    assert likeness("Travaux", "Travaux") == 0.0


@pytest.fixture(scope="module")
def awarded(tmp_path_factory):
    title = "Nettoyage des groupes scolaires et gymnases"
    return a_base(
        tmp_path_factory.mktemp("awards"),
        a_contract("24-01-L1", objet="Peinture lot 1", social=["Clause sociale"]),
        a_contract("24-01-L2", objet="Peinture lot 2"),
        a_contract("24-02", objet="Voirie"),
        a_contract("24-03", objet="Signalisation", social=["MQ"]),
        a_contract("X9", objet=f"{title} - lot 4", social=["Marché réservé"]),
        a_contract("24-05", objet="Toiture", social=["Critère social"]),
        a_contract("24-06", objet="Autre acheteur", acheteur=of(PEERS["Caen"]), social=["Clause sociale"]),
    )


def test_what_a_call_asks_is_followed_to_its_award(awarded):
    found = fates(
        awarded,
        [
            a_call("kept", reference="24-01", clauses=(INSERTION,)),
            a_call("lost", reference="24-02", clauses=(INSERTION,)),
            a_call("unfilled", reference="24-03", clauses=(INSERTION,)),
            a_call("by title", title="Nettoyage des groupes scolaires et gymnases", clauses=(RESERVED,)),
            a_call("added", reference="24-05"),
            a_call("not ours", reference="24-06", clauses=(INSERTION,)),
            a_call("too late", reference="24-02", deadline="2024-06-01", clauses=(INSERTION,)),
            a_call("nothing", reference="24-02"),
            a_call("whose", siren=None),
        ],
    )

    told = {line.key: line.fate for line in found.lines}
    assert told == {
        "kept": Fate.KEPT, "lost": Fate.LOST, "unfilled": Fate.UNFILLED, "by title": Fate.KEPT,
        "added": Fate.ADDED, "not ours": Fate.NO_AWARD, "too late": Fate.NO_AWARD, "nothing": Fate.NOTHING,
    }  # fmt: skip
    assert (found.asking.count, found.asking.of, found.unknown_buyer) == (6, 8, 1)
    assert (found.joined.count, found.kept.count, found.kept.of) == (6, 2, 3)
    assert found.reserved_lots == 1
    kept = found.lines[0]
    assert ([one.number for one in kept.awards], kept.joined_by) == (
        ["24-01-L1", "24-01-L2"],
        JoinedBy.REFERENCE,
    )
    assert (found.lines[3].joined_by, found.lines[3].likeness) == (JoinedBy.TITLE, 1.0)


def test_without_a_base_no_award_is_found():
    assert fates(None, [a_call(clauses=(INSERTION,))]).lines[0].fate is Fate.NO_AWARD


def windowed(siren, before, after):
    """Contracts of a buyer: (all, social) in the year before 1 July 2024 and in the year after."""
    for day, (number, social) in (("2024-01-10", before), ("2024-10-10", after)):
        for place in range(number):
            said = ["Clause sociale"] if place < social else ["Pas de considération sociale"]
            yield a_contract(f"{siren}{day}{place}", social=said, dateNotification=day, acheteur=of(siren))


def test_a_contact_is_compared_with_buyers_nobody_contacted(tmp_path):
    nancy, caen = PEERS["Nancy"], PEERS["Caen"]
    base = a_base(
        tmp_path,
        *windowed(METZ, (30, 3), (40, 20)),
        *windowed(nancy, (30, 6), (30, 6)),
        *windowed(caen, (50, 50), (50, 50)),
        *windowed(SMALL, (30, 30), (30, 30)),
    )

    found = effect_of(base, Contact("1", METZ, date(2024, 7, 1)), [METZ, caen])

    lines = (found.before, found.after, found.others_before, found.others_after)
    assert [(line.any.count, line.any.of) for line in lines] == [(3, 30), (20, 40), (6, 30), (6, 30)]
    assert (found.others, found.enough, found.months) == (1, True, 3)
    for line in lines:
        assert contracts_behind(base, line.slice_of(Kind.ANY)).total == line.any.count
    assert not effect_of(base, Contact("1", METZ, date(2024, 7, 1), cpv="90"), [METZ]).enough


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2024, 1, 31), date(2024, 2, 28), 0),
        (date(2024, 7, 1), date(2024, 7, 31), 1),
        (date(2024, 7, 15), date(2025, 7, 14), 12),
        (date(2024, 7, 1), date(2024, 6, 1), 0),
    ],
)
def test_only_whole_months_are_observed(first, last, months):
    assert months_between(first, last) == months


def test_cells_of_fewer_than_five_people_are_hidden_and_cannot_be_worked_out():
    def shown(**cells):
        return {cell.key: cell.count for cell in hide_small("sex", cells)}

    assert shown(women=12, men=30) == {"women": 12, "men": 30}
    assert shown(women=4, men=30) == {"women": None, "men": None}
    assert shown(a=1, b=6, c=20, d=0) == {"a": None, "b": None, "c": 20, "d": 0}
    assert shown(a=1, b=2, c=20) == {"a": None, "b": None, "c": 20}


def test_hours_done_are_of_those_planned_where_both_are_known():
    found = hours_figures(
        [
            HoursLine("1", "Gros œuvre", 2025, 1000, 800, "facilitatrice"),
            HoursLine("2", "Nettoyage", 2025, 500, None, "facilitatrice"),
            HoursLine("3", "Tonte", None, None, 70, "AI du Pays"),
        ],
        {"sex": {"women": 3, "men": 9}},
    )

    assert (found.planned_all, found.planned_lines, found.done_all, found.done_lines) == (1500, 2, 870, 2)
    assert (found.both_done, found.both_planned, found.both_lines) == (800, 1000, 1)
    assert all(cell.hidden for cell in found.persons)

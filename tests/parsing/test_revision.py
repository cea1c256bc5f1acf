"""What changed between two readings, and which file takes the place of which."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tender.parsing import revision
from tender.parsing.revision import Change, ChangeKind, compare, lots_of, pairs
from tender.parsing.superseding import superseded
from tender.vocabulary.call import (
    AwardCriterion,
    Lot,
    MaxLots,
    PriceLineRead,
    Reading,
    RequiredDocument,
)
from tender.vocabulary.clause import Clause, ClauseType, HoursDetail
from tender.vocabulary.source import DocumentKind, Page, Source, Stated
from tender.workbench import facts
from tests.builders import a_reading, an_evidence

words = st.sampled_from(
    ["Nettoyage", "Espaces verts", "Voirie", "Écoles et gymnases", "Prix des prestations"]
)
numbers = st.sampled_from(["1", "2", "3", "4"])
some_lots = st.none() | st.lists(numbers, max_size=2, unique=True).map(tuple)
lots = st.builds(Lot, number=numbers, title=words, duration_months=st.sampled_from([None, 12.0, 24.0]))
criteria = st.builds(AwardCriterion, name=words, weight=st.sampled_from([None, 40.0, 60.0]), lots=some_lots)
papers = st.builds(RequiredDocument, name=words, part=st.sampled_from([None, "offre"]))
clauses = st.builds(
    Clause,
    type=st.sampled_from(list(ClauseType)),
    lots=some_lots,
    hours=st.sampled_from([None, 100.0, 250.0]),
    evidence=st.sampled_from([(), (an_evidence(),), (an_evidence(quote="d'autres mots"),)]),
)
prices = st.builds(PriceLineRead, number=numbers, designation=words, lot=st.none() | numbers)
moments = st.sampled_from(["2027-02-01T12:00:00+01:00", "2027-02-01", "2027-01-20T12:00:00+01:00"])
readings = st.builds(
    Reading,
    deadline=st.none() | st.builds(Stated, moments),
    subject=st.none() | st.builds(Stated, words),
    max_lots=st.builds(MaxLots, submitted=st.none() | st.builds(Stated, st.integers(1, 3))),
    lots=st.lists(lots, max_size=4).map(tuple),
    award_criteria=st.lists(criteria, max_size=4).map(tuple),
    required_documents=st.lists(papers, max_size=4).map(tuple),
    clauses=st.lists(clauses, max_size=4).map(tuple),
    price_lines=st.lists(prices, max_size=4).map(tuple),
)


def only(changes: tuple[Change, ...]) -> Change:
    """The one change there is."""
    assert len(changes) == 1, changes
    return changes[0]


@given(readings)
def test_a_reading_does_not_differ_from_itself(reading: Reading):
    assert compare(reading, reading) == ()


@given(readings, readings)
def test_what_one_way_adds_the_other_way_removes(first: Reading, second: Reading):
    there, back = compare(first, second), compare(second, first)

    assert sum(c.kind is ChangeKind.ADDED for c in there) - sum(
        c.kind is ChangeKind.REMOVED for c in there
    ) == (sum(c.kind is ChangeKind.REMOVED for c in back) - sum(c.kind is ChangeKind.ADDED for c in back))


@given(st.lists(lots, max_size=5), st.lists(lots, max_size=5))
def test_every_entry_stands_in_exactly_one_pair(first: list[Lot], second: list[Lot]):
    found = pairs("lot", first, second)

    assert sorted(i for i, _ in found if i is not None) == list(range(len(first)))
    assert sorted(j for _, j in found if j is not None) == list(range(len(second)))


@given(readings, readings)
def test_the_changes_account_for_every_entry(before: Reading, after: Reading):
    told = compare(before, after)

    for of, name in revision.LISTS:
        gone = sum(c.of == of and c.kind is ChangeKind.REMOVED for c in told)
        new = sum(c.of == of and c.kind is ChangeKind.ADDED for c in told)
        assert len(getattr(before, name)) - gone + new == len(getattr(after, name))


def test_the_lists_are_those_of_the_facts_kept():
    assert tuple((one.kind, one.field) for one in facts.LISTS) == revision.LISTS


def test_a_deadline_that_moved_is_told_first():
    before = a_reading()
    after = a_reading(
        deadline=Stated("2027-01-20T12:00:00+01:00", (an_evidence(page=2),)),
        required_documents=(),
        lots=before.lots[:1],
    )

    told = compare(before, after)

    assert [(c.of, c.key, c.kind.value) for c in told] == [
        ("field", "deadline", "changed"),
        ("lot", "", "removed"),
        ("document", "", "removed"),
    ]


def test_the_same_hour_in_another_zone_is_no_change():
    before = a_reading(deadline=Stated("2027-02-01T12:00:00+01:00"))
    after = a_reading(deadline=Stated("2027-02-01T11:00:00+00:00"))

    assert compare(before, after) == ()


def test_an_hour_that_was_not_known_is_a_change():
    before = a_reading(deadline=Stated("2027-02-01"))

    assert only(compare(before, a_reading())).key == "deadline"


def test_words_told_elsewhere_or_in_capitals_are_no_change():
    before = a_reading()
    after = replace(
        before,
        subject=Stated("NETTOYAGE DES  ECOLES", (an_evidence("RC2.pdf", 9),), 0.5),
        lots=tuple(replace(lot, evidence=(), confidence=0.4) for lot in before.lots),
    )

    assert compare(before, after) == ()


def test_hours_of_a_clause_that_changed_are_named():
    before = a_reading()
    clause = replace(
        before.clauses[0], hours=450.0, hours_detail=(HoursDetail(450.0, "1", "contract"),), evidence=()
    )

    change = only(compare(before, replace(before, clauses=(clause,))))

    assert change.parts == ("hours", "hours_detail")
    assert lots_of(change) == ("1",)


def test_a_lot_taken_out_renumbers_the_others_without_changing_what_is_said_of_them():
    before = a_reading(
        lots=(Lot("1", "Voirie"), Lot("2", "Écoles"), Lot("3", "Gymnases")),
        clauses=(Clause(ClauseType.EXEC_INSERTION, lots=("3",), hours=100.0),),
    )
    after = replace(
        before,
        lots=(Lot("1", "Voirie"), Lot("2", "Gymnases")),
        clauses=(Clause(ClauseType.EXEC_INSERTION, lots=("2",), hours=100.0),),
    )

    told = compare(before, after)

    assert [(c.kind.value, c.parts, lots_of(c)) for c in told] == [
        ("removed", (), ("2",)),
        ("changed", ("number",), ("3", "2")),
    ]


def test_a_paper_reworded_is_one_paper_that_changed():
    before = a_reading(
        required_documents=(RequiredDocument("Attestation d'assurance responsabilité civile"),)
    )
    after = a_reading(
        required_documents=(
            RequiredDocument("Attestation d'assurance responsabilité civile professionnelle"),
        )
    )

    assert only(compare(before, after)).parts == ("name",)


def a_paper(name: str, text: str, kind: DocumentKind = DocumentKind.RC) -> Source:
    """One file of one page."""
    return Source(name, f"{abs(hash((name, text))):064x}"[:64], kind, (Page(1, text),))


RULES = "\n".join(
    f"Article {n} : {what} de la consultation et de ses suites"
    for n, what in enumerate(("objet", "durée", "lots", "délais", "jugement", "remise", "visite"))
)


def test_a_file_of_the_same_name_takes_its_place():
    held = [a_paper("dce/RC.pdf", RULES), a_paper("dce/CCTP.pdf", RULES, DocumentKind.CCTP)]

    assert superseded(held, [a_paper("rc.pdf", "tout autre texte")]) == {"rc.pdf": "dce/RC.pdf"}


def test_a_rectified_paper_under_another_name_takes_the_place_of_the_first():
    held = [a_paper("1_RC.pdf", RULES), a_paper("2_CCTP.pdf", RULES, DocumentKind.CCTP)]
    sent = a_paper(
        "RC rectifié du 3 mai.pdf", RULES.replace("remise", "envoi") + "\nArticle ajouté : avenants"
    )

    assert superseded(held, [sent]) == {"RC rectifié du 3 mai.pdf": "1_RC.pdf"}


def test_a_short_rectification_stands_beside_what_it_corrects():
    held = [a_paper("1_RC.pdf", RULES)]

    assert superseded(held, [a_paper("rectificatif.pdf", "La date limite est reportée au 3 mai 2027.")]) == {}


def test_a_second_annex_replaces_none():
    held = [a_paper("annexe 1.pdf", RULES, DocumentKind.ANNEX)]
    sent = a_paper(
        "annexe 2.pdf", RULES.replace("remise", "envoi").replace("objet", "but"), DocumentKind.ANNEX
    )

    assert superseded(held, [sent]) == {}

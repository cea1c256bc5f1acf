"""A call read from its documents and its notices: what is believed, completed, and told to differ."""

from __future__ import annotations

from dataclasses import replace

from tender.parsing.merging import merge
from tender.vocabulary.call import Amount, AwardCriterion, Dismissed, DocumentRead, Lot, Reading
from tender.vocabulary.clause import Clause, ClauseType
from tender.vocabulary.source import DocumentKind, Evidence, Stated


def said(value, document="RC.pdf", page=3, path=None, confidence=0.9):
    return Stated(
        value, (Evidence(document, page if path is None else None, str(value), path=path),), confidence
    )


def a_document(name="RC.pdf", kind=DocumentKind.RC):
    return DocumentRead(name=name, sha256="", kind=kind, pages=1)


def a_text(kind=DocumentKind.RC, name="RC.pdf", **facts):
    return Reading(documents=(a_document(name, kind),), **facts)


def a_notice(**facts):
    return Reading(documents=(a_document("avis.xml", DocumentKind.NOTICE),), **facts)


def coded(value, path="/ContractNotice/x"):
    return said(value, "avis.xml", path=path, confidence=0.99)


def test_without_a_notice_the_text_stays_as_it_is():
    text = a_text(buyer=said("Ville"))

    assert merge(text, []) is text


def test_what_only_the_notice_says_is_taken_from_it():
    assert merge(a_text(), [a_notice(validity_days=coded(120))]).validity_days.value == 120


def test_the_rules_of_the_call_go_before_the_notice_and_the_difference_names_both_places():
    text = a_text(deadline=said("2026-07-16T12:00:00+02:00"))

    reading = merge(text, [a_notice(deadline=coded("2026-07-15T12:00:00+02:00"))])

    assert reading.deadline.value == "2026-07-16T12:00:00+02:00"
    assert any(
        "RC.pdf, page 3" in w and "avis.xml" in w and "15/07/2026 à 12 h 00" in w for w in reading.warnings
    )


def test_a_corrected_notice_goes_before_the_rules_of_the_call():
    corrected = Stated(
        "2026-07-20T12:00:00+02:00",
        (Evidence("avis.xml", None, "x", path="/ContractNotice/efac:Changes/efbc:ChangedNoticeIdentifier"),),
        0.99,
    )

    reading = merge(a_text(deadline=said("2026-07-15T12:00:00+02:00")), [a_notice(deadline=corrected)])

    assert reading.deadline.value == "2026-07-20T12:00:00+02:00"


def test_questions_and_answers_go_before_everything():
    text = a_text(DocumentKind.QA, "QR.pdf", deadline=said("2026-07-25T12:00:00+02:00", "QR.pdf"))

    reading = merge(text, [a_notice(deadline=coded("2026-07-15T12:00:00+02:00"))])

    assert reading.deadline.value == "2026-07-25T12:00:00+02:00"


def test_the_contract_goes_after_the_notice():
    text = a_text(DocumentKind.CCAP, "CCAP.pdf", variants_allowed=said(True, "CCAP.pdf"))

    reading = merge(text, [a_notice(variants_allowed=coded(False))])

    assert reading.variants_allowed.value is False
    assert any(": non (" in warning and ", oui (" in warning for warning in reading.warnings)


def test_the_same_moment_in_two_zones_is_no_difference():
    text = a_text(deadline=said("2026-07-15T12:00:00+02:00"))

    reading = merge(text, [a_notice(deadline=coded("2026-07-15T10:00:00+00:00"))])

    assert reading.warnings == ()
    assert {e.document for e in reading.deadline.evidence} == {"RC.pdf", "avis.xml"}


def test_the_notice_names_the_buyer_and_a_longer_name_is_no_difference():
    reading = merge(
        a_text(buyer=said("VILLE DE SALINS")), [a_notice(buyer=coded("Ville de Salins-les-Bains"))]
    )

    assert reading.buyer.value == "Ville de Salins-les-Bains"
    assert reading.warnings == ()


def a_lot(number, title, document="RC.pdf", **facts):
    return Lot(number=number, title=title, evidence=(Evidence(document, 4, title),), **facts)


def test_lots_are_one_by_their_number_and_complete_each_other():
    text = a_text(
        lots=(a_lot("01", "Nettoyage des écoles", duration_months=12), a_lot("02", "Espaces verts"))
    )
    notice = a_notice(
        lots=(
            a_lot("1", "Nettoyage des écoles", "avis.xml", cpv=("90910000",)),
            a_lot("2", "Espaces verts", "avis.xml"),
        )
    )

    lots = merge(text, [notice]).lots

    assert [(lot.number, lot.cpv, lot.duration_months) for lot in lots] == [
        ("01", ("90910000",), 12),
        ("02", (), None),
    ]


def test_lots_whose_numbers_do_not_meet_are_one_by_their_title():
    text = a_text(lots=(a_lot("4", "Peinture"), a_lot("7", "Plomberie")))
    notice = a_notice(lots=(a_lot("1", "Plomberie", "avis.xml"), a_lot("2", "Peinture", "avis.xml")))

    assert [(lot.number, lot.title) for lot in merge(text, [notice]).lots] == [
        ("7", "Plomberie"),
        ("4", "Peinture"),
    ]


def test_other_numbers_of_lots_are_told():
    text = a_text(lots=(a_lot("1", "Nord"), a_lot("2", "Sud"), a_lot("3", "Est")))
    notice = a_notice(lots=(a_lot("1", "Nord", "avis.xml"), a_lot("2", "Sud", "avis.xml")))

    reading = merge(text, [notice])

    assert len(reading.lots) == 3
    assert any("2 lots" in warning and "3" in warning for warning in reading.warnings)
    assert [[rival.value for rival in lot.rivals] for lot in reading.lots] == [[], [], [None]]


def test_a_lot_that_answers_took_out_does_not_come_back_with_the_notice():
    told = (a_lot("1", "Nord"), a_lot("2", "Sud"))
    gone = Dismissed(a_lot("3", "Est"), (Evidence("QR.pdf", 1, "lot 3 supprimé"),), "correction")
    coded_lots = tuple(a_lot(lot.number, lot.title, "avis.xml") for lot in (*told, gone.entry))

    reading = merge(a_text(lots=told, dismissed=(gone,)), [a_notice(lots=coded_lots)])
    doubted = merge(a_text(lots=told, dismissed=(replace(gone, rule="rules"),)), [a_notice(lots=coded_lots)])

    assert ([lot.number for lot in reading.lots], reading.dismissed) == (["1", "2"], (gone,))
    assert ([lot.number for lot in doubted.lots], doubted.dismissed) == (["1", "2", "3"], ())


def test_what_the_notice_says_otherwise_of_a_lot_stands_beside_it_with_its_place():
    told = a_lot("1", "Nord", estimated_amount=Amount(None, 90_000), duration_months=12)
    coded_lot = a_lot("1", "Nord", "avis.xml", estimated_amount=Amount(None, 120_000), duration_months=48)

    reading = merge(a_text(lots=(told,)), [a_notice(lots=(coded_lot,))])

    (lot,) = reading.lots
    assert lot.estimated_amount == Amount(None, 90_000)
    assert [(rival.value, rival.evidence[0].document, rival.rule) for rival in lot.rivals] == [
        ({"estimated_amount": Amount(None, 120_000)}, "avis.xml", "rules")
    ]
    assert any("90 000 € (RC.pdf, page 4), 120 000 € (avis.xml" in told for told in reading.warnings)


def test_lots_guessed_from_the_notices_own_prose_give_way_to_its_fields():
    text = a_text(lots=(a_lot("1", "Intitulé", "avis.xml"), a_lot("2", "Intitulé", "avis.xml")))
    notice = a_notice(lots=(a_lot("1", "Nord", "avis.xml"), a_lot("2", "Sud", "avis.xml")))

    guessed = Dismissed(a_lot("3", "Intitulé", "avis.xml"), (Evidence("RC.pdf", 1, "lots"),), "rules")

    reading = merge(replace(text, dismissed=(guessed,)), [notice])

    assert [lot.title for lot in reading.lots] == ["Nord", "Sud"]
    assert reading.dismissed == ()


def a_criterion(name, weight, document):
    return AwardCriterion(name=name, weight=weight, evidence=(Evidence(document, 5, name),))


def test_other_weights_are_told_and_the_documents_are_kept():
    text = a_text(
        award_criteria=(a_criterion("Prix", 50.0, "RC.pdf"), a_criterion("Qualité", 50.0, "RC.pdf"))
    )
    notice = a_notice(
        award_criteria=(a_criterion("Prix", 60.0, "avis.xml"), a_criterion("Qualité", 40.0, "avis.xml"))
    )

    reading = merge(text, [notice])

    assert [criterion.weight for criterion in reading.award_criteria] == [50, 50]
    assert [rival.value for criterion in reading.award_criteria for rival in criterion.rivals] == [
        {"weight": 60.0},
        {"weight": 40.0},
    ]
    assert any("50 (RC.pdf, page 5)" in warning and "40/60" in warning for warning in reading.warnings)


def test_weights_that_two_criteria_exchange_are_told_though_the_numbers_are_the_same():
    names = ("Prix", "Qualité")
    told, coded_ones = (
        tuple(a_criterion(*pair, file) for pair in zip(names, weights, strict=True))
        for file, weights in (("RC.pdf", (40.0, 60.0)), ("avis.xml", (60.0, 40.0)))
    )

    reading = merge(a_text(award_criteria=told), [a_notice(award_criteria=coded_ones)])

    assert [len(criterion.rivals) for criterion in reading.award_criteria] == [1, 1]
    assert len(reading.warnings) == 1


def a_clause(kind, quote="mots", document="RC.pdf", path=None, lots=None):
    return Clause(
        type=kind, lots=lots, evidence=(Evidence(document, None, quote, path=path),), confidence=0.8
    )


def test_a_code_that_says_what_the_words_say_is_further_evidence():
    found = a_clause(ClauseType.RESERVED_SIAE)
    code = a_clause(ClauseType.RESERVED_SIAE, "res-ws", "avis.xml")

    clauses = merge(a_text(clauses=(found,)), [a_notice(clauses=(code,))]).clauses

    assert len(clauses) == 1
    assert [e.quote for e in clauses[0].evidence] == ["mots", "res-ws"]


def test_a_code_that_denies_what_the_words_say_is_shown():
    found = a_clause(ClauseType.RESERVED_SIAE, "réservé aux SIAE")
    denial = a_clause(ClauseType.NEGATED, "none", "avis.xml", "/x/cbc:TendererRequirementTypeCode")

    warnings = merge(a_text(clauses=(found,)), [a_notice(clauses=(denial,))]).warnings

    assert any("réservé aux SIAE" in warning and "RC.pdf" in warning for warning in warnings)


def test_two_notices_of_one_call_are_united_and_their_dates_compared():
    first, second = (
        a_notice(deadline=coded("2026-07-15T12:00:00+02:00")),
        a_notice(deadline=coded("2026-07-18T12:00:00+02:00"), buyer=coded("Ville")),
    )

    reading = merge(Reading(), [first, second])

    assert reading.buyer.value == "Ville"
    assert any("18/07/2026" in warning for warning in reading.warnings)


def test_what_another_document_denies_is_never_sure():
    text = a_text(deadline=said("2027-02-01T12:00:00+01:00"))

    merged = merge(text, [a_notice(deadline=coded("2027-02-03T12:00:00+01:00"))])

    assert merged.warnings
    assert merged.deadline.confidence < 0.7

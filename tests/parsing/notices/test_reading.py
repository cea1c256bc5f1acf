"""Notices of every format, built case by case: what is read, and that each fact stands where it says."""

from __future__ import annotations

import json

import pytest

from tender.parsing.notices import Notice, open_notice, read_notice, split_records
from tender.parsing.notices.tree import MAX_MARKS
from tender.parsing.refusal import RefusalReason, Refused
from tender.vocabulary.call import Reading
from tender.vocabulary.clause import ClauseType
from tests.parsing.notices.anchoring import evidence_of
from tests.parsing.notices.builders import (
    a_criterion,
    a_lot,
    a_record,
    a_ted_lot,
    a_ted_notice,
    an_aim,
    an_eforms_notice,
)


def opened(data: bytes) -> Notice:
    notice = open_notice(data, "avis")
    assert notice is not None
    pages = {page.path: page.text for page in notice.source.pages}
    for evidence in evidence_of(notice.reading):
        assert evidence.quote in pages[evidence.path]
    return notice


def read(data: bytes) -> Reading:
    return opened(data).reading


def test_the_buyer_is_the_contracting_party_and_not_the_platform_listed_first():
    assert read(an_eforms_notice(a_lot("LOT-0001"))).buyer.value == "Ville de Salins"


def test_the_names_of_contact_persons_are_kept_out_of_the_pages():
    for data in (an_eforms_notice(a_lot("LOT-0001")), a_ted_notice(a_ted_lot("1", "Nord"))):
        assert not any("Camille" in page.text for page in opened(data).source.pages)


def test_a_call_with_one_lot_is_not_divided_and_keeps_its_facts_in_the_whole():
    reading = read(an_eforms_notice(a_lot("LOT-0001")))

    assert reading.lots == ()
    assert reading.whole.title == "Entretien des espaces verts"


def test_lots_are_numbered_as_people_say_them():
    assert [lot.number for lot in read(an_eforms_notice(a_lot("LOT-0001"), a_lot("LOT-0012"))).lots] == [
        "1",
        "12",
    ]


def test_rebased_namespaces_are_read_alike():
    plain = an_eforms_notice(a_lot("LOT-0001"), a_lot("LOT-0002"))
    rebased = plain.replace(b"urn:oasis:names", b"urn:boamp:names")

    assert read(rebased) == read(plain) or read(rebased).lots == read(plain).lots


@pytest.mark.parametrize(
    ("day", "hour", "moment"),
    [
        ("2026-07-15+02:00", "16:00:00+02:00", "2026-07-15T16:00:00+02:00"),
        ("2026-07-15+02:00", "16:00:00.0000000+02:00", "2026-07-15T16:00:00+02:00"),
        ("2026-07-15Z", "14:00:00Z", "2026-07-15T16:00:00+02:00"),
        ("2026-07-15Z", "16:00:00+02:00", "2026-07-15T16:00:00+02:00"),
        ("2026-07-15+02:00", "16:00:00+01:00", "2026-07-15T16:00:00+02:00"),
        ("2026-01-15", "16:00:00", "2026-01-15T16:00:00+01:00"),
    ],
)
def test_a_deadline_has_its_hour_and_zone_however_its_offsets_are_written(day, hour, moment):
    assert read(an_eforms_notice(a_lot("LOT-0001", day=day, hour=hour))).deadline.value == moment


def test_lots_with_other_deadlines_give_the_first_and_a_warning():
    reading = read(an_eforms_notice(a_lot("LOT-0001"), a_lot("LOT-0002", day="2026-07-10+02:00")))

    assert reading.deadline.value == "2026-07-10T16:00:00+02:00"
    assert any("10/07/2026" in warning and "15/07/2026" in warning for warning in reading.warnings)


def test_a_correction_whose_text_gives_another_date_is_shown():
    changes = (
        "<efac:Changes><efbc:ChangedNoticeIdentifier>x-01</efbc:ChangedNoticeIdentifier><efac:Change>"
        "<efbc:ChangeDescription>La date limite de remise des offres est reportée au 20/07/2026 à 12h00, "
        "au lieu du 15/07/2026 à 16h00.</efbc:ChangeDescription><efac:ChangedSection>"
        "<efbc:ChangedSectionIdentifier>LOT-0002</efbc:ChangedSectionIdentifier></efac:ChangedSection></efac:Change>"
        "</efac:Changes>"
    )

    warnings = read(an_eforms_notice(a_lot("LOT-0001"), changes=changes)).warnings

    assert [w for w in warnings if "20/07/2026 à 12 h 00" in w and "lot 2" in w]


def test_criteria_alike_in_all_lots_are_told_once_and_others_with_their_lots():
    price, quality = a_criterion("Prix", "60", kind="price"), a_criterion("Valeur technique", "40")
    social = a_criterion("Insertion professionnelle", "40")

    reading = read(
        an_eforms_notice(
            a_lot("LOT-0001", criteria=price + quality), a_lot("LOT-0002", criteria=price + social)
        )
    )

    assert [(c.name, c.weight, c.lots) for c in reading.award_criteria] == [
        ("Prix", 60.0, None),
        ("Valeur technique", 40.0, ("1",)),
        ("Insertion professionnelle", 40.0, ("2",)),
    ]
    assert [(c.type, c.lots, c.weight) for c in reading.clauses if c.type.counts] == [
        (ClauseType.AWARD_SOCIAL, ("2",), 40.0)
    ]


@pytest.mark.parametrize(
    ("code", "weight", "unit"), [("per-exa", 40.0, "%"), ("poi-mid", 40.0, "points"), ("ord-imp", None, None)]
)
def test_a_weight_keeps_its_unit_and_a_rank_is_no_weight(code, weight, unit):
    criteria = a_criterion("Qualité", "40", code)

    criterion = read(an_eforms_notice(a_lot("LOT-0001", criteria=criteria))).award_criteria[0]

    assert (criterion.weight, criterion.unit) == (weight, unit)


def test_percentages_that_do_not_make_a_hundred_are_told():
    criteria = a_criterion("Prix", "60") + a_criterion("Qualité", "35")

    assert any("95 %" in w for w in read(an_eforms_notice(a_lot("LOT-0001", criteria=criteria))).warnings)


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("Marché réservé aux structures d'insertion par l'activité économique.", ClauseType.RESERVED_SIAE),
        ("Ce lot est réservé à des entreprises adaptées et des ESAT.", ClauseType.RESERVED_EA_ESAT),
        (
            "En application de l'article L2113-14, le marché est réservé aux EA, ESAT et SIAE.",
            ClauseType.RESERVED_BOTH,
        ),
        ("Rien de plus.", ClauseType.RESERVED_BOTH),
        ("Le candidat respecte l'obligation d'emploi des travailleurs handicapés.", ClauseType.RESERVED_BOTH),
    ],
)
def test_the_text_tells_to_whom_a_reserved_contract_is_reserved(note, kind):
    clauses = read(an_eforms_notice(a_lot("LOT-0001", reserved="res-ws", note=note))).clauses

    assert [clause.type for clause in clauses] == [kind]


def test_a_code_alone_is_less_sure_than_a_code_with_words():
    def confidence(note: str) -> float:
        return read(an_eforms_notice(a_lot("LOT-0001", reserved="res-ws", note=note))).clauses[0].confidence

    assert confidence("") < confidence("Marché réservé aux SIAE.")


def test_a_code_of_one_lot_does_not_touch_the_other():
    clauses = read(an_eforms_notice(a_lot("LOT-0001", reserved="res-ws"), a_lot("LOT-0002"))).clauses

    assert [(c.type, c.lots) for c in clauses] == [(ClauseType.RESERVED_BOTH, ("1",))]


def test_codes_that_contradict_one_another_are_shown_and_not_resolved():
    aims = an_aim("strategic-procurement", "none") + an_aim("social-objective", "opp")

    reading = read(an_eforms_notice(a_lot("LOT-0001", aims=aims)))

    assert ClauseType.EXEC_INSERTION in {clause.type for clause in reading.clauses}
    assert any("BT-06" in warning for warning in reading.warnings)


def test_an_unnamed_social_aim_is_a_warning_and_no_clause():
    reading = read(an_eforms_notice(a_lot("LOT-0001", aims=an_aim("social-objective", "other"))))

    assert not [clause for clause in reading.clauses if clause.type.counts]
    assert any("sans dire lequel" in warning for warning in reading.warnings)


def test_an_older_notice_is_read_in_its_original_language_with_local_time():
    procedure = (
        "<DATE_RECEIPT_TENDERS>2021-07-30</DATE_RECEIPT_TENDERS>"
        "<TIME_RECEIPT_TENDERS>17:00</TIME_RECEIPT_TENDERS>"
    )

    reading = read(a_ted_notice(a_ted_lot("Lot nº 1", "Nord") + a_ted_lot("2", "Sud"), procedure=procedure))

    assert reading.subject.value == "Entretien"
    assert [lot.number for lot in reading.lots] == ["1", "2"]
    assert reading.deadline.value == "2021-07-30T17:00:00+02:00"


def test_a_buyer_of_la_reunion_lives_by_its_own_clock():
    procedure = (
        "<DATE_RECEIPT_TENDERS>2021-07-30</DATE_RECEIPT_TENDERS>"
        "<TIME_RECEIPT_TENDERS>17:00</TIME_RECEIPT_TENDERS>"
    )

    reading = read(a_ted_notice(a_ted_lot("1", "Nord"), procedure=procedure, nuts="FRY40"))

    assert reading.deadline.value == "2021-07-30T17:00:00+04:00"


def test_one_tick_for_the_call_is_told_apart_by_lot_where_the_text_does():
    terms = (
        "<RESTRICTED_SHELTERED_WORKSHOP/><RULES_CRITERIA><P>Lot 1: réservé aux structures d'insertion par "
        "l'activité économique</P><P>Lot 2: réservé aux entreprises adaptées</P></RULES_CRITERIA>"
    )

    reading = read(a_ted_notice(a_ted_lot("1", "Nord") + a_ted_lot("2", "Sud"), terms=terms))

    assert {(c.type, c.lots) for c in reading.clauses} == {
        (ClauseType.RESERVED_SIAE, ("1",)),
        (ClauseType.RESERVED_EA_ESAT, ("2",)),
    }


def test_criteria_of_older_notices_keep_their_written_weights():
    ac = (
        "<AC><AC_QUALITY><AC_CRITERION>Valeur technique</AC_CRITERION><AC_WEIGHTING>60 %</AC_WEIGHTING>"
        "</AC_QUALITY>"
        "<AC_PRICE><AC_WEIGHTING>40 points</AC_WEIGHTING></AC_PRICE></AC>"
    )

    criteria = read(a_ted_notice(a_ted_lot("1", "Nord", ac))).award_criteria

    assert [(c.name, c.weight, c.unit) for c in criteria] == [
        ("Valeur technique", 60.0, "%"),
        ("Prix", 40.0, "points"),
    ]


MAPA = {
    "MAPA": {
        "organisme": {
            "acheteurPublic": "Commune de Salins",
            "urlProfilAcheteur": "https://exemple.fr/?a=1&amp;b=2",
        },
        "initial": {
            "description": {"objet": "Nettoyage", "lieuExecutionLivraison": {"ville": "Salins"}},
            "caracteristiques": {"variantes": {"non": ""}},
            "criteres": {
                "criterePondere": [
                    {"critere": "Prix", "criterePCT": "70"},
                    {"critere": "Délai", "criterePCT": "30"},
                ]
            },
            "procedure": {"procedureAdaptee": ""},
            "delais": {"receptionOffres": "2026-07-25T12:00:00"},
            "renseignements": {"idMarche": "26-061"},
            "justifications": {"DC1": "", "chiffresAffaires": ""},
        },
    }
}


def test_a_national_notice_without_offset_is_paris_time_whatever_the_api_says():
    reading = read(a_record(MAPA, datelimitereponse="2026-07-25T12:00:00+00:00"))

    assert reading.deadline.value == "2026-07-25T12:00:00+02:00"
    assert reading.platform.value == "https://exemple.fr/?a=1&b=2"
    assert reading.variants_allowed.value is False
    assert [(c.name, c.weight) for c in reading.award_criteria] == [("Prix", 70.0), ("Délai", 30.0)]
    assert reading.required_documents[0].name == "DC1"


def test_a_record_whose_notice_is_already_an_object_is_read_alike():
    as_object = json.dumps({"idweb": "26-1", "donnees": MAPA}).encode()

    assert read(as_object).buyer == read(a_record(MAPA)).buyer


def test_an_impossible_date_is_told_and_not_taken():
    wrong = json.loads(json.dumps(MAPA).replace("2026-07-25", "7017-07-24"))

    reading = read(a_record(wrong))

    assert reading.deadline is None
    assert any("7017" in warning for warning in reading.warnings)


def test_a_record_without_notice_keeps_what_the_feed_says():
    reading = read(
        a_record(
            None, objet="Nettoyage", nomacheteur="Commune", datelimitereponse="2026-07-25T12:00:00+00:00"
        )
    )

    assert (reading.subject.value, reading.buyer.value) == ("Nettoyage", "Commune")
    assert reading.deadline.value == "2026-07-25T12:00:00+02:00"


def test_a_simple_notice_gives_its_lots_ceiling_and_criteria_in_words():
    simple = {
        "FNSimple": {
            "organisme": {"nomOfficiel": "Ville de Salins"},
            "initial": {
                "natureMarche": {
                    "intitule": "Espaces verts",
                    "codeCPV": {"objetPrincipal": {"classPrincipale": "77310000"}},
                    "dureeMois": "48",
                    "valeurEstimee": {"fourchette": {"valeurHaute": "200000"}},
                },
                "lots": {"lot": [{"intitule": "Nord"}, {"intitule": "Sud"}]},
                "procedure": {
                    "dateReceptionOffres": "2026-07-25T12:00:00",
                    "criteresAttrib": "Prix : 60 %\nQualité (40 %)",
                },
            },
        }
    }

    reading = read(a_record(simple))

    assert [(lot.number, lot.title) for lot in reading.lots] == [("1", "Nord"), ("2", "Sud")]
    assert reading.whole.estimated_amount.max == 200000
    assert reading.whole.duration_months == 48
    assert [(c.name, c.weight) for c in reading.award_criteria] == [("Prix", 60.0), ("Qualité", 40.0)]


def test_an_answer_with_several_records_reads_the_first_and_says_so():
    answer = json.dumps(
        {"total_count": 2, "results": [json.loads(a_record(MAPA)), json.loads(a_record(MAPA))]}
    ).encode()

    assert any("2 avis" in warning for warning in read(answer).warnings)
    assert len(split_records(answer, "avis")) == 2


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (
            b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><ContractNotice>&b;</ContractNotice>',
            RefusalReason.ENTITIES,
        ),
        (
            b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><ContractNotice/>',
            RefusalReason.ENTITIES,
        ),
        (b'<?xml version="1.0"?><ContractNotice><a>', RefusalReason.DAMAGED),
        # Refused by its count of marks before a tree is built: it is damaged too, and nobody has noticed.
        (b'<?xml version="1.0"?><ContractNotice>' + b"<a/>" * MAX_MARKS, RefusalReason.TOO_LARGE),
        (b'{"donnees": ' + b"[" * 100_000, RefusalReason.DAMAGED),
        (b'{"idweb": "26-1", "donnees": "{\\"MAPA\\": "}', RefusalReason.DAMAGED),
    ],
)
def test_hostile_and_broken_notices_are_refused_with_their_reason(data, reason):
    with pytest.raises(Refused) as refusal:
        read_notice(data, "avis.xml")

    assert refusal.value.reason is reason


@pytest.mark.parametrize("data", [b"<html/>", b'{"a": 1}', b"[]", b"%PDF-1.7", b"plain words"])
def test_what_is_no_notice_is_none(data):
    assert read_notice(data, "x") is None


def test_a_notice_with_nothing_in_it_reads_as_nothing():
    reading = read(b'<?xml version="1.0"?><ContractNotice/>')

    assert reading.deadline is None
    assert reading.lots == ()

"""The counting rules over DECP files, each on cases counted by hand."""

from __future__ import annotations

import gzip
import json
from datetime import date
from itertools import pairwise
from xml.sax.saxutils import escape

import duckdb
import pytest

from tender.uptake import Declared, DeclaredError, uptake
from tender.vocabulary.plain import to_plain
from tests.uptake.made import (
    METROPOLE,
    VILLE,
    a_change,
    a_contract,
    a_row,
    regulatory,
    regulatory_2019,
    table,
)


def counts(report: Declared) -> tuple[int, int, int]:
    return report.contracts, report.with_field_filled, report.not_filled


def test_the_hand_counted_file(tmp_path):
    report = uptake(
        [
            regulatory(
                tmp_path,
                a_contract("A", social=["Clause sociale"], montant=100_000),
                a_contract("B", social=["Clause sociale", "Critère social"], montant=200_000),
                a_contract("C", social=["Marché réservé"], montant=40_000, dateNotification="2025-02-01"),
                a_contract("D", montant=60_000, acheteur={"id": METROPOLE}),
                a_contract("E", social=["NC"], montant=70_000),
                a_contract("F", social=[""], montant=80_000),
            )
        ]
    )

    plain = to_plain(report)
    assert plain["period"] == ["2024-05-02", "2025-02-01"]
    assert (plain["rows_read"], plain["contracts"], plain["buyers"]) == (6, 6, 2)
    assert (plain["with_field_filled"], plain["not_filled"]) == (4, 2)
    assert plain["social"] == {"any": 3, "clause": 2, "criterion": 1, "reserved": 1, "none": 1}
    assert plain["amount"] == {"any": 340_000.0, "all_filled": 400_000.0}
    assert plain["rate"]["count"] == 3
    assert plain["rate"]["of"] == 4
    assert [(g["key"], g["contracts"], g["social"]["any"]) for g in plain["by_year"]] == [
        ("2024", 5, 2),
        ("2025", 1, 1),
    ]
    assert [(g["key"], g["contracts"]) for g in plain["by_buyer"]] == [("215704636", 5), ("200039865", 1)]
    assert [g["key"] for g in plain["by_cpv_division"]] == ["77"]
    assert [g["key"] for g in plain["by_departement"]] == ["57"]


def test_the_three_shapes_of_one_contract_count_alike_and_together_once(tmp_path):
    nested = regulatory(tmp_path, a_contract(social=["Clause sociale"]))
    flat = table(tmp_path, a_row(considerationssociales="Clause sociale"))
    info = table(
        tmp_path,
        {
            "uid": VILLE + "2024-001",
            "id": "2024-001",
            "acheteur_id": VILLE,
            "objet": "Entretien des espaces verts",
            "montant": "50000.0",
            "dateNotification": "2024-05-02",
            "considerationsSociales": "Clause sociale",
            "codeCPV": "77310000",
            "modification_id": "0",
            "donneesActuelles": "true",
        },
        name="decp-info.csv.gz",
    )

    for paths in ([nested], [flat], [info], [nested, flat, info]):
        report = uptake(paths)
        assert counts(report) == (1, 1, 0)
        assert report.social.clause == 1
        assert report.amount.any == 50_000


def as_xml(value, name="marche"):
    """A regulatory record as the XML of the same contract."""
    if isinstance(value, dict):
        inner = "".join(as_xml(held, key) for key, held in value.items())
        return f"<{name}>{inner}</{name}>"
    if isinstance(value, list):
        return "".join(as_xml(one, name) for one in value)
    return f"<{name}>{escape(str(value))}</{name}>"


def test_the_regulatory_xml_counts_as_the_json_of_the_same_contracts(tmp_path):
    changes = {"modification": [{"id": 1, "montant": 60_000}, {"id": 2, "montant": 90_000}]}
    contracts = [
        a_contract("A & B", social=["Clause sociale", "Critère social"], modifications=changes),
        a_contract("C", social=["MQ"], acheteur={"id": METROPOLE}),
    ]
    concession = {
        "id": "1", "autoriteConcedante": {"id": VILLE}, "objet": "Chauffage", "dateSignature": "2024-04-02",
        "valeurGlobale": 90_000, "considerationsSociales": {"considerationSociale": "Concession réservée"},
    }  # fmt: skip
    body = "".join(map(as_xml, contracts)) + as_xml(concession, "contrat-concession")
    packed = tmp_path / "decp.xml.gz"
    packed.write_bytes(gzip.compress(f'<?xml version="1.0"?>\n<marches>{body}</marches>'.encode()))

    report = uptake([packed])

    assert (report.rows_read, counts(report)) == (3, (3, 2, 1))
    social = report.social
    assert (social.clause, social.criterion, social.reserved) == (1, 1, 1)
    assert report.amount.any == 180_000


@pytest.mark.parametrize(
    "xml",
    [
        "<marches><marche><id>1</id>",
        '<!DOCTYPE m [<!ENTITY a "aaaa">]><marches><marche><id>&a;</id></marche></marches>',
        "<marches>" + "<marche>" * 60,
        "<html><body>Page d’erreur</body></html>",
    ],
)
def test_broken_xml_and_traps_are_refused(tmp_path, xml):
    path = tmp_path / "x.xml"
    path.write_text(xml, encoding="utf-8")

    with pytest.raises(DeclaredError):
        uptake([path])


def test_a_row_for_each_holder_and_each_modification_is_one_contract_at_its_last(tmp_path):
    change = {
        "idmodification": "1",
        "montantmodification": "65000",
        "datenotificationmodificationmodification": "2025-01-10",
    }
    report = uptake([table(tmp_path, a_row(), a_row(titulaire_id_1="x"), a_row(**change), a_row(**change))])

    assert (report.rows_read, report.contracts) == (4, 1)
    assert report.amount.all_filled == 65_000
    assert report.by_year[0].key == "2024"
    assert any("3 lignes" in note for note in report.notes)


def test_modifications_of_the_regulatory_file_give_the_last_amount_and_no_row(tmp_path):
    changes = [a_change(1, montant=60_000), a_change(2, dureeMois=12)]

    report = uptake([regulatory(tmp_path, a_contract(modifications=changes))])

    assert (report.rows_read, report.contracts) == (1, 1)
    assert report.amount.all_filled == 60_000


def test_the_current_state_of_decp_info_wins_over_older_rows(tmp_path):
    base = {"uid": VILLE + "1", "id": "1", "acheteur_id": VILLE, "dateNotification": "2024-05-02"}
    old = base | {
        "montant": "90000",
        "modification_id": "2",
        "donneesActuelles": "false",
        "considerationsSociales": "Sans objet",
    }
    new = base | {
        "montant": "70000",
        "modification_id": "1",
        "donneesActuelles": "true",
        "considerationsSociales": "Sans objet",
    }

    report = uptake([table(tmp_path, old, new)])

    assert (report.contracts, report.social.none, report.amount.all_filled) == (1, 1, 70_000)


def test_an_identifier_shared_by_lots_counts_each_of_them(tmp_path):
    report = uptake(
        [regulatory(tmp_path, a_contract(objet="Lot 1 peinture"), a_contract(objet="Lot 2 sols"))]
    )

    assert report.contracts == 2
    assert any("séparément" in note for note in report.notes)


def test_one_object_written_in_two_ways_is_one_contract(tmp_path):
    report = uptake(
        [regulatory(tmp_path, a_contract(objet="Entretien d'écoles"), a_contract(objet="ENTRETIEN D’ECOLES"))]
    )

    assert report.contracts == 1


def test_contracts_without_identifier_are_told_apart_by_their_object(tmp_path):
    report = uptake([regulatory(tmp_path, a_contract("", objet="Peinture"), a_contract("", objet="Sols"))])

    assert report.contracts == 2
    assert any(note.startswith("Sans identifiant") for note in report.notes)


def test_a_siret_that_lost_its_zero_is_the_same_buyer(tmp_path):
    short = "7570463600012"

    report = uptake([table(tmp_path, a_row("1", acheteur_id=short), a_row("2", acheteur_id="0" + short))])

    assert (report.contracts, report.buyers) == (2, 1)


@pytest.mark.parametrize("value", ["", "CDL", "MQ", "MQ NC", "NC", "INX Clause", "null"])
def test_what_is_not_filled_is_never_told_as_none(tmp_path, value):
    report = uptake([table(tmp_path, a_row(considerationssociales=value))])

    assert counts(report) == (1, 0, 1)
    assert report.social.none == 0


@pytest.mark.parametrize(
    "written",
    [
        {"considerationSociale": "Clause sociale"},
        {"considerationSociale": ["Clause sociale"]},
        {"considerationSociale": [["Clause sociale"]]},
        [{"considerationSociale": "Clause sociale"}],
        "Clause sociale",
    ],
)
def test_a_consideration_is_read_however_platforms_fold_it(tmp_path, written):
    report = uptake([regulatory(tmp_path, a_contract(considerationsSociales=written))])

    assert report.social.clause == 1


def test_a_reserved_concession_is_a_reservation(tmp_path):
    path = tmp_path / "c.json"
    concession = {
        "id": "1", "autoriteConcedante": {"id": VILLE}, "objet": "Chauffage", "dateSignature": "2024-04-02",
        "valeurGlobale": 90_000, "considerationsSociales": {"considerationSociale": ["Concession réservée"]},
    }  # fmt: skip
    path.write_text(json.dumps({"marches": {"contrat-concession": [concession]}}), encoding="utf-8")

    report = uptake([path])

    assert (report.social.reserved, report.amount.any) == (1, 90_000)


def test_a_contract_under_a_framework_adds_nothing_to_its_ceiling(tmp_path):
    framework = a_contract("AC1", techniques={"technique": ["Accord-cadre"]}, montant=400_000)
    under = a_contract("MS1", idAccordCadre="AC1", montant=100_000, objet="Premier bon")
    elsewhere = a_contract("MS2", idAccordCadre="AC9", montant=30_000, objet="Autre")

    report = uptake([regulatory(tmp_path, framework, under, elsewhere)])

    assert report.contracts == 3
    assert report.amount.all_filled == 430_000
    assert any("accord-cadre présent" in note for note in report.notes)


@pytest.mark.parametrize("amount", [12_311_111_111, 99_999_999_999.99, 1, 0, "INX abc", None])
def test_a_senseless_amount_stays_out_of_the_sums_and_its_contract_in_the_count(tmp_path, amount):
    report = uptake([regulatory(tmp_path, a_contract("A", montant=amount), a_contract("B"))])

    assert report.contracts == 2
    assert report.amount.all_filled == 50_000
    assert any("hors des sommes" in note for note in report.notes)


@pytest.mark.parametrize("day", ["0222-05-01", "5021-05-01", "2005-02-20", "2031-01-01"])
def test_an_impossible_date_is_listed_and_counts_in_no_year(tmp_path, day):
    path = regulatory(tmp_path, a_contract("A", dateNotification=day), a_contract("B"))

    report = uptake([path], today=date(2026, 11, 22))

    assert report.contracts == 2
    assert [group.key for group in report.by_year] == ["2024", None]
    assert any(day in note for note in report.notes)


def test_no_contract_is_notified_after_today(tmp_path):
    path = regulatory(tmp_path, a_contract("A", dateNotification="2024-06-20"), a_contract("B"))

    assert uptake([path]).by_year[0].contracts == 2
    assert uptake([path], today=date(2024, 6, 1)).by_year[0].contracts == 1


def test_contracts_of_before_2024_are_not_counted_in_both_datasets(tmp_path):
    old = regulatory_2019(tmp_path, a_contract("2023000100", dateNotification="2023-03-01"))
    new = regulatory(
        tmp_path,
        a_contract("2023-1", dateNotification="2023-03-01"),
        a_contract("2024-1", dateNotification="2024-03-01"),
    )

    report = uptake([old, new])

    assert counts(report) == (2, 1, 1)
    assert any("laissées de côté" in note for note in report.notes)


def test_the_modification_number_of_old_identifiers_makes_no_new_contract(tmp_path):
    old = {"dateNotification": "2021-03-01", "datePublicationDonnees": "2021-04-01"}

    report = uptake(
        [
            regulatory_2019(
                tmp_path, a_contract("2021ABCDEFGHIJ00", **old), a_contract("2021ABCDEFGHIJ01", **old)
            )
        ]
    )

    assert report.contracts == 1


def test_a_report_narrows_to_a_buyer_a_period_and_a_departement(tmp_path):
    path = regulatory(
        tmp_path,
        a_contract("A"),
        a_contract("B", dateNotification="2024-09-01"),
        a_contract("C", acheteur={"id": METROPOLE}),
        a_contract("D", lieuExecution={"code": "2A004", "typeCode": "Code commune"}),
    )

    assert uptake([path], buyer="215704636").contracts == 3
    assert uptake([path], buyer="215 704 636 00012").contracts == 3
    assert uptake([path], date_from="2024-08-01").contracts == 1
    assert uptake([path], date_to="2024-05-02").contracts == 3
    assert uptake([path], departement="2a").contracts == 1
    assert uptake([path], buyer="000000000").rate.share is None


@pytest.mark.parametrize(
    ("code", "kind", "departement"),
    [
        ("6", "Code département", "06"),
        ("57", "Code département", "57"),
        ("97411", "Code commune", "974"),
        ("20090", "Code postal", "2A"),
        ("20600", "Code postal", "2B"),
        ("2B033", "Code commune", "2B"),
        ("1000", "Code postal", "01"),
        ("FR", "Code pays", None),
        ("44", "Code région", None),
        ("CROIX", "Code postal", None),
    ],
)
def test_the_departement_is_told_from_every_kind_of_place(tmp_path, code, kind, departement):
    place = {"code": code, "typeCode": kind}

    assert (
        uptake([regulatory(tmp_path, a_contract(lieuExecution=place))]).by_departement[0].key == departement
    )


def test_groups_add_up_to_the_whole(tmp_path):
    path = regulatory(
        tmp_path,
        *(
            a_contract(str(n), montant=30_000 * n, social=["Clause sociale"] if n % 2 else ["MQ"])
            for n in range(1, 9)
        ),
    )

    report = uptake([path], group_by="size")

    assert [group.key for group in report.by_group]
    for groups in (
        report.by_group,
        report.by_year,
        report.by_buyer,
        report.by_departement,
        report.by_cpv_division,
    ):
        assert sum(group.contracts for group in groups) == report.contracts
        assert sum(group.social.any for group in groups) == report.social.any
        assert round(sum(group.amount.all_filled for group in groups), 2) == report.amount.all_filled
    assert report.with_field_filled + report.not_filled == report.contracts
    assert report.social.any + report.social.none == report.with_field_filled


def test_a_parquet_a_semicolon_and_latin_letters_are_read(tmp_path):
    plain = table(tmp_path, a_row(considerationssociales="Critère social"), separator=";")
    latin = tmp_path / "latin.csv"
    latin.write_bytes(plain.read_text(encoding="utf-8").encode("latin-1"))
    packed = tmp_path / "decp.parquet"
    duckdb.sql(f"COPY (FROM read_csv('{plain}', all_varchar=true)) TO '{packed}' (FORMAT parquet)")

    for path in (plain, latin, packed):
        assert uptake([path]).social.criterion == 1


def test_a_name_with_a_star_is_one_file_and_not_a_pattern(tmp_path):
    table(tmp_path, a_row("other"), name="a-2.csv")

    assert uptake([table(tmp_path, a_row(), name="a-[2]*.csv")]).rows_read == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<marches/>",
        b'{"marches"',
        b'{"a": 1}',
        b"a,b\n1,2\n",
        b"\x00\x01\x02",
        b"PAR1 broken",
        b"\x1f\x8bbroken",
    ],
)
def test_what_is_no_essential_data_is_refused_with_its_reason(tmp_path, content):
    path = tmp_path / "x.json"
    path.write_bytes(content)

    with pytest.raises(DeclaredError) as refusal:
        uptake([path])

    assert refusal.value.file == "x.json"
    assert refusal.value.why


def test_an_unknown_grouping_or_a_wrong_date_is_refused(tmp_path):
    path = regulatory(tmp_path, a_contract())

    for asked in ({"group_by": "colour"}, {"date_from": "hier"}):
        with pytest.raises(DeclaredError):
            uptake([path], **asked)


def test_files_given_in_another_order_give_the_same_figures(tmp_path):
    first = regulatory(tmp_path, a_contract("A", social=["Clause sociale"]), name="1.json")
    second = table(tmp_path, a_row("B"), name="2.csv")

    reports = [uptake(paths) for paths in ([first, second], [second, first])]

    for one, other in pairwise(reports):
        assert one == other

"""A base is made whole, put in place at once, and read while the next is made."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tender.uptake import DeclaredError
from tender.uptake.base import Sources, build_base, open_base
from tender.uptake.inclusive import InclusiveList
from tests.uptake.bases import NOW, a_base
from tests.uptake.made import a_contract, regulatory


def test_no_base_before_the_first_import(tmp_path):
    assert open_base(tmp_path / "nowhere") is None


def test_a_base_tells_what_it_stands_on(tmp_path):
    facts = a_base(tmp_path).facts

    assert (facts.rows, facts.contracts, facts.buyers) == (37, 37, 4)
    assert (facts.first, facts.last, facts.made) == ("2024-05-02", "2025-07-01", "2026-11-22T12:00:00+00:00")
    assert [(one.name, one.rows, one.contracts, one.published) for one in facts.files] == [
        ("decp.json", 37, 37, "2024-06-01")
    ]
    assert len(facts.files[0].sha256) == 64


def test_readers_keep_the_base_they_have_while_another_takes_its_place(tmp_path):
    old = a_base(tmp_path, a_contract("1"))
    build_base(
        Sources([("new.json", regulatory(tmp_path, a_contract("1"), a_contract("2")))]),
        tmp_path / "base",
        NOW,
    )

    assert old.ask("SELECT count(*) FROM contracts") == [(1,)]
    assert open_base(tmp_path / "base").facts.contracts == 2
    assert len(list((tmp_path / "base").glob("declared-*.duckdb"))) == 1


def test_an_import_that_fails_leaves_the_base_in_use(tmp_path):
    a_base(tmp_path, a_contract("1"))
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")

    with pytest.raises(DeclaredError):
        build_base(Sources([("broken.json", broken)]), tmp_path / "base", NOW + timedelta(days=1))

    assert open_base(tmp_path / "base").facts.contracts == 1
    assert len(list((tmp_path / "base").iterdir())) == 2


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[{]", b"nom;ville\nx;y\n"])
def test_a_list_without_siret_is_refused(tmp_path, content):
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    sources = Sources(
        [("d.json", regulatory(tmp_path, a_contract()))], listed=InclusiveList(path, "x", "2026-01-01")
    )

    with pytest.raises(DeclaredError):
        build_base(sources, tmp_path / "base", NOW)


def test_a_list_in_json_is_read(tmp_path):
    path = tmp_path / "list.json"
    path.write_text('{"count": 1, "results": [{"siret": "30102983100031", "kind": "AI"}]}', encoding="utf-8")
    sources = Sources(
        [("d.json", regulatory(tmp_path, a_contract()))], listed=InclusiveList(path, "API", "2026-01-01")
    )

    assert build_base(sources, tmp_path / "base", NOW).listed.associations == 1

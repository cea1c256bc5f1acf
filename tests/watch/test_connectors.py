"""Both connectors against a real server that misbehaves as the real ones do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest

from tender.watch import boamp, ted
from tender.watch.arriving import Batch, SourceFault
from tender.watch.matching import Kind
from tender.watch.reaching import Clock, Host, Manner
from tests.corpus import CORPUS, corpus_path
from tests.watch.replay import World, a_record, served

TODAY = date(2026, 11, 20)
READ_AGAIN = {"day": "2026-11-20", "offset": 0}
QUICK = Manner(pace=0.0, seconds=5.0, tries=1)


REAL = Clock()


class Slept:
    """A clock that does not wait, and remembers how long it was asked to."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    @property
    def clock(self) -> Clock:
        return Clock(sleep=self.waits.append)


@pytest.fixture
def world() -> World:
    return World(
        records={
            "2026-11-19": [a_record(f"26-{n}", "2026-11-19") for n in range(100, 110)],
            "2026-11-20": [a_record(f"26-{n}", "2026-11-20") for n in range(200, 205)],
        },
        entries={
            "20261119": [
                {"publication-number": f"{n}-2026", "notice-type": "cn-standard"} for n in range(1, 6)
            ],
            "20261120": [{"publication-number": "9-2026", "notice-type": "can-standard"}],
        },
        texts={
            f"{n}-2026": b"<ContractNotice><cbc:ContractFolderID>aaaaaaaa-bb</cbc:ContractFolderID>"
            for n in range(1, 10)
        },
    )


@pytest.fixture
def address(world: World) -> Iterator[str]:
    with served(world) as held:
        yield held


def host(address: str, **manner: float) -> Host:
    return Host(address, manner=Manner(**{"pace": 0.0, "seconds": 5.0, "tries": 1, **manner}))  # type: ignore[arg-type]


def pull(name: str, address: str, cursor: dict[str, object], manner: Manner = QUICK, clock: Clock = REAL):
    one = Host(address, manner=manner, clock=clock)
    if name == "boamp":
        return boamp.pull(one, cursor, TODAY)
    return ted.pull(one, one, cursor, TODAY)


def refs(batches: list[Batch]) -> list[str]:
    return [notice.ref for batch in batches for notice in batch.notices]


SOURCES = pytest.mark.parametrize("name", ["boamp", "ted"])


@SOURCES
def test_every_notice_of_every_day_comes_once_whatever_the_size_of_pages(
    name: str, address: str, world: World
):
    world.page = 3

    found = list(pull(name, address, {}))

    expected = {"boamp": 15, "ted": 6}[name]
    assert len(refs(found)) == len(set(refs(found))) == expected
    assert [batch.finished for batch in found] == [False] * (len(found) - 1) + [True]


@SOURCES
@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("500", "source_down"),
        ("429", "too_many_requests"),
        ("400", "refused_by_source"),
        ("not_json", "not_json"),
        ("cut", "truncated"),
        ("short", "truncated"),
        ("error", "error_inside"),
        ("changed", "changed_shape"),
        ("away", "redirected"),
    ],
)
def test_each_fault_is_told_by_its_name(name: str, fault: str, code: str, address: str, world: World):
    world.faults = [fault]

    with pytest.raises(SourceFault) as met:
        list(pull(name, address, {}))

    assert met.value.code == code


@SOURCES
def test_a_body_that_drips_is_left(name: str, address: str, world: World):
    world.faults = ["slow"]

    with pytest.raises(SourceFault) as met:
        list(pull(name, address, {}, Manner(pace=0.0, seconds=0.2, tries=1)))

    assert met.value.code == "too_slow"


def test_a_body_beyond_the_limit_is_left(address: str, world: World):
    world.faults = ["huge"]

    with pytest.raises(SourceFault) as met:
        host(address).ask("/", most=1_000_000)

    assert met.value.code == "too_large"


@SOURCES
@pytest.mark.parametrize("fault", ["500", "429", "short"])
def test_what_passes_is_tried_again(name: str, fault: str, address: str, world: World):
    world.faults = [fault, fault]
    slept = Slept()

    found = list(pull(name, address, {}, Manner(pace=0.0, seconds=5.0, tries=3), slept.clock))

    assert len(set(refs(found))) == {"boamp": 15, "ted": 6}[name]
    assert slept.waits == ([7.0, 7.0] if fault == "429" else [2.0, 4.0])


@SOURCES
def test_a_run_that_breaks_off_goes_on_where_it_stopped_and_loses_nothing(
    name: str, address: str, world: World
):
    world.page = 2
    world.faults = ["ok"] * {"boamp": 16, "ted": 11}[name] + ["500"]
    kept: list[Batch] = []
    with pytest.raises(SourceFault):
        kept.extend(pull(name, address, {}))

    after = list(pull(name, address, dict(kept[-1].cursor)))

    assert set(refs(kept)) | set(refs(after)) == {
        *(one["idweb"] for held in world.records.values() for one in held if name == "boamp"),
        *(one["publication-number"] for held in world.entries.values() for one in held if name == "ted"),
    }
    assert not set(refs(kept)) & set(refs(after))


@SOURCES
def test_a_notice_added_to_a_day_already_read_comes_at_the_next_run(name: str, address: str, world: World):
    cursor = dict(list(pull(name, address, {}))[-1].cursor)
    world.records["2026-11-19"].insert(0, a_record("26-001", "2026-11-19"))
    world.entries["20261119"].insert(0, {"publication-number": "7-2026", "notice-type": "cn-standard"})

    again = refs(list(pull(name, address, cursor)))

    assert {"boamp": "26-001", "ted": "7-2026"}[name] in again


def test_a_page_announced_and_empty_is_no_end(address: str, world: World):
    world.faults = ["empty"]

    with pytest.raises(SourceFault) as met:
        list(pull("boamp", address, {}))

    assert met.value.code == "empty_page"


def test_a_day_beyond_ten_thousand_goes_by_the_export(address: str, world: World):
    world.total = 10_400

    found = list(pull("boamp", address, READ_AGAIN))

    assert set(refs(found)) >= {"26-100", "26-204"}
    assert any("/exports/jsonl" in asked for asked in world.asked)


def test_an_error_inside_an_export_is_no_notice(address: str, world: World):
    world.total = 10_400
    world.records["2026-11-19"].append({"error_code": "Timeout", "message": "broke off"})

    with pytest.raises(SourceFault) as met:
        list(pull("boamp", address, READ_AGAIN))

    assert met.value.code == "error_inside"


def test_entries_without_a_number_are_counted(address: str, world: World):
    world.records["2026-11-20"] += [{"objet": "sans numéro"}, "texte"]  # type: ignore[list-item]
    world.entries["20261120"].append({"title": "no number"})

    by_boamp = list(pull("boamp", address, READ_AGAIN))[-1]
    by_ted = list(pull("ted", address, {"day": "2026-11-20"}))[-1]

    assert by_boamp.unread == {"no_number": 1, "no_record": 1}
    assert by_ted.unread == {"no_number": 1}


def test_ted_tells_a_search_it_did_not_finish(address: str, world: World):
    world.faults = ["timed_out"]

    with pytest.raises(SourceFault) as met:
        list(pull("ted", address, {}))

    assert met.value.code == "timed_out"


def test_a_token_that_leads_back_is_noticed(address: str, world: World):
    world.faults = ["repeats", "ok", "repeats"]

    with pytest.raises(SourceFault) as met:
        list(pull("ted", address, {}))

    assert met.value.code == "token_repeats"


def test_a_token_forgotten_by_ted_begins_the_day_anew(address: str, world: World):
    world.faults = ["400"]

    found = refs(list(pull("ted", address, {"day": "2026-11-19", "token": "old", "open": True})))

    assert set(found) == {f"{n}-2026" for n in (1, 2, 3, 4, 5, 9)}


def test_a_notice_whose_text_is_gone_is_kept_by_its_entry(address: str, world: World):
    del world.texts["9-2026"]

    found = [one for batch in pull("ted", address, {}) for one in batch.notices if one.ref == "9-2026"]

    assert (found[0].data, found[0].kind) == (b"", Kind.AWARD)


def test_the_second_host_answers_when_the_first_is_down(address: str):
    both = Host("http://127.0.0.1:9", fallback=address, manner=QUICK)

    assert len(refs(list(boamp.pull(both, READ_AGAIN, TODAY)))) == 15


@pytest.mark.parametrize(
    "base", ["http://example.org", "file:///etc/passwd", "https://a:b@example.org", "ftp://x"]
)
def test_only_https_is_asked(base: str):
    with pytest.raises(SourceFault) as met:
        Host(base)

    assert met.value.code == "not_allowed_address"


def test_questions_keep_their_distance(address: str):
    slept = Slept()

    list(pull("boamp", address, READ_AGAIN, Manner(pace=30.0, seconds=5.0, tries=1), slept.clock))

    assert len(slept.waits) == 3
    assert all(29 < wait <= 30 for wait in slept.waits)


def test_an_odd_record_is_still_a_notice():
    record = a_record(
        "26_77", "2026-11-20", code_departement=["6"], nature="RECTIFICATIF", annonce_lie="26-12",
        contractfolderid="29A62CC4-71B7", donnees=None,
    )  # fmt: skip

    one = boamp.arrived(record)

    assert (one.ref, one.kind, one.departements, one.linked, one.folder) == (
        "26-77", Kind.CORRECTION, ("06",), ("26-12",), "29a62cc4-71b7",
    )  # fmt: skip


@pytest.mark.corpus
def test_the_recorded_answers_of_both_gazettes_are_understood():
    boamp_file = corpus_path("boamp/api/records_response_2024-07_mapa.json")
    ted_file = CORPUS.parent / "data" / "ted_api" / "search_response_2026-05.json"
    if not ted_file.exists():
        pytest.skip("The recorded answer of TED is absent.")
    records = json.loads(boamp_file.read_text("utf-8"))["results"]
    entries = json.loads(ted_file.read_text("utf-8"))["notices"]
    world = World(records={"2026-11-20": records}, entries={"20261120": entries})

    with served(world) as address:
        by_boamp = [one for batch in pull("boamp", address, READ_AGAIN) for one in batch.notices]
        by_ted = [one for batch in pull("ted", address, {"day": "2026-11-20"}) for one in batch.notices]

    assert [one.kind for one in by_boamp] == [Kind.CALL] * len(records)
    assert len(by_ted) == len(entries)
    assert all(one.title and one.buyer and one.published for one in (*by_boamp, *by_ted))

"""All real notices at hand: none fails, and every fact stands word for word where it says."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator

import pytest

from tender.parsing.notices import open_notice
from tests.corpus import corpus_path
from tests.parsing.notices.anchoring import evidence_of

pytestmark = pytest.mark.corpus


def _files(where: str) -> Iterator[tuple[str, bytes]]:
    path = corpus_path(where)
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as packed:
            for name in packed.namelist():
                if name.endswith(".xml"):
                    yield name, packed.read(name)
    elif path.suffix == ".jsonl":
        for number, line in enumerate(path.read_bytes().splitlines()):
            yield f"{number}.json", line
    elif path.is_dir():
        for one in sorted(path.glob("*.xml")):
            yield one.name, one.read_bytes()
    else:
        yield path.name, path.read_bytes()


@pytest.mark.parametrize(
    "where",
    [
        "eforms/dev",
        "eforms/dev_other_languages.zip",
        "ted_legacy/ted_r208_r209.zip",
        "notices",
        "boamp/xml_v230",
        "boamp/api/records_response_2024-07_mapa.json",
        "boamp/api/record_eforms_2026-09_trimmed.json",
        "boamp/api/derived_eforms_records_from_ted_dev.jsonl",
    ],
)
def test_every_real_notice_is_read_with_each_fact_in_its_place(where):
    for name, data in _files(where):
        notice = open_notice(data, name)

        assert notice is not None, name
        assert notice.reading.buyer is not None, name
        assert notice.reading.subject is not None, name
        pages = {page.path: page.text for page in notice.source.pages}
        for evidence in evidence_of(notice.reading):
            assert evidence.quote, (name, evidence)
            assert evidence.quote in pages.get(evidence.path, ""), (name, evidence)


def test_buyer_lots_and_deadline_of_labelled_notices_are_right():
    for label in sorted(corpus_path("gold").glob("ted_*.json")):
        gold = json.loads(label.read_text(encoding="utf-8"))
        path = corpus_path(f"notices/{label.stem.removeprefix('ted_')}.xml")
        notice = open_notice(path.read_bytes(), path.name)

        assert notice is not None
        reading = notice.reading
        assert len(reading.lots) == len(gold["lots"]), label.stem
        if gold["deadline_offers"]:
            assert reading.deadline is not None
            assert reading.deadline.value[:16] == gold["deadline_offers"][:16], label.stem

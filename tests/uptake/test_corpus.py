"""Real DECP files, where they are at hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tender.uptake import uptake

pytestmark = pytest.mark.corpus

DATA = Path(os.environ.get("TENDER_DATA", Path(__file__).parent.parent.parent.parent / "shared" / "data"))


@pytest.mark.parametrize(
    ("name", "rows", "contracts", "filled"),
    [
        ("megalis_59920013600241_2024-07-09.json", 5, 5, 5),
        ("portail_decp-2022-marches-valides_4lignes_2026-08.json", 4, 4, 4),
        ("marches-securises_croix_2019-2021_format2019.json", 159, 158, 0),
        ("decp_info_2024H2_travaux_cpv4521.csv.gz", 8957, 5174, 0),
        ("decp_extrait_national_6col_sans_considerations.csv", 5301, 5060, 0),
    ],
)
def test_real_files_are_counted(name, rows, contracts, filled):
    path = DATA / "decp" / "reel" / name
    if not path.exists():
        pytest.skip("The real DECP files are absent: set TENDER_DATA to the folder of reference data.")

    report = uptake([path])

    assert (report.rows_read, report.contracts, report.with_field_filled) == (rows, contracts, filled)
    assert report.not_filled == contracts - filled

"""Make the tables that tender/geography ships, from the public files named in its SOURCES.md.

Usage: python tools/make_geography_tables.py FOLDER, where FOLDER holds communes_cog2026.csv, epci_2026.csv,
departements_2026.csv, regions_2026.csv and nuts_labels_fr_de_en.csv. The same files give the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path

TABLES = Path(__file__).resolve().parent.parent / "tender" / "geography" / "tables"
COUNTRIES = ("FR", "DE", "BE", "LU")

# NUTS 2013, still met in notices before 2018: the départements of each old region, by their digit.
NUTS_2013 = {
    "FR21": "08 10 51 52",
    "FR22": "02 60 80",
    "FR23": "27 76",
    "FR24": "18 28 36 37 41 45",
    "FR25": "14 50 61",
    "FR26": "21 58 71 89",
    "FR30": "59 62",
    "FR41": "54 55 57 88",
    "FR42": "67 68",
    "FR43": "25 39 70 90",
    "FR51": "44 49 53 72 85",
    "FR52": "22 29 35 56",
    "FR53": "16 17 79 86",
    "FR61": "24 33 40 47 64",
    "FR62": "09 12 31 32 46 65 81 82",
    "FR63": "19 23 87",
    "FR71": "01 07 26 38 42 69 73 74",
    "FR72": "03 15 43 63",
    "FR81": "11 30 34 48 66",
    "FR82": "04 05 06 13 83 84",
    "FR83": "2A 2B",
}
OVERSEAS_2013 = {"FRA10": "971", "FRA20": "972", "FRA30": "973", "FRA40": "974", "FRA50": "976"}

Row = dict[str, str]


def main(folder: Path) -> None:
    """Write every table."""
    departements = _read(folder, "departements_2026.csv")
    _write(
        "communes",
        [
            [
                row["code_insee"],
                row["nom"],
                row["departement"],
                row["epci_siren"],
                row["population"],
                row["lon"],
                row["lat"],
            ]
            for row in _read(folder, "communes_cog2026.csv")
        ],
    )
    _write("epci", [[row["siren"], row["nom"]] for row in _read(folder, "epci_2026.csv")])
    _write("departements", [[row["code"], row["nom"], row["region"]] for row in departements])
    _write("regions", [[row["code"], row["nom"]] for row in _read(folder, "regions_2026.csv")])
    old = {
        f"{region}{digit}": code
        for region, codes in NUTS_2013.items()
        for digit, code in enumerate(codes.split(), 1)
    } | OVERSEAS_2013
    names = {row["code"]: row["nom"] for row in departements}
    by_name = {_letters(row["nom"]): row["code"] for row in departements}
    _write(
        "nuts",
        [
            [
                row["code"],
                row["label_fr"],
                by_name.get(_letters(row["label_fr"]), "")
                if row["level"] == "3" and row["code"].startswith("FR")
                else "",
            ]
            for row in _read(folder, "nuts_labels_fr_de_en.csv")
            if row["code"].startswith(COUNTRIES) and "Z" not in row["code"][2:]
        ]
        + [[code, names[departement], departement] for code, departement in sorted(old.items())],
    )


def _read(folder: Path, name: str) -> list[Row]:
    with (folder / name).open(encoding="utf-8", newline="") as lines:
        return sorted(csv.DictReader(lines), key=lambda row: next(iter(row.values())))


def _write(name: str, rows: Iterable[list[str]]) -> None:
    text = "".join("\t".join(row) + "\n" for row in rows)
    TABLES.mkdir(exist_ok=True)
    with (TABLES / f"{name}.tsv.gz").open("wb") as out:
        out.write(gzip.compress(text.encode(), 9, mtime=0))


def _letters(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.upper())
    return "".join(sign for sign in plain if sign.isalnum())


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Make the tables that tender/geography ships, from the public files named in its SOURCES.md.

Usage: python tools/make_geography_tables.py FOLDER, where FOLDER holds communes_cog2026.csv, epci_2026.csv,
departements_2026.csv, regions_2026.csv, v_commune_2026.csv, canton_names_2016.json (code → name) and
nuts_labels_fr_de_en.csv, and in its folder crossborder the outlines of German Kreise, Luxembourg cantons and
Belgian communes. The same files give the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

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

CANTONS = {
    "Capellen": "CA",
    "Clervaux": "CL",
    "Diekirch": "DI",
    "Echternach": "EC",
    "Esch-sur-Alzette": "ES",
    "Grevenmacher": "GR",
    "Luxembourg": "LU",
    "Mersch": "ME",
    "Redange": "RD",
    "Remich": "RM",
    "Vianden": "VD",
    "Wiltz": "WI",
}
"""Luxembourg cantons by their ISO 3166-2 letters."""

PSEUDO = 80
"""From here the end of a canton's code says that the commune lies in several."""

Row = dict[str, str]
Ring = list[tuple[float, float]]


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
    cantons = _french_cantons(folder)
    _write("cantons", [[code, name, departement] for code, name, departement, _ in cantons])
    _write("canton_communes", [[one, code] for code, _, _, held in cantons for one in held])
    units = sorted([*_kreise(folder / "crossborder"), *_cantons(folder / "crossborder"),
                    *_belgian(folder / "crossborder")])  # fmt: skip
    _write(
        "abroad", [[code, name, group, people, *centre] for code, name, group, _, people, *centre in units]
    )
    groups = {group: name for _, _, group, name, *_ in units}
    _write("abroad_groups", [[code, groups[code]] for code in sorted(groups)])


def _french_cantons(folder: Path) -> list[tuple[str, str, str, list[str]]]:
    """Code, name, département and communes of each canton that holds a whole commune.

    A commune that several cantons share stands in a pseudo-canton of its own (80 and beyond): left out.
    """
    held: dict[str, list[str]] = {}
    departements, with_article = {}, {}
    for row in _read(folder, "v_commune_2026.csv"):
        code = row["CAN"]
        with_article[row["DEP"], row["NCCENR"]] = row["LIBELLE"]
        if row["TYPECOM"] == "COM" and code[-2:].isdigit() and int(code[-2:]) < PSEUDO:
            held.setdefault(code, []).append(row["COM"])
            departements[code] = row["DEP"]
    # The names have three digits where the code of 2026 has two ("01001" is 0101).
    spelt = json.loads((folder / "canton_names_2016.json").read_text("utf-8"))
    names = {code[:2] + code[3:] if code[2] == "0" else code: name for code, name in spelt.items()}
    return [
        (code, with_article.get((of, names[code]), names[code]), of, sorted(held[code]))
        for code, of in sorted(departements.items())
    ]


def _kreise(folder: Path) -> list[list[str]]:
    """The Kreise of Saarland (Regionalschlüssel 10…): code, name, group, its name, people, lon, lat."""
    held = json.loads((folder / "germany_kreise_bkg2500_2016_topo.json").read_text("utf-8"))
    known = json.loads((folder / "germany_kreise_dictionary_2016.json").read_text("utf-8"))
    names = {one["RS"]: one["Name"] for one in known}
    return [
        [f"DE-{code}", names[code], "DE-10", "Saarland", "", *_centre(_largest(held, shape))]
        for shape in held["objects"]["poly"]["geometries"]
        if (code := shape["properties"]["RS"]).startswith("10")
    ]


def _cantons(folder: Path) -> list[list[str]]:
    held = json.loads((folder / "luxembourg_cantons_osm_2015.geojson").read_text("utf-8"))
    found = []
    for shape in held["features"]:
        name = shape["properties"]["name"].removeprefix("Canton ")
        rings = [[tuple(point) for point in part[0]] for part in shape["geometry"]["coordinates"]]
        found.append([f"LU-{CANTONS[name]}", name, "LU", "Luxembourg", "", *_centre(max(rings, key=_area))])
    return found


def _belgian(folder: Path) -> list[list[str]]:
    """The communes of the Walloon Region, in their arrondissements."""
    held = json.loads((folder / "belgium_municipalities_2019_topo.json").read_text("utf-8"))
    found: dict[str, list[str]] = {}
    for shape in held["objects"]["municipalities"]["geometries"]:
        of = shape["properties"]
        if of["reg_nis"] == "03000":
            place = [f"BE-{of['nis']}", of["name_fr"], f"BE-{of['arr_nis']}", of["arr_fr"],
                     str(of.get("population") or ""), *_centre(_largest(held, shape))]  # fmt: skip
            found.setdefault(of["nis"], place)
    return list(found.values())


def _largest(held: dict[str, Any], shape: dict[str, Any]) -> Ring:
    """The outer ring of the largest part of a TopoJSON shape, in degrees. Source: TopoJSON specification."""
    parts = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    return max((_ring(held, part[0]) for part in parts), key=_area)


def _ring(held: dict[str, Any], arcs: list[int]) -> Ring:
    (scale_x, scale_y), (left, bottom) = held["transform"]["scale"], held["transform"]["translate"]
    ring: Ring = []
    for index in arcs:
        x = y = 0
        line = []
        for step_x, step_y in held["arcs"][index if index >= 0 else ~index]:
            x, y = x + step_x, y + step_y
            line.append((x * scale_x + left, y * scale_y + bottom))
        ring += line if index >= 0 else line[::-1]
    return ring


def _area(ring: Ring) -> float:
    following = ring[1:] + ring[:1]
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, following, strict=True))) / 2


def _centre(ring: Ring) -> list[str]:
    """The centroid of a ring, to five decimals."""
    pairs = list(zip(ring, ring[1:] + ring[:1], strict=True))
    crosses = [x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs]
    whole = sum(crosses) * 3
    lon = sum((x1 + x2) * c for ((x1, _), (x2, _)), c in zip(pairs, crosses, strict=True)) / whole
    lat = sum((y1 + y2) * c for ((_, y1), (_, y2)), c in zip(pairs, crosses, strict=True)) / whole
    return [f"{lon:.5f}", f"{lat:.5f}"]


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

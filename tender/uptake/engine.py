"""The analytic engine: DuckDB on one file, written by one, read by any number of processes."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import duckdb

WRITING: Final = "1GB"
READING: Final = "512MB"


def open_engine(path: Path, folder: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A base: to be written where a working `folder` is given, else only read, by many at once.

    What does not fit in memory goes to the folder. Extensions are neither installed nor loaded.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "memory_limit": WRITING if folder is not None else READING,
    }
    if folder is not None:
        config["temp_directory"] = str(folder / "spilled")
        config["preserve_insertion_order"] = True
    return duckdb.connect(str(path), read_only=folder is None, config=config)


def table_of(rows: Iterable[Sequence[object]], columns: Mapping[str, str], scratch: Path) -> str:
    """Our own rows for the engine to select from; `columns`: name and type; `scratch`: a new file."""
    with scratch.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, quoting=csv.QUOTE_ALL).writerows(rows)
    path = "'" + str(scratch).replace("'", "''") + "'"
    typed = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
    plain = "auto_detect=false, header=false, delim=',', quote='\"', escape='\"'"
    return f"read_csv({path}, {plain}, columns={{{typed}}})"

"""One file that holds an installation whole: every table, every kept file, and the version that wrote it.

Rows travel as JSON lines, so a backup of SQLite can be put back into PostgreSQL and the other way round.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table, func, insert, select, text
from sqlalchemy.types import Date, Numeric, TypeDecorator, TypeEngine

from tender import __version__
from tender.store.files import FileStore
from tender.store.migrating import current_revision, migrate, newest_revision
from tender.store.tables import metadata
from tender.workbench.errors import Invalid, NotReady

META = "entrelots.json"
BATCH = 500


def back_up(engine: Engine, files: FileStore, target: Path) -> dict[str, int]:
    """Write the backup; gives rows by table. Raises Invalid when the file exists: nothing is overwritten.

    The database is read in one transaction; the archive appears under its name only once it is whole.
    """
    if target.exists():
        raise Invalid("backup_exists", file=str(target))
    fresh = target.with_name(f"{target.name}.part")
    counts: dict[str, int] = {}
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
        with engine.connect() as connection:
            for table in metadata.sorted_tables:
                rows = connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()
                lines = [
                    json.dumps({name: _plain(value) for name, value in row.items()}, ensure_ascii=False)
                    for row in rows
                ]
                counts[table.name] = len(lines)
                archive.writestr(f"tables/{table.name}.jsonl", "\n".join(lines))
        for path in sorted(files.folder.glob("??/" + "?" * 64)):
            archive.write(path, f"files/{path.name}")
        meta = {"version": __version__, "revision": current_revision(engine), "rows": counts}
        archive.writestr(META, json.dumps(meta, indent=1))
    fresh.replace(target)
    return counts


def restore(engine: Engine, files: FileStore, source: Path) -> dict[str, int]:
    """Put a backup into an empty installation; gives rows by table.

    Raises Invalid("not_backup") when the file is none, NotReady("newer_backup") when a newer version wrote
    it, NotReady("not_empty") when the installation holds anything: nothing is changed then.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            meta = json.loads(archive.read(META))
            return _put_back(engine, files, archive, meta)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise Invalid("not_backup", file=str(source)) from error


def _put_back(
    engine: Engine, files: FileStore, archive: zipfile.ZipFile, meta: dict[str, Any]
) -> dict[str, int]:
    if str(meta["revision"]) > newest_revision():
        raise NotReady("newer_backup", version=meta["version"])
    migrate(engine, str(meta["revision"]))
    counts: dict[str, int] = {}
    with engine.begin() as connection:
        if any(
            connection.scalar(select(func.count()).select_from(table)) for table in metadata.sorted_tables
        ):
            raise NotReady("not_empty")
        for table in metadata.sorted_tables:
            rows = list(_rows(archive, table))
            counts[table.name] = len(rows)
            for start in range(0, len(rows), BATCH):
                connection.execute(insert(table), rows[start : start + BATCH])
            if engine.dialect.name == "postgresql" and rows and "id" in table.columns:
                connection.execute(_next_number(table))
    for name in archive.namelist():
        if name.startswith("files/"):
            files.keep(archive.read(name))
    migrate(engine)
    return counts


def _rows(archive: zipfile.ZipFile, table: Table) -> Iterator[dict[str, Any]]:
    name = f"tables/{table.name}.jsonl"
    if name not in archive.namelist():
        return
    for line in archive.read(name).decode("utf-8").splitlines():
        held = json.loads(line)
        yield {
            column.name: _typed(column.type, held[column.name])
            for column in table.columns
            if column.name in held
        }


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def _typed(kind: TypeEngine[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, TypeDecorator):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, Numeric) and isinstance(value, str):
        return Decimal(value)
    return value


def _next_number(table: Table) -> Any:
    """PostgreSQL counts on from the highest number put back."""
    return text(
        f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), (SELECT max(id) FROM {table.name}))"  # noqa: S608 - our own table's name
    )

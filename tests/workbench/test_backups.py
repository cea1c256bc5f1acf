"""An installation goes into one file, and comes back whole, into either database."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tender.store.database import open_engine, sessions
from tender.store.files import FileStore
from tender.store.migrating import migrate
from tender.store.tables import metadata
from tender.workbench import backups
from tender.workbench.errors import Invalid, NotReady
from tests.workbench.conftest import House


def rows_of(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in metadata.sorted_tables
        }


def test_every_row_and_file_comes_back(session: Session, engine: Engine, published: House, tmp_path: Path):
    session.commit()
    files = FileStore(tmp_path / "files")
    digest = files.keep(b"un fichier")
    backups.back_up(engine, files, tmp_path / "tout.zip")
    empty = open_engine(f"sqlite:///{tmp_path / 'autre.db'}")

    backups.restore(empty, FileStore(tmp_path / "autres"), tmp_path / "tout.zip")

    assert rows_of(empty) == rows_of(engine)
    assert FileStore(tmp_path / "autres").read(digest) == b"un fichier"
    empty.dispose()


def test_work_goes_on_in_the_restored_database(
    session: Session, engine: Engine, house: House, tmp_path: Path
):
    session.commit()
    backups.back_up(engine, FileStore(tmp_path / "files"), tmp_path / "tout.zip")
    with engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())

    backups.restore(engine, FileStore(tmp_path / "files"), tmp_path / "tout.zip")

    with sessions(engine).begin() as fresh:
        from tests.builders import a_user

        assert a_user(fresh).id > house.officer.id


def test_a_backup_never_overwrites_a_file(engine: Engine, tmp_path: Path):
    target = tmp_path / "tout.zip"
    target.write_bytes(b"autre chose")

    with pytest.raises(Invalid):
        backups.back_up(engine, FileStore(tmp_path), target)

    assert target.read_bytes() == b"autre chose"


def test_an_installation_in_use_is_not_replaced(
    session: Session, engine: Engine, house: House, tmp_path: Path
):
    session.commit()
    backups.back_up(engine, FileStore(tmp_path / "files"), tmp_path / "tout.zip")
    before = rows_of(engine)

    with pytest.raises(NotReady):
        backups.restore(engine, FileStore(tmp_path / "files"), tmp_path / "tout.zip")

    assert rows_of(engine) == before


def test_a_file_that_is_no_backup_is_refused(tmp_path: Path):
    engine = open_engine(f"sqlite:///{tmp_path / 'vide.db'}")
    migrate(engine)
    with zipfile.ZipFile(tmp_path / "autre.zip", "w") as archive:
        archive.writestr("lisez.txt", "rien")

    for name in ("autre.zip", "absent.zip"):
        with pytest.raises(Invalid):
            backups.restore(engine, FileStore(tmp_path), tmp_path / name)
    engine.dispose()

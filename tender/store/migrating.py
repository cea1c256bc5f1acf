"""Bring a database to this version's schema, or write the next change of schema."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from tender.store.tables import metadata

HERE = Path(__file__).parent / "migrations"


def migrate(engine: Engine, target: str = "head") -> None:
    """Apply every change of schema up to `target`; nothing to do is nothing done.

    An older revision as target takes the schema back to it.
    """
    with engine.connect() as connection, _tables_may_be_made_anew(connection):
        config = _config()
        config.attributes["connection"] = connection
        back = target == "base" or target < (
            MigrationContext.configure(connection).get_current_revision() or ""
        )
        if back:
            command.downgrade(config, target)
        else:
            command.upgrade(config, target)
        connection.commit()


@contextmanager
def _tables_may_be_made_anew(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew and dropping the old one, which foreign keys would refuse.

    They cannot be put aside within a transaction, hence the driver's own connection.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys=ON")


def write_revision(engine: Engine, message: str) -> None:
    """Write the change of schema that the tables ask for beyond this database (for developers)."""
    with engine.connect() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.revision(
            config,
            message,
            autogenerate=True,
            rev_id=f"{len(list((HERE / 'versions').glob('*.py'))) + 1:04d}",
        )


def differences(engine: Engine) -> list[object]:
    """What the database still lacks of the tables; empty when they agree."""
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))


def current_revision(engine: Engine) -> str | None:
    """The schema this database has, None before the first migration."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str:
    """The schema of this version of the program."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    return config

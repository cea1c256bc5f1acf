"""The schema comes by migrations alone, there and back, on both databases."""

from __future__ import annotations

from sqlalchemy import Engine, inspect

from tender.store.migrating import differences, migrate
from tests.databases import engine, postgres_url

__all__ = ["engine", "postgres_url"]


def test_the_migrations_make_exactly_the_tables_of_the_code(engine: Engine):
    assert differences(engine) == []


def test_every_migration_has_its_way_back(engine: Engine):
    migrate(engine, "base")

    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}

    migrate(engine)

    assert differences(engine) == []

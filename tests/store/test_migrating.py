"""The schema comes by migrations alone, there and back, on both databases."""

from __future__ import annotations

from sqlalchemy import Engine, inspect, text

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


def test_a_change_of_schema_keeps_what_the_tables_hold(engine: Engine):
    migrate(engine, "0001")
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO calls (id, title, buyer, reference, deadline_text, state, files_digest, uploads,"
                " is_example, created, refusal, warnings) VALUES (1, 'Objet', 'Ville', '', '', 'reviewed',"
                " '', '[]', false, '2026-11-22 12:00:00', '', '[]')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO call_files (id, call_id, name, sha256, size, kind, page_count, has_pictures,"
                " ocr_pages) VALUES (7, 1, 'RC.pdf', 'aa', 1, 'RC', 1, false, '[]')"
            )
        )
        connection.execute(
            text("INSERT INTO pages (file_id, position, text, width, height) VALUES (7, 1, 'mots', 0, 0)")
        )

    migrate(engine, "0007")
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO splits (id, call_id, revision, state, status, gap, seconds, objective,"
                " lot_settings, refused, reasons, uncovered, form, lead_solidary, terms) VALUES (1, 1, 1,"
                " 'draft', 'optimal', 0, 0, '{}', '{}', '[]', '[]', '[]', 'joint', false, '{}')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO law_decisions (id, call_id, rule, code, digest, act, answer, reason, words,"
                " facts, by, at) VALUES (1, 1, 'strike', 'strike', 'aa', 'answered', 'no', '', 'mots', '{}',"
                " 'x', '2026-11-22 12:00:00')"
            )
        )

    migrate(engine)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT gaps FROM splits")).scalar() in ({}, "{}")
        assert connection.execute(text("SELECT count(*) FROM law_decisions")).scalar() == 1
    migrate(engine, "0004")
    migrate(engine, "0001")
    migrate(engine)

    with engine.begin() as connection:
        assert connection.execute(text("SELECT since, until FROM call_files")).all() == [(1, None)]
        assert connection.execute(text("SELECT text FROM pages WHERE file_id = 7")).scalar() == "mots"
        assert connection.execute(text("SELECT version FROM calls")).scalar() == 1

"""python -m tender.example: make an installation ready: database at this version, a new demo its example."""

from __future__ import annotations

import os
import sys
import tomllib

from tender.settings import Settings, read_settings
from tender.store.database import open_engine, sessions
from tender.store.files import FileStore
from tender.store.members import the_collective
from tender.store.migrating import migrate

DEMO_PASSWORD = "entrelots-exemple"  # noqa: S105 - shown on the demo's sign-in page


def main() -> int:
    """Migrate, then load the example once; what is done already takes no time."""
    settings = read_settings()
    settings.instance.mkdir(parents=True, exist_ok=True)
    engine = open_engine(settings.database_url)
    migrate(engine)
    if settings.demo:
        with sessions(engine).begin() as session:
            if the_collective(session) is None:
                from tender.example.loading import load_example  # noqa: PLC0415 - later starts are spared it

                load_example(session, FileStore(settings.files), password=_password(settings))
    engine.dispose()
    return 0


def _password(settings: Settings) -> str:
    """The password that the sign-in page of the demo shows."""
    file = settings.instance / "config.toml"
    held = tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
    return str(os.environ.get("TENDER_DEMO_PASSWORD") or held.get("DEMO_PASSWORD") or DEMO_PASSWORD)


if __name__ == "__main__":
    sys.exit(main())

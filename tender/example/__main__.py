"""python -m tender.example: put the worked example into an installation that is a demo, once."""

from __future__ import annotations

import os
import sys
import tomllib

from tender.example.loading import load_example
from tender.settings import Settings, read_settings
from tender.store.database import open_engine, sessions
from tender.store.files import FileStore

DEMO_PASSWORD = "entrelots-exemple"  # noqa: S105 - shown on the demo's sign-in page


def main() -> int:
    """Load the example once; nothing to do is done."""
    settings = read_settings()
    if not settings.demo:
        return 0
    engine = open_engine(settings.database_url)
    with sessions(engine).begin() as session:
        load_example(session, FileStore(settings.files), password=_password(settings))
    return 0


def _password(settings: Settings) -> str:
    """The password that the sign-in page of the demo shows."""
    file = settings.instance / "config.toml"
    held = tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
    return str(os.environ.get("TENDER_DEMO_PASSWORD") or held.get("DEMO_PASSWORD") or DEMO_PASSWORD)


if __name__ == "__main__":
    sys.exit(main())

"""Where an installation keeps its things: its folder, its config.toml, then TENDER_* of the environment."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Settings:
    """What every door of the program needs: the web's own settings stand in tender/web/config.py."""

    instance: Path
    database_url: str
    files: Path
    mail: Path
    demo: bool
    mail_sender: str = "entrelots@localhost"
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = ""

    @property
    def logs(self) -> Path:
        """Where the log files go."""
        return self.instance / "logs"


def instance_folder(given: str | None = None) -> Path:
    """The installation's folder: given, TENDER_INSTANCE, else instance/ of the project."""
    return Path(given or os.environ.get("TENDER_INSTANCE") or ROOT / "instance").resolve()


def read_settings(instance: Path | None = None) -> Settings:
    """The settings as they stand. Raises tomllib.TOMLDecodeError when config.toml is no TOML."""
    folder = instance or instance_folder()
    held: Mapping[str, Any] = {}
    file = folder / "config.toml"
    if file.is_file():
        held = tomllib.loads(file.read_text("utf-8"))

    def value(name: str, default: str) -> str:
        return str(os.environ.get(f"TENDER_{name}") or held.get(name) or default)

    return Settings(
        instance=folder,
        database_url=value("DATABASE_URL", f"sqlite:///{folder / 'tender.db'}"),
        files=Path(value("FILES_FOLDER", str(folder / "files"))),
        mail=Path(value("MAIL_FOLDER", str(folder / "mail"))),
        demo=value("DEMO", "").lower() in ("1", "true", "yes", "on"),
        mail_sender=value("MAIL_SENDER", "entrelots@localhost"),
        smtp_host=value("SMTP_HOST", ""),
        smtp_port=int(value("SMTP_PORT", "587")),
        smtp_user=value("SMTP_USER", ""),
        smtp_password=value("SMTP_PASSWORD", ""),
    )

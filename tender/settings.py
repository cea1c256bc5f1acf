"""Where an installation keeps its things: its folder, its config.toml, then TENDER_* of the environment."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


WATCHED = ("boamp", "ted", "folder", "recorded")


@dataclass(frozen=True, slots=True)
class WatchSettings:
    """Where calls come from. `names`: the sources that are on, of WATCHED; none: the watch is off.

    `pace`: seconds between two questions to a host; `seconds`: the longest wait for one answer.
    `departements`, `countries` (alpha-3), `places` (NUTS): what is asked for, empty for everything.
    """

    names: tuple[str, ...] = ()
    boamp_host: str = "https://boamp-datadila.opendatasoft.com"
    boamp_fallback: str = ""
    ted_host: str = "https://api.ted.europa.eu"
    ted_fallback: str = ""
    ted_texts: str = "https://ted.europa.eu"
    folder: str = ""
    pace: float = 1.0
    seconds: float = 60.0
    departements: tuple[str, ...] = ()
    countries: tuple[str, ...] = ("FRA",)
    places: tuple[str, ...] = ()


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
    public_url: str = ""
    watch: WatchSettings = WatchSettings()


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

    demo = value("DEMO", "").lower() in ("1", "true", "yes", "on")
    return Settings(
        instance=folder,
        database_url=value("DATABASE_URL", f"sqlite:///{folder / 'tender.db'}"),
        files=Path(value("FILES_FOLDER", str(folder / "files"))),
        mail=Path(value("MAIL_FOLDER", str(folder / "mail"))),
        demo=demo,
        mail_sender=value("MAIL_SENDER", "entrelots@localhost"),
        smtp_host=value("SMTP_HOST", ""),
        smtp_port=int(value("SMTP_PORT", "587")),
        smtp_user=value("SMTP_USER", ""),
        smtp_password=value("SMTP_PASSWORD", ""),
        public_url=value("PUBLIC_URL", ""),
        watch=watch_settings(value, demo=demo),
    )


def watch_settings(value: Callable[[str, str], str], *, demo: bool) -> WatchSettings:
    """The watch as set by WATCH ("boamp ted folder") and WATCH_*; the demo replays recorded answers.

    Off by default. In the demo nothing leaves the machine whatever is set.
    """

    def listed(name: str, default: str = "") -> tuple[str, ...]:
        return tuple(value(name, default).replace(",", " ").split())

    usual = WatchSettings()
    folder = value("WATCH_FOLDER", "")
    asked = ("recorded",) if demo else listed("WATCH")
    return WatchSettings(
        names=tuple(one for one in asked if one in WATCHED and (folder or one != "folder")),
        boamp_host=value("WATCH_BOAMP_HOST", usual.boamp_host),
        boamp_fallback=value("WATCH_BOAMP_FALLBACK", ""),
        ted_host=value("WATCH_TED_HOST", usual.ted_host),
        ted_fallback=value("WATCH_TED_FALLBACK", ""),
        ted_texts=value("WATCH_TED_TEXTS", usual.ted_texts),
        folder=folder,
        pace=float(value("WATCH_PACE", str(usual.pace))),
        seconds=float(value("WATCH_SECONDS", str(usual.seconds))),
        departements=listed("WATCH_DEPARTEMENTS"),
        countries=listed("WATCH_COUNTRIES", "FRA"),
        places=listed("WATCH_PLACES"),
    )

"""Bytes by their SHA-256, under one folder; written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FileStore:
    """The folder where bytes are kept."""

    folder: Path

    def keep(self, data: bytes) -> str:
        """Keep these bytes; the answer is their SHA-256. The same bytes twice are one file."""
        digest = hashlib.sha256(data).hexdigest()
        path = self.path(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(handle, "wb") as out:
                out.write(data)
            Path(name).replace(path)
        return digest

    def keep_file(self, source: Path) -> str:
        """Keep a file of any size without holding it in memory; the answer is its SHA-256."""
        with source.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        path = self.path(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent)
            os.close(handle)
            shutil.copyfile(source, name)
            Path(name).replace(path)
        return digest

    def path(self, digest: str) -> Path:
        """Where these bytes stand. Raises ValueError when the name is no SHA-256: it may come from a URL."""
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise ValueError(digest)
        return self.folder / digest[:2] / digest

    def read(self, digest: str) -> bytes:
        """The bytes. Raises FileNotFoundError."""
        return self.path(digest).read_bytes()

"""Files of older or other office suites turned into those of Office by LibreOffice, where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

from tender.parsing.refusal import RefusalReason, Refused

_SECONDS: Final = 90.0


def convert(data: bytes, suffix: str, to: str, name: str) -> bytes:
    """The same document as `to` ("docx", "xlsx"); `suffix`: what it is now (".doc"), `name`: for refusals.

    In its own process and folder. Raises Refused: LibreOffice missing, too slow, or unable to open it.
    """
    program = _office()
    if program is None:
        raise Refused(RefusalReason.NEEDS_LIBREOFFICE, name=name)
    with tempfile.TemporaryDirectory(prefix="tender-") as folder:
        place = Path(folder)
        source = place / f"piece{suffix}"
        source.write_bytes(data)
        command = [
            program, f"-env:UserInstallation={(place / 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", to, "--outdir", folder, str(source),
        ]  # fmt: skip
        try:
            subprocess.run(  # noqa: S603 - a program found on the path; the file's name is ours
                command,
                capture_output=True,
                check=False,
                timeout=_SECONDS,
                env={**os.environ, "HOME": folder},
            )
        except subprocess.TimeoutExpired as error:
            raise Refused(RefusalReason.TIMEOUT, name=name) from error
        except OSError as error:
            raise Refused(RefusalReason.NEEDS_LIBREOFFICE, name=name) from error
        made = place / f"piece.{to}"
        if not made.is_file():
            raise Refused(RefusalReason.DAMAGED, name=name)
        return made.read_bytes()


def is_installed() -> bool:
    """LibreOffice is there."""
    return _office() is not None


@cache
def _office() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")

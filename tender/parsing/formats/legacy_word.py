"""Old Word (DOC) and RTF: LibreOffice turns them into DOCX, in its own process and folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

from tender.parsing.building import build_source
from tender.parsing.compound import is_locked_office, is_old_word
from tender.parsing.refusal import RefusalReason, Refused
from tender.parsing.word_document import read_word
from tender.vocabulary.source import Source

_SECONDS: Final = 90.0


def recognises(data: bytes, name: str) -> bool:  # noqa: ARG001 - the bytes decide
    """A compound document of Word, or rich text."""
    return data.startswith(b"{\\rtf") or (is_old_word(data) and not is_locked_office(data))


def read(data: bytes, name: str) -> Source:
    """The sections of the document. Raises Refused: LibreOffice missing, too slow, or unable to open it."""
    return build_source(data, name, read_word(_as_docx(data, name), name))


@cache
def _office() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def _as_docx(data: bytes, name: str) -> bytes:
    program = _office()
    if program is None:
        raise Refused(RefusalReason.NEEDS_LIBREOFFICE, name=name)
    with tempfile.TemporaryDirectory(prefix="tender-") as folder:
        place = Path(folder)
        source = place / ("piece.rtf" if data.startswith(b"{\\rtf") else "piece.doc")
        source.write_bytes(data)
        command = [
            program, f"-env:UserInstallation={(place / 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", "docx", "--outdir", folder, str(source),
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
        made = place / "piece.docx"
        if not made.is_file():
            raise Refused(RefusalReason.DAMAGED, name=name)
        return made.read_bytes()

"""The mail gate: letters go by SMTP, or into a folder as .eml files (the demo, or where there is none)."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path

from tender.workbench.clock import now


@dataclass(frozen=True, slots=True)
class Post:
    """Where letters leave. `smtp_host` empty: they are written into `folder`.

    `address`: of the installation, for the links of letters the worker writes; "" where it is not set.
    """

    folder: Path
    sender: str = "entrelots@localhost"
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = ""
    address: str = ""

    def send(self, to: str, subject: str, body: str) -> None:
        """Send one plain-text letter. Raises OSError or smtplib.SMTPException when it cannot leave."""
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = self.sender, to, " ".join(subject.split())
        letter["Date"] = format_datetime(now())
        letter["Message-ID"] = make_msgid(domain="entrelots.local")
        letter.set_content(body)
        if self.smtp_host:
            self._by_smtp(letter)
        else:
            self._into_folder(letter)

    def _by_smtp(self, letter: EmailMessage) -> None:
        with smtplib.SMTP(self.smtp_host, self.smtp_port, timeout=20) as server:
            if self.smtp_user:
                server.starttls(context=ssl.create_default_context())
                server.login(self.smtp_user, self.smtp_password)
            server.send_message(letter)

    def _into_folder(self, letter: EmailMessage) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # links to choose passwords lie in it
        stamp = now().strftime("%Y%m%dT%H%M%S%f")
        (self.folder / f"{stamp}.eml").write_bytes(bytes(letter))

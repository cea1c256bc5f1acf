"""Mails as files (.eml): what they say and what is attached to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from itertools import islice
from typing import Final

from tender.parsing.plain import html_text
from tender.parsing.refusal import MAX_FILES
from tender.parsing.sections import plain_spaces

_HEADER: Final = re.compile(
    rb"(?:From|To|Cc|Subject|Date|Received|Return-Path|Delivered-To|Message-ID|MIME-Version|Reply-To|X-[\w-]+"
    rb"|DKIM-Signature|Content-Type|Thread-\w+): ?\S",
    re.IGNORECASE,
)
_NEEDED: Final = re.compile(rb"^(?:From|Subject|Received|Message-ID):", re.IGNORECASE | re.MULTILINE)

_MOST_PARTS: Final = 2 * MAX_FILES
"""Each costs a millisecond to tell apart, whatever it holds."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail: its subject, its text, and (name, bytes) of what is attached (of MAX_FILES + 1 at most)."""

    subject: str
    text: str
    attachments: tuple[tuple[str, bytes], ...]


def is_mail(data: bytes) -> bool:
    """Whether the bytes begin with the heads of a mail."""
    head = data[:4096]
    return _HEADER.match(head) is not None and _NEEDED.search(head) is not None


def read_mail(data: bytes) -> Mail | None:
    """The mail, None when it cannot be taken apart or has parts beyond counting."""
    if data.count(b"Content-Type:") > _MOST_PARTS:
        return None
    try:
        message: EmailMessage = message_from_bytes(data, policy=policy.default)
        body = message.get_body(preferencelist=("plain", "html"))
        text = _content(body) if body is not None else ""
        attachments = tuple(
            (part.get_filename() or f"piece-{number}", _bytes(part))
            for number, part in enumerate(islice(message.iter_attachments(), MAX_FILES + 1), start=1)
        )
        return Mail(str(message.get("subject", "")), text, attachments)
    except (MessageError, LookupError, ValueError, AttributeError, KeyError, TypeError, RecursionError):
        # Real mails break the rules of mail in many ways; each shows as one of these. Parts inside parts
        # without end show as the last.
        return None


def _content(part: MIMEPart) -> str:
    raw = part.get_payload(decode=True)
    held = raw if isinstance(raw, bytes) else b""
    try:
        text = held.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        text = held.decode("utf-8", "replace")
    if part.get_content_type() == "text/html":
        return html_text(text)
    return plain_spaces(text.replace("\r\n", "\n")).strip()


def _bytes(part: MIMEPart) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_content()
        return inner.as_bytes() if isinstance(inner, EmailMessage) else b""
    raw = part.get_payload(decode=True)
    return raw if isinstance(raw, bytes) else b""

"""Mails (EML): subject and text; what is attached is unpacked before, as files of their own."""

from __future__ import annotations

from tender.parsing.building import build_source
from tender.parsing.mail import is_mail, read_mail
from tender.parsing.refusal import RefusalReason, Refused
from tender.vocabulary.source import Page, Source


def recognises(data: bytes, name: str) -> bool:
    """Bytes that begin with the heads of a mail."""
    return is_mail(data)


def read(data: bytes, name: str) -> Source:
    """One Page: the subject, then the text. Raises Refused."""
    mail = read_mail(data)
    if mail is None:
        raise Refused(RefusalReason.DAMAGED, name=name)
    text = "\n".join(part for part in (mail.subject, mail.text) if part.strip())
    return build_source(data, name, (Page(number=None, text=text, path=mail.subject or None),))

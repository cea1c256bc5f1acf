"""Letters of a consultation: the question now, its reminder kept for its day."""

from __future__ import annotations

import logging
import smtplib

from flask_babel import force_locale
from flask_babel import gettext as _

from tender.store.accounts import UserRow, directors_of
from tender.web.display import date_time
from tender.web.mail import address_of, post
from tender.web.session import db
from tender.workbench.clock import now
from tender.workbench.consulting import Table
from tender.workbench.posting import CONSULTATION, prepare_letter
from tender.workbench.timing import reminder_before

log = logging.getLogger("tender.web")


def ask_members(table: Table) -> tuple[int, list[str]]:
    """Write to every director whose member has not answered; how many left, and whose could not."""
    row = table.row
    if row is None or row.closes is None:
        return 0, []
    sent, lost = 0, []
    awaited = {member.id for member in table.awaited}
    for user in directors_of(db(), tuple(sorted(awaited))):
        asked = [member_id for member_id in user.member_ids if member_id in awaited]
        prepare_letter(
            db(),
            CONSULTATION,
            table.call.id,
            user,
            words=_words(table, user, again=True),
            about=[{"member": member_id, "digest": row.closes.isoformat()} for member_id in asked],
            due=reminder_before(row.closes, now()),
        )
        try:
            post().send(user.email, *_words(table, user))
            sent += 1
        except (OSError, smtplib.SMTPException):
            log.exception("a letter of a consultation could not leave")
            lost.append(user.name)
    return sent, lost


def _words(table: Table, user: UserRow, *, again: bool = False) -> tuple[str, str]:
    with force_locale(user.language):
        closes = table.row.closes if table.row is not None else None
        until = date_time(closes) if closes else _("dès que possible")
        subject = _("À dire avant le %(until)s : venez-vous ? %(call)s", until=until, call=table.call.title)
        if again:
            subject = _("Rappel") + " – " + subject
        word = f"\n\n« {table.row.word} »" if table.row is not None and table.row.word else ""
        body = _(
            "Bonjour %(name)s,\n\n"
            "Le collectif étudie l’appel « %(call)s » (%(buyer)s).%(word)s\n\n"
            "Dites, lot par lot, si votre association vient dans le groupement, répond seule ou ne vient "
            "pas. Une minute suffit, avant le %(until)s :\n\n%(link)s\n\n"
            "Sans réponse à cette date, votre silence sera compté comme un non.\n\n"
            "Entrelots",
            name=user.name,
            call=table.call.title,
            buyer=table.call.buyer,
            word=word,
            until=until,
            link=address_of("approvals.index"),
        )
        return subject, body

"""Letters that ask a member for its part of a mémoire, and remind of it until it is answered."""

from __future__ import annotations

import logging
import smtplib

from flask_babel import force_locale
from flask_babel import gettext as _

from tender.store.accounts import UserRow
from tender.store.evidence import ContributionRow
from tender.web.display import date_time
from tender.web.mail import address_of, post
from tender.web.session import db
from tender.workbench.contributing import directors_asked, reminder_days
from tender.workbench.posting import PART, prepare_letter

log = logging.getLogger("tender.web")


def ask_for_part(row: ContributionRow) -> list[str]:
    """Write to each director of the member, and keep the reminders; the names of those not reached."""
    lost = []
    for director in directors_asked(db(), row):
        for rank, day in enumerate(reminder_days(row)):
            digest = f"{row.id}|{row.due.isoformat()}|{rank}"
            prepare_letter(
                db(),
                PART,
                row.call_id,
                director,
                words=_words(row, director, again=True),
                about=[{"member": row.member_id, "digest": digest}],
                due=day,
            )
        try:
            post().send(director.email, *_words(row, director))
        except (OSError, smtplib.SMTPException):
            log.exception("a letter about a part of a mémoire could not leave")
            lost.append(director.name)
    return lost


def _words(row: ContributionRow, user: UserRow, *, again: bool = False) -> tuple[str, str]:
    with force_locale(user.language):
        until = date_time(row.due)
        subject = _(
            "À écrire avant le %(until)s : votre part du mémoire, %(call)s", until=until, call=row.call.title
        )
        if again:
            subject = _("Rappel") + " – " + subject
        said = f"\n\n« {row.asked} »" if row.asked else ""
        body = _(
            "Bonjour %(name)s,\n\n"
            "Le mémoire technique de « %(call)s » (%(buyer)s) a besoin de %(member)s pour le critère "
            "« %(criterion)s ».%(said)s\n\n"
            "Répondez ici, avant le %(until)s : quelques phrases avec des faits que vous pouvez prouver, ou "
            "une preuve que vous avez déjà.\n\n%(link)s\n\n"
            "Entrelots",
            name=user.name,
            call=row.call.title,
            buyer=row.call.buyer,
            member=row.member.name,
            criterion=row.criterion,
            said=said,
            until=until,
            link=address_of("contributions.answer", number=row.id),
        )
        return subject, body

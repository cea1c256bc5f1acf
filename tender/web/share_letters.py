"""Letters about a share: the act and the date in the subject, one to each director."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Sequence

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from tender.store.splits import SplitRow
from tender.web.display import date_time, headed, hours
from tender.web.mail import address_of, post
from tender.web.session import db
from tender.workbench.clock import now
from tender.workbench.consent import Letter
from tender.workbench.posting import SHARE, prepare_letter
from tender.workbench.timing import reminder_before

log = logging.getLogger("tender.web")


def send_letters(split: SplitRow, letters: Sequence[Letter], *, again: bool = False) -> list[str]:
    """Write to each director; the names of those whose letter could not leave."""
    lost = []
    for letter in letters:
        try:
            _send(split, letter, again=again)
        except (OSError, smtplib.SMTPException):
            log.exception("a letter about a share could not leave")
            lost.append(letter.director.name)
        if not again:
            _prepare_reminder(split, letter)
    return lost


def _prepare_reminder(split: SplitRow, letter: Letter) -> None:
    """The same letter, kept for a day and a half before the date; it stops when she answered."""
    limit = split.closes or split.call.deadline
    if limit is None or limit <= now():
        return
    prepare_letter(
        db(),
        SHARE,
        split.call_id,
        letter.director,
        words=_words(split, letter, again=True),
        about=[{"member": one.member.id, "digest": one.digest} for one in letter.shares],
        due=reminder_before(limit, now()),
    )


def _send(split: SplitRow, letter: Letter, *, again: bool) -> None:
    post().send(letter.director.email, *_words(split, letter, again=again))


def _words(split: SplitRow, letter: Letter, *, again: bool) -> tuple[str, str]:
    with force_locale(letter.director.language):
        limit = split.closes or split.call.deadline
        until = date_time(limit) if limit else _("dès que possible")
        if limit:
            subject = _(
                "À décider avant le %(until)s : votre part, %(call)s", until=until, call=split.call.title
            )
        else:
            subject = _("À décider : votre part, %(call)s", call=split.call.title)
        if again:
            subject = _("Rappel") + " – " + subject
        parts = "\n".join(
            "– "
            + headed(one.member.name, hours(one.content["hours"]))
            + ", "
            + ngettext("%(num)s lot", "%(num)s lots", len(one.content["lots"]))
            for one in letter.shares
        )
        body = _(
            "Bonjour %(name)s,\n\n"
            "La répartition proposée pour « %(call)s » (%(buyer)s) attend votre décision :\n\n%(parts)s\n\n"
            "Relisez votre part et décidez ici, avant le %(until)s ; deux minutes suffisent :\n\n%(link)s\n\n"
            "Vous pouvez approuver, proposer autre chose ou refuser. Votre silence ne vaut pas accord.\n\n"
            "Entrelots",
            name=letter.director.name,
            call=split.call.title,
            buyer=split.call.buyer,
            parts=parts,
            until=until,
            link=address_of("approvals.index"),
        )
        return subject, body

"""Letters about papers: one asked of a member now and once more before its date; one that will end."""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime, time, timedelta

from flask import flash
from flask_babel import force_locale
from flask_babel import gettext as _

from tender.store.accounts import UserRow, directors_of
from tender.store.calls import CallRow
from tender.store.members import MemberRow
from tender.store.papers import PaperRequestRow, PaperRow
from tender.web.display import date_time, day
from tender.web.mail import address_of, post
from tender.web.paper_words import FITNESS_WORDS
from tender.web.session import db
from tender.workbench.clock import now
from tender.workbench.posting import PAPER_ASKED, PAPER_ENDS, prepare_letter
from tender.workbench.timing import PARIS, reminder_before

log = logging.getLogger("tender.web")

BEFORE_END = (timedelta(days=45), timedelta(days=10))
"""How long before its end a paper is reminded of: once to ask for the next, once as a last call."""
MORNING = time(8)


def ask_directors(request: PaperRequestRow, member: MemberRow, call: CallRow | None) -> tuple[int, list[str]]:
    """Write to the member's directors; how many letters left, and whose could not."""
    sent, lost = 0, []
    for user in directors_of(db(), (member.id,)):
        if request.due is not None:
            prepare_letter(
                db(),
                PAPER_ASKED,
                request.call_id,
                user,
                words=_asked_words(request, member, call, user, again=True),
                about=[{"member": member.id, "digest": str(request.id)}],
                due=reminder_before(request.due, now()),
            )
        try:
            post().send(user.email, *_asked_words(request, member, call, user))
            sent += 1
        except (OSError, smtplib.SMTPException):
            log.exception("a letter about a paper could not leave")
            lost.append(user.name)
    return sent, lost


def _asked_words(
    request: PaperRequestRow, member: MemberRow, call: CallRow | None, user: UserRow, *, again: bool = False
) -> tuple[str, str]:
    with force_locale(user.language):
        until = date_time(request.due) if request.due else _("dès que possible")
        subject = _("À déposer avant le %(until)s : %(paper)s", until=until, paper=request.name[:120])
        if again:
            subject = _("Rappel") + " – " + subject
        why = FITNESS_WORDS.get(request.why, ("", ""))[1]
        for_call = f"\n« {call.title} » ({call.buyer})" if call is not None else ""
        body = _(
            "Bonjour %(name)s,\n\n"
            "Le collectif a besoin d’une pièce de %(member)s : « %(paper)s » (%(why)s).%(call)s\n\n"
            "Déposez-la ici, depuis votre téléphone si vous voulez (photo ou PDF), avant le %(until)s :"
            "\n\n%(link)s\n\n"
            "Entrelots",
            name=user.name,
            member=member.name,
            paper=request.name,
            why=why,
            call=for_call,
            until=until,
            link=address_of("papers.new", demande=request.id),
        )
        return subject, body


def prepare_end_reminders(paper: PaperRow, member: MemberRow) -> None:
    """Keep a letter for each director before the paper ends; it stops once another replaces it."""
    if paper.ends is None:
        return
    for user in directors_of(db(), (member.id,)):
        for before in BEFORE_END:
            due = datetime.combine(paper.ends - before, MORNING, PARIS)
            if due <= now():
                continue
            prepare_letter(
                db(),
                PAPER_ENDS,
                None,
                user,
                words=_end_words(paper, member, user),
                about=[{"member": member.id, "digest": f"{paper.id}:{paper.ends.isoformat()}:{before.days}"}],
                due=due,
            )


def _end_words(paper: PaperRow, member: MemberRow, user: UserRow) -> tuple[str, str]:
    with force_locale(user.language):
        ends = day(paper.ends) if paper.ends else ""
        return (
            _("À renouveler avant le %(day)s : %(paper)s", day=ends, paper=paper.name[:120]),
            _(
                "Bonjour %(name)s,\n\n"
                "La pièce « %(paper)s » de %(member)s finit le %(day)s.\n"
                "Demandez la suivante, puis déposez-la ici : un PDF ou une photo suffit.\n\n%(link)s\n\n"
                "Une fois la nouvelle pièce déposée, ce rappel s’arrête.\n\n"
                "Entrelots",
                name=user.name,
                paper=paper.name,
                member=member.name,
                day=ends,
                link=address_of("papers.new", remplace=paper.id),
            ),
        )


def ask_and_tell(request: PaperRequestRow, member: MemberRow, call: CallRow | None, *, fresh: bool) -> None:
    """Write to the directors of whom a paper is newly asked, and say what became of the letters."""
    if not fresh:
        flash(_("Déjà demandée le %(day)s.", day=day(request.asked_at)), "info")
        return
    sent, lost = ask_directors(request, member, call)
    if sent:
        flash(_("Demandé à %(member)s : le courriel est parti.", member=member.name), "ok")
    elif not lost:
        flash(_("Noté. %(member)s n’a pas de direction inscrite : téléphonez.", member=member.name), "doubt")
    if lost:
        flash(_("Ces courriels n’ont pas pu partir : %(names)s. Téléphonez.", names=", ".join(lost)), "doubt")

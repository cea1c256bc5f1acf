"""Remarks on a reading and refusals of files in the page's language, each place a link to its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape

from tender.store.calls import CallRow
from tender.vocabulary.remark import SENTENCES, WORDS, Fact, Remark, recalled
from tender.vocabulary.source import Evidence
from tender.web.display import date_time, day, euros, hours, number
from tender.web.place_words import place_words
from tender.web.sources import page_of, with_places
from tender.workbench.refusals import FileRefusal
from tender.workbench.timing import PARIS

Held = str | Mapping[str, Any]
"""A remark as a row keeps it (vocabulary.remark.kept)."""


def remark_words(held: Held, call: CallRow) -> Markup:
    """A remark of a call; one kept as a French sentence stays one."""
    remark = recalled(held)
    if not isinstance(remark, Remark):
        return with_places(remark, call)
    facts = {name: _shown(fact, call) for name, fact in remark.facts.items()}
    return escape(_(SENTENCES[remark.code])) % facts


def refusal_words(refusal: FileRefusal) -> str:
    """Why a file was not read, and what to do."""
    return _(refusal.said, **refusal.facts)


def _shown(fact: Fact, call: CallRow) -> str:
    if isinstance(fact, str):
        return fact
    if isinstance(fact, (int, float)):
        return number(fact, 2)
    if isinstance(fact, Mapping):
        ((kind, value),) = fact.items()
        return _place(value, call) if kind == "place" else _KINDS[kind](value, call)
    return Markup(", ").join(_shown(one, call) for one in fact)


def _place(held: tuple[str, int | None, str | None], call: CallRow) -> str:
    document, page, path = held
    words = place_words(document, page, path)
    file = next((file for file in call.files if file.name == document), None)
    found = page_of(file, Evidence(document, page, "", (), path)) if file else None
    if file is None or found is None:
        return words
    address = url_for("documents.page", call_id=call.id, file_id=file.id, position=found.position)
    return Markup('<a href="{}">{}</a>').format(address, words)


def _moment(iso: str, _call: CallRow) -> str:
    if "T" not in iso:
        return day(date.fromisoformat(iso))
    at = datetime.fromisoformat(iso)
    return date_time(at if at.tzinfo else at.replace(tzinfo=PARIS))


def _lots(numbers: Sequence[str], _call: CallRow) -> str:
    if not numbers:
        return ""
    listed = ", ".join(numbers)
    return " (" + ngettext("lot %(list)s", "lots %(list)s", len(numbers), list=listed) + ")"


_KINDS: Mapping[str, Callable[[Any, CallRow], str]] = {
    "moment": _moment,
    "quote": lambda words, _call: _("« %(words)s »", words=words),
    "euros": lambda amount, _call: euros(amount),
    "hours": lambda value, _call: hours(value),
    "months": lambda value, _call: _("%(months)s mois", months=number(value, 1)),
    "lots": _lots,
    "pages": lambda numbers, _call: ngettext(
        "page %(list)s", "pages %(list)s", len(numbers), list=", ".join(map(str, numbers))
    ),
    "joined": lambda parts, call: Markup().join(_shown(one, call) for one in parts),
    "word": lambda code, _call: _(WORDS[code]),
}
"""How each kind of value is said."""

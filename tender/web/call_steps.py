"""Where a call stands on the strip of six steps."""

from __future__ import annotations

from flask import current_app, url_for
from flask_babel import ngettext

from tender.store.calls import UNREAD, CallRow, CallState, find_call
from tender.store.splits import SplitRow, SplitState, find_split_of_call
from tender.web.display import day
from tender.web.errors import found
from tender.web.login import current_user
from tender.web.session import db
from tender.web.steps import Step, StepState, step

PAGES = ("calls.show", "needs.index", "splits.show", "consent.show", "responses.show", "filing.show")
"""The page of each step; a step whose page does not exist yet leads nowhere."""

WRITTEN = (CallState.ISSUED, CallState.FILED)


def call_and_split(call_id: int) -> tuple[CallRow, SplitRow]:
    """The call and its split, as the person asking may see them; 404 where either is missing."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    return call, found(find_split_of_call(db(), call_id, viewer=current_user()))


def steps_shown(call: CallRow) -> list[Step]:
    """The six steps of a call for the person asking, whether or not a split stands yet."""
    return steps_of(call, find_split_of_call(db(), call.id, viewer=current_user()))


def steps_of(call: CallRow, split: SplitRow | None) -> list[Step]:
    """The six steps with their state, and where each leads."""
    return [
        step(position, state, href=_address(PAGES[position - 1], call, open_=open_), note=note)
        for position, (state, note, open_) in enumerate(_standings(call, split), start=1)
    ]


def _standings(call: CallRow, split: SplitRow | None) -> list[tuple[StepState, str | None, bool]]:
    read = call.state not in UNREAD
    shared = split is not None and bool(split.shares)
    sent = split is not None and split.state is not SplitState.DRAFT
    agreed = split is not None and split.state in (SplitState.AGREED, SplitState.FROZEN)
    return [
        _reading(call),
        (_of(done=shared, active=read), None, read),
        (_of(done=sent, active=shared), None, read),
        (_of(done=agreed, active=sent), None, shared),
        (_of(done=call.state in WRITTEN, active=agreed), None, shared),
        (
            _of(done=call.state is CallState.FILED, active=call.state is CallState.ISSUED),
            day(call.deadline) if call.deadline else None,
            call.state in WRITTEN,
        ),
    ]


def _reading(call: CallRow) -> tuple[StepState, str | None, bool]:
    if call.state is CallState.REFUSED:
        return (StepState.STOP, None, True)
    if call.state in UNREAD:
        return (StepState.ACTIVE, None, True)
    doubts = sum(fact.is_doubtful for fact in call.facts)
    if doubts:
        note = ngettext("%(num)s point", "%(num)s points", doubts)
        return (StepState.DOUBT, note, True)
    return (StepState.DONE if call.state is not CallState.TO_REVIEW else StepState.ACTIVE, None, True)


def _of(*, done: bool, active: bool) -> StepState:
    return StepState.DONE if done else StepState.ACTIVE if active else StepState.TODO


def _address(endpoint: str, call: CallRow, *, open_: bool) -> str | None:
    if not open_ or endpoint not in current_app.view_functions:
        return None
    return url_for(endpoint, call_id=call.id)

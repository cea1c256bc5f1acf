"""The files of one form, taken over from the last archive where they would say nothing new."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date

from tender.documents.bundle import render
from tender.documents.buyer.filling import Filled
from tender.documents.forms import Form
from tender.documents.generated import GeneratedFile
from tender.documents.response import Response


@dataclass(frozen=True, slots=True)
class Before:
    """The last archive of a call: its day, its revision, the sums of its files by name."""

    issued_on: date
    revision: int
    sums: frozenset[tuple[str, str | None, str | None, str]]


@dataclass(frozen=True, slots=True)
class Order:
    """What all forms of one archive are made from. `before`: the archive it follows."""

    response: Response
    filled: Filled = field(default_factory=Filled)
    before: Before | None = None


def rendered(form: Form, order: Order) -> list[GeneratedFile]:
    """The files of a form; those that would be the same but for date and revision stay as they were."""
    response, filled, before = order.response, order.filled, order.before
    if before is None or (before.issued_on, before.revision) == (response.issued_on, response.revision):
        return list(render(form, response, filled))
    then = replace(response, issued_on=before.issued_on, revision=before.revision)
    old = render(form, then, filled)
    same = [_sum_of(one) in before.sums for one in old]
    if all(same):
        return list(old)
    fresh = render(form, response, filled)
    return [held if kept else new for held, new, kept in zip(old, fresh, same, strict=True)]


def _sum_of(made: GeneratedFile) -> tuple[str, str | None, str | None, str]:
    return made.name, made.member, made.lot, hashlib.sha256(made.data).hexdigest()

"""The documents of a response. To add one: a file beside this one, and its name in FORMS, in order."""

from __future__ import annotations

from typing import Protocol

from tender.documents.forms import (
    agreement,
    attri1,
    dc1,
    dc2,
    dc4,
    dossier,
    espd,
    german_group,
    held,
    justification,
    memo,
    power,
    price_schedule,
    schedule,
    supply_contract,
)
from tender.documents.generated import GeneratedFile
from tender.documents.lack import Lack
from tender.documents.response import Response


class Form(Protocol):
    """A document: what it still lacks, and its files."""

    CODE: str
    NAME: str

    def lacks(self, response: Response) -> tuple[Lack, ...]:
        """Box by box, what cannot be filled."""

    def render(self, response: Response) -> tuple[GeneratedFile, ...]:
        """The files; an unknown box shows « à compléter »."""


FORMS: tuple[Form, ...] = (
    dc1,
    dc2,
    espd,
    attri1,
    dc4,
    agreement,
    power,
    german_group,
    memo,
    schedule,
    price_schedule,
    justification,
    supply_contract,
    held,
    dossier,
)

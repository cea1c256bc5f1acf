"""A row of the compliance matrix: what a call demands, what answers it, how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Demanded(StrEnum):
    """What kind of demand a row answers."""

    PAPER = "paper"
    CRITERION = "criterion"
    GROUPING = "grouping"
    SIGNATURE = "signature"
    NAMES = "names"
    SIZE = "size"
    PAGES = "pages"
    FORMAT = "format"


class Standing(StrEnum):
    """met: answered, or measured; broken: not; later: due of the winner only; person: for the second one."""

    MET = "met"
    BROKEN = "broken"
    LATER = "later"
    PERSON = "person"
    NOT_DUE = "not_due"


@dataclass(frozen=True, slots=True)
class Packed:
    """A file of the archive. `pages`: of a PDF, None where not counted."""

    path: str
    form: str
    size: int
    pages: int | None = None
    spare: bool = False
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A demand and its answer.

    `said`: the call's words; `document`, `page`: where they stand (None: no page). `answers`: paths in the
    archive, or names of papers held; `members`: who must act. `measured`, `limit`: numbers compared.
    """

    kind: Demanded
    said: str
    standing: Standing
    document: str = ""
    page: int | None = None
    answers: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    measured: float | None = None
    limit: float | None = None

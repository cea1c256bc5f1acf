"""The base of declared contracts of this installation: its files, and its making by the worker."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy.orm import Session

from tender.geography.tables import areas, communes
from tender.store.accounts import UserRow
from tender.store.files import FileStore
from tender.store.jobs import JobState
from tender.store.journal import note
from tender.store.uptake import (
    DeclaredFileRow,
    DeclaredImportRow,
    DeclaredKind,
    declared_files,
    list_declared_files,
    newest_import,
)
from tender.uptake.base import Base, Sources, build_base, open_base
from tender.uptake.bodies import siren_of_commune, siren_of_departement
from tender.uptake.figures import BaseFacts, BuyerKind, PublicBody
from tender.uptake.inclusive import InclusiveList
from tender.uptake.shapes import DeclaredError
from tender.vocabulary.plain import to_plain
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotFound, NotReady
from tender.workbench.permissions import Act, require

FOLDER = "declared"
LONGEST = 300
MOST_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Task:
    """An import as the worker does it, apart from any transaction.

    `names`: of each kept file, what its giver calls it.
    """

    import_id: int
    sources: Sources
    names: Mapping[str, str]


def folder_of(files: FileStore) -> Path:
    """Where the bases stand: beside the kept files, so web and worker find the same on any machine."""
    return files.folder / FOLDER


def base_of(files: FileStore) -> Base | None:
    """The base in use, None before the first import. Raises Invalid for one that does not open."""
    try:
        return open_base(folder_of(files))
    except DeclaredError as error:
        raise Invalid("declared_unread", file=error.file, why=error.why) from error


def add_file(
    session: Session,
    actor: UserRow,
    files: FileStore,
    path: Path,
    name: str,
    *,
    kind: DeclaredKind = DeclaredKind.DECP,
    source: str = "",
    day: date | None = None,
) -> DeclaredFileRow:
    """Keep a file for the base; the same bytes twice are one. A new list of employers replaces the old one.

    Raises NotAllowed; Invalid for a list without source and day, which its figures must name.
    """
    require(actor, Act.IMPORT_DECLARED)
    words = re.sub(r"[\x00-\x1f\x7f]", " ", source).strip()[:LONGEST]
    if kind is DeclaredKind.INCLUSIVE and not (words and day):
        raise Invalid("list_without_source")
    digest = files.keep_file(path)
    held = declared_files(session)
    for row in held:
        if row.sha256 == digest:
            return row
        if kind is DeclaredKind.INCLUSIVE and row.kind is kind:
            session.delete(row)
    row = DeclaredFileRow(
        kind=kind,
        name=Path(name).name[:LONGEST] or "decp",
        sha256=digest,
        size=path.stat().st_size,
        source=words,
        day=day,
        added=now(),
        added_by=actor.name,
    )
    session.add(row)
    session.flush()
    note(session, now(), actor, "declared.added", file=row.name, sha256=digest)
    return row


def remove_file(session: Session, actor: UserRow, file_id: int) -> None:
    """Take a file out of the next base. Raises NotAllowed, NotFound."""
    require(actor, Act.IMPORT_DECLARED)
    row = next((one for one in list_declared_files(session, viewer=actor) if one.id == file_id), None)
    if row is None:
        raise NotFound("declared_file", id=file_id)
    note(session, now(), actor, "declared.removed", file=row.name, sha256=row.sha256)
    session.delete(row)


def ask_import(session: Session, actor: UserRow) -> DeclaredImportRow:
    """Have the base made anew; one that waits is the one. Raises NotAllowed, NotReady without files."""
    require(actor, Act.IMPORT_DECLARED)
    if not any(row.kind is DeclaredKind.DECP for row in declared_files(session)):
        raise NotReady("no_declared_files")
    waiting = newest_import(session)
    if waiting is not None and waiting.state is JobState.WAITING:
        return waiting
    row = DeclaredImportRow(asked=now(), asked_by=actor.name)
    session.add(row)
    session.flush()
    return row


def begin(session: Session, files: FileStore, import_id: int) -> Task | None:
    """Mark an import as running; None where it is over or kills its worker each time."""
    row = session.get(DeclaredImportRow, import_id)
    if row is None or row.is_over:
        return None
    if row.attempts >= MOST_ATTEMPTS:
        fail(session, import_id, "too_many_attempts")
        return None
    row.begin(now())
    held = declared_files(session)
    lists = [one for one in held if one.kind is DeclaredKind.INCLUSIVE]
    listed = lists[-1] if lists else None
    return Task(
        import_id,
        Sources(
            files=[(one.name, files.path(one.sha256)) for one in held if one.kind is DeclaredKind.DECP],
            bodies=public_bodies(),
            listed=InclusiveList(
                files.path(listed.sha256), listed.source, (listed.day or date.min).isoformat()
            )
            if listed
            else None,
        ),
        {files.path(one.sha256).name: one.name for one in held},
    )


def make(files: FileStore, task: Task) -> BaseFacts:
    """Make the base and put it in place. Raises DeclaredError; the one in use then stays."""
    try:
        return build_base(task.sources, folder_of(files), now())
    except DeclaredError as error:
        raise DeclaredError(task.names.get(error.file, error.file), error.why) from error


def finish(session: Session, import_id: int, facts: BaseFacts) -> None:
    """What came of it."""
    row = session.get(DeclaredImportRow, import_id)
    if row is not None:
        row.facts = to_plain(facts)
        row.succeed(now())


def fail(session: Session, import_id: int, error: str, **facts: str) -> None:
    """Why there is no new base."""
    row = session.get(DeclaredImportRow, import_id)
    if row is not None:
        row.error_facts = facts
        row.fail(now(), error)


@cache
def public_bodies() -> tuple[PublicBody, ...]:
    """Communes, EPCI and départements with their inhabitants, as reference data know them."""
    return tuple(_bodies())


def _bodies() -> Iterator[PublicBody]:
    people: dict[tuple[str, str], int] = {}
    for commune in communes().values():
        for kind, code in (("epci", commune.epci), ("departement", commune.departement)):
            people[kind, code] = people.get((kind, code), 0) + commune.population
        siren = siren_of_commune(commune.code)
        yield PublicBody(siren, BuyerKind.COMMUNE, commune.name, commune.population)
    for code, area in areas("epci").items():
        yield PublicBody(code, BuyerKind.EPCI, area.name, people.get(("epci", code), 0))
    for code, area in areas("departements").items():
        number = siren_of_departement(code)
        if number:
            name = f"Département {area.name}"
            yield PublicBody(number, BuyerKind.DEPARTEMENT, name, people.get(("departement", code), 0))

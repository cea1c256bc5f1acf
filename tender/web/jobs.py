"""Background work asked by a page: put in the worker's line once the request's rows are committed."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from flask import Flask, Response, current_app

from tender.store.files import FileStore
from tender.store.jobs import JobRow
from tender.store.papers import PaperReading, PaperRow
from tender.store.uptake import DeclaredImportRow
from tender.web.session import after_commit
from tender.worker import Queue


def prepare_jobs(app: Flask) -> None:
    """Tie the app to the installation's line of jobs and its files."""
    files = Path(app.config["FILES_FOLDER"])
    app.extensions["files"] = FileStore(files)
    app.extensions["queue"] = Queue(app.config["DATABASE_URL"], Path(app.instance_path), files)


def files() -> FileStore:
    """The installation's bytes."""
    return cast("FileStore", current_app.extensions["files"])


def start(job: JobRow) -> None:
    """Have a job done as soon as this request has committed it."""
    queue = cast("Queue", current_app.extensions["queue"])
    job_id = job.id
    after_commit(lambda: queue.put(job_id))


def page_anew() -> Response:
    """The answer to a page that asks how far a job is, once it is over: the whole page is asked again."""
    return Response(headers={"HX-Refresh": "true"})


def read_paper(paper: PaperRow) -> None:
    """Have a paper's file read as soon as this request has committed it, if it is of a kind that tells."""
    if paper.reading is PaperReading.WAITING:
        queue = cast("Queue", current_app.extensions["queue"])
        paper_id = paper.id
        after_commit(lambda: queue.put_paper(paper_id))


def import_declared(row: DeclaredImportRow) -> None:
    """Have the base of declared contracts made as soon as this request has committed it."""
    queue = cast("Queue", current_app.extensions["queue"])
    import_id = row.id
    after_commit(lambda: queue.put_import(import_id))

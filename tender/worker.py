"""Background jobs: each a few lines that call verbs. Progress is a row, so that it survives a reload."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from tender.parsing.refusal import Refused
from tender.settings import WatchSettings
from tender.store.database import open_engine, sessions
from tender.store.files import FileStore
from tender.store.jobs import JobKind, JobRow, unfinished_jobs
from tender.store.papers import unread_papers
from tender.store.uptake import unfinished_imports
from tender.uptake.shapes import DeclaredError
from tender.workbench import (
    consulting,
    declared_base,
    generating,
    intake,
    papers,
    passing,
    posting,
    reserve_jobs,
    reserving,
    revising,
    searching,
    trying,
    watch_running,
    watch_searches,
)
from tender.workbench.clock import now
from tender.workbench.errors import WorkbenchError
from tender.workbench.jobs import job_of
from tender.workbench.mail import Post

log = logging.getLogger("tender.worker")

MOST_ATTEMPTS = 3
"""A job whose worker died this often is given up: the file that kills it would kill the next worker too."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What a job needs of an installation: its database and its files."""

    engine: Engine
    files: FileStore

    @property
    def sessions(self) -> sessionmaker[Session]:
        """Where sessions come from."""
        return sessions(self.engine)


def open_bench(database_url: str, files: Path) -> Bench:
    """The bench of an installation."""
    return Bench(open_engine(database_url), FileStore(files))


class Queue:
    """The waiting line: huey on its own SQLite file beside the database, or on the same PostgreSQL."""

    def __init__(
        self,
        database_url: str,
        folder: Path,
        files: Path,
        post: Post | None = None,
        watch: WatchSettings | None = None,
    ) -> None:
        self.watch = watch or WatchSettings()
        self.bench = open_bench(database_url, files)
        self.huey = _huey(database_url, folder)
        self._run = self.huey.task(name="run")(self._work)
        self._run_paper = self.huey.task(name="paper")(self._work_paper)
        self._run_import = self.huey.task(name="declared")(self._work_import)
        self.post = post
        if post is not None:
            self.huey.periodic_task(crontab(minute="*"), name="tick")(self._tick)

    def put(self, job_id: int) -> None:
        """Have a job done soon; call it once the job's row is committed."""
        self._run(job_id)

    def put_paper(self, paper_id: int) -> None:
        """Have a member's paper read soon; call it once its row is committed."""
        self._run_paper(paper_id)

    def put_import(self, import_id: int) -> None:
        """Have the base of declared contracts made soon; call it once its row is committed."""
        self._run_import(import_id)

    def _work(self, job_id: int) -> None:
        run(self.bench, job_id)

    def _work_paper(self, paper_id: int) -> None:
        read_paper(self.bench, paper_id)

    def _work_import(self, import_id: int) -> None:
        import_declared(self.bench, import_id)

    def _tick(self) -> None:
        if self.post is not None:
            tick(self.bench, self.post)
        watch_running.run_due(self.bench.sessions, self.bench.files, self.watch, now())

    def work(self) -> None:
        """Do jobs until told to stop; those a stopped worker left behind are taken up first."""
        with self.bench.sessions.begin() as session:
            left = [job.id for job in unfinished_jobs(session)]
            unread = [paper.id for paper in unread_papers(session)]
            imports = [row.id for row in unfinished_imports(session)]
        self.huey.flush()
        for job_id in left:
            self.put(job_id)
        for paper_id in unread:
            self.put_paper(paper_id)
        for import_id in imports:
            self.put_import(import_id)
        log.info("worker ready, %d jobs taken up again", len(left))
        Consumer(self.huey, workers=1, worker_type="thread", initial_delay=0.05, max_delay=0.5).run()


def _huey(database_url: str, folder: Path) -> Huey:
    if database_url.startswith("postgresql"):
        dsn = database_url.replace("postgresql+psycopg://", "postgresql://", 1)
        return PostgresHuey("entrelots", dsn=dsn)
    folder.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("entrelots", filename=str(folder / "queue.db"))


def tick(bench: Bench, post: Post) -> None:
    """What the clock asks: closing dates, the morning's searches, what passed by, letters due."""
    with bench.sessions.begin() as session:
        consulting.close_due(session, now())
    with bench.sessions.begin() as session:
        watch_searches.prepare_digests(session, now(), post.address)
        passing.note_passed(session, now())
    posting.send_due(bench.sessions, post, now())


def run(bench: Bench, job_id: int) -> None:
    """Do one job; whatever goes wrong ends as a row that says so, never as a dead worker."""
    with bench.sessions.begin() as session:
        job = session.get(JobRow, job_id)
        if job is None or job.is_over:
            return
        kind, attempts = job.kind, job.attempts
        if attempts >= MOST_ATTEMPTS:
            _fail(session, job, "too_many_attempts")
            return
    try:
        _DO[kind](bench, job_id)
    except (Refused, WorkbenchError) as refusal:
        code = refusal.reason.value if isinstance(refusal, Refused) else refusal.code
        log.warning("job %d refused: %s", job_id, code)
        _give_up(bench, job_id, code)
    except Exception:
        log.exception("job %d failed", job_id)
        _give_up(bench, job_id, "unexpected")


def read_paper(bench: Bench, paper_id: int) -> None:
    """Read what a member's paper says of itself; whatever goes wrong, its dates are typed by a person."""
    with bench.sessions.begin() as session:
        task = papers.begin_reading(session, paper_id)
    if task is None:
        return
    try:
        read = papers.read_file(bench.files, task)
        with bench.sessions.begin() as session:
            papers.finish_reading(session, paper_id, task, read)
    except Exception:
        log.exception("paper %d could not be read", paper_id)
        with bench.sessions.begin() as session:
            papers.fail_reading(session, paper_id)


def import_declared(bench: Bench, import_id: int) -> None:
    """Make the base of declared contracts; whatever goes wrong, the one in use stays and a row says why."""
    with bench.sessions.begin() as session:
        task = declared_base.begin(session, bench.files, import_id)
    if task is None:
        return
    try:
        facts = declared_base.make(bench.files, task)
        with bench.sessions.begin() as session:
            declared_base.finish(session, import_id, facts)
    except DeclaredError as error:
        with bench.sessions.begin() as session:
            declared_base.fail(session, import_id, "declared_unread", file=error.file, why=error.why)
    except Exception:
        log.exception("import %d failed", import_id)
        with bench.sessions.begin() as session:
            declared_base.fail(session, import_id, "unexpected")


def _give_up(bench: Bench, job_id: int, error: str) -> None:
    with bench.sessions.begin() as session:
        job = session.get(JobRow, job_id)
        if job is not None:
            _fail(session, job, error)


def _fail(session: Session, job: JobRow, error: str) -> None:
    if job.kind is JobKind.READ:
        intake.fail_reading(session, job.id, error)
    elif job.kind is JobKind.REVISE:
        revising.fail(session, job.id, error)
    else:
        job.fail(now(), error)


def _read(bench: Bench, job_id: int) -> None:
    with bench.sessions.begin() as session:
        uploads = intake.begin_reading(session, job_id)
    read = intake.read_uploads(bench.files, uploads, progress_of(bench, job_id))
    with bench.sessions.begin() as session:
        intake.finish_reading(session, job_id, read)


def _revise(bench: Bench, job_id: int) -> None:
    with bench.sessions.begin() as session:
        plan = revising.begin(session, job_id)
    done = revising.read(bench.files, plan, progress_of(bench, job_id))
    with bench.sessions.begin() as session:
        revising.finish(session, job_id, done)


def _split(bench: Bench, job_id: int) -> None:
    with bench.sessions.begin() as session:
        asked = searching.begin(session, job_id)
    found = searching.search(asked, progress_of(bench, job_id))
    with bench.sessions.begin() as session:
        searching.finish(session, job_id, asked, found)


def _try(bench: Bench, job_id: int) -> None:
    with bench.sessions.begin() as session:
        asked = trying.begin(session, job_id)
    found = trying.search(asked, progress_of(bench, job_id))
    with bench.sessions.begin() as session:
        trying.finish(session, job_id, found)


def _reserve(bench: Bench, job_id: int) -> None:
    with bench.sessions.begin() as session:
        plan = reserve_jobs.begin(session, job_id)
    found = reserving.search_reserves(plan, progress_of(bench, job_id))
    with bench.sessions.begin() as session:
        reserve_jobs.finish(session, job_id, plan, found)


def _generate(bench: Bench, job_id: int) -> None:
    with bench.sessions.begin() as session:
        job, actor = job_of(session, job_id)
        response, draft = generating.begin(session, actor, bench.files, job_id)
        before = generating.before_of(session, actor, job.call_id)
    made = generating.make(response, progress_of(bench, job_id), before)
    with bench.sessions.begin() as session:
        generating.finish(session, bench.files, job_id, made, draft=draft)


_DO = {
    JobKind.READ: _read,
    JobKind.REVISE: _revise,
    JobKind.SPLIT: _split,
    JobKind.GENERATE: _generate,
    JobKind.TRIAL: _try,
    JobKind.RESERVE: _reserve,
}


def progress_of(bench: Bench, job_id: int) -> Callable[[int, int, str], None]:
    """Write how far a job is, each time in its own short transaction."""

    def tell(done: int, total: int, step: str) -> None:
        with bench.sessions.begin() as session:
            job = session.get(JobRow, job_id)
            if job is not None:
                job.done, job.total, job.step = done, total, step

    return tell

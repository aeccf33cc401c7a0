"""Work that a page asks for and the worker does: enqueued in the page's own transaction, done once the rest commits.

A job is claimed by one worker at a time (SKIP LOCKED on PostgreSQL, the one write lock on SQLite) and is that worker's
for a lease, which is renewed as long as the work goes on. A worker that is killed renews nothing: its job is claimed
again once the lease has run out. So a job may be begun more than once, and what it does must bear that: do it in one
transaction, or write only what is missing. What goes wrong is tried again, later each time, and given up at last.

To add a kind of job: a function that takes a `Run`, named in the JOBS of the app's `tasks.py` (`conversations.worker`);
then `enqueue(account, "kind", key="what it is about", ...)`.
"""

import threading
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from conversations.models import Account, Job, User
from conversations.models.work import UNFINISHED, JobState

if TYPE_CHECKING:
    from collections.abc import Iterator

LEASE = timedelta(minutes=1)
MOST_ATTEMPTS = 5
FIRST_PAUSE = timedelta(seconds=5)
KEPT = timedelta(days=30)
RENEWED_EVERY = 1.0
"""Seconds between two looks at how far the work is."""

GAVE_UP = gettext_noop("It did not work, and was tried several times. The log of the worker says why.")
CUT_OFF = gettext_noop("The worker was stopped each time while it was at it.")
UNKNOWN = gettext_noop("This version of Agentdash does not know this kind of job.")


class JobFailed(Exception):
    """Trying again would change nothing; the message says why, in English words that have a translation."""


@dataclass
class Run:
    """A job that is being done. `job.account` and `job.data` say what to do."""

    job: Job
    done: int = 0
    total: int = 0

    def progress(self, done: int, total: int) -> None:
        """How far it is, as pages show it within about a second. Cheap: call it as often as you like."""
        self.done, self.total = done, total


Work = Callable[[Run], object]


def enqueue(
    account: Account, kind: str, *, key: str = "", by: User | None = None, due_at: datetime | None = None, **data: Any
) -> tuple[Job, bool]:
    """The one unfinished job of this kind and key, and whether it is new. `data` (JSON) is for the work to read."""
    job = Job(account=account, kind=kind, key=key, asked_by=by, data=data, due_at=due_at or timezone.now())
    Job.objects.bulk_create([job], ignore_conflicts=True)
    waiting = Job.objects.filter(account=account, kind=kind, key=key, state__in=UNFINISHED)
    # Between the two statements another worker may have finished the one that was in the way: then ask again.
    found = waiting.first()
    return (found, found.pk == job.pk) if found else enqueue(account, kind, key=key, by=by, due_at=due_at, **data)


def run_next(works: Mapping[str, Work], *, now: datetime) -> Job | None:
    """Do the job that is due longest, to its end or failure; None if none is due. Raises what the work raised."""
    job = claim(now=now)
    if job is not None:
        _run(job, works.get(job.kind))
    return job


def claim(*, now: datetime) -> Job | None:
    """Take the job that is due longest for a lease from `now` on. One that was cut off too often is given up."""
    due = Job.objects.filter(
        Q(state=JobState.WAITING, due_at__lte=now) | Q(state=JobState.RUNNING, leased_until__lte=now)
    ).order_by("due_at", "pk")
    while due.exists():  # without SQLite's write lock, as long as there is nothing to do
        with transaction.atomic():
            job = due.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked).first()
            if job is None:
                return None
            if job.attempts >= MOST_ATTEMPTS:
                _finish(job, JobState.FAILED, error=CUT_OFF)
                continue
            job.state, job.leased_until, job.attempts = JobState.RUNNING, now + LEASE, job.attempts + 1
            job.save(update_fields=["state", "leased_until", "attempts"])
        return job
    return None


def forget_finished(*, now: datetime) -> int:
    """Delete what was finished a month ago; how many jobs there were."""
    return Job.objects.filter(state__in=[JobState.DONE, JobState.FAILED], finished_at__lt=now - KEPT).delete()[0]


def _run(job: Job, work: Work | None) -> None:
    run = Run(job)
    try:
        if work is None:
            raise JobFailed(UNKNOWN)
        with _kept(run):
            work(run)
    except JobFailed as failure:
        _finish(job, JobState.FAILED, error=str(failure), run=run)
    except Exception:
        _put_back(job)
        raise
    else:
        _finish(job, JobState.DONE, run=run)


def _put_back(job: Job) -> None:
    """Later each time: 5, 20, 80, 320 seconds; then never again."""
    if job.attempts >= MOST_ATTEMPTS:
        _finish(job, JobState.FAILED, error=GAVE_UP)
    else:
        pause = FIRST_PAUSE * 4 ** (job.attempts - 1)
        _mine(job).update(state=JobState.WAITING, leased_until=None, due_at=timezone.now() + pause)


def _finish(job: Job, state: JobState, *, error: str = "", run: Run | None = None) -> None:
    job.state, job.error, job.finished_at = state, error, timezone.now()
    if run is not None:
        job.done, job.total = run.done, run.total
    names = ("state", "error", "finished_at", "done", "total")
    _mine(job).update(leased_until=None, **{name: getattr(job, name) for name in names})


def _mine(job: Job) -> Any:
    """The row, as long as nobody else has claimed it since: each claim raises `attempts`."""
    return Job.objects.filter(pk=job.pk, attempts=job.attempts, state__in=UNFINISHED)


@contextmanager
def _kept(run: Run) -> "Iterator[None]":
    """Renew the lease and tell the progress from a second connection: the work's own may be in a transaction."""
    over = threading.Event()

    def keep() -> None:
        told = (0, 0)
        renewed = timezone.now()
        while not over.wait(RENEWED_EVERY):
            now, far = timezone.now(), (run.done, run.total)
            if far != told or now - renewed > LEASE / 4:
                told, renewed = far, now
                _renew(run, now=now)
        connection.close()

    keeper = threading.Thread(target=keep, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _renew(run: Run, *, now: datetime) -> None:
    try:
        _mine(run.job).update(leased_until=now + LEASE, done=run.done, total=run.total)
    except DatabaseError:
        # SQLite's one writer is the work itself: nobody else can claim the job either, until it has committed.
        connection.close()

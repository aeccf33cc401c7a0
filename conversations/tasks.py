"""What the worker does for this room: see `conversations.worker` for how to add to it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import connection

from conversations import attribution, jobs, recounting
from conversations.intake.tally import forget_hours
from conversations.models import Account
from conversations.record import close_due
from conversations.search import index_quiet, sweep
from conversations.worker import CLOSING, Task


def close_silent(now: datetime) -> str:
    """S1: close what is due by `now` (UTC) in every account."""
    closed = sum(close_due(account, now=now) for account in Account.objects.order_by("pk"))
    return f"closed {closed:,} silent conversations" if closed else ""


def forget_jobs(now: datetime) -> str:
    forgotten = jobs.forget_finished(now=now)
    return f"forgot {forgotten:,} finished jobs" if forgotten else ""


def index(now: datetime) -> str:
    indexed = index_quiet(now=now)
    return f"indexed {indexed:,} conversations for search" if indexed else ""


def forget_words(now: datetime) -> str:
    forgotten = sum(sweep(account, day=now.toordinal()) for account in Account.objects.order_by("pk"))
    return f"forgot {forgotten:,} words that nobody says any more" if forgotten else ""


def forget_intake(now: datetime) -> str:
    forgotten = forget_hours(now=now)
    return f"forgot {forgotten:,} hours of intake" if forgotten else ""


def look_at_tables(_now: datetime) -> str:
    """How many rows have which values: SQLite chooses indexes by it, and is told by nobody else, as PostgreSQL is.

    A thousand entries of each index are looked at, so that no table is too large for it.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit=1000")
            cursor.execute("ANALYZE")
    return ""


TASKS = (
    Task(CLOSING, every=timedelta(minutes=1), run=close_silent),
    Task("index conversations for search", every=timedelta(minutes=1), run=index),
    Task("forget words", every=timedelta(days=1), run=forget_words),
    Task("forget finished jobs", every=timedelta(days=1), run=forget_jobs),
    Task("forget old hours of intake", every=timedelta(days=1), run=forget_intake),
    Task("look at the tables", every=timedelta(minutes=10), run=look_at_tables),
)
JOBS: Mapping[str, jobs.Work] = {
    attribution.KIND: attribution.run_change,
    recounting.KIND: recounting.run_change,
}

"""The worker's rounds: each task in its time, none stopped by another, and jobs between them."""

import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from conversations.jobs import Run, enqueue
from conversations.models import Heartbeat, Job
from conversations.vocabulary import Status
from conversations.worker import CLOSING, Task, Worker, declared, work
from tests.make import NOW
from tests.make_account import make_account
from tests.make_rows import make_conversation

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def noting(ran: list[object]) -> Callable[[datetime], str]:
    def run(now: datetime) -> str:
        ran.append(now)
        return ""

    return run


def test_a_task_runs_when_its_time_has_come_and_leaves_its_heartbeat() -> None:
    ran: list[object] = []
    worker = Worker(print, (Task("count", every=MINUTE, run=noting(ran)),), {})

    for seconds in (0, 1, 59, 60, 61, 120):
        worker.round(now=NOW + timedelta(seconds=seconds))

    assert ran == [NOW, NOW + MINUTE, NOW + 2 * MINUTE]
    assert Heartbeat.objects.get(job="count").last_at == NOW + 2 * MINUTE


def test_a_cron_that_comes_a_little_early_misses_no_round() -> None:
    ran: list[object] = []
    worker = Worker(print, (Task("count", every=MINUTE, run=noting(ran)),), {})

    worker.round(now=NOW, once=True)
    worker.round(now=NOW + timedelta(seconds=59), once=True)

    assert len(ran) == 2


def test_a_task_that_fails_stops_no_other_and_waits_a_minute() -> None:
    told: list[str] = []
    ran: list[object] = []

    def fail(now: datetime) -> str:
        ran.append("bad")
        raise ValueError("the text of a shopper")

    good = Task("good", every=MINUTE, run=noting(ran))
    worker = Worker(told.append, (Task("bad", every=timedelta(days=1), run=fail), good), {})

    for seconds in (0, 30, 60):
        worker.round(now=NOW + timedelta(seconds=seconds))

    assert ran == ["bad", NOW, "bad", NOW + MINUTE]
    assert not Heartbeat.objects.filter(job="bad").exists()
    assert told[0].startswith("bad: failed, trying again: ValueError at ")
    assert "shopper" not in "".join(told)


def test_jobs_are_done_in_the_same_round_and_a_bad_one_stops_none() -> None:
    told: list[str] = []
    account = make_account()

    def fail(run: Run) -> None:
        raise ValueError("the text of a shopper")

    enqueue(account, "bad", due_at=datetime(2020, 1, 1, tzinfo=UTC))
    enqueue(account, "good", due_at=datetime(2020, 1, 2, tzinfo=UTC))
    Worker(told.append, (), {"bad": fail, "good": lambda run: None}).round(now=NOW)

    assert told[0].startswith("a job failed: ValueError at ")
    assert told[1:] == ["good: done"]


def test_a_database_that_is_away_is_said_and_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(now: datetime) -> str:
        raise OperationalError

    monkeypatch.setattr("conversations.worker.declared", lambda: ((Task("ask", every=MINUTE, run=away),), {}))
    told: list[str] = []

    work(tell=told.append, once=True)

    assert told == ["the database did not answer, trying again: OperationalError"]


def test_promise_13_told_to_stop_a_task_is_left_and_a_job_is_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    did: list[str] = []
    before = signal.getsignal(signal.SIGTERM)

    def stopped(word: str) -> Callable[[object], str]:
        def run(_: object) -> str:
            signal.raise_signal(signal.SIGTERM)
            signal.raise_signal(signal.SIGTERM)
            did.append(word)
            return ""

        return run

    task = Task("long", every=MINUTE, run=stopped("task"))
    monkeypatch.setattr("conversations.worker.declared", lambda: ((task,), {}))
    work(tell=print)
    for _ in range(2):
        enqueue(make_account(), "long", due_at=datetime(2020, 1, 1, tzinfo=UTC))
    monkeypatch.setattr("conversations.worker.declared", lambda: ((), {"long": stopped("job")}))
    work(tell=print)

    assert did == ["job"]
    assert not Heartbeat.objects.filter(job="long").exists()
    assert sorted(Job.objects.values_list("state", flat=True)) == ["done", "waiting"]
    assert signal.getsignal(signal.SIGTERM) == before


def test_s1_work_once_closes_silent_conversations() -> None:
    conversation = make_conversation(make_account(), at=NOW - timedelta(days=1), status=Status.OPEN)

    call_command("work", once=True)

    conversation.refresh_from_db()
    assert conversation.status == "resolved"
    assert Heartbeat.objects.filter(job=CLOSING).exists()


def test_sqlite_knows_how_full_its_tables_are_once_the_worker_has_looked() -> None:
    """Without, a thread of 14 messages took five times as long among 60,000 conversations."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL looks by itself")
    account = make_account()
    for days in range(3, 6):
        make_conversation(account, at=NOW - timedelta(days=days))

    call_command("work", once=True)

    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'conversation_by_last'")
        (found,) = cursor.fetchall()
        assert found[0].split()[:2] == ["3", "3"]  # three rows, all of one account
        cursor.execute("DELETE FROM sqlite_stat1")
        cursor.execute("ANALYZE sqlite_schema")  # forgets it, for the tests that come after


def test_every_task_has_a_name_of_its_own() -> None:
    names = [task.name for task in declared()[0]]

    assert CLOSING in names
    assert len(names) == len(set(names))

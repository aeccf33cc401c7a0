"""Jobs: done once, whatever is killed; tried again, then given up in words."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from conversations import jobs
from conversations.jobs import LEASE, MOST_ATTEMPTS, JobFailed, Run, claim, enqueue, forget_finished, run_next
from conversations.models import Job
from conversations.models.work import JobState
from tests.make_account import make_account, make_user

pytestmark = pytest.mark.django_db


def soon() -> datetime:
    return timezone.now() + timedelta(seconds=1)


def test_a_job_is_done_once_and_keeps_how_far_it_came() -> None:
    did = []

    def work(run: Run) -> None:
        did.append(run.job.data["rows"])
        run.progress(3, 3)

    by = make_user()
    job, is_new = enqueue(make_account(), "sort", by=by, rows=7)

    assert is_new
    assert run_next({"sort": work}, now=soon()) == job
    assert run_next({"sort": work}, now=soon()) is None
    job.refresh_from_db()
    assert did == [7]
    assert (job.state, job.done, job.total, job.attempts, job.asked_by) == ("done", 3, 3, 1, by)


def test_there_is_one_unfinished_job_a_key() -> None:
    account = make_account()
    job, _ = enqueue(account, "sort", key="a")

    assert enqueue(account, "sort", key="a") == (job, False)
    assert enqueue(account, "sort", key="b")[1]
    assert enqueue(make_account(), "sort", key="a")[1]
    Job.objects.update(state=JobState.DONE)
    assert enqueue(account, "sort", key="a")[1]


def test_a_job_that_was_not_committed_is_not_there() -> None:
    account = make_account()
    with transaction.atomic():
        enqueue(account, "sort")
        transaction.set_rollback(True)

    assert claim(now=soon()) is None


def test_a_job_waits_until_it_is_due() -> None:
    now = timezone.now()
    enqueue(make_account(), "sort", due_at=now + timedelta(minutes=5))

    assert claim(now=now + timedelta(minutes=4)) is None
    assert claim(now=now + timedelta(minutes=5)) is not None


def test_the_job_of_a_killed_worker_is_claimed_again_once_its_lease_is_over() -> None:
    job, _ = enqueue(make_account(), "sort")
    now = soon()

    assert claim(now=now) == job
    assert claim(now=now + LEASE - timedelta(microseconds=1)) is None
    again = claim(now=now + LEASE)
    assert again is not None
    assert again.attempts == 2


def test_a_worker_that_lost_its_lease_finishes_nothing() -> None:
    """It came back after another one had claimed its job: the other one's answer stands."""
    job, _ = enqueue(make_account(), "sort")

    def work(run: Run) -> None:
        Job.objects.update(leased_until=timezone.now() - LEASE)
        assert claim(now=timezone.now()) is not None

    run_next({"sort": work}, now=soon())

    job.refresh_from_db()
    assert (job.state, job.attempts) == ("running", 2)


def test_a_job_that_is_cut_off_each_time_is_given_up() -> None:
    job, _ = enqueue(make_account(), "sort")
    now = soon()
    for attempt in range(MOST_ATTEMPTS):
        assert claim(now=now + attempt * LEASE) is not None

    assert claim(now=now + MOST_ATTEMPTS * LEASE) is None
    job.refresh_from_db()
    assert job.has_failed
    assert "stopped" in job.error


def test_what_goes_wrong_is_tried_again_later_each_time_and_given_up_at_last() -> None:
    job, _ = enqueue(make_account(), "sort")
    pauses = []

    def work(run: Run) -> None:
        raise KeyError("the text of a shopper")

    now = soon()
    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(KeyError):
            run_next({"sort": work}, now=now)
        job.refresh_from_db()
        pauses.append(job.due_at - timezone.now() if not job.is_finished else None)
        now = job.due_at

    assert job.has_failed
    assert "shopper" not in job.error
    assert pauses.pop() is None
    assert [round(pause.total_seconds()) for pause in pauses if pause] == [5, 20, 80, 320]


def test_a_job_that_says_why_it_cannot_work_is_not_tried_again() -> None:
    def work(run: Run) -> None:
        raise JobFailed("There is nothing to sort.")

    enqueue(make_account(), "sort")
    run_next({"sort": work}, now=soon())
    unknown, _ = enqueue(make_account(), "knit")
    run_next({"sort": work}, now=soon())

    assert Job.objects.get(kind="sort").error == "There is nothing to sort."
    unknown.refresh_from_db()
    assert (unknown.state, unknown.error) == ("failed", jobs.UNKNOWN)


def test_what_was_finished_a_month_ago_is_forgotten() -> None:
    account, now = make_account(), timezone.now()
    for days, state in ((31, "done"), (31, "failed"), (29, "done")):
        Job.objects.create(account=account, kind="sort", state=state, finished_at=now - timedelta(days=days))
    waiting, _ = enqueue(account, "sort")

    assert forget_finished(now=now) == 2
    assert Job.objects.count() == 2
    assert Job.objects.filter(pk=waiting.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_do_the_same_job() -> None:
    account = make_account()
    for number in range(12):
        enqueue(account, "sort", key=str(number))
    did: list[Any] = []

    def worker() -> None:
        try:
            while run_next({"sort": lambda run: did.append(run.job.key)}, now=soon()):
                pass
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(did, key=int) == [str(number) for number in range(12)]
    assert not Job.objects.exclude(state="done").exists()


@pytest.mark.django_db(transaction=True)
def test_the_lease_is_renewed_and_progress_told_while_the_work_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "RENEWED_EVERY", 0.01)
    job, _ = enqueue(make_account(), "sort")
    long_ago = timezone.now() - timedelta(days=1)
    seen: list[Job] = []

    def work(run: Run) -> None:
        run.progress(1, 2)
        for _ in range(500):
            seen.append(Job.objects.get(pk=job.pk))
            if seen[-1].done:
                break
            threading.Event().wait(0.01)

    enqueue_at = Job.objects.filter(pk=job.pk)
    enqueue_at.update(due_at=long_ago)
    run_next({"sort": work}, now=long_ago)

    assert (seen[-1].done, seen[-1].total) == (1, 2)
    assert seen[-1].leased_until is not None
    assert seen[-1].leased_until > timezone.now()

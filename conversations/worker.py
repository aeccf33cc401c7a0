"""The worker: tasks that come round by themselves, and jobs that pages asked for.

Each room declares both in its module `tasks.py`, which is found by its name:

    TASKS = (Task("close silent conversations", every=timedelta(minutes=1), run=close_silent),)
    JOBS = {"credit": run_credit}

To add a task: write a function that takes `now` and returns what to tell (a text; "" for nothing), and add a `Task` to
TASKS. It runs when its last whole run (its `Heartbeat`) is `every` ago, and again a minute later if it failed; to
repeat it must do no harm. Jobs: see `conversations.jobs`.

Told to stop (SIGTERM, Ctrl-C), the worker leaves a task where it is and finishes a job (promise 13).
"""

import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec

from django.db import OperationalError, close_old_connections
from django.utils import timezone

from conversations.jobs import Work, run_next
from conversations.models import Heartbeat

CLOSING = "close silent conversations"
LATE_AFTER = timedelta(minutes=5)
AGAIN_AFTER = timedelta(minutes=1)
POLL = 1.0
"""Seconds between two looks for jobs and for tasks that are due."""


@dataclass(frozen=True, slots=True)
class Task:
    """`run` gets the moment (UTC) and returns what to tell, or ""."""

    name: str
    every: timedelta
    run: Callable[[datetime], str]


@dataclass(slots=True)
class Worker:
    """What there is to do, and which tasks have failed of late: these wait until the moment that is noted here."""

    tell: Callable[[str], object]
    tasks: tuple[Task, ...]
    jobs: Mapping[str, Work]
    not_before: dict[str, datetime] = field(default_factory=dict)
    in_job: bool = False
    told_to_stop: bool = False

    def round(self, *, now: datetime, once: bool = False) -> None:
        """Every task that is due, then every job. `once` counts a task as due after half its time: cron is unsteady."""
        for task in self._due(now, once=once):
            self._run(task, now=now)
        while self._run_job():
            pass

    def stop(self, number: int, _frame: object) -> None:
        """The handler of signals: a task is left, to be done again; a job is finished, unless by a second SIGINT."""
        is_repeated, self.told_to_stop = self.told_to_stop and number == signal.SIGINT, True
        if is_repeated or not self.in_job:
            raise KeyboardInterrupt

    def _due(self, now: datetime, *, once: bool) -> Iterator[Task]:
        last = dict(Heartbeat.objects.values_list("job", "last_at"))
        for task in self.tasks:
            wait = task.every / 2 if once else task.every
            if (task.name not in last or last[task.name] <= now - wait) and self.not_before.get(task.name, now) <= now:
                yield task

    def _run(self, task: Task, *, now: datetime) -> None:
        try:
            told = task.run(now)
        except OperationalError:
            raise
        except Exception as error:  # noqa: BLE001  (one task must not stop the others)
            self.not_before[task.name] = now + min(AGAIN_AFTER, task.every)
            self.tell(f"{task.name}: failed, trying again: {_what(error)}")
        else:
            beat(task.name, now=now)
            if told:
                self.tell(told)

    def _run_job(self) -> bool:
        with self._finishing():
            return self._run_next()

    @contextmanager
    def _finishing(self) -> Iterator[None]:
        self.in_job = True
        try:
            yield
        finally:
            self.in_job = False
        if self.told_to_stop:
            raise KeyboardInterrupt

    def _run_next(self) -> bool:
        try:
            job = run_next(self.jobs, now=timezone.now())
        except OperationalError:
            raise
        except Exception as error:  # noqa: BLE001  (nor must a job)
            self.tell(f"a job failed: {_what(error)}")
            return True
        if job is not None:
            self.tell(f"{job.kind}: {job.state}" + (f", {job.error}" if job.error else ""))
        return job is not None


def work(*, tell: Callable[[str], object], once: bool = False) -> None:
    """Work until told to stop, or do once what is due. A database that is away is waited for."""
    worker = Worker(tell, *declared())
    with _stoppable(worker):
        while True:
            try:
                worker.round(now=timezone.now(), once=once)
            except OperationalError as error:
                tell(f"the database did not answer, trying again: {type(error).__name__}")
            if once:
                return
            close_old_connections()
            time.sleep(POLL)


@contextmanager
def _stoppable(worker: Worker) -> Iterator[None]:
    """SIGTERM above all: a shell starts what runs in its background deaf to SIGINT."""
    deaf = signal.getsignal(signal.SIGINT) == signal.SIG_IGN
    numbers = [signal.SIGTERM] if deaf else [signal.SIGTERM, signal.SIGINT]
    before = {number: signal.signal(number, worker.stop) for number in numbers}
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def declared() -> tuple[tuple[Task, ...], dict[str, Work]]:
    """The tasks and the jobs of all apps."""
    modules = [import_module(f"{app}.tasks") for app in ("conversations", "metrics") if find_spec(f"{app}.tasks")]
    tasks = tuple(task for module in modules for task in module.TASKS)
    return tasks, {kind: run for module in modules for kind, run in module.JOBS.items()}


def beat(name: str, *, now: datetime) -> None:
    """Note that a task came to its end, whole."""
    Heartbeat.objects.update_or_create(job=name, defaults={"last_at": now})


def is_late(closed_at: datetime | None, *, now: datetime) -> bool:
    """S1: whether statuses may be out of date, if silent conversations were closed last at `closed_at`."""
    return closed_at is None or closed_at <= now - LATE_AFTER


def _what(error: Exception) -> str:
    """Its kind and place alone: its words may quote a shopper."""
    trace, place = error.__traceback__, ""
    while trace is not None:
        place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__} at {place}"

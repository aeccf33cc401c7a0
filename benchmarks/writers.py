"""Eight writers on one account: what the rollup costs, and whether it is true whenever anybody looks.

    ./run bench writers [--conversations N]

Eight threads send batches of 1000 events to one account. Printed are events per second, the share of the writers' time
that went into `record.counts` (P5: at most 15 %), errors that reached a writer, and how often a reader that looked
meanwhile found the rollup different from the rows.
"""

import argparse
import threading
import time
from typing import Any

from benchmarks.databases import on_both_databases
from benchmarks.record import BATCH, NOW, messages

WRITERS = 8


def main() -> None:
    on_both_databases("benchmarks.writers", measure)


def measure() -> None:
    from conversations.accounts import open_account
    from conversations.intake.receive import Line
    from conversations.models import Account

    parser = argparse.ArgumentParser()
    parser.add_argument("--conversations", type=int, default=2500)
    options = parser.parse_args()
    account = open_account(Account(slug="writers", name="Writers", timezone="Europe/Stockholm", currency="SEK"))
    lines = [Line(line) for line in messages(options.conversations)]
    batches = [lines[start : start + BATCH] for start in range(0, len(lines), BATCH)]
    rollup = _timed_rollup()
    writers = [_Writer(account, batches[number::WRITERS]) for number in range(WRITERS)]
    reader = _Reader(account)
    started = time.perf_counter()
    for thread in (*writers, reader):
        thread.start()
    for writer in writers:
        writer.join()
    seconds = time.perf_counter() - started
    reader.over.set()
    reader.join()
    errors = [error for writer in writers for error in writer.errors]
    print(f"{len(lines):,} events by {WRITERS} writers in {seconds:.1f} s: {len(lines) / seconds:,.0f} a second")
    print(f"rollup: {sum(rollup) / seconds:.1%} of the time, for one writer writes at a time")
    print(f"errors: {len(errors)} {errors[:1]}; looks: {reader.looks}, of which wrong: {reader.wrong}")


def _timed_rollup() -> list[float]:
    """The seconds that each move of the rollup takes from now on."""
    from conversations.record import write

    taken: list[float] = []
    count = vars(write)["count"]

    def timed(*given: Any) -> None:
        started = time.perf_counter()
        count(*given)
        taken.append(time.perf_counter() - started)

    vars(write)["count"] = timed
    return taken


class _Writer(threading.Thread):
    def __init__(self, account: Any, batches: list[Any]) -> None:
        super().__init__()
        self.account, self.batches = account, batches
        self.errors: list[str] = []

    def run(self) -> None:
        from django.db import connection

        from conversations.intake.receive import receive

        for batch in self.batches:
            try:
                receive(self.account, batch, source="bench", now=NOW)
            except Exception as error:  # noqa: BLE001  (every one is counted)
                self.errors.append(repr(error))
        connection.close()


class _Reader(threading.Thread):
    """Compares rollup and rows as of one moment, over and over."""

    def __init__(self, account: Any) -> None:
        super().__init__()
        self.account, self.over = account, threading.Event()
        self.looks = self.wrong = 0

    def run(self) -> None:
        from django.db import connection
        from django.db.models import Sum

        from conversations.models import Conversation, DayCount
        from conversations.snapshot import snapshot
        from conversations.vocabulary import Status

        counters = {f"n_{status}": Sum(f"n_{status}", default=0) for status in Status}
        while not self.over.wait(0.05):
            with snapshot():
                counted = sum(DayCount.objects.filter(account=self.account).aggregate(**counters).values())
                rows = Conversation.objects.filter(account=self.account, started_at__isnull=False, test=False).count()
            self.looks += 1
            self.wrong += counted != rows
        connection.close()


if __name__ == "__main__":
    main()

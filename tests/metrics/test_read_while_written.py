"""A reader never sees a number that the rows would not give: not between two batches, nor while all is rebuilt."""

import threading

import pytest
from django.db import connection

from conversations.models import Account
from conversations.record import close_due, rebuild
from conversations.snapshot import snapshot
from conversations.vocabulary import Check
from metrics.checks import CHECKS
from tests.make import NOW, make_ended, make_handoff, make_label, make_message
from tests.make_account import make_account
from tests.make_rows import DAY, HOUR, iso
from tests.recording import recorded

BATCHES = 12
READ = (Check.ROLLUP, Check.PARTS, Check.BARS, Check.LIST)


def write(account: Account, done: threading.Event) -> None:
    """Conversations come, are answered, handed off, labelled and closed; all is rebuilt (T6, A8)."""
    try:
        for number in range(BATCHES):
            at = NOW - 3 * DAY + number * HOUR
            for key in (f"c-{number % 5}", f"d-{number}"):
                said = [make_message(conversation=key, sender=who, occurred_at=iso(at)) for who in ("shopper", "agent")]
                recorded(account, *said, make_label(conversation=key, label=f"Label {number % 2}", occurred_at=iso(at)))
            make = make_handoff if number % 3 else make_ended
            recorded(account, make(conversation=f"d-{number}", occurred_at=iso(at)))
            close_due(account, now=at + DAY)
            if number % 4 == 3:
                rebuild(account, now=NOW)
    finally:
        done.set()
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_reader_never_sees_a_number_that_the_rows_would_not_give() -> None:
    account, done = make_account(silence_hours=24), threading.Event()
    writer = threading.Thread(target=write, args=[account, done])
    totals = set()
    writer.start()
    while not done.is_set():
        with snapshot():
            faults = [fault for check in READ for fault in CHECKS[check](account, NOW)]
            totals.add(account.conversations.counted().count())
        assert faults == []
    writer.join()

    assert len(totals) > 1, "the reader read nothing in between"
    assert account.conversations.counted().count() == 5 + BATCHES

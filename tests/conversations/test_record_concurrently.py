"""Promise 5: many writers at once give what one writer gives, and no client sees a deadlock or a locked database."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection

from conversations.models import Account
from conversations.payloads import read_event
from conversations.record import close_due, record
from tests.make import NOW, make_ended, make_handoff, make_label, make_message, make_order, make_shopper, make_touch
from tests.make_account import make_account
from tests.state import state_of

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 8


def all_at_once(jobs: Sequence[Callable[[], object]]) -> None:
    """Run the jobs in threads that start together; raises what any of them raised."""
    errors: list[BaseException] = []
    gate = threading.Barrier(len(jobs))

    def run(job: Callable[[], object]) -> None:
        gate.wait()
        try:
            job()
        except BaseException as error:  # noqa: BLE001  (told to the test)
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def entangled_story() -> list[dict[str, Any]]:
    """Few conversations, labels and shoppers, so that every batch meets the rows of every other."""
    story = []
    for number in range(72):
        key, shopper = f"c-{number % 5}", {"id": f"s-{number % 3}", "visitor": f"v-{number % 4}"}
        at = {"occurred_at": f"2026-06-06T{number % 24:02}:{number % 60:02}:{number % 7:02}Z", "id": f"e-{number}"}
        sender = "agent" if number % 2 else "shopper"
        story += [
            make_message(conversation=key, sender=sender, shopper=shopper, **at),
            make_label(conversation=key, label=f"Label {number % 6}", **at),
        ]
        if number % 4 == 0:
            story += [
                make_touch(conversation=key, shopper=shopper, **at),
                make_order(shopper=shopper, **at),
                make_shopper(shopper={**shopper, "name": f"Name {number}"}, **at),
            ]
        if number % 16 == 0:
            story += [make_ended(conversation=key, **at), make_handoff(conversation=key, stage="offered", **at)]
    return story


def send(account: Account, events: Sequence[dict[str, Any]], size: int = 9) -> None:
    typed = [read_event(event, now=NOW) for event in events]
    for start in range(0, len(typed), size):
        record(account, typed[start : start + size], now=NOW)  # type: ignore[arg-type]


def alone(story: Sequence[dict[str, Any]]) -> dict[str, Any]:
    account = make_account()
    send(account, story)
    return state_of(account)


def test_promise_5_eight_writers_on_one_account_give_what_one_gives() -> None:
    story = entangled_story()
    account = make_account()
    # Every part goes out twice, to two writers: what one of them finds written, the other must not double.
    parts = [story[number // 2 :: WRITERS // 2] for number in range(WRITERS)]

    all_at_once([lambda part=part: send(account, part) for part in parts])  # type: ignore[misc]

    assert state_of(account) == alone(story)


def test_promise_5_eight_writers_on_eight_accounts_give_what_one_gives() -> None:
    story = entangled_story()[:60]  # a third: they have no row in common to meet at
    accounts = [make_account() for _ in range(WRITERS)]

    all_at_once([lambda account=account: send(account, story, size=25) for account in accounts])  # type: ignore[misc]

    expected = alone(story)
    assert all(state_of(account) == expected for account in accounts)


def test_the_worker_closing_conversations_and_writers_do_not_disturb_each_other() -> None:
    story = entangled_story()
    account = make_account(silence_hours=1)
    parts = [story[number::4] for number in range(4)]

    jobs: list[Callable[[], object]] = [lambda part=part: send(account, part) for part in parts]  # type: ignore[misc]
    all_at_once([*jobs, *[lambda: [close_due(account, now=NOW) for _ in range(10)]] * 2])
    close_due(account, now=NOW)

    other = make_account(silence_hours=1)
    send(other, story)
    close_due(other, now=NOW)
    assert state_of(account) == state_of(other)

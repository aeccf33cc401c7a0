"""Events that come one by one, as a web chat sends them, in an account of many conversations.

    ./run bench singly [--database …] [--conversations N | --full] [--folder FOLDER] [--rounds N]

Each event goes through the whole path (`receive`) in a request of its own; of a conversation, a touch and an order come
after its two messages. Printed are milliseconds a kind of event, in the big and in the tiny account of the same world:
median and p95, and the processor time of this process (on SQLite it is the database's as well). SQLite's statistics are
left out: they are there only once the worker has looked. The world is as it was when all is done.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from typing import Any

from benchmarks.timing import Times, table
from benchmarks.world import BIG, TINY, World, in_each_world


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=50)
    in_each_world("benchmarks.singly", measure, arguments=parser)


def measure(world: World) -> None:
    from django.db import connection, transaction

    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=50)
    options, _ = parser.parse_known_args()
    with transaction.atomic():
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM sqlite_stat1")
                cursor.execute("ANALYZE sqlite_schema")  # reads them again: there are none
        rows = [line for slug in (BIG, TINY) for line in _lines(world, slug, rounds=options.rounds)]
        transaction.set_rollback(True)
    table(["account, conversations", "event", "ms, median / p95", "processor ms, median"], rows)


def _lines(world: World, slug: str, *, rounds: int) -> list[tuple[Any, ...]]:
    from conversations.intake.receive import Line, receive
    from conversations.models import Account

    account = Account.objects.get(slug=slug)
    name, rows = f"{slug}, {account.conversations.count():,}", []
    for kind, event in _events(account.currency, world.now.isoformat()).items():
        walls, processor = [], []
        for number in range(rounds):
            line = Line(json.dumps(event(number)).encode())
            started, worked = time.perf_counter(), time.process_time()
            outcome = receive(account, [line], source="bench", now=world.now)
            processor.append(1000 * (time.process_time() - worked))
            walls.append(time.perf_counter() - started)
            assert outcome.accepted == 1, outcome
        rows.append((name, kind, Times.of(walls), f"{statistics.median(processor):.1f}"))
    return rows


def _events(currency: str, at: str) -> dict[str, Callable[[int], dict[str, Any]]]:
    def event(named: str, number: int, **said: Any) -> dict[str, Any]:
        shopper = {"visitor": f"singly-{number}"}
        return {"type": named, "id": f"singly-{number}", "occurred_at": at, "shopper": shopper, **said}

    def message(number: int, **said: Any) -> dict[str, Any]:
        words = {"text": "Where is my order?", "sender": "shopper", "channel": "web_chat"}
        return event("message", number, conversation=f"singly-{number}", **{**words, **said})

    return {
        "first message": message,
        "second message": lambda number: message(number, id=f"singly-{number}-2", sender="agent", text="On its way."),
        "touch": lambda number: event("touch", number, conversation=f"singly-{number}", kind="product_card_clicked"),
        "order": lambda number: event("order", number, total="10.00", currency=currency),
    }


if __name__ == "__main__":
    main()

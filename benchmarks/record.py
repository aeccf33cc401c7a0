"""Intake: events per second through the whole path, against the database's own insertion of the same rows.

    ./run bench record [--conversations N] [--rounds N]

In each round the same messages go, batch by batch of 1000, through

- `receive`: bytes → parsed → validated → facts → summaries, statuses, profiles, credits, rollup (the whole path);
- `record`: the same from typed events on;
- `bulk_create`: Django's own insertion of the message rows, nothing derived;
- `plain`: the database's own (COPY on PostgreSQL, executemany on SQLite), nothing derived;
- `replay`: `receive` of what is known already.

Printed are medians over the rounds, and ratios within one round, whose medians are steadier than times.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.databases import on_both_databases

BATCH = 1000
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def main() -> None:
    on_both_databases("benchmarks.record", measure)


def measure() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--conversations", type=int, default=2500)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    lines = list(messages(options.conversations))
    rounds = [one_round(lines, number) for number in range(options.rounds)]
    print(f"{len(lines):,} messages of {options.conversations:,} conversations, {options.rounds} rounds, medians\n")
    print(f"{'':12}{'events/s':>12}{'of plain':>10}{'of bulk_create':>16}")
    for way in rounds[0]:
        speed = statistics.median(len(lines) / times[way] for times in rounds)
        plain = statistics.median(times["plain"] / times[way] for times in rounds)
        bulk = statistics.median(times["bulk_create"] / times[way] for times in rounds)
        print(f"{way:12}{speed:12,.0f}{plain:10.2f}{bulk:16.2f}")


def messages(conversations: int) -> Iterator[bytes]:
    """Eight messages a conversation, as a busy shop's channels would send them: by time, conversations interleaved."""
    start = NOW - timedelta(days=60)
    step = timedelta(days=55) / max(1, conversations)
    events: list[dict[str, Any]] = []
    for number in range(conversations):
        for turn in range(8):
            at = start + number * step + turn * timedelta(seconds=47)
            events.append(
                {
                    "type": "message",
                    "id": f"m-{number}-{turn}",
                    "occurred_at": at.isoformat(),
                    "conversation": f"c-{number}",
                    "channel": ("web_chat", "sms", "email", "whatsapp")[number % 4],
                    "sender": "agent" if turn % 2 else "shopper",
                    "text": f"Message {turn} of conversation {number}: where is my order, and when will it be here?",
                    "shopper": {"visitor": f"v-{number}"},
                }
            )
    yield from (json.dumps(event).encode() for event in sorted(events, key=lambda event: event["occurred_at"]))


def one_round(lines: list[bytes], number: int) -> dict[str, float]:
    from conversations.accounts import open_account
    from conversations.intake.receive import Line, receive
    from conversations.models import Account
    from conversations.payloads import read_line
    from conversations.record import record

    def account(name: str) -> Any:
        shop = Account(slug=f"{name}-{number}", name=name, timezone="Europe/Stockholm", currency="SEK")
        return open_account(shop)

    whole, typed, bulk, plain = (account(name) for name in ("receive", "record", "bulk", "plain"))
    raw = [Line(line) for line in lines]
    events: list[Any] = [read_line(line, now=NOW) for line in lines]
    times = {
        "receive": timed(lambda batch: receive(whole, batch, source="bench", now=NOW), raw),
        "record": timed(lambda batch: record(typed, batch, now=NOW), events),
        "replay": timed(lambda batch: receive(whole, batch, source="bench", now=NOW), raw),
    }
    return {**times, **insertions(typed, bulk, plain)}


def insertions(source: Any, bulk: Any, plain: Any) -> dict[str, float]:
    """Insert the message rows of `source` again, for two accounts that have their conversations already."""
    from django.db import transaction

    from conversations.models import Conversation, Identity, Message
    from conversations.record.rows import insert

    names = [field.attname for field in Message._meta.concrete_fields]
    rows = list(Message.objects.filter(account=source).order_by("pk").values_list(*names))
    copies = []
    for offset, account in enumerate((bulk, plain), start=1):
        moved = {}
        for model in (Identity, Conversation):
            rows_of: Any = model
            for row in rows_of.objects.filter(account=source):
                moved[row.pk] = row.pk + offset * 10**12
                row.pk, row.account = moved[row.pk], account
                row.identity_id = moved.get(getattr(row, "identity_id", None))
                row.save(force_insert=True)
        copies.append([_moved(dict(zip(names, row, strict=True)), account.pk, moved, offset) for row in rows])
    objects = [Message(**row) for row in copies[0]]
    tuples = [tuple(row.values()) for row in copies[1]]

    def in_transaction(write: Callable[[Any], object]) -> Callable[[Any], None]:
        def written(batch: Any) -> None:
            with transaction.atomic():
                write(batch)

        return written

    return {
        "bulk_create": timed(in_transaction(Message.objects.bulk_create), objects),
        "plain": timed(in_transaction(lambda batch: insert(Message, names, batch)), tuples),
    }


def _moved(row: dict[str, Any], account_id: int, moved: dict[int, int], offset: int) -> dict[str, Any]:
    linked = {name: moved.get(row[name]) for name in ("conversation_id", "identity_id")}
    return {**row, **linked, "id": row["id"] + offset * 10**12, "account_id": account_id}


def timed(write: Callable[[Any], object], items: list[Any]) -> float:
    started = time.perf_counter()
    for start in range(0, len(items), BATCH):
        write(items[start : start + BATCH])
    return time.perf_counter() - started


if __name__ == "__main__":
    main()

"""Crediting: a whole account in SQL, and one touch or order more, at 300,000 orders and 1,000,000 touches.

    ./run bench credits [--orders N] [--rounds N]      (SQLite takes 30,000 orders at most)

- `judge`: every order judged by the settings, the answers counted in the database;
- `settle`: the same compared with the credits that are stored, nothing to write (what a change of settings does first);
- `sort`: the plain work underneath, for comparison: all touches of the account sorted by profile and time, the last one
  before each order found by a window function; no windows, no receipts, no bots, no tests;
- `duckdb`: DuckDB's ASOF JOIN over its own copy of the same columns, in the same run: the last touch before each order,
  without windows, as `sort`; `duckdb windows` works out switches, windows, receipts and bots of each touch as well;
- `what-if`: six judgements of as many orders as the page allows;
- `touch`, `order`: one more of each, credited as `record` does it.

Touches outnumber orders ten to three; a shopper has five touches on average. Two thirds are clicks in web chat, the
rest SMS: their windows start with the receipt of a message (A2).
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from benchmarks.credit_ducks import ducks
from benchmarks.databases import on_both_databases
from benchmarks.timing import interleaved

START = datetime(2026, 5, 1, tzinfo=UTC)
SPAN = 120 * 86_400
SORT = """SELECT count(*), sum(last IS NOT NULL) FROM (
  SELECT kind, max(CASE kind WHEN 0 THEN at END) OVER (
    PARTITION BY profile ORDER BY at, kind ROWS UNBOUNDED PRECEDING) AS last
  FROM (SELECT profile_id AS profile, occurred_at AS at, 0 AS kind FROM conversations_touch WHERE account_id = %s
        UNION ALL SELECT profile_id, occurred_at, 1 FROM conversations_order WHERE account_id = %s) AS both_kinds
) AS judged WHERE kind = 1"""


def main() -> None:
    on_both_databases("benchmarks.credits", measure)


def measure() -> None:
    from django.db import connection

    from conversations.models import attribution_of
    from conversations.record.credits import settle
    from conversations.record.judging import judged
    from metrics.queries.what_if import what_if

    parser = argparse.ArgumentParser()
    parser.add_argument("--orders", type=int, default=300_000)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    if connection.vendor == "sqlite":
        options.orders = min(options.orders, 30_000)
    account = fill(options.orders)
    settings = attribution_of(account)
    query = judged(account, settings)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    first = timed(lambda: settle(account, settings), 1)

    def ask(sql: str, parameters: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            cursor.fetchall()

    scope, placed = shown_at_once(account)
    sort = SORT if connection.vendor == "sqlite" else SORT.replace("sum(last IS NOT NULL)", "count(last)")
    ways: dict[str, Callable[[], object]] = {
        "judge": lambda: ask(f"SELECT count(*) FROM ({query.sql}) AS j", query.parameters),
        "settle": lambda: settle(account, settings),
        "sort": lambda: ask(sort, [account.pk, account.pk]),
        **ducks(account),
        f"what-if ({placed:,} orders)": lambda: what_if(scope, settings),
    }
    print(f"{options.orders:,} orders, {options.orders * 10 // 3:,} touches, {options.rounds} rounds, medians\n")
    print(f"{'settle, all new':18}{first:10.2f} s")
    for name, times in interleaved(ways, rounds=max(options.rounds, 2)).items():
        print(f"{name:26}{times.median / 1000:10.2f} s   p95 {times.p95 / 1000:.2f} s")
    for name, milliseconds in one_more(account, max(options.rounds, 50)).items():
        print(f"{'one ' + name:18}{milliseconds:10.2f} ms")


def shown_at_once(account: Any) -> tuple[Any, int]:
    """A period of about as many orders as what-if compares, from the first day on."""
    from conversations.periods import Period
    from conversations.scope import Scope
    from metrics.queries.what_if import most_orders

    def placed(scope: Any) -> int:
        start, end = scope.window
        return int(account.orders.filter(occurred_at__gte=start, occurred_at__lt=end).count())

    first, found = date(2026, 5, 1), None
    for days in range(1, 120):
        scope = Scope(account, Period(first, first + timedelta(days=days - 1), account.zone))
        if found and placed(scope) > most_orders():
            break
        found = scope
    assert found is not None
    return found, placed(found)


def timed(way: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        way()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def one_more(account: Any, rounds: int) -> dict[str, float]:
    """Credits of what one touch, and one order, concern: the part of `record` that is crediting."""
    from conversations.models import Order, Touch
    from conversations.record.credits import recredit
    from conversations.record.sales import SalesBook

    chance = random.Random(5)
    touches = chance.sample(list(Touch.objects.filter(account=account).values_list("pk", flat=True)[:100_000]), rounds)
    orders = chance.sample(list(Order.objects.filter(account=account).values_list("pk", flat=True)[:100_000]), rounds)
    nothing = set[int]()

    def again(touches: set[int], orders: set[int]) -> None:
        book = SalesBook(account)
        book.open(orders)
        recredit(account, touches=touches, orders=orders, message_keys=set(), book=book)
        book.close()

    found = {
        "touch": [timed(partial(again, {pk}, nothing), 1) for pk in touches],
        "order": [timed(partial(again, nothing, {pk}), 1) for pk in orders],
    }
    return {name: statistics.median(times) * 1000 for name, times in found.items()}


def fill(orders: int) -> Any:
    """Rows past `record`, which the other benchmark measures."""
    from django.db import transaction

    from conversations.accounts import open_account
    from conversations.ids import new_id
    from conversations.models import Account, Conversation, Message, Order, Profile, Touch
    from conversations.record.rows import insert

    account = open_account(Account(slug="bench", name="Bench", timezone="Europe/Stockholm", currency="SEK"))
    chance = random.Random(4)
    touches = orders * 10 // 3
    profiles = [new_id() for _ in range(touches // 5)]
    threads = [new_id() for _ in range(touches // 10)]
    fact = {"account_id": account.pk, "received_at": START, "version_at": START, "digest": b"0" * 16, "meta": None}

    def moment() -> datetime:
        return START + timedelta(seconds=chance.random() * SPAN)

    def write(model: Any, rows: Any) -> None:
        batch: list[tuple[Any, ...]] = []
        columns: list[str] = []
        for row in rows:
            columns = columns or list(row)
            batch.append(tuple(row.values()))
            if len(batch) == 50_000:
                insert(model, columns, batch)
                batch.clear()
        insert(model, columns, batch)

    with transaction.atomic():
        write(Profile, (whole(Profile, id=pk, account_id=account.pk, kind="id", value=str(pk)) for pk in profiles))
        write(
            Conversation,
            (
                whole(
                    Conversation,
                    id=pk,
                    account_id=account.pk,
                    key=str(pk),
                    channel="sms" if place % 3 == 0 else "web_chat",
                    **dict.fromkeys(("started_at", "last_message_at", "closes_at"), START),
                    day=START.date(),
                    messages=1,
                    status="resolved",
                )
                for place, pk in enumerate(threads)
            ),
        )
        write(
            Message,
            (
                whole(
                    Message,
                    **fact,
                    id=new_id(),
                    event_id=f"m-{place}",
                    occurred_at=moment(),
                    conversation_id=pk,
                    channel="sms",
                    sender="agent",
                )
                for place, pk in enumerate(threads)
            ),
        )
        write(Touch, (one_touch(whole, Touch, fact, moment, chance, profiles, threads, n) for n in range(touches)))
        write(
            Order,
            (
                whole(
                    Order,
                    **fact,
                    id=new_id(),
                    event_id=f"o-{n}",
                    occurred_at=(at := moment()),
                    day=at.astimezone(account.zone).date(),
                    profile_id=chance.choice(profiles),
                    total_minor=10_000,
                    currency="SEK",
                )
                for n in range(orders)
            ),
        )
    return account


def one_touch(
    whole: Any, model: Any, fact: Any, moment: Any, chance: Any, profiles: Any, threads: Any, number: int
) -> dict[str, Any]:
    from conversations.ids import new_id

    place = chance.randrange(len(threads))
    sms = place % 3 == 0
    kinds = ("link_clicked", "message_opened", "message_delivered")
    row: dict[str, Any] = whole(
        model, **fact, id=new_id(), event_id=f"t-{number}", occurred_at=moment(), conversation_id=threads[place],
        profile_id=chance.choice(profiles), kind=kinds[number % 3] if sms else "product_card_clicked",
        message_key=f"m-{place}" if sms else "", bot=number % 50 == 0,
    )  # fmt: skip
    return row


def whole(model: Any, **given: Any) -> dict[str, Any]:
    """All columns of a row, those that are not given by their defaults."""
    return {field.attname: given.get(field.attname, field.get_default()) for field in model._meta.concrete_fields}


if __name__ == "__main__":
    main()

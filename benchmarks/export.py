"""P12: the CSV of all conversations of the big account, as it leaves the house, beside the database's own COPY … TO.

    ./run bench export [--database …] [--conversations N | --full] [--folder FOLDER] [--rounds N]

A small world by default; `--conversations 1700000 --database postgresql` exports a million rows. In each round the same
rows go out in the same order

- `file`: the whole path behind the button: rows, words, local times, no formula, UTF-8 (but no network);
- `api`: the CSV of the API;
- `threads`: JSON lines of whole threads, of a month only;
- `plain`: COPY … TO of the same query on PostgreSQL, all its rows fetched and nothing made of them on SQLite.

Memory is the process's own, sampled as pieces leave: the most above what it was before the first one.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.world import BIG, World, in_each_world

EVERY = 50


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rounds", type=int, default=3)
    in_each_world("benchmarks.export", measure, arguments=arguments)


def measure(world: World) -> None:
    from conversations.models import Account

    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_known_args()[0].rounds
    account = Account.objects.get(slug=BIG)
    every, month = _listing(account, world, 740), _listing(account, world, 30)
    total, few = every.rows.count(), month.rows.count()
    ways: dict[str, tuple[int, Callable[[], Iterable[bytes | str]]]] = {
        "plain": (total, lambda: _plain(every)),
        "file": (total, lambda: _file(every, "csv")),
        "api": (total, lambda: _api(every)),
        "threads": (few, lambda: _file(month, "jsonl")),
    }
    found = [{way: _timed(write) for way, (_, write) in ways.items()} for _ in range(rounds)]
    print(f"{total:,} rows, {few:,} threads, {rounds} rounds, medians\n")
    print(f"{'':10}{'rows/s':>12}{'of plain':>10}{'MB':>8}{'MB of memory':>14}")
    for way, (rows, _) in ways.items():
        speed = statistics.median(rows / each[way][0] for each in found)
        share = statistics.median(each["plain"][0] / each[way][0] for each in found) if rows == total else 0
        size, memory = found[0][way][1] / 1e6, max(each[way][2] for each in found)
        print(f"{way:10}{speed:12,.0f}{f'{share:.2f}' if share else '–':>10}{size:8,.0f}{memory:14,.0f}")


def _listing(account: Any, world: World, days: int) -> Any:
    """What the page makes of an address: all conversations of so many days, the latest first."""
    from django.http import QueryDict

    from conversations.filters import ListFilter
    from conversations.masking import FULL
    from conversations.sorting import ordered
    from conversations.wording import CHANNEL, STATUS
    from metrics.exports.files import Listing
    from metrics.exports.rows import HEADER, for_people

    last = world.now.date() + timedelta(days=1)
    asked = QueryDict(f"from={last - timedelta(days=days)}&to={last}")
    filters = ListFilter(asked, account=account, now=world.now, sight=FULL)
    words = {"channel": {str(key): str(name) for key, name in CHANNEL.items()}, "test": {"true": "Test"}}
    words["status"] = {str(key): str(name) for key, name in STATUS.items()}
    rows = ordered(filters.rows(), filters.order)
    return Listing(
        account=account,
        rows=rows,
        asked=filters.parameters(),
        facts=[("Account", account.name)],
        counted="Conversations",
        header=HEADER,
        lines=lambda: for_people(rows, words, zone=account.zone, address="https://example.com/big/conversations/"),
        now=world.now,
    )


def _file(listing: Any, kind: str) -> Iterable[bytes]:
    from conversations.models import Export
    from metrics.exports.files import file_of

    export = Export.objects.create(account=listing.account, format=kind, started_at=listing.now)
    return file_of(listing, export)


def _api(listing: Any) -> Iterable[str]:
    from conversations.snapshot import snapshot
    from conversations.spreadsheets import csv_pieces
    from metrics.exports.rows import HEADER, for_machines

    with snapshot():
        yield from csv_pieces(HEADER, for_machines(listing.rows))


def _plain(listing: Any) -> Iterator[bytes]:
    from django.db import connection
    from django.db.models import F

    from metrics.exports.rows import COLUMNS, SHOWN

    times = {"start": F("started_at"), "last": F("last_message_at")}
    query = listing.rows.annotate(shown_profile=SHOWN, **times).values_list(*COLUMNS).query
    sql, parameters = query.get_compiler("default").as_sql()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            whole = cursor.mogrify(sql, parameters)
            with cursor.copy(f"COPY ({whole}) TO STDOUT (FORMAT csv)") as copy:
                for piece in copy:
                    yield bytes(piece)
        else:
            cursor.execute(sql, parameters)
            while rows := cursor.fetchmany(2000):
                yield b" " * len(rows)


def _timed(write: Callable[[], Iterable[bytes | str]]) -> tuple[float, int, float]:
    """Seconds, bytes, and the megabytes of memory it took at most."""
    before = most = _resident()
    started, size = time.perf_counter(), 0
    for number, piece in enumerate(write()):
        size += len(piece)
        if number % EVERY == 0:
            most = max(most, _resident())
    return time.perf_counter() - started, size, max(most, _resident()) - before


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


if __name__ == "__main__":
    main()

"""Overview data: what the page reads, against counting the same rows anew (P1, P2, P13, P15).

    ./run bench overview [--database …] [--conversations N | --full] [--folder FOLDER]

Each line is one account, period and grouping; each cell the median and the p95 in milliseconds of

- `page`: all that the page reads before it is rendered: `read_overview` with its comparison, and the first ten rows;
- `volume` and `sales`: of it the bars of conversations, and of sales, with their comparisons;
- `totals`: the exact total of the period by status, as the list of conversations has it;
- `rows`: the same bars and comparison counted from the rows, with the best covering index;
- `count`: COUNT(*) of the period's conversations with that index;
- `duckdb`: the same bars and comparison from DuckDB's own copy of the rows.
"""

import argparse
import csv
import tempfile
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.timing import interleaved, table
from benchmarks.world import BIG, SMALL, TINY, World, in_each_world

PRESETS = ("last_7_days", "last_30_days", "last_90_days", "year")
COVERING = (
    "CREATE INDEX bench_covering ON conversations_conversation "
    "(account_id, started_at{more}) {include} WHERE messages > 0 AND NOT test"
)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rounds", type=int, default=15)
    in_each_world("benchmarks.overview", measure, arguments=arguments)


def measure(world: World) -> None:
    from django.db import connection

    from conversations.models import Account

    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX IF EXISTS bench_covering")
        include = connection.vendor == "postgresql"
        columns = "channel, status, label_id"
        cursor.execute(
            COVERING.format(more="" if include else f", {columns}", include=f"INCLUDE ({columns})" if include else "")
        )
        cursor.execute("VACUUM (ANALYZE)" if include else "ANALYZE")
    try:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            duck = _duckdb(Path(folder))
            lines = [
                _line(Account.objects.get(slug=slug), preset, group, world=world, duck=duck)
                for slug in (BIG, SMALL, TINY)
                for preset in PRESETS
                for group in (("channel", "status", "label") if preset == "last_30_days" else ("channel",))
            ]
        ways = list(lines[0][1])
        table(["account, period, group", *ways], [[name, *times.values()] for name, times in lines])
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX IF EXISTS bench_covering")


def _line(account: Any, preset: str, group: str, *, world: World, duck: Any) -> tuple[str, dict[str, Any]]:
    from conversations.days import local_day
    from conversations.periods import Preset, auto_bucket, buckets, custom_period, preset_period, previous
    from conversations.scope import Scope
    from metrics.queries import Group

    today = local_day(world.now, account.zone)
    if preset == "year":
        period = custom_period(today - timedelta(days=364), today, zone=account.zone)
    else:
        period = preset_period(Preset(preset), today, zone=account.zone)
    scope = Scope(account, period)
    spans, comparison = buckets(period, auto_bucket(period)), previous(period, now=world.now)
    edges = [comparison.start, comparison.end, period.start, *(span.end for span in spans)]
    column = {"channel": "channel", "status": "status", "label": "label_id"}[group]
    ways: dict[str, Callable[[], Any]] = {
        "page": partial(_page, scope, auto_bucket(period), Group(group), world.now),
        "volume": partial(_volume, scope, auto_bucket(period), Group(group), comparison),
        "sales": partial(_sales, scope, spans, comparison),
        "totals": partial(_totals, scope),
        "rows": partial(_rows, account.pk, edges, column),
        "count": scope.conversations().order_by().count,
        "duckdb": partial(_ducks, duck, account.pk, edges, column),
    }
    return f"{account.slug}, {preset}, {group}", interleaved(ways)


def _page(scope: Any, bucket: Any, group: Any, now: Any) -> None:
    from conversations.snapshot import snapshot
    from conversations.tables import first_rows
    from metrics.overview import read_overview
    from metrics.views.overview import FIRST_ROWS, MOST_ROWS_READ

    with snapshot():
        read_overview(scope, bucket=bucket, group=group, now=now, most_rows=MOST_ROWS_READ)
        first_rows(scope, FIRST_ROWS)


def _volume(scope: Any, bucket: Any, group: Any, comparison: Any) -> None:
    from conversations.snapshot import snapshot
    from metrics.queries import volume

    with snapshot():
        volume(scope, bucket=bucket, group=group, comparison=comparison)


def _sales(scope: Any, spans: Any, comparison: Any) -> None:
    from conversations.snapshot import snapshot
    from metrics.queries import sales

    with snapshot():  # as on the page: it starts no parallel workers
        sales(scope, spans=spans, comparison=comparison)


def _totals(scope: Any) -> None:
    from conversations.paging import Listing

    assert Listing(scope, sort="-last_updated").total >= 0


def _rows(account_id: int, edges: list[Any], column: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(*_count(account_id, edges, column, mark="%s", sqlite=connection.vendor == "sqlite"))
        cursor.fetchall()


def _ducks(duck: Any, account_id: int, edges: list[Any], column: str) -> None:
    duck.execute(*_count(account_id, edges, column, mark="?", sqlite=False)).fetchall()


def _count(
    account_id: int,
    edges: list[Any],
    column: str,
    *,
    mark: str,
    sqlite: bool,
) -> tuple[str, list[Any]]:
    """Bars by position among the edges: `width_bucket` where there is one, else its like."""
    given = [edge.replace(tzinfo=None) if sqlite else edge for edge in edges]
    cases = " ".join(f"WHEN started_at < {mark} THEN {index}" for index in range(len(edges)))
    if mark == "%s" and not sqlite:
        bar, bars = f"width_bucket(started_at, {mark}::timestamptz[])", [given]
    else:
        bar, bars = f"CASE {cases} END", given
    where = f"WHERE account_id = {mark} AND started_at >= {mark} AND started_at < {mark} AND messages > 0 AND NOT test"
    sql = f"SELECT {bar} AS bar, {column}, status, count(*) FROM conversations_conversation {where} GROUP BY 1, 2, 3"
    return sql, [*bars, account_id, given[0], given[-1]]


def _duckdb(folder: Path) -> Any:
    """DuckDB with a native copy of the columns that counting needs, ordered as they came."""
    import duckdb
    from django.db import connection

    duck = duckdb.connect(str(folder / "rows.duckdb"))
    duck.execute("SET TimeZone = 'UTC'")
    duck.execute(
        "CREATE TABLE conversations_conversation (account_id BIGINT, started_at TIMESTAMPTZ, channel VARCHAR, "
        "status VARCHAR, label_id BIGINT, messages INTEGER, test BOOLEAN)"
    )
    file = folder / "rows.csv"
    columns = "account_id, started_at, channel, status, label_id, messages, test"
    query = f"SELECT {columns} FROM conversations_conversation ORDER BY id"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET TimeZone = 'UTC'")
            with cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)") as copy, file.open("wb") as out:
                out.writelines(copy)
        else:
            cursor.execute(query.replace("started_at", "started_at || '+00'"))
            with file.open("w", newline="") as text:
                csv.writer(text).writerows(cursor)
    duck.execute(f"COPY conversations_conversation FROM '{file}' (FORMAT csv)")
    file.unlink()
    return duck


if __name__ == "__main__":
    main()

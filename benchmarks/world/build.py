"""Fills the database that Django is set up for, which must be empty but for its tables."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from django.db import connection, transaction

from benchmarks.world import rows
from benchmarks.world.dialects import POSTGRESQL, SQLITE, Dialect
from benchmarks.world.indexes import without_indexes
from benchmarks.world.plan import Size, World, planned
from benchmarks.world.shops import help_tables, let_in_shoppers, open_shops
from conversations.models import Account
from conversations.record.rebuild import refill

CHUNK = 100_000
FEW_TOLD = 20_000
FILLED = "conversation message handoff ending labelling rating touch order credit profile identity".split()


def build(
    conversations: int, *, seed: int = 1, now: datetime | None = None, say: Callable[[str], None] = lambda _: None
) -> World:
    """Fill the database. Up to a million conversations have all their messages; beyond, the latest 20,000."""
    now = (now or datetime.now(UTC)).replace(minute=0, second=0, microsecond=0)
    told_from = 0 if conversations <= 1_000_000 else conversations - FEW_TOLD
    size = Size(conversations, told_from, int(now.timestamp()))
    with connection.cursor() as cursor:
        open_shops(size)
        help_tables(now=now, seed=seed)
        with without_indexes(f"conversations_{name}" for name in FILLED):
            let_in_shoppers(_dialect())
            for first in range(0, size.last + 1, CHUNK):
                started = time.perf_counter()
                _fill(first, min(first + CHUNK - 1, size.last), size=size, seed=seed)
                say(f"{first + CHUNK:,} conversations, {time.perf_counter() - started:.1f} s")
            say("indexes")
        say("counts")
        cursor.execute("ANALYZE")  # without it PostgreSQL would read all orders for each of the small accounts
        for account in Account.objects.all():
            refill(account)
        cursor.execute(_dialect().analyze)
    return World(conversations, now, rows.CONVERSATION + size.last)


@transaction.atomic
def _fill(first: int, last: int, *, size: Size, seed: int) -> None:
    dialect = _dialect()
    tables = [rows.conversation(dialect, seed=seed), *rows.commerce(dialect, size)]
    if last >= size.told_from:
        tables += [rows.messages(dialect, size, seed=seed), *rows.happenings(dialect, size)]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS world_plan")
        cursor.execute(f"CREATE TEMP TABLE world_plan AS {planned(first, last, size=size, dialect=dialect, seed=seed)}")
        cursor.execute("ANALYZE world_plan")
        for table in tables:
            cursor.execute(table.command)


def _dialect() -> Dialect:
    return POSTGRESQL if connection.vendor == "postgresql" else SQLITE

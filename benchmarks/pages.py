"""Pages of the list, and what whole pages cost the server (P3, P8, P9, P14, P15).

    ./run bench pages [--database …] [--conversations N | --full] [--folder FOLDER]

First whole requests: CPU milliseconds against a signed-in page of one query and no content; queries; and kilobytes as
sent, plain and gzipped. Then the list's data alone (exact total, ids and rows of page 1 and page 100) for every filter,
order and period of the big account: milliseconds, median and p95 over all of an order's measurements, and its slowest.
"""

import argparse
import gzip
import statistics
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from benchmarks.timing import Times, interleaved, table
from benchmarks.world import BIG, EMAIL, SMALL, TINY, World, in_each_world

SLOW = ("first_question", "profile")  # the orders by texts, which no index holds


def main() -> None:
    in_each_world("benchmarks.pages", measure, arguments=argparse.ArgumentParser())


def measure(world: World) -> None:
    from django.test import override_settings

    with override_settings(ROOT_URLCONF="benchmarks.empty_page", ALLOWED_HOSTS=["*"], DEBUG=False):
        _requests(world)
    _lists(world)


def _lists(world: World) -> None:
    from conversations.filters import SORTS

    rows = []
    for name in SORTS:
        taken: list[float] = []
        slowest: tuple[float, str] = (0, "")
        for words, case in _cases(world, name):
            case()
            times = [_seconds(case) for _ in range(3)]
            taken += times
            slowest = max(slowest, (1000 * statistics.median(times), words))
        rows.append((name, len(taken) // 3, Times.of(taken), f"{slowest[0]:.1f}: {slowest[1]}"))
    table(["order", "cases", "ms, median / p95", "slowest case, median"], rows)


def _seconds(case: Any) -> float:
    started = time.perf_counter()
    case()
    return time.perf_counter() - started


def _cases(world: World, sort: str) -> Iterator[tuple[str, Any]]:
    from conversations.days import local_day
    from conversations.models import Account
    from conversations.periods import custom_period
    from conversations.scope import Scope, Topic
    from conversations.vocabulary import Channel, Status

    account = Account.objects.get(slug=BIG)
    today = local_day(world.now, account.zone)
    rare = Topic.of(account.labels.get(folded="other"))
    filters: dict[str, dict[str, Any]] = {
        "no filter": {},
        "whatsapp": {"channels": (Channel.WHATSAPP,)},
        "open": {"statuses": (Status.OPEN,)},
        "ended": {"statuses": (Status.CLOSED,)},
        "label Other": {"topics": (rare,)},
    }
    ranges = {
        "7 days": (0, 7),
        "30 days": (0, 30),
        "90 days": (0, 90),
        "30 days last year": (300, 30),
        "a year": (0, 365),
    }
    if sort in SLOW:
        ranges = {name: ranges[name] for name in ("7 days", "30 days")}
    for period, (ago, days) in ranges.items():
        last = today - timedelta(days=ago)
        scope = Scope(account, custom_period(last - timedelta(days=days - 1), last, zone=account.zone))
        for words, changes in filters.items():
            for sign in ("", "-"):
                for page in (1, 100):
                    name = f"{period}, {words}, {sign}{sort}, page {page}"
                    yield name, partial(_page, scope.with_(**changes), f"{sign}{sort}", page)


def _page(scope: Any, sort: str, page: int) -> None:
    from conversations.paging import Listing
    from conversations.snapshot import snapshot
    from conversations.tables import rows_of

    with snapshot():
        listing = Listing(scope, sort=sort)
        ids = listing[(page - 1) * 25 : page * 25] if listing.total > (page - 1) * 25 else listing[:25]
        rows_of(scope.account, ids)


def _requests(world: World) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from conversations.models import Conversation, User

    clients = {slug: Client() for slug in ("bench", BIG, SMALL, TINY)}  # who stays in an account writes no session
    for client in clients.values():
        client.force_login(User.objects.get(email=EMAIL))
    short = Conversation.objects.filter(account__slug=BIG, messages=14).latest("started_at")
    pages = {
        "empty": "/bench/empty/",
        **{f"overview, {slug}": f"/{slug}/" for slug in (BIG, SMALL, TINY)},
        **{f"conversations, {slug}": f"/{slug}/conversations/" for slug in (BIG, SMALL, TINY)},
        "thread of 14": f"/{BIG}/conversations/{short.pk}/",
        "thread of 10,000": f"/{BIG}/conversations/{world.long_thread}/",
    }
    cpu = interleaved({name: partial(_get, clients, path) for name, path in pages.items()}, clock=time.process_time)
    wall = interleaved({name: partial(_get, clients, path) for name, path in pages.items()}, rounds=9)
    rows = []
    for name, path in pages.items():
        with CaptureQueriesContext(connection) as queries:
            body = _get(clients, path)
        size = f"{len(body) / 1024:.1f} / {len(gzip.compress(body)) / 1024:.1f}"
        ratio = f"{cpu[name].median / cpu['empty'].median:.2f}"
        rows.append((name, cpu[name], ratio, wall[name], len(queries), size))
    table(["page", "CPU ms", "of the empty one", "ms", "queries", "KB / gzip"], rows)
    print()


def _get(clients: Any, path: str) -> bytes:
    answer = clients[path.split("/")[1]].get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return bytes(answer.content)


if __name__ == "__main__":
    main()

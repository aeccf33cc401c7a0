"""Search: what a question costs, and what keeping the index costs.

    ./run bench search [--database …] [--conversations N] [--folder FOLDER] [--rounds N] [--regex]

Every conversation of the world is indexed as the worker does it. Then each question is asked of the big account: the
exact total and the first 25 rows, newest first. Printed are how many conversations it finds, the median and the 95th
percentile. `--regex` has the baseline beside it, regular expressions over the same rows (within 30 days, three rounds).
"""

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from benchmarks.world import BIG, SMALL, TINY, World, in_each_world

MONTH, ALL = timedelta(days=30), timedelta(days=731)
QUESTIONS = [
    ("a word of a few", "{rare}", ALL),
    ("a word of some", "{medium}", ALL),
    ("a part of a word", "{part}", ALL),
    ("two words", "{medium} size", ALL),
    ("an address", "{email}", ALL),
    ("a phone, as people write it", "{phone}", ALL),
    ("a phrase", '"{phrase}"', ALL),
    ("nothing has it", "nowheretobefound", ALL),
    ("a word of most", "my", MONTH),
    ("a word of half", "for", MONTH),
    ("a word of half", "size", ALL),
    ("two letters", "nk", MONTH),
    ("one letter", "x", MONTH),
]
VIEWERS = [QUESTIONS[1], QUESTIONS[8]]
BASELINE = [("a word of a few", "{rare}", MONTH), ("a word of most", "my", MONTH)]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--regex", action="store_true")
    in_each_world("benchmarks.search", measure, arguments=parser)


def measure(world: World) -> None:
    from conversations.models import Account

    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--regex", action="store_true")
    options, _ = parser.parse_known_args()
    index_all(world)
    upkeep()
    big = Account.objects.get(slug=BIG)
    words = examples(big)
    print(f"\n{'account':8} {'question':28} {'words':24} {'days':>5} {'found':>9} {'p50 ms':>9} {'p95 ms':>9}")
    for name, query, length in QUESTIONS:
        line(world, big, name, query.format(**words), length, rounds=options.rounds)
    for name, query, length in VIEWERS:
        line(world, big, f"{name} (masked)", query.format(**words), length, rounds=options.rounds, way="masked")
    for slug in (SMALL, TINY):
        for name, query, length in (QUESTIONS[1], QUESTIONS[10]):
            line(world, Account.objects.get(slug=slug), name, query.format(**words), length, rounds=options.rounds)
    for name, query, length in BASELINE if options.regex else ():
        line(world, big, f"{name} (regex)", query.format(**words), length, rounds=3, way="regex")


def index_all(world: World) -> None:
    """The world was not told through `record`: whatever has no document waits for it."""
    from django.core.management import call_command
    from django.db import connection

    from conversations.models import Account, Message
    from conversations.search import index_account

    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO conversations_searchpending (conversation_id, account_id) SELECT id, account_id "
            "FROM conversations_conversation c WHERE NOT EXISTS "
            "(SELECT 1 FROM conversations_searchdocument d WHERE d.conversation_id = c.id) ON CONFLICT DO NOTHING"
        )
    started = time.perf_counter()
    made = sum(index_account(account, now=world.now + timedelta(days=3)) for account in Account.objects.all())
    seconds = time.perf_counter() - started
    if made:
        said = Message.objects.count() / world.conversations
        print(f"indexed {made:,} conversations in {seconds:.0f} s: {made * said / seconds:,.0f} messages/s", flush=True)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    sizes(connection)


def upkeep() -> None:
    """What indexing costs beside taking in: the same messages through `receive`, then through the worker."""
    from benchmarks.record import BATCH, NOW, messages
    from conversations.accounts import open_account
    from conversations.intake.receive import Line, receive
    from conversations.models import Account
    from conversations.search import index_account

    shares = []
    raw = [Line(line) for line in messages(500)]
    for number in range(5):
        shop = open_account(
            Account(slug=f"upkeep-{number}", name="Upkeep", timezone="Europe/Stockholm", currency="SEK")
        )
        started = time.perf_counter()
        for start in range(0, len(raw), BATCH):
            receive(shop, raw[start : start + BATCH], source="bench", now=NOW)
        taken_in = time.perf_counter()
        index_account(shop, now=NOW)
        shares.append((time.perf_counter() - taken_in) / (taken_in - started))
        shop.delete()
    print(
        f"indexing takes {statistics.median(shares):.0%} of the time of intake ({min(shares):.0%} to {max(shares):.0%})"
    )


def sizes(connection: Any) -> None:
    from conversations.models import SearchDocument, SearchToken

    print(f"documents {SearchDocument.objects.count():,}, tokens {SearchToken.objects.count():,}")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for name in ("conversations_message", "conversations_searchdocument", "searchdocument_by_terms"):
                cursor.execute("SELECT pg_size_pretty(pg_total_relation_size(%s::regclass))", [name])
                print(f"  {name}: {cursor.fetchone()[0]}")


def examples(account: Any) -> dict[str, str]:
    """Words of the account itself: seldom said, said now and then, an address, a phone, and words side by side."""
    from conversations.masking import FULL
    from conversations.models import Conversation, Profile, SearchDocument, SearchToken
    from conversations.search import search

    rows, counts = account.conversations.visible(), {}
    total = SearchDocument.objects.filter(account=account).count()
    for token in SearchToken.objects.filter(account=account, token__regex="^[^0-9]{5,9}$").order_by("pk")[::97][:60]:
        counts[token.token] = search(rows, account, token.token, sight=FULL).count()
    by_count = sorted(counts, key=lambda word: counts[word])
    medium = min(counts, key=lambda word: abs(counts[word] - total / 100))
    named = Profile.objects.filter(account=account).exclude(phone="").exclude(email="").first()
    text = Conversation.objects.filter(account=account).exclude(first_question="").first()
    assert text
    return {
        "rare": by_count[0],
        "medium": medium,
        "part": medium[1:-1],
        "email": named.email if named else "nobody@example.com",
        "phone": f"0{named.phone[3:5]}-{named.phone[5:8]} {named.phone[8:]}" if named else "070-123 45",
        "phrase": " ".join(text.first_question.split()[1:4]),
    }


def line(
    world: World, account: Any, name: str, query: str, length: timedelta, *, rounds: int, way: str = "full"
) -> None:
    """`way`: what they see who ask (`full`, or `masked`), or `regex`."""
    from conversations.masking import FULL, MASKED
    from conversations.paging import Listing
    from conversations.periods import custom_period
    from conversations.scope import Scope
    from conversations.search import search
    from conversations.snapshot import snapshot
    from tests.regex_search import regex_search

    today = world.now.date()
    scope = Scope(account, custom_period(today - length, today, zone=account.zone))
    rows = scope.conversations()
    sight = MASKED if way == "masked" else FULL

    def ask() -> int:
        by_regex = way == "regex"
        with snapshot():  # as pages, files and the API: settings for this search hold to its end
            by_id = scope.conversations(by_id=True)
            asked = partial(search, rows, account, query, sight=sight, window=scope.window, by_id=by_id)
            listing = Listing(
                scope, regex_search(rows, query) if by_regex else asked(), sort="-last_updated", likely=(0, 25)
            )
            listing.ids(0, 25)
            return listing.total

    times, found = timed(ask, rounds)
    p95 = sorted(times)[int(len(times) * 0.95)]
    print(
        f"{account.slug:8} {name:28} {query:24} {length.days:5} {found:9,} "
        f"{statistics.median(times) * 1000:9.1f} {p95 * 1000:9.1f}",
        flush=True,
    )


def timed(ask: Callable[[], int], rounds: int) -> tuple[list[float], int]:
    found, times = ask(), []
    for _ in range(rounds):
        started = time.perf_counter()
        ask()
        times.append(time.perf_counter() - started)
    return times, found


if __name__ == "__main__":
    main()

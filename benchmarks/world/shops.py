"""The shops of the world, their people and shoppers, and the tables that the plan looks things up in."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from benchmarks.world import rows
from benchmarks.world.dialects import Dialect
from benchmarks.world.plan import (
    BIG,
    BLOCK,
    DAYS,
    EMAIL,
    IN_BIG,
    LABELS,
    LONG_MESSAGES,
    PASSWORD,
    SMALL,
    SMALL_ACCOUNTS,
    TINY,
    TINY_ROWS,
    Size,
)
from benchmarks.world.texts import sentences
from conversations.accounts import open_account
from conversations.days import day_start, local_day
from conversations.models import Account, AttributionSettings, Identity, Label, Membership, Profile, User
from conversations.vocabulary import Role

ZONES = ("Europe/Stockholm", "America/New_York", "Asia/Kathmandu")
LABEL_NAMES = "Delivery Returns Sizes Refunds Payment Discounts Stock Warranty Repairs Gifts Newsletter Other".split()
DAYS_BEFORE = 10
"""In which there are orders, but no conversations yet."""
NAMED_AT = datetime(2020, 1, 1, tzinfo=UTC)


@transaction.atomic
def open_shops(size: Size) -> None:
    """The accounts; a person who may open three of them; labels; and a table of what the plan needs of each."""
    shops = list(_shops())
    seen = [shop for shop in shops if shop.slug in (BIG, SMALL, TINY)]
    user = User.objects.create_user(EMAIL, PASSWORD, name="Bench")
    for shop in seen:
        open_account(shop)
        Membership.objects.create(account=shop, user=user, role=Role.ADMIN)
    others = Account.objects.bulk_create(shop for shop in shops if shop not in seen)
    AttributionSettings.objects.bulk_create(AttributionSettings(account=shop) for shop in others)
    Label.objects.bulk_create(
        Label(id=_label_base(number) + index, account=shop, name=name, folded=name.casefold(), named_at=NAMED_AT)
        for number, shop in enumerate(shops)
        for index, name in enumerate(LABEL_NAMES[:LABELS])
    )
    held = {BIG: size.conversations * IN_BIG // BLOCK, TINY: TINY_ROWS}
    profiles = [held.get(shop.slug, size.conversations // BLOCK) * 2 // 5 + 1 for shop in shops]
    _table(
        "world_account",
        "a bigint PRIMARY KEY, account_id bigint, zone bigint, profiles bigint, profile_base bigint, label_base bigint",
        [
            (number, shop.pk, ZONES.index(shop.timezone), profiles[number], _profile_base(number), _label_base(number))
            for number, shop in enumerate(shops)
        ],
    )


def _shops() -> Iterator[Account]:
    for number, slug in enumerate((BIG, *(f"small-{number}" for number in range(1, SMALL_ACCOUNTS + 1)), TINY)):
        zone = ZONES[0 if slug == TINY else number % len(ZONES)]
        yield Account(slug=slug, name=slug.capitalize(), timezone=zone, currency="SEK")


def _label_base(number: int) -> int:
    return 10**9 + number * 100


def _profile_base(number: int) -> int:
    return rows.OTHER + number * 10**8


def help_tables(*, now: datetime, seed: int) -> None:
    """Days of each zone (the last of them up to now), sentences, and the turns of the longest thread."""
    _table(
        "world_day",
        "zone bigint, number bigint, day date, starts bigint, seconds bigint, PRIMARY KEY (zone, number), "
        "UNIQUE (zone, starts)",
        [(number, *day) for number, name in enumerate(ZONES) for day in _days(name, now=now)],
    )
    _table("world_text", "number bigint PRIMARY KEY, said text", list(enumerate(sentences(seed))))
    _table("world_turn", "turn bigint PRIMARY KEY", [(turn,) for turn in range(LONG_MESSAGES)])


def _days(name: str, *, now: datetime) -> Iterator[tuple[int, date, int, int]]:
    zone = Account(timezone=name).zone
    last = local_day(now, zone)
    for index in range(-DAYS_BEFORE, DAYS):
        day = last - timedelta(days=DAYS - 1 - index)
        start = day_start(day, zone)
        end = min(day_start(day + timedelta(days=1), zone), now)
        yield index, day, int(start.timestamp()), int((end - start).total_seconds())


def _table(name: str, columns: str, values: list[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE {name} ({columns})")
        cursor.executemany(f"INSERT INTO {name} VALUES ({', '.join(['%s'] * len(values[0]))})", values)
        cursor.execute(f"ANALYZE {name}")


def let_in_shoppers(dialect: Dialect) -> None:
    """Profiles, each of one identity with the same id: twelve in twenty are known, eight anonymous visitors."""
    only = {
        "id": "'s-' || q",
        "email": "'shopper' || q || '@example.com'",
        "phone": "'+4670' || (1000000 + q)",
        "visitor": "'v-' || q",
    }

    def if_kind(*kinds: str, text: str) -> str:
        return f"CASE WHEN kind IN {(*kinds, '')} THEN {text} ELSE '' END"

    ids = f"{rows.OTHER} + a * 100000000 + q"
    known = {
        "name": if_kind("id", text="'Shopper ' || (q * 7919 % 1000003) || ' of ' || a"),
        "email": if_kind("id", "email", text=only["email"]),
        "phone": if_kind("phone", text=only["phone"]),
    }
    value = " ".join(f"WHEN '{kind}' THEN {text}" for kind, text in only.items())
    profile = {"id": ids, "account_id": "account_id", "kind": "kind", "value": f"CASE kind {value} END", **known}
    identity = {
        "id": ids,
        "account_id": "account_id",
        "digest": dialect.digest(ids),
        "external_id": if_kind("id", text=only["id"]),
        "visitor": if_kind("visitor", text=only["visitor"]),
        "email_key": known["email"],
        **known,
        "last_at": dialect.moment("1700000000"),
        "profile_id": ids,
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(profiles) FROM world_account")
        (most,) = cursor.fetchone()
        source = f"""FROM (SELECT a, account_id, n AS q, CASE WHEN n % 20 < 9 THEN 'id' WHEN n % 20 < 11 THEN 'email'
            WHEN n % 20 < 12 THEN 'phone' ELSE 'visitor' END AS kind
            FROM world_account JOIN ({dialect.numbers(0, most)}) numbers ON n < profiles) who"""
        cursor.execute(rows.Rows(Profile, profile, source).command)
        cursor.execute(rows.Rows(Identity, identity, source).command)

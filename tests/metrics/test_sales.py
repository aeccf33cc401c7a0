"""K4 counted: which orders are sales of the agent, in which period, and in which currency."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from conversations.models import Account
from conversations.periods import Bucket, Period, Preset, buckets, preset_period, previous
from conversations.scope import Scope, Topic
from conversations.vocabulary import Channel, Status, TouchKind
from metrics.queries import Group, Tally, sales, volume
from metrics.queries.sales import Revenue
from tests.make import NOW, make_order
from tests.make_account import make_account
from tests.make_rows import DAY, HOUR, MINUTE, iso, make_conversation, make_sale
from tests.recording import recorded

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 3, 12, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
JUNE_3 = date(2026, 6, 3)


def on(account: Account, first: date, last: date | None = None, **narrow: Any) -> Scope:
    return Scope(account, Period(first, last or first, account.zone), **narrow)


def counted(scope: Scope, bucket: Bucket = Bucket.DAY, group: Group = Group.CHANNEL, *, now: datetime = NOW) -> Tally:
    return volume(scope, bucket=bucket, group=group, comparison=previous(scope.period, now=now))


def sold_on(account: Account, *days: date, **narrow: Any) -> Any:
    scope = on(account, days[0], days[-1], **narrow)
    comparison = previous(scope.period, now=NOW)
    return sales(scope, spans=counted(scope).spans, comparison=comparison)


def test_k4_sales_are_the_totals_of_credited_orders_placed_in_the_period() -> None:
    account = make_account()
    found = make_conversation(account, at=NOON - 10 * DAY)
    make_sale(account, found, at=NOON, total="100.10")
    make_sale(account, found, at=NOON + MINUTE, total="0.05")
    make_sale(account, found, at=NOON + DAY, total="1000.00")
    recorded(account, make_order(total="30.00", shopper={"id": "nobody"}, occurred_at=iso(NOON)))

    sold = sold_on(account, JUNE_3)

    assert (sold.now.orders, sold.now.gross_minor, sold.shop_minor) == (2, 10015, 13015)
    assert sold.bars == [10015]


def test_k4_refunds_and_cancelled_orders_stay_in_gross_and_leave_net() -> None:
    account = make_account()
    found = make_conversation(account, at=NOON)
    make_sale(account, found, at=NOON + 2 * HOUR, total="100.00", refunded="30.00")
    make_sale(account, found, at=NOON + 2 * HOUR, total="50.00", refunded="10.00", cancelled_at=iso(NOON + 3 * HOUR))
    make_sale(account, found, at=NOON + 2 * HOUR, total="1.00")
    make_sale(account, found, at=NOON + 2 * HOUR, total="2.00", refunded="5.00")  # more than it was: postage, goodwill

    now = sold_on(account, JUNE_3).now

    assert (now.orders, now.gross_minor, now.net_minor) == (4, 15300, 6800)


def test_a6_orders_in_another_currency_are_listed_and_never_added() -> None:
    account = make_account(currency="SEK")
    found = make_conversation(account, at=NOON)
    for total, currency in (("10.00", "SEK"), ("20.00", "EUR"), ("5.00", "EUR"), ("300", "JPY")):
        make_sale(account, found, at=NOON + 2 * HOUR, total=total, currency=currency)
    make_sale(account, found, at=NOON - DAY, total="7.00", currency="EUR")  # of the day before: neither now nor then

    sold = sold_on(account, JUNE_3)

    assert sold.before == Revenue()
    assert (sold.now.gross_minor, sold.shop_minor) == (1000, 1000)
    assert {code: (other.orders, other.gross_minor) for code, other in sold.elsewhere.items()} == {
        "EUR": (2, 2500),
        "JPY": (1, 300),
    }


def test_s10_test_orders_count_nowhere() -> None:
    account = make_account()
    make_sale(account, make_conversation(account, at=NOON), at=NOON + 2 * HOUR, test=True)

    sold = sold_on(account, JUNE_3)

    assert (sold.now.orders, sold.shop_minor) == (0, 0)


def test_k4_filters_ask_the_credited_conversation_and_leave_the_shops_sales_alone() -> None:
    account = make_account()
    make_sale(account, make_conversation(account, at=NOON, label="Returns"), at=NOON + 2 * HOUR, total="10.00")
    make_sale(account, make_conversation(account, at=NOON, label="Sizes"), at=NOON + 2 * HOUR, total="20.00")
    sizes = Topic.of(account.labels.get(name="Sizes"))

    sold = sold_on(account, JUNE_3, topics=(sizes,))

    assert (sold.now.gross_minor, sold.shop_minor) == (2000, 3000)


def test_an_order_at_the_midnight_that_ends_the_period_is_not_in_it() -> None:
    account = make_account(timezone="Europe/Stockholm")
    midnight = datetime(2026, 6, 3, 22, tzinfo=UTC)
    found = make_conversation(account, at=midnight - 4 * HOUR)
    make_sale(account, found, at=midnight - MICROSECOND, total="1.00")
    make_sale(account, found, at=midnight, total="2.00")

    assert sold_on(account, JUNE_3).now.gross_minor == 100
    assert sold_on(account, JUNE_3 + DAY).now.gross_minor == 200
    assert sold_on(account, JUNE_3 + DAY).before.gross_minor == 100


def test_t4_days_between_a_month_and_the_one_it_is_compared_with_count_in_neither() -> None:
    account = make_account(timezone="Europe/Stockholm")
    shop = [
        datetime(2026, 5, 3, 8, tzinfo=UTC),
        datetime(2026, 5, 20, 8, tzinfo=UTC),
        datetime(2026, 6, 3, 8, tzinfo=UTC),
    ]
    for at in shop:
        make_sale(account, make_conversation(account, at=at), at=at + 2 * HOUR)
    scope = Scope(account, preset_period(Preset.THIS_MONTH, date(2026, 6, 7), zone=account.zone))
    tally = counted(scope)

    sold = sales(scope, spans=tally.spans, comparison=previous(scope.period, now=NOW))

    assert (tally.total, tally.before.total()) == (1, 1)
    assert (sold.now.orders, sold.before.orders) == (1, 1)


@pytest.mark.parametrize(
    "narrow",
    [{}, {"channels": (Channel.WEB_CHAT,)}, {"touches": (TouchKind.PRODUCT_CARD_CLICKED,)}],
    ids=["from the rollup", "from that of the filters", "from rows"],
)
def test_t4_sales_of_a_part_day_are_compared_up_to_the_same_clock_time(narrow: dict[str, Any]) -> None:
    account = make_account(timezone="Europe/Stockholm")
    for number, at in enumerate((NOW - DAY - MICROSECOND, NOW - DAY, NOW - HOUR)):
        thread = make_conversation(account, at=at - 2 * HOUR, status=Status.OPEN)
        make_sale(account, thread, at=at, total=f"{10**number}.00")
    today = Scope(account, preset_period(Preset.TODAY, date(2026, 6, 7), zone=account.zone), **narrow)

    found = sales(today, spans=buckets(today.period, Bucket.DAY), comparison=previous(today.period, now=NOW))

    assert (found.now.gross_minor, found.before.gross_minor) == (10_000, 100)

"""Promise 4 for Shopify: in any order, any number of times, from any number of threads, the same orders come out."""

import random
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from django.db import connections
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.intake.shopify.ledger import DIGEST
from conversations.models import Account, Order, RejectedEvent, ShopifyConnection, ShopifyOrder, ShopifyRefund
from conversations.models.shopify import Outcome, Topic
from tests.make import make_message, make_order, make_touch
from tests.make_account import make_account
from tests.make_shopify import at, connect, make_refund, make_shopify_order, make_transaction, told
from tests.recording import recorded
from tests.state import state_of

pytestmark = pytest.mark.django_db

Told = tuple[Topic, dict[str, Any]]

PENDING = make_refund("50.00", id=6, second=30, transactions=[make_transaction("50.00", status="pending")])
SETTLED = make_refund("50.00", id=6, second=30)
LIFE: list[Told] = [
    (Topic.ORDERS_CREATE, make_shopify_order(customer=None, email=None, cart_token="v-1")),
    (Topic.ORDERS_UPDATED, make_shopify_order(second=5, total="1300.00")),
    (Topic.ORDERS_PAID, make_shopify_order(second=5, total="1300.00", financial_status="paid")),
    (Topic.REFUNDS_CREATE, PENDING),
    (Topic.ORDERS_UPDATED, make_shopify_order(second=40, refunds=[SETTLED])),
    (Topic.ORDERS_UPDATED, make_shopify_order(second=40, total="1301.00")),  # the same second, another content
    (Topic.REFUNDS_CREATE, make_refund("100.00", second=20)),  # its time is older than what is known by then
    (Topic.ORDERS_CANCELLED, make_shopify_order(second=40, cancelled_at=at(39))),
]


def lived(account: Account, events: Iterable[Told]) -> Account:
    connection = connect(account)
    answers = [told(connection, topic, payload).outcome for topic, payload in events]
    assert set(answers) <= {Outcome.TAKEN}, answers
    return account


def whole_state(account: Account) -> dict[str, Any]:
    """What numbers rest on, and what Shopify told."""
    orders = ShopifyOrder.objects.filter(account=account).values("key", "told", "paid", "version_at", "tie", "heard")
    refunds = ShopifyRefund.objects.filter(account=account).values("order__key", "key", "amounts", "version_at")
    mine = [{name: plain(value) for name, value in row.items()} for row in (*orders, *refunds)]
    return {**state_of(account), "shopify": sorted(mine, key=repr)}


def plain(value: Any) -> Any:
    return bytes(value).hex() if isinstance(value, (bytes, memoryview)) else value


def a_shop_with_a_click() -> Account:
    """The visitor of the cart clicked on a card an hour before."""
    account = make_account()
    visitor = {"visitor": "v-1"}
    recorded(account, make_message(id="m-1", shopper=visitor, occurred_at="2026-06-06T11:00:00Z"))
    recorded(account, make_touch(id="t-1", shopper=visitor, occurred_at="2026-06-06T11:10:00Z"))
    return account


def order_of(account: Account) -> Order:
    return account.orders.get()


# --- Any order --------------------------------------------------------------------------------------------


@settings(max_examples=settings().max_examples // 2)
@given(data=st.data())
def test_promise_4_any_order_and_repetition_of_an_orders_life_gives_the_same(data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(LIFE), max_size=6))
    arrived = data.draw(st.permutations([*LIFE, *again]))

    assert whole_state(lived(a_shop_with_a_click(), arrived)) == state_after_a_life_in_order()


@cache
def state_after_a_life_in_order() -> dict[str, Any]:
    return whole_state(lived(a_shop_with_a_click(), LIFE))


SECONDS = st.integers(0, 2)
AMOUNTS = st.sampled_from(["1.00", "2.00"])
REFUNDS = st.builds(
    lambda id, amount, second, status: make_refund(
        id=id, second=second, transactions=[make_transaction(amount, status=status)]
    ),
    st.integers(1, 2),
    AMOUNTS,
    SECONDS,
    st.sampled_from(["success", "pending"]),
)
ORDERS = st.builds(
    lambda id, total, second, refunds, cancelled: make_shopify_order(
        id=id, total=total, second=second, refunds=refunds, cancelled_at=at(second) if cancelled else None
    ),
    st.just(4507),
    st.sampled_from(["10.00", "20.00", "30.00"]),
    SECONDS,
    st.lists(REFUNDS, max_size=2),
    st.booleans(),
)
ANYTHING = st.one_of(ORDERS.map(lambda o: (Topic.ORDERS_UPDATED, o)), REFUNDS.map(lambda r: (Topic.REFUNDS_CREATE, r)))


@settings(max_examples=settings().max_examples // 2)
@given(events=st.lists(ANYTHING, min_size=1, max_size=7), data=st.data())
def test_promise_4_nor_does_it_matter_for_contradictions_within_the_same_second(
    events: Sequence[Told], data: st.DataObject
) -> None:
    again = data.draw(st.permutations([*events, *events]))

    assert whole_state(lived(make_account(), again)) == whole_state(lived(make_account(), events))


@pytest.mark.django_db(transaction=True)
def test_promise_5_threads_that_tell_the_same_life_at_once_give_the_same() -> None:
    expected = whole_state(lived(a_shop_with_a_click(), LIFE))
    account = a_shop_with_a_click()
    door = connect(account)
    stream = LIFE * 3
    random.Random(4).shuffle(stream)

    def tell(event: Told) -> Outcome:
        try:
            return told(door, *event).outcome
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(tell, stream))

    assert set(outcomes) == {Outcome.TAKEN}
    assert whole_state(account) == expected
    assert door.tallies.get(topic=Topic.REFUNDS_CREATE).times == 6


# --- What follows from it ---------------------------------------------------------------------------------


def test_a6_after_its_whole_life_an_order_is_gross_with_its_refunds_and_its_cancellation() -> None:
    order = order_of(lived(a_shop_with_a_click(), LIFE))

    assert (order.total_minor, order.refunded_minor, order.currency) == (129900, 15000, "SEK")
    assert order.cancelled_at
    assert order.cancelled_at.second == 39
    assert (order.event_id, order.number, order.test) == ("4507", "#1001", False)


def test_a5_an_order_without_a_customer_is_credited_to_the_visitor_of_its_cart() -> None:
    account = lived(a_shop_with_a_click(), LIFE[:1])

    assert order_of(account).credit.touch.event_id
    assert order_of(account).profile == account.conversations.get().profile


def test_a_refund_before_its_order_waits_for_it() -> None:
    account = lived(make_account(), [(Topic.REFUNDS_CREATE, make_refund("100.00"))])
    assert not account.orders.exists()

    told(ShopifyConnection.objects.get(account=account), Topic.ORDERS_CREATE, make_shopify_order())

    assert order_of(account).refunded_minor == 10000


def test_a_refund_with_an_older_time_than_the_order_still_counts() -> None:
    life = [(Topic.ORDERS_UPDATED, make_shopify_order(second=500)), (Topic.REFUNDS_CREATE, make_refund(second=5))]

    assert order_of(lived(make_account(), life)).refunded_minor == 10000


def test_an_older_version_changes_nothing_that_is_shown() -> None:
    newer, older = make_shopify_order(second=9, total="20.00"), make_shopify_order(second=3, total="10.00")

    assert (
        order_of(lived(make_account(), [(Topic.ORDERS_UPDATED, each) for each in (newer, older)])).total_minor == 2000
    )


def test_a_refund_told_twice_counts_once_and_two_refunds_count_both() -> None:
    listed = make_shopify_order(second=70, refunds=[make_refund("100.00")])
    life = [(Topic.ORDERS_UPDATED, listed), (Topic.REFUNDS_CREATE, make_refund("100.00"))]

    assert order_of(lived(make_account(), life)).refunded_minor == 10000
    assert order_of(lived(make_account(), [*life, (Topic.REFUNDS_CREATE, make_refund(id=2))])).refunded_minor == 20000


@pytest.mark.parametrize(
    ("back", "expected"),
    [
        (make_transaction("118.95", "EUR"), 129900),  # all of it, at the rate of the order
        (make_transaction("59.48", "EUR"), 64955),  # 64 955.46, half up
        (make_transaction("0.01", "EUR"), 11),
        (make_transaction("1299.00", "SEK"), 129900),
        (make_transaction("10.00", "NOK"), 0),
    ],
)
@pytest.mark.parametrize("first", ["order", "refund"])
def test_a6_what_went_back_in_the_shoppers_currency_is_changed_at_the_orders_rate(
    back: dict[str, Any], expected: int, first: str
) -> None:
    life = [
        (Topic.ORDERS_CREATE, make_shopify_order(total="1299.00", paid=("118.95", "EUR"))),
        (Topic.REFUNDS_CREATE, make_refund(transactions=[back])),
    ]

    account = lived(make_account(), life if first == "order" else life[::-1])

    assert order_of(account).refunded_minor == expected


def test_an_order_of_nothing_can_be_refunded_nothing() -> None:
    free = make_shopify_order(total="0.00", paid=("0.00", "EUR"), refunds=[make_refund("0.00", "EUR")])

    assert order_of(lived(make_account(), [(Topic.ORDERS_CREATE, free)])).refunded_minor == 0


def test_s10_a_test_order_is_marked() -> None:
    assert order_of(lived(make_account(), [(Topic.ORDERS_CREATE, make_shopify_order(test=True))])).test


def test_each_different_thing_is_heard_once() -> None:
    account = lived(make_account(), [*LIFE, *LIFE])

    row = ShopifyOrder.objects.get(account=account)
    assert len(bytes(row.heard)) // DIGEST == len(LIFE) - 1  # paying changes nothing that we are told
    assert row.version_at
    assert order_of(account).version_at == row.version_at + timedelta(microseconds=len(LIFE) - 1)


def test_a_new_connection_goes_on_where_a_closed_one_stopped() -> None:
    account = lived(make_account(), LIFE[:4])

    told(connect(account), *LIFE[6])

    assert order_of(account).refunded_minor == 10000


# --- What cannot be recorded ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"total_price_set": None, "total_price": None}, "missing_field"),
        ({"total": "-1.00"}, "bad_amount"),
        ({"currency": "EURO"}, "unknown_currency"),
        ({"created_at": "now", "processed_at": None}, "bad_time"),
        ({"updated_at": at(90_000)}, "in_the_future"),
        ({"cancelled_at": "1999-01-01T00:00:00Z"}, "time_out_of_range"),
    ],
)
def test_what_our_event_refuses_is_kept_whole_with_the_reason(fields: dict[str, Any], code: str) -> None:
    account = make_account()

    answer = told(connect(account), Topic.ORDERS_CREATE, make_shopify_order(**fields))

    assert answer.outcome is Outcome.REFUSED
    assert answer.refusal
    kept = RejectedEvent.objects.get(account=account)
    assert (answer.refusal.code, kept.code, kept.event_id, kept.source) == (code, code, "4507", "Shopify orders/create")
    assert not ShopifyOrder.objects.filter(account=account).exists()


def test_a_refund_that_cannot_be_read_is_kept_as_it_came() -> None:
    account = make_account()

    answer = told(connect(account), Topic.REFUNDS_CREATE, make_refund(created_at="soon"))

    assert answer.outcome is Outcome.REFUSED
    kept = RejectedEvent.objects.get(account=account)
    assert (kept.code, kept.event_id, kept.pointer) == ("bad_time", "4507", "/created_at")
    assert b'"created_at": "soon"' in bytes(kept.payload)


def test_an_order_that_came_by_the_api_is_brought_up_to_date() -> None:
    account = make_account()
    recorded(account, make_order(id="4507", total="1.00", updated_at="2026-06-06T12:00:00Z"))

    lived(account, LIFE[:1])

    assert order_of(account).total_minor == 129900


def test_an_order_that_the_api_knows_better_is_left_alone() -> None:
    account = make_account()
    recorded(account, make_order(id="4507", total="1.00", updated_at="2026-06-07T11:00:00Z"))

    lived(account, LIFE[:1])

    assert order_of(account).total_minor == 100

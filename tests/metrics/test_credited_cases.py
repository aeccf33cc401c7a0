"""Crediting that needs stored facts: who the shopper is, which thread it was, on which day it counts (A1–A6)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from conversations.models import Account, Credit
from conversations.periods import Bucket, Period, previous
from conversations.scope import Scope
from metrics.queries import Group, sales, volume
from tests.make import NOW, make_message, make_order, make_shopper, make_touch
from tests.make_account import make_account
from tests.make_rows import DAY, HOUR, MINUTE, iso
from tests.recording import recorded

pytestmark = pytest.mark.django_db

MIDNIGHT = datetime(2026, 5, 31, 22, tzinfo=UTC)
"""Before 1 June in Stockholm."""
VISITOR, BUYER, BOTH = {"visitor": "v-1"}, {"id": "ann"}, {"id": "ann", "visitor": "v-1"}


def chat(account: Account, key: str) -> None:
    shopper = {"visitor": f"of {key}"}
    recorded(account, make_message(conversation=key, shopper=shopper, occurred_at=iso(MIDNIGHT - HOUR)))


def click(key: str, shopper: dict[str, str], at: datetime = MIDNIGHT - 10 * MINUTE, **fields: Any) -> dict[str, Any]:
    return make_touch(conversation=key, shopper=shopper, occurred_at=iso(at), **fields)


def order(shopper: dict[str, str], **fields: Any) -> dict[str, Any]:
    return make_order(shopper=shopper, total="100.00", occurred_at=iso(MIDNIGHT + 10 * MINUTE), **fields)


def told(shopper: dict[str, str], at: datetime = NOW - DAY) -> dict[str, Any]:
    return make_shopper(shopper=shopper, occurred_at=iso(at))


def credited(account: Account) -> list[str]:
    return list(Credit.objects.filter(account=account).values_list("conversation__key", flat=True))


def sold_on(account: Account, day: date) -> tuple[int, int, int]:
    scope = Scope(account, Period(day, day, account.zone))
    comparison = previous(scope.period, now=NOW)
    spans = volume(scope, bucket=Bucket.DAY, group=Group.CHANNEL, comparison=comparison).spans
    now = sales(scope, spans=spans, comparison=comparison).now
    return now.orders, now.gross_minor, now.net_minor


@pytest.mark.parametrize(
    ("events", "earns"),
    [
        ([click("one", VISITOR), order(VISITOR)], ["one"]),
        ([click("one", VISITOR), order(BUYER)], []),
        ([click("one", VISITOR), order(BUYER), told(BOTH)], ["one"]),
        ([told(BOTH), order(BUYER), click("one", VISITOR)], ["one"]),
        ([click("one", VISITOR), order({"visitor": "v-2"})], []),
        ([click("one", BUYER), click("two", BUYER, MIDNIGHT), order(BUYER)], ["two"]),
        ([click("two", BUYER, MIDNIGHT), click("one", BUYER), order(BUYER)], ["two"]),
        ([click("one", BUYER), click("two", BUYER, MIDNIGHT, bot=True), order(BUYER)], ["one"]),
        ([click("one", BUYER), order(BUYER, test=True)], ["one"]),
    ],
    ids=[
        "anonymous, both times", "anonymous, then somebody", "anonymous, then identified", "identified first",
        "another visitor", "two conversations", "the same, the other way round", "the later click is a bot's", "a test",
    ],
)  # fmt: skip
def test_a5_who_and_where_decide_whatever_comes_first(events: list[dict[str, Any]], earns: list[str]) -> None:
    together, one_by_one = (make_account() for _ in range(2))
    for account in (together, one_by_one):
        for key in ("one", "two"):
            chat(account, key)

    recorded(together, *events)
    for event in events:
        recorded(one_by_one, event)

    assert credited(together) == credited(one_by_one) == earns


@pytest.mark.parametrize(
    ("fields", "counted"),
    [
        ({}, (1, 10000, 10000)),
        ({"refunded": "30.00"}, (1, 10000, 7000)),
        ({"refunded": "30.00", "cancelled_at": iso(NOW - DAY)}, (1, 10000, 0)),
        ({"currency": "EUR"}, (0, 0, 0)),
        ({"test": True}, (0, 0, 0)),
    ],
    ids=["as it is", "partly refunded", "cancelled", "in euro", "a test"],
)
def test_a1_a6_a_click_in_may_earns_an_order_of_june_that_counts_in_june(
    fields: dict[str, Any], counted: tuple[int, int, int]
) -> None:
    account = make_account()
    chat(account, "one")

    recorded(account, click("one", BUYER), order(BUYER, **fields))

    assert credited(account) == ["one"]
    assert sold_on(account, date(2026, 5, 31)) == (0, 0, 0)
    assert sold_on(account, date(2026, 6, 1)) == counted

"""K5: a scope leaves exactly its rows, and its address makes the same scope again."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.http import QueryDict

from conversations.filters import ListFilter
from conversations.masking import FULL
from conversations.models import Account
from conversations.periods import Bucket, Period, Preset, buckets, preset_period
from conversations.scope import NO_TOPIC, Basis, Scope, Topic
from conversations.vocabulary import Channel, Status, TouchKind
from tests.make import NOW
from tests.make_account import make_account
from tests.make_rows import DAY, HOUR, MINUTE, make_conversation, make_sale, make_touched

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 3, 12, tzinfo=UTC)


def on(account: Account, *days: date, **narrow: Any) -> Scope:
    return Scope(account, Period(days[0], days[-1], account.zone), **narrow)


def keys(scope: Scope) -> set[str]:
    return {row.first_question for row in scope.conversations()}


def test_t2_a_scope_holds_its_days_from_local_midnight_to_local_midnight() -> None:
    account = make_account(timezone="Asia/Kathmandu")  # +05:45
    midnight = datetime(2026, 6, 2, 18, 15, tzinfo=UTC)
    for text, at in {"before": midnight - timedelta(microseconds=1), "first": midnight, "next": midnight + DAY}.items():
        make_conversation(account, at=at, text=text)

    assert keys(on(account, date(2026, 6, 3))) == {"first"}


@pytest.mark.parametrize(
    ("narrow", "left"),
    [
        ({}, {"chat", "sms", "mail"}),
        ({"channels": (Channel.SMS, Channel.EMAIL)}, {"sms", "mail"}),
        ({"statuses": (Status.NOT_RESOLVED,)}, {"sms"}),
        ({"statuses": (Status.CLOSED,), "channels": (Channel.SMS,)}, set()),
        ({"topics": (NO_TOPIC,)}, {"mail"}),
        ({"touches": (TouchKind.LINK_CLICKED,)}, {"chat"}),
        ({"test": True}, {"chat", "sms", "mail", "test"}),
    ],
)
def test_k5_a_scope_leaves_what_all_of_its_filters_leave(narrow: Mapping[str, Any], left: set[str]) -> None:
    account = make_account()
    chat = make_conversation(account, at=NOON, text="chat", label="Returns")
    sms = make_conversation(account, at=NOON, text="sms", channel="sms", status=Status.NOT_RESOLVED, label="Sizes")
    make_conversation(account, at=NOON, text="mail", channel="email", status=Status.CLOSED)
    make_conversation(account, at=NOON, text="test", test=True)
    make_conversation(make_account(), at=NOON, text="of another account")
    make_touched(account, chat, "link_clicked")
    make_touched(account, sms, "link_clicked", bot=True)

    assert keys(on(account, NOON.date(), **narrow)) == left


def test_s8_a_scope_takes_several_labels_and_none_together() -> None:
    account = make_account()
    returns = make_conversation(account, at=NOON, text="returns", label="Returns").label
    make_conversation(account, at=NOON, text="sizes", label="Sizes")
    make_conversation(account, at=NOON, text="none")
    assert returns

    assert keys(on(account, NOON.date(), topics=(Topic.of(returns), NO_TOPIC))) == {"returns", "none"}


def test_k4_the_basis_order_takes_the_conversations_that_earned_an_order_in_the_period() -> None:
    account = make_account()
    earlier = make_conversation(account, at=NOON - 20 * DAY, text="started earlier", channel="sms")
    euros = make_conversation(account, at=NOON, text="earned euros")
    tested = make_conversation(account, at=NOON, text="earned a test order")
    make_conversation(account, at=NOON, text="earned nothing")
    make_sale(account, make_conversation(account, at=NOON - 2 * DAY, text="earned"), at=NOON + HOUR)
    make_sale(account, earlier, at=NOON + HOUR)  # SMS has no touch point for product cards
    make_sale(account, euros, at=NOON + HOUR, currency="EUR")
    make_sale(account, tested, at=NOON + HOUR, test=True)

    assert keys(on(account, NOON.date(), basis=Basis.ORDER)) == {"earned"}


def test_k4_a_filter_asks_the_conversation_that_an_order_is_credited_to() -> None:
    account = make_account()
    for text, label in {"asked for": "Sizes", "left out": "Returns"}.items():
        make_sale(account, make_conversation(account, at=NOON, text=text, label=label), at=NOON + 2 * HOUR)
    sizes = Topic.of(account.labels.get(name="Sizes"))

    scope = on(account, NOON.date(), topics=(sizes,), basis=Basis.ORDER)

    assert keys(scope) == {"asked for"}
    assert [order.credit.conversation.first_question for order in scope.orders()] == ["asked for"]


def test_t5_an_hour_of_a_day_set_back_is_its_own_rows_alone() -> None:
    account = make_account(timezone="Europe/Stockholm")
    summer, winter = datetime(2025, 10, 26, 0, 30, tzinfo=UTC), datetime(2025, 10, 26, 1, 30, tzinfo=UTC)
    make_conversation(account, at=summer, text="02:30 summer time")
    make_conversation(account, at=winter, text="02:30 winter time")
    scope = on(account, date(2025, 10, 26))
    hours = {span.key: span for span in buckets(scope.period, Bucket.HOUR)}

    assert keys(scope.with_(hour=hours["2025-10-26T02:00+02:00"])) == {"02:30 summer time"}
    assert keys(scope.with_(hour=hours["2025-10-26T02:00+01:00"])) == {"02:30 winter time"}


def test_k5_the_address_of_a_scope_makes_the_same_scope_again() -> None:
    account = make_account()
    label = make_conversation(account, at=NOON, label="Größe & Maß / Ö?").label
    assert label
    day = on(account, date(2025, 10, 26))
    for scope in (
        day,
        day.with_(hour=buckets(day.period, Bucket.HOUR)[3]),
        day.with_(channels=(Channel.SMS, Channel.EMAIL), statuses=(Status.OPEN,), topics=(NO_TOPIC, Topic.of(label))),
        day.with_(touches=(TouchKind.LINK_CLICKED,), basis=Basis.ORDER, test=True),
        Scope(account, preset_period(Preset.LAST_MONTH, date(2026, 6, 7), zone=account.zone)),
    ):
        assert ListFilter(QueryDict(scope.query()), account=account, now=NOW, sight=FULL).scope == scope


def test_a_row_at_the_very_end_of_the_period_is_in_and_one_at_its_end_is_not() -> None:
    account = make_account(timezone="America/New_York")
    end = datetime(2026, 6, 4, 4, tzinfo=UTC)
    make_conversation(account, at=end - MINUTE, text="in")
    make_conversation(account, at=end, text="out")

    assert keys(on(account, date(2026, 6, 3))) == {"in"}

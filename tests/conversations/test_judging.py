"""The rule in SQL gives what the pure rule gives, for any touches, orders and settings; and writes differences only."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from conversations import crediting
from conversations.crediting import DEFAULT_WINDOWS, Settings, Window
from conversations.models import Account, Credit, Order, attribution_of
from conversations.record import rebuild
from conversations.record.credits import settle, touches_of
from conversations.record.judging import as_instant, judged
from conversations.vocabulary import Anchor
from tests.make import NOW, make_message, make_order, make_touch
from tests.make_account import make_account
from tests.recording import recorded

pytestmark = pytest.mark.django_db

START = datetime(2026, 3, 28, 22, tzinfo=UTC)  # the night of Europe's change to summer time
MICROSECOND = timedelta(microseconds=1)
HOURS = st.sampled_from([1, 2, 12, 24])
MOMENTS = st.builds(
    lambda hours, off: START + timedelta(hours=hours) + off * MICROSECOND, st.integers(0, 30), st.integers(-1, 1)
)
IDS = ("m-9", "m-10", "m-010", "9", "m10b", "M-9", "å-2")


def told(at: datetime) -> str:
    return at.isoformat()


@st.composite
def stories(draw: st.DrawFn) -> list[dict[str, Any]]:
    shoppers = st.sampled_from([{"id": "s-1"}, {"visitor": "v-1"}, {"id": "s-1", "visitor": "v-1"}])
    channels = draw(st.tuples(*[st.sampled_from(["web_chat", "sms", "email"])] * 2))
    events = [
        make_message(
            id=key, conversation=f"c-{number % 2}", channel=channels[number % 2], test=number == 5,
            occurred_at=told(draw(MOMENTS)),
        )
        for number, key in enumerate(IDS)
    ]  # fmt: skip
    kinds = st.sampled_from(
        ["product_card_clicked", "link_clicked", "message_opened", "message_delivered", "added_to_cart"]
    )
    number = draw(st.integers(1, 10))
    events += [
        make_touch(
            id=f"t-{index}",
            kind=draw(kinds),
            conversation=draw(st.sampled_from(["c-0", "c-1"])),
            bot=draw(st.booleans()),
            message=draw(st.sampled_from([*IDS, "unknown"])),
            shopper=draw(shoppers),
            occurred_at=told(draw(MOMENTS)),
        )
        for index in range(number)
    ]
    events += [
        make_order(id=f"o-{index}", shopper=draw(shoppers), test=draw(st.booleans()), occurred_at=told(draw(MOMENTS)))
        for index in range(4)
    ]
    return draw(st.permutations(events))


SETTINGS = st.builds(
    lambda hours, on, anchor, bots: Settings(
        windows={
            point: Window(enabled=enabled, length=timedelta(hours=length))
            for point, enabled, length in zip(DEFAULT_WINDOWS, on, hours, strict=True)
        },
        anchor=anchor,
        ignore_bots=bots,
    ),
    st.lists(HOURS, min_size=7, max_size=7),
    st.lists(st.sampled_from([True, True, False]), min_size=7, max_size=7),
    st.sampled_from(Anchor),
    st.booleans(),
)


def by_the_rule(account: Account, settings: Settings) -> dict[int, tuple[Any, ...]]:
    orders = list(Order.objects.filter(account=account))
    touches = touches_of(account, {order.profile_id for order in orders if order.profile_id})
    found: dict[int, tuple[Any, ...]] = {}
    for order in orders:
        asked = crediting.Order(id=order.pk, placed_at=order.occurred_at, test=order.test)
        verdict = crediting.credit(asked, touches.get(order.profile_id or 0, ()), settings)
        if verdict.winner is not None:
            assert verdict.window is not None
            hours = verdict.window // timedelta(hours=1)
            found[order.pk] = (verdict.winner.id, verdict.winner.conversation_id, verdict.window_start, hours)
    return found


def by_sql(account: Account, settings: Settings) -> dict[int, tuple[Any, ...]]:
    query = judged(account, settings)
    with connection.cursor() as cursor:
        cursor.execute(query.sql, query.parameters)
        rows = cursor.fetchall()
    assert len({row[0] for row in rows}) == len(rows)
    return {order: (touch, thread, as_instant(start), hours) for order, touch, thread, start, hours in rows}


def stored(account: Account) -> dict[int, tuple[Any, ...]]:
    rows = Credit.objects.filter(account=account)
    return {
        row[0]: row[1:]
        for row in rows.values_list("order_id", "touch_id", "conversation_id", "window_start", "window_hours")
    }


@given(story=stories(), settings=SETTINGS, cut=st.integers(0, 20))
def test_a1_to_a7_sql_says_what_the_pure_rule_says(story: list[dict[str, Any]], settings: Settings, cut: int) -> None:
    """And what was credited batch by batch is what the pure rule gives for all of it (A8)."""
    account = make_account()
    for batch in (story[:cut], story[cut:]):
        recorded(account, *batch, now=START + timedelta(days=9))

    assert by_sql(account, settings) == by_the_rule(account, settings)
    assert stored(account) == by_the_rule(account, attribution_of(account))


@pytest.mark.parametrize(
    ("ids", "winner"),
    [
        (("m-9", "m-10"), "m-10"),
        (("m-09", "m-9"), "m-9"),
        (("m-9", "M-9"), "m-9"),
        (("m", "m0"), "m0"),
        (("m1a", "m1"), "m1a"),
        (("å-1", "z-1"), "å-1"),
        (("1" * 150, "2" + "0" * 149), "2" + "0" * 149),
    ],
)
def test_a3_ties_go_to_the_id_that_is_higher_as_people_count(ids: Iterable[str], winner: str) -> None:
    account = make_account()
    events = [make_message(id=key, channel="sms", shopper={"id": "s-1"}) for key in ids]
    clicks = [make_touch(id=f"t-{key[:100]}", kind="link_clicked", message=key, shopper={"id": "s-1"}) for key in ids]
    recorded(account, *events, *clicks, make_order())

    assert Credit.objects.get(account=account).touch.message_key == winner


def test_a8_settling_again_writes_nothing() -> None:
    account = make_account()
    recorded(account, make_message(), make_touch(shopper={"id": "s-1"}), make_order())
    before = Credit.objects.get(account=account).pk

    with CaptureQueriesContext(connection) as queries:
        assert settle(account, attribution_of(account)) == 0
    assert not [query for query in queries if query["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    rebuild(account, now=NOW)
    assert Credit.objects.get(account=account).pk == before


def test_a2_a_delivery_that_turns_out_to_be_of_another_message_gives_the_window_back() -> None:
    """The click on m-1 counted from a delivery that was too early for the order; the report was about m-2."""
    account = make_account()
    shopper = {"id": "s-1"}
    about = {"conversation": "c-1", "shopper": shopper}
    recorded(
        account,
        make_message(id="m-1", channel="sms", sender="agent", shopper=shopper, occurred_at="2026-06-06T10:00:00Z"),
        make_touch(id="d", kind="message_delivered", message="m-1", occurred_at="2026-05-30T10:00:00Z", **about),
        make_touch(id="k", kind="link_clicked", message="m-1", occurred_at="2026-06-06T11:00:00Z", **about),
        make_order(shopper=shopper),
    )
    assert not Credit.objects.filter(account=account).exists()

    corrected = {"updated_at": "2026-06-06T13:00:00Z", "message": "m-2", **about}
    recorded(account, make_touch(id="d", kind="message_delivered", occurred_at="2026-05-30T10:00:00Z", **corrected))

    assert Credit.objects.get(account=account).touch.event_id == "k"

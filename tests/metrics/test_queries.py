"""K1–K4 counted: the same from the rollup and from rows, and the same as somebody counting by hand."""

import itertools
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from conversations.filters import ListFilter
from conversations.models import Account
from conversations.periods import Bucket, Period, Preset, bucket_choices, preset_period, previous
from conversations.scope import NO_TOPIC, Scope, Topic
from conversations.vocabulary import Channel, ClosingThanks, SilenceMeans, Status, TouchKind
from metrics.charts import bar_scope, chart
from metrics.queries import Group, Tally, live_state, sales, thanked, touch_counts, volume
from tests.make import NOW, make_agent, make_ended, make_message, make_order
from tests.make_account import make_account
from tests.make_rows import DAY, HOUR, MINUTE, iso, make_conversation, make_sale, make_touched
from tests.recording import recorded

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 3, 12, tzinfo=UTC)
JUNE_3 = date(2026, 6, 3)


def on(account: Account, first: date, last: date | None = None, **narrow: Any) -> Scope:
    return Scope(account, Period(first, last or first, account.zone), **narrow)


def counted(scope: Scope, bucket: Bucket = Bucket.DAY, group: Group = Group.CHANNEL, *, now: datetime = NOW) -> Tally:
    return volume(scope, bucket=bucket, group=group, comparison=previous(scope.period, now=now))


# --- Promise 8: card = bars = rows = by hand ---------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """A conversation of the story, as somebody counting by hand remembers it."""

    at: datetime
    channel: Channel
    status: Status
    label: str
    test: bool


# Around the days on which the clock is changed, in zones that do it in ways of their own.
WORLDS = [
    ("Europe/Stockholm", date(2025, 10, 26)),
    ("America/New_York", date(2026, 3, 8)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Asia/Beirut", date(2026, 3, 29)),
    ("America/Santiago", date(2025, 9, 7)),
    ("Asia/Kathmandu", date(2025, 12, 31)),
]
LABELS = ("", "Returns", "Sizes")
TOLD = st.builds(
    Told,
    at=st.integers(-3 * 24 * 4, 3 * 24 * 4).map(lambda quarters: timedelta(minutes=15 * quarters)),
    channel=st.sampled_from(Channel),
    status=st.sampled_from([Status.RESOLVED, Status.NOT_RESOLVED, Status.CLOSED]),
    label=st.sampled_from(LABELS),
    test=st.sampled_from([False, False, False, True]),
)


@st.composite
def asked(draw: st.DrawFn) -> tuple[str, date, list[Any], tuple[int, int], dict[str, tuple[Any, ...]]]:
    name, day = draw(st.sampled_from(WORLDS))
    told = draw(st.lists(TOLD, min_size=1, max_size=12))
    days = tuple(sorted(draw(st.tuples(st.integers(-3, 3), st.integers(-3, 3)))))
    narrow = {
        "channels": draw(st.sampled_from([(), (), (Channel.SMS,), (Channel.SMS, Channel.EMAIL)])),
        "statuses": draw(st.sampled_from([(), (), (Status.RESOLVED,), (Status.CLOSED, Status.NOT_RESOLVED)])),
        "labels": draw(st.sampled_from([(), (), ("",), ("Returns",), ("", "Sizes")])),
    }
    return name, day, told, days, narrow  # type: ignore[return-value]


@given(case=asked())
def test_promise_8_card_bars_and_rows_agree_with_a_count_by_hand(case: Any) -> None:
    zone_name, day, story, (first, last), narrow = case
    account = make_account(timezone=zone_name)
    noon = datetime.combine(day, datetime.min.time(), tzinfo=account.zone).astimezone(UTC) + 12 * HOUR
    told = [Told(noon + each.at, each.channel, each.status, each.label, each.test) for each in story]
    for each in told:
        make_conversation(
            account, at=each.at, channel=each.channel, status=each.status, label=each.label, test=each.test
        )
    topics = {"": NO_TOPIC} | {label.name: Topic.of(label) for label in account.labels.all()}
    wanted = [topics[name] for name in narrow["labels"] if name in topics]
    if narrow["labels"] and not wanted:
        return
    scope = on(
        account,
        day + timedelta(days=first),
        day + timedelta(days=last),
        channels=narrow["channels"],
        statuses=narrow["statuses"],
        topics=tuple(wanted),
    )

    by_hand = [each for each in told if is_asked(each, scope)]

    for bucket, group in itertools.product(bucket_choices(scope.period), Group):
        tally = counted(scope, bucket, group)
        assert tally.by_status == Counter(each.status for each in by_hand)
        assert tally.total == scope.conversations().count() == len(by_hand)
        assert_bars_are_their_rows(tally, scope, bucket)


def is_asked(told: Told, scope: Scope) -> bool:
    """By the local clock alone, without any of our own code for days."""
    day = told.at.astimezone(scope.account.zone).date()
    return (
        not told.test
        and scope.period.first <= day <= scope.period.last
        and (not scope.channels or told.channel in scope.channels)
        and (not scope.statuses or told.status in scope.statuses)
        and (not scope.topics or told.label in {topic.name for topic in scope.topics})
    )


def assert_bars_are_their_rows(tally: Tally, scope: Scope, bucket: Bucket) -> None:
    """Every bar is as high as its parts together, and its link leads to as many rows; so does every part's."""
    topics = {topic.id: topic for topic in (NO_TOPIC, *map(Topic.of, scope.account.labels.all()))}
    drawn = chart(tally, scope, bucket=bucket, topics=topics, pauses=(), now=NOW)
    heights = [sum(values) for values in zip(*(part["values"] for part in drawn["series"]), strict=True)]
    assert heights == ([statuses.total() for statuses in tally.statuses()] if heights else [])
    for span, height in zip(tally.spans, heights, strict=False):
        assert bar_scope(scope, span, bucket).conversations().count() == height
    for part in drawn["series"]:
        assert rows_behind(scope.account, part["href"]) == sum(part["values"])


def rows_behind(account: Account, href: str) -> int:
    return ListFilter(QueryDict(href.partition("?")[2]), account=account, now=NOW).rows().count()


def test_k5_every_hour_of_a_day_set_back_leads_to_its_own_rows() -> None:
    account = make_account(timezone="Europe/Stockholm")
    day = date(2025, 10, 26)
    for minutes in (30, 90, 100):  # 02:30 in summer, then 02:30 and 02:40 in winter
        make_conversation(account, at=datetime(2025, 10, 26, tzinfo=UTC) + minutes * MINUTE)
    scope = on(account, day)

    drawn = chart(counted(scope, Bucket.HOUR), scope, bucket=Bucket.HOUR, topics={}, pauses=(), now=NOW)

    assert len(drawn["labels"]) == 25
    assert drawn["labels"][1:5] == ["01:00", "02:00 (UTC+02:00)", "02:00 (UTC+01:00)", "03:00"]
    assert drawn["series"][0]["values"][1:5] == [0, 1, 2, 0]
    assert [rows_behind(account, href) for href in drawn["hrefs"]] == drawn["series"][0]["values"]


# --- Comparison ---------------------------------------------------------------------------------------------


def test_t4_a_period_with_today_is_compared_with_one_that_ends_at_the_same_clock_time() -> None:
    account = make_account(timezone="Europe/Stockholm")  # NOW is 14:00 there
    for at, status in [
        (NOW - 7 * DAY - MINUTE, Status.RESOLVED),  # 31 May 13:59: compared with
        (NOW - 7 * DAY, Status.RESOLVED),  # 14:00: not any more
        (NOW - 8 * DAY, Status.CLOSED),
        (NOW - 13 * DAY, Status.NOT_RESOLVED),  # 25 May: the first day
        (NOW - 14 * DAY, Status.CLOSED),
        (NOW - 6 * DAY, Status.RESOLVED),  # 1 June: the period itself
    ]:
        make_conversation(account, at=at, status=status)

    scope = Scope(account, preset_period(Preset.LAST_7_DAYS, date(2026, 6, 7), zone=account.zone))

    assert counted(scope).before == Counter({Status.RESOLVED: 1, Status.CLOSED: 1, Status.NOT_RESOLVED: 1})
    assert counted(scope).total == 1
    assert counted(scope.with_(statuses=(Status.CLOSED,))).before == Counter({Status.CLOSED: 1})


def test_t4_today_is_compared_with_yesterday_up_to_now() -> None:
    account = make_account(timezone="Europe/Stockholm")
    for at in (NOW - DAY - HOUR, NOW - DAY + HOUR, NOW - HOUR):
        make_conversation(account, at=at)
    scope = Scope(account, preset_period(Preset.TODAY, date(2026, 6, 7), zone=account.zone))

    tally = counted(scope, Bucket.HOUR)

    assert (tally.total, tally.before.total()) == (1, 1)


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


# --- Sales --------------------------------------------------------------------------------------------------


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

    now = sold_on(account, JUNE_3).now

    assert (now.orders, now.gross_minor, now.net_minor) == (3, 15100, 7100)


def test_a6_orders_in_another_currency_are_listed_and_never_added() -> None:
    account = make_account(currency="SEK")
    found = make_conversation(account, at=NOON)
    for total, currency in (("10.00", "SEK"), ("20.00", "EUR"), ("5.00", "EUR"), ("300", "JPY")):
        make_sale(account, found, at=NOON + 2 * HOUR, total=total, currency=currency)

    sold = sold_on(account, JUNE_3)

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
    make_sale(account, found, at=midnight - timedelta(microseconds=1), total="1.00")
    make_sale(account, found, at=midnight, total="2.00")

    assert sold_on(account, JUNE_3).now.gross_minor == 100
    assert sold_on(account, JUNE_3 + DAY).now.gross_minor == 200
    assert sold_on(account, JUNE_3 + DAY).before.gross_minor == 100


# --- Beside -------------------------------------------------------------------------------------------------


def test_clicks_are_those_of_people_in_the_conversations_counted() -> None:
    account = make_account()
    found = make_conversation(account, at=NOON)
    earlier = make_conversation(account, at=NOON - 9 * DAY)
    for kind in ("link_clicked", "link_clicked", "added_to_cart", "message_opened"):
        make_touched(account, found, kind)
    make_touched(account, found, "link_clicked", bot=True)
    make_touched(account, earlier, "product_card_clicked")

    assert touch_counts(on(account, JUNE_3)) == {TouchKind.LINK_CLICKED: 2, TouchKind.ADDED_TO_CART: 1}


def say_thanks(account: Account, key: str, *, ended: bool) -> None:
    events = [
        make_message(conversation=key, text="Where is it?", occurred_at=iso(NOON)),
        make_message(conversation=key, sender="agent", text="Here.", occurred_at=iso(NOON + MINUTE)),
        make_message(conversation=key, text="Thank you!", occurred_at=iso(NOON + 2 * MINUTE)),
    ]
    if ended:
        events.append(make_ended(conversation=key, occurred_at=iso(NOON + 3 * MINUTE)))
    recorded(account, *events)


@pytest.mark.parametrize(
    ("closing_thanks", "silence_means", "found", "otherwise"),
    [
        (ClosingThanks.STRICT, SilenceMeans.RESOLVED, 2, 3),
        (ClosingThanks.STRICT, SilenceMeans.CLOSED, 2, 2),
        (ClosingThanks.CONFIRMS, SilenceMeans.RESOLVED, 2, 1),
        (ClosingThanks.CONFIRMS, SilenceMeans.CLOSED, 1, 1),
    ],
)
def test_s6b_it_is_known_how_many_ended_with_thanks_and_how_many_the_other_setting_would_resolve(
    closing_thanks: ClosingThanks, silence_means: SilenceMeans, found: int, otherwise: int
) -> None:
    account = make_account(closing_thanks=closing_thanks, silence_means=silence_means)
    make_conversation(account, at=NOON)
    make_conversation(account, at=NOON, status=Status.CLOSED)
    say_thanks(account, "ended with thanks", ended=True)
    say_thanks(account, "fell silent with thanks", ended=False)
    scope = on(account, JUNE_3)

    thanks = thanked(scope)

    assert thanks.conversations == found
    assert thanks.resolved_otherwise(counted(scope).by_status[Status.RESOLVED]) == otherwise


@pytest.mark.parametrize(
    ("switches", "live", "since"),
    [
        ([], True, None),
        ([(True, -9)], True, -9),
        ([(False, -9)], False, -9),
        ([(True, -9), (False, -7)], False, -7),
        ([(True, -9), (False, -7), (True, -6)], True, -6),
    ],
)
def test_s9_the_agent_is_live_as_its_last_switch_says(
    switches: list[tuple[bool, int]],
    live: bool,  # noqa: FBT001
    since: int | None,
) -> None:
    account = make_account()
    make_conversation(account, at=NOON)
    recorded(account, *(make_agent(live=on, occurred_at=iso(NOON + days * DAY)) for on, days in switches))

    state = live_state(account)

    assert (state.live, state.since) == (live, NOON + since * DAY if since else None)
    assert state.last_message_at == NOON + MINUTE


def test_s9_of_an_agent_that_nobody_heard_of_nothing_is_known() -> None:
    assert live_state(make_account()).live is None

"""K1–K4 counted: the same from the rollup and from rows, and the same as somebody counting by hand."""

import itertools
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.filters import ListFilter
from conversations.masking import FULL
from conversations.models import Account
from conversations.periods import Bucket, Period, Preset, bucket_choices, preset_period, previous
from conversations.scope import NO_TOPIC, Scope, Topic
from conversations.vocabulary import Channel, Status
from metrics.charts import bar_scope, chart
from metrics.queries import Group, Tally, volume
from tests.make import NOW
from tests.make_account import make_account
from tests.make_rows import DAY, HOUR, MINUTE, make_conversation, make_conversations

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


@settings(max_examples=settings().max_examples // 2)
@given(case=asked())
def test_promise_8_card_bars_and_rows_agree_with_a_count_by_hand(case: Any) -> None:
    zone_name, day, story, (first, last), narrow = case
    account = make_account(timezone=zone_name)
    noon = datetime.combine(day, datetime.min.time(), tzinfo=account.zone).astimezone(UTC) + 12 * HOUR
    told = [Told(noon + each.at, each.channel, each.status, each.label, each.test) for each in story]
    make_conversations(account, *(vars(each) for each in told))
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
    return ListFilter(QueryDict(href.partition("?")[2]), account=account, now=NOW, sight=FULL).rows().count()


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

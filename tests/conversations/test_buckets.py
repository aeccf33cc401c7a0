"""T5: the bars of a chart, in ordinary zones and in odd ones."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.days import local_day
from conversations.periods import MOST_BARS, Bucket, Period, auto_bucket, bucket_choices, buckets, custom_period

ALL_ZONES = sorted(available_timezones())


def make_period(first: str, last: str, zone: str = "Europe/Stockholm") -> Period:
    return custom_period(date.fromisoformat(first), date.fromisoformat(last), zone=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("first", "last", "bucket"),
    [
        ("2026-06-07", "2026-06-07", Bucket.HOUR),
        ("2026-06-07", "2026-06-08", Bucket.DAY),
        ("2026-01-01", "2026-04-02", Bucket.DAY),  # 92 days
        ("2026-01-01", "2026-04-03", Bucket.WEEK),  # 93
        ("2024-01-01", "2024-12-31", Bucket.WEEK),  # 366
        ("2024-01-01", "2025-01-01", Bucket.MONTH),  # 367
    ],
)
def test_t5_the_bars_grow_with_the_period(first: str, last: str, bucket: Bucket) -> None:
    period = make_period(first, last)
    assert auto_bucket(period) is bucket
    assert bucket in bucket_choices(period)


@pytest.mark.parametrize(
    ("first", "last", "choices"),
    [
        ("2026-05-01", "2026-05-31", [Bucket.HOUR, Bucket.DAY, Bucket.WEEK, Bucket.MONTH]),
        ("2026-05-01", "2026-06-01", [Bucket.DAY, Bucket.WEEK, Bucket.MONTH]),
        ("2024-01-01", "2026-01-13", [Bucket.DAY, Bucket.WEEK, Bucket.MONTH]),  # 744 days
        ("2024-01-01", "2026-01-14", [Bucket.WEEK, Bucket.MONTH]),
        ("2016-01-01", "2025-12-31", [Bucket.WEEK, Bucket.MONTH]),
    ],
)
def test_t5_a_user_may_choose_bars_that_can_be_told_apart(first: str, last: str, choices: list[Bucket]) -> None:
    assert list(bucket_choices(make_period(first, last))) == choices


def test_t5_weeks_are_iso_weeks_clipped_to_the_period() -> None:
    spans = buckets(make_period("2026-12-30", "2027-01-12"), Bucket.WEEK)
    assert [(span.key, span.first.isoformat(), span.last.isoformat()) for span in spans] == [
        ("2026-W53", "2026-12-30", "2027-01-03"),
        ("2027-W01", "2027-01-04", "2027-01-10"),
        ("2027-W02", "2027-01-11", "2027-01-12"),
    ]


def test_t5_months_are_clipped_to_the_period() -> None:
    spans = buckets(make_period("2025-12-17", "2026-03-01"), Bucket.MONTH)
    assert [(span.key, span.first.isoformat(), span.last.isoformat()) for span in spans] == [
        ("2025-12", "2025-12-17", "2025-12-31"),
        ("2026-01", "2026-01-01", "2026-01-31"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2026-03", "2026-03-01", "2026-03-01"),
    ]


def test_t5_days_are_all_there_even_one_that_never_was() -> None:
    spans = buckets(make_period("2011-12-29", "2011-12-31", "Pacific/Apia"), Bucket.DAY)
    assert [span.key for span in spans] == ["2011-12-29", "2011-12-30", "2011-12-31"]
    assert [(span.end - span.start) // timedelta(hours=1) for span in spans] == [24, 0, 24]


@pytest.mark.parametrize(
    ("name", "text", "bars", "keys"),
    [
        ("Europe/Stockholm", "2026-06-07", 24, {"2026-06-07T00:00+02:00", "2026-06-07T23:00+02:00"}),
        ("Europe/Stockholm", "2026-03-29", 23, {"2026-03-29T01:00+01:00", "2026-03-29T03:00+02:00"}),
        ("Europe/Stockholm", "2026-10-25", 25, {"2026-10-25T02:00+02:00", "2026-10-25T02:00+01:00"}),
        ("Asia/Kathmandu", "2026-06-07", 24, {"2026-06-07T00:00+05:45", "2026-06-07T13:00+05:45"}),
        # Chatham's clocks go from 03:45 back to 02:45: 02:45 to 03:00 and 03:00 to 03:45 are bars of their own.
        ("Pacific/Chatham", "2026-04-05", 26, {"2026-04-05T03:00+13:45", "2026-04-05T02:45+12:45"}),
        ("Australia/Lord_Howe", "2026-04-05", 25, {"2026-04-05T01:00+11:00", "2026-04-05T01:30+10:30"}),
        ("Australia/Lord_Howe", "2026-10-04", 24, {"2026-10-04T01:00+10:30", "2026-10-04T02:30+11:00"}),
        ("America/Havana", "2026-11-01", 25, {"2026-11-01T00:00-04:00", "2026-11-01T00:00-05:00"}),
        ("Asia/Beirut", "2026-03-29", 23, {"2026-03-29T01:00+03:00"}),
        ("Pacific/Apia", "2011-12-30", 0, set()),
    ],
)
def test_t5_hours_are_those_of_the_local_clock(name: str, text: str, bars: int, keys: set[str]) -> None:
    spans = buckets(make_period(text, text, name), Bucket.HOUR)
    assert keys <= {span.key for span in spans}
    assert len(spans) == bars


_zones = st.sampled_from(ALL_ZONES).map(ZoneInfo)
_days = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@st.composite
def _periods(draw: st.DrawFn, *, most_days: int = 400) -> Period:
    first = draw(_days)
    return custom_period(first, first + timedelta(days=draw(st.integers(0, most_days - 1))), zone=draw(_zones))


@given(period=_periods(), bucket=st.sampled_from([Bucket.DAY, Bucket.WEEK, Bucket.MONTH]))
def test_t5_bars_tile_the_period_and_have_keys_of_their_own(period: Period, bucket: Bucket) -> None:
    _assert_tiles(period, bucket)


@given(period=_periods(most_days=3))
def test_t5_hours_tile_the_period_and_none_is_longer_than_an_hour(period: Period) -> None:
    _assert_tiles(period, Bucket.HOUR)
    hours = buckets(period, Bucket.HOUR)
    assert all(timedelta() < span.end - span.start <= timedelta(hours=1) for span in hours)
    assert all(local_day(span.start, period.zone) == span.first == span.last for span in hours)


def test_t5_hours_tile_each_day_of_a_change_of_the_clock_in_every_zone() -> None:
    for name in ALL_ZONES:
        zone = ZoneInfo(name)
        noons = [datetime(2025, 12, 31, 12, tzinfo=zone) + timedelta(days=number) for number in range(367)]
        for before, after in pairwise(noons):
            if before.utcoffset() != after.utcoffset():
                _assert_tiles(custom_period(before.date(), after.date(), zone=zone), Bucket.HOUR)


def _assert_tiles(period: Period, bucket: Bucket) -> None:
    spans = buckets(period, bucket)
    assert (spans[0].start, spans[-1].end) == (period.start, period.end)
    assert all(before.end == after.start for before, after in pairwise(spans)), (period, bucket)
    assert len({span.key for span in spans}) == len(spans), (period, bucket)


@given(period=_periods(most_days=3000))
def test_t5_what_may_be_chosen_stays_drawable(period: Period) -> None:
    choices = bucket_choices(period)
    assert auto_bucket(period) in choices
    assert all(len(buckets(period, bucket)) <= MOST_BARS + 5 for bucket in choices)

"""T3, T4: presets and the period before, in ordinary zones and in odd ones."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.days import day_start, local_day
from conversations.periods import (
    DEFAULT_PRESET,
    Period,
    Preset,
    custom_period,
    preset_period,
    previous,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NEW_YORK = ZoneInfo("America/New_York")
ALL_ZONES = sorted(available_timezones())
DAY = timedelta(days=1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(text: str, zone: ZoneInfo = STOCKHOLM, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


def make_period(first: str, last: str, zone: ZoneInfo = STOCKHOLM) -> Period:
    return custom_period(day(first), day(last), zone=zone)


@pytest.mark.parametrize(
    ("preset", "today", "first", "last"),
    [
        (Preset.TODAY, "2026-06-07", "2026-06-07", "2026-06-07"),
        (Preset.YESTERDAY, "2026-06-01", "2026-05-31", "2026-05-31"),
        (Preset.YESTERDAY, "2026-01-01", "2025-12-31", "2025-12-31"),
        (Preset.YESTERDAY, "2024-03-01", "2024-02-29", "2024-02-29"),
        (Preset.LAST_7_DAYS, "2026-06-07", "2026-06-01", "2026-06-07"),
        (Preset.LAST_7_DAYS, "2026-01-03", "2025-12-28", "2026-01-03"),
        (Preset.LAST_14_DAYS, "2026-06-07", "2026-05-25", "2026-06-07"),
        (Preset.LAST_30_DAYS, "2026-06-07", "2026-05-09", "2026-06-07"),
        (Preset.LAST_30_DAYS, "2024-03-01", "2024-02-01", "2024-03-01"),
        (Preset.LAST_90_DAYS, "2026-06-07", "2026-03-10", "2026-06-07"),
        (Preset.THIS_WEEK, "2026-06-07", "2026-06-01", "2026-06-07"),  # a Sunday
        (Preset.THIS_WEEK, "2026-06-08", "2026-06-08", "2026-06-08"),  # a Monday
        (Preset.THIS_WEEK, "2027-01-01", "2026-12-28", "2027-01-01"),  # in week 53 of 2026
        (Preset.LAST_WEEK, "2026-06-07", "2026-05-25", "2026-05-31"),
        (Preset.LAST_WEEK, "2026-01-05", "2025-12-29", "2026-01-04"),
        (Preset.LAST_WEEK, "2026-06-08", "2026-06-01", "2026-06-07"),
        (Preset.THIS_MONTH, "2026-06-07", "2026-06-01", "2026-06-07"),
        (Preset.THIS_MONTH, "2026-06-01", "2026-06-01", "2026-06-01"),
        (Preset.LAST_MONTH, "2026-06-07", "2026-05-01", "2026-05-31"),
        (Preset.THIS_MONTH, "2024-02-29", "2024-02-01", "2024-02-29"),
        (Preset.LAST_MONTH, "2024-03-31", "2024-02-01", "2024-02-29"),
        (Preset.LAST_MONTH, "2026-01-15", "2025-12-01", "2025-12-31"),
        (Preset.THIS_YEAR, "2026-06-07", "2026-01-01", "2026-06-07"),
        (Preset.THIS_YEAR, "2026-01-01", "2026-01-01", "2026-01-01"),
        (Preset.THIS_YEAR, "2024-12-31", "2024-01-01", "2024-12-31"),
    ],
)
def test_t3_a_preset_is_these_days(preset: Preset, today: str, first: str, last: str) -> None:
    period = preset_period(preset, day(today), zone=STOCKHOLM)
    assert (period.first, period.last, period.preset) == (day(first), day(last), preset)


@pytest.mark.parametrize(
    ("zone", "today", "start", "hours"),
    [
        ("Europe/Stockholm", "2026-06-07", "2026-05-31T22:00", 7 * 24),
        ("Europe/Stockholm", "2026-03-29", "2026-03-22T23:00", 7 * 24 - 1),
        ("Europe/Stockholm", "2026-10-25", "2026-10-18T22:00", 7 * 24 + 1),
        ("Australia/Lord_Howe", "2026-04-05", "2026-03-29T13:00", 7 * 24 + 0.5),
        ("Australia/Lord_Howe", "2026-10-04", "2026-09-27T13:30", 7 * 24 - 0.5),
        ("Asia/Beirut", "2026-04-04", "2026-03-28T22:00", 7 * 24 - 1),  # its first day has no midnight
        ("Asia/Kathmandu", "2026-01-03", "2025-12-27T18:15", 7 * 24),
    ],
)
def test_t3_a_period_is_the_half_open_window_of_its_local_days(zone: str, today: str, start: str, hours: float) -> None:
    period = preset_period(Preset.LAST_7_DAYS, day(today), zone=ZoneInfo(zone))
    assert (period.start, period.end, period.days) == (utc(start), utc(start) + timedelta(hours=hours), 7)


def test_t3_the_last_30_days_are_the_default() -> None:
    assert DEFAULT_PRESET is Preset.LAST_30_DAYS


def test_t3_custom_is_no_preset_without_its_dates() -> None:
    with pytest.raises(ValueError, match="two dates"):
        preset_period(Preset.CUSTOM, day("2026-06-07"), zone=STOCKHOLM)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2026-06-02", "2026-06-01", "before it begins"),
        ("1999-12-31", "2000-01-01", "between 2000-01-01 and 2100-12-31"),
        ("0001-01-01", "2026-01-01", "between"),
        ("2100-12-31", "9999-12-31", "between"),
        ("2016-01-01", "2026-01-09", "ten years"),
    ],
)
def test_t3_dates_that_make_no_period_are_refused_in_plain_words(first: str, last: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        make_period(first, last)


def test_t3_ten_whole_years_can_be_asked_for() -> None:
    assert make_period("2016-01-01", "2025-12-31").days == 3653


@pytest.mark.parametrize(
    ("preset", "now", "first", "last", "end"),
    [
        pytest.param(Preset.TODAY, "2026-06-07T10:00", "2026-06-06", "2026-06-06", "2026-06-06T10:00", id="today"),
        pytest.param(Preset.YESTERDAY, "2026-06-07T10:00", "2026-06-05", "2026-06-05", "2026-06-06T00:00", id="whole"),
        pytest.param(
            Preset.LAST_7_DAYS, "2026-06-07T10:00", "2026-05-25", "2026-05-31", "2026-05-31T10:00", id="7 days"
        ),
        pytest.param(Preset.THIS_WEEK, "2026-06-10T10:00", "2026-06-05", "2026-06-07", "2026-06-07T10:00", id="week"),
        pytest.param(
            Preset.LAST_WEEK, "2026-06-10T10:00", "2026-05-25", "2026-05-31", "2026-06-01T00:00", id="last week"
        ),
        pytest.param(Preset.THIS_YEAR, "2026-03-01T10:00", "2025-11-02", "2025-12-31", "2025-12-31T10:00", id="year"),
        pytest.param(
            Preset.THIS_MONTH, "2026-06-07T10:00", "2026-05-01", "2026-05-07", "2026-05-07T10:00", id="1 to 7 June"
        ),
        pytest.param(
            Preset.THIS_MONTH, "2026-03-31T10:00", "2026-02-01", "2026-02-28", "2026-02-28T10:00", id="31 March"
        ),
        pytest.param(
            Preset.THIS_MONTH, "2024-03-30T10:00", "2024-02-01", "2024-02-29", "2024-02-29T10:00", id="leap year"
        ),
        pytest.param(
            Preset.THIS_MONTH, "2026-01-05T10:00", "2025-12-01", "2025-12-05", "2025-12-05T10:00", id="January"
        ),
        pytest.param(Preset.LAST_MONTH, "2026-06-07T10:00", "2026-04-01", "2026-04-30", "2026-05-01T00:00", id="May"),
        pytest.param(
            Preset.LAST_MONTH, "2026-03-07T10:00", "2026-01-01", "2026-01-28", "2026-01-29T00:00", id="February"
        ),
        pytest.param(Preset.LAST_MONTH, "2026-04-07T10:00", "2026-02-01", "2026-02-28", "2026-03-01T00:00", id="March"),
        pytest.param(
            Preset.LAST_MONTH, "2026-01-15T10:00", "2025-11-01", "2025-11-30", "2025-12-01T00:00", id="December"
        ),
        pytest.param(
            Preset.LAST_14_DAYS, "2026-01-10T10:00", "2025-12-14", "2025-12-27", "2025-12-27T10:00", id="over New Year"
        ),
    ],
)
def test_t4_a_preset_is_compared_with(preset: Preset, now: str, first: str, last: str, end: str) -> None:
    at = local(now)
    before = previous(preset_period(preset, at.date(), zone=STOCKHOLM), now=at)
    assert (before.first, before.last, before.end) == (day(first), day(last), local(end))
    assert before.start == day_start(before.first, STOCKHOLM)
    assert before.is_part is (before.end < day_start(before.last + DAY, STOCKHOLM))


def test_t4_dates_of_ones_own_are_never_taken_for_a_month() -> None:
    before = previous(make_period("2026-06-01", "2026-06-07"), now=local("2026-07-01T10:00"))
    assert (before.first, before.last, before.is_part) == (day("2026-05-25"), day("2026-05-31"), False)


def test_t4_days_after_today_do_not_count() -> None:
    # 1 to 30 June on 7 June, 10:00: only six days and ten hours of it have been.
    before = previous(make_period("2026-06-01", "2026-06-30"), now=local("2026-06-07T10:00"))
    assert (before.first, before.last, before.end) == (day("2026-05-25"), day("2026-05-31"), local("2026-05-31T10:00"))


def test_t4_days_that_are_all_to_come_are_compared_with_whole_days() -> None:
    before = previous(make_period("2026-06-10", "2026-06-12"), now=local("2026-06-07T10:00"))
    assert (before.first, before.last, before.is_part) == (day("2026-06-07"), day("2026-06-09"), False)


@pytest.mark.parametrize(
    ("now", "fold", "end"),
    [
        # Yesterday's clocks went from 02:00 to 03:00 …
        pytest.param("2026-03-30T02:30", 0, "2026-03-29T01:00", id="02:30 did not exist: up to the jump"),
        pytest.param("2026-03-30T03:30", 0, "2026-03-29T01:30", id="after the jump"),
        # … and from 03:00 back to 02:00.
        pytest.param("2026-10-26T02:30", 0, "2026-10-25T00:30", id="02:30 was twice: up to the first"),
        pytest.param("2026-10-26T03:00", 0, "2026-10-25T02:00", id="after both"),
        # The clocks change today.
        pytest.param("2026-10-25T02:30", 0, "2026-10-24T00:30", id="the first 02:30 of today"),
        pytest.param("2026-10-25T02:30", 1, "2026-10-24T00:30", id="the second 02:30 of today"),
        pytest.param("2026-03-29T03:30", 0, "2026-03-28T02:30", id="today had no 02:30"),
    ],
)
def test_t4_the_cut_is_at_the_same_clock_time_whatever_the_clocks_do(now: str, fold: int, end: str) -> None:
    at = local(now, fold=fold)
    assert previous(preset_period(Preset.TODAY, at.date(), zone=STOCKHOLM), now=at.astimezone(UTC)).end == utc(end)


def test_t4_the_second_of_two_clock_times_is_compared_with_the_second_where_there_are_two() -> None:
    # Both the last day and the last day of the period before are those on which summer time ends.
    before = previous(make_period("2026-10-26", "2027-10-31"), now=local("2027-10-31T02:30", fold=1))
    assert before.end == utc("2026-10-25T01:30")


def test_t4_at_midnight_nothing_of_the_last_day_is_compared() -> None:
    at = local("2026-06-07T00:00")
    before = previous(preset_period(Preset.LAST_7_DAYS, at.date(), zone=STOCKHOLM), now=at)
    assert before.end == day_start(before.last, STOCKHOLM)


_zones = st.sampled_from(ALL_ZONES).map(ZoneInfo)
_days = st.dates(date(2024, 1, 1), date(2028, 12, 31))
_instants = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@st.composite
def _periods(draw: st.DrawFn) -> Period:
    first = draw(_days)
    return custom_period(first, first + timedelta(days=draw(st.integers(0, 400))), zone=draw(_zones))


@given(period=_periods(), now=_instants)
def test_t4_the_previous_period_has_as_many_days_and_ends_the_day_before(period: Period, now: datetime) -> None:
    before, today = previous(period, now=now), local_day(now, period.zone)
    elapsed = (today - period.first).days + 1
    assert before.days == (elapsed if 0 < elapsed <= period.days else period.days)
    assert before.last == period.first - DAY
    assert before.is_part is (period.first <= today <= period.last)


@given(now=_instants, preset=st.sampled_from([preset for preset in Preset if preset is not Preset.CUSTOM]), zone=_zones)
def test_t4_the_cut_is_on_the_last_day_and_never_after_its_end(now: datetime, preset: Preset, zone: ZoneInfo) -> None:
    period = preset_period(preset, local_day(now, zone), zone=zone)
    before = previous(period, now=now)
    assert day_start(before.last, zone) <= before.end <= day_start(before.last + DAY, zone)
    assert before.start <= before.end <= period.start


@given(now=_instants, zone=_zones)
def test_t3_every_preset_is_a_period_that_may_be_asked_for_by_its_dates(now: datetime, zone: ZoneInfo) -> None:
    today = local_day(now, zone)
    for preset in Preset:
        if preset is not Preset.CUSTOM:
            period = preset_period(preset, today, zone=zone)
            assert period.last <= today
            assert custom_period(period.first, period.last, zone=zone).end == period.end

"""T2: local days in every zone there is, and in those that are odd."""

from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.days import day_start, first_instant, local_day, window, zone

DAY = timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)
ALL_ZONES = sorted(available_timezones())


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "day", "start", "hours"),
    [
        ("Europe/Stockholm", "2026-06-07", "2026-06-06T22:00", 24),
        ("Europe/Stockholm", "2026-03-29", "2026-03-28T23:00", 23),
        ("Europe/Stockholm", "2026-10-25", "2026-10-24T22:00", 25),
        ("Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00", 24.5),
        ("Australia/Lord_Howe", "2026-10-04", "2026-10-03T13:30", 23.5),
        ("Asia/Kathmandu", "2026-06-07", "2026-06-06T18:15", 24),
        ("Pacific/Chatham", "2026-04-05", "2026-04-04T10:15", 25),
        ("Pacific/Kiritimati", "2026-06-07", "2026-06-06T10:00", 24),
        # Midnight does not exist: the day starts at 01:00.
        ("Asia/Beirut", "2026-03-29", "2026-03-28T22:00", 23),
        ("America/Havana", "2026-03-08", "2026-03-08T05:00", 23),
        ("America/Santiago", "2026-09-06", "2026-09-06T04:00", 23),
        # Set back at midnight, to the day before: that day is longer.
        ("Asia/Beirut", "2026-10-24", "2026-10-23T21:00", 25),
        ("America/Santiago", "2026-04-04", "2026-04-04T03:00", 25),
        # Midnight happens twice: the day starts at the first.
        ("America/Havana", "2026-11-01", "2026-11-01T04:00", 25),
        ("America/St_Johns", "2010-11-07", "2010-11-07T02:30", 25),
        # Apia moved over the date line: it never had 30 December.
        ("Pacific/Apia", "2011-12-29", "2011-12-29T10:00", 24),
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00", 0),
        ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00", 24),
    ],
)
def test_t2_a_day_starts_at_its_first_instant_and_lasts_until_the_next(
    name: str, day: str, start: str, hours: float
) -> None:
    first, end = window(date.fromisoformat(day), date.fromisoformat(day), zone(name))
    assert first == utc(start)
    assert first.tzinfo is UTC
    assert end - first == timedelta(hours=hours)


def test_t2_a_gap_over_midnight_starts_the_day_at_the_instant_of_the_change() -> None:
    # Toronto's clocks went from 23:30 to 00:30 that night: 31 March began at half past twelve.
    start = day_start(date(1919, 3, 31), zone("America/Toronto"))
    assert start.astimezone(zone("America/Toronto")).isoformat() == "1919-03-31T00:30:00-04:00"
    assert local_day(start - MICROSECOND, zone("America/Toronto")) == date(1919, 3, 30)


def test_t2_a_window_is_half_open_and_holds_both_its_days() -> None:
    stockholm = zone("Europe/Stockholm")
    start, end = window(date(2026, 6, 1), date(2026, 6, 7), stockholm)
    assert (start, end) == (utc("2026-05-31T22:00"), utc("2026-06-07T22:00"))
    assert [local_day(at, stockholm).day for at in (start, end - MICROSECOND, end)] == [1, 7, 8]


def test_t2_a_window_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="after the last"):
        window(date(2026, 6, 2), date(2026, 6, 1), zone("UTC"))


def test_t1_an_instant_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="no offset"):
        local_day(datetime(2026, 6, 7, 12), zone("Europe/Stockholm"))  # noqa: DTZ001


def test_t2_the_offset_an_instant_is_written_with_does_not_matter() -> None:
    at = datetime.fromisoformat("2026-06-07T23:30:00-03:00")
    assert local_day(at, zone("Europe/Stockholm")) == date(2026, 6, 8)
    assert local_day(at.astimezone(UTC), zone("Europe/Stockholm")) == date(2026, 6, 8)


def test_t2_minutes_shown_again_after_midnight_belong_to_the_day_that_has_started() -> None:
    # At 00:01 on 7 November St John's clocks went back to 23:01, on the 6th.
    st_johns = zone("America/St_Johns")
    again = utc("2010-11-07T02:45")
    assert again.astimezone(st_johns).date() == date(2010, 11, 6)
    assert local_day(again, st_johns) == date(2010, 11, 7)


@pytest.mark.parametrize(
    "name",
    ["", "Stockholm", "europe/stockholm", "Europe", "../Europe/Stockholm", "/etc/passwd", "UTC+2", "\x00", "localtime"],
)
def test_t2_an_unknown_zone_is_refused_in_plain_words(name: str) -> None:
    with pytest.raises(ValueError, match="There is no time zone called"):
        zone(name)


@pytest.mark.parametrize(
    ("clock", "fold", "at"),
    [
        pytest.param("2026-06-07T10:00:00.000001", 0, "2026-06-07T08:00:00.000001", id="an ordinary time"),
        pytest.param("2026-06-07T10:00:00", 1, "2026-06-07T08:00", id="a fold means nothing there"),
        pytest.param("2026-03-29T02:30:00", 0, "2026-03-29T01:00", id="jumped over: the jump"),
        pytest.param("2026-03-29T02:30:00.5", 1, "2026-03-29T01:00", id="jumped over: the jump, whatever the fold"),
        pytest.param("2026-03-29T03:00:00", 0, "2026-03-29T01:00", id="the first time after the jump"),
        pytest.param("2026-10-25T02:30:00", 0, "2026-10-25T00:30", id="twice: the first"),
        pytest.param("2026-10-25T02:30:00", 1, "2026-10-25T01:30", id="twice: the second, when asked for"),
    ],
)
def test_t2_a_clock_time_is_the_first_instant_that_shows_it_or_jumps_over_it(clock: str, fold: int, at: str) -> None:
    local = datetime.fromisoformat(clock).replace(fold=fold)
    assert first_instant(local, zone("Europe/Stockholm")) == utc(at)


def changes_of_offset(name: str) -> list[datetime]:
    """The noons (UTC) around 2026 after which the offset changes within a day, found without the code under test."""
    here = ZoneInfo(name)
    noons = [utc("2025-12-01T12:00") + timedelta(days=number) for number in range(430)]
    offsets = [noon.astimezone(here).utcoffset() for noon in noons]
    return [noon for noon, (before, after) in zip(noons, pairwise(offsets), strict=False) if before != after]


def test_t2_promise_9_days_tile_the_year_in_every_zone() -> None:
    first, last = date(2025, 12, 31), date(2027, 1, 1)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    for name in ALL_ZONES:
        here = ZoneInfo(name)
        for day in days:
            start = day_start(day, here)
            assert local_day(start, here) == day, (name, day)
            assert local_day(start - MICROSECOND, here) == day - DAY, (name, day)


def test_t2_promise_9_no_day_ends_twice_around_any_change_of_the_clock() -> None:
    assert sum(len(changes_of_offset(name)) for name in ALL_ZONES) > 300
    for name in ALL_ZONES:
        here = ZoneInfo(name)
        for change in changes_of_offset(name):
            instants = [change + timedelta(minutes=minutes) for minutes in range(-60, 26 * 60, 15)]
            days = [local_day(at, here) for at in instants]
            shown = [at.astimezone(here).date() for at in instants]
            # A clock set back over midnight shows a day that is over: the latest one shown so far is the day it is.
            assert days == list(accumulate(shown, max)), (name, change)


_instants = st.datetimes(datetime(2000, 1, 2), datetime(2100, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001


@given(at=_instants, name=st.sampled_from(ALL_ZONES))
def test_t2_every_instant_is_in_the_window_of_its_day_and_of_no_other(at: datetime, name: str) -> None:
    here = ZoneInfo(name)
    day = local_day(at, here)
    assert day_start(day, here) <= at < day_start(day + DAY, here)


@given(
    days=st.lists(st.dates(date(2000, 1, 2), date(2100, 12, 30)), min_size=2, max_size=2),
    name=st.sampled_from(ALL_ZONES),
)
def test_t2_a_later_day_never_starts_earlier(days: list[date], name: str) -> None:
    first, last = sorted(days)
    assert day_start(first, ZoneInfo(name)) <= day_start(last, ZoneInfo(name))

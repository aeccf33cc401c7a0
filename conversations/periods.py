"""T3–T5: the period that a page looks at, the period before it, and the bars of its charts. Pure: no Django.

A period is whole local days, first and last included (T2). Every instant here is UTC; every window is half-open.
No words for people here: a bar's key is the same in every language.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from conversations.days import day_start, first_instant, local_day, offset_change, window

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)

# What the database keeps (its constraints say the same), and more than any chart can show.
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
MOST_DAYS = 10 * 366
# A month of hours: beyond that, nobody can tell one bar from the next.
MOST_BARS = 31 * 24


class Preset(StrEnum):
    """T3. "Last N days" are today and the N - 1 days before it; weeks begin on Monday."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    LAST_7_DAYS = "last_7_days"
    LAST_14_DAYS = "last_14_days"
    LAST_30_DAYS = "last_30_days"
    LAST_90_DAYS = "last_90_days"
    THIS_WEEK = "this_week"
    LAST_WEEK = "last_week"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_YEAR = "this_year"
    CUSTOM = "custom"


DEFAULT_PRESET = Preset.LAST_30_DAYS

_DAYS_UP_TO_TODAY: Mapping[Preset, int] = {
    Preset.TODAY: 1,
    Preset.LAST_7_DAYS: 7,
    Preset.LAST_14_DAYS: 14,
    Preset.LAST_30_DAYS: 30,
    Preset.LAST_90_DAYS: 90,
}


class Bucket(StrEnum):
    """T5: how long the bars of a chart are, from short to long. Weeks are ISO weeks."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """The local days `first` to `last`, both included, in `zone`."""

    first: date
    last: date
    zone: ZoneInfo
    preset: Preset = Preset.CUSTOM

    @property
    def start(self) -> datetime:
        return day_start(self.first, self.zone)

    @property
    def end(self) -> datetime:
        """The first instant that is not in the period any more."""
        return day_start(self.last + _DAY, self.zone)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """T4: the period before. `end`, not included, is cut short of the end of `last` if `is_part`."""

    first: date
    last: date
    zone: ZoneInfo
    start: datetime
    end: datetime
    is_part: bool

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Span:
    """One bar: `start` included, `end` not, clipped to its period; `first` and `last` are its local days.

    `key` names the bar in addresses and in the API, and is unlike any other bar's of its chart: "2026-06-07",
    "2026-W23", "2026-06", or for hours the local start with its offset, "2026-10-25T02:00+01:00".
    """

    start: datetime
    end: datetime
    first: date
    last: date
    key: str


def preset_period(preset: Preset, today: date, *, zone: ZoneInfo) -> Period:
    """T3: the days of a preset when it is `today` in `zone`. ValueError for `custom`, which has two dates instead."""
    if preset is Preset.CUSTOM:
        raise ValueError("A custom period needs its two dates.")
    first, last = _preset_days(preset, today)
    return Period(first, last, zone, preset)


def custom_period(first: date, last: date, *, zone: ZoneInfo) -> Period:
    """T3: two dates of one's own. ValueError, in plain words, if no number can be shown for them."""
    if last < first:
        raise ValueError(f"The period ends ({last}) before it begins ({first}).")
    if first < EARLIEST or last > LATEST:
        raise ValueError(f"Dates must lie between {EARLIEST} and {LATEST}.")
    if (last - first).days >= MOST_DAYS:
        raise ValueError("A period can be ten years long at most.")
    return Period(first, last, zone)


def previous(period: Period, *, now: datetime) -> Comparison:
    """T4: the period that `period` is compared with at the instant `now`.

    As many days, ending the day before; for month presets the same days of the month before. Days after today do not
    count, since nothing can have happened in them. If today is the last day, the end is cut at today's clock time.
    """
    today = local_day(now, period.zone)
    is_part = period.first <= today <= period.last
    first, last = _days_before(period, last=today if is_part else period.last)
    start, end = window(first, last, period.zone)
    if is_part:
        clock = now.astimezone(period.zone)
        end = first_instant(datetime.combine(last, clock.time()).replace(fold=clock.fold), period.zone)
    return Comparison(first, last, period.zone, start, end, is_part)


def auto_bucket(period: Period) -> Bucket:
    """T5: hours for one day, days up to 92 days, ISO weeks up to a year, months above."""
    if period.days == 1:
        return Bucket.HOUR
    if period.days <= 92:
        return Bucket.DAY
    return Bucket.WEEK if period.days <= 366 else Bucket.MONTH


def bucket_choices(period: Period) -> tuple[Bucket, ...]:
    """T5: the buckets a user may choose, short to long: those whose bars can be drawn, the automatic one among them."""
    bars = {
        Bucket.HOUR: period.days * 24,
        Bucket.DAY: period.days,
        Bucket.WEEK: period.days // 7,
        Bucket.MONTH: period.days // 28,
    }
    return tuple(bucket for bucket in Bucket if bars[bucket] <= MOST_BARS)


def buckets(period: Period, bucket: Bucket) -> tuple[Span, ...]:
    """T5: every bar of the period, in time order, empty ones too. Together they are the period, without overlap."""
    if bucket is Bucket.HOUR:
        return tuple(span for day in _days(period.first, period.last) for span in _hours(day, period.zone))
    return tuple(_whole_days(period, bucket))


def _preset_days(preset: Preset, today: date) -> tuple[date, date]:
    if preset in _DAYS_UP_TO_TODAY:
        return today - timedelta(days=_DAYS_UP_TO_TODAY[preset] - 1), today
    yesterday, monday, month = today - _DAY, today - timedelta(days=today.weekday()), today.replace(day=1)
    return {
        Preset.YESTERDAY: (yesterday, yesterday),
        Preset.THIS_WEEK: (monday, today),
        Preset.LAST_WEEK: (monday - timedelta(days=7), monday - _DAY),
        Preset.THIS_MONTH: (month, today),
        Preset.LAST_MONTH: ((month - _DAY).replace(day=1), month - _DAY),
        Preset.THIS_YEAR: (today.replace(month=1, day=1), today),
    }[preset]


def _days_before(period: Period, *, last: date) -> tuple[date, date]:
    """T4: what the days from the period's first to `last` are compared with."""
    end = period.first - _DAY
    match period.preset:
        case Preset.THIS_MONTH | Preset.LAST_MONTH:
            return end.replace(day=1), end.replace(day=min(last.day, end.day))
        case _:
            return end - (last - period.first), end


def _whole_days(period: Period, bucket: Bucket) -> Iterator[Span]:
    first = period.first
    while first <= period.last:
        key, after = _bar_of(first, bucket)
        last = min(after - _DAY, period.last)
        start, end = window(first, last, period.zone)
        yield Span(start, end, first, last, key)
        first = after


def _bar_of(day: date, bucket: Bucket) -> tuple[str, date]:
    """The key of the bar that `day` is in, and the first day after that bar."""
    match bucket:
        case Bucket.WEEK:
            year, week, weekday = day.isocalendar()
            return f"{year}-W{week:02}", day + timedelta(days=8 - weekday)
        case Bucket.MONTH:
            return f"{day:%Y-%m}", (day.replace(day=1) + timedelta(days=31)).replace(day=1)
        case _:
            return day.isoformat(), day + _DAY


@lru_cache(maxsize=1024)
def _hours(day: date, zone: ZoneInfo) -> tuple[Span, ...]:
    """The hours of the local clock, whatever the zone's offset: in Kathmandu, 13:00 is 07:15 UTC.

    Where the clock changes within an hour, the bar ends there: Lord Howe's day of 24.5 hours has 25 bars, one of which
    is half an hour long, its day of 23.5 hours has 24.
    """
    start, end = window(day, day, zone)
    spans: list[Span] = []
    while start < end:
        after = min(_next_hour(start, zone), end)
        key = start.astimezone(zone).isoformat(timespec="minutes")
        spans.append(Span(start, after, day, day, key))
        start = after
    return tuple(spans)


def _next_hour(at: datetime, zone: ZoneInfo) -> datetime:
    """The next instant at which a new hour of the local clock begins, or the clock is changed."""
    local = at.astimezone(zone)
    after = at + _HOUR - timedelta(minutes=local.minute, seconds=local.second)
    if after.astimezone(zone).utcoffset() == local.utcoffset():
        return after
    return offset_change(at, after, zone)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))

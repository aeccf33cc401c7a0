"""T2: a day is a calendar day of the account's zone. Pure, and the only place where local days are computed.

Days are half-open windows of UTC instants that follow one another without gap or overlap. A day starts at the first
instant at which its date is on the clock: where local midnight does not exist (Beirut, Havana, Santiago) at the next
one that does, where it happens twice at the earlier. A date that a zone never had (Apia, 30 December 2011) is an empty
day: it starts where the next one starts.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

_DAY = timedelta(days=1)

# What the tz database's folder holds beside zones: the server's own zone, and "not set".
_NO_ZONES = frozenset({"localtime", "Factory"})


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """The IANA zone called `name`, spelt exactly. ValueError if there is none."""
    if name not in _zone_names():
        raise ValueError(f"There is no time zone called {name!r}. Zones are named like 'Europe/Stockholm'.")
    return ZoneInfo(name)


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """The day that the instant `at` belongs to. ValueError if `at` has no offset (T1)."""
    if at.utcoffset() is None:
        raise ValueError(f"{at.isoformat()} has no offset from UTC.")
    local = at.astimezone(zone)
    day = local.date()
    # A clock set back over midnight shows yesterday's last minutes again when the new day has already started.
    if local.fold and at >= day_start(day + _DAY, zone):
        return day + _DAY
    return day


@lru_cache(maxsize=16384)
def day_start(day: date, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, at which the local day `day` starts."""
    return first_instant(datetime.combine(day, time.min), zone)


def window(first: date, last: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The days `first` to `last`, both included, as UTC instants: the start included, the end not."""
    if last < first:
        raise ValueError(f"The first day, {first}, is after the last, {last}.")
    return day_start(first, zone), day_start(last + _DAY, zone)


def first_instant(clock: datetime, zone: ZoneInfo) -> datetime:
    """The first instant, in UTC, at which the local clock shows the naive time `clock`, or has just jumped over it.

    A time that happens twice means the first, or with `clock.fold` set the second.
    """
    local = clock.replace(tzinfo=zone)
    at = local.astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) == clock:
        return at
    # In a gap, the offset before it (fold 0) reads the time as too late, the one after it (fold 1) as too early.
    late, early = (local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return offset_change(early, late, zone)


def offset_change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The instant in (`before`, `after`], in UTC, from which on the zone's offset is the one at `after`.

    For two instants with at most one change of the offset between them, at a whole second.
    """
    new = after.astimezone(zone).utcoffset()
    low, high = int(before.timestamp()), int(after.timestamp())
    while high - low > 1:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, zone).utcoffset() == new:
            high = middle
        else:
            low = middle
    return datetime.fromtimestamp(high, UTC)


@lru_cache(maxsize=1)
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones()) - _NO_ZONES

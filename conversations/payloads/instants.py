"""T1: an instant comes as RFC 3339 with an offset, and is kept in UTC with microseconds.

Python's own reader takes more (dates alone, weeks, ordinals, a comma, in newer versions 24:00), so the form is
checked first. Finer fractions than microseconds are cut, never rounded: a message must not slip into the next day.
"""

import re
from datetime import UTC, datetime, timedelta

from conversations.payloads.refusals import Code, unfit

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
"""The first instant that is too late."""
AHEAD = timedelta(minutes=5)
"""How far the clock of a source may run ahead of ours, inclusive."""

_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?"
_OFFSET = r"[zZ]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9]"
_RFC_3339 = re.compile(rf"{_DATE}[tT ]{_CLOCK}(?P<offset>{_OFFSET})?")
_LEAP_SECOND = re.compile(rf"{_DATE}[tT ]\d\d:\d\d:60")


def read_instant(text: str, *, now: datetime | None) -> datetime:
    """The instant in UTC; PydanticCustomError says why it is none, or none between 2000 and 2100.

    With `now`, it may be at most AHEAD of it.
    """
    match = _RFC_3339.fullmatch(text)
    if match is None:
        raise unfit(Code.BAD_TIME, _why_no_time(text))
    if match["offset"] is None:
        raise unfit(Code.NO_OFFSET, "must say its offset from UTC, such as Z or +02:00")
    at = _in_utc(text)
    if not EARLIEST <= at < LATEST:
        raise unfit(Code.TIME_OUT_OF_RANGE, "must lie between 2000 and 2100")
    if now is not None and at - now > AHEAD:
        raise unfit(Code.IN_THE_FUTURE, "lies more than 5 minutes ahead")
    return at


def _in_utc(text: str) -> datetime:
    if text.startswith(("0000", "0001-01-01", "9999-12-31")):
        raise unfit(Code.TIME_OUT_OF_RANGE, "must lie between 2000 and 2100")  # UTC may have no such year
    try:
        at = datetime.fromisoformat(text.upper())
    except ValueError:
        raise unfit(Code.BAD_TIME, "names a day that does not exist") from None
    return at if at.tzinfo is UTC else at.astimezone(UTC)


def _why_no_time(text: str) -> str:
    if _LEAP_SECOND.match(text):
        return "must not be a leap second: write the second before or after it"
    return "must be a time of RFC 3339 with its offset, such as 2026-06-01T14:30:00+02:00"

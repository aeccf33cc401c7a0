"""When things happen: the weeks of the demo, their daily rhythm in the shop's zone, the pause and the campaign.

T2: the rhythm is read off the local clock of real UTC hours, so a day of 23 or 25 hours needs no special care.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
PAUSE_LENGTH = timedelta(hours=30)
# Weight of each hour of the local day, and of each weekday from Monday on.
HOURS = (8, 4, 2, 1, 1, 2, 7, 18, 38, 58, 70, 72, 74, 68, 66, 65, 68, 66, 62, 70, 76, 62, 38, 18)
WEEKDAYS = (1.18, 1.08, 1.0, 1.0, 0.96, 0.6, 0.7)
SHORTEST_DAYS = 14


@dataclass(frozen=True, slots=True)
class Season:
    """The instants (UTC) around which the demo is told. Both ends of the pause belong to it (S9, to be safe)."""

    zone: ZoneInfo
    start: datetime
    now: datetime
    pause_start: datetime
    pause_end: datetime
    campaign_at: datetime

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def paused(self, moment: datetime) -> bool:
        return self.pause_start <= moment <= self.pause_end

    def moments(self, rng: Random, count: int, *, through_pause: bool = False) -> list[datetime]:
        """`count` instants in order, from the start to now, more at busy hours and slowly more every week."""
        slots = [slot for slot in self._slots() if through_pause or not self._touches_pause(slot)]
        weights = list(accumulate(self._weight(slot) for slot in slots))
        chosen = rng.choices(slots, cum_weights=weights, k=count)
        return sorted(slot + HOUR * rng.random() for slot in chosen)

    def _slots(self) -> list[datetime]:
        return [self.start + hour * HOUR for hour in range((self.now - self.start) // HOUR)]

    def _touches_pause(self, slot: datetime) -> bool:
        return self.pause_start - HOUR <= slot <= self.pause_end

    def _weight(self, slot: datetime) -> float:
        local = self.local(slot)
        progress = (slot - self.start) / (self.now - self.start)
        return HOURS[local.hour] * WEEKDAYS[local.weekday()] * (0.76 + 0.48 * progress)


def season(zone: ZoneInfo, now: datetime, *, days: int) -> Season:
    """The `days` times 24 hours up to `now`, with a pause of 30 hours and a campaign at their places.

    Raises ValueError for a `now` without an offset (T1) and for fewer days than the pause and the campaign need.
    """
    if now.tzinfo is None:
        raise ValueError("now needs an offset")
    if days < SHORTEST_DAYS:
        raise ValueError(f"the demo needs at least {SHORTEST_DAYS} days")
    end = now.astimezone(UTC)
    pause_start = _local_clock(zone, end - days * 0.4 * DAY, time(8, 30))
    campaign_day = end - days * 2 / 9 * DAY
    while campaign_day.astimezone(zone).weekday() > 4:
        campaign_day += DAY
    return Season(
        zone=zone,
        start=end - days * DAY,
        now=end,
        pause_start=pause_start,
        pause_end=pause_start + PAUSE_LENGTH,
        campaign_at=_local_clock(zone, campaign_day, time(10, 0)),
    )


def _local_clock(zone: ZoneInfo, moment: datetime, clock: time) -> datetime:
    """That clock time on the moment's local day. For hours of the day, when no zone of the demo skips or repeats."""
    return datetime.combine(moment.astimezone(zone).date(), clock, zone).astimezone(UTC)

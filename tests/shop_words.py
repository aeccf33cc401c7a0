"""What a random shop is made of, and what is asked of it: the words between `shop_stories` and `oracle`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Wire = dict[str, Any]
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass
class Rules:
    """The settings of an account; `windows` are hours by (channel, kind), of what is switched on."""

    timezone: str = "UTC"
    currency: str = "SEK"
    silence_hours: int = 48
    silence_means: str = "resolved"
    closing_thanks: str = "strict"
    anchor: str = "received"
    ignore_bots: bool = True
    windows: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


@dataclass
class Question:
    """Which days (both included), and which conversations. `until` cuts the last day (T4)."""

    first: date
    last: date
    channels: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    until: datetime | None = None

"""A thread as it is read: its messages by day, long silences between them, and what else happened, each at its time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from conversations.days import local_day
from conversations.summary import OrderKey, order_key

LONG_SILENCE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a thread: what `component` shows of `data`. `at` is UTC."""

    at: datetime
    event_id: str
    component: str
    data: Any

    @property
    def place(self) -> tuple[datetime, bool, OrderKey]:
        """What happened at the instant of a message comes after it: the agent offers a handoff, and says so."""
        return self.at, self.component != "message", order_key(self.at, self.event_id)


@dataclass(frozen=True, slots=True)
class Event:
    """What components/thread_event.html takes. `tone`: "strong" for a handoff that took place, "money" for an order."""

    occurred_at: datetime
    title: str
    detail: str = ""
    tone: str = ""
    href: str = ""
    href_label: str = ""


def timeline(entries: Iterable[Entry], *, zone: ZoneInfo) -> Iterator[Entry]:
    """All of it in time order, with a "day" before each new day and a "gap" (in seconds) for each long silence."""
    before: datetime | None = None
    for entry in sorted(entries, key=lambda entry: entry.place):
        if before is None or local_day(before, zone) != local_day(entry.at, zone):
            yield Entry(entry.at, "", "day", entry.at)
        elif entry.at - before >= LONG_SILENCE:
            yield Entry(entry.at, "", "gap", (entry.at - before).total_seconds())
        yield entry
        before = entry.at

"""Whether data comes in: events by hour and source, the longest silences, and labels that nobody has seen before."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum

from conversations.days import local_day
from conversations.models import IN_ALL, NO_LABEL, Account, DayCount, HourIntake, Label
from conversations.periods import Preset, preset_period
from conversations.scope import Scope, Topic

HOUR = timedelta(hours=1)
SHOWN = timedelta(hours=48)
LOOKED_AT = timedelta(days=7)
SILENCE = 6
"""Hours without an event that are called a silence."""
MOST_SILENCES = 3
NEW = timedelta(days=30)
MOST_LABELS = 12


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of events."""

    accepted: int = 0
    duplicates: int = 0
    rejected: int = 0

    def __add__(self, other: "Sent") -> "Sent":
        return Sent(self.accepted + other.accepted, self.duplicates + other.duplicates, self.rejected + other.rejected)


@dataclass(frozen=True, slots=True)
class Silence:
    """Whole hours, from `start` up to `end`, in which no event was taken in."""

    start: datetime
    end: datetime

    @property
    def seconds(self) -> float:
        return (self.end - self.start).total_seconds()


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The last 48 hours, each with what came; by source the last 24 hours and 7 days; `since` counting began."""

    hours: Sequence[tuple[datetime, Sent]]
    sources: Sequence[tuple[str, Sent, Sent]]
    silences: Sequence[Silence]
    since: datetime | None


def arrivals(account: Account, *, now: datetime) -> Arrivals:
    """From what intake counted, in two queries, however much was sent."""
    last = now.replace(minute=0, second=0, microsecond=0)
    by_hour: dict[datetime, Sent] = defaultdict(Sent)
    day, week = defaultdict[str, Sent](Sent), defaultdict[str, Sent](Sent)
    rows = HourIntake.objects.filter(account=account, hour__gt=last - LOOKED_AT, hour__lte=last)
    for hour, source, *counts in rows.values_list("hour", "source", "accepted", "duplicates", "rejected"):
        sent = Sent(*counts)
        by_hour[hour] += sent
        week[source] += sent
        day[source] += sent if hour > last - timedelta(days=1) else Sent()
    first = HourIntake.objects.filter(account=account).order_by("hour").values_list("hour", flat=True).first()
    shown = [last - SHOWN + HOUR * (index + 1) for index in range(SHOWN // HOUR)]
    return Arrivals(
        hours=[(hour, by_hour.get(hour, Sent())) for hour in shown],
        sources=[(source, day[source], week[source]) for source in sorted(week)],
        silences=silences({hour for hour, sent in by_hour.items() if sent.accepted}, first, last),
        since=first,
    )


def silences(heard: set[datetime], first: datetime | None, last: datetime) -> list[Silence]:
    """The longest ones of the last 7 days, since counting began. The hour that is not over yet is none."""
    if first is None:
        return []
    hour = start = max(first, last - LOOKED_AT + HOUR)
    found = []
    while hour <= last:
        if hour in heard or hour == last:
            if hour - start >= SILENCE * HOUR:
                found.append(Silence(start, hour))
            start = hour + HOUR
        hour += HOUR
    return sorted(found, key=lambda each: (each.start - each.end, each.start))[:MOST_SILENCES]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label, how many conversations of the last 30 days have it, and the list of these."""

    name: str
    conversations: int
    href: str


def new_labels(account: Account, *, now: datetime) -> tuple[Labelled, int, Iterator[Labelled]]:
    """S8: those without a label, all, and the labels that were named for the first time in the last 30 days."""
    scope = Scope(account, preset_period(Preset.LAST_30_DAYS, local_day(now, account.zone), zone=account.zone))
    rows = DayCount.objects.filter(account=account, day__gte=scope.period.first, day__lte=scope.period.last)
    counted = dict(rows.values_list("label_id").annotate(all=Sum(IN_ALL)).order_by())
    fresh = Label.objects.filter(account=account, named_at__gte=now - NEW).order_by("-named_at", "name")[:MOST_LABELS]

    def labelled(topic: Topic) -> Labelled:
        return Labelled(topic.name, counted.get(topic.id, 0), scope.with_(topics=(topic,)).href())

    return labelled(Topic(NO_LABEL, "")), sum(counted.values()), (labelled(Topic.of(label)) for label in fresh)

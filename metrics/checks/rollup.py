"""The rollup is what the rows give; every way to cut it adds up to the same."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Count, Max, Min

from conversations.days import day_start, local_day
from conversations.models import Account
from conversations.periods import MOST_DAYS, Bucket, Period, bucket_choices, previous
from conversations.scope import Scope
from conversations.vocabulary import Channel, Status
from metrics.queries import Group, Tally, volume

_COUNTERS = [f"n_{status}" for status in Status]
Key = tuple[date, str, int]


def rollup_is_rows(account: Account, _now: datetime) -> Iterator[str]:
    """Cell by cell: a day, a channel, a label, a status."""
    rows: dict[Key, dict[str, int]] = {}
    counted = account.conversations.counted().values_list("day", "channel", "label_id", "status")
    for day, channel, label, status, count in counted.annotate(Count("pk")).order_by():
        rows.setdefault((day, channel, label or 0), dict.fromkeys(_COUNTERS, 0))[f"n_{status}"] += count
    kept = {
        (day, channel, label): dict(zip(_COUNTERS, counters, strict=True))
        for day, channel, label, *counters in account.daycounts.values_list("day", "channel", "label_id", *_COUNTERS)
    }
    for key in sorted(rows.keys() | kept.keys()):
        if rows.get(key) != kept.get(key):
            cell = f"{key[0]} {key[1]}, label {key[2]}"
            yield f"{cell}: the rollup has {_sum(kept.get(key))}, the rows {_sum(rows.get(key))}"


def _sum(counters: dict[str, int] | None) -> str:
    return ", ".join(f"{count} {name[2:]}" for name, count in counters.items() if count) if counters else "none"


def days_are_local(account: Account, _now: datetime) -> Iterator[str]:
    """T2, T6: the stored day of each conversation is that of its start in the account's zone."""
    ends = account.conversations.visible().values_list("day").annotate(first=Min("started_at"), last=Max("started_at"))
    for day, *starts in ends.order_by("day"):
        for at in starts:
            if at < day_start(day, account.zone) or local_day(at, account.zone) != day:
                yield f"a conversation started {at.isoformat()} is counted on {day}"
                break


def parts_are_total(account: Account, now: datetime) -> Iterator[str]:
    """K1: channel by channel, status by status, the parts are as many as there are rows."""
    scope = whole(account)
    if scope is None:
        return
    total = scope.conversations().count()
    for name, narrowed in (
        ("channels", [scope.with_(channels=(channel,)) for channel in Channel]),
        ("statuses", [scope.with_(statuses=(status,)) for status in Status]),
    ):
        parts = sum(_read(each, Bucket.MONTH, Group.STATUS, now).total for each in narrowed)
        if parts != total:
            yield f"the {name} are {parts} together, the rows {total}"


def bars_are_total(account: Account, now: datetime) -> Iterator[str]:
    """T5: whatever the bars are of and however long, they are as many as there are rows."""
    scope = whole(account)
    if scope is None:
        return
    for each in (scope, scope.on_days(scope.period.last, scope.period.last)):
        total = each.conversations().count()
        for bucket in bucket_choices(each.period):
            for group in Group:
                bars = sum(map(sum, _read(each, bucket, group, now).parts().values()))
                if bars != total:
                    yield f"{_days(each)} by {group} and {bucket}: the bars are {bars} together, the rows {total}"


def whole(account: Account) -> Scope | None:
    """All that there is, up to the last day with a conversation; None of an empty account."""
    ends = account.conversations.counted().aggregate(first=Min("started_at"), last=Max("started_at"))
    if ends["first"] is None:
        return None
    first, last = (local_day(at, account.zone) for at in ends.values())
    first = max(first, date.fromordinal(last.toordinal() - MOST_DAYS + 1))
    return Scope(account, Period(first, last, account.zone))


def _read(scope: Scope, bucket: Bucket, group: Group, now: datetime) -> Tally:
    return volume(scope, bucket=bucket, group=group, comparison=previous(scope.period, now=now))


def _days(scope: Scope) -> str:
    return f"{scope.period.first} to {scope.period.last}"

"""The rollup is what the rows give; every way to cut it adds up to the same."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db.models import Max, Min
from django.utils.translation import gettext_noop

from conversations.days import day_start, local_day
from conversations.faults import Fault, fault
from conversations.models import Account
from conversations.periods import MOST_DAYS, Bucket, Period, bucket_choices, previous
from conversations.record.rollups import ROLLUPS, rows_give
from conversations.scope import Scope
from conversations.vocabulary import Channel, Status
from metrics.queries import Group, Tally, volume


def rollup_is_rows(account: Account, _now: datetime) -> Iterator[Fault]:
    """Cell by cell: conversations, orders and credits, each by what it is counted by."""
    for rollup in ROLLUPS:
        rows, kept = rows_give(account, rollup), rollup.stored(account)
        for key in sorted(rows.keys() | kept.keys()):
            if rows.get(key) != kept.get(key):
                cell = ", ".join(f"{name} {value}" for name, value in zip(rollup.keys, key, strict=True))
                told = [_told(rollup.counters, counted.get(key)) for counted in (kept, rows)]
                words = gettext_noop("%(cell)s: counted were %(kept)s, the rows are %(rows)s")
                yield fault(words, cell=f"{rollup.model.__name__} {cell}", kept=told[0], rows=told[1])


def _told(names: Sequence[str], counters: Sequence[int] | None) -> str:
    named = zip(names, counters or (), strict=False)
    return ", ".join(f"{count} {name.removeprefix('n_')}" for name, count in named if count) or "none"


def days_are_local(account: Account, _now: datetime) -> Iterator[Fault]:
    """T2, T6: the stored day of each conversation and order is that of its start, or placing, in the account's zone."""
    for words, rows, column in (
        (
            gettext_noop("a conversation started %(at)s is counted on %(day)s"),
            account.conversations.visible(),
            "started_at",
        ),
        (gettext_noop("an order placed %(at)s is counted on %(day)s"), account.orders.all(), "occurred_at"),
    ):
        ends = rows.values_list("day").annotate(first=Min(column), last=Max(column))
        for day, *moments in ends.order_by("day"):
            for at in moments:
                if at < day_start(day, account.zone) or local_day(at, account.zone) != day:
                    yield fault(words, at=at.isoformat(), day=day)
                    break


def parts_are_total(account: Account, now: datetime) -> Iterator[Fault]:
    """K1: channel by channel, status by status, the parts are as many as there are rows."""
    scope = whole(account)
    if scope is None:
        return
    total = scope.conversations().count()
    channels = [scope.with_(channels=(channel,)) for channel in Channel]
    statuses = [scope.with_(statuses=(status,)) for status in Status]
    for words, narrowed in (
        (gettext_noop("the channels are %(parts)s together, the rows %(total)s"), channels),
        (gettext_noop("the statuses are %(parts)s together, the rows %(total)s"), statuses),
    ):
        parts = sum(_read(each, Bucket.MONTH, Group.STATUS, now).total for each in narrowed)
        if parts != total:
            yield fault(words, parts=parts, total=total)


def bars_are_total(account: Account, now: datetime) -> Iterator[Fault]:
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
                    cut = f"{_days(each)}, {group}, {bucket}"
                    words = gettext_noop("%(cut)s: the bars are %(bars)s together, the rows %(total)s")
                    yield fault(words, cut=cut, bars=bars, total=total)


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

"""What a number leads to is what it counts: lists, files and credited orders of the last days with data."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils.translation import gettext_noop

from conversations.faults import Fault, fault
from conversations.models import Account, Credit
from conversations.periods import auto_bucket
from conversations.scope import Scope
from conversations.vocabulary import TouchKind
from metrics.api.conversations import csv_ids
from metrics.checks.rollup import whole
from metrics.definitions import METRICS, Unit
from metrics.overview import read_overview
from metrics.queries import Group

DAYS = timedelta(days=30)
MOST_ROWS = 50_000


def list_is_card(account: Account, now: datetime) -> Iterator[Fault]:
    """K5: for each number that counts conversations the list behind it has as many rows."""
    scope = _latest(account)
    if scope is None:
        return
    page = read_overview(scope, bucket=auto_bucket(scope.period), group=Group.STATUS, now=now)
    for metric in METRICS.values():
        rows = metric.rows_in(scope)
        counts_rows = metric.unit in (Unit.COUNT, Unit.RATE, Unit.SECONDS) and metric.part_unit is Unit.COUNT
        if rows is None or rows.touches or rows.basis is not scope.basis or not counts_rows:
            continue
        shown, listed = metric.part(page.figures), rows.conversations().count()
        if shown != listed:
            words = gettext_noop("%(metric)s: the card counts %(shown)s, the list has %(listed)s")
            yield fault(words, metric=metric.key, shown=shown, listed=listed)


def csv_is_list(account: Account, _now: datetime) -> Iterator[Fault]:
    """The rows of the file, as it is written, are those of the list."""
    scope = _latest(account, days=timedelta(days=1))
    if scope is None:
        return
    listed = list(scope.conversations().order_by("pk").values_list("pk", flat=True)[:MOST_ROWS])
    written = sorted(csv_ids(scope.conversations()))[:MOST_ROWS]
    if listed != written:
        words = gettext_noop("%(day)s: the list has %(listed)s rows, the file %(written)s, or others")
        yield fault(words, day=scope.period.last, listed=len(listed), written=len(written))


def credits_are_sales(account: Account, now: datetime) -> Iterator[Fault]:
    """K4, A1, A5: sales are the totals of the credited orders; each order lies in its window and has one shopper."""
    scope = _latest(account)
    if scope is not None:
        page = read_overview(scope, bucket=auto_bucket(scope.period), group=Group.STATUS, now=now)
        own = [order.total_minor for order in scope.orders() if order.currency == account.currency]
        if (page.figures.orders, page.figures.sales_minor) != (len(own), sum(own)):
            words = gettext_noop(
                "the card has %(orders)s orders of %(minor)s minor units, the list %(listed)s of %(listed_minor)s"
            )
            shown = {"orders": page.figures.orders, "minor": page.figures.sales_minor}
            yield fault(words, **shown, listed=len(own), listed_minor=sum(own))
    rows = Credit.objects.filter(account=account)
    bad = Q(order__occurred_at__lt=F("touch__occurred_at")) | Q(touch__kind=TouchKind.ADDED_TO_CART)
    bad |= Q(order__occurred_at__lt=F("window_start")) | Q(touch__profile__isnull=True)
    bad |= ~Q(order__profile=F("touch__profile")) | ~Q(conversation=F("touch__conversation"))
    for order_id in rows.filter(bad).values_list("order_id", flat=True):
        words = gettext_noop("order %(order)s is credited to a touch that cannot have earned it")
        yield fault(words, order=order_id)


def _latest(account: Account, *, days: timedelta = DAYS) -> Scope | None:
    scope = whole(account)
    if scope is None:
        return None
    last = scope.period.last
    return scope.on_days(max(scope.period.first, last - days + timedelta(days=1)), last)

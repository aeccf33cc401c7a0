"""The orders placed in a period: those that the agent earned, all that the shop sold, and what was left out and why.

What is counted as earned is `Scope.is_credited`, as on the Overview and in the API (K5). Money in minor units (A6).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Count, Q, Sum

from conversations.record.rollups import net_minor
from conversations.scope import Scope
from metrics.queries.sales import Revenue, earned_by_days


class LeftOut(StrEnum):
    """Why an order that was placed in the period is not in the sum; every order has at most one of these reasons."""

    OTHER_CURRENCY = "other_currency"
    FILTERED = "filtered"
    NO_TOUCH = "no_touch"
    NO_IDENTITY = "no_identity"
    TEST = "test"


@dataclass(slots=True)
class Sold:
    """`earned` and `shop_minor` are in the account's currency; credited orders in another one are `elsewhere`."""

    placed: int = 0
    earned: Revenue = field(default_factory=Revenue)
    shop_minor: int = 0
    elsewhere: dict[str, Revenue] = field(default_factory=dict)
    left_out: dict[LeftOut, int] = field(default_factory=lambda: dict.fromkeys(LeftOut, 0))

    @property
    def reasons(self) -> Mapping[LeftOut, int]:
        return {why: orders for why, orders in self.left_out.items() if orders}


def sold(scope: Scope) -> Sold:
    """All orders placed in the window of the scope, each either earned or left out."""
    found, own = Sold(), scope.account.currency
    rows = _by_days(scope) if scope.has_sales_rolled_up else _rows(scope)
    for currency, test, placed, shop_minor, orders, gross, net, credited, unknown in rows:
        found.placed += placed
        if test:
            found.left_out[LeftOut.TEST] += placed
            continue
        found.left_out[LeftOut.FILTERED] += credited - orders
        found.left_out[LeftOut.NO_IDENTITY] += unknown
        found.left_out[LeftOut.NO_TOUCH] += placed - credited - unknown
        if currency == own:
            found.earned, found.shop_minor = Revenue(orders, int(gross), int(net)), int(shop_minor)
        elif orders:
            found.elsewhere[currency] = Revenue(orders, int(gross), int(net))
            found.left_out[LeftOut.OTHER_CURRENCY] += orders
    return found


_Row = tuple[str, bool, int, int, int, int, int, int, int]
"""Currency, whether they are tests; orders placed, their total; those that count, gross, net; credited, unknown."""


def _by_days(scope: Scope) -> Iterable[_Row]:
    """From the rollups."""
    first, last = scope.period.first, scope.period.last
    names = ("placed", "tests", "unknown", "total_minor", "credited", "gross_minor", "net_minor")
    days = scope.account.dayorders.on_days(first, last).values_list("currency").order_by("currency")
    found = list(days.annotate(**{f"sum_{name}": Sum(name) for name in names}))
    filtered = dict[str, Revenue]()
    for _, currency, *earned, _ in earned_by_days(scope, first, last) if scope.is_filtered else ():
        filtered[currency] = filtered.get(currency, Revenue()) + Revenue(*map(int, earned))
    for currency, placed, tests, unknown, shop_minor, credited, gross, net in found:
        whole = Revenue(credited, int(gross), int(net))
        counted = filtered.get(currency, Revenue()) if scope.is_filtered else whole
        sums = (counted.orders, counted.gross_minor, counted.net_minor)
        yield currency, False, placed, int(shop_minor), *sums, credited, unknown
        yield currency, True, tests, 0, 0, 0, 0, 0, 0


def _rows(scope: Scope) -> Iterable[_Row]:
    start, end = scope.window
    counted = scope.is_credited()
    rows = scope.account.orders.filter(occurred_at__gte=start, occurred_at__lt=end).values_list("currency", "test")
    sums = rows.annotate(
        placed=Count("pk"),
        shop=Sum("total_minor"),
        orders=Count("pk", filter=counted),
        gross=Sum("total_minor", filter=counted, default=0),
        net=Sum(net_minor(), filter=counted, default=0),
        credited=Count("pk", filter=Q(credit__isnull=False)),
        unknown=Count("pk", filter=Q(credit__isnull=True, profile__isnull=True)),
    )
    return list(sums.order_by("currency", "test"))

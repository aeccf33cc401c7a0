"""K6: until when sales can still change. Those of conversations: `charts.unsettled`."""

from datetime import datetime

from conversations.in_words import until_in_words
from conversations.models import Order
from conversations.scope import Scope


def sales_settle_at(scope: Scope, *, now: datetime) -> datetime | None:
    """When the last sale that there can be by now settles; None if all those of the period have."""
    period, longest = scope.period, scope.account.longest_window
    settles = min(period.end, now) + longest
    return settles if period.start <= now < settles else None


def sales_settle(scope: Scope, *, now: datetime) -> str:
    """In words; nothing if they have."""
    settles = sales_settle_at(scope, now=now)
    return until_in_words(settles) if settles else ""


def order_settles(order: Order, *, now: datetime) -> str:
    """In words, of one order: nothing if it has."""
    settles = order.occurred_at + order.account.longest_window
    return until_in_words(settles) if now < settles else ""

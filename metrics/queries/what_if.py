"""What-if: the orders of a scope under other windows for clicks and the other anchor, beside what is set (A1, A2)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import connection

from conversations.crediting import DEFAULT_WINDOWS, Settings, Window
from conversations.scope import Scope
from conversations.vocabulary import Anchor, TouchKind
from metrics.queries.earned import earned, placed_between
from metrics.queries.sales import Revenue

CLICKS = frozenset({TouchKind.PRODUCT_CARD_CLICKED, TouchKind.LINK_CLICKED})
WINDOWS = (timedelta(hours=1), timedelta(hours=24), timedelta(days=7))


MOST_ORDERS = {"postgresql": 20_000, "sqlite": 5_000}
"""Orders of a period that are judged while somebody waits, six times: two seconds or so (docs/performance.md)."""


def most_orders() -> int:
    return MOST_ORDERS.get(connection.vendor, 5_000)


@dataclass(frozen=True, slots=True)
class Variant:
    """All clicks have this window; which touch points are on, and the windows of the others, is as set."""

    hours: int
    received: Revenue
    touch: Revenue


def what_if(scope: Scope, settings: Settings) -> Sequence[Variant]:
    """Three windows by two anchors, each judged by the rule over all orders that were placed in the scope's window."""
    return [
        Variant(
            window // timedelta(hours=1),
            received=_under(scope, replace(_with_clicks(settings, window), anchor=Anchor.RECEIVED)),
            touch=_under(scope, replace(_with_clicks(settings, window), anchor=Anchor.TOUCH)),
        )
        for window in WINDOWS
    ]


def _under(scope: Scope, settings: Settings) -> Revenue:
    asked = scope.account.conversations.filter(scope.filters()) if scope.is_filtered else None
    return earned(scope.account, settings, orders=placed_between(*scope.window), conversations=asked).total


def _with_clicks(settings: Settings, length: timedelta) -> Settings:
    windows = {}
    for point in DEFAULT_WINDOWS:
        own = settings.window(point)
        assert own is not None
        windows[point] = Window(own.enabled, length) if point.kind in CLICKS else own
    return replace(settings, windows=windows)

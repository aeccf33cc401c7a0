"""K1–K4 and the numbers beside them: what each is called, means, is made of, and which rows it counts.

Cards, exports, the API and the page of definitions all take their words and their arithmetic from these objects, so
that what a number says it is and what it is cannot differ. No query here: `queries` fills in the `Figures`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conversations.scope import Basis
from conversations.vocabulary import Status, TouchKind

ABSENT = "–"
"""What is shown for a number that is not there: never 0, never 0 %."""

FEW = 30
"""K7: with fewer than so many conversations a rate shows its fraction first."""


class Unit(StrEnum):
    COUNT = "count"
    RATE = "rate"  # 0 to 1
    MONEY = "money"  # minor units of the account's currency
    SECONDS = "seconds"


class Better(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted in one scope and one window. Money in minor units of the account's currency (A6)."""

    by_status: Mapping[Status, int] = field(default_factory=dict)
    orders: int = 0
    sales_minor: int = 0
    sales_net_minor: int = 0
    shop_sales_minor: int = 0
    by_touch: Mapping[TouchKind, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """K1. The four statuses add up to it."""
        return sum(self.by_status.values())

    @property
    def open(self) -> int:
        """K6: those whose status is not settled."""
        return self.by_status.get(Status.OPEN, 0)


Count = Callable[[Figures], int]


@dataclass(frozen=True, slots=True)
class Metric:
    """One number. `part` alone is a count or a sum; with `whole` it is the share or the average part / whole.

    `rows` are the changes to a scope that leave exactly the rows counted; None where no list of conversations can show
    them. `rule` is the short name in the rules.
    """

    key: str
    rule: str
    name: Promise
    sentence: Promise
    formula: Promise
    unit: Unit
    better: Better
    part: Count
    whole: Count | None = None
    rows: Mapping[str, Any] | None = None

    def value(self, figures: Figures) -> int | float | None:
        """None where there is nothing to divide by: then nothing is known, which is not 0."""
        if self.whole is None:
            return self.part(figures)
        whole = self.whole(figures)
        if not whole:
            return None
        if self.unit is Unit.MONEY:
            return _rounded(self.part(figures), whole)
        return self.part(figures) / whole


def _rounded(amount: int, parts: int) -> int:
    """amount / parts in whole minor units, half away from zero, without a float."""
    sign = -1 if amount < 0 else 1
    return sign * ((2 * abs(amount) + parts) // (2 * parts))


def _of(status: Status) -> Count:
    return lambda figures: figures.by_status.get(status, 0)


def _touches(kind: TouchKind) -> Count:
    return lambda figures: figures.by_touch.get(kind, 0)


def _total(figures: Figures) -> int:
    return figures.total


def _with(**changes: Any) -> Mapping[str, Any]:
    return MappingProxyType(changes)


TOTAL_VOLUME = Metric(
    key="total_volume",
    rule="K1",
    name=_("Total volume"),
    sentence=_(
        "Conversations that were started in the period. A conversation is one whole thread, never a single question."
    ),
    formula=_("conversations started"),
    unit=Unit.COUNT,
    better=Better.NEITHER,
    part=_total,
    rows=_with(),
)
RESOLVED_RATE = Metric(
    key="resolved_rate",
    rule="K2",
    name=_("Resolved by AI"),
    sentence=_(
        "The share of all conversations in which the agent had the last word, nobody from the team was needed, and "
        "which are closed. Open and ended ones stay in the whole."
    ),
    formula=_("resolved by AI ÷ conversations started"),
    unit=Unit.RATE,
    better=Better.HIGHER,
    part=_of(Status.RESOLVED),
    whole=_total,
    rows=_with(statuses=(Status.RESOLVED,)),
)
NOT_RESOLVED_RATE = Metric(
    key="not_resolved_rate",
    rule="K3",
    name=_("Not resolved by AI"),
    sentence=_(
        "The share of all conversations that were handed off: the shopper accepted to be put through to the team, or "
        "the custom closing message was shown. An offer alone is no handoff."
    ),
    formula=_("handed off ÷ conversations started"),
    unit=Unit.RATE,
    better=Better.LOWER,
    part=_of(Status.NOT_RESOLVED),
    whole=_total,
    rows=_with(statuses=(Status.NOT_RESOLVED,)),
)
SALES = Metric(
    key="sales",
    rule="K4",
    name=_("AI-generated sales"),
    sentence=_(
        "The totals of the orders placed in the period that are credited to a conversation, before refunds and "
        "cancellations. Orders in another currency are listed apart. It can still change while an order is younger "
        "than the longest window."
    ),
    formula=_("totals of credited orders"),
    unit=Unit.MONEY,
    better=Better.HIGHER,
    part=lambda figures: figures.sales_minor,
    rows=_with(basis=Basis.ORDER),
)
ORDERS = Metric(
    key="orders",
    rule="K4",
    name=_("Orders"),
    sentence=_("Orders placed in the period that are credited to a conversation, each of them once."),
    formula=_("credited orders"),
    unit=Unit.COUNT,
    better=Better.HIGHER,
    part=lambda figures: figures.orders,
    rows=_with(basis=Basis.ORDER),
)
AVERAGE_ORDER_VALUE = Metric(
    key="average_order_value",
    rule="K4",
    name=_("Average order value"),
    sentence=_("What a credited order is worth on average, before refunds and cancellations."),
    formula=_("AI-generated sales ÷ credited orders"),
    unit=Unit.MONEY,
    better=Better.HIGHER,
    part=lambda figures: figures.sales_minor,
    whole=lambda figures: figures.orders,
    rows=_with(basis=Basis.ORDER),
)
SALES_NET = Metric(
    key="sales_net",
    rule="K4",
    name=_("Net sales"),
    sentence=_("AI-generated sales without what was refunded, and without the orders that were cancelled."),
    formula=_("AI-generated sales, less refunds and cancelled orders"),
    unit=Unit.MONEY,
    better=Better.HIGHER,
    part=lambda figures: figures.sales_net_minor,
    rows=_with(basis=Basis.ORDER),
)
SALES_SHARE = Metric(
    key="sales_share",
    rule="K4",
    name=_("Share of shop sales"),
    sentence=_("How much of everything that the shop sold in the period is credited to conversations."),
    formula=_("AI-generated sales ÷ all sales of the shop"),
    unit=Unit.RATE,
    better=Better.HIGHER,
    part=lambda figures: figures.sales_minor,
    whole=lambda figures: figures.shop_sales_minor,
    rows=_with(basis=Basis.ORDER),
)
ADD_TO_CARTS = Metric(
    key="add_to_carts",
    rule="K4",
    name=_("Add to carts"),
    sentence=_("How often something was put into the cart because of these conversations. Bots do not count."),
    formula=_("products added to a cart"),
    unit=Unit.COUNT,
    better=Better.HIGHER,
    part=_touches(TouchKind.ADDED_TO_CART),
    rows=_with(touches=(TouchKind.ADDED_TO_CART,)),
)
LINK_CLICKS = Metric(
    key="link_clicks",
    rule="K4",
    name=_("Link clicks"),
    sentence=_("How often a link in a message of these conversations was clicked. Bots do not count."),
    formula=_("clicks on links"),
    unit=Unit.COUNT,
    better=Better.HIGHER,
    part=_touches(TouchKind.LINK_CLICKED),
    rows=_with(touches=(TouchKind.LINK_CLICKED,)),
)
PRODUCT_CARD_CLICKS = Metric(
    key="product_card_clicks",
    rule="K4",
    name=_("Product card clicks"),
    sentence=_("How often a product that the agent showed in these conversations was clicked. Bots do not count."),
    formula=_("clicks on product cards"),
    unit=Unit.COUNT,
    better=Better.HIGHER,
    part=_touches(TouchKind.PRODUCT_CARD_CLICKED),
    rows=_with(touches=(TouchKind.PRODUCT_CARD_CLICKED,)),
)

HEADLINES = (TOTAL_VOLUME, RESOLVED_RATE, NOT_RESOLVED_RATE, SALES)
BESIDE = (ADD_TO_CARTS, LINK_CLICKS, PRODUCT_CARD_CLICKS, AVERAGE_ORDER_VALUE, SALES_NET, SALES_SHARE)
METRICS: Mapping[str, Metric] = MappingProxyType({metric.key: metric for metric in (*HEADLINES, ORDERS, *BESIDE)})

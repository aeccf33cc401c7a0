"""K4: what the shop sold because of the agent. Money in minor units of the account's currency (A6)."""

from django.utils.translation import gettext_lazy as _

from conversations.scope import Basis
from metrics.definitions.metric import Better, Metric, Unit, with_

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
    part_unit=Unit.MONEY,
    rows=with_(basis=Basis.ORDER),
    page="metrics:sales",
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
    rows=with_(basis=Basis.ORDER),
    page="metrics:sales",
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
    part_unit=Unit.MONEY,
    whole=lambda figures: figures.orders,
    rows=with_(basis=Basis.ORDER),
    page="metrics:sales",
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
    part_unit=Unit.MONEY,
    rows=with_(basis=Basis.ORDER),
    page="metrics:sales",
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
    part_unit=Unit.MONEY,
    whole=lambda figures: figures.shop_sales_minor,
    whole_unit=Unit.MONEY,
    rows=with_(basis=Basis.ORDER),
    page="metrics:sales",
)

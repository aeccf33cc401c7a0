"""K1–K4 and the numbers beside them: what each is called, means, is made of, and which rows it counts.

Cards, exports, the API and the page of definitions all take their words and their arithmetic from these objects, so
that what a number says it is and what it is cannot differ. No query here: `queries` fills in the `Figures`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from metrics.definitions.clicks import ADD_TO_CARTS, LINK_CLICKS, PRODUCT_CARD_CLICKS
from metrics.definitions.conversations import NOT_RESOLVED_RATE, RESOLVED_RATE, TOTAL_VOLUME
from metrics.definitions.metric import ABSENT, FEW, Better, Count, Figures, Metric, Unit
from metrics.definitions.sales import AVERAGE_ORDER_VALUE, ORDERS, SALES, SALES_NET, SALES_SHARE
from metrics.definitions.service import (
    CAME_BACK_RATE,
    FIRST_REPLY_MEDIAN,
    FIRST_REPLY_P90,
    HANDOFFS_NOT_ACCEPTED,
    RATING,
    RATINGS,
)

__all__ = [
    "ABSENT",
    "ADD_TO_CARTS",
    "AVERAGE_ORDER_VALUE",
    "CAME_BACK_RATE",
    "FEW",
    "FIRST_REPLY_MEDIAN",
    "FIRST_REPLY_P90",
    "HANDOFFS_NOT_ACCEPTED",
    "LINK_CLICKS",
    "METRICS",
    "NOT_RESOLVED_RATE",
    "ORDERS",
    "PRODUCT_CARD_CLICKS",
    "RATING",
    "RATINGS",
    "RESOLVED_RATE",
    "SALES",
    "SALES_NET",
    "SALES_SHARE",
    "TOTAL_VOLUME",
    "Better",
    "Count",
    "Figures",
    "Metric",
    "Unit",
]

HEADLINES = (TOTAL_VOLUME, RESOLVED_RATE, NOT_RESOLVED_RATE, SALES)
OF_SALES = (AVERAGE_ORDER_VALUE, SALES_NET, SALES_SHARE)
"""Known with the headlines: they are read from the same orders."""
OF_ROWS = (
    *(FIRST_REPLY_MEDIAN, FIRST_REPLY_P90, CAME_BACK_RATE, HANDOFFS_NOT_ACCEPTED, RATING),
    *(ADD_TO_CARTS, LINK_CLICKS, PRODUCT_CARD_CLICKS),
)
"""No rollup holds them: they are read from every conversation of the period, in a moment of their own if it is long."""
BESIDE = (*OF_ROWS, *OF_SALES)
METRICS: Mapping[str, Metric] = MappingProxyType(
    {metric.key: metric for metric in (*HEADLINES, ORDERS, *BESIDE, RATINGS)}
)

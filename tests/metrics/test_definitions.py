"""K1–K4 as arithmetic: what each number is of figures that are given, and that it is absent where nothing is known."""

import pytest
from django.http import QueryDict

from conversations.models import Account
from conversations.periods import Bucket, Period
from conversations.vocabulary import Status, TouchKind, Trait
from metrics.definitions import METRICS, Figures
from metrics.filters import OverviewFilter
from tests.make import NOW

COUNTED = Figures(
    by_status={Status.RESOLVED: 6, Status.NOT_RESOLVED: 3, Status.OPEN: 1, Status.CLOSED: 2},
    orders=4,
    sales_minor=10_002,
    sales_net_minor=-500,
    shop_sales_minor=40_008,
    by_touch={TouchKind.ADDED_TO_CART: 5, TouchKind.LINK_CLICKED: 7, TouchKind.PRODUCT_CARD_CLICKED: 9},
    by_trait={Trait.REPLIED: 8, Trait.RATED: 2, Trait.OFFER_NOT_ACCEPTED: 1, Trait.CAME_BACK: 11},
    resolved_came_back=3,
    ratings_sum=9,
    first_reply_seconds={0.5: 61.5, 0.9: 300.0},
)
VALUES: dict[str, tuple[float, float | None]] = {
    "total_volume": (12, 0),
    "resolved_rate": (6 / 12, None),
    "not_resolved_rate": (3 / 12, None),
    "sales": (10_002, 0),
    "orders": (4, 0),
    "average_order_value": (2501, None),  # 2500.5, away from zero
    "sales_net": (-500, 0),
    "sales_share": (0.25, None),
    "first_reply_seconds": (61.5, None),
    "first_reply_seconds_p90": (300.0, None),
    "came_back_rate": (3 / 6, None),
    "handoffs_not_accepted": (1, 0),
    "rating": (4.5, None),
    "ratings": (2, 0),
    "add_to_carts": (5, 0),
    "link_clicks": (7, 0),
    "product_card_clicks": (9, 0),
}
"""By the name of the number: what it is of `COUNTED`, and of nothing."""


def test_each_number_is_tried_here() -> None:
    assert VALUES.keys() == METRICS.keys()


@pytest.mark.parametrize("key", VALUES)
def test_k1_to_k4_a_number_is_what_its_parts_make_it_and_absent_without_a_whole(key: str) -> None:
    assert (METRICS[key].value(COUNTED), METRICS[key].value(Figures())) == VALUES[key]


@pytest.mark.parametrize(
    ("query", "days", "bucket"),
    [
        ("", 1, Bucket.HOUR),
        ("bucket=auto", 31, Bucket.DAY),
        ("bucket=hour", 31, Bucket.HOUR),
        ("bucket=hour", 32, Bucket.DAY),  # too long for hours: as if none had been chosen
        ("bucket=day", 93, Bucket.DAY),
        ("bucket=month", 1, Bucket.MONTH),
    ],
)
def test_t5_the_reader_chooses_the_bars_among_those_that_can_be_drawn(query: str, days: int, bucket: Bucket) -> None:
    account = Account(timezone="Europe/Stockholm")
    first = NOW.date()
    filters = OverviewFilter(QueryDict(query), account=account, now=NOW)
    assert filters.form.is_valid()
    period = Period(first, first.fromordinal(first.toordinal() + days - 1), account.zone)
    assert filters.chosen_bucket(period) is bucket

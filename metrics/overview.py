"""The Overview: everything on it is about one scope, read as of one moment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, ngettext

from conversations.in_words import until_in_words
from conversations.models import DayNote
from conversations.periods import Bucket, Comparison, previous
from conversations.scope import Scope, Topic
from conversations.vocabulary import Status
from conversations.wording import STATUS
from metrics.cards import card, small
from metrics.charts import BUCKET, chart, settled_at
from metrics.definitions import (
    AVERAGE_ORDER_VALUE,
    BESIDE,
    FIRST_REPLY_MEDIAN,
    FIRST_REPLY_P90,
    NOT_RESOLVED_RATE,
    OF_SALES,
    RESOLVED_RATE,
    SALES,
    TOTAL_VOLUME,
    Figures,
)
from metrics.queries import (
    Group,
    LiveState,
    Otherwise,
    Sales,
    Tally,
    live_state,
    sales,
    service,
    touch_counts,
    volume,
)
from metrics.settling import sales_settle
from metrics.templatetags.figures import count, whole_money


@dataclass(frozen=True, slots=True)
class Overview:
    """What was read for the page. `now` is the instant it is as of.

    `otherwise` is None, and of the `figures` those are 0 that no rollup holds, unless they were read as well.
    """

    scope: Scope
    bucket: Bucket
    comparison: Comparison
    tally: Tally
    sales: Sales
    figures: Figures
    before: Figures
    otherwise: Otherwise | None
    live: LiveState
    now: datetime


def read_overview(
    scope: Scope, *, bucket: Bucket, group: Group, now: datetime, most_rows: int | None = None
) -> Overview:
    """With more than `most_rows` conversations, what has to be read from each of them is left to `read_rest`."""
    comparison = previous(scope.period, now=now)
    tally = volume(scope, bucket=bucket, group=group, comparison=comparison)
    sold = sales(scope, spans=tally.spans, comparison=comparison)
    page = Overview(
        scope=scope,
        bucket=bucket,
        comparison=comparison,
        tally=tally,
        sales=sold,
        figures=Figures(
            by_status=tally.by_status,
            orders=sold.now.orders,
            sales_minor=sold.now.gross_minor,
            sales_net_minor=sold.now.net_minor,
            shop_sales_minor=sold.shop_minor,
        ),
        before=Figures(by_status=tally.before, orders=sold.before.orders, sales_minor=sold.before.gross_minor),
        otherwise=None,
        live=live_state(scope.account),
        now=now,
    )
    return page if most_rows is not None and tally.total > most_rows else read_rest(page)


def read_rest(page: Overview) -> Overview:
    """`page` with what is read from every conversation of the period, one by one."""
    shares = [metric.quantile for metric in (FIRST_REPLY_MEDIAN, FIRST_REPLY_P90) if metric.quantile is not None]
    found = service(page.scope, shares=shares)
    figures = replace(
        page.figures,
        by_touch=touch_counts(page.scope),
        by_trait=found.by_trait,
        resolved_came_back=found.resolved_came_back,
        ratings_sum=found.ratings_sum,
        first_reply_seconds=found.first_reply_seconds,
    )
    return replace(page, figures=figures, otherwise=found.otherwise)


def cards(page: Overview) -> list[dict[str, Any]]:
    bars = [Figures(by_status=statuses) for statuses in page.tally.statuses()]
    curves: dict[str, list[float | None]] = {
        metric.key: [metric.value(bar) for bar in bars] for metric in (TOTAL_VOLUME, RESOLVED_RATE, NOT_RESOLVED_RATE)
    }
    curves[SALES.key] = [*page.sales.bars]
    return [
        card(
            metric,
            page.figures,
            page.before,
            scope=page.scope,
            spark=curves[metric.key],
            note=sales_note(page) if metric is SALES else "",
        )
        for metric in (TOTAL_VOLUME, RESOLVED_RATE, NOT_RESOLVED_RATE, SALES)
    ]


def sales_note(page: Overview) -> str:
    """143 orders · avg 1,293 kr; by A6 what is left out, currency by currency; by K6 until when it can change."""
    currency, orders = page.scope.account.currency, page.figures.orders
    parts = [ngettext("%(orders)s order", "%(orders)s orders", orders) % {"orders": count(orders)}]
    if orders:
        average = AVERAGE_ORDER_VALUE.value(page.figures)
        parts.append(gettext("avg %(amount)s") % {"amount": whole_money(average, currency)})  # type: ignore[arg-type]
    for other, revenue in sorted(page.sales.elsewhere.items()):
        left_out = {"amount": whole_money(revenue.gross_minor, other), "orders": count(revenue.orders)}
        parts.append(gettext("left out: %(orders)s for %(amount)s") % left_out)
    if settles := sales_settle(page.scope, now=page.now):
        parts.append(settles)
    return " · ".join(parts)


def figures_beside(page: Overview) -> list[dict[str, Any]]:
    """All of the small numbers; those of the orders alone as long as the others were not read."""
    return [small(metric, page.figures, scope=page.scope) for metric in (BESIDE if page.otherwise else OF_SALES)]


def strip(page: Overview) -> list[dict[str, Any]]:
    """The four parts that add up to the total; with a filter by status, those that it leaves."""
    return [
        {
            "token": status.value,
            "name": STATUS[status],
            "count": page.figures.by_status.get(status, 0),
            "href": page.scope.with_(statuses=(status,)).href(),
        }
        for status in page.scope.statuses or Status
    ]


def chart_part(page: Overview, topics: dict[int, Topic], notes: Sequence[DayNote] = ()) -> dict[str, Any]:
    """What components/chart.html takes."""
    settles = settled_at(page.scope, now=page.now)
    return {
        "chart": chart(
            page.tally,
            page.scope,
            bucket=page.bucket,
            topics=topics,
            pauses=page.live.pauses,
            now=page.now,
            notes=notes,
        ),
        "whole": page.tally.total,
        "bucket_name": BUCKET[page.bucket],
        "settles": until_in_words(settles) if settles else "",
    }

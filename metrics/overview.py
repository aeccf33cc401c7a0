"""The Overview: everything on it is about one scope, read as of one moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from conversations.in_words import until_in_words
from conversations.periods import Bucket, Comparison, previous
from conversations.scope import Scope, Topic
from conversations.vocabulary import ClosingThanks, Status
from conversations.wording import STATUS
from metrics.cards import card, small
from metrics.charts import BUCKET, chart, settled_at
from metrics.definitions import (
    AVERAGE_ORDER_VALUE,
    BESIDE,
    NOT_RESOLVED_RATE,
    RESOLVED_RATE,
    SALES,
    TOTAL_VOLUME,
    Figures,
)
from metrics.queries import Group, LiveState, Sales, Tally, Thanked, live_state, sales, thanked, touch_counts, volume
from metrics.templatetags.figures import count, percent, whole_money


@dataclass(frozen=True, slots=True)
class Overview:
    """What was read for the page. `now` is the instant it is as of."""

    scope: Scope
    bucket: Bucket
    comparison: Comparison
    tally: Tally
    sales: Sales
    figures: Figures
    before: Figures
    thanked: Thanked
    live: LiveState
    now: datetime


def read_overview(scope: Scope, *, bucket: Bucket, group: Group, now: datetime) -> Overview:
    comparison = previous(scope.period, now=now)
    tally = volume(scope, bucket=bucket, group=group, comparison=comparison)
    sold = sales(scope, spans=tally.spans, comparison=comparison)
    return Overview(
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
            by_touch=touch_counts(scope),
        ),
        before=Figures(by_status=tally.before, orders=sold.before.orders, sales_minor=sold.before.gross_minor),
        thanked=thanked(scope),
        live=live_state(scope.account),
        now=now,
    )


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
    """143 orders · avg 1,293 kr; and by A6 what is left out, currency by currency."""
    currency, orders = page.scope.account.currency, page.figures.orders
    parts = [ngettext("%(orders)s order", "%(orders)s orders", orders) % {"orders": count(orders)}]
    if orders:
        average = AVERAGE_ORDER_VALUE.value(page.figures)
        parts.append(gettext("avg %(amount)s") % {"amount": whole_money(average, currency)})  # type: ignore[arg-type]
    for other, revenue in sorted(page.sales.elsewhere.items()):
        left_out = {"amount": whole_money(revenue.gross_minor, other), "orders": count(revenue.orders)}
        parts.append(gettext("left out: %(orders)s for %(amount)s") % left_out)
    return " · ".join(parts)


def figures_beside(page: Overview) -> list[dict[str, Any]]:
    return [small(metric, page.figures, scope=page.scope) for metric in BESIDE]


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


def chart_part(page: Overview, topics: dict[int, Topic]) -> dict[str, Any]:
    """What components/chart.html takes."""
    settles = settled_at(page.scope, now=page.now)
    return {
        "chart": chart(
            page.tally, page.scope, bucket=page.bucket, topics=topics, pauses=page.live.pauses, now=page.now
        ),
        "whole": page.tally.total,
        "bucket_name": BUCKET[page.bucket],
        "settles": until_in_words(settles) if settles else "",
    }


THANKED: Mapping[ClosingThanks, Promise] = {
    ClosingThanks.STRICT: _(
        "%(thanked)s of the %(all)s that ended without resolution ended with the shopper’s thank-you. If a thank-you "
        "confirmed the answer, %(rate)s would be resolved by AI."
    ),
    ClosingThanks.CONFIRMS: _(
        "%(thanked)s of the %(all)s resolved ones were confirmed by the shopper’s thank-you. If the agent had to have "
        "the last word, %(rate)s would be resolved by AI."
    ),
}


def thanks_note(page: Overview) -> str:
    """S6b: how many ended with a thank-you, and what the rate would be under the other setting."""
    found, total, by_status = page.thanked, page.figures.total, page.figures.by_status
    if not found.conversations or not total or page.scope.statuses:
        return ""
    judged = Status.CLOSED if found.setting is ClosingThanks.STRICT else Status.RESOLVED
    return str(THANKED[found.setting]) % {
        "thanked": count(found.conversations),
        "all": count(by_status.get(judged, 0)),
        "rate": percent(found.resolved_otherwise(by_status.get(Status.RESOLVED, 0)) / total),
    }

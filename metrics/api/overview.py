"""`GET /api/v1/overview`: the four numbers, those beside them, and the chart, as the Overview page has them (K5)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from ninja import Router

from conversations.intake.api.bearer import BearerKey, account_of
from conversations.money import to_string
from conversations.periods import Comparison, Period
from conversations.scope import Topic
from conversations.snapshot import snapshot
from conversations.spreadsheets import utc
from conversations.vocabulary import Channel, Status
from metrics.api.answers import as_csv, as_json
from metrics.api.asking import CHART, FILTERS, described, scope_of, wants_csv
from metrics.api.shapes import OverviewAnswer
from metrics.charts import settled_at, unsettled
from metrics.definitions import (
    AVERAGE_ORDER_VALUE,
    METRICS,
    NOT_RESOLVED_RATE,
    ORDERS,
    RESOLVED_RATE,
    SALES,
    TOTAL_VOLUME,
    Figures,
    Metric,
    Unit,
)
from metrics.filters import OverviewFilter
from metrics.overview import Overview, read_overview
from metrics.queries import Group
from metrics.settling import sales_settle_at

router = Router(tags=["Numbers"])

COMPARED = (TOTAL_VOLUME, RESOLVED_RATE, NOT_RESOLVED_RATE, SALES, ORDERS, AVERAGE_ORDER_VALUE)
"""The metrics that are counted for the period before, too."""


class OverviewQuery(OverviewFilter):
    """`test` is taken as everywhere, and changes nothing: tests count in no number (S10)."""

    test = ChoiceFilter(label=_("Test conversations"), choices=[("include", "include")])


@router.get(
    "/overview",
    auth=BearerKey("read"),
    response=OverviewAnswer,
    by_alias=True,
    operation_id="read_overview",
    summary="The numbers of a period",
    openapi_extra=described(*FILTERS, *CHART),
)
def overview(request: HttpRequest) -> HttpResponseBase:
    """As on the Overview: rates from 0 to 1, or null where nothing was counted; money as decimal strings.

    As CSV: the bars of the chart.
    """
    account, now = account_of(request), timezone.now()
    with snapshot(account):
        filters = OverviewQuery(request.GET, account=account, now=now)
        scope, csv = scope_of(request, filters), wants_csv(request)
        bucket = filters.chosen_bucket(scope.period)
        page = read_overview(scope, bucket=bucket, group=filters.chosen_group, now=now)
        chart = _chart(page, {topic.id: topic for topic in filters.topics.values()})
    return _bars_as_csv(chart) if csv else as_json(_answer(page, chart))


def _answer(page: Overview, chart: Mapping[str, Any]) -> dict[str, Any]:
    account, comparison = page.scope.account, page.comparison
    return {
        "account": account.slug,
        "timezone": account.timezone,
        "currency": account.currency,
        "as_of": utc(page.now),
        "range": _range(page.scope.period),
        "previous": {**_range(comparison), "kpis": _kpis(page.before, COMPARED, account.currency)},
        "kpis": {
            **_kpis(page.figures, METRICS.values(), account.currency),
            "sales_in_other_currencies": [
                {"currency": currency, "orders": revenue.orders, "sales": to_string(revenue.gross_minor, currency)}
                for currency, revenue in sorted(page.sales.elsewhere.items())
            ],
        },
        "settles": {name: utc(at) if at else None for name, at in _settles(page).items()},
        "chart": chart,
    }


def _settles(page: Overview) -> Mapping[str, datetime | None]:
    return {
        "conversations": settled_at(page.scope, now=page.now),
        "sales": sales_settle_at(page.scope, now=page.now),
    }


def _range(period: Period | Comparison) -> dict[str, str]:
    return {
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "start": utc(period.start),
        "end": utc(period.end),
    }


def _kpis(figures: Figures, metrics: Sequence[Metric] | Any, currency: str) -> dict[str, int | float | str | None]:
    by_status = {status.value: figures.by_status.get(status, 0) for status in Status}
    return by_status | {metric.key: _value(metric, figures, currency) for metric in metrics}


def _value(metric: Metric, figures: Figures, currency: str) -> int | float | str | None:
    value = metric.value(figures)
    return to_string(int(value), currency) if metric.unit is Unit.MONEY and value is not None else value


def _chart(page: Overview, topics: Mapping[int, Topic]) -> dict[str, Any]:
    tally = page.tally
    parts = {_name(key, topics): bars for key, bars in tally.parts().items()}
    names = _all_names(page) or sorted(parts)
    none = [0] * len(tally.spans)
    can_change = unsettled(tally.spans, page.scope, now=page.now)
    return {
        "bucket": page.bucket.value,
        "group": tally.group.value,
        "buckets": [
            {
                "start": utc(span.start),
                "label": span.key,
                "settled": not can_change[index],
                "counts": {name: parts.get(name, none)[index] for name in names},
            }
            for index, span in enumerate(tally.spans)
        ],
    }


def _all_names(page: Overview) -> list[str]:
    """What can be in the bars, be there any or not; of labels only those that are."""
    match page.tally.group:
        case Group.CHANNEL:
            return [channel.value for channel in page.scope.channels or Channel]
        case Group.STATUS:
            return [status.value for status in page.scope.statuses or Status]
        case Group.LABEL:
            return []


def _name(key: Channel | Status | int, topics: Mapping[int, Topic]) -> str:
    """A label by its name; without one, empty."""
    return topics[key].name if isinstance(key, int) else key.value


def _bars_as_csv(chart: Mapping[str, Any]) -> HttpResponseBase:
    names = list(chart["buckets"][0]["counts"])
    return as_csv("overview", ["start", "label", "settled", *names], _bars(chart))


def _bars(chart: Mapping[str, Any]) -> Iterator[list[object]]:
    for bar in chart["buckets"]:
        yield [bar["start"], bar["label"], bar["settled"], *bar["counts"].values()]

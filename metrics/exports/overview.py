"""The Overview's numbers as a file for spreadsheets: what they are about, the numbers, and the bars they come from."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from conversations.money import to_decimal
from conversations.spreadsheets import csv_pieces, utc
from metrics.charts import BUCKET
from metrics.definitions import BESIDE, HEADLINES, OF_SALES, SALES, Metric, Unit
from metrics.overview import Overview
from metrics.settling import sales_settle_at

Row = Sequence[object]
_MARK = "\ufeff"
"""By it spreadsheet programs see that the file is UTF-8."""


def overview_file(page: Overview, chart: Mapping[str, Any], *, filters: str) -> HttpResponse:
    """`chart` is what the page draws; `filters` are those in force, in words."""
    period = page.scope.period
    name = f"overview-{page.scope.account.slug}-{period.first}-{period.last}.csv"
    text = _MARK + "".join(csv_pieces([_("Overview"), page.scope.account.name], _rows(page, chart, filters=filters)))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _rows(page: Overview, chart: Mapping[str, Any], *, filters: str) -> Iterator[Row]:
    yield from _about(page, filters)
    yield ()
    yield (_("Number"), _("Value"), _("Unit"), _("Part"), _("Of"), _("Before"), _("Remarks"))
    yield from (_number(metric, page) for metric in (*HEADLINES, *BESIDE))
    yield ()
    yield from _bars(page, chart)


def _about(page: Overview, filters: str) -> Iterator[Row]:
    account, period, before = page.scope.account, page.scope.period, page.comparison
    yield (_("Time zone"), account.timezone)
    yield (_("Currency"), account.currency)
    yield (_("Period"), str(period.first), str(period.last))
    yield (_("Compared with"), str(before.first), str(before.last), _until(page))
    yield (_("Filters"), filters or _("none"))
    yield (_("As of"), str(localtime(page.now, period.zone))[:19], utc(page.now))


def _until(page: Overview) -> str:
    """T4: a part day is compared with a part day."""
    end = page.comparison.end
    return f"< {localtime(end, page.comparison.zone):%Y-%m-%d %H:%M}" if page.comparison.is_part else ""


def _number(metric: Metric, page: Overview) -> Row:
    part, whole = (metric.part(page.figures), metric.whole(page.figures)) if metric.whole else (None, None)
    parts = [
        _plain(of, count, page.scope.account.currency)
        for of, count in ((metric.part_unit, part), (metric.whole_unit, whole))
    ]
    before = metric.value(page.before) if metric in HEADLINES else None
    currency = page.scope.account.currency
    values = [_plain(metric.unit, value, currency) for value in (metric.value(page.figures), before)]
    unit = currency if metric.unit is Unit.MONEY else metric.unit.value
    settles = sales_settle_at(page.scope, now=page.now) if metric in (SALES, *OF_SALES) else None
    remark = _("can still change until %(moment)s") % {"moment": utc(settles)} if settles else ""
    return (str(metric.name), values[0], unit, *parts, values[1], remark)


def _plain(unit: Unit, value: float | None, currency: str) -> float | Decimal | None:
    """Rates as 0.7134, money in units of its currency."""
    if value is None or unit is not Unit.MONEY:
        return value if not isinstance(value, float) else round(value, 4)
    return to_decimal(int(value), currency)


def _bars(page: Overview, chart: Mapping[str, Any]) -> Iterator[Row]:
    names, columns = [series["name"] for series in chart["series"]], [series["values"] for series in chart["series"]]
    yield (BUCKET[page.bucket], _("First day"), _("Last day"), _("Begins (UTC)"), *names, _("Total"), _("Remarks"))
    for index, span in enumerate(page.tally.spans):
        heights = [values[index] for values in columns]
        remarks = [_("can still change")] if chart["unsettled"][index] else []
        remarks += [_("agent paused")] if chart["paused"] and chart["paused"][index] else []
        remarks += [chart["notes"][index]] if chart["notes"] and chart["notes"][index] else []
        days = (str(span.first), str(span.last), utc(span.start))
        yield (chart["labels"][index], *days, *heights, sum(heights), "; ".join(remarks))

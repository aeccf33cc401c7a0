"""Sales: every credited order with its evidence, what it comes to, what was left out and why, and what-if."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conversations.filters import PAGE_SIZES
from conversations.in_words import days_in_words
from conversations.models import Export, attribution_of
from conversations.scope import Scope
from conversations.views.access import MAY_EXPORT, AccountRequest, account_action, account_page, at_least, signed_in
from conversations.views.controls import (
    Address,
    channel_menu,
    chips,
    clear_href,
    label_menu,
    period_control,
    problems,
    status_menu,
)
from conversations.views.shell import show
from conversations.vocabulary import ExportFormat, ExportOf
from metrics.cards import small
from metrics.definitions import AVERAGE_ORDER_VALUE, ORDERS, SALES, SALES_NET, SALES_SHARE, Figures
from metrics.exports.sales import sales_csv
from metrics.filters import SalesFilter
from metrics.queries.orders import LeftOut, Sold, sold
from metrics.queries.what_if import most_orders, what_if
from metrics.sales_table import SalesTable
from metrics.settling import sales_settle

FIGURES = (SALES, ORDERS, AVERAGE_ORDER_VALUE, SALES_NET, SALES_SHARE)
COMPARED = "windows"
"""The parameter that asks for the comparison of windows: it costs more than all the rest."""


@account_page
def sales(request: AccountRequest) -> HttpResponse:
    filters = SalesFilter(request.GET, account=request.account, now=request.now)
    scope, address = filters.scope, Address(request)
    context: dict[str, Any] = {
        "period": period_control(filters, address),
        "menus": [menu(filters, address) for menu in (channel_menu, status_menu, label_menu)],
        "chips": chips(filters.shown, address),
        "clear_href": clear_href(address),
        **problems(filters, address),
    }
    if scope:
        found = sold(scope)
        context |= _numbers(scope, found, now=request.now) | _rows(request, filters)
        context |= _windows(request, scope, address, placed=found.placed)
    return show(request, "sales.html", context)


@account_action
@at_least(MAY_EXPORT)
def sales_file(request: AccountRequest) -> HttpResponseBase:
    """The rows of the page as CSV; posted to, so that no link or page fetches it."""
    filters = SalesFilter(request.GET, account=request.account, now=request.now)
    if filters.scope is None:
        return redirect(f"{reverse('metrics:sales', args=[request.account.slug])}?{request.GET.urlencode()}")
    name = f"{request.account.slug}-sales-{request.now.astimezone(request.account.zone):%Y-%m-%d-%H%M}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    export = Export.objects.create(
        account=request.account,
        by=signed_in(request),
        by_email=signed_in(request).email,
        of=ExportOf.SALES,
        format=ExportFormat.CSV,
        query=filters.query,
        started_at=request.now,
    )
    asked = chips(filters.scope, Address(request))
    content = sales_csv(filters.scope, filters.rows(), export, chips=asked, now=request.now)
    return StreamingHttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def _numbers(scope: Scope, found: Sold, *, now: datetime) -> dict[str, Any]:
    figures = Figures(
        orders=found.earned.orders,
        sales_minor=found.earned.gross_minor,
        sales_net_minor=found.earned.net_minor,
        shop_sales_minor=found.shop_minor,
    )
    return {
        "sold": found,
        "summary": in_words(scope, found.earned.orders),
        "figures": [{**small(metric, figures, scope=scope), "href": ""} for metric in FIGURES],
        "reasons": list(_reasons(found)),
        "elsewhere": [{"currency": currency, "revenue": revenue} for currency, revenue in found.elsewhere.items()],
        "settles": sales_settle(scope, now=now),
        "conversations_href": scope.with_(**(SALES.rows or {})).href(),
    }


def in_words(scope: Scope, orders: int) -> str:
    """These 42 orders are the 42 of the card: placed 9 May – 7 Jun 2026, Europe/Stockholm."""
    words = ngettext(
        "%(orders)s credited order · placed %(days)s", "%(orders)s credited orders · placed %(days)s", orders
    )
    days = f"{days_in_words(scope.period.first, scope.period.last)}, {scope.account.timezone}"
    return words % {"orders": number_format(orders, force_grouping=True), "days": days}


def _reasons(found: Sold) -> Iterator[dict[str, Any]]:
    words = {
        LeftOut.OTHER_CURRENCY: _("credited, in another currency: listed, never added (A6)"),
        LeftOut.FILTERED: _("credited to conversations that the filters above leave out"),
        LeftOut.NO_TOUCH: _("no touch before them qualified (A1)"),
        LeftOut.NO_IDENTITY: _("nobody can be told from them, so they cannot be matched (A5)"),
        LeftOut.TEST: _("marked as test (S10)"),
    }
    for why, orders in found.reasons.items():
        yield {"orders": orders, "words": words[why]}


def _rows(request: AccountRequest, filters: SalesFilter) -> dict[str, Any]:
    table = SalesTable(filters.rows(), account=request.account, sight=request.sight, order_by=filters.order)
    table.paginator = Paginator(table.rows, PAGE_SIZES[0])
    table.page = table.paginator.get_page(request.GET.get("page"))
    may = request.role.reaches(MAY_EXPORT) and table.paginator.count > 0
    file = reverse("metrics:sales_file", args=[request.account.slug])
    return {"table": table, "export_href": f"{file}{Address(request).without('page')}" if may else ""}


def _windows(request: AccountRequest, scope: Scope, address: Address, *, placed: int) -> dict[str, Any]:
    if placed > most_orders():
        return {"too_many": placed, "most": most_orders()}
    if COMPARED not in request.GET:
        return {"compare_href": f"{address.with_(**{COMPARED: 'compare'})}#windows"}
    return {"variants": what_if(scope, attribution_of(request.account)), "hide_href": address.without(COMPARED)}

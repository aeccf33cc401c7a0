"""The list of conversations: search, filters, order, pages. The whole state is in its address."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import ngettext

from conversations.filters import PAGE_SIZES, ListFilter
from conversations.in_words import days_in_words
from conversations.models import Conversation
from conversations.paging import Listing
from conversations.scope import Basis, Scope
from conversations.search import Quote, quotes
from conversations.tables import ConversationTable, rows_of
from conversations.views.access import MAY_EXPORT, AccountRequest, account_page
from conversations.views.controls import (
    Address,
    channel_menu,
    chips,
    clear_href,
    label_menu,
    period_control,
    problems,
    review_menu,
    sizes,
    status_menu,
)
from conversations.views.empty import why_empty
from conversations.views.more_filters import more_chips, more_filters
from conversations.views.shell import show
from conversations.views.view_tabs import kept_query, opening_view, remember_all, view_tabs

_PAGE = re.compile("[1-9][0-9]{0,6}")


@account_page
def conversations(request: AccountRequest) -> HttpResponse:
    if opening := opening_view(request):
        return redirect(opening)
    remember_all(request)
    filters = ListFilter(request.GET, account=request.account, now=request.now, sight=request.sight)
    scope, address = filters.scope, Address(request)
    context: dict[str, Any] = {
        "query": request.GET.get("q", ""),
        "period": period_control(filters, address),
        "menus": [
            channel_menu(filters, address),
            status_menu(filters, address),
            label_menu(filters, address),
            review_menu(filters, address),
        ],
        "more": more_filters(filters, address),
        "chips": [*chips(filters.shown, address, query=filters.query), *more_chips(filters.shown, address)],
        "clear_href": clear_href(address),
        **problems(filters, address),
    }
    if scope:
        context |= _rows(request, filters, scope, address)
    return show(request, "conversations/list.html", context)


def _rows(request: AccountRequest, filters: ListFilter, scope: Scope, address: Address) -> dict[str, Any]:
    number, size = request.GET.get("page", ""), filters.page_size
    found = filters.rows() if filters.query else None
    listing = Listing(scope, found, sort=filters.order, likely=_places(number, size))
    page = Paginator(listing, size).get_page(number)
    ids = list(page.object_list)
    table = ConversationTable(
        rows_of(request.account, ids),
        slug=request.account.slug,
        parameters=filters.parameters(),
        query=filters.query,
        sight=request.sight,
        quoted=_quotes(request, filters.query, ids),
        order_by=filters.order,
    )
    total = listing.total
    return {
        "table": table,
        "page": page,
        "sizes": sizes(filters, address, PAGE_SIZES) if total > PAGE_SIZES[0] else [],
        "views": view_tabs(request, filters),
        "export_href": _export_href(request, filters) if total else "",
        "summary": in_words(scope, total),
        "empty": None if total else why_empty(scope, address, role=request.role, query=filters.query),
    }


def _places(number: str, size: int) -> tuple[int, int]:
    """Where the rows of a page stand, if there is a page of this number."""
    first = (int(number) - 1) * size if _PAGE.fullmatch(number) else 0
    return first, first + size


def _quotes(request: AccountRequest, query: str, ids: Collection[int]) -> Mapping[int, Quote]:
    if not query:
        return {}
    rows = Conversation.objects.by_id(request.account.pk, ids).select_related("profile")
    return quotes(request.account, rows, query, sight=request.sight)


def in_words(scope: Scope, total: int) -> str:
    """224 conversations · started 9 May – 7 Jun 2026, Europe/Stockholm."""
    if scope.basis is Basis.UPDATED:
        words = ngettext(
            "%(rows)s conversation · last updated %(days)s", "%(rows)s conversations · last updated %(days)s", total
        )
    elif scope.basis is Basis.STARTED:
        words = ngettext("%(rows)s conversation · started %(days)s", "%(rows)s conversations · started %(days)s", total)
    else:
        words = ngettext(
            "%(rows)s conversation · with a credited order placed %(days)s",
            "%(rows)s conversations · with a credited order placed %(days)s",
            total,
        )
    days = f"{days_in_words(scope.period.first, scope.period.last)}, {scope.account.timezone}"
    return words % {"rows": number_format(total, force_grouping=True), "days": days}


def _export_href(request: AccountRequest, filters: ListFilter) -> str:
    if not request.role.reaches(MAY_EXPORT):
        return ""
    return f"{reverse('metrics:exports', args=[request.account.slug])}?{kept_query(filters)}"

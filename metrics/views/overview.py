"""The Overview: the four numbers, how they came about bar by bar, and the first of the rows they count."""

from typing import Any

from django.http import HttpResponse

from conversations.in_words import days_in_words
from conversations.masking import Sight
from conversations.scope import Scope
from conversations.sorting import ordered
from conversations.tables import ConversationTable
from conversations.views.access import AccountRequest, account_page
from conversations.views.controls import Address, channel_menu, chips, clear_href, period_control, problems
from conversations.views.empty import why_empty
from conversations.views.shell import show
from metrics.charts import bucket_segment, group_segment
from metrics.counterfactual import notes
from metrics.filters import OverviewFilter
from metrics.overview import Overview, cards, chart_part, figures_beside, read_overview, strip
from metrics.queries import Group

FIRST_ROWS = 10
MOST_ROWS_READ = 10_000
"""Conversations that are read one by one for the small numbers; with more, these have an address of their own."""


@account_page
def overview(request: AccountRequest) -> HttpResponse:
    filters = OverviewFilter(request.GET, account=request.account, now=request.now)
    scope, address = filters.scope, Address(request)
    context: dict[str, Any] = {
        "period": period_control(filters, address, scope.period if scope else None),
        "channels": channel_menu(address, scope),
        "clear_href": clear_href(address),
        **problems(filters, address),
    }
    if scope:
        page = read_overview(
            scope,
            bucket=filters.chosen_bucket(scope.period),
            group=filters.chosen_group,
            now=request.now,
            most_rows=MOST_ROWS_READ,
        )
        context |= _numbers(page, filters, address, request.sight)
    return show(request, "overview.html", context)


def _numbers(page: Overview, filters: OverviewFilter, address: Address, sight: Sight) -> dict[str, Any]:
    scope, total = page.scope, page.tally.total
    by_label = page.tally.group is Group.LABEL
    return {
        "scope": scope,
        "live": page.live,
        "window": days_in_words(scope.period.first, scope.period.last),
        "compared": days_in_words(page.comparison.first, page.comparison.last),
        "compared_href": address.without(
            "preset", **{"from": page.comparison.first.isoformat(), "to": page.comparison.last.isoformat()}
        ),
        "comparison": page.comparison,
        "chips": chips(scope, address),
        "cards": cards(page),
        "figures": figures_beside(page),
        "rest_href": "" if page.otherwise else scope.href("metrics:beside"),
        "parts": strip(page),
        "total": total,
        "notes": notes(page),
        "groups": group_segment(page.tally.group, address),
        "buckets": bucket_segment(scope.period, page.bucket, address),
        "bars": chart_part(page, {topic.id: topic for topic in filters.topics.values()} if by_label else {}),
        "table": _first_rows(scope, sight),
        "empty": None if total else why_empty(scope, address),
    }


def _first_rows(scope: Scope, sight: Sight) -> ConversationTable:
    """K5: the latest of the rows that are counted above."""
    rows = ordered(scope.conversations(), "-last_updated")[:FIRST_ROWS]
    return ConversationTable(
        rows, slug=scope.account.slug, parameters=scope.parameters(), sight=sight, orderable=False, exclude=("channel",)
    )

"""The Overview: the four numbers, how they came about bar by bar, and the first of the rows they count."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse

from conversations.day_notes import MAY_NOTE, notes_in
from conversations.days import local_day
from conversations.in_words import days_in_words
from conversations.masking import Sight
from conversations.models import DayNote
from conversations.scope import Scope, Topic
from conversations.tables import ConversationTable, first_rows
from conversations.views.access import AccountRequest, account_page
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
from conversations.views.empty import why_empty
from conversations.views.shell import show
from metrics.charts import bucket_segment, group_segment
from metrics.counterfactual import notes
from metrics.exports.overview import overview_file
from metrics.filters import OverviewFilter
from metrics.legend import legend
from metrics.overview import Overview, cards, chart_part, figures_beside, read_overview, strip
from metrics.queries import Group
from metrics.views.version import data_version

FIRST_ROWS = 10
MOST_ROWS_READ = 10_000
"""Conversations that are read one by one for the small numbers; with more, these have an address of their own."""


@account_page
def overview(request: AccountRequest) -> HttpResponse:
    filters = OverviewFilter(request.GET, account=request.account, now=request.now)
    scope, address = filters.scope, Address(request)
    as_file = request.GET.get("format") == "csv"
    page = _read(filters, scope, most_rows=None if as_file else MOST_ROWS_READ, request=request) if scope else None
    day_notes = notes_in(request.account, page.scope.period) if page else []
    if page and as_file:
        in_force = "; ".join(f"{chip['label']}: {chip['value']}" for chip in chips(page.scope, address))
        return overview_file(page, chart_part(page, _topics(page, filters), day_notes)["chart"], filters=in_force)
    context: dict[str, Any] = {
        "period": period_control(filters, address),
        "menus": [menu(filters, address) for menu in (channel_menu, status_menu, label_menu)],
        "chips": chips(filters.shown, address),
        "clear_href": clear_href(address),
        **problems(filters, address),
    }
    if page:
        context |= _numbers(page, filters, address, day_notes) | _around(request, page, address, day_notes)
        context["empty"] = None if page.tally.total else why_empty(page.scope, address, role=request.role)
    return show(request, "overview.html", context)


def _read(filters: OverviewFilter, scope: Scope, *, most_rows: int | None, request: AccountRequest) -> Overview:
    return read_overview(
        scope,
        bucket=filters.chosen_bucket(scope.period),
        group=filters.chosen_group,
        now=request.now,
        most_rows=most_rows,
    )


def _topics(page: Overview, filters: OverviewFilter) -> dict[int, Topic]:
    if page.tally.group is not Group.LABEL:
        return {}
    return {topic.id: topic for topic in filters.topics.values()}


def _numbers(page: Overview, filters: OverviewFilter, address: Address, day_notes: Sequence[DayNote]) -> dict[str, Any]:
    scope, total = page.scope, page.tally.total
    bars = chart_part(page, _topics(page, filters), day_notes)
    return {
        "scope": scope,
        "cards": cards(page),
        "figures": figures_beside(page),
        "rest_href": "" if page.otherwise else scope.href("metrics:beside"),
        "parts": strip(page),
        "total": total,
        "notes": notes(page),
        "groups": group_segment(page.tally.group, address),
        "buckets": bucket_segment(scope.period, page.bucket, address),
        "bars": bars,
        "legend": legend(bars["chart"]["series"], scope, address),
    }


def _around(request: AccountRequest, page: Overview, address: Address, day_notes: Sequence[DayNote]) -> dict[str, Any]:
    """What the numbers are about, and what else can be done with them."""
    period, before = page.scope.period, page.comparison
    return {
        "live": page.live,
        "now": page.now,
        "version": data_version(request),
        "window": days_in_words(period.first, period.last),
        "compared": days_in_words(before.first, before.last),
        "compared_href": address.without("preset", **{"from": before.first.isoformat(), "to": before.last.isoformat()}),
        "comparison": before,
        "table": _first_rows(page.scope, request.sight),
        "file_href": address.with_(format="csv"),
        "day_notes": [
            {"note": note, "on": days_in_words(note.day, note.day), "iso": note.day.isoformat()} for note in day_notes
        ],
        "may_note": request.role.reaches(MAY_NOTE),
        "note_day": min(period.last, local_day(page.now, period.zone)).isoformat(),
    }


def _first_rows(scope: Scope, sight: Sight) -> ConversationTable:
    """K5: the latest of the rows that are counted above."""
    return ConversationTable(
        first_rows(scope, FIRST_ROWS),
        slug=scope.account.slug,
        parameters=scope.parameters(),
        sight=sight,
        orderable=False,
        exclude=("channel",),
    )

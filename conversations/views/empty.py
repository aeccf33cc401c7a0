"""Why there is nothing to see, and the one thing to do about it."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db.models import Max, Min
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from conversations.in_words import days_in_words
from conversations.periods import MOST_DAYS
from conversations.scope import Basis, Scope
from conversations.views.controls import Address, clear_href
from conversations.vocabulary import Role

Reason = Mapping[str, str]


def why_empty(scope: Scope, address: Address, *, role: Role, query: str = "") -> Reason:
    """What components/empty_state.html takes, for a scope without rows; with `never` if none was there ever."""
    days = scope.account.daycounts.aggregate(first=Min("day"), last=Max("day"))
    if days["last"] is None:
        return _no_data(scope, role)
    in_period = scope.account.daycounts.on_days(scope.period.first, scope.period.last)
    if (query or scope.is_filtered or scope.basis is Basis.ORDER) and in_period.exists():
        return _no_match(scope, address, query=query, **days)
    last = days["last"]
    first = last - timedelta(days=scope.period.days - 1)
    return {
        "icon_name": "calendar",
        "title": _("No conversations in this period"),
        "why": _("None was started %(days)s. The last day with any is %(last)s.")
        % {"days": days_in_words(scope.period.first, scope.period.last), "last": days_in_words(last, last)},
        "action_label": _("Go to the last day with data"),
        "action_href": address.without("preset", "hour", **{"from": first.isoformat(), "to": last.isoformat()}),
    }


def _no_match(scope: Scope, address: Address, *, query: str, first: date, last: date) -> Reason:
    """Who searches is led to the days that were not searched, who filters to all of the period."""
    found = {"icon_name": "filter", "title": _("Nothing matches")}
    if not query:
        why = _("There are conversations in this period, but none to which all of these filters apply.")
    elif scope.is_filtered:
        why = _("Of the conversations that the filters leave in this period, none says “%(query)s”.") % {"query": query}
    else:
        why = _("None of the conversations in this period says “%(query)s”.") % {"query": query}
    first, last = max(first, last - timedelta(days=MOST_DAYS - 1)), max(last, scope.period.last)
    if query and first < scope.period.first:
        days = {"from": first.isoformat(), "to": last.isoformat()}
        return found | {
            "why": why,
            "action_label": _("Search all days"),
            "action_href": address.without("preset", "hour", **days),
        }
    return found | {"why": why, "action_label": _("Clear all filters"), "action_href": clear_href(address)}


def _no_data(scope: Scope, role: Role) -> Reason:
    why = _(
        "The agent has sent no event so far. Events come in by the API (POST /api/v1/events), or from files of JSON "
        "lines with this command:"
    )
    reason = {
        "never": "yes",
        "icon_name": "messages",
        "title": _("No conversations yet"),
        "why": format_html("{} <code>manage.py import_events --account {} FILE</code>", why, scope.account.slug),
    }
    if role is not Role.ADMIN:
        return reason | {"why": _("The agent has sent no event so far. An admin of the account connects it.")}
    make_key = f"{reverse('conversations:keys', args=[scope.account.slug])}#make"
    return reason | {"action_label": _("Make a key for the API"), "action_href": make_key}

"""Why there is nothing to see, and the one thing to do about it."""

from collections.abc import Mapping
from datetime import timedelta

from django.db.models import Max
from django.utils.html import format_html
from django.utils.translation import gettext as _

from conversations.in_words import days_in_words
from conversations.scope import Basis, Scope
from conversations.views.controls import Address, clear_href

Reason = Mapping[str, str]


def why_empty(scope: Scope, address: Address, *, query: str = "") -> Reason:
    """What components/empty_state.html takes, for a scope without rows; with `never` if none was there ever."""
    last = scope.account.daycounts.aggregate(last=Max("day"))["last"]
    if last is None:
        return _no_data(scope)
    in_period = scope.account.daycounts.on_days(scope.period.first, scope.period.last)
    if (query or scope.is_filtered or scope.basis is Basis.ORDER) and in_period.exists():
        return {
            "icon_name": "filter",
            "title": _("Nothing matches"),
            "why": _("There are conversations in this period, but none to which all of these filters apply."),
            "action_label": _("Clear all filters"),
            "action_href": clear_href(address),
        }
    first = last - timedelta(days=scope.period.days - 1)
    return {
        "icon_name": "calendar",
        "title": _("No conversations in this period"),
        "why": _("None was started %(days)s. The last day with any is %(last)s.")
        % {"days": days_in_words(scope.period.first, scope.period.last), "last": days_in_words(last, last)},
        "action_label": _("Go to the last day with data"),
        "action_href": address.without("preset", "hour", **{"from": first.isoformat(), "to": last.isoformat()}),
    }


def _no_data(scope: Scope) -> Reason:
    why = _(
        "The agent has sent no event so far. Events come in by the API (POST /api/v1/events), or from files of JSON "
        "lines with this command:"
    )
    return {
        "never": "yes",
        "icon_name": "messages",
        "title": _("No conversations yet"),
        "why": format_html("{} <code>manage.py import_events --account {} FILE</code>", why, scope.account.slug),
    }

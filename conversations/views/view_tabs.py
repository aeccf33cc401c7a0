"""Saved views as tabs above the list. A view is its address; `view` only says which tab it was opened from."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse

from conversations.addresses import query_of
from conversations.filters import ListFilter
from conversations.models import SavedView
from conversations.periods import DEFAULT_PRESET
from conversations.saved_views import MAY_SHARE, may_change, views_of
from conversations.views.access import AccountRequest

ALL = "all"
_PLAIN = query_of({"preset": [DEFAULT_PRESET.value]})
"""What a view of the list without parameters would keep."""


def kept_query(filters: ListFilter) -> str:
    """The parameters of the list as a view keeps them: those that were read, in one form; presets by name."""
    size = filters.form.cleaned_data.get("per_page")
    return query_of({**filters.parameters(), **({"per_page": [size]} if size else {})})


def href_of(view: SavedView, slug: str) -> str:
    return f"{reverse('conversations:list', args=[slug])}?{view.query}&view={view.pk}"


def opening_view(request: AccountRequest) -> str:
    """Where the list without parameters leads: the address of the member's default view, if they have one."""
    chosen = request.membership.default_view_id
    if not chosen or request.GET:
        return ""
    view = next((view for view in views_of(request.membership) if view.pk == chosen), None)
    return href_of(view, request.account.slug) if view else ""


def remember_all(request: AccountRequest) -> None:
    """Keep the list from opening the default view when the last filter is taken off: `view` then stays."""
    if request.membership.default_view_id and "view" not in request.GET:
        kept: Any = request
        kept.GET = QueryDict(f"{request.GET.urlencode()}&view={ALL}")


def view_tabs(request: AccountRequest, filters: ListFilter) -> dict[str, Any]:
    """What components/view_tabs.html takes; `filters` make a list, so there is one to be saved."""
    views, query = views_of(request.membership), kept_query(filters)
    current = _current(request.GET.get("view", ""), views, query)
    default = request.membership.default_view_id
    return {
        "tabs": [
            {
                "name": view.name,
                "href": href_of(view, request.account.slug),
                "current": view == current,
                "default": view.pk == default,
                "owner": "" if view.owner_id == request.user.pk else view.owner,
            }
            for view in views
        ],
        "all_href": f"?view={ALL}" if default else reverse("conversations:list", args=[request.account.slug]),
        "is_all": current is None and query == _PLAIN,
        "current": current,
        "changed": current is not None and current.query != query,
        "may_change": current is not None and may_change(current, request.membership),
        "may_share": request.role.reaches(MAY_SHARE),
        "query": query,
    }


def _current(given: str, views: list[SavedView], query: str) -> SavedView | None:
    """The view that was opened; without a word of it, the one that has this very address."""
    if given and given != ALL:
        return next((view for view in views if str(view.pk) == given), None)
    return next((view for view in views if view.query == query), None) if given != ALL else None

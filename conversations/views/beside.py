"""The list beside an open thread: the rows around it, and the way to the next ones and back."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from conversations.filters import ListFilter
from conversations.models import Conversation
from conversations.neighbours import neighbours
from conversations.tables import by_id
from conversations.views.access import AccountRequest
from conversations.views.controls import Address

ROWS_AROUND = 12
PLACES = ("at", "before", "after")
"""Where a thread is read: what its own parameters say, which a list has not."""


def beside(request: AccountRequest, found: Conversation, address: Address) -> Mapping[str, Any]:
    """What components/beside.html takes; a thread that was opened from no list has only the way to all of them."""
    listed = reverse("conversations:list", args=[request.account.slug])
    filters = ListFilter(request.GET, account=request.account, now=request.now, sight=request.sight)
    if not set(request.GET) - set(PLACES) or filters.scope is None:
        return {"list_href": listed}
    rows = filters.rows(walked=True)
    above, below = neighbours(filters.scope, rows, found, sort=filters.order, most=ROWS_AROUND, now=request.now)
    kept = address.without(*PLACES)
    hrefs = {pk: f"{listed}{pk}/{kept}" for pk in (*above, *below)}
    return {
        "list_href": f"{listed}{kept}",
        "list_query": address.without(*PLACES, "page"),
        "above_href": hrefs[above[0]] if above else "",
        "below_href": hrefs[below[0]] if below else "",
        "query": filters.query,
        "search_action": listed,
        "list_sight": request.sight,
        "rows": _rows(request, found, [*reversed(above), found.pk, *below], hrefs),
    }


def _rows(
    request: AccountRequest, found: Conversation, ids: list[int], hrefs: Mapping[int, str]
) -> list[dict[str, Any]]:
    rows = by_id(request.account, list(hrefs))
    rows[found.pk] = found
    return [
        {
            "conversation": rows[pk],
            "href": hrefs.get(pk, ""),
        }
        for pk in ids
        if pk in rows
    ]

"""`GET /api/v1/credits`: each credited order with its evidence: which touch earned it, and what lost (A1–A4)."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from ninja import Router

from conversations.filters import ListFilter
from conversations.intake.api.bearer import BearerKey, account_of
from conversations.masking import FULL
from conversations.models import Account, Order
from conversations.snapshot import snapshot
from metrics.api.answers import as_csv, as_json
from metrics.api.asking import FILTERS, PAGES, PAGING, described, limit_of, scope_of, wants_csv
from metrics.api.evidence import HEADER, cells_of, credits_of
from metrics.api.paging import Order as Sorted
from metrics.api.shapes import CreditsAnswer

router = Router(tags=["Sales"])

LATEST_FIRST = Sorted("credits", F("occurred_at"), descending=True)
CHUNK = 500
"""Orders whose evidence is put together at a time for CSV."""

T = TypeVar("T")


@router.get(
    "/credits",
    auth=BearerKey("read"),
    response=CreditsAnswer,
    operation_id="list_credits",
    summary="Credited orders",
    openapi_extra=described(*FILTERS, *PAGES),
)
def credited(request: HttpRequest) -> HttpResponseBase:
    """The orders placed in the period that are credited to a conversation, the latest first, in any currency."""
    account, cursor = account_of(request), request.GET.get("cursor", "")
    with snapshot(account):
        filters = ListFilter(request.GET, account=account, now=timezone.now(), sight=FULL)
        scope = scope_of(request, filters, beside=PAGING)
        rows = scope.orders().select_related("credit__touch", "credit__conversation")
        if wants_csv(request):
            return as_csv("credits", HEADER, _cells(account, LATEST_FIRST.rows(rows, cursor=cursor)))
        found, after = LATEST_FIRST.page(rows, cursor=cursor, limit=limit_of(request))
        return as_json({"credits": credits_of(account, found), "next_cursor": after})


def _cells(account: Account, rows: "QuerySet[Order]") -> Iterator[Sequence[object]]:
    """Read as of one moment, though it is sent for a while."""
    with snapshot():
        for orders in _in_chunks(rows.iterator(chunk_size=CHUNK)):
            yield from map(cells_of, credits_of(account, orders))


def _in_chunks(rows: Iterable[T]) -> Iterator[list[T]]:
    rows = iter(rows)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk

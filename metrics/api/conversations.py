"""`GET /api/v1/conversations`: the rows of the list, with its filters and orders (K5)."""

from collections.abc import Iterator

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from ninja import Router

from conversations.filters import DEFAULT_SORT, SORTS, ListFilter
from conversations.intake.api.bearer import BearerKey, account_of
from conversations.masking import FULL
from conversations.models import Conversation
from conversations.scope import Basis
from conversations.search import LONGEST_QUERY
from conversations.snapshot import snapshot
from conversations.sorting import COLUMNS, MAY_LACK, SHOWN, TIES
from conversations.vocabulary import HandoffSeen, HasOrder, ProfileKind, TouchKind, Trait
from metrics.api.answers import as_csv, as_json
from metrics.api.asking import FILTERS, PAGES, PAGING, described, limit_of, parameter, scope_of, wants_csv, words_of
from metrics.api.paging import Order
from metrics.api.shapes import ConversationsAnswer
from metrics.exports.rows import HEADER, for_machines, row_of

router = Router(tags=["Conversations"])

LIST = [
    parameter("q", "Words to look for.", {"type": "string", "maxLength": LONGEST_QUERY}),
    parameter(
        "sort", f"`{DEFAULT_SORT}` if absent.", words_of(f"{sign}{name}" for name in SORTS for sign in ("", "-"))
    ),
    parameter("touch", "With such a touch. Repeatable.", {"type": "array", "items": words_of(TouchKind)}),
    parameter("has", "What is true of it. Repeatable: all of them.", {"type": "array", "items": words_of(Trait)}),
    parameter("on", "What lies in the period: the start, the last message, or a credited order.", words_of(Basis)),
    parameter("profile", "Whether the profile shows a name, an email or a phone.", words_of(ProfileKind)),
    parameter("credited", "With, or without, a credited order.", words_of(HasOrder)),
    parameter(
        "handoff",
        "With such a step of a handoff, or none. Repeatable.",
        {"type": "array", "items": words_of(HandoffSeen)},
    ),
    parameter("min", "Messages at least.", {"type": "integer", "minimum": 0}),
    parameter("max", "Messages at most.", {"type": "integer", "minimum": 0}),
    parameter("hour", "One hour of the period, as the chart names it.", {"type": "string", "maxLength": 40}),
]


@router.get(
    "/conversations",
    auth=BearerKey("read"),
    response=ConversationsAnswer,
    operation_id="list_conversations",
    summary="Conversations",
    openapi_extra=described(*FILTERS, *LIST, *PAGES),
)
def conversations(request: HttpRequest) -> HttpResponseBase:
    """The rows of the list, page by page; as CSV all of them."""
    account, cursor = account_of(request), request.GET.get("cursor", "")
    with snapshot(account):
        filters = ListFilter(request.GET, account=account, now=timezone.now(), sight=FULL)
        scope_of(request, filters, beside=PAGING)
        order = order_of(filters.order)
        csv = wants_csv(request)
        rows = filters.rows(walked=not csv).select_related("profile", "label")
        if csv:
            return as_csv("conversations", HEADER, _cells(order.rows(rows, cursor=cursor)))
        found, after = order.page(rows, cursor=cursor, limit=limit_of(request))
        return as_json({"conversations": [row_of(each) for each in found], "next_cursor": after})


def order_of(sort: str) -> Order:
    """The order of the list, as `sorting` has it."""
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    key = SHOWN[name] if name in SHOWN else F(COLUMNS[name])
    return Order(sort, key, descending, may_lack=name in MAY_LACK, ties=TIES)


def csv_ids(rows: "QuerySet[Conversation]") -> list[int]:
    """Our ids in the order of the file's lines, read as they are written."""
    lines = order_of(DEFAULT_SORT).rows(rows.select_related("profile", "label"), cursor="")
    return [int(str(cells[0])) for cells in _cells(lines)]


def _cells(rows: "QuerySet[Conversation]") -> Iterator[tuple[object, ...]]:
    """Read as of one moment, though it is sent for a while."""
    with snapshot():
        yield from for_machines(rows)  # type: ignore[arg-type]  # a queryset of ours, with its place

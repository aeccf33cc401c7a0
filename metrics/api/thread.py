"""`GET /api/v1/conversations/{id}`: what was said, what happened meanwhile, and what it earned."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from ninja import Router

from conversations.happenings import Stretch, touches
from conversations.intake.api.bearer import BearerKey, account_of
from conversations.models import Account, Conversation, Message, Order
from conversations.reviews import standing
from conversations.snapshot import snapshot
from metrics.api.answers import as_csv, as_json
from metrics.api.asking import MOST_ROWS, PAGES, PAGING, bad_cursor, described, limit_of, only_known, own_id, wants_csv
from metrics.api.evidence import credits_of, touch_of
from metrics.api.shapes import ThreadAnswer
from metrics.exports.rows import row_of
from metrics.exports.threads import EVENTS, event_of, review_of, said_of

router = Router(tags=["Conversations"])

HEADER = ("id", "occurred_at", "channel", "sender", "text")


@router.get(
    "/conversations/{id}",
    auth=BearerKey("read"),
    response=ThreadAnswer,
    operation_id="read_conversation",
    summary="One conversation",
    openapi_extra=described(*PAGES),
)
def conversation(request: HttpRequest, id: str) -> HttpResponseBase:
    """The thread with its events, touches and credits. As CSV: all messages."""
    account = account_of(request)
    with snapshot():  # nothing of it is told by the account's zone or rules
        only_known(request, PAGING)
        found = _conversation(account, id)
        said = Message.objects.filter(account=account, conversation=found).latest_first()
        if wants_csv(request):
            return as_csv("conversation", HEADER, _cells(said.reverse()))
        return as_json(_thread(account, found, said, request))


def _conversation(account: Account, given: str) -> Conversation:
    """By our id. One of another account, one that never was and what is no id at all are alike: not found."""
    rows = account.conversations.visible().select_related("profile", "label")
    found = rows.filter(pk=own_id(given)).first()
    if found is None:
        raise Http404
    return found


def _thread(account: Account, found: Conversation, said: Any, request: HttpRequest) -> dict[str, Any]:
    before = _message(said, request.GET.get("cursor", ""))
    limit = limit_of(request, usual=MOST_ROWS)
    messages = list((said.before(before) if before else said)[: limit + 1])
    messages, more = messages[:limit], len(messages) > limit
    stretch = Stretch(messages[-1].occurred_at if more else None, before.occurred_at if before else None)
    orders = Order.objects.filter(account=account, credit__account=account, credit__conversation=found)
    orders = stretch.of(orders).select_related("credit__touch", "credit__conversation").order_by("occurred_at", "pk")
    review = standing(account, found)
    touched = sorted(touches(found, stretch), key=lambda touch: (touch.occurred_at, touch.pk))
    return {
        "conversation": row_of(found),
        "messages": [said_of(message) for message in reversed(messages)],
        "events": sorted(_events(account, found, stretch), key=lambda event: (event["occurred_at"], event["id"])),
        "touches": [touch_of(touch) for touch in touched],
        "credits": credits_of(account, list(orders)),
        "review": review_of(review) if review else None,
        "next_cursor": str(messages[-1].pk) if more else None,
    }


def _message(said: Any, cursor: str) -> Message | None:
    """The message before which to read."""
    if not cursor:
        return None
    message: Message | None = said.filter(pk=own_id(cursor)).first()
    if message is None:
        raise bad_cursor()
    return message


def _events(account: Account, found: Conversation, stretch: Stretch) -> Iterator[dict[str, Any]]:
    for model in EVENTS:
        yield from map(event_of, stretch.of(model.objects.filter(account=account, conversation=found)))


def _cells(messages: Any) -> Iterator[list[object]]:
    with snapshot():
        for message in messages.iterator(chunk_size=MOST_ROWS):
            yield [message.event_id, message.occurred_at, message.channel, message.sender, message.text]

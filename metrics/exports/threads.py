"""Whole threads, as the API gives one: messages, events, touches and credits, some hundred threads at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from conversations.models import (
    Account,
    Conversation,
    Ending,
    Handoff,
    Labelling,
    Message,
    Order,
    Rating,
    Review,
    Touch,
)
from conversations.models.querysets import ConversationQuerySet
from conversations.spreadsheets import utc
from metrics.api.evidence import credits_of, touch_of
from metrics.exports.rows import row_of

THREADS_AT_ONCE, MESSAGES_AT_ONCE = 200, 4000
"""What is in memory at a time: so many threads, or as few as have so many messages; one alone may be longer."""
EVENTS: Mapping[type[Any], tuple[str, Mapping[str, str]]] = {
    Handoff: ("handoff", {"stage": "stage", "method": "method", "reason": "reason", "ticket": "ticket"}),
    Ending: ("conversation_ended", {"by": "by"}),
    Labelling: ("label", {"label": "text"}),
    Rating: ("rating", {"score": "score", "comment": "comment"}),
}
"""Each kind of fact in a thread: its type on the wire, and the column of each field there."""


def threads_of(account: Account, rows: ConversationQuerySet) -> Iterator[dict[str, Any]]:
    """In the order of the rows; within a transaction from the database's own cursor."""
    found = rows.select_related("profile", "label").iterator(chunk_size=THREADS_AT_ONCE)
    for batch in _batches(found):
        parts = _Parts(account, [row.pk for row in batch], [row.pk for row in batch if row.reviewed])
        yield from (parts.of(row) for row in batch)


def said_of(message: Message) -> dict[str, Any]:
    return {
        "id": message.event_id,
        "occurred_at": utc(message.occurred_at),
        "channel": message.channel,
        "sender": message.sender,
        "text": message.text,
        "product_cards": message.product_cards or [],
    }


def event_of(fact: Any) -> dict[str, Any]:
    kind, columns = EVENTS[type(fact)]
    fields = {name: getattr(fact, column) or None for name, column in columns.items()}
    return {"type": kind, "id": fact.event_id, "occurred_at": utc(fact.occurred_at), **fields}


def review_of(review: Review) -> dict[str, Any]:
    return {
        "verdict": review.verdict,
        "cause": review.cause or None,
        "note": review.note or None,
        "status": review.status,
        "at": utc(review.at),
    }


class _Parts:
    """What belongs to some threads, each kind asked for once."""

    def __init__(self, account: Account, ids: Sequence[int], reviewed: Sequence[int]) -> None:
        inside: dict[str, Any] = {"account": account, "conversation__in": ids}
        said = Message.objects.filter(**inside).latest_first().reverse()
        self._messages = _by_thread((message.conversation_id, said_of(message)) for message in said)
        facts = [fact for model in EVENTS for fact in model._default_manager.filter(**inside)]
        facts.sort(key=lambda fact: (fact.occurred_at, fact.event_id))
        self._events = _by_thread((fact.conversation_id, event_of(fact)) for fact in facts)
        touches = Touch.objects.filter(**inside).order_by("occurred_at", "pk")
        self._touches = _by_thread((touch.conversation_id, touch_of(touch)) for touch in touches)
        earned = Order.objects.filter(account=account, credit__account=account, credit__conversation__in=ids)
        orders = list(earned.select_related("credit__touch", "credit__conversation").order_by("occurred_at", "pk"))
        credited = zip(orders, credits_of(account, orders), strict=True)
        read = Review.objects.current().filter(account=account, conversation__in=reviewed) if reviewed else ()
        self._reviews = {review.conversation_id: review_of(review) for review in read}
        self._credits = _by_thread((order.credit.conversation_id, credit) for order, credit in credited)

    def of(self, row: Conversation) -> dict[str, Any]:
        return {
            "conversation": row_of(row),
            "messages": self._messages[row.pk],
            "events": self._events[row.pk],
            "touches": self._touches[row.pk],
            "credits": self._credits[row.pk],
            "review": self._reviews.get(row.pk),
        }


def _by_thread(parts: Iterable[tuple[Any, dict[str, Any]]]) -> Mapping[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for pk, part in parts:
        found[pk].append(part)
    return found


def _batches(rows: Iterable[Conversation]) -> Iterator[list[Conversation]]:
    batch: list[Conversation] = []
    messages = 0
    for row in rows:
        if batch and (len(batch) == THREADS_AT_ONCE or messages + row.messages > MESSAGES_AT_ONCE):
            yield batch
            batch, messages = [], 0
        batch.append(row)
        messages += row.messages
    if batch:
        yield batch

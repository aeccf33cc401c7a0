"""Whole conversations and orders, told through `record` as wire events: pages and counts are tested on what it made."""

import itertools
from datetime import datetime, timedelta
from typing import Any

from conversations.models import Account, Conversation
from conversations.vocabulary import Status
from tests.make import (
    NOW,
    make_ended,
    make_handoff,
    make_label,
    make_message,
    make_order,
    make_touch,
)
from tests.recording import recorded

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

_numbers = itertools.count(1)


def make_conversation(
    account: Account,
    *,
    at: datetime,
    status: Status = Status.RESOLVED,
    text: str = "Where is my parcel?",
    label: str = "",
    closing: str = "Why?",
    now: datetime = NOW,
    **message: Any,
) -> Conversation:
    """A thread that is started at `at` by the shopper and answered a minute later; it has the status at `now`.

    An open one must be younger than two days; an ended one ends with the shopper's `closing`. `message` is what every
    message says beside: channel, shopper, test.
    """
    key = f"thread-{next(_numbers)}"
    events = [
        make_message(conversation=key, text=text, occurred_at=at.isoformat(), **message),
        make_message(conversation=key, sender="agent", text="Soon.", occurred_at=iso(at + MINUTE), **message),
    ]
    if status is Status.CLOSED:
        events.append(make_message(conversation=key, text=closing, occurred_at=iso(at + 2 * MINUTE), **message))
    if status is Status.NOT_RESOLVED:
        events.append(make_handoff(conversation=key, occurred_at=iso(at + 2 * MINUTE)))
    if status in (Status.RESOLVED, Status.CLOSED):
        events.append(make_ended(conversation=key, occurred_at=iso(at + 3 * MINUTE)))
    if label:
        events.append(make_label(conversation=key, label=label, occurred_at=iso(at)))
    recorded(account, *events, now=now)
    found = account.conversations.get(key=key)
    assert found.status == status
    return found


def make_sale(
    account: Account, conversation: Conversation, *, at: datetime, total: str = "100.00", **order: Any
) -> None:
    """An order of the conversation's shopper, placed at `at`, an hour after a click on web chat that earns it."""
    shopper = {"id": f"buyer-{next(_numbers)}"}
    click = make_touch(conversation=conversation.key, shopper=shopper, product="p-1", occurred_at=iso(at - HOUR))
    recorded(account, click, make_order(shopper=shopper, total=total, occurred_at=iso(at), **order))


def make_story(account: Account) -> None:
    """Twelve conversations on three channels: 6 resolved, 3 not, 1 open, 2 ended; one more of them is a test."""
    statuses = [Status.RESOLVED] * 6 + [Status.NOT_RESOLVED] * 3 + [Status.CLOSED] * 2
    for number, status in enumerate(statuses):
        channel, label = ("web_chat", "sms", "email")[number % 3], ("", "Returns", "Sizes", "Delivery")[number % 4]
        make_conversation(
            account, at=NOW - 4 * DAY - 2 * HOUR + number * 7 * HOUR, status=status, channel=channel, label=label
        )
    make_conversation(account, at=NOW - HOUR, status=Status.OPEN)
    make_conversation(account, at=NOW - HOUR, test=True)


def make_touched(account: Account, conversation: Conversation, kind: str, **touch: Any) -> None:
    """A touch of the conversation, a minute after its start."""
    assert conversation.started_at
    at = conversation.started_at + MINUTE
    recorded(account, make_touch(conversation=conversation.key, kind=kind, occurred_at=iso(at), **touch))


def iso(at: datetime) -> str:
    return at.isoformat()

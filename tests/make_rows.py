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


def make_conversation(account: Account, *, at: datetime, now: datetime = NOW, **told: Any) -> Conversation:
    """A thread that is started at `at` by the shopper and answered a minute later; `told` as `conversation_events`."""
    (found,) = make_conversations(account, {"at": at, **told}, now=now)
    return found


def make_conversations(account: Account, *told: dict[str, Any], now: datetime = NOW) -> list[Conversation]:
    """Several in one batch, in their order: a tenth of the time that one after the other takes."""
    keys = [f"thread-{next(_numbers)}" for _ in told]
    recorded(
        account,
        *(event for key, each in zip(keys, told, strict=True) for event in conversation_events(key, **each)),
        now=now,
    )
    found = {conversation.key: conversation for conversation in account.conversations.filter(key__in=keys)}
    wanted = [each.get("status", Status.RESOLVED) for each in told]
    assert [found[key].status for key in keys] == wanted
    return [found[key] for key in keys]


def conversation_events(
    key: str,
    *,
    at: datetime,
    status: Status = Status.RESOLVED,
    text: str = "Where is my parcel?",
    label: str = "",
    closing: str = "Why?",
    **message: Any,
) -> list[dict[str, Any]]:
    """What is told of a thread that has the status in the end.

    An open one must be younger than two days; an ended one ends with the shopper's `closing`. `message` is what every
    message says beside: channel, shopper, test.
    """
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
    return events


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
    settled = [
        {
            "at": NOW - 4 * DAY - 2 * HOUR + number * 7 * HOUR,
            "status": status,
            "channel": ("web_chat", "sms", "email")[number % 3],
            "label": ("", "Returns", "Sizes", "Delivery")[number % 4],
        }
        for number, status in enumerate(statuses)
    ]
    young = [{"at": NOW - HOUR, "status": Status.OPEN}, {"at": NOW - HOUR, "test": True}]
    make_conversations(account, *settled, *young)


def make_touched(account: Account, conversation: Conversation, kind: str, **touch: Any) -> None:
    """A touch of the conversation, a minute after its start."""
    assert conversation.started_at
    at = conversation.started_at + MINUTE
    recorded(account, make_touch(conversation=conversation.key, kind=kind, occurred_at=iso(at), **touch))


def iso(at: datetime) -> str:
    return at.isoformat()

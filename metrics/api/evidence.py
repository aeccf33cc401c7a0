"""Why an order is credited to a touch, in the words of the rules: the same pure rule that credited it (A1–A4, A7)."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from conversations import crediting
from conversations.crediting import Lost, Verdict
from conversations.models import Account, Conversation, Credit, Order, Touch
from conversations.money import to_string
from conversations.spreadsheets import utc
from metrics.evidence import contested, verdicts

MOST_ALSO = 50
HEADER = (
    *("order", "number", "placed_at", "total", "refunded", "currency", "cancelled_at", "test"),
    *("conversation_id", "conversation", "channel", "status"),
    *("touch", "kind", "touched_at", "message", "product", "bot"),
    *("window_start", "window_end", "window_hours", "seconds_between", "rule", "also_touched"),
)


def credits_of(account: Account, orders: Sequence[Order]) -> list[dict[str, Any]]:
    """The credits of these orders, which all have one, with their evidence."""
    if not orders:
        return []
    found = verdicts(account, orders)
    return [credit_of(order, found[order.pk]) for order in orders]


def credit_of(order: Order, verdict: Verdict) -> dict[str, Any]:
    credit = order.credit
    also = [(touch, lost) for touch, lost in verdict.also_touched if touch.id != credit.touch_id]
    return {
        "order": _order(order),
        "conversation": _conversation(credit.conversation),
        "touch": touch_of(credit.touch),
        "window": _window(credit),
        "seconds_between": (order.occurred_at - credit.touch.occurred_at).total_seconds(),
        "rule": "A3" if contested(verdict) else "A1",
        "also_touched": [_lost(touch, lost) for touch, lost in also[:MOST_ALSO]],
    }


def cells_of(credit: dict[str, Any]) -> list[object]:
    """A row of CSV, as `HEADER` names it."""
    parts = (credit["order"], credit["conversation"], credit["touch"], credit["window"])
    values = [value for part in parts for value in part.values()]
    return [*values, credit["seconds_between"], credit["rule"], len(credit["also_touched"])]


def touch_of(touch: Touch) -> dict[str, Any]:
    return {
        "id": touch.event_id,
        "kind": touch.kind,
        "occurred_at": utc(touch.occurred_at),
        "message": touch.message_key or None,
        "product": touch.product or None,
        "bot": touch.bot,
    }


def _order(order: Order) -> dict[str, Any]:
    return {
        "id": order.event_id,
        "number": order.number or None,
        "placed_at": utc(order.occurred_at),
        "total": to_string(order.total_minor, order.currency),
        "refunded": to_string(order.refunded_minor, order.currency),
        "currency": order.currency,
        "cancelled_at": utc(order.cancelled_at) if order.cancelled_at else None,
        "test": order.test,
    }


def _conversation(conversation: Conversation) -> dict[str, Any]:
    return {
        "id": str(conversation.pk),
        "conversation": conversation.key,
        "channel": conversation.channel,
        "status": conversation.status,
    }


def _window(credit: Credit) -> dict[str, Any]:
    end = credit.window_start + timedelta(hours=credit.window_hours)
    return {"start": utc(credit.window_start), "end": utc(end), "hours": credit.window_hours}


def _lost(touch: crediting.Touch, lost: Lost) -> dict[str, Any]:
    return {
        "id": touch.event_id,
        "kind": touch.kind.value,
        "occurred_at": utc(touch.at),
        "conversation": str(touch.conversation_id),
        "lost": lost.value,
    }

"""Why an order is credited to a touch, in the words of the rules: the same pure rule that credited it (A1–A4, A7)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from conversations import crediting
from conversations.crediting import Lost, Settings
from conversations.models import Account, Conversation, Credit, Order, Touch, attribution_of
from conversations.money import to_string
from conversations.record.credits import touches_of
from conversations.spreadsheets import utc
from metrics.evidence import BEATEN, verdict

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
    touches = touches_of(account, {order.profile_id for order in orders if order.profile_id})
    settings = attribution_of(account)
    return [_credit(order, touches.get(order.profile_id or 0, []), settings) for order in orders]


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


def _credit(order: Order, touches: Iterable[crediting.Touch], settings: Settings) -> dict[str, Any]:
    credit = order.credit
    also = list(_also(order, touches, settings))
    return {
        "order": _order(order),
        "conversation": _conversation(credit.conversation),
        "touch": touch_of(credit.touch),
        "window": _window(credit),
        "seconds_between": (order.occurred_at - credit.touch.occurred_at).total_seconds(),
        "rule": "A3" if any(lost in BEATEN for _, lost in also) else "A1",
        "also_touched": [_lost(touch, lost) for touch, lost in also[:MOST_ALSO]],
    }


def _also(
    order: Order, touches: Iterable[crediting.Touch], settings: Settings
) -> Iterator[tuple[crediting.Touch, Lost]]:
    """What else the shopper touched in the time before the order, the best first, and why it lost."""
    for touch, lost in verdict(order, touches, settings).also_touched:
        if touch.id != order.credit.touch_id:
            yield touch, lost


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

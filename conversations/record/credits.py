"""Credits: the pure rule (A1–A7) applied to the orders that a change concerns."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min

from conversations import crediting as rule
from conversations.ids import new_id
from conversations.models import Account, Credit, Message, Order, Touch, attribution_of
from conversations.record.rows import insert, update
from conversations.vocabulary import Channel, TouchKind

_EARNED = ("touch_id", "conversation_id", "window_start", "window_hours")
_HOUR = timedelta(hours=1)


def concerned(account: Account, message_keys: Set[str]) -> set[int]:
    """The profiles with touches on these messages, by event id: when a message was received can move a window (A2)."""
    if not message_keys:
        return set()
    touches = Touch.objects.filter(account=account, message_key__among=message_keys, profile__isnull=False)
    return set(touches.values_list("profile_id", flat=True))


def recredit(account: Account, profiles: Set[int]) -> None:
    """Judge every order of these profiles again, and write what came out differently (A4, A8)."""
    if not profiles:
        return
    orders = Order.objects.filter(account=account, profile__in=profiles).order_by("pk")
    rows = list(orders.values_list("pk", "profile_id", "occurred_at", "test"))
    if not rows:
        return
    touches = touches_of(account, profiles)
    settings = attribution_of(account)
    earned: dict[int, tuple[Any, ...]] = {}
    for pk, profile_id, placed_at, test in rows:
        verdict = rule.credit(rule.Order(id=pk, placed_at=placed_at, test=test), touches[profile_id], settings)
        if verdict.winner is not None:
            assert verdict.window is not None
            winner = verdict.winner
            earned[pk] = (winner.id, winner.conversation_id, verdict.window_start, verdict.window // _HOUR)
    _write(account, earned, among=[pk for pk, *_ in rows])


def touches_of(account: Account, profiles: Iterable[int]) -> Mapping[int, list[rule.Touch]]:
    """The touches of these profiles as the rule takes them."""
    names = ("profile_id", "id", "event_id", "kind", "occurred_at", "message_key", "conversation_id", "bot")
    rows = list(
        Touch.objects.filter(account=account, profile__in=profiles)
        .exclude(kind=TouchKind.ADDED_TO_CART)
        .values_list(*names, "conversation__channel", "conversation__test")
    )
    received = _received(account, {row[5] for row in rows} - {""})
    found: dict[int, list[rule.Touch]] = defaultdict(list)
    for profile_id, pk, event_id, kind, at, message_key, conversation_id, bot, channel, test in rows:
        found[profile_id].append(
            rule.Touch(
                id=pk,
                event_id=event_id,
                kind=TouchKind(kind),
                channel=Channel(channel) if channel else None,
                at=at,
                received_at=received.get(message_key),
                message_id=message_key,
                conversation_id=conversation_id,
                bot=bot,
                test=test,
            )
        )
    return found


def _received(account: Account, message_keys: Set[str]) -> dict[str, datetime]:
    """A2: when each message was received: its first delivery, else the message's own time."""
    if not message_keys:
        return {}
    sent = Message.objects.filter(account=account, event_id__among=message_keys).values_list("event_id", "occurred_at")
    delivered = (
        Touch.objects.filter(account=account, message_key__among=message_keys, kind=TouchKind.MESSAGE_DELIVERED)
        .values_list("message_key")
        .annotate(at=Min("occurred_at"))
    )
    return {**dict(sent), **dict(delivered)}


def _write(account: Account, earned: Mapping[int, tuple[Any, ...]], *, among: list[int]) -> None:
    rows = Credit.objects.filter(account=account, order__in=among).values_list("order_id", "pk", *_EARNED)
    kept = {order_id: (pk, tuple(values)) for order_id, pk, *values in rows}
    lost = [pk for order_id, (pk, _) in kept.items() if order_id not in earned]
    if lost:
        Credit.objects.filter(account=account, pk__in=lost).delete()
    insert(
        Credit,
        ("id", "account_id", "order_id", *_EARNED),
        [(new_id(), account.pk, order, *values) for order, values in earned.items() if order not in kept],
    )
    changed = [
        (*earned[order], pk) for order, (pk, values) in kept.items() if order in earned and earned[order] != values
    ]
    update(Credit, _EARNED, changed)

"""Credits: the rule (A1–A7) applied to the orders that a change concerns, or to all of an account."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from datetime import datetime

from django.db import connection
from django.db.models import Min, QuerySet

from conversations import crediting as rule
from conversations.crediting import Settings
from conversations.ids import new_id
from conversations.models import Account, Credit, Message, Touch, attribution_of
from conversations.models.querysets import owned
from conversations.prepared import Prepared, as_array, in_array
from conversations.record.judging import ALL, Orders, as_instant, fetched, judged, longest_hours
from conversations.record.rows import insert, update
from conversations.record.sales import SalesBook
from conversations.vocabulary import Channel, TouchKind

_EARNED = ("touch_id", "conversation_id", "window_start", "window_hours")

BATCH = 10_000
"""Credits that are written at a time."""

Earned = tuple[int, int, datetime, int]
"""The values of `_EARNED`."""
Progress = Callable[[int, int], None]


def recredit(account: Account, *, touches: Set[int], orders: Set[int], message_keys: Set[str], book: SalesBook) -> None:
    """Judge again the orders that a change concerns, and write what came out differently (A4, A8).

    These are `orders` themselves; those that are credited to a changed touch; and those that such a touch could reach.
    Changed are `touches`, and those on the messages of `message_keys`, whose receipt may move windows (A2).
    """
    touches = touches | _on(account, message_keys)
    if not touches and not orders:
        return
    settings = attribution_of(account)
    concerned = orders | _within_reach(account, touches, settings)
    if concerned:
        settle(account, settings, _among("o.id", concerned), book=book)


def settle(
    account: Account,
    settings: Settings,
    orders: Orders = ALL,
    *,
    book: SalesBook | None = None,
    progress: Progress = lambda *_: None,
) -> int:
    """Give each of the orders the credit that the settings give it; how many credits came, went or changed.

    The sales by day follow in `book`; without one they are for the caller to fill anew. `progress` is told how many
    credits are written: judging the orders is one question, of which nothing is known until it is answered.
    """
    found = _differences(account, settings, orders)
    if book is not None:
        book.open({order for order, _, _ in found})
    lost = [credit for _, earned, credit in found if earned is None]
    new = [(new_id(), account.pk, order, *earned) for order, earned, credit in found if earned and credit is None]
    changed = [(*earned, credit) for _, earned, credit in found if earned and credit is not None]
    done = 0
    for write, rows in (
        (lambda batch: owned(Credit.objects.filter(pk__among=batch), account.pk).delete(), lost),
        (lambda batch: insert(Credit, ("id", "account_id", "order_id", *_EARNED), batch), new),
        (lambda batch: update(Credit, _EARNED, batch), changed),
    ):
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            write(batch)
            done += len(batch)
            progress(done, len(found))
    return len(found)


def _differences(account: Account, settings: Settings, orders: Orders) -> list[tuple[int, Earned | None, int | None]]:
    """Orders whose credit is not what it should be: the order, what it should be, and the credit that there is."""
    rule = judged(account, settings, orders)
    differs = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    sql = f"""
        WITH j AS MATERIALIZED ({rule.sql})
        SELECT o.id, j.touch_id, j.conversation_id, j.window_start, j.window_hours, k.id
        FROM conversations_order o
        LEFT JOIN j ON j.order_id = o.id LEFT JOIN conversations_credit k ON k.order_id = o.id
        WHERE {orders.of_account} {f"AND {orders.condition}" if orders.condition else ""}
        AND ({" OR ".join(f"j.{name} {differs} k.{name}" for name in _EARNED)})
        ORDER BY o.id"""  # noqa: S608  (names of ours)
    return [
        (order, None if touch is None else (touch, conversation, as_instant(start), hours), credit)
        for order, touch, conversation, start, hours, credit in fetched(
            sql, [*rule.parameters, account.pk, *orders.parameters], few=orders.few
        )
    ]


def _on(account: Account, message_keys: Set[str]) -> set[int]:
    if not message_keys:
        return set()
    return {touch for (touch,) in _TOUCHES.rows(None, account.pk, frozenset(message_keys))}


def _touches(_shape: None, account: int, message_keys: frozenset[str]) -> "QuerySet[Touch, tuple[int]]":
    rows = Touch.objects.filter(account=account, message_key__among=message_keys, profile__isnull=False)
    # Which no key is: it lets both databases take the index by message, however many are asked for.
    return rows.exclude(message_key="").values_list("pk")


_TOUCHES = Prepared(_touches)


def _within_reach(account: Account, touches: Set[int], settings: Settings) -> set[int]:
    """Orders that are credited to these touches, or placed at most the longest window after one of them."""
    if not touches:
        return set()
    mine = _among("t.id", touches)
    hours = longest_hours(settings)
    if connection.vendor == "postgresql":
        end, free = f"t.occurred_at + {hours} * interval '1 hour'", ""
    else:  # text, compared as text: to the end of the second; a plus keeps the indexes by account out of it
        end, free = f"datetime(substr(t.occurred_at, 1, 19), '+{hours} hours') || '.999999'", "+"
    sql = f"""
        SELECT o.id FROM conversations_touch t CROSS JOIN conversations_order o
        WHERE {mine.condition} AND {free}t.account_id = %s AND o.profile_id = t.profile_id
        AND {free}o.account_id = t.account_id
        AND o.occurred_at >= t.occurred_at AND o.occurred_at <= {end}
        UNION
        SELECT k.order_id FROM conversations_touch t CROSS JOIN conversations_credit k
        WHERE {mine.condition} AND {free}t.account_id = %s AND k.touch_id = t.id"""  # noqa: S608  (names of ours)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*mine.parameters, account.pk, *mine.parameters, account.pk])
        return {order for (order,) in cursor.fetchall()}


def _among(column: str, ids: Set[int]) -> Orders:
    return Orders(in_array(column), [as_array(sorted(ids))], few=True)


def touches_of(account: Account, profiles: Iterable[int]) -> Mapping[int, list[rule.Touch]]:
    """The touches of these profiles as the rule takes them."""
    names = ("profile_id", "id", "event_id", "kind", "occurred_at", "message_key", "conversation_id", "bot")
    rows = list(
        owned(Touch.objects.filter(profile__in=profiles), account.pk)
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
        .exclude(message_key="")  # which no key is: it lets SQLite take the index by message
        .values_list("message_key")
        .annotate(at=Min("occurred_at"))
    )
    return {**dict(sent), **dict(delivered)}

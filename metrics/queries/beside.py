"""What stands beside the four numbers: clicks, and whether the agent is live."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet, Subquery

from conversations.models import Account, Touch
from conversations.models.querysets import owned
from conversations.prepared import Prepared
from conversations.record import pauses_among
from conversations.scope import Scope, Shape
from conversations.vocabulary import TouchKind

CLICKS = (TouchKind.ADDED_TO_CART, TouchKind.LINK_CLICKED, TouchKind.PRODUCT_CARD_CLICKED)

Pause = tuple[datetime, datetime | None]


def touch_counts(scope: Scope) -> Mapping[TouchKind, int]:
    """How often shoppers clicked in the conversations of `scope`, whenever they did. A bot's click is nobody's."""
    return {TouchKind(kind): count for kind, count in _TOUCHES.rows(scope.shape, *scope.slots)}


@dataclass(frozen=True, slots=True)
class LiveState:
    """S9. `live` is None as long as nothing was ever heard of the agent; `since` is when that began, if it is known."""

    live: bool | None
    since: datetime | None
    last_message_at: datetime | None
    pauses: tuple[Pause, ...]


def live_state(account: Account) -> LiveState:
    """Whether the agent is live. Before its first switch it counts as live, if it has had a conversation."""
    rows = _SWITCHES.rows((), account.pk)
    last, switches = rows[0][3], [(at, event, live) for at, event, live, _ in rows if at]
    pauses = tuple(pauses_among(switches))
    if pauses:
        began, ended = pauses[-1]
        return LiveState(ended is not None, ended or began, last, pauses)
    first = switches[0][0] if switches else None
    return LiveState(True if last or first else None, first, last, pauses)


def _switches(_shape: object, account: int) -> "QuerySet[Account, tuple[Any, ...]]":
    """One question: without any switch there is still one row, of the account and its last message."""
    heard = Account(pk=account).conversations.visible().filter(last_message_at__isnull=False)
    columns = [f"live_switches__{name}" for name in ("occurred_at", "event_id", "live")]
    last = Subquery(heard.order_by("-last_message_at").values("last_message_at")[:1])
    return Account.objects.filter(pk=account).order_by(columns[0]).values_list(*columns, last)


def _touches(shape: Shape, account: int, start: datetime, end: datetime) -> "QuerySet[Touch, tuple[Any, ...]]":
    rows = shape.scope(account, start, end).conversations()
    touches = Touch.objects.filter(kind__in=CLICKS, bot=False, conversation__in=rows)
    return owned(touches, account).values_list("kind").annotate(Count("pk")).order_by()


_TOUCHES = Prepared(_touches)
_SWITCHES = Prepared(_switches)

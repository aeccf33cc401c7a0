"""All that one profile did: its conversations and orders in one line of time, the latest first (A5, S7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import CharField, F, QuerySet, Value

from conversations.models import Conversation, Order, Profile

ROWS = 50
_CONVERSATION, _ORDER = "conversation", "order"


@dataclass(frozen=True, slots=True)
class Happening:
    """One conversation or one order; `at` (UTC) is when it began or was placed."""

    at: datetime
    conversation: Conversation | None = None
    order: Order | None = None


def happenings(profile: Profile, *, page: str | None) -> "tuple[Page[Any], list[Happening]]":
    """A page of them, with its rows: three queries, whatever the number."""
    found: Page[Any] = Paginator(_in_time(profile), ROWS).get_page(page)
    keys = [(kind, pk) for kind, pk, _ in found]
    conversations = _by_id(_conversations(profile).select_related("label"), keys, _CONVERSATION)
    orders = _by_id(_orders(profile).select_related("credit__conversation"), keys, _ORDER)
    rows = [Happening(at, conversations.get(pk), orders.get(pk)) for _, pk, at in found]
    return found, rows


def _in_time(profile: Profile) -> "QuerySet[Any, Any]":
    started = _named(_conversations(profile), _CONVERSATION, at="started_at")
    placed = _named(_orders(profile), _ORDER, at="occurred_at")
    return started.union(placed, all=True).order_by("-at", "-row")


def _named(rows: "QuerySet[Any]", kind: str, *, at: str) -> "QuerySet[Any, Any]":
    named = rows.order_by().annotate(told=Value(kind, output_field=CharField()), row=F("pk"), at=F(at))
    keys: QuerySet[Any, Any] = named.values_list("told", "row", "at")
    return keys


def _conversations(profile: Profile) -> "QuerySet[Conversation]":
    return Conversation.objects.visible().filter(account=profile.account_id, profile=profile)


def _orders(profile: Profile) -> "QuerySet[Order]":
    return Order.objects.filter(account=profile.account_id, profile=profile)


def _by_id(rows: "QuerySet[Any]", keys: Sequence[tuple[str, int]], kind: str) -> dict[int, Any]:
    return rows.in_bulk([pk for found, pk in keys if found == kind])

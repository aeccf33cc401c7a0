"""Whose conversations, touches and orders they are: profiles reach them through identities (A5, S7)."""

from collections.abc import Set
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from conversations.models import Account, Conversation, Identity, Order, Touch
from conversations.models.querysets import owned

_OWN = Subquery(Identity.objects.filter(pk=OuterRef("identity_id")).values("profile_id"))
_THREADS = Subquery(Conversation.objects.filter(pk=OuterRef("conversation_id")).values("profile_id"))


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What a batch changed, by id.

    Touches and orders that came, identities that moved to another profile, and conversations whose profile, channel or
    mark as test is not what it was.
    """

    touches: Set[int] = field(default_factory=set)
    orders: Set[int] = field(default_factory=set)
    identities: Set[int] = field(default_factory=set)
    conversations: Set[int] = field(default_factory=set)


def spread(account: Account, arrivals: Arrivals) -> tuple[set[int], set[int]]:
    """Give everything that is concerned its profile, and return the touches and the orders that this was about."""
    conversations = set(arrivals.conversations) | _move_conversations(account, arrivals.identities)
    by_identity = Q(identity__in=arrivals.identities)
    touches = Q(pk__in=arrivals.touches) | by_identity | Q(conversation__in=conversations)
    orders = Q(pk__in=arrivals.orders) | by_identity
    touched, ordered, pk = set[int](), set[int](), int(account.pk)
    if arrivals.touches or arrivals.identities or conversations:
        touched = _give(owned(Touch.objects.filter(touches), pk), Coalesce(_OWN, _THREADS))
    if arrivals.orders or arrivals.identities:
        ordered = _give(owned(Order.objects.filter(orders), pk), _OWN)
    return touched, ordered


def _move_conversations(account: Account, identities: Set[int]) -> set[int]:
    if not identities:
        return set()
    rows = owned(Conversation.objects.filter(identity__in=identities), account.pk)
    ids = set(rows.values_list("pk", flat=True))
    rows.update(profile_id=_OWN)
    return ids


def _give(rows: "QuerySet[Any]", owner: Any) -> set[int]:
    """Set the profile of these rows; their ids."""
    ids = set(rows.values_list("pk", flat=True))
    if ids:
        rows.model._default_manager.filter(pk__among=ids).update(profile_id=owner)
    return ids

"""What is true of a conversation beside its status: the one predicate behind each such number and its rows (K5)."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from conversations.models import Account, Conversation
from conversations.vocabulary import Trait

COMES_BACK_WITHIN = timedelta(days=7)


def has(trait: Trait, account: Account, *, prefix: str = "") -> Q:
    """The conversations of `account` that have `trait`; `prefix` is the way to them from another table."""
    match trait:
        case Trait.REPLIED:
            return Q((f"{prefix}first_reply_at__isnull", False))
        case Trait.OFFER_NOT_ACCEPTED:
            return Q((f"{prefix}offered_at__isnull", False), (f"{prefix}handed_off_at__isnull", True))
        case Trait.RATED:
            return Q((f"{prefix}rating__isnull", False))
        case Trait.CAME_BACK:
            return Q(Exists(_next_ones(account, prefix)))


def _next_ones(account: Account, prefix: str) -> "QuerySet[Conversation]":
    """Counted conversations of the same profile, on any channel, started after the last message, within 7 days of it.

    The last instant of the 7 days is one of them. Without a profile nobody is recognised again.
    """
    after = Conversation.objects.counted().filter(account=account, profile=OuterRef(f"{prefix}profile"))
    last = OuterRef(f"{prefix}last_message_at")
    return after.alias(week_before=F("started_at") - COMES_BACK_WITHIN).filter(
        started_at__gt=last, week_before__lte=last
    )

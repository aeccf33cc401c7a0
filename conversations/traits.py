"""What is true of a conversation beside its status: the one predicate behind each such number and its rows (K5)."""

from datetime import timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, Func, OuterRef, Q, QuerySet

from conversations.models import Account, Conversation
from conversations.models.querysets import owned
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
    last = OuterRef(f"{prefix}last_message_at")
    theirs = Conversation.objects.counted().filter(profile=OuterRef(f"{prefix}profile"))
    soon = theirs.filter(started_at__gt=last, started_at__lte=_WeekAfter(last))
    return owned(soon, account.pk)


class _WeekAfter(Func):
    """`COMES_BACK_WITHIN` after an instant, to the microsecond. For SQLite Django's own way is Python's, row by row."""

    arity = 1
    output_field = DateTimeField()

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        seconds = int(COMES_BACK_WITHIN.total_seconds())
        return self.as_sql(compiler, connection, template=f"(%(expressions)s + interval '{seconds} seconds')")

    def as_sqlite(self, compiler: Any, connection: Any, **extra_context: Any) -> tuple[str, Any]:
        at, _ = compiler.compile(self.get_source_expressions()[0])
        second = f"strftime('%%Y-%%m-%%d %%H:%%M:%%S', substr({at}, 1, 19), '+{COMES_BACK_WITHIN.days} days')"
        return f"({second} || substr({at}, 20))", ()

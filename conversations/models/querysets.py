"""Questions about rows, asked by pages and counts. Each is asked of one account: start from `account.conversations`."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db.models import BooleanField, Func, Q, QuerySet
from django.db.models.functions import Length

R = TypeVar("R", bound="QuerySet[Any, Any]")

if TYPE_CHECKING:
    from conversations.models.thread import Conversation, Message  # noqa: F401  (ruff does not look into the bases of a class)

LONG = timedelta(days=2)


class ConversationQuerySet(QuerySet["Conversation"]):
    def visible(self) -> Self:
        """Those with a message: before its first one a conversation is nowhere to be seen."""
        return self.filter(messages__gt=0)

    def counted(self) -> Self:
        """S10: tests count in no number."""
        return self.visible().filter(test=False)

    def started_in(self, start: datetime, end: datetime) -> Self:
        """T2: started in the half-open window of UTC instants."""
        return self.filter(started_at__gte=start, started_at__lt=end)

    def by_id(self, account: int, ids: "Collection[int] | QuerySet[Any, Any]") -> Self:
        """Those of `account` with these ids, looked up by id: SQLite would read through the whole account for them."""
        return owned(self, account).filter(pk__in=ids)

    def looked_up(self, account: int, column: str, start: datetime, end: datetime) -> Self:
        """Those of `account` with this moment in the half-open window of UTC instants, to be asked for by id.

        SQLite would read the whole window for a handful of ids.
        """
        hidden = self.alias(own=HiddenFromSQLite("account_id"), moment=HiddenFromSQLite(column))
        return hidden.filter(own=account, moment__gte=start, moment__lt=end)

    def updated_in(self, start: datetime, end: datetime) -> Self:
        """Its last message came in the half-open window of UTC instants."""
        return self.filter(last_message_at__gte=start, last_message_at__lt=end)


class DayRollupQuerySet(QuerySet[Any]):
    """Of a table that counts by local day."""

    def on_days(self, first: date, last: date) -> Self:
        """Local days, both included."""
        return self.filter(day__gte=first, day__lte=last)

    def of(self, *, channels: Collection[str], labels: Collection[int]) -> Self:
        """Of these channels and labels (0: none); no channels, or no labels, means all of them."""
        rows = self.filter(channel__in=channels) if channels else self
        return rows.filter(label_id__in=labels) if labels else rows


class MessageQuerySet(QuerySet["Message"]):
    def latest_first(self) -> Self:
        """The order of `summary.order_key`, turned round."""
        return self._with_order().order_by("-occurred_at", "-id_length", "-id_bytes")

    def earliest_first(self) -> Self:
        return self._with_order().order_by("occurred_at", "id_length", "id_bytes")

    def before(self, message: "Message") -> Self:
        """Those that come before it in the order of `summary.order_key`."""
        at, length, text = message.occurred_at, len(message.event_id), message.event_id
        shorter = Q(id_length__lt=length) | Q(id_length=length, id_bytes__lt=text)
        return self._with_order().filter(Q(occurred_at__lte=at), Q(occurred_at__lt=at) | shorter)

    def after(self, message: "Message") -> Self:
        """Those that come after it in that order."""
        at, length, text = message.occurred_at, len(message.event_id), message.event_id
        longer = Q(id_length__gt=length) | Q(id_length=length, id_bytes__gt=text)
        return self._with_order().filter(Q(occurred_at__gte=at), Q(occurred_at__gt=at) | longer)

    def _with_order(self) -> Self:
        return self.alias(id_length=Length("event_id"), id_bytes=ByCodePoint("event_id"))


class Unindexed(Func):
    """A column's value, in a way that hides it from the indexes: for where another one serves better."""

    template = "+%(expressions)s"
    arity = 1

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="(ARRAY[%(expressions)s])[1]")


class HiddenFromSQLite(Unindexed):
    """As `Unindexed` there. PostgreSQL has statistics, and weighs its indexes by them."""

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="%(expressions)s")


def owned(rows: R, account: int) -> R:
    """Those of `account`, for rows that are asked for by something rarer: an id, a conversation, a shopper.

    SQLite without statistics takes an index that begins with the account, and reads all that the account has.
    """
    return rows.alias(own=Unindexed("account_id")).filter(own=account)


class LastsLong(Func):
    """Whether a conversation's last message came more than `LONG` after its first one."""

    template = f"(julianday(last_message_at) - julianday(started_at) > {LONG.days})"
    output_field = BooleanField()

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return self.as_sql(
            compiler, connection, template=f"(last_message_at - started_at > interval '{LONG.days} days')"
        )


class ByCodePoint(Func):
    """A text compared as Python compares it, whatever the language of the database."""

    template = "%(expressions)s"
    arity = 1

    def as_postgresql(self, compiler: object, connection: object) -> tuple[str, object]:
        sql, params = self.as_sql(compiler, connection, template='%(expressions)s COLLATE "C"')  # type: ignore[arg-type]
        return sql, params


def labelled(ids: Collection[int], *, column: str) -> Q:
    """S8: with one of these labels; 0 stands for none, which is a group like any other."""
    named = Q((f"{column}__in", [pk for pk in ids if pk]))
    return named | Q((f"{column}__isnull", True)) if 0 in ids else named

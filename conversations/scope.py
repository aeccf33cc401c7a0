"""K5: which conversations, and which orders, a number is about. The one predicate behind card, bar, table and link.

A scope is what the filters of a page say: an account, a period, channels, statuses, labels. Whatever counts asks its
scope for the rows, and whatever is counted links to `href`, whose page asks a scope made from those parameters again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from conversations.addresses import address_of, query_of
from conversations.details import Details
from conversations.models import Account, Conversation, Label, Order, Touch
from conversations.models.querysets import ConversationQuerySet, labelled
from conversations.periods import Period, Preset, Span
from conversations.reviews import judged
from conversations.traits import has
from conversations.vocabulary import Channel, Status, TouchKind, Trait

NEVER = datetime.min.replace(tzinfo=UTC)


class Basis(StrEnum):
    """Which moment lies in the period: a conversation's start, its last message, or an order credited to it (K4)."""

    STARTED = "started"
    UPDATED = "updated"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Topic:
    """S8: a label as addresses name it. Without one (id 0) the name is empty."""

    id: int
    name: str

    @classmethod
    def of(cls, label: Label) -> "Topic":
        return cls(int(label.pk), label.name)


NO_TOPIC = Topic(0, "")
ANY = Details()
_PERIOD = {"from", "to", "preset"}


@dataclass(frozen=True, slots=True)
class Scope:
    """No channels, statuses, topics or touches means all; of `traits` each has to be there.

    `reviews` are verdicts, causes, or "unreviewed". `hour` narrows a period to one bar of it.
    `test` lets test conversations in (S10): for lists, never for numbers.
    """

    account: Account
    period: Period
    channels: tuple[Channel, ...] = ()
    statuses: tuple[Status, ...] = ()
    topics: tuple[Topic, ...] = ()
    touches: tuple[TouchKind, ...] = ()
    traits: tuple[Trait, ...] = ()
    reviews: tuple[str, ...] = ()
    basis: Basis = Basis.STARTED
    hour: Span | None = None
    test: bool = False
    details: Details = ANY

    @property
    def window(self) -> tuple[datetime, datetime]:
        """UTC; the start included, the end not."""
        narrow = self.hour or self.period
        return narrow.start, narrow.end

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the period leaves something out."""
        chosen = (
            self.channels,
            self.statuses,
            self.topics,
            self.touches,
            self.traits,
            self.reviews,
            self.hour,
            self.details,
        )
        return any(chosen)

    @property
    def is_rolled_up(self) -> bool:
        """Whether `DayCount` can tell how many conversations there are."""
        return self.basis is Basis.STARTED and self.has_sales_rolled_up

    @property
    def has_sales_rolled_up(self) -> bool:
        """Whether `DayOrder` and `DayCredit` can tell what was sold."""
        return not any((self.touches, self.traits, self.reviews, self.hour, self.test, self.details))

    def conversations(self, *, by_id: bool = False) -> ConversationQuerySet:
        """The rows. Each says of its account that it is this one, so that they can be joined to.

        `by_id`: the same, for who asks for a few of them by their ids.
        """
        if by_id and self.basis is not Basis.ORDER:
            column = "last_message_at" if self.basis is Basis.UPDATED else "started_at"
            return self._seen(Conversation.objects.looked_up(int(self.account.pk), column, *self.window))
        rows = self._seen(self.account.conversations.all())
        if self.basis is Basis.ORDER:
            own = self.orders().filter(currency=self.account.currency)
            return rows.filter(Exists(own.filter(credit__conversation=OuterRef("pk"))))
        if self.basis is Basis.UPDATED:
            return rows.updated_in(*self.window)
        return rows.started_in(*self.window)

    def _seen(self, rows: ConversationQuerySet) -> ConversationQuerySet:
        return (rows.visible() if self.test else rows.counted()).filter(self.filters())

    def orders(self) -> "QuerySet[Order]":
        """K4: the orders placed in the window that are credited to these conversations, in any currency (A6)."""
        start, end = self.window
        rows = self.account.orders.filter(self.is_credited(), occurred_at__gte=start, occurred_at__lt=end)
        return rows if self.test else rows.filter(test=False)

    def is_credited(self) -> Q:
        """What makes an order one that counts for these conversations, whenever it was placed."""
        credited = Q(credit__account=self.account, credit__conversation__account=self.account)
        counted = credited if self.test else credited & Q(credit__conversation__test=False)
        return counted & self.filters("credit__conversation__")

    def filters(self, prefix: str = "") -> Q:
        """What is asked of a conversation beside the time; `prefix` is the way to it from another table."""
        asked = Q()
        if self.channels:
            asked &= Q((f"{prefix}channel__in", self.channels))
        if self.statuses:
            asked &= Q((f"{prefix}status__in", self.statuses))
        if self.topics:
            asked &= labelled([topic.id for topic in self.topics], column=f"{prefix}label")
        if self.touches:
            touched = Touch.objects.filter(account=self.account, kind__in=self.touches, bot=False)
            asked &= Q(Exists(touched.filter(conversation=OuterRef(f"{prefix}pk"))))
        for trait in self.traits:
            asked &= has(trait, self.account, prefix=prefix)
        if self.reviews:
            asked &= judged(self.reviews, self.account, prefix=prefix)
        return asked & self.details.filters(self.account, prefix)

    @property
    def shape(self) -> "Shape":
        """All of it but the account and the instants, which are `slots`: together they are what `Prepared` takes."""
        return Shape(replace(self, account=_NOBODY, period=_NEVER, hour=None), self.account.currency)

    @property
    def slots(self) -> tuple[int, datetime, datetime]:
        return int(self.account.pk), *self.window

    def with_(self, **changes: Any) -> "Scope":
        return replace(self, **changes)

    def on_days(self, first: date, last: date) -> "Scope":
        """These local days of it, both included."""
        return replace(self, period=Period(first, last, self.period.zone), hour=None)

    def parameters(self) -> Mapping[str, list[str]]:
        """The GET parameters that make this scope again, as `filters` reads them."""
        chosen: dict[str, list[str]] = {}
        if self.period.preset is Preset.CUSTOM:
            chosen |= {"from": [self.period.first.isoformat()], "to": [self.period.last.isoformat()]}
        else:
            chosen["preset"] = [self.period.preset.value]
        chosen |= {
            "channel": [channel.value for channel in self.channels],
            "status": [status.value for status in self.statuses],
            "label": [topic.name for topic in self.topics],
            "touch": [kind.value for kind in self.touches],
            "has": [trait.value for trait in self.traits],
            "review": list(self.reviews),
            "on": [self.basis.value] if self.basis is not Basis.STARTED else [],
            "hour": [self.hour.key] if self.hour else [],
            "test": ["include"] if self.test else [],
            **self.details.parameters(),
        }
        return {name: values for name, values in chosen.items() if values}

    def query(self) -> str:
        return query_of(self.parameters())

    def hrefs_on(self, spans: Iterable[Span]) -> list[str]:
        """The addresses of the lists of its rows by local days: those of `on_days`, of all spans at once."""
        own = {name: value for name, value in self.parameters().items() if name not in _PERIOD | {"hour"}}
        page, rest = address_of("conversations:list", self.account.slug), query_of(own)
        and_rest = f"&{rest}" if rest else ""
        return [f"{page}?from={span.first}&to={span.last}{and_rest}" for span in spans]

    def href(self, page: str = "conversations:list") -> str:
        """The address of a page that shows this scope: by default the list of exactly its rows."""
        return f"{address_of(page, self.account.slug)}?{self.query()}"


@dataclass(frozen=True, slots=True)
class Shape:
    """What a scope asks for, in whatever account and window."""

    _asked: Scope
    _currency: str

    @property
    def is_filtered(self) -> bool:
        return self._asked.is_filtered

    def scope(self, account: int, start: datetime = NEVER, end: datetime = NEVER) -> Scope:
        """One that asks the same of the conversations of an account in a window of UTC instants; without, of none."""
        window = Span(start, end, _NEVER.first, _NEVER.last, "")
        return replace(self._asked, account=Account(pk=account, currency=self._currency), hour=window)


_NOBODY = Account(pk=0)
_NEVER = Period(date.min, date.min, ZoneInfo("UTC"))

"""Where each type of event is kept: its table, and the values of its columns."""

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from conversations.caseless import caseless
from conversations.days import local_day
from conversations.models import (
    Ending,
    Fact,
    Handoff,
    Labelling,
    LiveSwitch,
    Message,
    Order,
    Rating,
    ShopperNote,
    Touch,
)
from conversations.payloads import Event, MessageEvent, ShopperRef
from conversations.thanks import is_thanks
from conversations.vocabulary import Sender

COMMON = ("id", "account_id", "event_id", "occurred_at", "version_at", "received_at", "digest", "wire", "meta")

Key = tuple[str, str]
"""Type and id of an event."""
Said = tuple[str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Links:
    """The rows that events name: conversations by key, identities by event, labels by folded name.

    `zone` is the account's, for the local days of orders (T2). `thanks` are the shopper's messages that only thank
    (S6b). Both they and the identities are by type and id of the event.
    """

    conversations: Mapping[str, int]
    identities: Mapping[Key, int]
    labels: Mapping[str, int]
    zone: ZoneInfo
    thanks: Set[Key] = frozenset()

    def identity(self, event: Event) -> int | None:
        return self.identities.get((event.type, event.id))


def said(shopper: ShopperRef) -> Said:
    """What an event says about its shopper, word for word, in the order of `IDENTITY_COLUMNS`."""
    return (
        shopper.id or "",
        shopper.visitor or "",
        shopper.email_key or "",
        shopper.phone or "",
        shopper.name or "",
        shopper.email or "",
    )


def thanks_among(events: Iterable[Event]) -> set[Key]:
    """S6b: the shoppers' messages that are only thanks or a goodbye."""
    return {
        (event.type, event.id)
        for event in events
        if isinstance(event, MessageEvent) and event.sender is Sender.SHOPPER and is_thanks(event.text)
    }


def fold_label(name: str) -> str:
    """S8: labels are compared without case."""
    return caseless(name)


@dataclass(frozen=True, slots=True)
class Shelf:
    model: type[Fact]
    columns: tuple[str, ...]
    values: Callable[[Any, Links], tuple[Any, ...]]

    @property
    def all_columns(self) -> tuple[str, ...]:
        return (*COMMON, *self.columns)


def _message(event: Any, links: Links) -> tuple[Any, ...]:
    return (
        links.conversations[event.conversation],
        event.channel,
        event.sender,
        event.text,
        (event.type, event.id) in links.thanks,
        event.test,
        [card.model_dump(exclude_none=True) for card in event.product_cards] if event.product_cards else None,
        links.identity(event),
    )


def _handoff(event: Any, links: Links) -> tuple[Any, ...]:
    return (links.conversations[event.conversation], event.stage, event.method, event.reason or "", event.ticket or "")


def _ending(event: Any, links: Links) -> tuple[Any, ...]:
    return (links.conversations[event.conversation], event.by)


def _labelling(event: Any, links: Links) -> tuple[Any, ...]:
    return (links.conversations[event.conversation], links.labels[fold_label(event.label)], event.label)


def _rating(event: Any, links: Links) -> tuple[Any, ...]:
    return (links.conversations[event.conversation], event.score, event.comment or "")


def _shopper_note(event: Any, links: Links) -> tuple[Any, ...]:
    return (links.identity(event),)


def _touch(event: Any, links: Links) -> tuple[Any, ...]:
    return (
        links.conversations[event.conversation],
        event.kind,
        event.message or "",
        event.product or "",
        event.bot,
        links.identity(event),
    )


def _order(event: Any, links: Links) -> tuple[Any, ...]:
    return (
        event.number or "",
        links.identity(event),
        event.total_minor,
        event.refunded_minor,
        event.currency,
        event.cancelled_at,
        event.test,
        local_day(event.occurred_at, links.zone),
    )


def _switch(event: Any, _: Links) -> tuple[Any, ...]:
    return (event.live,)


SHELVES: Mapping[str, Shelf] = {
    "message": Shelf(
        Message,
        ("conversation_id", "channel", "sender", "text", "thanks", "test", "product_cards", "identity_id"),
        _message,
    ),
    "handoff": Shelf(Handoff, ("conversation_id", "stage", "method", "reason", "ticket"), _handoff),
    "conversation_ended": Shelf(Ending, ("conversation_id", "by"), _ending),
    "label": Shelf(Labelling, ("conversation_id", "label_id", "text"), _labelling),
    "rating": Shelf(Rating, ("conversation_id", "score", "comment"), _rating),
    "shopper": Shelf(ShopperNote, ("identity_id",), _shopper_note),
    "touch": Shelf(Touch, ("conversation_id", "kind", "message_key", "product", "bot", "identity_id"), _touch),
    "order": Shelf(
        Order,
        ("number", "identity_id", "total_minor", "refunded_minor", "currency", "cancelled_at", "test", "day"),
        _order,
    ),
    "agent": Shelf(LiveSwitch, ("live",), _switch),
}


def row(
    event: Event, links: Links, *, pk: int, account_id: int, received_at: Any, wire: bytes | None
) -> tuple[Any, ...]:
    """The values of `Shelf.all_columns` for one event."""
    own = SHELVES[event.type].values(event, links)
    times = (event.occurred_at, event.version_at, received_at)
    return (pk, account_id, event.id, *times, event.digest, wire, event.meta, *own)

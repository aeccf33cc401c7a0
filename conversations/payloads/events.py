"""The nine events of the API, as they are once nothing can be wrong with them any more.

Attributes are named as on the wire, but for an order's `total_minor` and `refunded_minor`. The order of the fields is
the order in which problems are told.
"""

from datetime import datetime
from hashlib import blake2b
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field

from conversations.payloads.fields import (
    MOST_CARDS,
    STRICT,
    Amount,
    Currency,
    Flag,
    Id,
    Instant,
    Label,
    Link,
    Meta,
    Name,
    Note,
    OptionalAmount,
    OptionalCurrency,
    OptionalId,
    OptionalTitle,
    Price,
    Score,
    Text,
    Title,
    compact_json,
)
from conversations.payloads.shopper import KnownShopper, ShopperRef
from conversations.vocabulary import Channel, EndedBy, HandoffMethod, HandoffStage, Sender, TouchKind

_Word = Field(strict=False)
"""An enum is read from its value; in strict mode pydantic would want the member itself."""


class _Event(BaseModel):
    model_config = STRICT

    type: str
    id: Id
    occurred_at: Instant
    updated_at: Instant | None = None
    meta: Meta | None = None

    @property
    def version_at(self) -> datetime:
        """UTC. Of two events with the same id and different content, the one with the later version wins."""
        return self.updated_at or self.occurred_at

    @property
    def digest(self) -> bytes:
        """16 bytes over content and version: the same for the same event, however it was written.

        Absent, null and default are the same, so a field added later does not change the digests of older events.
        Facts keep their digest: a change of this form would make a conflict of every repetition.
        """
        apart = _APART if self.updated_at is not None or self.meta is not None else None
        content = self.__pydantic_serializer__.to_json(self, exclude=apart, exclude_defaults=True)
        meta = compact_json(self.meta) if self.meta else b""
        version = self.version_at.isoformat().encode()
        return blake2b(b"%b\n%b\n%b" % (content, meta, version), digest_size=16).digest()


_APART = {"updated_at", "meta"}


class ProductCard(BaseModel):
    """A product that the agent showed. `url` and `image` are as given: any scheme, or none."""

    model_config = STRICT

    id: Id
    title: Title
    url: Link = None
    image: Link = None
    currency: OptionalCurrency = None
    price: Price = None


def _empty_if_null(value: object) -> object:
    return [] if value is None else value


Cards = Annotated[list[ProductCard], Field(max_length=MOST_CARDS, fail_fast=True), BeforeValidator(_empty_if_null)]


class MessageEvent(_Event):
    type: Literal["message"]
    conversation: Id
    channel: Annotated[Channel, _Word]
    sender: Annotated[Sender, _Word]
    text: Text
    shopper: ShopperRef | None = None
    product_cards: Cards = Field(default_factory=list)  # a list as default is copied deeply for each event
    test: Flag = False


class HandoffEvent(_Event):
    type: Literal["handoff"]
    conversation: Id
    stage: Annotated[HandoffStage, _Word]
    method: Annotated[HandoffMethod, _Word]
    reason: Note = None
    ticket: Name = None


class EndedEvent(_Event):
    type: Literal["conversation_ended"]
    conversation: Id
    by: Annotated[EndedBy, _Word]


class LabelEvent(_Event):
    type: Literal["label"]
    conversation: Id
    label: Label


class RatingEvent(_Event):
    type: Literal["rating"]
    conversation: Id
    score: Score
    comment: Note = None


class ShopperEvent(_Event):
    type: Literal["shopper"]
    shopper: KnownShopper


class TouchEvent(_Event):
    type: Literal["touch"]
    kind: Annotated[TouchKind, _Word]
    conversation: Id
    message: OptionalId = None
    shopper: ShopperRef | None = None
    product: OptionalTitle = None
    bot: Flag = False


class OrderEvent(_Event):
    """A6. Without a shopper it cannot be matched, and is counted as such (A5). The currency is read first."""

    type: Literal["order"]
    number: Name = None
    shopper: ShopperRef | None = None
    currency: Currency
    total_minor: Amount = Field(alias="total")
    refunded_minor: OptionalAmount = Field(default=0, alias="refunded")
    cancelled_at: Instant | None = None
    test: Flag = False

    @property
    def placed_at(self) -> datetime:
        return self.occurred_at


class AgentEvent(_Event):
    """S9: live, or paused, from `occurred_at` on."""

    type: Literal["agent"]
    live: bool


Event = (
    MessageEvent
    | HandoffEvent
    | EndedEvent
    | LabelEvent
    | RatingEvent
    | ShopperEvent
    | TouchEvent
    | OrderEvent
    | AgentEvent
)

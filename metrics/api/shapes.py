"""The answers of the read side, as OpenAPI describes them. Instants are RFC 3339 in UTC, money is a decimal string."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field

from conversations.crediting import Lost
from conversations.periods import Bucket
from conversations.vocabulary import (
    Cause,
    Channel,
    EndedBy,
    HandoffMethod,
    HandoffStage,
    Sender,
    Status,
    TouchKind,
    Verdict,
)
from metrics.queries import Group

Money = Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$", examples=["1299.00"])]
Id = Annotated[str, Field(pattern="^[0-9]+$", description="Ours: 64 bits, as a string.")]
Cursor = Annotated[str | None, Field(description="Where the next answer begins; null at the end.")]
Rate = Annotated[float | None, Field(ge=0, le=1)]


class Range(BaseModel):
    """Local days, both included, and the same as instants: `start` included, `end` not."""

    first: date = Field(alias="from")
    last: date = Field(alias="to")
    start: datetime
    end: datetime


class ComparedKpis(BaseModel):
    total_volume: int
    resolved: int
    not_resolved: int
    open: int
    closed: int
    resolved_rate: Rate
    not_resolved_rate: Rate
    sales: Money
    orders: int
    average_order_value: Money | None


class ElsewhereSales(BaseModel):
    currency: str
    orders: int
    sales: Money


class Kpis(ComparedKpis):
    sales_net: Money
    sales_share: Rate
    first_reply_seconds: float | None = Field(description="The median; null without a reply.")
    first_reply_seconds_p90: float | None
    came_back_rate: Rate
    handoffs_not_accepted: int
    rating: float | None = Field(ge=1, le=5)
    ratings: int
    add_to_carts: int
    link_clicks: int
    product_card_clicks: int
    sales_in_other_currencies: list[ElsewhereSales] = Field(description="Stored and listed, never added (A6).")


class PreviousRange(Range):
    """The period before (T4); if it is cut at a clock time, `end` says where."""

    kpis: ComparedKpis


class Bar(BaseModel):
    start: datetime
    label: str = Field(description="2026-06-07, 2026-W23, 2026-06, or an hour with its offset.")
    settled: bool = Field(description="Whether no conversation of it can change any more (K6).")
    counts: dict[str, int] = Field(description="By channel, status or label; no label is the empty name.")


class Chart(BaseModel):
    bucket: Bucket
    group: Group
    buckets: list[Bar]


class Settles(BaseModel):
    """K6: until when the numbers of the range can still change; null once they cannot."""

    conversations: datetime | None
    sales: datetime | None


class OverviewAnswer(BaseModel):
    account: str
    timezone: str
    currency: str
    as_of: datetime
    range: Range
    previous: PreviousRange
    kpis: Kpis
    settles: Settles
    chart: Chart


class ConversationRow(BaseModel):
    id: Id
    conversation: str = Field(description="Its id at the source.")
    first_question: str
    profile: str | None = Field(description="Name, else email, else phone; null for nobody known (S7).")
    channel: Channel
    status: Status
    label: str | None
    messages: int
    started_at: datetime
    last_updated: datetime
    test: bool


class ConversationsAnswer(BaseModel):
    conversations: list[ConversationRow]
    next_cursor: Cursor


class MessageRow(BaseModel):
    id: str = Field(description="The event's.")
    occurred_at: datetime
    channel: Channel
    sender: Sender
    text: str
    product_cards: list[dict[str, object]]


class EventRow(BaseModel):
    """A handoff, an ending, a label or a rating: `type` says which of the fields there are."""

    type: str
    id: str
    occurred_at: datetime
    stage: HandoffStage | None = None
    method: HandoffMethod | None = None
    reason: str | None = None
    ticket: str | None = None
    by: EndedBy | None = None
    label: str | None = None
    score: int | None = None
    comment: str | None = None


class TouchRow(BaseModel):
    id: str = Field(description="The event's.")
    kind: TouchKind
    occurred_at: datetime
    message: str | None
    product: str | None
    bot: bool


class OrderRow(BaseModel):
    id: str = Field(description="The event's.")
    number: str | None
    placed_at: datetime
    total: Money
    refunded: Money
    currency: str
    cancelled_at: datetime | None
    test: bool


class CreditedConversation(BaseModel):
    id: Id
    conversation: str
    channel: Channel | None
    status: Status | None


class Window(BaseModel):
    """A1: both ends are included."""

    start: datetime
    end: datetime
    hours: int


class AlsoTouched(BaseModel):
    id: str = Field(description="The event's.")
    kind: TouchKind
    occurred_at: datetime
    conversation: Id
    lost: Lost


class CreditRow(BaseModel):
    """A credited order and its evidence."""

    order: OrderRow
    conversation: CreditedConversation
    touch: TouchRow
    window: Window
    seconds_between: float = Field(description="From the touch to the order.")
    rule: str = Field(description="A1: it was the only touch that qualified. A3: it was the last of several.")
    also_touched: list[AlsoTouched] = Field(description="The latest 50 of the 90 days before the order.")


class CreditsAnswer(BaseModel):
    credits: list[CreditRow]
    next_cursor: Cursor


class ReviewRow(BaseModel):
    """What somebody who read it thinks of how it ended, and the status it had then."""

    verdict: Verdict
    cause: Cause | None
    note: str | None
    status: Status
    at: datetime


class ThreadAnswer(BaseModel):
    """The newest messages, in time order, and what happened meanwhile; `next_cursor` leads to the earlier ones."""

    conversation: ConversationRow
    messages: list[MessageRow]
    events: list[EventRow]
    touches: list[TouchRow]
    credits: list[CreditRow]
    review: ReviewRow | None
    next_cursor: Cursor

"""From bytes to typed events, or to a named reason why not. Pure: no Django, no clock, no database.

An event that comes out of here can be stored as it is: its times are UTC, its money is in minor units, its text has no
character that a database refuses, and nothing in it is longer than `fields` says.
"""

from conversations.payloads.batch import NotABatch, split_batch
from conversations.payloads.events import (
    AgentEvent,
    EndedEvent,
    Event,
    HandoffEvent,
    LabelEvent,
    MessageEvent,
    OrderEvent,
    ProductCard,
    RatingEvent,
    ShopperEvent,
    TouchEvent,
)
from conversations.payloads.reading import read_event, read_line, read_piece
from conversations.payloads.refusals import Code, PayloadError, Refusal
from conversations.payloads.shopper import KnownShopper, ShopperRef
from conversations.payloads.strict_json import Piece, parse_json

__all__ = [
    "AgentEvent",
    "Code",
    "EndedEvent",
    "Event",
    "HandoffEvent",
    "KnownShopper",
    "LabelEvent",
    "MessageEvent",
    "NotABatch",
    "OrderEvent",
    "PayloadError",
    "Piece",
    "ProductCard",
    "RatingEvent",
    "Refusal",
    "ShopperEvent",
    "ShopperRef",
    "TouchEvent",
    "parse_json",
    "read_event",
    "read_line",
    "read_piece",
    "split_batch",
]

"""Which touch an order is credited to (A1 to A5, A7). Pure: no Django, no clock.

A touch qualifies if its touch point is switched on, it is no bot's, and the order was placed at or after the touch and
within the window, both ends included. Of all that qualify the latest wins; the others say why they lost.

The caller brings one order and the touches of the same shopper (A5). Currency, refunds, cancellation and the test
mark of an order are matters of counting (A6, S10), not of crediting: such an order is credited like any other.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from conversations.vocabulary import Anchor, Channel, TouchKind

_HOUR: Final = timedelta(hours=1)
_LONGEST_HOURS: Final = 90 * 24

# A3: at the same instant click beats open beats delivery. A kind that is not here is never a touch point.
STRENGTH: Final[Mapping[TouchKind, int]] = MappingProxyType(
    {
        TouchKind.PRODUCT_CARD_CLICKED: 3,
        TouchKind.LINK_CLICKED: 3,
        TouchKind.MESSAGE_OPENED: 2,
        TouchKind.MESSAGE_DELIVERED: 1,
    }
)


class Lost(StrEnum):
    """A3: why a touch did not get the order: the first of these that applies."""

    NOT_A_TOUCH_POINT = "not_a_touch_point"
    NO_CHANNEL = "no_channel"
    SWITCHED_OFF = "switched_off"
    BOT = "bot"
    TEST_CONVERSATION = "test_conversation"
    AFTER_ORDER = "after_order"
    OUTSIDE_WINDOW = "outside_window"
    LATER_TOUCH = "later_touch"
    WEAKER_KIND = "weaker_kind"
    LOWER_MESSAGE = "lower_message"
    LOWER_TOUCH = "lower_touch"


@dataclass(frozen=True, slots=True)
class TouchPoint:
    channel: Channel
    kind: TouchKind


@dataclass(frozen=True, slots=True)
class Window:
    """A1: a touch point's switch and its window, whole hours from 1 h to 90 days, else ValueError."""

    enabled: bool
    length: timedelta

    def __post_init__(self) -> None:
        hours, rest = divmod(self.length, _HOUR)
        if rest:
            raise ValueError("a window is whole hours or days")
        validate_window(hours)


def validate_window(hours: int) -> timedelta:
    """A1: the window of so many hours. Raises ValueError unless they are whole and from 1 h to 90 days."""
    if type(hours) is not int or not 1 <= hours <= _LONGEST_HOURS:
        raise ValueError(f"a window is whole hours, from 1 to {_LONGEST_HOURS} (90 days)")
    return timedelta(hours=hours)


# The table of touch points in its order on the settings page.
DEFAULT_WINDOWS: Final[Mapping[TouchPoint, Window]] = MappingProxyType(
    {
        TouchPoint(Channel.WEB_CHAT, TouchKind.PRODUCT_CARD_CLICKED): Window(enabled=True, length=timedelta(hours=24)),
        TouchPoint(Channel.SMS, TouchKind.LINK_CLICKED): Window(enabled=True, length=timedelta(days=5)),
        TouchPoint(Channel.SMS, TouchKind.MESSAGE_OPENED): Window(enabled=True, length=timedelta(days=1)),
        TouchPoint(Channel.SMS, TouchKind.MESSAGE_DELIVERED): Window(enabled=True, length=timedelta(hours=12)),
        TouchPoint(Channel.EMAIL, TouchKind.LINK_CLICKED): Window(enabled=False, length=timedelta(days=5)),
        TouchPoint(Channel.WHATSAPP, TouchKind.LINK_CLICKED): Window(enabled=False, length=timedelta(days=5)),
        TouchPoint(Channel.WHATSAPP, TouchKind.MESSAGE_OPENED): Window(enabled=False, length=timedelta(hours=12)),
    }
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What an account decided. A touch point that `windows` leaves out is as in the table; nothing adds one to it."""

    windows: Mapping[TouchPoint, Window] = field(default_factory=lambda: DEFAULT_WINDOWS)
    anchor: Anchor = Anchor.RECEIVED
    ignore_bots: bool = True

    def window(self, point: TouchPoint) -> Window | None:
        """The switch and window of a touch point; None for what is not in the table."""
        default = DEFAULT_WINDOWS.get(point)
        return None if default is None else self.windows.get(point, default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """Something the shopper did, or got, because of the agent. Instants of any zone are turned into UTC (T1).

    `channel` is None while the conversation has no message; `received_at` is the delivery of the touched message, else
    the message's own time, else None; `message_id` ("" for none) and `event_id` are the source's; `test` is the
    conversation's mark.
    """

    id: int
    event_id: str
    kind: TouchKind
    channel: Channel | None
    at: datetime
    received_at: datetime | None = None
    message_id: str = ""
    conversation_id: int
    bot: bool = False
    test: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", _in_utc(self.at))
        if self.received_at is not None:
            object.__setattr__(self, "received_at", _in_utc(self.received_at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What crediting needs to know of an order. An instant of any zone is turned into UTC (T1)."""

    id: int
    placed_at: datetime
    test: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "placed_at", _in_utc(self.placed_at))


class Bounds(NamedTuple):
    """A1: the first and the last instant (UTC) of a window, both included."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """A3, A4: the one touch that gets the order, with its window, and the others, best first, with why they lost."""

    winner: Touch | None
    window: timedelta | None
    window_start: datetime | None
    also_touched: tuple[tuple[Touch, Lost], ...]


def credit(order: Order, touches: Iterable[Touch], settings: Settings) -> Verdict:
    """A1 to A4, A7: judge the touches of the order's shopper. Their order and repetition do not matter."""
    ranked = sorted(set(touches), key=_precedence, reverse=True)
    judged = [(touch, _judge(touch, order, settings=settings)) for touch in ranked]
    for winner, window in judged:
        if isinstance(window, Bounds):
            others = [(touch, _reason(found, touch, winner=winner)) for touch, found in judged if touch is not winner]
            return Verdict(winner, window.end - window.start, window.start, tuple(others))
    return Verdict(None, None, None, tuple((touch, found) for touch, found in judged if isinstance(found, Lost)))


def window_bounds(touch: Touch, settings: Settings) -> Bounds | None:
    """A1, A2: the window of the touch, or None if it can earn nothing under these settings.

    The window never starts after the touch; an order must besides not be earlier than the touch itself.
    """
    bounds = _bounds(touch, settings)
    return bounds if isinstance(bounds, Bounds) else None


def longest_window(settings: Settings) -> timedelta:
    """The longest window that is switched on; zero if all are off.

    No window starts after its touch, so a touch concerns only orders from its instant to this much later (both
    included), an order only touches from this much earlier to its instant, and a sale older than this is settled (K6).
    """
    windows = (settings.window(point) for point in DEFAULT_WINDOWS)
    return max((window.length for window in windows if window and window.enabled), default=timedelta(0))


def _bounds(touch: Touch, settings: Settings) -> Bounds | Lost:
    """A1, A2, A7: the window in elapsed time, or why the touch can earn no order at all."""
    if touch.kind not in STRENGTH:
        return Lost.NOT_A_TOUCH_POINT
    if touch.channel is None:
        return Lost.NO_CHANNEL
    window = settings.window(TouchPoint(touch.channel, touch.kind))
    if window is None:
        return Lost.NOT_A_TOUCH_POINT
    if not window.enabled:
        return Lost.SWITCHED_OFF
    if touch.bot and settings.ignore_bots:
        return Lost.BOT
    start = _window_start(touch, settings.anchor)
    return Bounds(start, start + window.length)


def _window_start(touch: Touch, anchor: Anchor) -> datetime:
    """A2: the receipt of the message, where there is one and the account counts from it; else the touch."""
    if anchor is Anchor.TOUCH or touch.channel is Channel.WEB_CHAT or touch.received_at is None:
        return touch.at
    # A delivery report may be dated after the click that proves the delivery.
    return min(touch.received_at, touch.at)


def _judge(touch: Touch, order: Order, *, settings: Settings) -> Bounds | Lost:
    """A1: the window in which the touch qualifies for the order, or why it does not."""
    bounds = _bounds(touch, settings)
    if isinstance(bounds, Lost):
        return bounds
    # S10: a test conversation must neither earn real money nor take it from the conversation that did.
    if touch.test and not order.test:
        return Lost.TEST_CONVERSATION
    if touch.at > order.placed_at:
        return Lost.AFTER_ORDER
    # The window starts at the touch or before it, so that only its end is left to ask.
    return bounds if order.placed_at <= bounds.end else Lost.OUTSIDE_WINDOW


def _reason(found: Bounds | Lost, touch: Touch, *, winner: Touch) -> Lost:
    """Why the touch lost: it did not qualify, or else the winner beat it (A3)."""
    if isinstance(found, Lost):
        return found
    if touch.at != winner.at:
        return Lost.LATER_TOUCH
    if STRENGTH[touch.kind] != STRENGTH[winner.kind]:
        return Lost.WEAKER_KIND
    return Lost.LOWER_MESSAGE if touch.message_id != winner.message_id else Lost.LOWER_TOUCH


Natural = tuple[list[str | int], str]


def _precedence(touch: Touch) -> tuple[datetime, int, Natural, Natural, int]:
    """A3: the greater wins. Past the message the source's own id decides: ours would tell the order of arrival."""
    return (touch.at, STRENGTH.get(touch.kind, 0), natural(touch.message_id), natural(touch.event_id), touch.id)


def natural(text: str) -> Natural:
    """Ids as people count them: m-9 before m-10. Equal only for equal text."""
    # Text and digits alternate, text first, so that like is always compared with like.
    parts = re.split(r"([0-9]+)", text)
    return [int(part) if place % 2 else part for place, part in enumerate(parts)], text


def _in_utc(instant: datetime) -> datetime:
    """T1: raises ValueError without an offset. Elapsed time and order are only right in one zone without jumps."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs an offset")
    return instant if instant.tzinfo is UTC else instant.astimezone(UTC)

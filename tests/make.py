"""Events as a source would send them: valid wire dicts, of which a test names only what it is about.

`make_message(text="Hej")` overrides a field; a field set to `ABSENT` is left out. Each call has an id of its own. All
happen at `HAPPENED_AT`, a day before `NOW`.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from typing import Any

Wire = dict[str, Any]

NOW = datetime(2026, 6, 7, 12, tzinfo=UTC)
HAPPENED_AT = "2026-06-06T12:00:00Z"
ABSENT: Any = object()

_numbers = count(1)


def make_message(**overrides: Any) -> Wire:
    return _event(
        "message", overrides, conversation="c-1", channel="web_chat", sender="shopper", text="Where is my parcel?"
    )


def make_handoff(**overrides: Any) -> Wire:
    return _event("handoff", overrides, conversation="c-1", stage="accepted", method="help_desk_ticket")


def make_ended(**overrides: Any) -> Wire:
    return _event("conversation_ended", overrides, conversation="c-1", by="shopper")


def make_label(**overrides: Any) -> Wire:
    return _event("label", overrides, conversation="c-1", label="Delivery")


def make_rating(**overrides: Any) -> Wire:
    return _event("rating", overrides, conversation="c-1", score=5)


def make_shopper(**overrides: Any) -> Wire:
    return _event("shopper", overrides, shopper={"id": "s-1", "name": "Åsa Öberg"})


def make_touch(**overrides: Any) -> Wire:
    return _event("touch", overrides, kind="product_card_clicked", conversation="c-1")


def make_order(**overrides: Any) -> Wire:
    return _event("order", overrides, shopper={"id": "s-1"}, total="1299.00", currency="SEK")


def make_agent(**overrides: Any) -> Wire:
    return _event("agent", overrides, live=True)


MAKERS: dict[str, Callable[..., Wire]] = {
    "message": make_message,
    "handoff": make_handoff,
    "conversation_ended": make_ended,
    "label": make_label,
    "rating": make_rating,
    "shopper": make_shopper,
    "touch": make_touch,
    "order": make_order,
    "agent": make_agent,
}


def make_full(event_type: str) -> Wire:
    """An event with every field that its type has."""
    shopper = {"id": "s-1", "visitor": "v-1", "name": "Åsa", "email": "Asa@Example.com ", "phone": "+46 70 123 45 67"}
    card = {"id": "p-1", "title": "Scarf", "url": "/p/1", "image": "//i/1.png", "price": "199.50", "currency": "SEK"}
    rest: dict[str, Wire] = {
        "message": {"shopper": shopper, "product_cards": [card], "test": True},
        "handoff": {"reason": "Asked for a person", "ticket": "T-1"},
        "rating": {"comment": "Quick!"},
        "shopper": {"shopper": shopper},
        "touch": {"message": "m-1", "shopper": shopper, "product": "p-1", "bot": True},
        "order": {
            "number": "#1001",
            "shopper": shopper,
            "refunded": "100.00",
            "cancelled_at": "2026-06-06T13:00:00Z",
            "test": True,
        },
    }
    common = {"id": "e-1", "updated_at": "2026-06-06T14:00:00Z", "meta": {"source": {"list": [1, 2.5, None, True]}}}
    return MAKERS[event_type](**common, **rest.get(event_type, {}))


def _event(event_type: str, overrides: Wire, **fields: Any) -> Wire:
    event = {"type": event_type, "id": f"e{next(_numbers)}", "occurred_at": HAPPENED_AT} | fields | overrides
    return {name: value for name, value in event.items() if value is not ABSENT}

"""Events as api.md's `POST /api/v1/events` takes them, each with the instant at which it reaches the dashboard."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

Event = dict[str, object]


class Arrival(NamedTuple):
    """An event and when it is sent: its own time, or for a changed order the time of the change."""

    at: datetime
    event: Event


def arrival(kind: str, event_id: str, at: datetime, /, **fields: object) -> Arrival:
    """An event that is sent when it happens. Fields that are None are left out, as the API wants it."""
    present = {name: value for name, value in fields.items() if value is not None}
    return Arrival(at, {"type": kind, "id": event_id, "occurred_at": stamp(at), **present})


def stamp(moment: datetime) -> str:
    """RFC 3339 with offset and milliseconds."""
    return moment.isoformat(timespec="milliseconds")


def money(minor: int) -> str:
    """Hundredths of the currency as the API's decimal string."""
    return str(Decimal(minor).scaleb(-2))

"""Deliveries that could not be read when they came, kept whole among the rejected events: tried again from there."""

from datetime import datetime

from conversations.intake.shopify.ledger import Ledger
from conversations.intake.shopify.privacy import SOURCE
from conversations.intake.shopify.translate import Payload, read_order, read_payload, read_refund
from conversations.models import Account, RejectedEvent, ShopifyConnection, ShopifyOrder
from conversations.models.shopify import Topic
from conversations.payloads import PayloadError, Refusal

_SOURCES = {f"{SOURCE} {topic}": topic for topic in Topic}


def delivery_in(row: RejectedEvent) -> Payload | None:
    """What Shopify sent, if that is what was kept; None for events, those that we made of a delivery among them."""
    if row.source not in _SOURCES:
        return None
    try:
        payload = read_payload(bytes(row.payload))
    except ValueError:
        return None
    return None if "type" in payload else payload


def retake(account: Account, row: RejectedEvent, payload: Payload, *, now: datetime) -> Refusal | None:
    """Why it still cannot be read, or None: then the event that follows from it was sent on, and answers for itself.

    The account is held by the caller. Repeating changes nothing.
    """
    connection = _connection(account, order=row.event_id)
    if connection is None:
        return _still(row)
    ledger = Ledger(connection, source=row.source, now=now)
    try:
        if _SOURCES[row.source] is Topic.REFUNDS_CREATE:
            ledger.take_refund(*read_refund(payload))
        else:
            ledger.take_order(read_order(payload))
    except PayloadError as error:
        return Refusal(error.code, error.detail, error.pointer, type=row.event_type, id=row.event_id)
    return None


def _connection(account: Account, *, order: str) -> ShopifyConnection | None:
    """The one that its order came by, else the newest."""
    known = ShopifyOrder.objects.filter(account=account, key=order).values("connection")
    connections = ShopifyConnection.objects.filter(account=account).order_by("-created_at", "-pk")
    found = connections.filter(pk__in=known).first() or connections.first()
    if found is not None:
        found.account = account
    return found


def _still(row: RejectedEvent) -> Refusal:
    return Refusal(row.code, row.detail, row.pointer, type=row.event_type, id=row.event_id)

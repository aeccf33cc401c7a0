"""One delivery, in one short transaction: known already, or taken by whoever knows its topic."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from conversations.ids import new_id
from conversations.intake.receive import Line, take_in
from conversations.intake.shopify import privacy
from conversations.intake.shopify.ledger import Ledger
from conversations.intake.shopify.privacy import SOURCE
from conversations.intake.shopify.tally import LONGEST_TOPIC, count
from conversations.intake.shopify.translate import Payload, known_id, read_order, read_refund
from conversations.models import Account, ShopifyConnection, ShopifyDelivery
from conversations.models.shopify import Outcome, Topic
from conversations.payloads import PayloadError, Refusal
from conversations.record import holding_account

REMEMBERED_FOR = timedelta(days=7)
"""Shopify tries for four hours. A delivery that comes again after this is looked at once more, and changes nothing."""
AFTER_CLOSING = frozenset({Topic.CUSTOMERS_DATA_REQUEST, Topic.CUSTOMERS_REDACT, Topic.SHOP_REDACT})


@dataclass(frozen=True, slots=True)
class Delivery:
    """`id` is Shopify's for the event, else for the webhook, else empty. The signature of `body` was right."""

    topic: str
    id: str
    body: bytes
    payload: Payload

    @property
    def digest(self) -> bytes:
        """16 bytes. One event can come under several topics, each with a body of its own: all three count."""
        return blake2b(b"\0".join((self.topic.encode(), self.id.encode(), self.body)), digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class Answer:
    outcome: Outcome
    refusal: Refusal | None = None


@holding_account
def take(account: Account, delivery: Delivery, *, connection_id: int, now: datetime) -> Answer:
    """Take a delivery in, all or nothing, and count it. Repeating changes nothing but the count."""
    connection = ShopifyConnection.objects.get(account=account, pk=connection_id)
    connection.account = account
    answer = _answer(connection, delivery, now=now)
    refusal = answer.refusal
    count(
        connection,
        answer.outcome,
        now=now,
        topic=delivery.topic,
        code=refusal.code if refusal else "",
        detail=refusal.detail if refusal else "",
    )
    told = {"last_delivery_at": now, "last_topic": delivery.topic[:LONGEST_TOPIC]}
    ShopifyConnection.objects.filter(account=account, pk=connection_id).update(**told)
    return answer


def _answer(connection: ShopifyConnection, delivery: Delivery, *, now: datetime) -> Answer:
    if connection.closed_at is not None and delivery.topic not in AFTER_CLOSING:
        return Answer(Outcome.CLOSED)
    if delivery.topic not in _TAKERS:
        return Answer(Outcome.UNUSED)
    if not _is_new(connection, delivery, now=now):
        return Answer(Outcome.DUPLICATE)
    try:
        refusal = _TAKERS[Topic(delivery.topic)](connection, delivery, now)
    except PayloadError as error:
        refusal = _keep_whole(connection, delivery, error, now=now)
    return Answer(Outcome.REFUSED, refusal) if refusal else Answer(Outcome.TAKEN)


def _is_new(connection: ShopifyConnection, delivery: Delivery, *, now: datetime) -> bool:
    known = ShopifyDelivery.objects.filter(account=connection.account, connection=connection)
    known.filter(received_at__lt=now - REMEMBERED_FOR).delete()
    if known.filter(digest=delivery.digest).exists():
        return False
    known.create(
        id=new_id(), account=connection.account, connection=connection, digest=delivery.digest, received_at=now
    )
    return True


def _keep_whole(connection: ShopifyConnection, delivery: Delivery, error: PayloadError, *, now: datetime) -> Refusal:
    """The body as it came, among the rejected events, but for requests about privacy: they are not to be kept."""
    kind = delivery.topic.partition("/")[0].removesuffix("s")
    order = known_id(delivery.payload.get("order_id" if kind == "refund" else "id"))
    refusal = Refusal(error.code, error.detail, error.pointer, type="order", id=order)
    if delivery.topic not in AFTER_CLOSING:
        line = Line(delivery.body)
        take_in(connection.account, [(line, refusal)], source=f"{SOURCE} {delivery.topic}", now=now)
    return refusal


def _take_order(connection: ShopifyConnection, delivery: Delivery, now: datetime) -> Refusal | None:
    return _ledger(connection, delivery, now).take_order(read_order(delivery.payload))


def _take_refund(connection: ShopifyConnection, delivery: Delivery, now: datetime) -> Refusal | None:
    return _ledger(connection, delivery, now).take_refund(*read_refund(delivery.payload))


def _ledger(connection: ShopifyConnection, delivery: Delivery, now: datetime) -> Ledger:
    return Ledger(connection, source=f"{SOURCE} {delivery.topic}", now=now)


def _request_data(connection: ShopifyConnection, delivery: Delivery, now: datetime) -> None:
    privacy.request_data(connection, delivery.payload, now=now)


def _redact_customer(connection: ShopifyConnection, delivery: Delivery, now: datetime) -> None:
    privacy.redact_customer(connection, delivery.payload, now=now)


def _redact_shop(connection: ShopifyConnection, delivery: Delivery, now: datetime) -> None:
    privacy.redact_shop(connection, delivery.payload, now=now)


_TAKERS: Mapping[str, Callable[[ShopifyConnection, Delivery, datetime], Refusal | None]] = {
    Topic.ORDERS_CREATE: _take_order,
    Topic.ORDERS_UPDATED: _take_order,
    Topic.ORDERS_PAID: _take_order,
    Topic.ORDERS_CANCELLED: _take_order,
    Topic.REFUNDS_CREATE: _take_refund,
    Topic.CUSTOMERS_DATA_REQUEST: _request_data,
    Topic.CUSTOMERS_REDACT: _redact_customer,
    Topic.SHOP_REDACT: _redact_shop,
}

"""What the law lets a shopper or a shop ask for, as Shopify passes it on.

A request for data waits for an admin. A person is erased at once. Deleting a whole shop is left to an admin: the
connection is closed, and the request says until when.
"""

from datetime import datetime, timedelta
from typing import Any

from conversations.intake.shopify.about import discard_about
from conversations.intake.shopify.connecting import close
from conversations.intake.shopify.erasing import forget
from conversations.intake.shopify.ledger import Ledger, anonymise
from conversations.intake.shopify.translate import Payload, known_id, part, read_customer, read_ids
from conversations.models import (
    Account,
    RejectedEvent,
    ShopifyConnection,
    ShopifyErasure,
    ShopifyOrder,
    ShopifyRequest,
    User,
)
from conversations.models.shopify import Erased, Topic
from conversations.payloads import Code, PayloadError

ANSWER_WITHIN = timedelta(days=30)
"""What Shopify asks of whoever takes these webhooks."""
SOURCE = "Shopify"
"""What the sources of all our lines begin with."""


def request_data(connection: ShopifyConnection, payload: Payload, *, now: datetime) -> None:
    customer = read_customer(payload)
    reference = known_id(part(payload, "data_request").get("id")) or (customer.id if customer else "")
    _note(
        connection,
        Topic.CUSTOMERS_DATA_REQUEST,
        reference,
        now=now,
        customer=(customer and customer.id) or "",
        email=(customer and customer.email) or "",
        phone=(customer and customer.phone) or "",
        orders=read_ids(payload, "orders_requested"),
    )


def redact_customer(connection: ShopifyConnection, payload: Payload, *, now: datetime) -> None:
    """Forget the person now; told again later, their orders are about nobody."""
    customer, named = read_customer(payload), read_ids(payload, "orders_to_redact")
    if customer is None and not named:
        raise PayloadError(Code.NO_IDENTITY, "neither a customer nor an order is named", pointer="/customer")
    account, customer_id = connection.account, (customer.id if customer else None) or ""
    own = ShopifyOrder.objects.filter(account=account, customer=customer_id) if customer_id else ()
    orders = {*named, *(row.key for row in own)}
    forgotten = forget(account, customer, orders=orders, now=now)
    names = dict.fromkeys(orders, forgotten.person) | forgotten.orders
    _remember(account, Erased.CUSTOMER, {customer_id: forgotten.person} if customer_id else {}, now=now)
    _remember(account, Erased.ORDER, names, now=now)
    _anonymise(connection, names, now=now)
    refused = RejectedEvent.objects.filter(account=account, source__startswith=SOURCE, event_type="order")
    refused.filter(event_id__in=names).delete()
    if customer is not None:
        discard_about(account, customer)
    _close_requests(account, customer_id)
    note = {"customer": customer_id, "orders": sorted(named), "done_at": now}
    _note(connection, Topic.CUSTOMERS_REDACT, customer_id or min(named, default=now.isoformat()), now=now, **note)


def redact_shop(connection: ShopifyConnection, payload: Payload, *, now: datetime) -> None:
    _note(connection, Topic.SHOP_REDACT, known_id(payload.get("shop_id")), now=now)
    close(connection, now=now)


def settle(request: ShopifyRequest, *, by: User, now: datetime) -> None:
    """An admin did what was asked. Whom it was about is no longer needed. Repeating keeps the first time."""
    open_ = ShopifyRequest.objects.filter(pk=request.pk, done_at=None)
    open_.update(done_at=now, done_by=by, email="", phone="")


def _note(connection: ShopifyConnection, topic: Topic, reference: str | None, *, now: datetime, **told: Any) -> None:
    if not reference:
        raise PayloadError(Code.MISSING_FIELD, "it does not say whom it is about")
    ShopifyRequest.objects.get_or_create(
        account=connection.account,
        connection=connection,
        topic=topic,
        reference=reference,
        defaults={"received_at": now, "due_at": now + ANSWER_WITHIN, **told},
    )


def _remember(account: Account, kind: Erased, names: dict[str, str], *, now: datetime) -> None:
    rows = [
        ShopifyErasure(account=account, kind=kind, key=key, pseudonym=name, erased_at=now)
        for key, name in names.items()
    ]
    ShopifyErasure.objects.bulk_create(rows, ignore_conflicts=True)


def _anonymise(connection: ShopifyConnection, names: dict[str, str], *, now: datetime) -> None:
    ledger = Ledger(connection, source=f"{SOURCE} {Topic.CUSTOMERS_REDACT}", now=now)
    for row in ShopifyOrder.objects.filter(account=connection.account, key__in=names).order_by("key"):
        anonymise(row, names[row.key])
        row.save()
        ledger.publish(row)


def _close_requests(account: Account, customer: str) -> None:
    """A request for data that still waits keeps the number of the customer, nothing more."""
    if customer:
        of_theirs = ShopifyRequest.objects.filter(account=account, customer=customer)
        of_theirs.update(email="", phone="")

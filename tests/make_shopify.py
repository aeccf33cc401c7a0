"""Shopify's side: payloads as its webhooks carry them, and deliveries with their headers and signature.

A test names only what it is about: `make_shopify_order(total="100.00", customer=None)`. All happens a day before `NOW`.
"""

import json
from datetime import timedelta
from itertools import count
from typing import Any

from django.test import Client
from django.urls import reverse

from conversations.intake.shopify.connecting import open_connection
from conversations.intake.shopify.deliveries import Answer, Delivery, take
from conversations.intake.shopify.signature import sign
from conversations.models import Account, ShopifyConnection
from conversations.models.shopify import Topic
from tests.make import NOW

SECRET = "shpss_hush"
CUSTOMER = {"id": 207, "email": "bob@example.com", "phone": "+46701740605", "first_name": "Bob", "last_name": "Norman"}

_numbers = count(1)


def connect(account: Account, **fields: Any) -> ShopifyConnection:
    fields = {"secret": SECRET, "shop_domain": "", "by": None, "now": NOW, **fields}
    return open_connection(account, fields.pop("secret"), **fields)


def at(seconds: int) -> str:
    """A time of the day before `NOW`, so many seconds after noon, as Shopify writes it: whole seconds and an offset."""
    local = NOW - timedelta(days=1) + timedelta(seconds=seconds)
    return (local - timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M:%S-05:00")


def money(amount: str, currency: str = "SEK", *, paid: tuple[str, str] | None = None) -> dict[str, Any]:
    """A `*_set`; `paid` is what the shopper was shown, if it is something else."""
    shown, shown_currency = paid or (amount, currency)
    return {
        "shop_money": {"amount": amount, "currency_code": currency},
        "presentment_money": {"amount": shown, "currency_code": shown_currency},
    }


def make_shopify_order(
    *,
    total: str = "1299.00",
    currency: str = "SEK",
    paid: tuple[str, str] | None = None,
    second: int = 0,
    **fields: Any,
) -> dict[str, Any]:
    """As of `second` seconds after it was placed."""
    order = {
        "id": 4507,
        "name": "#1001",
        "created_at": at(0),
        "processed_at": at(0),
        "updated_at": at(second),
        "cancelled_at": None,
        "test": False,
        "currency": currency,
        "total_price": total,
        "total_price_set": money(total, currency, paid=paid),
        "current_total_price_set": money("0.00", currency),
        "customer": CUSTOMER,
        "email": "bob@example.com",
        "phone": None,
        "cart_token": None,
        "checkout_token": None,
        "note_attributes": [],
        "refunds": [],
    }
    return {**order, **fields}


def make_refund(amount: str = "100.00", currency: str = "SEK", *, second: int = 60, **fields: Any) -> dict[str, Any]:
    refund = {
        "id": 5095,
        "order_id": 4507,
        "created_at": at(second),
        "transactions": [make_transaction(amount, currency)],
    }
    return {**refund, **fields}


def make_transaction(amount: str = "100.00", currency: str | None = "SEK", **fields: Any) -> dict[str, Any]:
    return {"kind": "refund", "status": "success", "amount": amount, "currency": currency, **fields}


def make_redaction(customer: dict[str, Any] | None = None, *, orders: list[int] | None = None) -> dict[str, Any]:
    given = {name: CUSTOMER[name] for name in ("id", "email", "phone")} if customer is None else customer
    return {"shop_id": 1, "shop_domain": "a.myshopify.com", "customer": given, "orders_to_redact": orders or []}


def told(connection: ShopifyConnection, topic: str, payload: dict[str, Any], *, event: str = "") -> Answer:
    """Past the signature: what happens once a delivery is known to be Shopify's."""
    body = json.dumps(payload).encode()
    delivery = Delivery(topic, event or f"event-{next(_numbers)}", body, payload)
    return take(connection.account, delivery, connection_id=connection.pk, now=NOW)


def headers_of(
    body: bytes, topic: str, *, secret: str = SECRET, family: str = "X-Shopify-", **more: str
) -> dict[str, str]:
    """`more` are further headers by what follows the family, with `_` for the dash; "" leaves one out."""
    given = {"Topic": topic, "Hmac_Sha256": sign(body, secret), "Webhook_Id": f"webhook-{next(_numbers)}", **more}
    return {f"{family}{name.replace('_', '-')}": value for name, value in given.items() if value}


def deliver(client: Client, connection: ShopifyConnection, topic: str, body: Any, **headers: Any) -> Any:
    """Through the door. `body` is a payload, or bytes as they are."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    address = reverse("shopify_door", args=[connection.token])
    given = headers_of(raw, topic, **headers)
    return client.post(address, raw, content_type="application/json", headers=given)


def make_shopify(account: Account) -> ShopifyConnection:
    """A connection with a row in every table of it, and no order that would count anywhere."""
    connection = connect(account, shop_domain="a.myshopify.com")
    told(connection, Topic.REFUNDS_CREATE, make_refund(order_id=1))
    told(connection, Topic.CUSTOMERS_REDACT, make_redaction({"id": 1}))
    return connection

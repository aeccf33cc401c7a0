"""The door for Shopify: only what is signed comes in, once, and every answer is one that Shopify can act on."""

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, InterfaceError, OperationalError
from django.test import Client
from django.urls import reverse

from conversations.intake.api.body import LARGEST_ON_WIRE
from conversations.intake.shopify import door as door_module
from conversations.intake.shopify.connecting import (
    close,
)
from conversations.intake.shopify.deliveries import REMEMBERED_FOR
from conversations.models import Order, RejectedEvent, ShopifyConnection, ShopifyDelivery, ShopifyOrder
from conversations.models.shopify import Outcome, Topic
from tests.make import NOW
from tests.make_account import make_account
from tests.make_shopify import SECRET, connect, deliver, make_redaction, make_refund, make_shopify_order
from tests.project_files import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

ORDER = make_shopify_order()


def counted(connection: ShopifyConnection) -> dict[tuple[str, str], int]:
    rows = connection.tallies.values_list("topic", "outcome", "times")
    return {(topic, outcome): times for topic, outcome, times in rows}


def is_problem(response: Any, status: int) -> bool:
    assert response.status_code == status, response.content
    body = json.loads(response.content)
    assert body["status"] == status
    return bool(response.headers["Content-Type"] == "application/problem+json" and body["detail"])


# --- Who is let in ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("family", ["X-Shopify-", "Shopify-", "x-shopify-"])
def test_a_signed_delivery_is_taken_whatever_its_family_of_headers(
    client: Client, shop: ShopifyConnection, family: str
) -> None:
    response = deliver(client, shop, "orders/create", ORDER, family=family)

    assert (response.status_code, response.json()) == (200, {"outcome": "taken"})
    assert Order.objects.get(account=shop.account).total_minor == 129900
    shop.refresh_from_db()
    assert (shop.last_topic, shop.last_delivery_at) == ("orders/create", NOW)
    assert counted(shop) == {("orders/create", "taken"): 1}


@pytest.mark.parametrize(
    "headers", [{"Hmac_Sha256": ""}, {"Hmac_Sha256": "AAAA"}, {"secret": "another"}, {"Hmac_Sha256": "\N{SNOWMAN}"}]
)
def test_without_the_right_signature_nothing_is_stored_but_a_count(
    client: Client, shop: ShopifyConnection, headers: dict[str, str]
) -> None:
    response = deliver(client, shop, "orders/create", ORDER, **headers)

    assert is_problem(response, 401)
    assert response.headers["WWW-Authenticate"]
    assert counted(shop) == {("", "bad_signature"): 1}
    shop.refresh_from_db()
    assert shop.last_delivery_at is None
    assert not ShopifyOrder.objects.exists()
    assert not ShopifyDelivery.objects.exists()
    assert not RejectedEvent.objects.exists()


def test_the_signature_is_checked_before_the_body_is_read_as_anything(client: Client, shop: ShopifyConnection) -> None:
    assert is_problem(deliver(client, shop, "orders/create", b"{", secret="another"), 401)
    assert is_problem(deliver(client, shop, "orders/create", b"{"), 400)


def test_the_body_is_signed_byte_by_byte_as_it_came(client: Client, shop: ShopifyConnection) -> None:
    spaced = json.dumps(ORDER, indent=3).encode() + b"\r\n"

    assert deliver(client, shop, "orders/create", spaced).status_code == 200


@pytest.mark.parametrize("token", ["x", "x" * 43, "%00", "x" * 5000, "é"])
def test_an_address_of_no_connection_is_not_found(client: Client, token: str) -> None:
    response = client.post(f"/hooks/shopify/{token}/", b"{}", content_type="application/json")

    assert is_problem(response, 404)


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_only_post_is_taken(client: Client, shop: ShopifyConnection, method: str) -> None:
    response = getattr(client, method)(reverse("shopify_door", args=[shop.token]))

    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"


@pytest.mark.parametrize(("sent", "status"), [("", 200), ("a.myshopify.com", 200), ("B.myshopify.com", 403)])
def test_a_connection_of_one_shop_takes_nothing_from_another(client: Client, sent: str, status: int) -> None:
    shop = connect(make_account(), shop_domain="a.myshopify.com")

    response = deliver(client, shop, "orders/create", ORDER, Shop_Domain=sent)

    assert response.status_code == status
    assert (("orders/create", "other_shop") in counted(shop)) == (status == 403)


def test_a_closed_connection_takes_no_orders_but_what_the_law_asks_for(client: Client, shop: ShopifyConnection) -> None:
    close(shop, now=NOW)

    assert is_problem(deliver(client, shop, "orders/create", ORDER), 410)
    assert deliver(client, shop, "customers/redact", make_redaction()).json() == {"outcome": "taken"}
    assert deliver(client, shop, "shop/redact", {"shop_id": 1}).json() == {"outcome": "taken"}
    assert counted(shop)["orders/create", "closed"] == 1
    assert not ShopifyOrder.objects.exists()


# --- Once -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", ["Event_Id", "Webhook_Id"])
def test_the_same_event_again_is_answered_and_nothing_happens_twice(
    client: Client, shop: ShopifyConnection, header: str
) -> None:
    for expected in ("taken", "duplicate", "duplicate"):
        response = deliver(client, shop, "orders/create", ORDER, **{"Webhook_Id": "", header: "e-1"})
        assert (response.status_code, response.json()) == (200, {"outcome": expected})

    assert counted(shop) == {("orders/create", "taken"): 1, ("orders/create", "duplicate"): 2}
    assert Order.objects.count() == 1


def test_one_event_under_several_topics_is_not_a_duplicate(client: Client, shop: ShopifyConnection) -> None:
    deliver(client, shop, "orders/create", ORDER, Event_Id="e-1")
    cancelled = make_shopify_order(second=1, cancelled_at=ORDER["created_at"])

    assert deliver(client, shop, "orders/updated", cancelled, Event_Id="e-1").json() == {"outcome": "taken"}
    assert deliver(client, shop, "orders/cancelled", cancelled, Event_Id="e-1").json() == {"outcome": "taken"}
    assert Order.objects.get().cancelled_at


def test_what_was_remembered_long_enough_is_forgotten_and_still_changes_nothing(
    client: Client, shop: ShopifyConnection
) -> None:
    deliver(client, shop, "orders/create", ORDER, Event_Id="e-1")
    before = Order.objects.values().get()
    with time_machine.travel(NOW + REMEMBERED_FOR + timedelta(seconds=1), tick=False):
        assert deliver(client, shop, "orders/create", ORDER, Event_Id="e-1").json() == {"outcome": "taken"}

    assert Order.objects.values().get() == before
    assert ShopifyDelivery.objects.count() == 1


@pytest.mark.parametrize("topic", ["checkouts/create", "", "ORDERS", "x" * 300, "Order"])
def test_a_topic_that_is_not_used_is_answered_and_counted(client: Client, shop: ShopifyConnection, topic: str) -> None:
    response = deliver(client, shop, topic, ORDER)

    assert (response.status_code, response.json()) == (200, {"outcome": "unused"})
    assert counted(shop) == {(topic.lower()[:100], "unused"): 1}
    assert not ShopifyOrder.objects.exists()


# --- What is sent -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "topic", "expected"),
    [
        ("order", "orders/create", {"outcome": "taken"}),
        ("orders", "orders/paid", {"outcome": "taken"}),
        ("refund", "refunds/create", {"outcome": "taken"}),
        ("checkouts", "checkouts/create", {"outcome": "unused"}),
        (
            "transaction",
            "orders/create",
            {"outcome": "refused", "code": "missing_field", "detail": "currency is missing"},
        ),
    ],
)
def test_shopifys_own_examples_come_in_or_are_told_why_not(
    client: Client, shop: ShopifyConnection, name: str, topic: str, expected: dict[str, str]
) -> None:
    (inner,) = json.loads((ROOT / f"tests/data/shopify/{name}.json").read_text()).values()  # webhooks do not wrap
    payload = inner[0] if isinstance(inner, list) else inner

    response = deliver(client, shop, topic, payload)

    assert (response.status_code, response.json()) == (200, expected)


def test_a_refusal_is_told_and_is_no_failure_for_shopify(client: Client, shop: ShopifyConnection) -> None:
    response = deliver(client, shop, "orders/create", make_shopify_order(currency="EURO"))

    assert response.status_code == 200
    assert response.json() == {
        "outcome": "refused",
        "code": "unknown_currency",
        "detail": "currency must be an ISO 4217 currency code in capitals, such as SEK",
    }
    tally = shop.tallies.get()
    assert (tally.outcome, tally.code, tally.detail) == ("refused", "unknown_currency", response.json()["detail"])
    assert RejectedEvent.objects.count() == 1


def test_too_much_is_refused_before_it_is_read(client: Client, shop: ShopifyConnection) -> None:
    response = deliver(client, shop, "orders/create", b" " * (LARGEST_ON_WIRE + 1))

    assert is_problem(response, 413)
    assert counted(shop) == {("", "too_large"): 1}


@pytest.mark.parametrize("error", [OperationalError("gone"), InterfaceError("gone")])
def test_promise_12_without_a_database_shopify_is_asked_to_come_again(
    client: Client, shop: ShopifyConnection, monkeypatch: pytest.MonkeyPatch, error: DatabaseError
) -> None:
    def fail(*args: Any, **kwargs: Any) -> Any:
        raise error

    monkeypatch.setattr(door_module, "take", fail)
    response = deliver(client, shop, "orders/create", ORDER)

    assert is_problem(response, 503)
    assert int(response.headers["Retry-After"]) > 0


def test_nobody_needs_a_session_or_a_token_of_ours(shop: ShopifyConnection) -> None:
    strict = Client(enforce_csrf_checks=True)

    response = deliver(strict, shop, "orders/create", ORDER)

    assert response.status_code == 200
    assert not response.cookies


def test_promise_6_a_delivery_reaches_its_own_account_alone(client: Client) -> None:
    one, two = connect(make_account()), connect(make_account())

    deliver(client, one, "orders/create", ORDER)
    deliver(client, two, "refunds/create", make_refund())

    assert Order.objects.get().account == one.account
    assert Order.objects.get().refunded_minor == 0


def test_promise_18_secrets_and_people_reach_no_log(
    client: Client, shop: ShopifyConnection, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for topic in (*Topic, "unknown"):
        deliver(client, shop, topic, ORDER)
        deliver(client, shop, topic, ORDER, secret="another")

    assert not [word for word in (SECRET, "bob@example.com", "Norman", "+4670") if word in caplog.text]


def test_the_documentation_names_every_topic_and_every_outcome_that_is_answered() -> None:
    page = (ROOT / "docs/shopify.md").read_text()

    assert [topic for topic in Topic if f"`{topic}`" not in page] == []
    answered = (Outcome.TAKEN, Outcome.DUPLICATE, Outcome.UNUSED, Outcome.REFUSED)
    assert [outcome for outcome in answered if f'"{outcome}"' not in page] == []

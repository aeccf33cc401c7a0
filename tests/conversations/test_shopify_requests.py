"""What the law lets people ask for waits for an admin, says until when, and keeps no more than it must."""

from datetime import timedelta
from typing import Any

import pytest

from conversations.intake.shopify.privacy import settle
from conversations.models import RejectedEvent, ShopifyRequest
from conversations.models.shopify import Topic
from tests.make import NOW
from tests.make_account import make_account, make_user
from tests.make_shopify import connect, make_redaction, make_shopify_order, told
from tests.state import state_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("topic", "payload", "code"),
    [
        (Topic.CUSTOMERS_REDACT, {"customer": {}, "orders_to_redact": []}, "no_identity"),
        (Topic.CUSTOMERS_DATA_REQUEST, {"customer": None}, "missing_field"),
        (Topic.SHOP_REDACT, {"shop_id": None}, "missing_field"),
    ],
)
def test_a_request_about_nobody_is_refused_and_its_body_is_not_kept(
    topic: Topic, payload: dict[str, Any], code: str
) -> None:
    connection = connect(make_account())

    answer = told(connection, topic, payload)

    assert answer.refusal
    assert answer.refusal.code == code
    connection.refresh_from_db()
    assert connection.closed_at is None
    assert not RejectedEvent.objects.exists()
    assert not ShopifyRequest.objects.exists()


# --- Requests that wait for an admin ----------------------------------------------------------------------

REQUEST = {**make_redaction(), "data_request": {"id": 9999}, "orders_requested": [4507, 9]}


def test_a_request_for_data_waits_thirty_days_for_an_admin() -> None:
    connection = connect(make_account())

    told(connection, Topic.CUSTOMERS_DATA_REQUEST, REQUEST)
    told(connection, Topic.CUSTOMERS_DATA_REQUEST, REQUEST)

    request = ShopifyRequest.objects.get()
    assert (request.reference, request.customer, request.email) == ("9999", "207", "bob@example.com")
    assert (request.orders, request.due_at, request.done_at) == (["4507", "9"], NOW + timedelta(days=30), None)


def test_once_answered_it_no_longer_says_whom_it_was_about() -> None:
    connection = connect(make_account())
    told(connection, Topic.CUSTOMERS_DATA_REQUEST, REQUEST)
    boss = make_user(connection.account)

    settle(ShopifyRequest.objects.get(), by=boss, now=NOW)
    settle(ShopifyRequest.objects.get(), by=make_user(), now=NOW + timedelta(days=1))

    request = ShopifyRequest.objects.get()
    assert (request.done_at, request.done_by, request.email, request.phone) == (NOW, boss, "", "")


def test_an_open_request_of_somebody_who_is_erased_keeps_the_number_alone() -> None:
    connection = connect(make_account())
    told(connection, Topic.CUSTOMERS_DATA_REQUEST, REQUEST)

    told(connection, Topic.CUSTOMERS_REDACT, make_redaction())

    request = ShopifyRequest.objects.get(topic=Topic.CUSTOMERS_DATA_REQUEST)
    assert (request.customer, request.email, request.phone, request.done_at) == ("207", "", "", None)


def test_a_shop_that_leaves_is_closed_and_nothing_is_deleted_without_a_person() -> None:
    connection = connect(make_account())
    told(connection, Topic.ORDERS_CREATE, make_shopify_order())
    before = state_of(connection.account)

    told(connection, Topic.SHOP_REDACT, {"shop_id": 954889, "shop_domain": "a.myshopify.com"})

    connection.refresh_from_db()
    assert connection.closed_at == NOW
    request = ShopifyRequest.objects.get()
    assert (request.topic, request.reference, request.done_at) == (Topic.SHOP_REDACT, "954889", None)
    assert state_of(connection.account) == before

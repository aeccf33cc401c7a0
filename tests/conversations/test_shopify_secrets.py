"""The secrets of connections: sealed, changed without losing a delivery, forgotten at once."""

import json
from typing import Any

import pytest
import time_machine
from django.test import Client, override_settings

from conversations.intake.shopify.connecting import (
    BOTH_SECRETS_FOR,
    forget_previous,
    open_connection,
    rotate,
    shop_domain_of,
)
from conversations.models import ShopifyConnection
from conversations.sealing import seal, unseal
from tests.make import NOW
from tests.make_account import make_account
from tests.make_shopify import SECRET, deliver, make_shopify_order

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


def test_after_a_change_both_secrets_open_for_two_days_and_then_the_new_one_alone(
    client: Client, shop: ShopifyConnection
) -> None:
    rotate(shop, "new", now=NOW)

    assert deliver(client, shop, "orders/create", ORDER, secret="new").status_code == 200
    assert deliver(client, shop, "orders/create", ORDER, secret=SECRET).status_code == 200
    with time_machine.travel(NOW + BOTH_SECRETS_FOR, tick=False):
        assert is_problem(deliver(client, shop, "orders/create", ORDER, secret=SECRET), 401)
        assert deliver(client, shop, "orders/create", ORDER, secret="new").status_code == 200


def test_a_secret_that_leaked_can_be_forgotten_at_once(client: Client, shop: ShopifyConnection) -> None:
    rotate(shop, "new", now=NOW)
    forget_previous(shop)

    assert is_problem(deliver(client, shop, "orders/create", ORDER, secret=SECRET), 401)


def test_promise_18_a_secret_is_sealed_in_the_database(shop: ShopifyConnection) -> None:
    assert SECRET not in shop.secret
    assert unseal(shop.secret) == SECRET
    assert seal(SECRET) != shop.secret  # no two alike


def test_a_secret_survives_a_change_of_the_secret_key_while_the_old_one_is_a_fallback() -> None:
    sealed = seal(SECRET)

    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=["known to everyone, for tests only"]):
        assert unseal(sealed) == SECRET
    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=[]):
        assert unseal(sealed) is None


def test_a_secret_that_cannot_be_unsealed_opens_nothing_and_says_what_to_do(
    client: Client, shop: ShopifyConnection
) -> None:
    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=[]):
        response = deliver(client, shop, "orders/create", ORDER)

    assert is_problem(response, 401)
    assert "entered again" in response.json()["detail"]
    assert counted(shop) == {("", "unreadable_secret"): 1}


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("my-shop.myshopify.com", "my-shop.myshopify.com"),
        (" https://My-Shop.myshopify.com/admin?x ", "my-shop.myshopify.com"),
        ("shop.example.com", None),
        ("myshopify.com", None),
        ("", None),
        ("https://[", None),
        ("a.myshopify.com.evil.example", None),
    ],
)
def test_a_shop_is_known_by_its_domain_at_shopify(text: str, domain: str | None) -> None:
    if domain is None:
        with pytest.raises(ValueError):  # noqa: PT011  (any)
            shop_domain_of(text)
    else:
        assert shop_domain_of(text) == domain


def test_each_connection_has_an_address_of_its_own() -> None:
    account = make_account()
    tokens = {open_connection(account, "s", shop_domain="", by=None, now=NOW).token for _ in range(3)}
    assert len(tokens) == 3
    assert {len(token) for token in tokens} == {43}

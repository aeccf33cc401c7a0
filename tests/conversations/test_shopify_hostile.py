"""Promise 1 at the door of Shopify: nothing that is sent breaks it, and no odd text costs an order."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.test import Client

from conversations.intake.shopify.translate import read_order, read_payload
from conversations.models import Order, ShopifyConnection
from conversations.models.shopify import Topic
from conversations.payloads import OrderEvent, read_event
from tests.hostile import json_texts, naughty_strings
from tests.make import NOW
from tests.make_shopify import deliver, make_shopify_order

pytestmark = pytest.mark.usefixtures("clock")


@pytest.mark.django_db
@pytest.mark.parametrize("topic", [*Topic])
def test_promise_1_no_body_breaks_the_door(client: Client, shop: ShopifyConnection, topic: Topic) -> None:
    odd = [
        b"",
        b"[]",
        b"{}",
        b"null",
        b'"\\ud800"',
        b"<order/>",
        b"[" * 100_000,
        b'{"id":"\\u0000"}',
        b'{"customer":[]}',
    ]
    answers = [deliver(client, shop, topic, body).status_code for body in odd]

    assert set(answers) <= {200, 400}


@pytest.mark.django_db
def test_promise_1_the_json_corpus_gives_no_fault_on_any_topic(client: Client, shop: ShopifyConnection) -> None:
    """All that can be read is delivered, and of the rest one body for each reason: no other reaches a topic."""
    topics = list(Topic)
    read, refused = parted(
        body
        for text in json_texts().values()
        for body in (text, b'{"id":1,"order_id":1,"customer":' + text + b',"note":' + text + b"}")
    )
    assert len(read) > 100
    assert len(refused) > 5

    for number, body in enumerate(read):
        response = deliver(client, shop, topics[number % len(topics)], body)
        assert response.status_code in {200, 410}, body[:80]
    for number, body in enumerate(refused.values()):
        assert deliver(client, shop, topics[number % len(topics)], body).status_code == 400, body[:80]
    assert not Order.objects.exists()


def parted(bodies: Iterable[bytes]) -> tuple[list[bytes], dict[str, bytes]]:
    """Those that can be read, and one that cannot for each reason. Whatever else is raised is a fault."""
    read, refused = [], {}
    for body in bodies:
        try:
            read_payload(body)
            read.append(body)
        except ValueError as error:
            refused[f"{type(error)} {error}".partition(":")[0]] = body
    return read, refused


def naughty_order(number: int, text: str) -> dict[str, Any]:
    person = {"id": text, "first_name": text, "last_name": text, "email": text, "phone": text}
    texts = dict.fromkeys(("name", "email", "phone", "cart_token"), text)
    notes = [{"name": "agentdash_visitor", "value": text}]
    return {**make_shopify_order(id=number, customer=person, note_attributes=notes), **texts}


def test_promise_1_a_naughty_string_in_every_text_never_costs_an_order() -> None:
    for text in naughty_strings():
        assert isinstance(read_event(read_order(naughty_order(1, text)).event, now=NOW), OrderEvent), text


@pytest.mark.django_db
def test_promise_1_orders_full_of_naughty_strings_are_stored(client: Client, shop: ShopifyConnection) -> None:
    strings = naughty_strings()[::8]
    for number, text in enumerate(strings, start=1):
        assert deliver(client, shop, "orders/create", naughty_order(number, text)).json() == {"outcome": "taken"}, text

    assert Order.objects.count() == len(strings)

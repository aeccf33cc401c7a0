"""Promise 14: a person whom Shopify asks to redact is forgotten, and no number moves."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db.models import BinaryField, Model

from conversations.models import (
    Account,
    Conversation,
    Credit,
    DayCount,
    Identity,
    Message,
    Order,
    Profile,
    RejectedEvent,
    Review,
    ShopifyConnection,
    ShopifyErasure,
    ShopifyRequest,
)
from conversations.models.shopify import Outcome, Topic
from conversations.record import rebuild
from conversations.search import index_account
from tests.make import NOW, Wire, make_handoff, make_message, make_order, make_rating, make_shopper, make_touch
from tests.make_account import make_account
from tests.make_shopify import connect, make_redaction, make_refund, make_shopify_order, told
from tests.recording import recorded
from tests.state import state_of

pytestmark = pytest.mark.django_db

AFTER_THE_CLICK: dict[str, Any] = {"created_at": "2026-06-06T13:00:00Z", "processed_at": None}
BOB = {"id": "207", "visitor": "v-canary", "email": "Bob@Example.com", "phone": "+46701740605", "name": "Bob Norman"}
CANARIES = ("bob@example.com", "norman", "+46701740605", "v-canary", "parcel", "k-canary", "t-canary", "207")


def a_thread(key: str, shopper: Wire, *, channel: str = "web_chat") -> list[Wire]:
    """Somebody asked, was answered, clicked; with a text in every place that takes one."""
    meta = {"from": "parcel"}
    inside: Wire = {"conversation": key}
    return [
        make_message(
            **inside, id=f"{key}-1", channel=channel, shopper=shopper, text="Bob Norman: my parcel?", meta=meta
        ),
        make_message(**inside, id=f"{key}-2", channel=channel, sender="agent", text="Your parcel is on its way, Bob."),
        make_handoff(**inside, id=f"{key}-h", stage="offered", reason="parcel of Norman", ticket="t-canary"),
        make_rating(**inside, id=f"{key}-r", comment="Thanks, Norman"),
        make_touch(**inside, id=f"{key}-t", shopper=shopper, occurred_at="2026-06-06T12:10:00Z"),
    ]


def a_shop_that_knows_bob() -> ShopifyConnection:
    """He wrote as a visitor, by email and by SMS, ordered three times, and put in a word where Ann was writing."""
    account = make_account()
    recorded(
        account,
        *a_thread("c-chat", {"visitor": "v-canary"}),
        *a_thread("c-mail", {"email": "BOB@example.com"}, channel="email"),
        *a_thread("c-sms", {"phone": "+46701740605"}, channel="sms"),
        make_shopper(id="s-1", shopper=BOB),
        make_message(id="ann-1", conversation="c-ann", shopper={"id": "ann"}, text="It's Ann"),
        make_message(id="ann-2", conversation="c-ann", shopper={"visitor": "v-canary"}, text="and Bob, too"),
        make_order(id="api-1", shopper=BOB, occurred_at="2026-06-06T13:00:00Z", total="5.00"),
    )
    index_account(account, now=NOW + timedelta(days=1))
    read = account.conversations.get(key="c-chat")
    about = {"conversation": read, "kind": "queue", "status": "open", "verdict": "right_call", "at": NOW}
    Review.objects.create(account=account, note="Bob Norman wants his parcel", **about)
    connection = connect(account)
    told(
        connection,
        Topic.ORDERS_CREATE,
        make_shopify_order(second=3600, **AFTER_THE_CLICK),
    )
    told(connection, Topic.ORDERS_CREATE, make_shopify_order(id=9, customer=None, email=None, cart_token="k-canary"))
    return connection


def numbers(account: Account) -> dict[str, Any]:
    """All that is ever counted, and whose it is, by what cannot name anybody."""
    threads = Conversation.objects.filter(account=account).order_by("key")
    orders = Order.objects.filter(account=account).order_by("event_id")
    ours = Profile.objects.filter(account=account).order_by("pk")
    groups = [
        sorted(
            [*profile.conversations.values_list("key", flat=True), *profile.orders.values_list("event_id", flat=True)]
        )
        for profile in ours
    ]
    return {
        "counts": list(
            DayCount.objects.filter(account=account).values("day", "channel", "label_id", "n_open").order_by("pk")
        ),
        "threads": list(threads.values("key", "status", "messages", "channel", "day", "last_sender", "rating")),
        "orders": list(orders.values("event_id", "total_minor", "refunded_minor", "currency", "occurred_at")),
        "credits": sorted(Credit.objects.filter(account=account).values_list("order__event_id", "touch__event_id")),
        "same people": sorted(group for group in groups if group),
    }


def canaries(account: Account) -> list[str]:
    """Where anything of Bob is left, as table.column: word."""
    found = []
    for model in apps.get_app_config("conversations").get_models():
        rows = model._default_manager.all()
        for row in rows.filter(account=account) if hasattr(model, "account") else rows:
            found += [f"{model.__name__}.{place}" for place in _places(row)]
    return sorted(set(found))


def _places(row: Model) -> list[str]:
    texts = {
        field.name: bytes(getattr(row, field.attname) or b"").decode(errors="replace")
        if isinstance(field, BinaryField) and field.name == "payload"
        else str(getattr(row, field.attname)).lower()
        for field in row._meta.concrete_fields
        if field.name not in {"id", "digest"} and not field.is_relation
    }
    return [f"{name}: {word}" for name, text in texts.items() for word in CANARIES if word in _words(text, word)]


def _words(text: str, word: str) -> str:
    """A customer's number counts only where it stands alone: our ids and digests hold such digits by chance."""
    return text if not word.isdigit() else (word if text == word or f"'{word}'" in text else "")


def test_the_canaries_are_found_before() -> None:
    left = canaries(a_shop_that_knows_bob().account)

    assert {place.split(":")[0] for place in left} >= {
        "Profile.name",
        "Profile.value",
        "Identity.email_key",
        "Identity.visitor",
        "Message.text",
        "Message.meta",
        "Handoff.reason",
        "Handoff.ticket",
        "Rating.comment",
        "Review.note",
        "Conversation.first_question",
        "SearchDocument.text",
        "SearchDocument.contacts",
        "SearchToken.token",
        "ShopifyOrder.told",
        "ShopifyOrder.customer",
    }


def test_promise_14_a_person_is_erased_and_no_number_moves() -> None:
    connection = a_shop_that_knows_bob()
    account = connection.account
    before = numbers(account)
    assert len(before["credits"]) == 2

    assert told(connection, Topic.CUSTOMERS_REDACT, make_redaction(orders=[9])).outcome is Outcome.TAKEN

    assert numbers(account) == before
    assert canaries(account) == [
        "ShopifyErasure.key: 207",
        "ShopifyRequest.customer: 207",
        "ShopifyRequest.reference: 207",
    ]
    assert Message.objects.get(account=account, event_id="ann-1").text == "It's Ann"
    assert Conversation.objects.get(account=account, key="c-chat").profile.shown_name == ""  # type: ignore[union-attr]


def test_promise_14_what_was_erased_can_be_rebuilt_as_it_is() -> None:
    connection = a_shop_that_knows_bob()
    told(connection, Topic.CUSTOMERS_REDACT, make_redaction(orders=[9]))
    before = state_of(connection.account)

    rebuild(connection.account, now=NOW)

    assert state_of(connection.account) == before


def test_promise_14_nothing_of_the_person_comes_back_with_later_deliveries() -> None:
    connection = a_shop_that_knows_bob()
    told(connection, Topic.CUSTOMERS_REDACT, make_redaction(orders=[9, 10]))
    before = numbers(connection.account)

    told(connection, Topic.ORDERS_UPDATED, make_shopify_order(second=7200, **AFTER_THE_CLICK))
    told(connection, Topic.ORDERS_UPDATED, make_shopify_order(id=9, second=60, customer=None, cart_token="k-canary"))
    told(connection, Topic.ORDERS_CREATE, make_shopify_order(id=10))
    told(connection, Topic.ORDERS_CREATE, make_shopify_order(id=11))

    assert {
        place for place in canaries(connection.account) if "Erasure" not in place and "Request" not in place
    } == set()
    after = numbers(connection.account)
    assert after["credits"] == before["credits"]
    assert [order["event_id"] for order in after["orders"]] == ["10", "11", "4507", "9", "api-1"]
    bobs = Order.objects.filter(account=connection.account, event_id__in=["10", "11", "4507"])
    assert len(set(bobs.values_list("profile", flat=True))) == 1


def test_promise_14_an_order_that_was_erased_goes_on_being_refunded() -> None:
    connection = a_shop_that_knows_bob()
    told(connection, Topic.CUSTOMERS_REDACT, make_redaction())

    told(connection, Topic.REFUNDS_CREATE, make_refund("100.00"))

    order = Order.objects.get(account=connection.account, event_id="4507")
    assert order.refunded_minor == 10000
    assert Credit.objects.filter(order=order).exists()


def test_promise_14_erased_before_or_after_the_refund_the_order_is_the_same() -> None:
    steps = [
        (Topic.ORDERS_CREATE, make_shopify_order()),
        (Topic.REFUNDS_CREATE, make_refund()),
        (Topic.CUSTOMERS_REDACT, make_redaction()),
    ]
    seen = []
    for order in (steps, steps[::-1], [steps[0], steps[2], steps[1]]):
        connection = connect(make_account())
        for topic, payload in order:
            told(connection, topic, payload)
        row = Order.objects.get(account=connection.account)
        seen.append((row.total_minor, row.refunded_minor, row.version_at, row.profile and row.profile.shown_name))

    assert len(set(seen)) == 1


def test_another_person_with_the_same_phone_keeps_everything() -> None:
    connection = a_shop_that_knows_bob()
    recorded(connection.account, make_shopper(id="s-2", shopper={"id": "ann", "phone": BOB["phone"], "name": "Ann"}))
    before = state_of(connection.account)

    told(connection, Topic.CUSTOMERS_REDACT, make_redaction({"phone": BOB["phone"]}))

    assert state_of(connection.account) == before


def test_an_order_that_names_somebody_elses_id_erases_the_order_and_not_them() -> None:
    connection = a_shop_that_knows_bob()
    cleo = {"id": 300, "first_name": "Cleo"}
    recorded(
        connection.account, make_message(id="cleo-1", conversation="c-cleo", shopper={"id": "300", "name": "Cleo"})
    )
    told(connection, Topic.ORDERS_CREATE, make_shopify_order(id=12, customer=cleo, email=None))

    told(connection, Topic.CUSTOMERS_REDACT, make_redaction(orders=[12]))

    assert Profile.objects.get(account=connection.account, value="300").name == "Cleo"
    order = Order.objects.get(account=connection.account, event_id="12")
    assert order.profile
    assert order.profile.value.startswith("erased-")


def test_promise_6_people_of_another_account_are_left_alone() -> None:
    one, two = a_shop_that_knows_bob(), a_shop_that_knows_bob()
    before = state_of(two.account)

    told(one, Topic.CUSTOMERS_REDACT, make_redaction(orders=[9]))

    assert state_of(two.account) == before


def test_refused_orders_of_the_person_are_dropped() -> None:
    connection = a_shop_that_knows_bob()
    told(connection, Topic.ORDERS_UPDATED, make_shopify_order(currency="EURO"))
    told(connection, Topic.ORDERS_UPDATED, make_shopify_order(currency="EURO", id=77, customer={"id": 1}, email=None))

    told(connection, Topic.CUSTOMERS_REDACT, make_redaction())

    assert list(RejectedEvent.objects.values_list("event_id", flat=True)) == ["77"]


def test_erasing_again_finds_nobody_and_keeps_the_receipt() -> None:
    connection = a_shop_that_knows_bob()
    told(connection, Topic.CUSTOMERS_REDACT, make_redaction(orders=[9]))
    before = state_of(connection.account), list(ShopifyErasure.objects.values())

    told(connection, Topic.CUSTOMERS_REDACT, make_redaction(orders=[9]))

    assert (state_of(connection.account), list(ShopifyErasure.objects.values())) == before
    receipt = ShopifyRequest.objects.get()
    assert (receipt.topic, receipt.customer, receipt.orders, receipt.done_at) == (
        Topic.CUSTOMERS_REDACT,
        "207",
        ["9"],
        NOW,
    )


def test_a_person_whom_nobody_knows_is_remembered_in_case_a_delivery_is_late() -> None:
    connection = connect(make_account())
    told(connection, Topic.CUSTOMERS_REDACT, make_redaction(orders=[9]))

    told(connection, Topic.ORDERS_CREATE, make_shopify_order())

    assert Profile.objects.get().shown_name == ""
    assert Identity.objects.get().external_id == ShopifyErasure.objects.get(kind="customer").pseudonym

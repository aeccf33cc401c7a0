"""Shopify's payloads in our words: money of the shop, people as far as our events take them, refunds that happened."""

import json
from pathlib import Path
from typing import Any

import pytest

from conversations.intake.shopify.translate import (
    OrderTold,
    clean,
    read_customer,
    read_order,
    read_payload,
    read_refund,
)
from conversations.payloads import OrderEvent, PayloadError, Refusal, read_event
from tests.make import NOW
from tests.make_shopify import CUSTOMER, at, make_refund, make_shopify_order, make_transaction, money

FIXTURES = Path(__file__).parents[1] / "data/shopify"


def fixture(name: str) -> Any:
    """A body of Shopify's REST API. There the object is wrapped by its name, which webhooks do not do."""
    payload = read_payload((FIXTURES / f"{name}.json").read_bytes())
    (inner,) = payload.values()
    return inner[0] if isinstance(inner, list) else inner


def event_of(**fields: Any) -> dict[str, Any]:
    return read_order(make_shopify_order(**fields)).event


def shopper_of(**fields: Any) -> dict[str, str] | None:
    return event_of(**fields).get("shopper")


# --- Shopify's own examples -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("order", {"number": "#1001", "total_minor": 40994, "currency": "USD", "test": False}),
        ("orders", {"number": "#1001", "total_minor": 59894, "currency": "USD", "test": False}),
    ],
)
def test_shopifys_own_orders_become_events(name: str, expected: dict[str, Any]) -> None:
    event = read_event(read_order(fixture(name)).event, now=NOW)

    assert isinstance(event, OrderEvent), event
    assert {field: getattr(event, field) for field in expected} == expected
    assert event.id == "450789469"
    assert event.occurred_at.isoformat() == "2008-01-10T16:00:00+00:00"
    assert event.shopper
    assert (event.shopper.id, event.shopper.name) == ("207119551", "Bob Norman")
    assert event.shopper.email == "bob.norman@hostmail.com"
    assert event.shopper.visitor == "68778783ad298f1c80c3bafcddeea02f"


def test_shopifys_own_refund_is_the_money_that_went_back() -> None:
    order, refund = read_refund(fixture("refund"))

    assert (order, refund.key, refund.amounts) == ("450789469", "509562969", {"USD": 20900})
    assert refund.at.isoformat() == "2016-06-20T17:35:06+00:00"


def test_what_lacks_a_currency_is_no_order() -> None:
    event = read_event(read_order(fixture("transaction")).event, now=NOW)

    assert isinstance(event, Refusal)
    assert (event.code, event.pointer) == ("missing_field", "/currency")


def test_a_payload_wrapped_as_in_the_rest_api_is_refused_by_name() -> None:
    with pytest.raises(PayloadError) as refused:
        read_order(read_payload((FIXTURES / "order.json").read_bytes()))

    assert (refused.value.code, refused.value.pointer) == ("missing_field", "/id")


# --- Money (A6) -------------------------------------------------------------------------------------------


def test_a6_the_total_is_in_the_shops_money_and_never_in_the_shoppers() -> None:
    told = read_order(make_shopify_order(total="1299.00", currency="SEK", paid=("118.95", "EUR")))

    assert (told.event["total"], told.event["currency"], told.paid) == ("1299.00", "SEK", {"EUR": 11895})


def test_a6_the_total_is_gross_and_not_what_is_left_after_refunds() -> None:
    order = make_shopify_order(total="1299.00", current_total_price_set=money("299.00"))

    assert read_order(order).event["total"] == "1299.00"


def test_a_payload_of_before_there_were_sets_has_its_total_in_the_shops_currency() -> None:
    assert event_of(total_price_set=None, total_price="10.50", currency="JOD")["total"] == "10.50"
    assert event_of(total_price_set=None, total_price=10, currency="JPY")["total"] == "10"


def test_a6_nothing_is_an_amount_too_however_it_is_written() -> None:
    assert event_of(total_price_set=money(0), total_price="5.00")["total"] == "0"  # type: ignore[arg-type]  # as a number


def test_numbers_with_a_point_stay_exact() -> None:
    payload = read_payload(b'{"id": 1, "total_price": 0.10000000000000000555, "currency": "SEK"}')

    assert read_order(payload).event["total"] == "0.10000000000000000555"


# --- Time -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("created", "processed", "expected"),
    [
        (at(0), at(0), at(0)),
        (at(60), at(0), at(0)),  # imported, or paid before the order was made
        (at(0), at(60), at(0)),
        (at(0), None, at(0)),
        (at(0), "soon", at(0)),
        (None, at(0), at(0)),
        ("soon", "later", "soon"),
    ],
)
def test_an_order_was_placed_at_the_earlier_of_its_two_times(created: Any, processed: Any, expected: str) -> None:
    assert event_of(created_at=created, processed_at=processed)["occurred_at"] == expected


def test_without_a_version_the_time_of_its_creation_is_one() -> None:
    told = read_order(make_shopify_order(updated_at=None, refunds=[make_refund()]))

    assert told.event["updated_at"] == at(0)
    assert [refund.key for refund in told.refunds] == ["5095"]


# --- Who ordered (A5) -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {"id": "207", "email": "bob@example.com", "phone": "+46701740605", "name": "Bob Norman"}),
        ({"customer": None, "email": None}, None),
        ({"customer": None, "email": "", "cart_token": "c-1"}, {"visitor": "c-1"}),
        ({"customer": None, "email": None, "checkout_token": "k-1"}, {"visitor": "k-1"}),
        ({"customer": None, "email": None, "cart_token": "c-1", "checkout_token": "k-1"}, {"visitor": "c-1"}),
        ({"customer": None, "email": None, "contact_email": "a@b.se"}, {"email": "a@b.se"}),
        ({"customer": {"id": 7}, "email": "n/a", "phone": "555-625-1199"}, {"id": "7"}),
        ({"customer": {"id": 7}, "email": None, "phone": "+46 70 174 06 05"}, {"id": "7", "phone": "+46 70 174 06 05"}),
        ({"customer": {"id": 7, "first_name": "A\0b\ud800"}, "email": None}, {"id": "7", "name": "Ab"}),
        ({"customer": {"id": True, "first_name": ["x"]}, "email": 5, "cart_token": {}}, None),
        ({"customer": {"id": 7, "first_name": "x" * 300}, "email": None}, {"id": "7", "name": "x" * 200}),
        ({"customer": {"id": "9" * 201}, "email": None}, None),
        ({"customer": {"first_name": "Bob"}, "email": None}, None),
    ],
)
def test_a5_a_shopper_is_whatever_of_them_our_events_take(fields: Any, expected: Any) -> None:
    assert shopper_of(**fields) == expected
    assert isinstance(read_event(event_of(**fields), now=NOW), OrderEvent)


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        ([{"name": "agentdash_visitor", "value": "v-1"}], "v-1"),
        ([{"name": "colour", "value": "red"}, {"name": "agentdash_visitor", "value": " v-1 "}], "v-1"),
        ([{"name": "agentdash_visitor", "value": ""}], "c-1"),
        ([{"name": "agentdash_visitor", "value": 5}], "c-1"),
        ([{"name": "agentdash_visitor", "value": "v" * 201}], "c-1"),
        ([None, 5, {"name": "colour"}], "c-1"),
        (None, "c-1"),
        ("agentdash_visitor", "c-1"),
    ],
)
def test_a5_the_visitor_noted_in_the_cart_goes_before_its_token(notes: Any, expected: str) -> None:
    assert (shopper_of(note_attributes=notes, cart_token="c-1") or {})["visitor"] == expected


def test_a_test_order_is_marked() -> None:
    assert event_of(test=True)["test"] is True
    assert event_of(test=None)["test"] is False


# --- Refunds ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("transactions", "expected"),
    [
        ([make_transaction("100.00")], {"SEK": 10000}),
        ([make_transaction("100.00"), make_transaction("0.50")], {"SEK": 10050}),
        ([make_transaction("100.00"), make_transaction("9.00", "EUR")], {"EUR": 900, "SEK": 10000}),
        ([make_transaction(status="pending"), make_transaction(status="failure"), make_transaction(kind="void")], {}),
        ([make_transaction("9.00", "EUR", amount_set=money("100.00", paid=("9.00", "EUR")))], {"SEK": 10000}),
        ([], {}),
        (None, {}),
        ([None, "x", {}], {}),
    ],
)
def test_a6_a_refund_is_the_sum_of_what_went_back_for_certain(transactions: Any, expected: dict[str, int]) -> None:
    assert read_refund(make_refund(transactions=transactions))[1].amounts == expected


@pytest.mark.parametrize(
    ("fields", "code", "pointer"),
    [
        ({"id": None}, "missing_field", "/id"),
        ({"order_id": None}, "missing_field", "/order_id"),
        ({"order_id": {}}, "missing_field", "/order_id"),
        ({"created_at": "yesterday"}, "bad_time", "/created_at"),
        ({"created_at": "2026-06-06T12:00:00"}, "bad_time", "/created_at"),
        ({"transactions": [make_transaction("1.005")]}, "bad_amount", "/transactions/0"),
        ({"transactions": [make_transaction("-1.00")]}, "bad_amount", "/transactions/0"),
        ({"transactions": [make_transaction(), make_transaction("1", "Taler")]}, "bad_amount", "/transactions/1"),
        ({"transactions": [make_transaction(currency=None)]}, "bad_amount", "/transactions/0"),
    ],
)
def test_a_refund_that_cannot_be_read_says_why(fields: Any, code: str, pointer: str) -> None:
    with pytest.raises(PayloadError) as refused:
        read_refund(make_refund(**fields))

    assert (refused.value.code, refused.value.pointer) == (code, pointer)


def test_the_refunds_of_an_order_are_as_of_its_version_and_odd_ones_are_left_out() -> None:
    old = make_refund(id=7, transactions=[make_transaction("9.00", None)])
    refunds = [make_refund(), make_refund(id=None), make_refund("x", id=5), None, old]
    told = read_order(make_shopify_order(second=90, refunds=refunds))

    assert [(refund.key, refund.at.second, refund.amounts) for refund in told.refunds] == [
        ("5095", 30, {"SEK": 10000}),
        ("7", 30, {"SEK": 900}),  # of before transactions had a currency: the order's
    ]


# --- Hostile ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b'"x"', b"<order/>", b"\xff\xfe", b"{", b"[" * 100_000, b'{"a":' * 100_000, b"1" * 5000],
)
def test_promise_1_a_body_that_is_no_object_is_a_value_error_and_nothing_else(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (any)
        read_payload(body)


@pytest.mark.parametrize(
    "value", [None, True, -1, 10**4000, "NaN", "\0", "\ud800", "x" * 70_000, [], {}, [[]], {"a": 1}]
)
def test_promise_1_any_value_in_any_field_gives_an_event_or_a_reason(value: Any) -> None:
    for field in make_shopify_order():
        for payload in ({**make_shopify_order(), field: value}, {**make_shopify_order(), "customer": {field: value}}):
            try:
                told = read_order(json.loads(json.dumps(payload)))
            except PayloadError:
                continue
            assert isinstance(told, OrderTold)
            assert len(told.digest()) == 8
            assert isinstance(read_event(told.event, now=NOW), OrderEvent | Refusal)


def test_text_is_cleaned_of_what_no_database_takes() -> None:
    assert clean(" a\0b\ud800c ") == "abc"
    assert clean(5) == ""


def test_whom_a_request_is_about() -> None:
    customer = read_customer({"customer": CUSTOMER})
    assert customer
    assert (customer.id, customer.email_key, customer.phone) == ("207", "bob@example.com", "+46701740605")
    assert read_customer({"customer": {"email": "-", "phone": "555"}}) is None
    assert read_customer({"customer": None}) is None

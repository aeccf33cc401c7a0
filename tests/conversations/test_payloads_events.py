import json
from datetime import UTC, datetime

import pytest

from conversations.payloads import (
    Code,
    Event,
    LabelEvent,
    MessageEvent,
    OrderEvent,
    Refusal,
    ShopperEvent,
    ShopperRef,
    read_event,
    read_line,
)
from conversations.vocabulary import Channel, EndedBy, HandoffMethod, HandoffStage, Sender, TouchKind
from tests.make import ABSENT, MAKERS, NOW, Wire, make_full, make_label, make_message, make_order, make_shopper

# Facts keep their digest: with another form, every event that is sent again would be a conflict.
DIGESTS = {
    "message": "2e30ee79b50e0b5b27e1019fac6ea76a",
    "handoff": "c80d8afc21a7371a8cb50cf267801a03",
    "conversation_ended": "e001c8a61a632c4b72c28bff568fb9a3",
    "label": "7fa21cdc768f711d1f44a070c6dcdb72",
    "rating": "9b05585429e9c67829c88121d442927d",
    "shopper": "78cbfbdde033344c0c936ec6dd938470",
    "touch": "0271db5364349bb94a88b3f1e51a6da7",
    "order": "2edcdf1c1ca0a037ce13aa8fea8e14ac",
    "agent": "8059a73a6ff05f0656055399b05a4581",
}


def read(wire: Wire) -> Event:
    answer = read_event(wire, now=NOW)
    assert not isinstance(answer, Refusal), answer
    return answer


@pytest.mark.parametrize("event_type", MAKERS)
@pytest.mark.parametrize("make", [lambda name: MAKERS[name](), make_full], ids=["least", "full"])
def test_each_of_the_nine_types_is_read_from_bytes_as_from_a_value(event_type: str, make: type) -> None:
    wire = make(event_type)
    for text in (json.dumps(wire), json.dumps(wire, ensure_ascii=False, indent=1, sort_keys=True)):
        assert read_line(text.encode(), now=NOW) == read(wire)
    assert read(wire).type == event_type


def test_a_message_has_its_words_and_its_shopper() -> None:
    event = read(make_full("message"))
    assert isinstance(event, MessageEvent)
    assert (event.channel, event.sender, event.test) == (Channel.WEB_CHAT, Sender.SHOPPER, True)
    assert isinstance(event.channel, Channel)
    assert event.shopper is not None
    assert (event.shopper.email, event.shopper.email_key) == ("Asa@Example.com ", "asa@example.com")
    assert event.shopper.phone == "+46701234567"
    card = {"id": "p-1", "title": "Scarf", "url": "/p/1", "image": "//i/1.png", "currency": "SEK", "price": "199.50"}
    assert [each.model_dump() for each in event.product_cards] == [card]


@pytest.mark.parametrize(
    ("event_type", "expected"),
    [
        ("handoff", {"stage": HandoffStage.ACCEPTED, "method": HandoffMethod.HELP_DESK_TICKET, "ticket": "T-1"}),
        ("conversation_ended", {"by": EndedBy.SHOPPER, "conversation": "c-1"}),
        ("label", {"label": "Delivery"}),
        ("rating", {"score": 5, "comment": "Quick!"}),
        ("touch", {"kind": TouchKind.PRODUCT_CARD_CLICKED, "message": "m-1", "product": "p-1", "bot": True}),
        ("agent", {"live": True}),
        (
            "order",
            {
                "number": "#1001",
                "total_minor": 129900,
                "refunded_minor": 10000,
                "currency": "SEK",
                "cancelled_at": datetime(2026, 6, 6, 13, tzinfo=UTC),
                "placed_at": datetime(2026, 6, 6, 12, tzinfo=UTC),
                "version_at": datetime(2026, 6, 6, 14, tzinfo=UTC),
            },
        ),
    ],
)
def test_each_type_has_the_attributes_of_the_api(event_type: str, expected: dict[str, object]) -> None:
    event = read(make_full(event_type))
    assert {name: getattr(event, name) for name in expected} == expected


def test_a_message_without_text_and_cards_is_a_message() -> None:
    event = read(make_message(text=""))
    assert isinstance(event, MessageEvent)
    assert (event.text, event.product_cards, event.shopper, event.test, event.meta) == ("", [], None, False, None)


def test_a_price_without_a_currency_is_one_of_the_account_and_kept_as_given() -> None:
    answer = read_event(make_message(product_cards=[{"id": "p-1", "title": "Scarf", "price": "12.50"}]), now=NOW)
    assert isinstance(answer, MessageEvent)
    assert (answer.product_cards[0].price, answer.product_cards[0].currency) == ("12.50", None)


def test_a5_an_order_without_a_shopper_is_an_order_that_cannot_be_matched() -> None:
    event = read(make_order(shopper=ABSENT))
    assert isinstance(event, OrderEvent)
    assert event.shopper is None


def test_a6_an_order_counts_in_the_minor_unit_of_its_currency() -> None:
    minor = {currency: read(make_order(total="12", refunded="1.0", currency=currency)) for currency in ("JPY", "KWD")}
    assert isinstance(minor["JPY"], OrderEvent)
    assert isinstance(minor["KWD"], OrderEvent)
    assert (minor["JPY"].total_minor, minor["JPY"].refunded_minor) == (12, 1)
    assert (minor["KWD"].total_minor, minor["KWD"].refunded_minor) == (12000, 1000)


def test_an_id_alone_is_enough_for_a_shopper_event() -> None:
    event = read(make_shopper(shopper={"id": "s-1"}))
    assert isinstance(event, ShopperEvent)
    assert event.shopper.id == "s-1"


@pytest.mark.parametrize(
    ("given", "phone"),
    [
        ("+46701234567", "+46701234567"),
        ("0046 70-123 45 67", "+46701234567"),
        ("+46 (0)70 123 45 67", "+46701234567"),
        ("+1 (555) 010-9999", "+15550109999"),
        ("+1.555.010.9999", "+15550109999"),
        (" +46\u00a070\u2011123\u201345\u2009 67 ", "+46701234567"),
        ("+390612345678", "+390612345678"),
        ("+1234567", "+1234567"),
        ("+123456789012345", "+123456789012345"),
    ],
)
def test_a_phone_number_is_brought_to_e_164(given: str, phone: str) -> None:
    event = read(make_message(shopper={"phone": given}))
    assert isinstance(event, MessageEvent)
    assert event.shopper is not None
    assert event.shopper.phone == phone


def test_empty_shopper_fields_count_as_absent() -> None:
    event = read(make_message(shopper={"id": "", "visitor": "v-1", "name": " ", "email": "", "phone": ""}))
    assert isinstance(event, MessageEvent)
    assert event.shopper == ShopperRef(visitor="v-1")


def test_s8_a_label_is_trimmed_and_its_case_is_kept() -> None:
    event = read(make_label(label="\u00a0 Öppet köp\t"))
    assert isinstance(event, LabelEvent)
    assert event.label == "Öppet köp"


def test_the_version_is_the_update_or_else_the_event() -> None:
    assert read(make_message()).version_at == datetime(2026, 6, 6, 12, tzinfo=UTC)
    later = make_message(updated_at="2026-06-06T14:00:00+02:00")
    assert read(later).version_at == datetime(2026, 6, 6, 12, tzinfo=UTC)


@pytest.mark.parametrize("event_type", MAKERS)
def test_an_update_time_and_meta_are_taken_on_every_type(event_type: str) -> None:
    event = read(MAKERS[event_type](updated_at="2026-06-07T00:00:00Z", meta={"a": [{"b": None}]}))
    assert event.version_at == datetime(2026, 6, 7, tzinfo=UTC)
    assert event.meta == {"a": [{"b": None}]}


@pytest.mark.parametrize(
    "written",
    [
        {"occurred_at": "2026-06-06T12:00:00+00:00"},
        {"occurred_at": "2026-06-06 14:00:00.0000009+02:00"},
        {"updated_at": "2026-06-06T12:00:00Z"},
        {"updated_at": None, "meta": None, "shopper": None, "product_cards": None, "test": None},
        {"product_cards": [], "test": False},
    ],
)
def test_the_same_message_written_otherwise_has_the_same_digest(written: Wire) -> None:
    wire = make_message(id="m-1")
    assert read(wire | written).digest == read(wire).digest
    assert read(dict(reversed((wire | written).items()))).digest == read(wire).digest


@pytest.mark.parametrize(
    ("event_type", "fields", "otherwise"),
    [
        ("label", {"label": "Delivery"}, {"label": " Delivery\n"}),
        ("order", {"total": "1299.00"}, {"total": "1299", "refunded": "0.00"}),
        ("message", {"meta": {"a": 1, "b": {"c": 2, "d": 3}}}, {"meta": {"b": {"d": 3, "c": 2}, "a": 1}}),
        ("message", {"shopper": {"phone": "+46701234567"}}, {"shopper": {"phone": "0046 70 1234567", "name": ""}}),
        ("rating", {"comment": None}, {"comment": ""}),
        ("touch", {}, {"bot": None, "message": "", "product": None}),
    ],
)
def test_what_is_the_same_once_read_has_the_same_digest(event_type: str, fields: Wire, otherwise: Wire) -> None:
    wire = MAKERS[event_type](id="e-1")
    assert read(wire | fields).digest == read(wire | otherwise).digest


@pytest.mark.parametrize("event_type", MAKERS)
def test_each_field_counts_in_the_digest(event_type: str) -> None:
    wire = make_full(event_type)
    other = {
        "id": "e-2", "occurred_at": "2026-06-05T12:00:00Z", "updated_at": "2026-06-07T00:00:00Z", "meta": {"a": 1},
        "conversation": "c-2", "channel": "sms", "sender": "agent", "text": "Hej", "shopper": {"id": "s-2"},
        "product_cards": [], "test": False, "stage": "offered", "method": "custom_message", "reason": "", "ticket": "",
        "by": "team", "label": "delivery", "score": 1, "comment": "Slow", "kind": "link_clicked", "message": "m-2",
        "product": "p-2", "bot": False, "number": "#2", "total": "1299.01", "refunded": "0", "currency": "EUR",
        "cancelled_at": None, "live": False,
    }  # fmt: skip
    digests = [read(wire | {name: other[name]}).digest for name in wire if name != "type"]
    assert len({read(wire).digest, *digests}) == len(wire)


def test_the_version_counts_in_the_digest_even_when_it_says_nothing_new() -> None:
    wire = make_message(id="m-1")
    assert read(wire | {"updated_at": "2026-06-06T12:00:00.000001Z"}).digest != read(wire).digest


def test_meta_is_told_from_what_looks_alike_in_the_digest() -> None:
    wire = make_message(id="m-1")
    alike: list[Wire | None] = [None, {"a": 1}, {"a": 1.0}, {"a": True}, {"a": "1"}, {"a": None}, {"a": [1]}, {"a": {}}]
    assert len({read(wire | {"meta": meta}).digest for meta in alike}) == len(alike)


def test_an_empty_meta_says_nothing() -> None:
    wire = make_message(id="m-1")
    assert read(wire | {"meta": {}}).digest == read(wire).digest


@pytest.mark.parametrize("event_type", MAKERS)
def test_digests_stay_as_they_are_from_release_to_release(event_type: str) -> None:
    assert read(make_full(event_type)).digest.hex() == DIGESTS[event_type]


def test_an_event_cannot_be_changed() -> None:
    event = read(make_message())
    with pytest.raises(ValueError, match="frozen"):
        event.id = "other"


def test_a_code_is_spelt_as_it_is_named() -> None:
    assert all(code.value == code.name.lower() for code in Code)

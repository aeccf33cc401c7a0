"""What each field takes and refuses, by code and pointer: tables, one row a case."""

import json
from typing import Any

import pytest

from conversations.payloads import Code, Refusal, read_event, read_line
from conversations.payloads.explaining import abridged
from tests.hostile import case_id
from tests.make import ABSENT, MAKERS, NOW, Wire, make_full, make_label, make_message, make_order

NO_LIST: list[object] = []
NO_OBJECT: dict[str, object] = {}
CARD = {"id": "p-1", "title": "Scarf"}
LONG = "å" * 32_768  # exactly 64 KiB of UTF-8

WRONG: dict[str, list[tuple[Any, Code]]] = {
    "id": [("", Code.EMPTY), (" \t", Code.EMPTY), ("i" * 201, Code.TOO_LONG), (5, Code.WRONG_TYPE)],
    "conversation": [("", Code.EMPTY), ("\u00a0", Code.EMPTY), ("c" * 201, Code.TOO_LONG), (None, Code.WRONG_TYPE)],
    "updated_at": [("2026-06-06", Code.BAD_TIME), ("2026-06-06T12:00:00", Code.NO_OFFSET), ([], Code.WRONG_TYPE)],
    "meta": [([], Code.WRONG_TYPE), ("a", Code.WRONG_TYPE), ({"a": "b" * 8185}, Code.TOO_LARGE)],
    "channel": [
        *((odd, Code.UNKNOWN_VALUE) for odd in ("fax", "SMS", "")),
        *((odd, Code.WRONG_TYPE) for odd in (None, 1, True, NO_LIST, NO_OBJECT)),
    ],
    "sender": [("bot", Code.UNKNOWN_VALUE), (None, Code.WRONG_TYPE)],
    "text": [(LONG + "a", Code.TOO_LONG), ("a" * 65_537, Code.TOO_LONG), (None, Code.WRONG_TYPE)],
    "product_cards": [([CARD] * 101, Code.TOO_MANY), ([CARD] * 10_000, Code.TOO_MANY), ({}, Code.WRONG_TYPE)],
    "test": [(odd, Code.WRONG_TYPE) for odd in (0, 1, "true", "", NO_LIST)],
    "stage": [("refused", Code.UNKNOWN_VALUE), (2, Code.WRONG_TYPE)],
    "method": [("phone", Code.UNKNOWN_VALUE)],
    "reason": [("r" * 2001, Code.TOO_LONG), (1, Code.WRONG_TYPE)],
    "ticket": [("t" * 201, Code.TOO_LONG)],
    "by": [("agent", Code.UNKNOWN_VALUE)],
    "label": [("\u200b\u3164", Code.EMPTY), (" \n ", Code.EMPTY), ("l" * 81, Code.TOO_LONG), (None, Code.WRONG_TYPE)],
    "score": [
        *((odd, Code.NUMBER_OUT_OF_RANGE) for odd in (0, 6, -1, 2**63)),
        *((odd, Code.WRONG_TYPE) for odd in (True, "5", 5.0, 4.5, None, [5])),
    ],
    "comment": [("c" * 2001, Code.TOO_LONG)],
    "kind": [("clicked", Code.UNKNOWN_VALUE)],
    "message": [(" ", Code.EMPTY), ("m" * 201, Code.TOO_LONG)],
    "product": [("p" * 501, Code.TOO_LONG)],
    "bot": [("yes", Code.WRONG_TYPE)],
    "number": [("n" * 201, Code.TOO_LONG), (1001, Code.WRONG_TYPE)],
    "total": [
        *((odd, Code.BAD_AMOUNT) for odd in ("", "1e400", "NaN", "-1.00", "1,50", "1.234", "99999999999999999")),
        *((odd, Code.WRONG_TYPE) for odd in (12.5, 12, None, True, NO_LIST)),
    ],
    "refunded": [("", Code.BAD_AMOUNT), ("-0.01", Code.BAD_AMOUNT), (0, Code.WRONG_TYPE)],
    "currency": [("sek", Code.UNKNOWN_CURRENCY), ("", Code.UNKNOWN_CURRENCY), (None, Code.WRONG_TYPE)],
    "cancelled_at": [("yesterday", Code.BAD_TIME), (True, Code.WRONG_TYPE)],
    "live": [(odd, Code.WRONG_TYPE) for odd in (1, 0, "true", None)],
}
WRONG_IN_SHOPPER: list[tuple[Wire, Code, str]] = [
    ({"id": " "}, Code.EMPTY, "/id"),
    ({"id": "s" * 201}, Code.TOO_LONG, "/id"),
    ({"id": 5}, Code.WRONG_TYPE, "/id"),
    ({"visitor": "\n"}, Code.EMPTY, "/visitor"),
    ({"id": "s", "name": "n" * 201}, Code.TOO_LONG, "/name"),
    ({"id": "s", "email": "-"}, Code.BAD_EMAIL, "/email"),
    ({"email": "a@b@c"}, Code.BAD_EMAIL, "/email"),
    ({"email": "@example.com"}, Code.BAD_EMAIL, "/email"),
    ({"email": "a b@example.com"}, Code.BAD_EMAIL, "/email"),
    ({"email": "a" * 320 + "@b"}, Code.TOO_LONG, "/email"),
    ({"email": "ß" * 200 + "@b"}, Code.TOO_LONG, "/email"),
    ({"phone": "070-123 45 67"}, Code.BAD_PHONE, "/phone"),
    ({"phone": "+0701234567"}, Code.BAD_PHONE, "/phone"),
    ({"phone": "+46"}, Code.BAD_PHONE, "/phone"),
    ({"phone": "+1234567890123456"}, Code.BAD_PHONE, "/phone"),
    ({"phone": "+46701234567 ext 5"}, Code.BAD_PHONE, "/phone"),
    ({"phone": "+４６７０１２３４５６７"}, Code.BAD_PHONE, "/phone"),
    ({"phone": "++46701234567"}, Code.BAD_PHONE, "/phone"),
    ({"phone": 46701234567}, Code.WRONG_TYPE, "/phone"),
    ({}, Code.NO_IDENTITY, ""),
    ({"name": "Anna"}, Code.NO_IDENTITY, ""),
    ({"id": "", "visitor": None, "email": " ", "phone": ""}, Code.NO_IDENTITY, ""),
    ({"id": "s", "e-mail": "a@b"}, Code.UNKNOWN_FIELD, "/e-mail"),
]
WRONG_IN_CARD: list[tuple[Any, Code, str]] = [
    (5, Code.WRONG_TYPE, ""),
    ({"title": "Scarf"}, Code.MISSING_FIELD, "/id"),
    ({"id": "p"}, Code.MISSING_FIELD, "/title"),
    (CARD | {"title": "t" * 501}, Code.TOO_LONG, "/title"),
    (CARD | {"url": "u" * 2049}, Code.TOO_LONG, "/url"),
    (CARD | {"image": 5}, Code.WRONG_TYPE, "/image"),
    (CARD | {"price": "1,50"}, Code.BAD_AMOUNT, "/price"),
    (CARD | {"price": "1.50", "currency": "JPY"}, Code.BAD_AMOUNT, "/price"),
    (CARD | {"price": 1.5}, Code.WRONG_TYPE, "/price"),
    (CARD | {"price": "1.50", "currency": "kr"}, Code.UNKNOWN_CURRENCY, "/currency"),
    (CARD | {"colour": "red"}, Code.UNKNOWN_FIELD, "/colour"),
]
RIGHT: dict[str, list[Any]] = {
    "id": ["i" * 200, " i ", "\u200b", "å/~0", "\x01"],
    "text": ["", LONG, "a" * 65_536, "\u202e\u200b\r\n\t"],
    "meta": [{}, {"a": "b" * 8184}, {"": None, "a/b": [[]]}],
    "label": ["l" * 80, " " * 99 + "l" * 80 + " " * 99],
    "score": [1, 5],
    "product_cards": [[], [CARD] * 100, [CARD | {"price": "1.2345"}], [CARD | {"price": "", "currency": ""}]],
    "total": ["0", "10000000000000", "1.500"],
    "reason": ["", None, "r" * 2000],
    "comment": [None, "   "],
    "message": ["", None],
    "shopper": [None],
    "cancelled_at": [None],
}


def refusal(wire: object) -> Refusal:
    answer = read_event(wire, now=NOW)
    assert isinstance(answer, Refusal), answer
    return answer


def with_field(name: str) -> list[str]:
    return [event_type for event_type in MAKERS if name in make_full(event_type)]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [(name, value, code) for name, cases in WRONG.items() for value, code in cases],
    ids=case_id,
)
def test_a_wrong_value_is_refused_by_code_and_pointer_on_every_type_with_the_field(
    name: str, value: object, code: Code
) -> None:
    for event_type in with_field(name):
        answer = refusal(make_full(event_type) | {name: value})
        assert (answer.code, answer.pointer) == (code, f"/{name}")
        assert answer.detail.startswith(name)
        assert len(answer.detail) < 160


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in RIGHT.items() for value in values], ids=case_id
)
def test_what_is_just_allowed_is_taken(name: str, value: object) -> None:
    for event_type in set(with_field(name)) - {"shopper"}:
        answer = read_event(make_full(event_type) | {name: value}, now=NOW)
        assert not isinstance(answer, Refusal), answer


@pytest.mark.parametrize(("shopper", "code", "pointer"), WRONG_IN_SHOPPER, ids=case_id)
def test_a5_a_wrong_shopper_is_refused(shopper: Wire, code: Code, pointer: str) -> None:
    for event_type in ("message", "touch", "order"):
        answer = refusal(MAKERS[event_type](shopper=shopper))
        assert (answer.code, answer.pointer) == (code, f"/shopper{pointer}")


@pytest.mark.parametrize(
    ("shopper", "code", "pointer"),
    [
        ({"visitor": "v-1"}, Code.MISSING_FIELD, "/shopper/id"),
        ({"id": None, "visitor": "v-1"}, Code.WRONG_TYPE, "/shopper/id"),
        ({"id": "", "visitor": "v-1"}, Code.EMPTY, "/shopper/id"),
        (None, Code.WRONG_TYPE, "/shopper"),
        (ABSENT, Code.MISSING_FIELD, "/shopper"),
    ],
    ids=case_id,
)
def test_a_shopper_event_must_name_the_id_that_it_tells_about(shopper: object, code: Code, pointer: str) -> None:
    answer = refusal(MAKERS["shopper"](shopper=shopper))
    assert (answer.code, answer.pointer) == (code, pointer)


@pytest.mark.parametrize(("card", "code", "pointer"), WRONG_IN_CARD, ids=case_id)
def test_a_wrong_product_card_is_refused(card: object, code: Code, pointer: str) -> None:
    answer = refusal(make_message(product_cards=[CARD, card]))
    assert (answer.code, answer.pointer) == (code, f"/product_cards/1{pointer}")


@pytest.mark.parametrize(
    ("value", "code", "pointer", "words"),
    [
        (None, Code.NOT_AN_OBJECT, "", "an event must be an object, not null"),
        ([], Code.NOT_AN_OBJECT, "", "an event must be an object, not a list"),
        ("message", Code.NOT_AN_OBJECT, "", "an event must be an object, not a string"),
        (5, Code.NOT_AN_OBJECT, "", "an event must be an object, not a number"),
        ({}, Code.MISSING_FIELD, "/type", "type is missing: one of message, handoff, conversation_ended, label"),
        ({"type": None}, Code.WRONG_TYPE, "/type", "type must be a string, not null"),
        ({"type": ["message"]}, Code.WRONG_TYPE, "/type", "type must be a string, not a list"),
        ({"type": "Message"}, Code.UNKNOWN_TYPE, "/type", "type must be one of message, handoff"),
        ({"type": "mesage", "id": 5, "x": 1}, Code.UNKNOWN_TYPE, "/type", "type must be one of message, handoff"),
    ],
    ids=case_id,
)
def test_what_is_no_event_at_all_is_refused_first(value: object, code: Code, pointer: str, words: str) -> None:
    answer = refusal(value)
    assert (answer.code, answer.pointer) == (code, pointer)
    assert answer.detail.startswith(words)


@pytest.mark.parametrize(
    ("wire", "code", "pointer", "words"),
    [
        (make_message(text=5), Code.WRONG_TYPE, "/text", "text must be a string, not a number"),
        (make_message(text=ABSENT), Code.MISSING_FIELD, "/text", "text is missing"),
        (
            make_message(channel="fax"),
            Code.UNKNOWN_VALUE,
            "/channel",
            "channel must be web_chat, sms, email or whatsapp",
        ),
        (
            make_message(text=ABSENT, txt="Hej"),
            Code.UNKNOWN_FIELD,
            "/txt",
            "an event of type message has no field txt: did you mean text?",
        ),
        (
            make_order(total=ABSENT, total_minor=5),
            Code.UNKNOWN_FIELD,
            "/total_minor",
            "an event of type order has no field total_minor: did you mean total?",
        ),
        (
            make_message(shopper={"vistor": "v"}),
            Code.UNKNOWN_FIELD,
            "/shopper/vistor",
            "shopper has no field vistor: did you mean visitor?",
        ),
        (
            make_message(product_cards=[{"id": "p", "titel": "t"}]),
            Code.UNKNOWN_FIELD,
            "/product_cards/0/titel",
            "product_cards.0 has no field titel: did you mean title?",
        ),
        (make_label(**{"a/b~c": 1}), Code.UNKNOWN_FIELD, "/a~1b~0c", "an event of type label has no field a/b~c"),
        (make_label(**{"\x1b": 1}), Code.UNKNOWN_FIELD, "/\x1b", "an event of type label has a field"),
        (make_label(**{"k" * 999: 1}), Code.UNKNOWN_FIELD, "", "an event of type label has a field"),
        (make_message(id=5, text=5, x=1), Code.WRONG_TYPE, "/id", "id must be a string, not a number"),
        (make_message(channel=ABSENT, text=5), Code.MISSING_FIELD, "/channel", "channel is missing"),
        (make_order(total="1.234"), Code.BAD_AMOUNT, "/total", "total has more decimals than SEK has (2)"),
        (make_order(total="x", currency="x"), Code.UNKNOWN_CURRENCY, "/currency", "currency must be an ISO 4217"),
    ],
    ids=case_id,
)
def test_of_several_problems_the_first_and_most_telling_is_told(
    wire: Wire, code: Code, pointer: str, words: str
) -> None:
    answer = refusal(wire)
    assert (answer.code, answer.pointer) == (code, pointer)
    assert answer.detail.startswith(words)
    assert (answer.type, answer.id) == (wire["type"], str(wire["id"]))


def test_the_order_of_the_keys_does_not_change_what_is_told() -> None:
    wire = make_message(id=5, text=5, sender="bot")
    assert refusal(dict(reversed(wire.items()))) == refusal(wire)


@pytest.mark.parametrize("event_type", MAKERS)
def test_each_type_refuses_a_field_that_another_type_has(event_type: str) -> None:
    own = make_full(event_type)
    foreign = {name: value for each in MAKERS for name, value in make_full(each).items() if name not in own}
    for name, value in foreign.items():
        answer = refusal(own | {name: value})
        assert (answer.code, answer.pointer) == (Code.UNKNOWN_FIELD, f"/{name}")


@pytest.mark.parametrize("event_type", MAKERS)
def test_each_type_says_which_of_its_fields_is_missing(event_type: str) -> None:
    for name in MAKERS[event_type]():
        if (event_type, name) != ("order", "shopper"):
            answer = refusal(MAKERS[event_type](**{name: ABSENT}))
            assert (answer.code, answer.pointer) == (Code.MISSING_FIELD, f"/{name}")


def test_no_refusal_repeats_a_value_of_the_event() -> None:
    canary = "canary@example.com +46701234567"
    for event_type in MAKERS:
        for name in make_full(event_type):
            for wrong in (canary, [canary], {"id": canary}, {canary: 1}):
                answer = read_event(make_full(event_type) | {name: wrong}, now=NOW)
                if isinstance(answer, Refusal) and wrong != {canary: 1}:
                    assert "canary" not in answer.detail + answer.pointer


def test_of_a_hundred_thousand_unknown_fields_only_the_first_of_each_object_is_looked_at() -> None:
    many = {f"k{number}": 1 for number in range(100_000)}
    wire = make_message(shopper=many, product_cards=[CARD | many], meta=many)
    assert abridged(wire | many) == wire | {"shopper": {"k0": 1}, "product_cards": [CARD | {"k0": 1}], "k0": 1}
    assert refusal(make_message(**many)).pointer == "/k0"
    assert refusal(make_message(shopper=many)).pointer == "/shopper/k0"
    assert refusal(make_message(product_cards=[CARD | many])).pointer == "/product_cards/0/k0"


def test_an_event_in_which_every_known_name_is_wrong_is_refused() -> None:
    names = {name for event_type in MAKERS for name in make_full(event_type)} | {"url", "visitor"}
    odd: Wire = dict.fromkeys(names, NO_LIST) | {f"k{number}": 1 for number in range(2000)}
    answer = refusal(odd | {"type": "message", "shopper": odd, "product_cards": [odd] * 3})
    assert (answer.code, answer.pointer) == (Code.WRONG_TYPE, "/id")


def test_ten_thousand_cards_are_refused_whole() -> None:
    answer = read_line(json.dumps(make_message(product_cards=[CARD] * 10_000)).encode(), now=NOW)
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.pointer) == (Code.TOO_MANY, "/product_cards")

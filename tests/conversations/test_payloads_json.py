import json
import math

import pytest

from conversations.payloads import Code, PayloadError, Refusal, parse_json, read_event, read_line
from tests.hostile import case_id, json_texts
from tests.make import NOW, make_message

DEEP = 100_000
# JSON, and yet nothing that we or a database could keep.
OUR_OWN_RULES = {
    "y_object_duplicated_key.json": Code.DUPLICATE_KEY,
    "y_object_duplicated_key_and_value.json": Code.DUPLICATE_KEY,
    "y_object_escaped_null_in_key.json": Code.NUL_CHARACTER,
    "y_string_null_escape.json": Code.NUL_CHARACTER,
}


def refused(raw: bytes) -> PayloadError:
    with pytest.raises(PayloadError) as error:
        parse_json(raw)
    return error.value


def nested(depth: int) -> bytes:
    return b'{"a":' * depth + b"1" + b"}" * depth


def test_the_whole_of_json_test_suite_is_here() -> None:
    assert len(json_texts()) == 340


@pytest.mark.parametrize("name", [name for name in json_texts() if name.startswith("y_")])
def test_json_that_must_be_read_is_read_or_refused_by_a_rule_of_our_own(name: str) -> None:
    raw = json_texts()[name]
    if name in OUR_OWN_RULES:
        assert refused(raw).code is OUR_OWN_RULES[name]
    else:
        assert parse_json(raw) == json.loads(raw)


@pytest.mark.parametrize("name", [name for name in json_texts() if name.startswith("n_")])
def test_what_is_no_json_is_refused_with_a_reason(name: str) -> None:
    error = refused(json_texts()[name])
    assert error.code in {Code.NOT_JSON, Code.NOT_UTF8, Code.NUL_CHARACTER, Code.TOO_DEEP}
    assert error.detail


@pytest.mark.parametrize("name", json_texts())
def test_no_text_of_the_suite_makes_an_event_or_raises(name: str) -> None:
    answer = read_line(json_texts()[name], now=NOW)
    assert isinstance(answer, Refusal)
    assert answer.code in set(Code)


@pytest.mark.parametrize(
    ("raw", "code", "pointer"),
    [
        (b"", Code.NOT_JSON, ""),
        (b" \n", Code.NOT_JSON, ""),
        (b"{} {}", Code.NOT_JSON, ""),
        (b"NaN", Code.NOT_JSON, ""),
        (b'{"a": -Infinity}', Code.NOT_JSON, ""),
        (b"\xef\xbb\xbf{}", Code.NOT_JSON, ""),
        ("{}".encode("utf-16-le"), Code.NUL_CHARACTER, ""),
        ("{}".encode("utf-16"), Code.NOT_UTF8, ""),
        (b'"\xed\xa0\x80"', Code.NOT_UTF8, ""),
        (b'"\xc0\x80"', Code.NOT_UTF8, ""),
        (b"1e400", Code.NUMBER_OUT_OF_RANGE, ""),
        (b'{"a": [0, -1e400]}', Code.NUMBER_OUT_OF_RANGE, "/a/1"),
        (b"[" + b"9" * 4301 + b"]", Code.NUMBER_OUT_OF_RANGE, "/0"),
        (b"[-" + b"9" * 4301 + b"]", Code.NUMBER_OUT_OF_RANGE, "/0"),
        (b'{"a": 1, "a": 1}', Code.DUPLICATE_KEY, "/a"),
        (b'[{}, {"x": {"a/b~": 1, "a\\/b~": 2}}]', Code.DUPLICATE_KEY, "/1/x/a~1b~0"),
        (b'{"": 1, "": 2}', Code.DUPLICATE_KEY, "/"),
        (b'{"a": "x\\u0000"}', Code.NUL_CHARACTER, "/a"),
        (b'{"a": {"\\u0000": 1}}', Code.NUL_CHARACTER, "/a"),
        (b'["\\ud83d"]', Code.LONE_SURROGATE, "/0"),
        (b'["\\uDE00\\uD83D"]', Code.LONE_SURROGATE, "/0"),
        (b'{"a": {"\\udfff": 1}}', Code.LONE_SURROGATE, "/a"),
        (nested(21), Code.TOO_DEEP, "/a" * 20),
        (nested(900), Code.TOO_DEEP, "/a" * 20),
        (nested(DEEP), Code.TOO_DEEP, ""),
        (b"[" * DEEP, Code.TOO_DEEP, ""),
    ],
    ids=case_id,
)
def test_what_is_not_strict_json_is_refused_by_name_and_place(raw: bytes, code: Code, pointer: str) -> None:
    error = refused(raw)
    assert (error.code, error.pointer) == (code, pointer)
    assert len(error.detail) < 120


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b"-0", 0),
        (b"1e308", 1e308),
        (b"1e-400", 0.0),
        (b"9" * 4300, 10**4300 - 1),
        (b'"\\ud83d\\ude00"', "😀"),
        (b'"\\\\u0000 \\\\ud800"', "\\u0000 \\ud800"),
        ('"\u202e\u200b\ufeff\x7f"'.encode(), "\u202e\u200b\ufeff\x7f"),
        (b'"\\u0001\\u001b"', "\x01\x1b"),
        (b'{"a": 1, "A": 2, "\\u00e5": 3, "a\\u030a": 4}', {"a": 1, "A": 2, "å": 3, "a\u030a": 4}),
        (b"[" + b"[]," * 50 + b"[]]", [[]] * 51),
        (b'"[[[[[[[[[[[[[[[[[[[[[[[[[[["', "[" * 27),
    ],
    ids=case_id,
)
def test_what_is_odd_but_json_is_kept_as_it_came(raw: bytes, value: object) -> None:
    assert parse_json(raw) == value


def test_twenty_objects_within_each_other_are_not_too_deep() -> None:
    parse_json(nested(20))


def test_an_event_is_refused_at_the_same_depth_however_it_comes() -> None:
    event = make_message(meta=json.loads(nested(19)))
    assert not isinstance(read_event(event, now=NOW), Refusal)
    event["meta"] = json.loads(nested(20))
    answers = [read_event(event, now=NOW), read_line(json.dumps(event).encode(), now=NOW)]
    assert [getattr(answer, "code", "") for answer in answers] == [Code.TOO_DEEP] * 2


@pytest.mark.parametrize(
    ("value", "code", "pointer"),
    [
        (math.inf, Code.NUMBER_OUT_OF_RANGE, "/meta/a"),
        (math.nan, Code.NUMBER_OUT_OF_RANGE, "/meta/a"),
        (10**4300, Code.NUMBER_OUT_OF_RANGE, "/meta/a"),
        ("\0", Code.NUL_CHARACTER, "/meta/a"),
        ("\ud800", Code.LONE_SURROGATE, "/meta/a"),
        ({1: 2}, Code.WRONG_TYPE, "/meta/a"),
        ({1, 2}, Code.WRONG_TYPE, "/meta/a"),
        (b"bytes", Code.WRONG_TYPE, "/meta/a"),
        (object(), Code.WRONG_TYPE, "/meta/a"),
    ],
    ids=case_id,
)
def test_a_parsed_value_is_held_to_the_same_rules(value: object, code: Code, pointer: str) -> None:
    answer = read_event(make_message(meta={"a": value}), now=NOW)
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.pointer) == (code, pointer)


def test_a_value_that_contains_itself_is_too_deep() -> None:
    event = make_message()
    event["meta"] = event
    answer = read_event(event, now=NOW)
    assert isinstance(answer, Refusal)
    assert answer.code == Code.TOO_DEEP


@pytest.mark.parametrize(
    ("raw", "event_type", "event_id"),
    [
        (b'{"type": "message", "id": "m-1", "id": "m-2"}', "message", "m-2"),
        (b'{"type": "message", "id": "m-1", "meta": {"a": 1e400}}', "message", "m-1"),
        (b'{"type": "message", "id": 17, "text": "\\u0000"}', "message", "17"),
        (b'{"type": "m\\u0000\\u001b", "id": "\\ud800"}', "m\ufffd\ufffd", "\ufffd"),
        (b'{"type": "message", "id": "m-1"', "", ""),
        (b'{"type": ["message"], "id": true, "meta": "\\u0000"}', "", ""),
        (b'{"type": "' + b"t" * 999 + b'", "id": "' + b"i" * 999 + b'"}', "t" * 40, "i" * 200),
        (b'{"id": ' + b"9" * 4000 + b"}", "", ""),
    ],
    ids=case_id,
)
def test_a_refusal_says_which_event_it_was_as_far_as_can_be_read(raw: bytes, event_type: str, event_id: str) -> None:
    answer = read_line(raw, now=NOW)
    assert isinstance(answer, Refusal)
    assert (answer.type, answer.id) == (event_type, event_id)

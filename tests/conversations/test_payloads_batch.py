import json

import pytest

from conversations.payloads import Code, NotABatch, PayloadError, Refusal, read_piece, split_batch
from tests.hostile import case_id, json_texts
from tests.make import NOW, make_message

DEEP = 100_000


def refused(raw: bytes) -> PayloadError:
    with pytest.raises(PayloadError) as error:
        split_batch(raw, most=1000)
    return error.value


@pytest.mark.parametrize(
    "raw",
    [
        b'{"events":[{"a":1},2,"x"]}',
        b' \r\n{ "events" : [ {"a":1} , 2\t,\n"x" ] } \n',
        b'{"\\u0065vents": [{"a":1},2,"x"]}',
    ],
)
def test_a_batch_is_split_however_it_is_written(raw: bytes) -> None:
    pieces = split_batch(raw, most=1000)
    assert [piece.value for piece in pieces] == [{"a": 1}, 2, "x"]
    assert [piece.raw for piece in pieces] == [b'{"a":1}', b"2", b'"x"']
    assert all(piece.error is None for piece in pieces)


def test_an_empty_batch_is_empty() -> None:
    assert split_batch(b'{"events": [ ]}', most=1000) == []


def test_each_event_keeps_the_bytes_it_came_in() -> None:
    events = [b'{ "id" : "\\u00e5" , "n": 1.50 }', '{"text": "å \\"] }"}'.encode()]
    pieces = split_batch(b'{"events": [' + b" , ".join(events) + b"]}", most=1000)
    assert [piece.raw for piece in pieces] == events


def test_what_comes_after_the_most_is_not_looked_at() -> None:
    raw = b'{"events": [1, 2, 3, this is no JSON'
    assert [piece.value for piece in split_batch(raw, most=3)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("bad", "code", "pointer"),
    [
        (b'{"a": "\\u0000"}', Code.NUL_CHARACTER, "/a"),
        (b'{"a": ["\\ud83d"]}', Code.LONE_SURROGATE, "/a/0"),
        (b'{"a": 1, "a": 2}', Code.DUPLICATE_KEY, "/a"),
        (b'{"a": {"b": 1e400}}', Code.NUMBER_OUT_OF_RANGE, "/a/b"),
        (b'{"a": ' + b"9" * 5000 + b"}", Code.NUMBER_OUT_OF_RANGE, "/a"),
        (b"[" * 21 + b"]" * 21, Code.TOO_DEEP, "/0" * 20),
        (b"[" * DEEP + b"]" * DEEP, Code.TOO_DEEP, ""),
        (b'[{"a": 1, "a": 2}, ' + b"[" * DEEP + b"]" * DEEP + b"]", Code.TOO_DEEP, ""),
        (b'["[", ' + b'{"}\\"]":' * DEEP + b"1" + b"}" * DEEP + b"]", Code.TOO_DEEP, ""),
    ],
    ids=case_id,
)
def test_one_bad_event_is_refused_alone(bad: bytes, code: Code, pointer: str) -> None:
    good = json.dumps(make_message()).encode()
    before, piece, after = split_batch(b'{"events": [' + good + b"," + bad + b", " + good + b"]}", most=1000)
    assert (before.error, after.error) == (None, None)
    assert piece.raw == bad
    answer = read_piece(piece, now=NOW)
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.pointer) == (code, pointer)


@pytest.mark.parametrize(
    ("raw", "code", "pointer"),
    [
        (b"[]", Code.NOT_AN_OBJECT, ""),
        (b"null", Code.NOT_AN_OBJECT, ""),
        (b"{}", Code.MISSING_FIELD, "/events"),
        (b'{"event": []}', Code.MISSING_FIELD, "/events"),
        (b'{"events": {}}', Code.WRONG_TYPE, "/events"),
        (b'{"events": null}', Code.WRONG_TYPE, "/events"),
        (b'{"events": [1], "more": 2}', Code.UNKNOWN_FIELD, "/more"),
        (b'{"more": 2, "events": [1]}', Code.UNKNOWN_FIELD, "/more"),
    ],
)
def test_json_of_another_shape_is_told_by_name_and_place(raw: bytes, code: Code, pointer: str) -> None:
    error = refused(raw)
    assert isinstance(error, NotABatch)
    assert (error.code, error.pointer) == (code, pointer)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", Code.NOT_JSON),
        (b'{"events": [1, 2', Code.NOT_JSON),
        (b'{"events": [1 2]}', Code.NOT_JSON),
        (b'{"events": [1,]}', Code.NOT_JSON),
        (b'{"events": [{"a": NaN}]}', Code.NOT_JSON),
        (b'{"events": [{"a": 1, "a": 2]}', Code.NOT_JSON),
        (b'{"events": []} {}', Code.NOT_JSON),
        (b'{"events": [], "events": []}', Code.DUPLICATE_KEY),
        (b'{"events": ["\xff"]}', Code.NOT_UTF8),
        (b'{"events": ["\x00"]}', Code.NUL_CHARACTER),
        (b'{"events": [' + b"[" * DEEP, Code.TOO_DEEP),
        (b'{"events": [' + b"[" * DEEP + b'"' + b'\\"' * DEEP + b"\\", Code.TOO_DEEP),
    ],
    ids=case_id,
)
def test_what_is_no_json_is_refused_whole(raw: bytes, code: Code) -> None:
    error = refused(raw)
    assert not isinstance(error, NotABatch)
    assert error.code == code


@pytest.mark.parametrize("name", json_texts())
def test_a_text_of_the_suite_as_an_event_is_refused_alone_or_breaks_the_batch(name: str) -> None:
    raw = b'{"events": [' + json_texts()[name] + b", 1]}"
    try:
        *_, last = split_batch(raw, most=1000)
    except PayloadError as error:
        assert not name.startswith("y_")
        assert error.code in set(Code)  # noqa: PT017
    else:
        assert last.value == 1

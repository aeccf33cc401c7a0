"""`POST /api/v1/events`: HTTP in, JSON out."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from conversations.models import Account, RejectedEvent
from conversations.payloads import NotABatch, PayloadError, split_batch
from tests.calling import JSON, NDJSON, make_caller
from tests.hostile import case_id, json_texts, naughty_strings
from tests.make import MAKERS, NOW, Wire, make_agent, make_full, make_message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen(settings: Any) -> Iterator[None]:
    settings.API_BURST = 10_000  # a corpus is sent in no time
    with time_machine.travel(NOW, tick=False):
        yield


def batch(*events: object) -> bytes:
    return json.dumps({"events": events}).encode()


def test_events_are_accepted_and_the_same_again_are_duplicates() -> None:
    caller = make_caller()
    events = batch(*(make_full(kind) | {"id": kind} for kind in MAKERS))

    first, second = caller.post(events), caller.post(events)

    assert (first.status_code, first.json()) == (200, {"accepted": 9, "duplicates": 0, "rejected": []})
    assert (second.status_code, second.json()) == (200, {"accepted": 0, "duplicates": 9, "rejected": []})
    assert caller.account.messages.count() == 1


def test_each_event_is_refused_alone_with_a_pointer_into_the_request() -> None:
    caller = make_caller()
    good, bad = make_message(), make_message(id="m-3", occurred_at="2026-06-06T12:00:00")

    answer = caller.post(batch(good, bad))

    assert answer.status_code == 200
    assert answer.json() == {
        "accepted": 1,
        "duplicates": 0,
        "rejected": [
            {
                "index": 1,
                "id": "m-3",
                "code": "no_offset",
                "detail": "occurred_at must say its offset from UTC, such as Z or +02:00",
                "pointer": "/events/1/occurred_at",
            }
        ],
    }
    kept = caller.account.rejectedevents.get()
    assert json.loads(bytes(kept.payload)) == bad
    assert kept.source == f"API: {caller.key}"


def test_nothing_accepted_and_nothing_known_is_422_in_the_same_shape() -> None:
    answer = make_caller().post(batch({"type": "mesage"}, 17))
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == JSON
    assert answer.json()["accepted"] == 0
    assert [(each["index"], each["code"]) for each in answer.json()["rejected"]] == [
        (0, "unknown_type"),
        (1, "not_an_object"),
    ]


def test_an_empty_batch_is_422_for_nothing_was_accepted() -> None:
    answer = make_caller().post(batch())
    assert (answer.status_code, answer.json()) == (422, {"accepted": 0, "duplicates": 0, "rejected": []})


@pytest.mark.parametrize(
    ("bad", "code", "pointer"),
    [
        (b'{"id": "x", "text": "\\u0000"}', "nul_character", "/events/1/text"),
        (b'{"id": "x", "text": "\\udc00"}', "lone_surrogate", "/events/1/text"),
        (b'{"id": "x", "id": "y"}', "duplicate_key", "/events/1/id"),
        (b'{"id": "x", "total": 1e400}', "number_out_of_range", "/events/1/total"),
        (b'{"id": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "too_deep", "/events/1"),
    ],
    ids=case_id,
)
def test_what_a_database_could_not_keep_is_refused_without_its_neighbours(bad: bytes, code: str, pointer: str) -> None:
    caller = make_caller()
    good = [json.dumps(make_message()).encode() for _ in range(2)]

    answer = caller.post(b'{"events": [' + good[0] + b"," + bad + b"," + good[1] + b"]}")

    assert (answer.status_code, answer.json()["accepted"]) == (200, 2)
    assert [(each["code"], each["pointer"]) for each in answer.json()["rejected"]] == [(code, pointer)]
    assert bytes(caller.account.rejectedevents.get().payload) == bad


def test_lines_of_ndjson_are_events_and_blank_ones_do_not_count() -> None:
    lines = b"\r\n".join([json.dumps(make_message()).encode(), b"  ", b"nonsense", json.dumps(make_message()).encode()])

    answer = make_caller().post(lines, content_type=f"{NDJSON}; charset=utf-8")

    assert answer.status_code == 200
    assert answer.json()["accepted"] == 2
    assert [(each["index"], each["pointer"]) for each in answer.json()["rejected"]] == [(1, "/events/1")]


def test_s9_events_of_a_pause_are_refused_and_say_so() -> None:
    caller = make_caller()
    caller.post(batch(make_agent(live=False, occurred_at="2026-06-06T10:00:00Z")))

    answer = caller.post(batch(make_message(id="m-1", occurred_at="2026-06-06T11:00:00Z")))

    assert answer.status_code == 422
    (rejected,) = answer.json()["rejected"]
    assert (rejected["code"], rejected["pointer"]) == ("agent_not_live", "/events/0/occurred_at")


@pytest.mark.parametrize("content_type", [JSON, NDJSON])
def test_a_thousand_events_are_taken_and_one_more_is_too_many(content_type: str) -> None:
    def post(count: int) -> int:
        events = [make_message() for _ in range(count)]
        raw = batch(*events) if content_type == JSON else b"\n".join(json.dumps(each).encode() for each in events)
        return int(caller.post(raw, content_type=content_type).status_code)

    caller = make_caller()
    assert post(1001) == 413
    assert caller.account.messages.count() == 0
    assert post(1000) == 200


# --- Methods and addresses --------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete", "options", "head"])
def test_another_method_is_405_with_allow(method: str) -> None:
    answer = getattr(Client(), method)("/api/v1/events")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("address", ["", "events/", "nothing", "events/1", "%00", "a/../b"])
def test_an_unknown_address_is_a_problem_and_needs_no_login(address: str) -> None:
    answer = Client().get(f"/api/v1/{address}")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


# --- Hostile input ----------------------------------------------------------------------------------------


# What a text of the corpus can be in a request, but for the whole of it.
SHAPES = {"event": b"%b", "field": b'{"type": "message", "id": %b}'}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_promise_1_no_text_of_the_suite_breaks_the_door_or_is_stored(shape: bytes) -> None:
    """How each text is read is told without a door (test_payloads_json, test_payloads_batch); here, what comes of it.

    All come as lines of one request, those that leave a batch whole as events of one, and one body for each reason
    that a body is refused for.
    """
    caller = make_caller()
    texts = list(json_texts().values())
    events = [shape.replace(b"%b", text) for text in texts]
    whole = [event for event in events if event.strip() and not reason(batch_of(event))]
    refused = {reason(body): body for body in (*texts, *map(batch_of, events))}
    assert len(whole) > 100
    assert len(refused) > 7

    for sent, body, kind in ((events, b"\n".join(events), NDJSON), (whole, batch_of(*whole), JSON)):
        answer = caller.post(body, content_type=kind)
        assert answer.status_code == 422
        assert len(answer.json()["rejected"]) >= len(sent) - kind.count("x-")  # a line of spaces does not count
    for why, body in refused.items():
        if why:
            answer = caller.post(body)
            assert (answer.status_code, answer.json()["errors"][0]["code"]) == why
    assert not caller.account.conversations.exists()


def batch_of(*events: bytes) -> bytes:
    return b'{"events": [' + b",".join(events) + b"]}"


def reason(body: bytes) -> tuple[int, str] | None:
    """The status and the code with which a body is refused whole."""
    try:
        split_batch(body, most=1000)
    except PayloadError as error:
        return (422 if isinstance(error, NotABatch) else 400, error.code)
    return None


TEXTS = [
    *(("message", path) for path in (["id"], ["conversation"], ["text"], ["shopper", "name"], ["shopper", "visitor"])),
    *(("message", path) for path in (["shopper", "email"], ["shopper", "phone"], ["product_cards", 0, "title"])),
    *(("message", path) for path in (["product_cards", 0, "url"], ["meta", "key"], ["sender"], ["occurred_at"])),
    *(("handoff", path) for path in (["reason"], ["ticket"])),
    *(("order", path) for path in (["total"], ["currency"], ["number"])),
    *(("touch", path) for path in (["product"], ["message"])),
    ("label", ["label"]),
    ("rating", ["comment"]),
]


def with_text(event: Wire, path: list[Any], text: str) -> Wire:
    *way, last = path
    spot: Any = event
    for step in way:
        spot = spot[step]
    spot[last] = text
    return event


@pytest.mark.parametrize(("kind", "path"), TEXTS, ids=case_id)
def test_promise_1_naughty_strings_in_every_text_field_are_stored_or_refused_with_a_reason(
    kind: str, path: list[Any]
) -> None:
    """A quarter of them in each field, others in the next; test_payloads_naughty asks about all of them."""
    caller = make_caller()
    strings = naughty_strings()[TEXTS.index((kind, path)) % 4 :: 4]
    events = [with_text(make_full(kind) | {"id": f"e-{number}"}, path, text) for number, text in enumerate(strings)]

    answer = caller.post(batch(*events))

    assert answer.status_code in (200, 422)
    counts = answer.json()
    assert counts["accepted"] + counts["duplicates"] + len(counts["rejected"]) == len(events)
    assert all(each["code"] and each["detail"] and each["pointer"] for each in counts["rejected"])
    assert RejectedEvent.objects.filter(account=caller.account).count() <= len(counts["rejected"])


def test_another_account_is_not_touched() -> None:
    caller, other = make_caller(), make_caller()
    caller.post(batch(make_message()))
    assert caller.account.conversations.count() == 1
    assert not Account.objects.get(pk=other.account.pk).conversations.exists()

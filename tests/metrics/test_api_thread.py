"""`GET /api/v1/conversations/{id}`: the whole of one conversation."""

import csv
import io
from typing import Any

import pytest

from conversations.models import Account
from tests.calling import Caller, make_caller
from tests.make import (
    NOW,
    make_ended,
    make_handoff,
    make_label,
    make_message,
    make_order,
    make_rating,
    make_touch,
)
from tests.make_account import make_account
from tests.make_rows import DAY, HOUR, MINUTE, iso, make_conversation
from tests.recording import recorded, thread

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

START = NOW - DAY


@pytest.fixture
def caller() -> Caller:
    return make_caller()


def read(caller: Caller, number: object, **query: object) -> Any:
    answer = caller.get(f"conversations/{number}", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def at(minutes: int) -> dict[str, str]:
    return {"occurred_at": iso(START + minutes * MINUTE)}


def test_a_thread_holds_what_was_said_and_done_and_earned(caller: Caller) -> None:
    shopper = {"id": "s-1", "name": "Åsa"}
    card = {"id": "p-1", "title": "Scarf", "price": "199.00"}
    recorded(
        caller.account,
        make_message(id="m-1", shopper=shopper, **at(0)),
        make_message(id="m-2", sender="agent", text="This one?", product_cards=[card], **at(1)),
        make_handoff(id="h-1", stage="offered", reason="Asked for a person", **at(2)),
        make_label(id="l-1", **at(3)),
        make_touch(id="t-1", product="p-1", shopper=shopper, **at(4)),
        make_rating(id="r-1", score=4, **at(5)),
        make_ended(id="e-1", **at(6)),
        make_order(id="o-1", shopper=shopper, **at(7)),
    )
    found = thread(caller.account)

    answer = read(caller, found.pk)

    assert answer["conversation"] == caller.get("conversations").json()["conversations"][0]
    assert [(each["id"], each["sender"], each["text"]) for each in answer["messages"]] == [
        ("m-1", "shopper", "Where is my parcel?"),
        ("m-2", "agent", "This one?"),
    ]
    assert answer["messages"][1]["product_cards"] == [card]
    assert [(each["type"], each["id"]) for each in answer["events"]] == [
        ("handoff", "h-1"),
        ("label", "l-1"),
        ("rating", "r-1"),
        ("conversation_ended", "e-1"),
    ]
    assert answer["events"][0] == {
        "type": "handoff",
        "id": "h-1",
        "occurred_at": "2026-06-06T12:02:00Z",
        "stage": "offered",
        "method": "help_desk_ticket",
        "reason": "Asked for a person",
        "ticket": None,
    }
    assert [touch["id"] for touch in answer["touches"]] == ["t-1"]
    assert [credit["order"]["id"] for credit in answer["credits"]] == ["o-1"]
    assert answer["credits"] == caller.get("credits").json()["credits"]
    assert answer["next_cursor"] is None


def test_a_long_thread_is_read_from_its_newest_messages_back_without_gap_or_overlap(caller: Caller) -> None:
    said = [make_message(id=f"m-{number}", **at(number // 2)) for number in range(11)]
    rated = [make_rating(id=f"r-{number}", **at(number)) for number in range(6)]
    recorded(caller.account, *said, *rated)
    found = thread(caller.account)

    parts = [read(caller, found.pk, limit=4)]
    while cursor := parts[-1]["next_cursor"]:
        parts.append(read(caller, found.pk, limit=4, cursor=cursor))

    assert [len(part["messages"]) for part in parts] == [4, 4, 3]
    read_back = [[message["id"] for message in part["messages"]] for part in parts]
    assert [pk for part in reversed(read_back) for pk in part] == [f"m-{number}" for number in range(11)]
    rated_back = [event["id"] for part in reversed(parts) for event in part["events"]]
    assert rated_back == [f"r-{number}" for number in range(6)]


def test_promise_6_a_foreign_conversation_and_one_that_never_was_are_alike_byte_for_byte(caller: Caller) -> None:
    theirs = make_conversation(make_account(), at=START)
    own = make_conversation(caller.account, at=START)
    recorded(caller.account, make_label(conversation="unseen"))
    unseen = thread(caller.account, "unseen")
    odd = [0, 1, 2**63 - 1, 2**63, 10**30, "x", "-1", "1.5", f"0{own.pk}", f"{own.pk} ", "%00", "٣", own.key]

    answers = [caller.get(f"conversations/{number}") for number in (theirs.pk, unseen.pk, *odd)]

    assert read(caller, own.pk)["conversation"]["id"] == str(own.pk)
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}
    assert answers[0].headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("cursor", ["x", "0", "1", "\0", str(2**63), "9" * 5000])
def test_a_cursor_that_is_none_of_this_thread_is_told(caller: Caller, cursor: str) -> None:
    own = make_conversation(caller.account, at=START)
    answer = caller.get(f"conversations/{own.pk}", {"cursor": cursor})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/query/cursor")


def test_a_cursor_into_another_thread_is_told(caller: Caller) -> None:
    own, other = (make_conversation(caller.account, at=START - each * HOUR) for each in (0, 1))
    message = a_message(caller.account, other.pk)
    assert caller.get(f"conversations/{own.pk}", {"cursor": message}).status_code == 422
    assert caller.get(f"conversations/{other.pk}", {"cursor": message}).status_code == 200


def a_message(account: Account, conversation: int) -> int:
    return int(account.messages.filter(conversation=conversation).latest("occurred_at").pk)


def test_an_unknown_parameter_is_told(caller: Caller) -> None:
    own = make_conversation(caller.account, at=START)
    answer = caller.get(f"conversations/{own.pk}", {"channel": "sms"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/query/channel")


def test_all_messages_come_as_csv_in_time_order(caller: Caller) -> None:
    texts = ["Hej", "=1+1", "a,b\nc"]
    recorded(caller.account, *(make_message(id=f"m-{n}", text=text, **at(n)) for n, text in enumerate(texts)))
    answer = caller.get(f"conversations/{thread(caller.account).pk}", {"format": "csv"})
    header, *rows = csv.reader(io.StringIO(answer.getvalue().decode(), newline=""))
    assert header == ["id", "occurred_at", "channel", "sender", "text"]
    assert [(row[0], row[4]) for row in rows] == [("m-0", "Hej"), ("m-1", "'=1+1"), ("m-2", "a,b\nc")]


def test_the_number_of_queries_does_not_grow_with_the_thread(
    caller: Caller, django_assert_max_num_queries: Any
) -> None:
    recorded(caller.account, *(make_message(**at(number)) for number in range(100)))
    found = thread(caller.account)
    with django_assert_max_num_queries(12):
        read(caller, found.pk)

"""`GET /api/v1/conversations` and `/credits`: the rows behind the numbers, page by page."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import signing
from django.test import Client

from conversations.filters import SORTS
from conversations.models import Account
from conversations.vocabulary import Status
from metrics.api import credits as credits_api
from tests.calling import Caller, make_caller
from tests.hostile import naughty_strings
from tests.make import NOW, make_message, make_order, make_touch
from tests.make_account import make_account, make_user
from tests.make_rows import DAY, HOUR, MINUTE, iso, make_conversation, make_sale
from tests.pages import opened, questions
from tests.recording import recorded, thread

pytestmark = pytest.mark.django_db

ORDERS = [f"{sign}{name}" for name in SORTS for sign in ("", "-")]


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def account() -> Account:
    return make_account(slug="shop")


@pytest.fixture
def caller(account: Account) -> Caller:
    return make_caller(account)


def read(caller: Caller, address: str = "conversations", **query: object) -> Any:
    answer = caller.get(address, query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def pages(caller: Caller, address: str = "conversations", **query: object) -> Iterator[list[Any]]:
    cursor = ""
    while cursor is not None:
        answer = read(caller, address, **query, cursor=cursor)
        yield answer[address]
        cursor = answer["next_cursor"]


def table(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.getvalue().decode())))


def fill(account: Account) -> None:
    """Rows that are alike in every column but the question, and some without a label or a profile."""
    for number in range(4):
        make_conversation(account, at=NOW - 2 * DAY, text=f"Question {number}", label="Åland" if number % 2 else "")
    for number, name in enumerate(["Öberg", "Andersson", "", "öberg"]):
        shopper = {"id": f"s-{number}", **({"name": name} if name else {})}
        make_conversation(account, at=NOW - DAY, text=f"Q{number}", shopper=shopper, channel="sms", label="Delivery")
    make_conversation(account, at=NOW - HOUR, status=Status.OPEN, text="x" * 5000)
    make_conversation(account, at=NOW - HOUR, status=Status.OPEN, text="x" * 5000 + "y")


def test_a_row_is_as_in_the_table(caller: Caller, account: Account) -> None:
    found = make_conversation(account, at=NOW - DAY, label="Delivery", shopper={"id": "s-1", "name": "Åsa"})

    (row,) = read(caller)["conversations"]

    assert row == {
        "id": str(found.pk),
        "conversation": found.key,
        "first_question": "Where is my parcel?",
        "profile": "Åsa",
        "channel": "web_chat",
        "status": "resolved",
        "label": "Delivery",
        "messages": 2,
        "started_at": "2026-06-06T12:00:00Z",
        "last_updated": "2026-06-06T12:01:00Z",
        "test": False,
    }


def test_what_a_row_lacks_is_null(caller: Caller, account: Account) -> None:
    make_conversation(account, at=NOW - DAY)
    (row,) = read(caller)["conversations"]
    assert (row["profile"], row["label"]) == (None, None)


@pytest.mark.parametrize("sort", ["", *ORDERS])
@pytest.mark.parametrize("limit", [1, 3, 200])
def test_k5_pages_hold_each_row_of_the_list_once_in_its_order(
    caller: Caller, account: Account, client: Client, sort: str, limit: int
) -> None:
    fill(account)
    client.force_login(make_user(account))

    rows = [row for page in pages(caller, sort=sort, limit=limit) for row in page]

    assert len({row["id"] for row in rows}) == len(rows) == 10
    shown = questions(opened(client, f"/shop/conversations/?sort={sort}"))
    assert [row["first_question"][:50] for row in rows] == [question[:50] for question in shown]


@pytest.mark.parametrize("sort", ORDERS)
def test_rows_that_come_or_go_meanwhile_neither_repeat_nor_hide_another(
    caller: Caller, account: Account, sort: str
) -> None:
    fill(account)
    before = [row["id"] for row in read(caller, sort=sort)["conversations"]]
    first = read(caller, sort=sort, limit=4)

    for text, label in (("", ""), ("~", "~"), ("Q1", "Delivery")):
        make_conversation(account, at=NOW - DAY, text=text, label=label, shopper={"id": f"s-{text}", "name": text})
    account.conversations.filter(pk=first["conversations"][3]["id"]).update(test=True)
    rest = read(caller, sort=sort, cursor=first["next_cursor"])["conversations"]

    seen = [row["id"] for row in first["conversations"] + rest]
    assert len(set(seen)) == len(seen)
    assert [pk for pk in seen if pk in before] == before


@pytest.mark.parametrize(
    "cursor",
    ["x", "a:b:c", "1", "🦄", "\0", "..", signing.dumps(["-last_updated", None, False, 1]), "=" * 5000],
)
def test_a_cursor_that_is_none_is_told(caller: Caller, account: Account, cursor: str) -> None:
    answer = caller.get("conversations", {"cursor": cursor})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/query/cursor")


def test_a_cursor_of_another_order_or_list_is_told(caller: Caller, account: Account) -> None:
    fill(account)
    cursor = read(caller, limit=1)["next_cursor"]
    assert caller.get("conversations", {"cursor": cursor}).status_code == 200
    assert caller.get("conversations", {"cursor": cursor, "sort": "channel"}).status_code == 422
    assert caller.get("credits", {"cursor": cursor}).status_code == 422


@pytest.mark.parametrize("limit", ["0", "201", "-1", "1.5", "x", "٣", "9" * 5000, "1e2"])
def test_a_limit_that_is_none_is_told(caller: Caller, limit: str) -> None:
    answer = caller.get("conversations", {"limit": limit})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/query/limit")


@pytest.mark.parametrize(
    ("question", "pointer"),
    [
        ({"sort": "id"}, "/query/sort"),
        ({"sort": "--status"}, "/query/sort"),
        ({"touch": "stare"}, "/query/touch"),
        ({"hour": "2026-06-07T14:00"}, "/query/hour"),
        ({"q": "a b c d e f g h i j k"}, "/query/q"),
        ({"q": "\0"}, "/query/q"),
        ({"per_page": "25"}, "/query/per_page"),
        ({"page": "2"}, "/query/page"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_parameter(caller: Caller, question: dict[str, str], pointer: str) -> None:
    answer = caller.get("conversations", question)
    assert (answer.status_code, [fault["pointer"] for fault in answer.json()["errors"]]) == (422, [pointer])


def test_words_tests_and_touches_are_asked_for_as_on_the_page(caller: Caller, account: Account) -> None:
    make_conversation(account, at=NOW - DAY, text="Blå halsduk?")
    make_conversation(account, at=NOW - DAY, text="Trial", test=True)

    def found(**query: str) -> list[str]:
        return [row["first_question"] for row in read(caller, sort="first_question", **query)["conversations"]]

    assert found() == ["Blå halsduk?"]
    assert found(q="BLÅ") == ["Blå halsduk?"]
    assert found(q="grå") == []
    assert found(test="include") == ["Blå halsduk?", "Trial"]
    assert found(touch="link_clicked") == []


@pytest.mark.parametrize("asked", [{"format": "csv"}, {}])
def test_all_rows_come_as_csv_in_the_order_asked_for(caller: Caller, account: Account, asked: dict[str, str]) -> None:
    fill(account)
    make_conversation(account, at=NOW - DAY, text="=1+1")

    answer = caller.get("conversations", {"sort": "-messages", "limit": 1, **asked}, headers={"Accept": "text/csv"})

    assert answer.streaming
    header, *rows = table(answer)
    listed = read(caller, sort="-messages", limit=200)["conversations"]
    assert header == list(listed[0])
    assert [row[0] for row in rows] == [row["id"] for row in listed]
    assert "'=1+1" in [row[2] for row in rows]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/csv;q=0.5, application/json", "application/json"),
        ("application/json;q=0.5, text/csv", "text/csv; charset=utf-8"),
        ("*/*", "application/json"),
        ("text/*", "text/csv; charset=utf-8"),
        ("image/png", "application/json"),
        ("", "application/json"),
        (";;q=x,,/", "application/json"),
    ],
)
def test_csv_is_for_whoever_prefers_it(caller: Caller, accept: str, kind: str) -> None:
    answer = caller.get("conversations", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)
    assert caller.get("conversations", {"format": "json"}, headers={"Accept": "text/csv"}).json()


def test_promise_7_no_cell_of_a_csv_begins_a_formula(caller: Caller, account: Account) -> None:
    events = []
    for number, text in enumerate(naughty_strings()):
        events.append(
            make_message(conversation=f"c-{number}", text=text, shopper={"id": f"s-{number}", "name": text[:200]})
        )
    recorded(account, *events)

    _, *rows = table(caller.get("conversations", {"format": "csv"}))

    assert len(rows) == len(events)
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))] == []


# --- Credits ----------------------------------------------------------------------------------------------


def test_a1_to_a4_a_credit_comes_with_its_evidence(caller: Caller, account: Account) -> None:
    shopper = {"id": "s-1"}
    at = NOW - DAY
    click = {"shopper": shopper, "conversation": "c-1"}
    recorded(
        account,
        make_message(occurred_at=iso(at - 3 * HOUR), shopper=shopper),
        make_touch(id="old", **click, occurred_at=iso(at - 30 * HOUR)),
        make_touch(id="first", **click, occurred_at=iso(at - 2 * HOUR)),
        make_touch(id="robot", **click, occurred_at=iso(at - 30 * MINUTE), bot=True),
        make_touch(id="last", **click, occurred_at=iso(at - HOUR), product="p-1"),
        make_touch(id="cart", **click, occurred_at=iso(at - 10 * MINUTE), kind="added_to_cart"),
        make_touch(id="after", **click, occurred_at=iso(at + HOUR)),
        make_touch(id="ancient", **click, occurred_at=iso(at - 91 * DAY)),
        make_order(id="o-1", number="#1001", shopper=shopper, total="1299.00", refunded="99.00", occurred_at=iso(at)),
        make_order(id="o-2", shopper={"id": "s-2"}, occurred_at=iso(at)),
    )
    conversation = thread(account)

    (credit,) = read(caller, "credits")["credits"]

    assert credit == {
        "order": {
            "id": "o-1",
            "number": "#1001",
            "placed_at": "2026-06-06T12:00:00Z",
            "total": "1299.00",
            "refunded": "99.00",
            "currency": "SEK",
            "cancelled_at": None,
            "test": False,
        },
        "conversation": {
            "id": str(conversation.pk),
            "conversation": "c-1",
            "channel": "web_chat",
            "status": "open",
        },
        "touch": {
            "id": "last",
            "kind": "product_card_clicked",
            "occurred_at": "2026-06-06T11:00:00Z",
            "message": None,
            "product": "p-1",
            "bot": False,
        },
        "window": {"start": "2026-06-06T11:00:00Z", "end": "2026-06-07T11:00:00Z", "hours": 24},
        "seconds_between": 3600.0,
        "rule": "A3",
        "also_touched": [
            {**touched("robot", "2026-06-06T11:30:00Z", conversation.pk), "lost": "bot"},
            {**touched("first", "2026-06-06T10:00:00Z", conversation.pk), "lost": "later_touch"},
            {**touched("old", "2026-06-05T06:00:00Z", conversation.pk), "lost": "outside_window"},
        ],
    }


def touched(event_id: str, at: str, conversation: int) -> dict[str, str]:
    return {"id": event_id, "kind": "product_card_clicked", "occurred_at": at, "conversation": str(conversation)}


def test_a1_alone_decided_where_nothing_else_qualified(caller: Caller, account: Account) -> None:
    make_sale(account, make_conversation(account, at=NOW - 2 * DAY), at=NOW - DAY)
    (credit,) = read(caller, "credits")["credits"]
    assert (credit["rule"], credit["also_touched"]) == ("A1", [])


def sell(account: Account, count: int = 7) -> None:
    conversation = make_conversation(account, at=NOW - 3 * DAY)
    for number in range(count):
        make_sale(account, conversation, at=NOW - 2 * DAY + timedelta(minutes=number // 2), total=f"{number}.00")
    make_sale(account, conversation, at=NOW - 2 * DAY, total="5.00", currency="EUR")
    make_sale(account, conversation, at=NOW - 90 * DAY)


@pytest.mark.parametrize("limit", [1, 3, 200])
def test_credits_come_in_pages_the_latest_first(caller: Caller, account: Account, limit: int) -> None:
    sell(account)
    rows = [row for page in pages(caller, "credits", limit=limit) for row in page]
    times = [row["order"]["placed_at"] for row in rows]
    assert (len(rows), times) == (8, sorted(times, reverse=True))
    assert len({row["order"]["id"] for row in rows}) == 8


def test_credits_take_the_filters_of_the_page(caller: Caller, account: Account) -> None:
    sell(account)
    assert len(read(caller, "credits", channel="sms")["credits"]) == 0
    assert len(read(caller, "credits", status="resolved")["credits"]) == 8
    assert len(read(caller, "credits", **{"from": "2026-03-01", "to": "2026-03-31"})["credits"]) == 1


def test_credits_come_as_csv(caller: Caller, account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(credits_api, "CHUNK", 3)
    sell(account)

    header, *rows = table(caller.get("credits", {"format": "csv"}))

    assert len(header) == len(set(header)) == 24
    assert {len(row) for row in rows} == {len(header)}
    first = dict(zip(header, rows[0], strict=True))
    listed = read(caller, "credits")["credits"]
    assert [row[0] for row in rows] == [credit["order"]["id"] for credit in listed]
    assert (first["total"], first["window_hours"], first["seconds_between"], first["rule"]) == (
        "6.00",
        "24",
        "3600.0",
        "A1",
    )
    assert (first["touched_at"], first["conversation_id"]) == (
        listed[0]["touch"]["occurred_at"],
        listed[0]["conversation"]["id"],
    )


@pytest.mark.parametrize("address", ["conversations", "credits"])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    caller: Caller, account: Account, address: str, django_assert_max_num_queries: Any
) -> None:
    sell(account, 2)
    caller.get(address)
    with django_assert_max_num_queries(9):
        caller.get(address)
    sell(account, 9)
    with django_assert_max_num_queries(9):
        caller.get(address)


@pytest.mark.parametrize("address", ["conversations", "credits", "overview"])
@pytest.mark.parametrize("form", ["json", "csv"])
def test_promise_6_nothing_of_another_account_is_ever_in_an_answer(
    caller: Caller, account: Account, address: str, form: str
) -> None:
    other = make_account()
    make_sale(
        other, make_conversation(other, at=NOW - DAY, text="canary", label="canary"), at=NOW - HOUR, number="canary"
    )
    make_conversation(account, at=NOW - DAY)
    answer = caller.get(address, {"format": form, "test": "include"})
    assert answer.status_code == 200
    assert b"canary" not in b"".join(answer)

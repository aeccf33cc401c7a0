"""`GET /api/v1/conversations`: the rows behind the numbers, page by page."""

import json
import re
from typing import Any

import pytest
from django.core import signing
from django.test import Client

from conversations.filters import SORTS
from conversations.models import Account
from conversations.vocabulary import Role, Status
from tests.calling import Caller, pages, read, table
from tests.hostile import naughty_strings
from tests.make import NOW, make_message
from tests.make_account import make_user
from tests.make_rows import DAY, HOUR, make_conversation, make_conversations
from tests.pages import opened, questions
from tests.recording import recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

ORDERS = [f"{sign}{name}" for name in SORTS for sign in ("", "-")]


def fill(account: Account) -> None:
    """Rows that are alike in every column but the question, and some without a label or a profile."""
    before, labels = NOW - 2 * DAY, ("", "Åland", "", "Åland")
    told = [{"at": before, "text": f"Question {n}", "label": label} for n, label in enumerate(labels)]
    for number, name in enumerate(["Öberg", "Andersson", "", "öberg"]):
        shopper = {"id": f"s-{number}", **({"name": name} if name else {})}
        delivery = {"shopper": shopper, "channel": "sms", "label": "Delivery"}
        told.append({"at": NOW - DAY, "text": f"Q{number}", **delivery})
    last = ("x" * 5000, "x" * 5000 + "y", "alike, and said first")
    told += [{"at": NOW - HOUR, "status": Status.OPEN, "text": text} for text in last]
    told.append({"at": NOW - 2 * HOUR, "status": Status.OPEN, "text": "alike, and said before"})
    make_conversations(account, *told)


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
def test_k5_the_list_files_and_pages_of_any_length_hold_each_row_once_in_one_order(
    caller: Caller, account: Account, client: Client, sort: str
) -> None:
    fill(account)
    client.force_login(make_user(account, role=Role.ANALYST))  # a viewer is not offered all orders

    html = opened(client, f"/shop/conversations/?sort={sort}")
    listed = re.findall(r'<td class="wide"><a href="/shop/conversations/(\d+)/', html)
    written: Any = client.post(f"/shop/exports/file/?sort={sort}", {"format": "jsonl"})
    _, *threads = map(json.loads, b"".join(written.streaming_content).splitlines())

    assert len(set(listed)) == len(listed) == 12
    assert [thread["conversation"]["id"] for thread in threads] == listed
    for limit in (1, 5, 200):
        rows = [row for page in pages(caller, sort=sort, limit=limit) for row in page]
        assert [row["id"] for row in rows] == listed
    assert [row["first_question"][:50] for row in rows] == [question[:50] for question in questions(html)]


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
        ("text/csv; charset=utf-8; header=present", "text/csv; charset=utf-8"),
        ("text/csv;q=0.1, application/json; charset=utf-8", "application/json"),
        ("application/json, text/csv", "application/json"),
        ("text/csv, application/json", "text/csv; charset=utf-8"),
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

"""`GET /api/v1/credits`: the orders behind the sales, with their evidence; and what both lists promise."""

from datetime import timedelta
from typing import Any

import pytest

from conversations.filters import SORTS
from conversations.models import Account
from metrics.api import credits as credits_api
from tests.calling import Caller, pages, read, table
from tests.make import NOW, make_message, make_order, make_touch
from tests.make_account import make_account
from tests.make_rows import DAY, HOUR, MINUTE, iso, make_conversation, make_sale
from tests.recording import recorded, thread

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

ORDERS = [f"{sign}{name}" for name in SORTS for sign in ("", "-")]


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

"""`GET /api/v1/overview`: the numbers of the page, in JSON and CSV."""

import csv
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from conversations.models import Account
from conversations.vocabulary import Status
from tests.calling import Caller
from tests.make import NOW
from tests.make_account import make_user
from tests.make_rows import DAY, HOUR, make_conversation, make_conversations, make_sale, make_touched
from tests.pages import big, opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

JUNE: dict[str, object] = {"from": "2026-06-01", "to": "2026-06-07"}


def read(caller: Caller, **query: object) -> Any:
    answer = caller.get("overview", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def fill(account: Account) -> None:
    """In June seven: three resolved, two not, one open, one ended; and one in May."""
    first, *_ = make_conversations(
        account,
        {"at": NOW - 5 * DAY, "label": "Delivery"},
        {"at": NOW - 5 * DAY, "channel": "sms"},
        {"at": NOW - 3 * DAY, "label": "Delivery"},
        {"at": NOW - 3 * DAY, "status": Status.NOT_RESOLVED, "label": "Sizes"},
        {"at": NOW - 2 * DAY, "status": Status.NOT_RESOLVED, "channel": "email"},
        {"at": NOW - HOUR, "status": Status.OPEN},
        {"at": NOW - 4 * DAY, "status": Status.CLOSED},
        {"at": NOW - 10 * DAY},
        {"at": NOW - 4 * DAY, "test": True},
    )
    make_sale(account, first, at=NOW - 4 * DAY, total="100.00")
    make_sale(account, first, at=NOW - 2 * DAY, total="51.00", refunded="1.00")
    make_sale(account, first, at=NOW - 2 * DAY, total="10.00", currency="EUR")
    make_touched(account, first, "added_to_cart")


def test_k1_to_k4_are_the_numbers_of_the_contract(caller: Caller, account: Account) -> None:
    fill(account)

    answer = read(caller, **JUNE)

    assert answer["kpis"] == {
        "total_volume": 7,
        "resolved": 3,
        "not_resolved": 2,
        "open": 1,
        "closed": 1,
        "resolved_rate": 3 / 7,
        "not_resolved_rate": 2 / 7,
        "sales": "151.00",
        "sales_net": "150.00",
        "orders": 2,
        "average_order_value": "75.50",
        "sales_share": 1.0,
        "first_reply_seconds": 60.0,
        "first_reply_seconds_p90": 60.0,
        "came_back_rate": 0.0,
        "handoffs_not_accepted": 0,
        "rating": None,
        "ratings": 0,
        "add_to_carts": 1,
        "link_clicks": 0,
        "product_card_clicks": 3,
        "sales_in_other_currencies": [{"currency": "EUR", "orders": 1, "sales": "10.00"}],
    }


def test_t2_and_t4_the_period_and_the_one_before_are_days_and_instants(caller: Caller, account: Account) -> None:
    fill(account)

    answer = read(caller, **JUNE)

    assert {name: answer[name] for name in ("account", "timezone", "currency", "as_of")} == {
        "account": "shop",
        "timezone": "Europe/Stockholm",
        "currency": "SEK",
        "as_of": "2026-06-07T12:00:00Z",
    }
    june = {"from": "2026-06-01", "to": "2026-06-07", "start": "2026-05-31T22:00:00Z", "end": "2026-06-07T22:00:00Z"}
    assert answer["range"] == june
    before = answer["previous"].pop("kpis")
    may = {"from": "2026-05-25", "to": "2026-05-31", "start": "2026-05-24T22:00:00Z", "end": "2026-05-31T12:00:00Z"}
    assert answer["previous"] == may
    assert (before["total_volume"], before["resolved"], before["sales"]) == (1, 1, "0.00")


def test_without_conversations_a_rate_is_null_and_sales_are_nought(caller: Caller) -> None:
    kpis = read(caller)["kpis"]
    assert (kpis["total_volume"], kpis["resolved_rate"], kpis["average_order_value"]) == (0, None, None)
    assert (kpis["sales"], kpis["sales_share"]) == ("0.00", None)


@pytest.mark.parametrize(
    ("group", "names", "sums"),
    [
        ("channel", ["web_chat", "sms", "email", "whatsapp"], [5, 1, 1, 0]),
        ("status", ["resolved", "not_resolved", "open", "closed"], [3, 2, 1, 1]),
        ("label", ["", "Delivery", "Sizes"], [4, 2, 1]),
    ],
)
def test_t5_bars_sum_to_the_total_whatever_the_group_and_the_bucket(
    caller: Caller, account: Account, group: str, names: list[str], sums: list[int]
) -> None:
    fill(account)

    for bucket in ("auto", "hour", "day", "week", "month"):
        chart = read(caller, **JUNE, group=group, bucket=bucket)["chart"]

        assert (chart["group"], chart["bucket"]) == (group, "day" if bucket == "auto" else bucket)
        assert all(list(bar["counts"]) == names for bar in chart["buckets"])
        assert [sum(bar["counts"][name] for bar in chart["buckets"]) for name in names] == sums


def test_k6_bars_that_can_still_change_are_not_settled(caller: Caller) -> None:
    bars = read(caller, **JUNE)["chart"]["buckets"]
    assert [bar["label"] for bar in bars] == [f"2026-06-0{day}" for day in range(1, 8)]
    assert [bar["settled"] for bar in bars] == [True] * 4 + [False] * 3
    assert bars[0]["start"] == "2026-05-31T22:00:00Z"


QUESTIONS: list[dict[str, object]] = [
    {},
    JUNE,
    {"preset": "today"},
    {"channel": ["sms", "email"]},
    {"status": "not_resolved"},
    {"status": "routed_to_team"},
    {"label": "delivery"},
    {"label": ["", "Sizes"]},
    {**JUNE, "channel": "web_chat", "status": ["resolved", "open"], "label": ["Delivery", ""]},
]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: urlencode(question, doseq=True) or "nothing")
def test_k5_the_overview_the_list_its_csv_and_the_page_say_the_same(
    caller: Caller, account: Account, client: Client, question: dict[str, object]
) -> None:
    fill(account)
    client.force_login(make_user(account))

    answer = read(caller, **question)
    total = answer["kpis"]["total_volume"]
    page = big(opened(client, f"/shop/?{urlencode(question, doseq=True)}"), "Total volume")
    rows = caller.get("conversations", question).json()["conversations"]
    lines = caller.get("conversations", {**question, "format": "csv"}).getvalue().decode().splitlines()
    orders = caller.get("credits", question).json()["credits"]

    assert page[0] == str(total)
    assert (len(rows), len(lines) - 1) == (total, total)
    assert sum(sum(bar["counts"].values()) for bar in answer["chart"]["buckets"]) == total
    for status in Status:
        assert sum(row["status"] == status for row in rows) == answer["kpis"][status.value]
    own = [order["order"] for order in orders if order["order"]["currency"] == "SEK"]
    assert len(own) == answer["kpis"]["orders"]
    assert sum(float(order["total"]) for order in own) == float(answer["kpis"]["sales"])


def test_s10_tests_count_in_no_number_whatever_is_asked(caller: Caller, account: Account) -> None:
    fill(account)
    assert read(caller, **JUNE, test="include")["kpis"] == read(caller, **JUNE)["kpis"]


@pytest.mark.parametrize("by", ["format", "accept"])
def test_the_bars_come_as_csv(caller: Caller, account: Account, by: str) -> None:
    fill(account)
    if by == "format":
        answer = caller.get("overview", {**JUNE, "format": "csv"})
    else:
        answer = caller.get("overview", JUNE, headers={"Accept": "text/csv"})

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="overview.csv"'
    table = list(csv.reader(answer.getvalue().decode().splitlines()))
    assert table[0] == ["start", "label", "settled", "web_chat", "sms", "email", "whatsapp"]
    assert table[3] == ["2026-06-02T22:00:00Z", "2026-06-03", "true", "1", "0", "0", "0"]
    assert len(table) == 8


def test_a_label_that_looks_like_a_formula_is_shown_and_not_run(caller: Caller, account: Account) -> None:
    make_conversation(account, at=NOW - HOUR, label="=1+1")
    answer = caller.get("overview", {"group": "label", "format": "csv"}).getvalue().decode()
    assert answer.splitlines()[0] == "start,label,settled,'=1+1"


@pytest.mark.parametrize(
    ("question", "pointers"),
    [
        ({"from": "yesterday", "to": "2026-06-07"}, ["/query/from"]),
        ({"from": "2026-06-07T00:00:00Z", "to": "2026-06-07"}, ["/query/from"]),
        ({"from": "2026-06-07"}, ["/query/to"]),
        ({"from": "2026-06-07", "to": "2026-06-01"}, ["/query/to"]),
        ({"from": "0001-01-01", "to": "9999-12-31"}, ["/query/from"]),
        ({"preset": "ever"}, ["/query/preset"]),
        ({"preset": "today", **JUNE}, ["/query/preset"]),
        ({"channel": "fax"}, ["/query/channel"]),
        ({"status": ["open", "closd"]}, ["/query/status"]),
        ({"label": "Nothing"}, ["/query/label"]),
        ({"label": "\0"}, ["/query/label"]),
        ({"group": "colour"}, ["/query/group"]),
        ({"bucket": "second"}, ["/query/bucket"]),
        ({"test": "only"}, ["/query/test"]),
        ({"format": "xml"}, ["/query/format"]),
        ({"chanel": "sms"}, ["/query/chanel"]),
        ({"a/b~": "x" * 500}, ["/query/a~1b~0"]),
        ({"channel": "fax", "status": "x", "more": "y"}, ["/query/more", "/query/channel", "/query/status"]),
    ],
)
def test_what_cannot_be_read_is_told_by_its_parameter(
    caller: Caller, question: dict[str, object], pointers: list[str]
) -> None:
    answer = caller.get("overview", question)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [fault["pointer"] for fault in answer.json()["errors"]] == pointers
    assert all(fault["code"] and fault["detail"] for fault in answer.json()["errors"])


def test_answers_are_in_english_whatever_the_language_asked_for(caller: Caller) -> None:
    answers = [caller.get("overview", {"channel": "fax"}, headers={"Accept-Language": each}) for each in ("sv", "en")]
    assert answers[0].content == answers[1].content


def test_answers_are_never_cached_and_head_is_a_get_without_its_body(caller: Caller) -> None:
    answer = caller.client.head("/api/v1/overview", headers={"Authorization": f"Bearer {caller.secret}"})
    assert (answer.status_code, answer.content, answer.headers["Cache-Control"]) == (200, b"", "no-store")


def test_the_number_of_queries_does_not_grow_with_the_rows(
    caller: Caller, account: Account, django_assert_num_queries: Any
) -> None:
    caller.get("overview")
    with django_assert_num_queries(10):
        caller.get("overview", {"group": "label"})
    fill(account)
    with django_assert_num_queries(10):
        caller.get("overview", {"group": "label"})

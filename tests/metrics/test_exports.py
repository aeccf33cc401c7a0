"""Exports: precisely the rows of the list, as files, for those who may, noted in a log."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from conversations.models import Account, Export
from conversations.vocabulary import Role, Status
from metrics.exports.rows import local_clock
from tests.calling import make_caller, read, tables
from tests.conversations.test_spreadsheets import FORMULAS
from tests.hostile import naughty_strings
from tests.make import NOW, make_message
from tests.make_account import make_user
from tests.make_reviews import judged
from tests.make_rows import DAY, HOUR, iso, make_conversation, make_conversations, make_sale, make_story
from tests.pages import links, opened, questions, rows_behind, text_of
from tests.recording import recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

FILE = "/shop/exports/file/"


@pytest.fixture
def analyst(account: Account) -> Client:
    return member(account, Role.ANALYST)


def member(account: Account, role: Role, **fields: Any) -> Client:
    client = Client()
    client.force_login(make_user(account, role=role, **fields))
    return client


def exported(client: Client, query: str = "", kind: str = "csv") -> str:
    answer: Any = client.post(f"{FILE}?{query}", {"format": kind})
    assert answer.status_code == 200
    assert answer.streaming
    return b"".join(answer.streaming_content).decode()


def table(text: str) -> tuple[dict[str, str], list[list[str]]]:
    """The header block, and the lines below it, the names of the columns first."""
    facts, lines = tables(text)
    return dict(facts), lines


@pytest.mark.parametrize(
    "query",
    [
        *("", "status=resolved&channel=sms", "label=&sort=channel", "q=parcel&sort=-profile", "test=include"),
        *("on=order", "preset=last_7_days&status=not_resolved&status=closed&sort=messages", "q=nowhere"),
    ],
)
def test_k5_a_file_holds_the_rows_of_the_list_in_its_order(account: Account, analyst: Client, query: str) -> None:
    make_story(account)
    shopper = {"id": "s-1", "name": "Åsa"}
    sold = make_conversation(account, at=NOW - DAY, text="My parcel, please", shopper=shopper)
    make_sale(account, sold, at=NOW - HOUR)

    facts, (_, *rows) = table(exported(analyst, query))
    about, *threads = map(json.loads, exported(analyst, query, "jsonl").splitlines())

    address = f"/shop/conversations/?{query}"
    html = re.sub("</?mark>", "", opened(analyst, address))
    listed = [question.removesuffix(" Test") for question in questions(html)]
    assert [row[0] for row in rows] == listed
    assert [thread["conversation"]["first_question"] for thread in threads] == listed
    assert int(facts["Conversations"]) == about["conversations"] == len(rows) == rows_behind(analyst, address)
    assert [export.rows for export in Export.objects.all()] == [len(rows), len(rows)]


def test_the_header_block_says_whose_when_and_what_was_asked_for(account: Account, analyst: Client) -> None:
    make_conversation(
        account, at=NOW - DAY, text="Hej", label="Returns", channel="sms", shopper={"id": "1", "name": "Åsa"}
    )

    text = exported(analyst, "channel=sms&q=hej")

    facts, (header, row) = table(text)
    assert text.startswith("\ufeff")
    assert facts == {
        "Account": "The Shop",
        "Time zone": "Europe/Stockholm",
        "Period": "2026-05-09 – 2026-06-07",
        "Channel": "SMS",
        "Search": "hej",
        "Order": "Last updated ↓",
        "As of": "7 Jun 2026, 14:00 (2026-06-07T12:00:00Z)",
        "Conversations": "1",
    }
    assert header[6] == "Started (Europe/Stockholm)"
    pk = account.conversations.get().pk
    assert row[:6] == ["Hej", "Åsa", "SMS", "Resolved by AI", "Returns", "2"]
    assert row[6:9] == ["2026-06-06 14:00:00", "2026-06-06 14:01:00", ""]
    assert row[13] == f"http://testserver/shop/conversations/{pk}/"


def test_a_file_is_in_the_language_of_who_asked_though_it_is_written_later(account: Account) -> None:
    reader = member(account, Role.ANALYST, language="sv")
    make_conversation(account, at=NOW - DAY)

    facts, (header, row) = table(exported(reader))

    assert facts["Konto"] == "The Shop"
    assert header[0] == "Första fråga"
    assert row[3] == "Löst av AI"


def test_json_lines_hold_threads_as_the_api_gives_them(account: Account, analyst: Client) -> None:
    make_story(account)
    sold = make_conversation(account, at=NOW - DAY, text="With a sale", label="Sizes")
    make_sale(account, sold, at=NOW - HOUR)
    caller = make_caller(account)

    about, *threads = map(json.loads, exported(analyst, "status=resolved", "jsonl").splitlines())

    assert about["filters"] == {"preset": ["last_30_days"], "status": ["resolved"]}
    assert len(threads) == 7
    assert any(thread["credits"] for thread in threads)
    for thread in threads:
        one = read(caller, f"conversations/{thread['conversation']['id']}")
        assert thread == {name: value for name, value in one.items() if name != "next_cursor"}


def test_files_hold_what_reviewers_think_of_a_conversation(account: Account, analyst: Client) -> None:
    make_conversation(account, at=NOW - DAY, text="not read")
    read_one = make_conversation(account, at=NOW - 2 * DAY, text="read", status=Status.NOT_RESOLVED)
    judged(analyst, read_one, "right_call")
    judged(analyst, read_one, "should_have_resolved", cause="wrong_answer", note="=It knew")

    _, (header, *rows) = table(exported(analyst))
    _, *threads = map(json.loads, exported(analyst, kind="jsonl").splitlines())

    assert header[9:12] == ["Verdict", "Cause", "Note"]
    assert [row[9:12] for row in rows] == [["", "", ""], ["Should have resolved", "Wrong answer", "'=It knew"]]
    assert [thread["review"] for thread in threads] == [
        None,
        {
            "verdict": "should_have_resolved",
            "cause": "wrong_answer",
            "note": "=It knew",
            "status": "not_resolved",
            "at": "2026-06-07T12:00:00Z",
        },
    ]
    assert threads[1]["review"] == read(make_caller(account), f"conversations/{read_one.pk}")["review"]


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_p12_the_number_of_queries_does_not_grow_with_rows(account: Account, analyst: Client, kind: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            exported(analyst, kind=kind)
        return len(found)

    make_conversation(account, at=NOW - DAY, label="L", shopper={"id": "s-0", "name": "Ann"})
    few = queries()
    people = [{"id": f"s-{number}", "name": "Ann"} for number in range(1, 12)]
    make_conversations(account, *({"at": NOW - DAY, "label": each["id"], "shopper": each} for each in people))
    assert queries() == few


def test_promise_7_no_cell_of_a_file_begins_a_formula(account: Account, analyst: Client) -> None:
    texts = [text for text in naughty_strings() if "\0" not in text]
    recorded(
        account,
        *(
            make_message(
                conversation=f"={n}", text=text, shopper={"id": f"s-{n}", "name": text[:200]}, occurred_at=iso(NOW)
            )
            for n, text in enumerate(texts)
        ),
    )

    facts, (_, *rows) = table(exported(analyst, "q=%3D1%2B1"))
    assert facts["Search"] == "'=1+1"
    _, (_, *rows) = table(exported(analyst))

    assert len(rows) == len(texts)
    assert [cell for row in rows for cell in row if cell.startswith(FORMULAS)] == []


@pytest.mark.parametrize("role", Role)
def test_analysts_and_admins_export_and_others_see_no_button(account: Account, role: Role) -> None:
    make_conversation(account, at=NOW - DAY)
    reader, may = member(account, role), role in (Role.ANALYST, Role.ADMIN)

    page = opened(reader, "/shop/conversations/?channel=web_chat")

    assert ("Export" in links(page)) == may
    address = links(page)["Export"] if may else "/shop/exports/"
    assert reader.get(address).status_code == (200 if may else 403)
    assert reader.post(FILE, {"format": "csv"}).status_code == (200 if may else 403)
    assert Export.objects.exists() == may


def test_the_page_says_first_how_much_it_is(account: Account, analyst: Client) -> None:
    make_story(account)

    html = opened(analyst, "/shop/exports/?status=resolved")

    assert "6 conversations · started 9 May – 7 Jun 2026, Europe/Stockholm" in text_of(html)
    assert 'action="/shop/exports/file/?preset=last_30_days&amp;status=resolved"' in html
    empty = opened(analyst, "/shop/exports/?channel=whatsapp")
    assert "Nothing to export" in text_of(empty)
    assert links(empty)["Back to the list"] == "/shop/conversations/?channel=whatsapp"


def test_admins_see_who_exported_what_and_others_their_own(account: Account, analyst: Client) -> None:
    make_conversation(account, at=NOW - DAY)
    exported(analyst, "channel=web_chat")
    boss, other = member(account, Role.ADMIN), member(account, Role.ANALYST)
    who = Export.objects.get().by_email

    assert who in text_of(opened(boss, "/shop/exports/"))
    assert who in text_of(opened(analyst, "/shop/exports/"))
    assert who not in text_of(opened(other, "/shop/exports/"))
    assert (
        links(opened(boss, "/shop/exports/"))["Go to the list"]
        == "/shop/conversations/?preset=last_30_days&channel=web_chat"
    )


def test_a_download_that_is_broken_off_is_noted_with_what_had_left(account: Account, analyst: Client) -> None:
    make_conversation(account, at=NOW - DAY, status=Status.RESOLVED)

    answer: Any = analyst.post(FILE, {"format": "csv"})
    pieces = iter(answer.streaming_content)
    next(pieces)
    for close in answer._resource_closers:  # closing the whole answer would close the database of the test
        close()

    assert Export.objects.get().finished_at is None
    assert "not finished" in text_of(opened(analyst, "/shop/exports/"))


def test_what_cannot_be_read_is_told_and_nothing_is_exported(account: Account, analyst: Client) -> None:
    answer = analyst.post(f"{FILE}?channel=fax", {"format": "csv"}, follow=True)

    assert "“fax” is not one of the choices" in text_of(answer.content.decode())
    assert analyst.post(FILE, {"format": "exe"}).status_code == 404
    assert analyst.get(FILE).status_code == 405
    assert not Export.objects.exists()


@given(
    st.integers(0, 4_000_000_000),
    st.sampled_from(
        ["Europe/Stockholm", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Monrovia", "America/Caracas"]
    ),
)
def test_t1_the_clock_of_a_file_is_that_of_the_zone(at: int, name: str) -> None:
    zone = ZoneInfo(name)
    clock = local_clock(zone)
    for near in (at, at - at % 900, at - at % 900 + 899):
        assert clock(near) == f"{datetime.fromtimestamp(near, zone):%Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize(("hour", "local"), [(0, "02:30:05"), (1, "02:30:05"), (-1, "01:30:05")])
def test_t2_an_hour_that_comes_twice_is_written_twice(hour: int, local: str) -> None:
    at = datetime(2026, 10, 25, 0, 30, 5, tzinfo=UTC) + timedelta(hours=hour)
    assert local_clock(ZoneInfo("Europe/Stockholm"))(int(at.timestamp())) == f"2026-10-25 {local}"

"""The list of conversations, as a reader sees it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conversations.models import Account
from conversations.vocabulary import Role, Status
from tests.make import NOW, make_message
from tests.make_account import make_account, make_user
from tests.make_rows import DAY, MINUTE, make_conversation, make_conversations
from tests.pages import links, opened, questions, text_of
from tests.recording import recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

NOON = datetime(2026, 6, 3, 12, tzinfo=UTC)
COLUMNS = ("first_question", "profile", "channel", "status", "label", "messages", "last_updated")


def listed(reader: Client, query: str = "") -> str:
    return opened(reader, f"/shop/conversations/{query}")


def test_a_row_says_what_was_asked_by_whom_where_and_what_became_of_it(account: Account, reader: Client) -> None:
    who = {"id": "s-1", "name": "Elin Berg"}
    make_conversation(account, at=NOON, text="Can I return them?", label="Returns", channel="sms", shopper=who)

    words = text_of(listed(reader))

    assert "Can I return them? Elin Berg SMS Resolved by AI Returns 2 3 Jun 14:01" in words
    assert "1 conversation · started 9 May – 7 Jun 2026, Europe/Stockholm" in words


def test_without_a_question_profile_or_label_a_row_says_so(account: Account, reader: Client) -> None:
    greeting = make_message(conversation="c-9", sender="agent", text="Welcome!", occurred_at=NOON.isoformat())
    unseen = make_message(text="\u200b\u202e\ufeff\u3164", occurred_at=NOON.isoformat())
    recorded(account, greeting, unseen)

    assert text_of(listed(reader)).count("No question Anonymous Web chat") == 2  # a link that shows nothing is none
    assert "No label" in text_of(listed(reader))


def test_the_newest_comes_first_and_the_count_is_exact(account: Account, reader: Client) -> None:
    for number in range(3):
        make_conversation(account, at=NOON + number * DAY, text=f"question {number}")
    account.conversations.update(messages=12345)

    html = listed(reader)
    assert text_of(html).count("12,345") == 3

    assert questions(html) == ["question 2", "question 1", "question 0"]
    assert "3 conversations" in text_of(html)


@pytest.fixture
def lead(account: Account, client: Client) -> Client:
    """Somebody who sees who wrote: what is masked is not sorted by."""
    client.force_login(make_user(account, role=Role.SUPPORT))
    return client


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_sorts_both_ways_and_ties_by_id_so_that_pages_never_overlap(
    account: Account, lead: Client, column: str
) -> None:
    told: list[dict[str, Any]] = []
    for number in range(30):
        who = {"shopper": {"id": f"s-{number % 3}", "name": f"Name {number % 3}"}} if number % 4 else {}
        label = f"Label {number % 2}" if number % 5 else ""
        told.append({"at": NOON, "text": f"question {number % 7} of {number}", "label": label, **who})
    make_conversations(account, *told)

    up, down = (
        [row for number in (1, 2) for row in questions(listed(lead, f"?sort={sign}{column}&page={number}"))]
        for sign in ("", "-")
    )

    assert len(up) == len(set(up)) == 30
    assert sorted(up) == sorted(down)
    if column not in ("profile", "label"):  # what lacks one is last, whichever way
        assert up == down[::-1]


def test_s7_profiles_are_sorted_by_what_is_shown_and_anonymous_comes_last(account: Account, lead: Client) -> None:
    for text, who in {
        "by email": {"email": "bea@example.com"},
        "by name": {"id": "s-1", "name": "ann", "email": "z@example.com"},
        "by phone": {"phone": "+46701740605"},
        "nobody": {"visitor": "v-1"},
    }.items():
        make_conversation(account, at=NOON, text=text, shopper=who)

    assert questions(listed(lead, "?sort=profile")) == ["by phone", "by name", "by email", "nobody"]
    assert questions(listed(lead, "?sort=-profile")) == ["by email", "by name", "by phone", "nobody"]


def test_the_header_tells_how_it_is_sorted_and_how_to_turn_it_round(account: Account, reader: Client) -> None:
    make_conversation(account, at=NOON)

    html = listed(reader)

    assert re.search(r'<th scope="col" class="num" aria-sort="descending">.*?Last updated', html)
    assert "sort=last_updated" in links(html)["Last updated"]


def test_pages_are_of_25_50_or_100_rows(account: Account, reader: Client) -> None:
    make_conversations(account, *({"at": NOON + number * MINUTE} for number in range(26)))

    first, second = listed(reader), listed(reader, "?page=2")

    assert (len(questions(first)), len(questions(second))) == (25, 1)
    assert "26–26 of 26" in text_of(second)
    assert len(questions(listed(reader, "?per_page=50"))) == 26
    assert "page=2" in links(first)["2"]


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "x", ""])
def test_a_page_that_is_not_there_is_the_nearest_one(account: Account, reader: Client, number: str) -> None:
    make_conversation(account, at=NOON, text="here")

    assert questions(listed(reader, f"?page={number}")) == ["here"]


def test_filters_are_chips_that_can_be_taken_off_one_by_one(account: Account, reader: Client) -> None:
    make_conversation(account, at=NOON, channel="sms", label="Returns")

    html = listed(reader, "?channel=sms&channel=email&label=&label=returns&status=resolved&q=parcel")

    words = text_of(html)
    for chip in ("Channel: SMS, Email", "Status: Resolved by AI", "Label: No label, Returns", "Search: parcel"):
        assert chip in words
    assert re.search(r'href="\?channel=sms&amp;channel=email&amp;label=&amp;label=returns&amp;q=parcel"', html)
    assert links(html)["Clear all"] == "?"


def test_a_search_marks_what_it_found_and_stays_in_the_field(account: Account, reader: Client) -> None:
    make_conversation(account, at=NOON, text="Mina KÄNGOR läcker")
    make_conversation(account, at=NOON, text="Something else")

    html = listed(reader, "?q=kängor")

    assert "<mark>KÄNGOR</mark>" in html
    assert 'name="q" value="kängor"' in html
    assert questions(html) == ["Mina KÄNGOR läcker"]


def test_a_search_keeps_the_filters_and_a_filter_keeps_the_search(account: Account, reader: Client) -> None:
    html = listed(reader, "?q=boots&channel=sms&page=7")
    search_form = re.search(r'<form class="search".*?</form>', html, re.DOTALL)
    assert search_form
    assert 'name="channel" value="sms"' in search_form[0]
    assert 'name="page"' not in html
    status_form = re.search(r'id="filter-status".*?</form>', html, re.DOTALL)
    assert status_form
    assert 'name="q" value="boots"' in status_form[0]


def test_s10_tests_are_left_out_unless_asked_for_and_then_they_are_marked(account: Account, reader: Client) -> None:
    make_conversation(account, at=NOON, text="real")
    make_conversation(account, at=NOON - MINUTE, text="tried", test=True)

    assert questions(listed(reader)) == ["real"]
    assert questions(listed(reader, "?test=include")) == ["real", "tried Test"]


@pytest.mark.parametrize("query", ["?from=2026-06-31&to=2026-07-01", "?channel=fax", "?sort=%00", "?q=a%00b"])
def test_a_bad_filter_is_told_and_no_row_is_shown(account: Account, reader: Client, query: str) -> None:
    make_conversation(account, at=NOON, text="must not be seen")

    html = listed(reader, query)

    assert 'role="alert"' in html
    assert "must not be seen" not in html
    assert links(html)["Leave it out"] == "?"


def test_an_account_without_any_conversation_says_how_events_come_in(account: Account, reader: Client) -> None:
    assert "No conversations yet" in text_of(listed(reader))
    reader.force_login(make_user(account, role=Role.ADMIN))

    html = listed(reader)

    assert "manage.py import_events --account shop FILE" in text_of(html)
    assert links(html)["Make a key for the API"] == "/shop/settings/keys/#make"


def test_a_search_without_a_hit_leads_to_the_days_that_were_not_searched(account: Account, reader: Client) -> None:
    make_conversation(account, at=NOON - 90 * DAY, text="a word of long ago")
    make_conversation(account, at=NOON, text="there")

    html = listed(reader, "?q=word")

    assert "None of the conversations in this period says “word”." in text_of(html)
    assert questions(listed(reader, links(html)["Search all days"])) == ["a word of long ago"]


def test_a_period_without_conversations_leads_to_the_last_day_with_data(account: Account, reader: Client) -> None:
    make_conversation(account, at=NOON - 400 * DAY, text="long ago")

    html = listed(reader, "?preset=last_7_days&status=resolved")
    there = links(html)["Go to the last day with data"]

    assert "No conversations in this period" in text_of(html)
    assert questions(listed(reader, there)) == ["long ago"]


@pytest.mark.parametrize("query", ["?q=nowhere", "?status=open", "?on=order", "?label="])
def test_filters_that_leave_nothing_can_be_cleared(account: Account, reader: Client, query: str) -> None:
    make_conversation(account, at=NOON, text="there", label="Returns")

    html = listed(reader, f"{query}&preset=last_30_days")

    assert "Nothing matches" in text_of(html)
    assert questions(listed(reader, links(html)["Clear all filters"])) == ["there"]


def test_times_are_those_of_the_accounts_zone_and_exact_in_utc(client: Client) -> None:
    account = make_account(slug="shop", timezone="Asia/Kathmandu")
    client.force_login(make_user(account))
    make_conversation(account, at=NOON)

    html = listed(client)

    assert '<time datetime="2026-06-03T12:01:00Z">3 Jun 17:46</time>' in html
    assert "Asia/Kathmandu" in text_of(html)


def test_promise_7_what_shoppers_write_is_only_text(account: Account, reader: Client) -> None:
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    make_conversation(account, at=NOON, text=hostile, label=hostile[:80], shopper={"id": "s", "name": hostile})

    for address in ("", "?q=script", "?q=%3Cscript%3E"):
        html = listed(reader, address)
        assert "<script>alert" not in html
        assert "<img" not in html
    assert questions(listed(reader)) == [hostile]


def test_p8_the_number_of_queries_is_small_and_does_not_grow_with_rows(account: Account, reader: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            listed(reader, "?status=resolved")
        return len(found)

    make_conversation(account, at=NOON, shopper={"id": "s-0", "name": "Ann"}, label="Returns")
    listed(reader)  # the first visit remembers the account
    few = queries()
    people = [{"id": f"s-{number}", "name": f"Ann {number}"} for number in range(24)]
    make_conversations(account, *({"at": NOON, "shopper": each, "label": each["id"]} for each in people))

    assert queries() == few <= 10


def test_the_list_is_reached_with_its_own_rows_from_each_number(account: Account, reader: Client) -> None:
    for number, status in enumerate(Status):
        make_conversation(account, at=NOW - timedelta(hours=1 + number), text=str(status), status=status)

    assert questions(listed(reader, "?status=open&preset=today")) == ["open"]

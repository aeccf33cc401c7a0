"""The list of conversations: what a search shows of its hits, and the form More filters."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conversations.models import Account
from conversations.search import extract, pieces
from conversations.vocabulary import Status
from tests.hostile import naughty_strings
from tests.make import make_message
from tests.make_rows import DAY, MINUTE, make_conversation, make_sale
from tests.pages import opened, questions, text_of
from tests.recording import recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

NOON = datetime(2026, 6, 3, 12, tzinfo=UTC)


def listed(reader: Client, query: str = "") -> str:
    return opened(reader, f"/shop/conversations/{query}")


def test_a_row_that_was_hit_in_a_message_shows_it_below_the_one_before(account: Account, reader: Client) -> None:
    asked = make_conversation(account, at=NOON, text="A question")
    for minute, sender, text in ((5, "shopper", "Hm"), (6, "agent", "Try <b>WAXED</b> cotton"), (7, "shopper", "Ok")):
        at = (NOON + minute * MINUTE).isoformat()
        recorded(account, make_message(conversation=asked.key, sender=sender, text=text, occurred_at=at))

    html = listed(reader, "?q=waxed")

    assert "Shopper: Hm Agent: Try <b> WAXED </b> cotton" in text_of(html)
    assert "&lt;b&gt;<mark>WAXED</mark>&lt;/b&gt;" in html
    assert 'class="quote"' not in listed(reader, "?q=question")


def test_the_hit_of_a_phrase_is_shown_whole_wherever_it_stands(account: Account, reader: Client) -> None:
    long = "word " * 50
    make_conversation(account, at=NOON + MINUTE, text=f"{long}where is my \n  Parcel, please {long}")
    asked = make_conversation(account, at=NOON, text="My big parcel")
    at = (NOON + 5 * MINUTE).isoformat()
    recorded(account, make_message(conversation=asked.key, text=f"{long} my\u00a0 parcel {long}", occurred_at=at))

    html = listed(reader, "?q=%22my+parcel%22&sort=-last_updated")

    assert re.findall("<mark>(.*?)</mark>", html, re.DOTALL) == ["my\u00a0 parcel", "my \n  Parcel"]
    assert "word where is my Parcel , please word" in text_of(html)
    assert len(text_of(html)) < 2000


def test_a_phrase_longer_than_an_extract_is_marked_whole() -> None:
    text = f"{'before ' * 9}{'needle ' * 25}after"
    query = f'"{("needle " * 25).strip()}"'
    assert [hit for piece, hit in pieces(extract(text, query), query) if hit] == [True]


def test_quotes_are_one_query_however_many_rows(account: Account, reader: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            listed(reader, "?q=soon")
        return len(found)

    make_conversation(account, at=NOON)
    listed(reader)
    few = queries()
    for _ in range(20):
        make_conversation(account, at=NOON)

    assert queries() == few


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("profile=identified", ["by name"]),
        ("profile=anonymous", ["talk", "handed", "plain"]),
        ("handoff=accepted", ["handed"]),
        ("handoff=none", ["by name", "talk", "plain"]),
        ("handoff=offered&handoff=accepted", ["handed"]),
        ("credited=yes", ["by name"]),
        ("credited=no", ["talk", "handed", "plain"]),
        ("min=3", ["talk"]),
        ("min=2&max=2", ["by name", "handed", "plain"]),
        ("status=Routed%20to%20team", ["handed"]),
        ("on=updated&from=2026-06-03&to=2026-06-03", ["handed", "plain"]),
        ("on=updated&from=2026-06-05&to=2026-06-05", ["by name"]),
    ],
)
def test_each_filter_leaves_the_rows_it_is_about_and_is_a_chip(
    account: Account, reader: Client, query: str, found: list[str]
) -> None:
    make_conversation(account, at=NOON, text="plain")
    make_conversation(account, at=NOON + MINUTE, text="handed", status=Status.NOT_RESOLVED)
    make_conversation(account, at=NOON + DAY, text="talk", status=Status.CLOSED)
    named = make_conversation(account, at=NOON + 2 * DAY, text="by name", shopper={"id": "s-1", "name": "Ann"})
    make_sale(account, named, at=NOON + 3 * DAY)

    html = listed(reader, f"?{query}")

    assert questions(html) == found
    assert '<li class="chip">' in html
    assert "No conversations" not in text_of(html)


@pytest.mark.parametrize("query", ["?min=x", "?min=-1", "?min=5&max=4", "?profile=x", "?credited=maybe", "?handoff=x"])
def test_a_bad_narrowing_is_told_and_no_row_is_shown(account: Account, reader: Client, query: str) -> None:
    make_conversation(account, at=NOON, text="must not be seen")

    html = listed(reader, query)

    assert 'role="alert"' in html
    assert "must not be seen" not in html
    if "x" not in query.replace("max", ""):
        assert 'aria-invalid="true"' in html or "?credited" in query


def test_beside_a_bad_filter_the_others_say_what_was_asked_for(account: Account, reader: Client) -> None:
    html = listed(reader, "?preset=last_7_days&channel=sms&label=Nowhere&min=3")
    text = text_of(html)

    assert all(words in text for words in ("Last 7 days", "Channel : SMS", "More filters : 1", "Messages: at least 3"))
    assert re.findall(r'button wrong" type="button" popovertarget="([\w-]+)"', html) == ["filter-label"]
    assert "There is no label “Nowhere”." in text
    assert 'popovertarget="period" aria-describedby="problems"' in listed(reader, "?from=x&channel=sms")


def test_promise_1_naughty_strings_are_searched_for_without_a_fault(account: Account, reader: Client) -> None:
    recorded(
        account, *(make_message(conversation=f"c-{n}", text=text) for n, text in enumerate(naughty_strings()) if text)
    )

    # How each is searched for is a matter of test_search_exactly: here it is written on a page.
    for text in (*naughty_strings()[::40], *[text for text in naughty_strings() if "<" in text][::12]):
        html = reader.get("/shop/conversations/", {"q": text}).content.decode()
        assert "<script>alert" not in html
        assert "<img" not in html

"""One conversation, as a reader sees it: what was said, what happened, and why it has its status."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conversations.models import Account, Conversation
from conversations.vocabulary import Role, Status
from tests.make import (
    NOW,
    make_handoff,
    make_label,
    make_message,
    make_order,
    make_rating,
    make_touch,
)
from tests.make_account import make_user
from tests.make_rows import DAY, HOUR, MINUTE, iso, make_conversation, make_sale
from tests.pages import links, opened, text_of
from tests.recording import recorded, thread

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

NOON = datetime(2026, 6, 3, 10, tzinfo=UTC)  # in Stockholm


@pytest.fixture
def reader(account: Account, client: Client) -> Client:
    client.force_login(make_user(account, role=Role.SUPPORT))
    return client


def after(delta: timedelta) -> dict[str, str]:
    return {"occurred_at": iso(NOON + delta)}


def shown(reader: Client, conversation: Conversation, query: str = "") -> str:
    return opened(reader, f"/shop/conversations/{conversation.pk}/{query}")


def said(html: str) -> list[str]:
    return [text_of(bubble) for bubble in re.findall(r'<p class="bubble".*?</p>', html, re.DOTALL)]


def test_the_header_says_who_where_when_and_what_became_of_it(account: Account, reader: Client) -> None:
    who = {"id": "s-1", "name": "Elin Berg"}
    found = make_conversation(account, at=NOON, text="My boots leak", label="Returns", channel="sms", shopper=who)

    words = text_of(shown(reader, found))

    assert "My boots leak Elin Berg SMS started 3 Jun 2026, 12:00 (Europe/Stockholm) Resolved by AI Returns" in words


def test_messages_stand_in_their_order_by_day_with_long_silences_between(account: Account, reader: Client) -> None:
    recorded(
        account,
        make_message(text="third", id="m-3", **after(2 * HOUR)),
        make_message(text="second", id="m-10", sender="agent", **after(timedelta(0))),
        make_message(text="first", id="m-9", **after(timedelta(0))),
        make_message(text="a note", id="m-4", sender="system", **after(3 * HOUR)),
        make_message(text="fourth", id="m-5", sender="team", **after(13 * HOUR)),
    )

    html = shown(reader, thread(account))

    assert said(html) == ["first", "second", "third", "a note", "fourth"]
    assert re.search(r"Wednesday 3 June.*2 h later.*Thursday 4 June", text_of(html))
    assert "Agent · 12:00" in text_of(html)
    assert '<time datetime="2026-06-03T10:00:00Z">12:00</time>' in html
    for message in account.messages.all():
        assert f'id="m-{message.pk}"' in html
        assert f'href="?at={message.pk}#m-{message.pk}"' in html


@pytest.mark.parametrize(
    ("status", "sentence", "rule"),
    [
        (Status.RESOLVED, "The agent had the last word, no handoff took place, and somebody ended it.", "S3"),
        (Status.NOT_RESOLVED, "It was handed off to the team, and what was handed off is never resolved by AI.", "S2"),
        (Status.OPEN, "Nobody has ended it, and the silence has not lasted long enough to close it.", "S4"),
        (Status.CLOSED, "It is closed, no handoff took place, and the shopper had the last word.", "S5"),
    ],
)
def test_it_says_in_a_sentence_and_by_which_rule_it_has_its_status(
    account: Account, reader: Client, status: Status, sentence: str, rule: str
) -> None:
    found = make_conversation(account, at=NOW - 5 * HOUR, status=status)

    html = shown(reader, found)

    assert f"– {sentence} rule {rule}" in text_of(html)
    assert links(html)[f"rule {rule}"] == "/shop/definitions/#rules"


def test_s1_the_reason_is_that_of_the_stored_status_until_the_worker_has_closed_it(
    account: Account, reader: Client
) -> None:
    found = make_conversation(account, at=NOW - 5 * HOUR, status=Status.OPEN)

    with time_machine.travel(NOW + 5 * DAY, tick=False):
        reader.force_login(make_user(account))
        html = shown(reader, found)

    assert "Open – Nobody has ended it" in text_of(html)
    assert "Closed by silence" not in html


def test_p8_a_thread_beside_its_list_asks_at_most_twelve_questions(account: Account, reader: Client) -> None:
    for number in range(3):
        who = {"id": "s-1", "name": "Elin"}
        found = make_conversation(account, at=NOW - DAY - number * HOUR, label="Returns", shopper=who)
    make_sale(account, found, at=NOW - HOUR)

    page = f"/shop/conversations/{found.pk}/?preset=last_30_days"
    opened(reader, page)  # what is read once a process is read
    with CaptureQueriesContext(connection) as asked:
        opened(reader, page)

    assert len(asked) <= 12


def test_other_conversations_of_the_profile_are_one_click_away(account: Account, reader: Client) -> None:
    who = {"id": "s-1"}
    found = make_conversation(account, at=NOON, shopper=who)
    other = make_conversation(account, at=NOON - DAY, text="An earlier one", shopper=who)
    make_conversation(account, at=NOON, text="Of somebody else", shopper={"id": "s-2"})

    html = shown(reader, found)

    assert links(html)["An earlier one"] == f"/shop/conversations/{other.pk}/"
    assert "Of somebody else" not in html


def test_what_was_searched_for_is_marked_in_the_messages(account: Account, reader: Client) -> None:
    found = make_conversation(account, at=NOON, text="Mina KÄNGOR läcker")

    assert "Mina <mark>KÄNGOR</mark> läcker" in shown(reader, found, "?q=kängor")


def test_p9_a_long_thread_is_read_in_parts_from_its_end(account: Account, reader: Client) -> None:
    recorded(
        account, *(make_message(id=f"m-{n}", text=f"<{n}>", **after(timedelta(seconds=n // 3))) for n in range(120))
    )
    recorded(account, make_label(label="Early", **after(timedelta(seconds=1))))

    parts, address = [], ""
    while True:
        html = shown(reader, thread(account), address)
        parts.append(said(html))
        address = links(html).get("Show earlier messages", "")
        if not address:
            break

    assert [len(part) for part in parts] == [50, 50, 20]
    assert [text for part in reversed(parts) for text in part] == [f"<{n}>" for n in range(120)]
    assert "Label: Early" in html

    again = [said(html)]
    while address := links(html).get("Show later messages", ""):
        html = shown(reader, thread(account), address)
        again.append(said(html))
    assert [text for part in again for text in part] == [f"<{n}>" for n in range(120)]


def test_a_message_has_an_address_that_opens_the_thread_around_it(account: Account, reader: Client) -> None:
    told = (make_message(id=f"m-{n}", text=f"<{n}>", **after(timedelta(seconds=n))) for n in range(120))
    recorded(account, *told, make_label(**after(timedelta(seconds=60))))
    message = account.messages.get(event_id="m-60")

    html = shown(reader, thread(account), f"?at={message.pk}")

    assert said(html) == [f"<{n}>" for n in range(36, 86)]
    assert f'id="m-{message.pk}" data-here' in html
    assert "Label: Delivery" in html
    assert {"Show earlier messages", "Show later messages", "Go to the newest messages"} <= links(html).keys()


def test_from_a_search_a_long_thread_opens_at_its_hit(account: Account, reader: Client) -> None:
    recorded(account, *(make_message(text=f"<{n}>", **after(timedelta(seconds=n))) for n in range(120)))
    recorded(account, make_message(text="And the BOOTS?", **after(timedelta(seconds=9))))

    html = shown(reader, thread(account), "?q=boots")

    assert "And the <mark>BOOTS</mark>?" in html
    assert re.search(r"data-here>\s*<span class=\"visually-hidden\">Shopper:</span>\s*<p[^>]*>And the", html)


@pytest.mark.parametrize("place", ["before", "after", "at"])
def test_a_message_of_another_conversation_cannot_be_read_from(account: Account, reader: Client, place: str) -> None:
    found, other = make_conversation(account, at=NOON), make_conversation(account, at=NOON)
    theirs = account.messages.filter(conversation=other)[0].pk

    for given in (theirs, "1", "x", "-5", "9" * 40):
        assert reader.get(f"/shop/conversations/{found.pk}/?{place}={given}").status_code == 404


def test_promise_7_what_shoppers_write_is_only_text(account: Account, reader: Client) -> None:
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    who = {"id": "s-1", "name": hostile}
    recorded(
        account,
        make_message(text=hostile, shopper=who, product_cards=[{"id": "p", "title": hostile, "url": hostile}]),
        make_handoff(reason=hostile, ticket=hostile),
        make_label(label=hostile[:80]),
        make_rating(comment=hostile),
        make_touch(product=hostile, shopper=who),
        make_order(number=hostile, shopper=who),
    )

    for query in ("", "?q=script"):
        html = shown(reader, thread(account), query)
        assert "<script>alert" not in html
        assert "<img" not in html
    assert said(shown(reader, thread(account)))[0] == hostile


def test_a_conversation_without_a_message_is_nowhere_to_be_seen(account: Account, reader: Client) -> None:
    recorded(account, make_label(conversation="c-1"))

    for number in (thread(account).pk, 2**63, 10**30):
        assert reader.get(f"/shop/conversations/{number}/").status_code == 404


def test_p9_the_number_of_queries_does_not_grow_with_the_thread(account: Account, reader: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            shown(reader, thread(account), "?preset=last_30_days")
        return len(found)

    def tell(minutes: int) -> None:
        when, who = after(minutes * MINUTE), {"shopper": {"id": "s-1"}}
        recorded(
            account,
            make_message(product_cards=[{"id": "p", "title": "Scarf"}], **who, **when),
            make_handoff(**when),
            make_touch(product="p", **who, **when),
            make_order(**who, **when),
            make_label(label=f"Label {minutes}", **when),
        )

    tell(0)
    shown(reader, thread(account))  # the first visit remembers the account
    few = queries()
    for minutes in range(1, 8):
        tell(minutes)

    assert queries() == few <= 18

"""What happened in a conversation beside its messages, as a reader sees it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from conversations.models import Account, Conversation
from conversations.vocabulary import Role
from tests.make import (
    make_agent,
    make_ended,
    make_handoff,
    make_label,
    make_message,
    make_order,
    make_rating,
    make_touch,
)
from tests.make_account import make_user
from tests.make_rows import DAY, HOUR, MINUTE, iso
from tests.pages import opened, text_of
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


def test_s1_a_closing_by_silence_stands_at_its_own_time(account: Account, reader: Client) -> None:
    recorded(
        account,
        make_message(**after(-3 * DAY)),
        make_message(sender="agent", text="Soon.", **after(MINUTE - 3 * DAY)),
    )

    words = text_of(shown(reader, thread(account)))

    assert "Closed by silence 2 days after the last message (rule S1) · 12:01" in words
    assert "silence closed it. rule S3" in words


def test_what_happened_stands_between_the_messages(account: Account, reader: Client) -> None:
    recorded(
        account,
        make_message(**after(timedelta(0))),
        make_handoff(stage="offered", reason="Asked for a person", **after(MINUTE)),
        make_handoff(stage="accepted", ticket="T-17", **after(2 * MINUTE)),
        make_handoff(stage="answered", **after(3 * MINUTE)),
        make_label(label="Returns", **after(4 * MINUTE)),
        make_label(label="Sizes", **after(4 * MINUTE + timedelta(seconds=1))),
        make_agent(live=False, **after(4 * MINUTE + timedelta(seconds=20))),
        make_agent(live=True, **after(4 * MINUTE + timedelta(seconds=40))),
        make_message(sender="agent", text="Soon.", **after(10 * MINUTE)),
        make_rating(score=2, comment="Slow", **after(5 * MINUTE)),
        make_touch(kind="link_clicked", **after(6 * MINUTE)),
        make_touch(kind="link_clicked", bot=True, **after(7 * MINUTE)),
        make_touch(kind="added_to_cart", product="p-7", **after(8 * MINUTE)),
        make_ended(by="team", **after(9 * MINUTE)),
    )

    words = text_of(shown(reader, thread(account)))

    for event in (
        "Handoff offered Help-desk ticket, Asked for a person · 12:01",
        "Handoff accepted Help-desk ticket, T-17 → Not resolved by AI (rule S2) · 12:02",
        "Team answered Help-desk ticket · 12:03",
        "Label: Returns · 12:04",
        "Label: Returns → Sizes · 12:04",
        "Agent paused what is said meanwhile is not collected (rule S9) · 12:04",
        "Agent live again · 12:04",
        "Rated 2 of 5 Slow · 12:05",
        "Link clicked · 12:06",
        "Link clicked by a bot, so it earns nothing (A7) · 12:07",
        "Added to cart p-7 · 12:08",
        "Ended by the team · 12:09",
    ):
        assert event in words


def test_product_cards_show_price_and_click_and_only_web_addresses_are_links(account: Account, reader: Client) -> None:
    cards = [
        {"id": "p-1", "title": "Fjäll Boot", "url": "https://shop.example/p/1", "price": "1899.00", "currency": "SEK"},
        {"id": "p-2", "title": "Trap", "url": "javascript:alert(1)", "price": "10"},
    ]
    recorded(
        account,
        make_message(**after(timedelta(0))),
        make_message(id="m-c", sender="agent", text="", product_cards=cards, **after(MINUTE)),
        make_touch(product="p-1", message="m-c", **after(4 * MINUTE)),
        make_touch(product="p-2", **after(5 * MINUTE)),
        make_touch(product="p-3", **after(6 * MINUTE)),
    )

    html = shown(reader, thread(account))
    words = text_of(html)

    assert "Fjäll Boot SEK 1,899.00 clicked 12:04" in words
    assert "Trap SEK 10.00 clicked 12:05" in words
    assert "Product card clicked p-3 · 12:06" in words
    assert words.count("Product card clicked") == 1
    assert "https://shop.example/p/1" in html
    assert "javascript:" not in html


def test_a_message_says_when_it_was_delivered_and_opened(account: Account, reader: Client) -> None:
    recorded(
        account,
        make_message(id="m-s", sender="agent", channel="sms", **after(timedelta(0))),
        make_touch(kind="message_delivered", message="m-s", **after(MINUTE)),
        make_touch(kind="message_opened", message="m-s", **after(3 * MINUTE)),
        make_touch(kind="message_opened", message="m-s", **after(9 * MINUTE)),
    )

    words = text_of(shown(reader, thread(account)))

    assert "Agent · 12:00 · delivered 12:01 · opened 12:03" in words
    assert "Message opened" not in words


def test_a1_a_credited_order_shows_its_evidence(account: Account, reader: Client) -> None:
    who: dict[str, Any] = {"shopper": {"id": "s-1"}}
    recorded(
        account,
        make_message(**who, **after(timedelta(0))),
        make_touch(product="p-1", **who, **after(MINUTE)),
        make_order(number="#10482", total="1899.00", refunded="100.00", **who, **after(2 * HOUR + 26 * MINUTE)),
    )

    words = text_of(shown(reader, thread(account)))

    assert "Order #10482 · SEK 1,899.00 credited to the touch “Product card clicked” of 3 Jun 12:01: " in words
    assert "placed 2 h 25 min later, within the window of 24 hours for Web chat (rule A1)" in words
    assert "SEK 100.00 refunded" in words

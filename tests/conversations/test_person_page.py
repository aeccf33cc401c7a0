"""The page of one shopper: conversations and orders in one line of time."""

import pytest
from django.test import Client
from django.urls import reverse

from conversations.models import Account, Profile
from conversations.vocabulary import Role
from tests.make import NOW, make_order
from tests.make_account import make_account, make_user
from tests.make_rows import DAY, iso, make_conversation
from tests.make_shop import make_shop
from tests.pages import links, opened, text_of
from tests.recording import recorded

pytestmark = pytest.mark.django_db

SHOPPER = {"id": "s-1", "name": "Åsa Öberg", "email": "asa@example.com"}


def page_of(account: Account, role: Role = Role.SUPPORT) -> str:
    reader = Client()
    reader.force_login(make_user(account, role=role))
    profile = Profile.objects.filter(account=account, kind="id").earliest("pk")
    return opened(reader, reverse("conversations:person", args=[account.slug, profile.pk]))


def filled() -> Account:
    account = make_account()
    make_conversation(account, at=NOW - 3 * DAY, text="Do you have it in blue?", shopper=SHOPPER)
    recorded(account, make_order(shopper=SHOPPER, number="#77", occurred_at=iso(NOW - 2 * DAY)))
    make_conversation(account, at=NOW - DAY, text="Write to asa@example.com please", channel="sms", shopper=SHOPPER)
    make_conversation(account, at=NOW - DAY, text="Somebody else", shopper={"id": "s-2", "email": "b@example.com"})
    return account


def test_s7_conversations_on_any_channel_and_orders_stand_in_one_line_of_time() -> None:
    account = filled()

    words = text_of(page_of(account))

    assert "Åsa Öberg" in words
    assert words.index("Write to") < words.index("Order #77") < words.index("in blue?")
    assert "1–3 of 3" in words
    assert "Somebody else" not in words


def test_the_way_back_from_a_person_is_the_list_that_the_thread_was_opened_from() -> None:
    account, reader = filled(), Client()
    reader.force_login(make_user(account, role=Role.SUPPORT))
    there = reverse("conversations:list", args=[account.slug])
    found = account.conversations.get(first_question__contains="in blue")

    thread = opened(reader, f"{there}{found.pk}/?preset=last_30_days&q=blue&page=2")

    assert links(opened(reader, links(thread)["Åsa Öberg"]))["Conversations"] == f"{there}?preset=last_30_days&q=blue"


def test_a_viewer_sees_contact_data_masked_in_texts_too() -> None:
    account = filled()

    assert "asa@example.com" in page_of(account)
    assert "asa@example.com" not in page_of(account, Role.VIEWER)
    assert "<title>Åsa Öberg – " in page_of(account, Role.VIEWER)


def test_an_order_names_the_conversation_that_earned_it() -> None:
    account = make_shop()

    words = text_of(page_of(account, Role.ADMIN))

    assert "Credited" in words
    assert words.count("Where is my parcel?") == 2

"""Signing in and getting a new password, from the outside."""

import pytest
from django.core import mail
from django.test import Client

from tests.make_account import make_account, make_user

pytestmark = pytest.mark.django_db


def test_a_password_reset_answers_alike_for_known_and_unknown_addresses(client: Client) -> None:
    make_user(email="known@example.com")

    answers = [
        client.post("/account/password/reset/", {"email": email}, follow=True)
        for email in ("known@example.com", "unknown@example.com")
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].redirect_chain == answers[1].redirect_chain
    assert [message.to for message in mail.outbox] == [["known@example.com"]]


def test_a_wrong_password_is_said_without_telling_whether_the_address_exists(client: Client) -> None:
    make_user(email="known@example.com")

    texts = [
        client.post("/account/login/", {"login": email, "password": "wrong"}).content.decode().replace(email, "")
        for email in ("known@example.com", "unknown@example.com")
    ]

    assert "aria-invalid" in texts[0] or "error" in texts[0]
    assert texts[0].split("csrfmiddlewaretoken")[0] == texts[1].split("csrfmiddlewaretoken")[0]


def test_next_never_leaves_the_host(client: Client) -> None:
    user = make_user(make_account(slug="shop"))

    answer = client.post(
        "/account/login/?next=https://evil.example/",
        {"login": user.email, "password": "pass", "next": "//evil.example"},
    )

    assert answer.status_code == 302
    assert "evil" not in answer.headers["Location"]


def test_a_page_sends_a_stranger_to_sign_in_and_back(client: Client) -> None:
    make_account(slug="shop")

    answer = client.get("/shop/conversations/?channel=sms")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/account/login/?next=/shop/conversations/%3Fchannel%3Dsms"

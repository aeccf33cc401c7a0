"""Signing in and getting a new password, from the outside."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils.module_loading import import_string

from tests.make_account import make_account, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_tried_before() -> Iterator[None]:
    cache.clear()  # attempts are counted there
    yield
    cache.clear()


def sign_in(client: Client, email: str, password: str = "pass", **headers: Any) -> Any:
    return client.post("/account/login/", {"login": email, "password": password}, **headers)


def test_a_password_reset_answers_alike_for_known_and_unknown_addresses(client: Client) -> None:
    make_user(email="known@example.com")

    answers = [
        client.post("/account/password/reset/", {"email": email}, follow=True)
        for email in ("known@example.com", "unknown@example.com")
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].redirect_chain == answers[1].redirect_chain
    assert [message.to for message in mail.outbox] == [["known@example.com"]]
    letter = mail.outbox[0]
    assert letter.subject == "A new password for Agentdash"
    assert "for known@example.com at testserver" in letter.body
    assert "for three days" in letter.body
    assert settings.PASSWORD_RESET_TIMEOUT == 3 * 24 * 60 * 60


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


def test_labels_stand_as_everywhere_else_with_one_capital() -> None:
    labels = [
        str(field.label) for form in settings.ACCOUNT_FORMS.values() for field in import_string(form)().fields.values()
    ]
    assert "New password (again)" in labels
    assert [label for label in labels if label != label.capitalize()] == []


def test_a_page_sends_a_stranger_to_sign_in_and_back(client: Client) -> None:
    make_account(slug="shop")

    answer = client.get("/shop/conversations/?channel=sms")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/account/login/?next=/shop/conversations/%3Fchannel%3Dsms"


def test_promise_10_the_session_of_a_stranger_is_not_the_session_of_who_signs_in(client: Client) -> None:
    user = make_user(make_account(slug="shop"))
    client.session.save()
    before = client.session.session_key

    assert sign_in(client, user.email).status_code == 302

    assert client.session.session_key != before
    with_the_old_one = Client()
    with_the_old_one.cookies["sessionid"] = str(before)
    assert with_the_old_one.get("/shop/").status_code == 302


def test_promise_10_who_guesses_passwords_is_slowed_down_and_nobody_else(client: Client) -> None:
    guessed, other = make_user(email="guessed@example.com"), make_user(make_account(slug="shop"))

    for number in range(5):
        assert sign_in(client, guessed.email, f"guess {number}").status_code == 200
    assert b"Too many" in sign_in(client, guessed.email).content  # the right one, too late

    assert sign_in(Client(), other.email).status_code == 302


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_promise_10_behind_a_proxy_each_visitor_is_counted_alone() -> None:
    user = make_user(make_account(slug="shop"))
    for number in range(40):
        sign_in(Client(), f"nobody-{number}@example.com", "guess", headers={"X-Forwarded-For": "1.2.3.4"})

    from_there = sign_in(Client(), user.email, headers={"X-Forwarded-For": "8.8.8.8, 1.2.3.4"})
    from_elsewhere = sign_in(Client(), user.email, headers={"X-Forwarded-For": "1.2.3.4, 8.8.8.8"})

    assert (from_there.status_code, from_elsewhere.status_code) == (429, 302)


def test_promise_10_another_password_ends_the_other_sessions() -> None:
    user, here, elsewhere = make_user(make_account(slug="shop")), Client(), Client()
    for client in (here, elsewhere):
        sign_in(client, user.email)

    new = {"oldpassword": "pass", "password1": "a much longer one", "password2": "a much longer one"}
    assert here.post("/account/password/change/", new).status_code == 302

    assert [client.get("/shop/").status_code for client in (here, elsewhere)] == [200, 302]

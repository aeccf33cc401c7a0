"""Signing in with a second factor, from the outside: an app's code, or one of the recovery codes."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from conversations.models import Account, User
from tests.make_account import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

ACTIVATE = "/account/two-factor/activate/"


@pytest.fixture
def user(account: Account) -> User:
    cache.clear()  # codes that were used, and attempts that were counted
    return make_user(account, is_staff=True)


def sign_in(user: User, address: str = "/account/login/") -> tuple[Client, Any]:
    client = Client()
    return client, client.post(address, {"login": user.email, "password": "pass"})


def activated(user: User) -> tuple[str, list[str]]:
    """The secret of the app, and the recovery codes."""
    client, _answer = sign_in(user)
    assert client.get(ACTIVATE).headers["Location"].startswith("/account/confirm/")
    client.post("/account/confirm/", {"password": "pass"})
    page = client.get(ACTIVATE).content.decode()
    found = re.search(r'id="authenticator_secret"[^>]*value="(\w+)"', page)
    assert found
    assert client.post(ACTIVATE, {"code": code_of(found[1])}).status_code == 302
    codes = client.get("/account/two-factor/codes/file/").content.decode()
    return found[1], re.findall(r"^\d{8}$", codes, re.MULTILINE)


def code_of(secret: str, *, later: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later)))


def is_in(client: Client) -> bool:
    return client.get("/shop/").status_code == 200


def test_who_has_an_app_needs_its_code_and_each_code_opens_once(user: User, clock: Any) -> None:
    secret, _codes = activated(user)
    clock.shift(60)
    client, answer = sign_in(user)
    assert answer.headers["Location"].startswith("/account/login/code/")
    assert not is_in(client)

    assert "errorlist" in client.post("/account/login/code/", {"code": code_of(secret, later=7)}).content.decode()
    assert not is_in(client)
    assert client.post("/account/login/code/", {"code": code_of(secret)}).status_code == 302
    assert is_in(client)

    again, _answer = sign_in(user)
    again.post("/account/login/code/", {"code": code_of(secret)})
    assert not is_in(again)


def test_a_recovery_code_opens_once_when_the_phone_is_lost(user: User) -> None:
    _secret, codes = activated(user)
    assert len(set(codes)) == 10

    for opens in (True, False):
        client, _answer = sign_in(user)
        client.post("/account/login/code/", {"code": codes[0]})
        assert is_in(client) is opens


def test_who_lost_phone_and_codes_is_helped_by_somebody_who_may_change_them(user: User) -> None:
    activated(user)
    boss, helper = Client(), Client()
    boss.force_login(make_user(is_staff=True, is_superuser=True))
    helper.force_login(user)  # staff that may change nobody
    asked = {"action": "turn_off_two_factor", "_selected_action": [user.pk]}

    helper.post("/admin/conversations/user/", asked)
    assert Authenticator.objects.exists()
    boss.post("/admin/conversations/user/", asked)

    client, _answer = sign_in(user)
    assert is_in(client)


def test_djangos_admin_is_no_way_around_it(user: User) -> None:
    activated(user)
    client, answer = sign_in(user, "/admin/login/")

    assert answer.headers["Location"].startswith("/account/login/")
    assert client.get("/admin/").status_code == 302


def test_secrets_are_sealed_and_a_lost_key_opens_nothing(user: User, settings: Any, clock: Any) -> None:
    secret, codes = activated(user)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept

    clock.shift(60)
    settings.SECRET_KEY = "another one, " * 5
    client, _answer = sign_in(user)
    for code in (code_of(secret), codes[0]):
        client.post("/account/login/code/", {"code": code})
    assert not is_in(client)

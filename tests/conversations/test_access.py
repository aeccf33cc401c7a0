"""Promise 6: an account is there for its members only; for everybody else it is not found, like one that never was."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conversations.models import Account
from conversations.vocabulary import Role
from conversations.worker import CLOSING, beat
from tests.make import NOW
from tests.make_account import make_account, make_user
from tests.make_rows import HOUR, make_conversation

pytestmark = pytest.mark.django_db

PAGES = ("metrics:overview", "metrics:definitions", "conversations:list")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_an_account_asks_for_a_login_first(client: Client, name: str) -> None:
    address = reverse(name, args=[make_account().slug])

    response = client.get(address)

    assert response.status_code == 302
    assert response.headers["Location"] == f"/account/login/?next={address}"


@pytest.mark.parametrize("name", PAGES)
def test_a_foreign_account_and_one_that_never_was_are_alike_byte_for_byte(client: Client, name: str) -> None:
    client.force_login(make_user(make_account()))
    foreign = make_account(slug="foreign")
    make_conversation(foreign, at=NOW - HOUR)

    theirs, missing = (client.get(reverse(name, args=[slug])) for slug in (foreign.slug, "missing"))

    assert theirs.status_code == missing.status_code == 404
    assert apart_from_its_id(theirs) == apart_from_its_id(missing)


def apart_from_its_id(response: Any) -> tuple[int, dict[str, str], bytes]:
    """Every request has an id of its own, of one length, on its error page too."""
    headers = dict(response.headers)
    return response.status_code, headers, response.content.replace(headers.pop("X-Request-ID").encode(), b"")


def test_a_foreign_thread_and_one_that_never_was_are_alike_byte_for_byte(client: Client) -> None:
    account = make_account()
    client.force_login(make_user(account))
    theirs = make_conversation(make_account(), at=NOW - HOUR)
    own = make_conversation(account, at=NOW - HOUR)

    def got(slug: str, number: object) -> tuple[int, bytes]:
        response = client.get(f"/{slug}/conversations/{number}/")
        return response.status_code, apart_from_its_id(response)[2]

    assert got(account.slug, own.pk)[0] == 200
    answers = {got(account.slug, number) for number in (theirs.pk, 1, 2**63 - 1, 2**63, 10**30, 0, "x", "-1", "1.5")}
    answers |= {got(theirs.account.slug, number) for number in (theirs.pk, own.pk, 1)}
    assert len(answers) == 1
    assert answers.pop()[0] == 404


def test_a_superuser_sees_the_accounts_they_are_a_member_of_and_no_other(client: Client) -> None:
    account = make_account()
    client.force_login(make_user(is_staff=True, is_superuser=True))

    assert client.get(f"/{account.slug}/").status_code == 404


@pytest.mark.parametrize("role", Role)
def test_every_role_may_read(client: Client, role: Role) -> None:
    account = make_account()
    client.force_login(make_user(account, role=role))

    assert client.get(f"/{account.slug}/").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_pages_that_read_are_not_written_to(client: Client, method: str) -> None:
    account = make_account()
    client.force_login(make_user(account))

    assert getattr(client, method)(f"/{account.slug}/").status_code == 405


def test_the_start_leads_to_the_only_account(client: Client) -> None:
    account = make_account()
    client.force_login(make_user(account))

    assert client.get("/").headers["Location"] == f"/{account.slug}/"


def test_the_start_lets_one_choose_between_several_accounts_and_remembers_the_choice(client: Client) -> None:
    first, second = make_account(name="First Shop"), make_account(name="Second Shop")
    user = make_user(first)
    second.memberships.create(user=user, role=Role.VIEWER)
    client.force_login(user)

    choice = client.get("/").content.decode()
    client.get(f"/{second.slug}/")

    assert f'href="/{first.slug}/"' in choice
    assert f'href="/{second.slug}/"' in choice
    assert client.get("/").headers["Location"] == f"/{second.slug}/"


def test_the_start_tells_somebody_without_an_account_what_to_do(client: Client) -> None:
    client.force_login(make_user(email="new@example.com"))

    assert b"you are not a member of any account" in client.get("/").content


def test_an_account_that_was_left_is_not_returned_to(client: Client) -> None:
    account: Account = make_account()
    user = make_user(account)
    client.force_login(user)
    client.get(f"/{account.slug}/")
    user.memberships.all().delete()

    assert b"you are not a member of any account" in client.get("/").content


def test_s1_a_page_says_when_nobody_closes_silent_conversations(client: Client) -> None:
    account = make_account()
    client.force_login(make_user(account))
    late = b"Silent conversations have not been closed"

    assert late in client.get(f"/{account.slug}/").content
    beat(CLOSING, now=timezone.now())
    assert late not in client.get(f"/{account.slug}/").content
    beat(CLOSING, now=timezone.now() - timedelta(minutes=6))
    assert late in client.get(f"/{account.slug}/").content

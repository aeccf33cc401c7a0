"""API keys: shown once, kept as a hash, found by their prefix, proven by their secret."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

import pytest
from pytest_django import DjangoAssertNumQueries

from conversations.intake.keys import find_key, make_key, revoke
from tests.make import NOW
from tests.make_account import make_account, make_user

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


def test_a_key_is_found_by_its_text_and_comes_with_its_account() -> None:
    account, user = make_account(), make_user()
    made, text = make_key(account, "Shopify", may_read=True, created_by=user)
    make_key(account, "another")

    key = find_key(text, NOW)

    assert key == made
    assert key is not None
    assert (key.account, key.name, key.may_ingest, key.may_read, key.created_by) == (
        account,
        "Shopify",
        True,
        True,
        user,
    )


def test_a_secret_has_256_bits_and_only_its_hash_is_kept() -> None:
    made, text = make_key(make_account(), "Shopify")
    made.refresh_from_db()
    prefix, secret = text.split(".")

    assert (len(secret), made.prefix) == (43, prefix)
    assert bytes(made.secret_sha256) == sha256(secret.encode()).digest()
    assert secret not in repr(vars(made))


def test_no_two_keys_are_alike() -> None:
    account = make_account()

    assert len({part for _ in range(20) for part in make_key(account, "one of many")[1].split(".")}) == 40


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: "",
        lambda text: text[:-1],
        lambda text: text + "A",
        lambda text: text + "\n",
        lambda text: " " + text,
        lambda text: text.partition(".")[0],
        lambda text: text.partition(".")[2],
        lambda text: text.upper(),
        lambda text: text[:-1] + ("A" if text[-1] != "A" else "B"),
        lambda text: "ad_zzzzzzzz." + text.partition(".")[2],
        lambda text: text[:-1] + "\x00",
        lambda text: text[:-1] + "\udcff",
        lambda text: text[:-1] + "é",
    ],
)
def test_anything_but_the_whole_key_finds_nothing(spoil: Callable[[str], str]) -> None:
    made, text = make_key(make_account(), "Shopify")

    assert find_key(spoil(text), NOW) is None
    made.refresh_from_db()
    assert made.last_used_at is None


def test_the_secret_of_one_key_does_not_open_another() -> None:
    account = make_account()
    (_, one), (_, other) = make_key(account, "one"), make_key(account, "other")

    assert find_key(f"{one.split('.')[0]}.{other.split('.')[1]}", NOW) is None


@pytest.mark.parametrize(("expires_in", "works"), [(SECOND, True), (0 * SECOND, False), (-SECOND, False)])
def test_a_key_works_until_it_expires(*, expires_in: timedelta, works: bool) -> None:
    _, text = make_key(make_account(), "Shopify", expires_at=NOW + expires_in)

    assert (find_key(text, NOW) is not None) is works


def test_a_revoked_key_finds_nothing_and_keeps_the_time_it_was_first_revoked() -> None:
    made, text = make_key(make_account(), "Shopify")

    assert revoke(made, NOW)
    assert not revoke(made, NOW + MINUTE)

    made.refresh_from_db()
    assert made.revoked_at == NOW
    assert find_key(text, NOW) is None


@pytest.mark.parametrize(("later", "noted"), [(59 * SECOND, False), (MINUTE, True)])
def test_the_last_use_is_noted_once_a_minute_at_most(*, later: timedelta, noted: bool) -> None:
    made, text = make_key(make_account(), "Shopify")
    find_key(text, NOW)

    find_key(text, NOW + later)

    made.refresh_from_db()
    assert made.last_used_at == (NOW + later if noted else NOW)


def test_a_key_in_use_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    _, text = make_key(make_account(), "Shopify")
    find_key(text, NOW)

    with django_assert_num_queries(1):
        key = find_key(text, NOW + SECOND)
        assert key is not None
        assert key.account.name

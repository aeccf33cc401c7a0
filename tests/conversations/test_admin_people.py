"""People and keys in the admin: who comes in, what a password may be, and a secret that is seen once."""

import re
from hashlib import sha256

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from conversations.intake.keys import find_key
from conversations.models import Account, ApiKey, Membership, User
from tests.filled_forms import filled_in
from tests.make import NOW
from tests.make_account import make_user
from tests.make_shop import make_shop

pytestmark = pytest.mark.django_db

ADD_USER = reverse("admin:conversations_user_add")
ADD_KEY = reverse("admin:conversations_apikey_add")
KEYS = reverse("admin:conversations_apikey_changelist")
PASSWORD = "korrekt-hest-batteri"


def user_page(user: User, name: str = "conversations_user_change") -> str:
    return reverse(f"admin:{name}", args=[user.pk])


@pytest.mark.one_database
def test_a_stranger_signs_in_where_everybody_does(client: Client) -> None:
    make_user(email="boss@example.com", password=PASSWORD, is_staff=True, is_superuser=True)

    page = client.get(reverse("admin:index"), follow=True)
    assert page.redirect_chain[-1][0] == "/account/login/?next=%2Fadmin%2F"
    page = client.post(page.redirect_chain[-1][0], {"login": "boss@example.com", "password": PASSWORD}, follow=True)

    assert page.redirect_chain[-1][0] == "/admin/"
    assert "Agentdash admin" in page.content.decode()


@pytest.mark.one_database
@pytest.mark.parametrize("name", ["index", "login", "conversations_account_changelist"])
def test_who_is_no_staff_is_turned_away(client: Client, name: str) -> None:
    client.force_login(make_user())

    assert client.get(reverse(f"admin:{name}"), follow=True).status_code == 403


@pytest.mark.one_database
def test_a_password_cannot_be_tried_at_the_admins_own_door(client: Client) -> None:
    make_user(email="boss@example.com", password=PASSWORD, is_staff=True, is_superuser=True)

    answer = client.post(reverse("admin:login"), {"username": "boss@example.com", "password": PASSWORD})

    assert answer.headers["Location"].startswith("/account/login/")
    assert "_auth_user_id" not in client.session


def test_a_person_is_made_with_a_hashed_password_and_can_sign_in(boss: Client) -> None:
    passwords = {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    fields = filled_in(boss.get(ADD_USER).content.decode(), form="user_form")

    answer = boss.post(ADD_USER, {**fields, "email": "Anna@Example.com", "name": "Anna", **passwords})

    anna = User.objects.get(email="anna@example.com")
    assert answer.headers["Location"] == user_page(anna)
    assert PASSWORD not in anna.password
    assert (anna.name, anna.is_staff, anna.check_password(PASSWORD)) == ("Anna", False, True)
    boss.logout()
    boss.post("/account/login/", {"login": "anna@example.com", "password": PASSWORD})
    assert boss.session["_auth_user_id"] == str(anna.pk)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"email": "ANNA@example.com"}, "email"),
        ({"email": "anna"}, "email"),
        ({"password1": "12345678901", "password2": "12345678901"}, "password2"),
        ({"password2": "another-one-altogether"}, "password2"),
    ],
)
def test_a_person_who_cannot_be_is_refused_beside_the_field(boss: Client, fields: dict[str, str], wrong: str) -> None:
    make_user(email="anna@example.com")
    given = {"email": "bo@example.com", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    page = filled_in(boss.get(ADD_USER).content.decode(), form="user_form")

    answer = boss.post(ADD_USER, {**page, **given, **fields})

    assert list(answer.context["adminform"].form.errors) == [wrong]


def test_a_person_gets_an_account_a_language_and_another_address(boss: Client) -> None:
    account, user = make_shop(), make_user()
    fields = filled_in(boss.get(user_page(user)).content.decode(), form="user_form")
    member = {"memberships-TOTAL_FORMS": "1", "memberships-0-account": str(account.pk), "memberships-0-role": "analyst"}

    boss.post(user_page(user), {**fields, **member, "email": "Bo@Example.com", "language": "sv", "theme": "dark"})

    user.refresh_from_db()
    assert (user.email, user.language, user.theme) == ("bo@example.com", "sv", "dark")
    assert user.check_password("pass")
    assert Membership.objects.get(user=user).account == account


@pytest.mark.one_database
def test_a_new_password_is_set_on_its_page(boss: Client) -> None:
    user = make_user()

    boss.post(
        user_page(user, "auth_user_password_change"),
        {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD, "set-password": "1"},
    )

    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def make_helper(client: Client) -> User:
    """Signed in as staff who may change and delete people, and is no superuser."""
    helper = make_user(is_staff=True)
    helper.user_permissions.set(Permission.objects.filter(codename__in=["change_user", "delete_user", "view_user"]))
    client.force_login(helper)
    return helper


@pytest.mark.one_database
def test_nobody_gives_themselves_more_power_than_they_have(client: Client) -> None:
    helper = make_helper(client)
    fields = filled_in(client.get(user_page(helper)).content.decode(), form="user_form")
    power = {"is_superuser": "on", "user_permissions": str(Permission.objects.latest("id").pk)}

    client.post(user_page(helper), {**fields, **power, "name": "Helper"})

    helper.refresh_from_db()
    assert (helper.name, helper.is_superuser, helper.is_staff) == ("Helper", False, True)
    assert helper.user_permissions.count() == 3


@pytest.mark.one_database
def test_only_a_superuser_gets_at_a_superuser(client: Client) -> None:
    boss = make_user(is_staff=True, is_superuser=True)
    make_helper(client)

    assert client.post(user_page(boss), {"email": "mine@example.com"}).status_code == 403
    assert client.post(user_page(boss, "conversations_user_delete"), {"post": "yes"}).status_code == 403
    assert client.post(user_page(boss, "auth_user_password_change"), {"password1": PASSWORD}).status_code == 403


def make_key_by_hand(boss: Client, account: Account) -> tuple[str, str]:
    """The text of a new key, and the page that told it."""
    fields = filled_in(boss.get(ADD_KEY).content.decode(), form="apikey_form")
    page = boss.post(ADD_KEY, {**fields, "account": str(account.pk), "name": "Zapier"}, follow=True).content.decode()
    (text,) = re.findall(r"<code>(.+?)</code>", page)
    return text, page


def test_a_key_is_told_once_and_works(boss: Client) -> None:
    account = make_shop()

    text, _ = make_key_by_hand(boss, account)

    key = find_key(text, NOW)
    assert key is not None
    assert (key.account, key.name, key.may_ingest, key.may_read) == (account, "Zapier", True, False)
    assert key.created_by == User.objects.get(is_superuser=True)


@pytest.mark.one_database
def test_neither_a_secret_nor_its_hash_is_ever_on_a_page_again(boss: Client) -> None:
    text, told = make_key_by_hand(boss, make_shop())
    key, secret = ApiKey.objects.get(name="Zapier"), text.partition(".")[2]
    args = [key.pk]
    pages = [
        boss.get(address).content.decode()
        for address in (
            KEYS,
            reverse("admin:conversations_apikey_change", args=args),
            reverse("admin:conversations_apikey_history", args=args),
            reverse("admin:index"),
        )
    ]

    assert told.count(secret) == 1
    assert not [page for page in pages if secret in page]
    assert not [page for page in [told, *pages] if sha256(secret.encode()).hexdigest() in page or "sha256" in page]


@pytest.mark.one_database
def test_a_key_that_may_do_nothing_is_refused(boss: Client) -> None:
    fields = {"account": str(make_shop().pk), "name": "Zapier"}

    answer = boss.post(ADD_KEY, fields)

    assert answer.context["adminform"].form.errors == {"may_ingest": ["A key has to be good for something."]}


@pytest.mark.one_database
def test_a_key_gets_a_name_and_an_end_and_nothing_else(boss: Client) -> None:
    text, _ = make_key_by_hand(boss, make_shop())
    key = ApiKey.objects.get(name="Zapier")
    page = reverse("admin:conversations_apikey_change", args=[key.pk])
    changes = {"name": "n8n", "expires_at_0": "2026-06-08", "expires_at_1": "00:00:00", "may_read": "on"}

    boss.post(page, {**changes, "prefix": "ad_mine0000", "account": str(make_shop("two").pk)})

    changed = ApiKey.objects.get(pk=key.pk)
    assert (changed.name, str(changed.expires_at)) == ("n8n", "2026-06-08 00:00:00+00:00")
    assert (changed.prefix, changed.account_id, changed.may_read) == (key.prefix, key.account_id, False)
    assert find_key(text, NOW) is not None


def test_keys_are_revoked_from_their_list(boss: Client) -> None:
    text, _ = make_key_by_hand(boss, make_shop())
    key = ApiKey.objects.get(name="Zapier")

    for told in ("1 key was revoked.", "0 keys were revoked."):
        page = boss.post(KEYS, {"action": "revoke", "_selected_action": [key.pk]}, follow=True)
        assert told in page.content.decode()

    assert find_key(text, NOW) is None


def test_a_key_is_made_in_a_browser_that_keeps_to_the_strict_policy(
    django_db_setup: None, boss: Client, page: Page, base_url: str
) -> None:
    """The account is found by typing, which is the admin's most demanding script."""
    make_shop()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.context.add_cookies([{"name": "sessionid", "value": boss.cookies["sessionid"].value, "url": base_url}])

    page.goto(ADD_KEY)
    page.click(".select2-selection")
    page.keyboard.type("Shop o")
    page.click("text=Shop one")
    page.fill("#id_name", "Zapier")
    page.click("[name=_save]")
    text = page.inner_text(".messagelist code")
    for address in (reverse("admin:index"), KEYS, ADD_USER, user_page(User.objects.get(is_superuser=True))):
        page.goto(address)

    assert find_key(text, NOW) is not None
    assert said == []

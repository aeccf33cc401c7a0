"""The page of connections: for admins, with all they need to connect a shop and to see how it goes, and no secret."""

import pytest
from django.test import Client
from django.urls import reverse

from conversations.intake.shopify.connecting import secrets_of
from conversations.models import Account, ShopifyConnection, ShopifyRequest
from conversations.models.shopify import Topic
from conversations.vocabulary import Role
from tests.make import NOW
from tests.make_account import make_account, make_user
from tests.make_shopify import SECRET, connect, deliver, make_redaction, make_shopify_order, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

ACTIONS = ("change_secret", "drop_previous", "disconnect")


@pytest.fixture
def boss(client: Client, account: Account) -> Client:
    client.force_login(make_user(account, role=Role.ADMIN))
    return client


def address(account: Account, name: str, *args: object) -> str:
    return reverse(f"conversations:{name}", args=[account.slug, *args])


def opened(client: Client, shop: ShopifyConnection) -> str:
    response = client.get(address(shop.account, "connection", shop.pk))
    assert response.status_code == 200
    return response.content.decode()


# --- Connecting -------------------------------------------------------------------------------------------


def test_without_a_shop_the_page_says_step_by_step_how_to_connect_one(boss: Client, account: Account) -> None:
    page = boss.get(address(account, "connections")).content.decode()

    assert "No shop is connected" in page
    assert page.count("<li>") >= 5
    assert "agentdash_visitor" in page


def test_a_shop_is_connected_with_its_secret_and_then_the_address_is_shown(boss: Client, account: Account) -> None:
    form = {"secret": SECRET, "shop_domain": "https://A-shop.myshopify.com/admin"}
    response = boss.post(address(account, "connect"), form, follow=True)

    shop = ShopifyConnection.objects.get(account=account)
    assert secrets_of(shop, now=NOW) == [SECRET]
    assert shop.shop_domain == "a-shop.myshopify.com"
    assert shop.created_by is not None
    page = response.content.decode()
    assert f'value="http://testserver/hooks/shopify/{shop.token}/"' in page
    assert "No delivery yet" in page
    assert "Shopify delivers to https only" in page
    assert SECRET not in page


def test_over_https_nobody_is_warned(boss: Client, account: Account) -> None:
    shop = connect(account)

    page = boss.get(address(account, "connection", shop.pk), secure=True).content.decode()

    assert f"https://testserver/hooks/shopify/{shop.token}/" in page
    assert "https only" not in page


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"secret": ""}, "This field is required."),
        ({"secret": "x", "shop_domain": "shop.example.com"}, "Enter an address that ends in .myshopify.com."),
        ({"secret": "x" * 201}, "at most 200 characters"),
        ({"secret": "x\0"}, "Null characters are not allowed."),
    ],
)
def test_what_is_wrong_with_a_form_stands_beside_it_and_no_secret_is_sent_back(
    boss: Client, account: Account, form: dict[str, str], words: str
) -> None:
    page = boss.post(address(account, "connect"), form).content.decode()

    assert words in page
    assert f'value="{form.get("shop_domain", "")}"' in page or "shop_domain" not in form
    assert "xxx" not in page
    assert not ShopifyConnection.objects.exists()


# --- How it goes ------------------------------------------------------------------------------------------


def test_the_page_counts_deliveries_by_topic_and_names_the_last(boss: Client, account: Account) -> None:
    shop = connect(account)
    for event in ("e-1", "e-1", "e-2"):
        deliver(boss, shop, "orders/create", make_shopify_order(), Event_Id=event)
    deliver(boss, shop, "themes/publish", {"id": 1})

    page = opened(boss, shop)
    response = boss.get(address(account, "connection", shop.pk))
    rows = {row["topic"]: (row["came"], row["again"], row["last_at"]) for row in response.context["topics"]}

    assert rows["orders/create"] == (3, 1, NOW)
    assert rows["orders/paid"] == (0, 0, None)
    assert rows["themes/publish"] == (1, 0, NOW)
    assert set(Topic) <= set(rows)
    assert "<code>themes/publish</code>" in page
    assert "Receiving" in page
    assert "None so far." in page


def test_the_page_names_failures_with_their_reasons(boss: Client, account: Account) -> None:
    shop = connect(account)
    deliver(boss, shop, "orders/create", make_shopify_order(), secret="wrong")
    deliver(boss, shop, "orders/create", b"<order/>")
    deliver(boss, shop, "orders/create", make_shopify_order(currency="EURO"))

    page = opened(boss, shop)

    assert "The signature was missing or wrong" in page
    assert "choose JSON as the format" in page
    assert f'href="{address(account, "health")}?code=unknown_currency">Unknown currency</a>' in page
    assert "currency must be an ISO 4217 currency code" in page


def test_a_topic_is_shown_as_text_whatever_it_is(boss: Client, account: Account) -> None:
    shop = connect(account)
    deliver(boss, shop, "<script>alert(1)</script>", {})

    page = opened(boss, shop)

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


# --- The secret -------------------------------------------------------------------------------------------


def test_a_secret_is_changed_and_the_old_one_dropped(boss: Client, account: Account) -> None:
    shop = connect(account)

    page = boss.post(address(account, "change_secret", shop.pk), {"secret": "new-one"}, follow=True).content.decode()
    shop.refresh_from_db()
    assert secrets_of(shop, now=NOW) == ["new-one", SECRET]
    assert "The old secret is accepted until" in page
    assert "new-one" not in page

    page = boss.post(address(account, "drop_previous", shop.pk), follow=True).content.decode()
    shop.refresh_from_db()
    assert secrets_of(shop, now=NOW) == ["new-one"]
    assert "The old secret is accepted until" not in page


def test_the_same_secret_again_is_no_change(boss: Client, account: Account) -> None:
    shop = connect(account)

    page = boss.post(address(account, "change_secret", shop.pk), {"secret": SECRET}).content.decode()

    assert "This is the secret already." in page
    shop.refresh_from_db()
    assert shop.previous_until is None


def test_a_closed_connection_is_kept_and_says_so(boss: Client, account: Account) -> None:
    shop = connect(account)

    page = boss.post(address(account, "disconnect", shop.pk), follow=True).content.decode()

    shop.refresh_from_db()
    assert shop.closed_at == NOW
    assert '<span class="pill plain">Closed</span>' in page
    assert shop.token not in page
    assert "Change the secret" not in page


# --- Requests ---------------------------------------------------------------------------------------------


def test_a_privacy_request_is_shown_with_its_date_and_settled_by_an_admin(boss: Client, account: Account) -> None:
    shop = connect(account)
    told(shop, Topic.CUSTOMERS_DATA_REQUEST, {**make_redaction(), "data_request": {"id": 9}, "orders_requested": [7]})
    page = opened(boss, shop)
    assert "A customer asks for their data" in page
    assert "bob@example.com" in page
    assert "7 Jul 2026" in page

    asked = ShopifyRequest.objects.get()
    page = boss.post(address(account, "settle_request", asked.pk), follow=True).content.decode()

    assert "bob@example.com" not in page
    assert "Mark as done" not in page
    asked.refresh_from_db()
    assert asked.done_at == NOW


def test_a_request_past_its_date_is_marked(boss: Client, account: Account) -> None:
    shop = connect(account)
    told(shop, Topic.SHOP_REDACT, {"shop_id": 1})
    ShopifyRequest.objects.update(due_at=NOW.replace(day=1))

    assert '<b class="pill bad">late</b>' in opened(boss, shop)
    assert boss.get(address(account, "connections")).context["connections"][0].waiting == 1


# --- For whom ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_promise_6_other_members_see_and_change_nothing(client: Client, account: Account, role: Role) -> None:
    shop = connect(account)
    before = ShopifyConnection.objects.values().get()
    client.force_login(make_user(account, role=role))

    answers = [client.get(address(account, "connections")), client.get(address(account, "connection", shop.pk))]
    answers += [client.post(address(account, name, shop.pk), {"secret": "x"}) for name in ACTIONS]
    answers += [client.post(address(account, "connect"), {"secret": "x"})]

    assert {answer.status_code for answer in answers} == {403}
    assert not [answer for answer in answers if shop.token in answer.content.decode()]
    assert ShopifyConnection.objects.values().get() == before
    assert f'href="{address(account, "connections")}"' not in client.get(f"/{account.slug}/").content.decode()


def test_promise_6_a_foreign_connection_and_one_that_never_was_are_alike_byte_for_byte(
    boss: Client, account: Account
) -> None:
    theirs = connect(make_account())
    told(theirs, Topic.SHOP_REDACT, {"shop_id": 1})
    before = ShopifyConnection.objects.values().get(), ShopifyRequest.objects.values().get()

    answers = [boss.get(address(account, "connection", pk)) for pk in (theirs.pk, 1, 2**63 - 1, 2**63, 10**30)]
    pages = {answer.content.replace(answer["X-Request-ID"].encode(), b"") for answer in answers}
    posts = [boss.post(address(account, name, pk), {"secret": "x"}) for name in ACTIONS for pk in (theirs.pk, 1, 2**63)]
    asked = ShopifyRequest.objects.get().pk
    posts += [boss.post(address(account, "settle_request", pk)) for pk in (asked, 1, 2**63)]

    assert len(pages) == 1
    assert {response.status_code for response in posts} == {404}
    assert (ShopifyConnection.objects.values().get(), ShopifyRequest.objects.values().get()) == before


def test_signed_out_a_login_is_asked_for(client: Client, account: Account) -> None:
    shop = connect(account)

    for name, args in (("connections", ()), ("connection", (shop.pk,)), ("disconnect", (shop.pk,))):
        assert client.post(address(account, name, *args)).status_code == 302


def test_what_changes_something_is_posted(boss: Client, account: Account) -> None:
    shop = connect(account)

    assert {boss.get(address(account, name, shop.pk)).status_code for name in ACTIONS} == {405}
    assert boss.get(address(account, "connect")).status_code == 405

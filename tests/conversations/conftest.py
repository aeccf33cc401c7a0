"""What the tests of Shopify's side and of Django's admin ask for."""

import pytest
from django.contrib import admin
from django.test import Client

from conversations.models import ShopifyConnection
from tests.make_account import make_account, make_user
from tests.make_shopify import connect


@pytest.fixture
def shop() -> ShopifyConnection:
    return connect(make_account())


@pytest.fixture
def boss(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Signed in to Django's admin as somebody who may do everything.

    Without the list of all tables, half of what a page costs: the pages in Swedish are looked at with it.
    """
    monkeypatch.setattr(admin.site, "get_app_list", lambda *_: [])
    client.force_login(make_user(is_staff=True, is_superuser=True, name="The boss"))
    return client

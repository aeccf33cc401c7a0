"""On SQLite Django brings functions that are Python's, called row by row: a page must not ask for them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conversations.vocabulary import Role
from tests.make_account import make_user
from tests.make_shop import make_shop
from tests.matrix import ACCOUNT_ROUTES
from tests.test_matrix import address_of, form_of

pytestmark = pytest.mark.django_db


def test_no_page_has_python_work_out_something_for_every_row() -> None:
    """They took 27 seconds of three thousand conversations to say who came back."""
    shop = make_shop()
    client = Client()
    client.force_login(make_user(shop, role=Role.ADMIN))
    slow = []
    for name, route in ACCOUNT_ROUTES.items():
        if route.method == "get":
            with CaptureQueriesContext(
                connection,
            ) as asked:
                client.get(address_of(name, route, shop), form_of(route, shop))
            slow += [(name, query["sql"]) for query in asked if "django_" in query["sql"].replace("django_session", "")]
    assert slow == []

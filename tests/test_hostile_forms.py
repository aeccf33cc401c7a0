"""Promise 1: hostile values in the forms and addresses of every page never give a 5xx.

The pages are those of the matrix.
"""

import pytest
from django.db import transaction
from django.test import Client

from conversations.vocabulary import Role
from tests.hostile import naughty_strings
from tests.make_account import make_user
from tests.make_shop import make_shop
from tests.matrix import ACCOUNT_ROUTES
from tests.test_matrix import address_of, form_of

pytestmark = pytest.mark.django_db

ODD = ["\0", str(2**63), "-1", "NaN", "9999-12-31", "x" * 70_000, "\u202e\u200b", ""]
FIELDS = (
    "q",
    "from",
    "to",
    "preset",
    "channel",
    "status",
    "label",
    "sort",
    "page",
    "cursor",
    "view",
    "group",
    "bucket",
)
MORE_FIELDS = ("id", "name", "code", "next", "text", "note", "email", "live", "scopes", "format", "at", "day", "reason")


def test_promise_1_no_hostile_value_breaks_a_page_or_a_form() -> None:
    shop = make_shop()
    client = Client(raise_request_exception=False)
    client.force_login(make_user(shop, role=Role.ADMIN))
    naughty = "\n".join(naughty_strings()[::5])
    wrong = []
    for name, route in ACCOUNT_ROUTES.items():
        for value in (*ODD, naughty):
            sent = {**form_of(route, shop), **dict.fromkeys((*route.form, *FIELDS, *MORE_FIELDS), value)}
            with transaction.atomic():
                response = getattr(client, route.method)(address_of(name, route, shop), sent)
                if response.status_code >= 500:
                    wrong.append((name, value[:10], response.status_code))
                transaction.set_rollback(True)
    assert wrong == []

"""What the tests of Shopify's side ask for."""

import pytest

from conversations.models import ShopifyConnection
from tests.make_account import make_account
from tests.make_shopify import connect


@pytest.fixture
def shop() -> ShopifyConnection:
    return connect(make_account())

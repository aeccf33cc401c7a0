"""What the tests of the API's reading side ask for."""

import pytest

from conversations.models import Account
from tests.calling import Caller, make_caller


@pytest.fixture
def caller(account: Account) -> Caller:
    return make_caller(account)

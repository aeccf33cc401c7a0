"""Accounts and people for tests."""

import itertools
from typing import Any

from conversations.models import Account, Membership, User
from conversations.vocabulary import Role

_numbers = itertools.count(1)


def make_account(**fields: Any) -> Account:
    number = next(_numbers)
    defaults = {"slug": f"shop-{number}", "name": f"Shop {number}", "timezone": "Europe/Stockholm", "currency": "SEK"}
    return Account.objects.create(**{**defaults, **fields})


def make_user(account: Account | None = None, *, role: Role = Role.VIEWER, **fields: Any) -> User:
    user = User.objects.create_user(**{"email": f"person-{next(_numbers)}@example.com", "password": "pass", **fields})
    if account is not None:
        Membership.objects.create(account=account, user=user, role=role)
    return user

"""Accounts are opened here: with their settings as the rules have them, and somebody to look after them."""

from datetime import timedelta

from django.db import transaction

from conversations.crediting import DEFAULT_WINDOWS
from conversations.models import Account, AttributionSettings, Membership, TouchWindow, User
from conversations.vocabulary import Role

_HOUR = timedelta(hours=1)


@transaction.atomic
def open_account(account: Account, *, admin: User | None = None) -> Account:
    """Save a new account with the default attribution settings; `admin` becomes its first admin.

    Raises `django.core.exceptions.ValidationError` for a taken or reserved slug, an unknown zone or currency.
    """
    account.full_clean()
    account.save(force_insert=True)
    AttributionSettings.objects.create(account=account)
    TouchWindow.objects.bulk_create(
        TouchWindow(
            account=account,
            channel=point.channel,
            kind=point.kind,
            enabled=window.enabled,
            hours=window.length // _HOUR,
        )
        for point, window in DEFAULT_WINDOWS.items()
    )
    if admin is not None:
        Membership.objects.create(account=account, user=admin, role=Role.ADMIN)
    return account

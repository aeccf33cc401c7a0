"""Which state an account's data is in: a number that grows with every change, by which pages see that it is theirs."""

from django.db import connection

from conversations.models import Account


def data_changed(account: Account) -> None:
    """Within the transaction of the change, so that nobody sees the number without it."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE conversations_account SET data_version = data_version + 1 WHERE id = %s", [account.pk])

"""Which state an account's data is in: a number that grows with every change, by which pages see that it is theirs."""

from django.db.models import F

from conversations.models import Account


def data_changed(account: Account) -> None:
    """Within the transaction of the change, so that nobody sees the number without it."""
    Account.objects.filter(pk=account.pk).update(data_version=F("data_version") + 1)

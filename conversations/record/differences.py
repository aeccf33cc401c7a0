"""Whether what is stored is what the facts say: some conversations, all credits; derived once more, and taken back."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from conversations.models import Account, Conversation, Identity, attribution_of
from conversations.models.querysets import owned
from conversations.record.credits import settle
from conversations.record.lock import holding_account
from conversations.record.shelves import Links
from conversations.record.steps import Reading
from conversations.record.threads import DERIVED, Threads
from conversations.vocabulary import Status


@holding_account
def differences(account: Account, ids: Collection[int], *, now: datetime) -> tuple[Mapping[str, list[str]], int]:
    """By key of these conversations the columns that differ; and how many credits do, of all orders (A8).

    An open conversation that waits to be closed does not differ.
    """
    with transaction.atomic():
        credits_found = settle(account, attribution_of(account))
        before = _rows(account, ids)
        threads = Threads(account)
        threads.reopen(set(ids))
        profile_of = dict(Identity.objects.filter(account=account).values_list("pk", "profile_id"))
        nothing = Reading(account, [], Links({}, {}, {}, account.zone))
        threads.derive(nothing, again=set(ids), profile_of=profile_of, now=now)
        after = _rows(account, ids)
        transaction.set_rollback(True)
    found = {row.key: _differing(row, after[pk], now=now) for pk, row in before.items()}
    return {key: names for key, names in found.items() if names}, credits_found


def _rows(account: Account, ids: Collection[int]) -> dict[int, Conversation]:
    return {row.pk: row for row in owned(Conversation.objects.filter(pk__among=ids), account.pk)}


def _differing(before: Conversation, after: Conversation, *, now: datetime) -> list[str]:
    is_due = before.status == Status.OPEN and before.closes_at is not None and before.closes_at <= now
    names = [name for name in DERIVED if getattr(before, name) != getattr(after, name)]
    return [name for name in names if name != "status" or not is_due]

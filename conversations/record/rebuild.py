"""Derived columns and rows, made again from the facts: after a change of the account's settings, or to be sure."""

from collections.abc import Iterator
from datetime import datetime

from conversations.models import Account, Conversation, DayCount, Identity, attribution_of
from conversations.record.counts import count
from conversations.record.credits import settle
from conversations.record.lock import holding_account
from conversations.record.restate import cell_of
from conversations.record.shelves import Links
from conversations.record.steps import Reading
from conversations.record.threads import Threads
from conversations.record.version import data_changed

BATCH = 2000


@holding_account
def rebuild(account: Account, *, now: datetime) -> None:
    """Derive all conversations, credits and counts of the account anew, at once or not at all (T6, A8).

    Nobody sees a mix: readers have the old numbers until the commit. Writers of the account wait.
    """
    DayCount.objects.filter(account=account).delete()
    profile_of = dict(Identity.objects.filter(account=account).values_list("pk", "profile_id"))
    nothing = Reading(account, [], Links({}, {}, {}))
    for ids in _batches(list(Conversation.objects.filter(account=account).order_by("pk").values_list("pk", flat=True))):
        threads = Threads(account)
        threads.reopen(set(ids))
        threads.derive(nothing, again=set(ids), profile_of=profile_of, now=now)
        count(account, [(None, cell_of(thread.row)) for thread in threads.all()])
    settle(account, attribution_of(account))
    data_changed(account)


def _batches(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]

"""Derived columns and rows, made again from the facts: after a change of the account's settings, or to be sure."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from conversations.models import Account, Conversation, Identity, Message, attribution_of
from conversations.models.querysets import owned
from conversations.record.credits import settle
from conversations.record.days import move_days
from conversations.record.lock import holding_account
from conversations.record.rollups import ROLLUPS, Rollup
from conversations.record.shelves import Links
from conversations.record.steps import Reading
from conversations.record.threads import Threads
from conversations.record.version import data_changed
from conversations.thanks import is_thanks
from conversations.vocabulary import Sender

BATCH = 2000

Progress = Callable[[int, int], None]
"""Told how far the work is, and how far it is in all."""


def _nobody(_done: int, _total: int) -> None:
    return None


@holding_account
def rebuild(account: Account, *, now: datetime, progress: Progress = _nobody) -> None:
    """Derive all conversations, days, credits and rollups of the account anew, at once or not at all (T6, A8).

    Nobody sees a mix: readers have the old numbers until the commit. Writers of the account wait.
    """
    profile_of = dict(Identity.objects.filter(account=account).values_list("pk", "profile_id"))
    nothing = Reading(account, [], Links({}, {}, {}, account.zone))
    all_ids = list(Conversation.objects.filter(account=account).order_by("pk").values_list("pk", flat=True))
    for done, ids in _batches(all_ids):
        progress(done, len(all_ids))
        _read_thanks(account, ids)
        threads = Threads(account)
        threads.reopen(set(ids))
        threads.derive(nothing, again=set(ids), profile_of=profile_of, now=now)
    move_days(account)
    settle(account, attribution_of(account))
    refill(account)


@holding_account
def rezone(account: Account, *, progress: Progress = _nobody) -> None:
    """T6: every local day as the account's zone has it, and what is counted by day; the rest does not depend on it.

    As with `rebuild` nobody sees a mix.
    """
    move_days(account, progress=progress)
    refill(account)


def refill(account: Account, rollups: Sequence[Rollup] = ROLLUPS) -> None:
    """What is counted by day, from the rows. The caller holds the account."""
    for rollup in rollups:
        rollup.refill(account)
    data_changed(account)


def _read_thanks(account: Account, ids: list[int]) -> None:
    """S6b: by the word lists of today. An erased text keeps what was found when it was there."""
    said = owned(Message.objects.filter(conversation__among=ids, sender=Sender.SHOPPER), account.pk).exclude(text="")
    other = {
        pk: not thanks for pk, text, thanks in said.values_list("pk", "text", "thanks") if is_thanks(text) != thanks
    }
    for found in (True, False):
        changed = [pk for pk, thanks in other.items() if thanks is found]
        if changed:
            owned(Message.objects.filter(pk__among=changed), account.pk).update(thanks=found)


def _batches(ids: list[int]) -> Iterator[tuple[int, list[int]]]:
    for start in range(0, len(ids), BATCH):
        yield start, ids[start : start + BATCH]

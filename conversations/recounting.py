"""Changing what an account's numbers follow from: its zone (T6), and its rules of silence and thanks (S1, S6, S6b).

The one way: what is set and all that follows from it are written in one transaction that holds the account, so readers
see the old numbers or the new. At once where there are few conversations, else in a job. Another zone moves days only,
which the database does by itself; another rule has every conversation derived anew.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from conversations.jobs import Run, enqueue
from conversations.models import Account, Job, User
from conversations.models.work import UNFINISHED
from conversations.record import holding_account, rebuild, rezone

KIND = "compute the numbers by new settings"
DECIDES_NUMBERS = frozenset({"timezone", "silence_hours", "silence_means", "closing_thanks"})
"""The account's own columns that statuses and local days follow from."""
AT_ONCE = 5_000
"""Conversations up to which a change is made in the request: some seconds for another rule, less for another zone."""


def change(account: Account, settings: Mapping[str, Any], *, by: User, now: datetime) -> Job | None:
    """Set these of `DECIDES_NUMBERS`; None if it is done, else the job that will do it."""
    if not account.conversations.order_by("pk")[AT_ONCE : AT_ONCE + 1].exists():
        _change(account, settings, now=now, run=None)
        return None
    return enqueue(account, KIND, by=by, **settings)[0]


def run_change(run: Run) -> None:
    """The job of a change: repeated after a kill, it finds either all of it done or nothing."""
    _change(run.job.account, run.job.data, now=timezone.now(), run=run)


def last_job(account: Account) -> Job | None:
    return Job.objects.filter(account=account, kind=KIND).order_by("-created_at").first()


def is_underway(account: Account) -> bool:
    return Job.objects.filter(account=account, kind=KIND, state__in=UNFINISHED).exists()


@holding_account
def _change(account: Account, settings: Mapping[str, Any], *, now: datetime, run: Run | None) -> None:
    changed = {name for name, value in settings.items() if getattr(account, name) != value}
    for name in changed:
        setattr(account, name, settings[name])
    if not changed:
        return
    account.save(update_fields=sorted(changed))
    progress = {"progress": run.progress} if run else {}
    if changed == {"timezone"}:
        rezone(account, **progress)
    else:
        rebuild(account, now=now, **progress)

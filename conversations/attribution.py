"""Changing how an account credits orders: all or nothing, and with a dated entry of who, from what, to what (A8).

The one way: the page of the settings calls `change`, at once where there are few orders, else in a job. Settings,
credits and the entry are written in one transaction that holds the account, so readers see the old or the new.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_noop

from conversations.crediting import DEFAULT_WINDOWS, Settings, TouchPoint, Window, longest_window
from conversations.jobs import JobFailed, Run, enqueue
from conversations.models import (
    Account,
    AttributionChange,
    AttributionSettings,
    Job,
    TouchWindow,
    User,
    attribution_of,
)
from conversations.record import data_changed, holding_account
from conversations.record.credits import Progress, settle
from conversations.record.rebuild import refill
from conversations.record.rollups import SALES
from conversations.vocabulary import Anchor

KIND = "credit orders by new settings"
AT_ONCE = 20_000
"""Orders up to which a change is made in the request: by 30,000 of them, half a second on PostgreSQL, two on SQLite."""

OVERTAKEN = gettext_noop("The settings were changed by somebody else before this change came to its turn.")

_HOUR = timedelta(hours=1)


class Overtaken(Exception):
    """The settings are no longer those that the change was made from."""


def change(account: Account, settings: Settings, *, seen: str, by: User | None, now: datetime) -> Job | None:
    """Change the settings that `seen` is the mark of; None if it is done, else the job that will do it.

    Raises `Overtaken` if somebody else has changed them since, or is about to.
    """
    if underway(account) or mark(attribution_of(account)) != seen:
        raise Overtaken
    if account.orders.count() <= AT_ONCE:
        _change(account, settings, seen=seen, by=by, now=now)
        return None
    job, is_new = enqueue(account, KIND, by=by, settings=as_data(settings), seen=seen)
    if not is_new:
        raise Overtaken
    return job


def run_change(run: Run) -> None:
    """The job of a change: repeated after a kill, it finds either all of it done or nothing."""
    data, account = run.job.data, run.job.account
    settings = from_data(data["settings"])
    if attribution_of(account) == settings:
        return
    by, began = run.job.asked_by, run.job.created_at
    try:
        _change(account, settings, seen=data["seen"], by=by, now=began, progress=run.progress)
    except Overtaken:
        raise JobFailed(OVERTAKEN) from None


def underway(account: Account) -> Job | None:
    """The change that is not through yet."""
    return Job.objects.filter(account=account, kind=KIND, state__in=["waiting", "running"]).first()


def last_job(account: Account) -> Job | None:
    return Job.objects.filter(account=account, kind=KIND).order_by("-created_at").first()


@holding_account
def _change(
    account: Account,
    settings: Settings,
    *,
    seen: str,
    by: User | None,
    now: datetime,
    progress: Progress = lambda *_: None,
) -> None:
    before = attribution_of(account)
    if mark(before) != seen:
        raise Overtaken
    if as_data(before) == as_data(settings):
        return
    chosen = {"anchor": settings.anchor.value, "ignore_bots": settings.ignore_bots}
    AttributionSettings.objects.update_or_create(account=account, defaults=chosen)
    for point, window in _windows(settings):
        TouchWindow.objects.update_or_create(
            account=account,
            channel=point.channel.value,
            kind=point.kind.value,
            defaults={"enabled": window.enabled, "hours": window.length // _HOUR},
        )
    Account.objects.filter(pk=account.pk).update(longest_window_hours=longest_window(settings) // _HOUR)
    changed = settle(account, settings, progress=progress)
    refill(account, SALES)
    AttributionChange.objects.create(
        account=account,
        by=by,
        by_email=by.email if by else "",
        changed_at=now,
        before=as_data(before),
        after=as_data(settings),
        credits=changed,
    )
    data_changed(account)


def mark(settings: Settings) -> str:
    """A short text that is another one for other settings."""
    return hashlib.sha256(json.dumps(as_data(settings), sort_keys=True).encode()).hexdigest()[:16]


def as_data(settings: Settings) -> dict[str, Any]:
    """As JSON keeps them: each touch point by "channel kind": on (1) or off (0), and its window in hours."""
    windows = {f"{point.channel} {point.kind}": [int(w.enabled), w.length // _HOUR] for point, w in _windows(settings)}
    return {"anchor": settings.anchor.value, "ignore_bots": int(settings.ignore_bots), "windows": windows}


def from_data(data: Mapping[str, Any]) -> Settings:
    windows = {}
    for point, default in DEFAULT_WINDOWS.items():
        kept = data["windows"].get(f"{point.channel} {point.kind}")
        windows[point] = Window(bool(kept[0]), int(kept[1]) * _HOUR) if kept else default
    return Settings(windows=windows, anchor=Anchor(data["anchor"]), ignore_bots=bool(data["ignore_bots"]))


def _windows(settings: Settings) -> Iterator[tuple[TouchPoint, Window]]:
    """Of every touch point that there is, in the order of the rules."""
    for point, default in DEFAULT_WINDOWS.items():
        yield point, settings.window(point) or default

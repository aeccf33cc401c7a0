"""What has to happen without anybody asking: conversations close by silence (S1), every minute."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import OperationalError, close_old_connections
from django.utils import timezone

from conversations.models import Account, Heartbeat
from conversations.record import close_due

CLOSING = "close silent conversations"
PERIOD = timedelta(minutes=1)
LATE_AFTER = timedelta(minutes=5)


def close_silent(*, now: datetime) -> int:
    """Close what is due by `now` (UTC) in every account; how many conversations there were."""
    closed = sum(close_due(account, now=now) for account in Account.objects.order_by("pk"))
    Heartbeat.objects.update_or_create(job=CLOSING, defaults={"last_at": now})
    return closed


def is_late(*, now: datetime) -> bool:
    """Whether statuses may be out of date: no round has come to its end for five minutes."""
    return not Heartbeat.objects.filter(job=CLOSING, last_at__gt=now - LATE_AFTER).exists()


def work(*, tell: Callable[[str], object], rounds: int | None = None) -> None:
    """Work until interrupted, or for so many rounds. A database that is away is waited for."""
    while rounds is None or rounds > 0:
        close_old_connections()
        started = time.monotonic()
        try:
            if closed := close_silent(now=timezone.now()):
                tell(f"closed {closed:,} silent conversations")
        except OperationalError as error:
            tell(f"the database did not answer, trying again: {type(error).__name__}")
        if rounds is not None:
            rounds -= 1
        if rounds != 0:
            time.sleep(max(0.0, PERIOD.total_seconds() - (time.monotonic() - started)))

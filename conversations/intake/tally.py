"""What each source sent, hour by hour: taken in, known already, refused. The page of data health shows it."""

from datetime import datetime, timedelta

from django.db import connection

from conversations.ids import new_id
from conversations.models import Account, HourIntake

KEPT = timedelta(days=90)

_ADD = """
INSERT INTO conversations_hourintake AS h (id, account_id, hour, source, accepted, duplicates, rejected)
VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (account_id, hour, source) DO UPDATE SET accepted = h.accepted + excluded.accepted,
  duplicates = h.duplicates + excluded.duplicates, rejected = h.rejected + excluded.rejected"""


def tally(account: Account, *, source: str, counts: tuple[int, int, int], now: datetime) -> None:
    """Add to the hour of `now` (UTC) so many accepted, duplicates and rejected: one row, in one statement."""
    if any(counts):
        hour = connection.ops.adapt_datetimefield_value(now.replace(minute=0, second=0, microsecond=0))
        with connection.cursor() as cursor:
            cursor.execute(_ADD, [new_id(), account.pk, hour, source[:200], *counts])


def forget_hours(*, now: datetime) -> int:
    """Delete what is older than three months; how many rows there were."""
    return HourIntake.objects.filter(hour__lt=now - KEPT).delete()[0]

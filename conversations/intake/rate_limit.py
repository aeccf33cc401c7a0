"""How often a key may call: a token bucket a key, kept in the database, so that it holds for all web servers together.

A bucket holds `API_BURST` requests and gains `API_REQUESTS_PER_SECOND`. A request that finds it empty is told when to
come back, and costs nothing.
"""

from datetime import datetime

from django.conf import settings

from conversations.models import ApiKey

TRIES = 20
"""Before one request gives way to others of the same key. Each lost try means that another one got through."""


def take(key: ApiKey, *, now: datetime) -> float:
    """Take one request out of the bucket: 0, or the seconds until there is one again. `now` is UTC."""
    for _ in range(TRIES):
        left = _left(key, now=now)
        if left < 1:
            return (1 - left) / _rate()
        if _set(key, left=left - 1, at=max(now, key.bucket_at or now)):
            return 0.0
        key.refresh_from_db(fields=["bucket_left", "bucket_at"])
    return 1 / _rate()


def _left(key: ApiKey, *, now: datetime) -> float:
    """A key that was never used has a full bucket. A clock that runs behind another server's gains nothing."""
    burst = float(settings.API_BURST)
    if key.bucket_at is None:
        return burst
    seconds = max(0.0, (now - key.bucket_at).total_seconds())
    return min(burst, key.bucket_left + seconds * _rate())


def _set(key: ApiKey, *, left: float, at: datetime) -> bool:
    """Whether nobody else has taken from the bucket since it was read."""
    seen = ApiKey.objects.filter(pk=key.pk, bucket_left=key.bucket_left, bucket_at=key.bucket_at)
    return bool(seen.update(bucket_left=left, bucket_at=at))


def _rate() -> float:
    return float(settings.API_REQUESTS_PER_SECOND)

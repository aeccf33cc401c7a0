"""Keys for the API: `ad_1a2b3c4d.<secret>`. The part before the point finds the key, the rest proves it.

The secret is 256 random bits and is shown once; its SHA-256 is what is kept. A slow hash would add nothing: so many
bits cannot be guessed.
"""

import re
import secrets
import string
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Q

from conversations.models import Account, ApiKey

USED_EVERY = timedelta(minutes=1)
"""How exactly the last use is known."""

_ALPHABET = string.ascii_lowercase + string.digits
_KEY = re.compile(r"(ad_[a-z0-9]{8})\.([A-Za-z0-9_-]{43})")


def make_key(account: Account, name: str, **fields: Any) -> tuple[ApiKey, str]:
    """A new key with the given `fields` of `ApiKey`, saved, and its text, which cannot be had again."""
    key = ApiKey(account=account, name=name, **fields)
    return key, issue(key)


def issue(key: ApiKey) -> str:
    """Give a new key, not saved yet, its prefix and its secret, and save it. Its text, which cannot be had again."""
    secret = secrets.token_urlsafe(32)
    key.prefix = "ad_" + "".join(secrets.choice(_ALPHABET) for _ in range(8))
    key.secret_sha256 = _digest(secret)
    key.save(force_insert=True)
    return f"{key.prefix}.{secret}"


def find_key(text: str, now: datetime) -> ApiKey | None:
    """The key with its account, or None if `text` is none, or it was revoked, or has expired by `now` (UTC).

    A key expires at `expires_at`: it works before, and no longer at that instant.
    """
    parts = _KEY.fullmatch(text)
    key = ApiKey.objects.select_related("account").filter(prefix=parts[1]).first() if parts else None
    if parts is None or key is None or not secrets.compare_digest(_digest(parts[2]), bytes(key.secret_sha256)):
        return None
    if key.revoked_at is not None or (key.expires_at is not None and key.expires_at <= now):
        return None
    _note_use(key, now=now)
    return key


def revoke(key: ApiKey, now: datetime) -> bool:
    """From now on it opens nothing. Whether it did until now; revoking again keeps the first time."""
    return bool(ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now))


def _note_use(key: ApiKey, *, now: datetime) -> None:
    """Once a minute at most, and once for all requests of that minute."""
    if key.last_used_at is not None and now - key.last_used_at < USED_EVERY:
        return
    unused = Q(last_used_at=None) | Q(last_used_at__lte=now - USED_EVERY)
    ApiKey.objects.filter(unused, pk=key.pk).update(last_used_at=now)
    key.last_used_at = now


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()

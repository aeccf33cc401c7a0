"""Secrets that must be had again, to check a signature or a code, so they cannot be hashed: sealed by SECRET_KEY.

Whoever holds a copy of the database alone can read none of them. SECRET_KEY_FALLBACKS open what an earlier key sealed.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

_SALT = "conversations.intake.shopify.sealing"  # where this once lived: what is sealed opens with no other


def seal(secret: str) -> str:
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str | None:
    """None for what was sealed with a key that is gone: the secret must be entered again."""
    try:
        return _box().decrypt(sealed).decode()
    except InvalidToken:
        return None


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(key))) for key in keys])


def _derived(key: str) -> bytes:
    return salted_hmac(_SALT, "key", secret=key, algorithm="sha256").digest()

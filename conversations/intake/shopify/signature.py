"""Who sent it: base64 of the HMAC-SHA256 of the body, byte for byte as it came. Pure: no Django.

Shopify names the header `X-Shopify-Hmac-Sha256`, in its newer family `Shopify-Hmac-Sha256`.
"""

import base64
import binascii
import hmac
from collections.abc import Iterable


def sign(body: bytes, secret: str) -> str:
    """The signature as it stands in the header."""
    return base64.b64encode(_digest(body, secret)).decode()


def is_signed(body: bytes, given: Iterable[str], secrets: Iterable[str]) -> bool:
    """Whether one of the signatures `given` was made with one of the `secrets`.

    Every pair is compared, and each in constant time, so the time taken says nothing about a secret.
    """
    signatures = [_decoded(text) for text in given]
    right = False
    for own in [_digest(body, secret) for secret in secrets]:
        for signature in signatures:
            right |= hmac.compare_digest(own, signature)
    return right


def _digest(body: bytes, secret: str) -> bytes:
    return hmac.digest(secret.encode(), body, "sha256")


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.encode(), validate=True)
    except (binascii.Error, ValueError):
        return b""

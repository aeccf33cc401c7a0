"""Opening a way in for a shop, changing its secret, closing it."""

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from conversations.models import Account, ShopifyConnection, User
from conversations.sealing import seal, unseal

BOTH_SECRETS_FOR = timedelta(hours=48)
"""After a change. Shopify signs with the old secret for up to an hour, and sends the same for four hours more."""


def open_connection(
    account: Account, secret: str, *, shop_domain: str, by: User | None, now: datetime
) -> ShopifyConnection:
    """`shop_domain` may be empty: then deliveries of any shop that knows the secret are taken."""
    return ShopifyConnection.objects.create(
        account=account, secret=seal(secret), shop_domain=shop_domain, created_by=by, rotated_at=now
    )


def rotate(connection: ShopifyConnection, secret: str, *, now: datetime) -> None:
    """The secret that was current is accepted for `BOTH_SECRETS_FOR`; the one before it no longer."""
    ShopifyConnection.objects.filter(pk=connection.pk).update(
        secret=seal(secret),
        previous_secret=connection.secret,
        previous_until=now + BOTH_SECRETS_FOR,
        rotated_at=now,
    )


def forget_previous(connection: ShopifyConnection) -> None:
    """At once, as when it has leaked."""
    ShopifyConnection.objects.filter(pk=connection.pk).update(previous_secret="", previous_until=None)


def close(connection: ShopifyConnection, *, now: datetime) -> None:
    """Orders are refused from now on, what was told stays. Repeating keeps the first time.

    Requests about privacy are still taken: Shopify sends the last of them two days after a shop has left.
    """
    ShopifyConnection.objects.filter(pk=connection.pk, closed_at=None).update(closed_at=now)


def secrets_of(connection: ShopifyConnection, *, now: datetime) -> list[str]:
    """The secrets that a delivery may be signed with; empty if none can be unsealed."""
    sealed = [connection.secret]
    if connection.previous_until is not None and now < connection.previous_until:
        sealed.append(connection.previous_secret)
    return [secret for each in sealed if (secret := unseal(each)) is not None]


def shop_domain_of(text: str) -> str:
    """`https://My-Shop.myshopify.com/admin` is my-shop.myshopify.com. ValueError for what is no such domain."""
    address = text.strip().lower()
    domain = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    if not _DOMAIN.fullmatch(domain):
        raise ValueError(text)
    return domain


_DOMAIN = re.compile(r"[a-z0-9][a-z0-9-]*\.myshopify\.com")

"""How deliveries went, counted by topic and outcome: what the page of a connection shows."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from conversations.models import ShopifyConnection, ShopifyTally
from conversations.models.shopify import Outcome

LONGEST_TOPIC = 100


def count(
    connection: ShopifyConnection,
    outcome: Outcome,
    *,
    now: datetime,
    topic: str = "",
    code: str = "",
    detail: str = "",
) -> None:
    """One more. `topic` only where the signature was right: a stranger must not fill the table with names."""
    key = {
        "account_id": connection.account_id,
        "connection": connection,
        "topic": topic[:LONGEST_TOPIC],
        "outcome": outcome,
        "code": code,
    }
    with transaction.atomic():
        ShopifyTally.objects.bulk_create([ShopifyTally(**key, first_at=now, last_at=now)], ignore_conflicts=True)
        ShopifyTally.objects.filter(**key).update(times=F("times") + 1, last_at=now, detail=detail)

"""The demo's shops in the database: accounts, their visitor, and the story sent through `record` like any events."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from conversations.accounts import open_account
from conversations.demo.trades import Shop
from conversations.intake.receive import Line, receive
from conversations.models import Account, Membership, User
from conversations.vocabulary import Role

BATCH = 1000


def make_visitor(email: str, password: str) -> User:
    """The person who looks around; made once."""
    return User.objects.filter(email=email).first() or User.objects.create_superuser(email, password, name="Maja Lind")


def open_shop(shop: Shop, visitor: User, *, fresh: bool) -> tuple[Account, bool]:
    """The shop's account, and whether its story was told already. `fresh` forgets what was there."""
    account = Account.objects.filter(slug=shop.slug).first()
    if account is not None and fresh:
        account.delete()
        account = None
    if account is None:
        account = open_account(
            Account(slug=shop.slug, name=shop.name, timezone=shop.timezone, currency=shop.currency), admin=visitor
        )
        return account, False
    Membership.objects.get_or_create(account=account, user=visitor, defaults={"role": Role.ADMIN})
    return account, account.messages.exists()


@transaction.atomic
def record_story(
    account: Account, events: Sequence[dict[str, object]], *, now: datetime, progress: Callable[[int], object]
) -> None:
    """Record the story in batches, all or nothing; `progress` is told the size of each."""
    for start in range(0, len(events), BATCH):
        batch = [Line(json.dumps(event).encode()) for event in events[start : start + BATCH]]
        receipt = receive(account, batch, source="demo", now=now)
        if receipt.rejected:
            raise ValueError(f"The demo's own events were refused: {receipt.refusals[0]}")
        progress(len(batch))

"""An account with a row in every table."""

import json

from conversations.accounts import open_account
from conversations.attribution import as_data
from conversations.intake.keys import make_key
from conversations.intake.receive import Line, receive
from conversations.models import (
    Account,
    AttributionChange,
    DayNote,
    Export,
    Heartbeat,
    Job,
    NumberCheck,
    Reveal,
    Review,
    SavedView,
    SearchPending,
    ShopifyConnection,
    ShopifyDelivery,
    ShopifyErasure,
    ShopifyOrder,
    ShopifyRefund,
    ShopifyRequest,
    ShopifyTally,
    attribution_of,
)
from conversations.models.shopify import Erased, Outcome, Topic
from conversations.search import index_account
from tests.make import (
    NOW,
    Wire,
    make_agent,
    make_ended,
    make_handoff,
    make_label,
    make_message,
    make_order,
    make_rating,
    make_shopper,
    make_touch,
)
from tests.make_account import make_user
from tests.make_shopify import make_shopify


def make_shop(name: str = "one") -> Account:
    """All of it hangs together: one thread (`c-<name>`) of one shopper, whose click on web chat earned an order."""
    account = open_account(
        Account(slug=f"shop-{name}", name=f"Shop {name}", timezone="Europe/Stockholm", currency="SEK"),
        admin=make_user(),
    )
    make_key(account, "Shopify", created_by=make_user())
    Heartbeat.objects.create(job=f"job of {name}", last_at=NOW)
    NumberCheck.objects.create(account=account, check_name="rollup", at=NOW, ok=False, detail=f"differs in {name}")
    Job.objects.create(account=account, kind=f"kind of {name}")
    settings = as_data(attribution_of(account))
    AttributionChange.objects.create(account=account, changed_at=NOW, before=settings, after=settings)
    Export.objects.create(account=account, by_email=f"{name}@example.com", format="csv", query="q=x", started_at=NOW)
    SavedView.objects.create(
        account=account, owner=account.memberships.get().user, name=f"view-{name}", query="q=x", shared=True
    )
    DayNote.objects.create(account=account, author=make_user(), day=NOW.date(), text=f"note-{name}", written_at=NOW)
    _connect_shopify(account)
    make_shopify(account)
    Reveal.objects.create(account=account, who=f"{name}@example.com", conversation_id=1, reason=name, revealed_at=NOW)
    tell(
        account, *_everything(f"c-{name}", {"id": f"s-{name}", "visitor": f"v-{name}", "email": f"{name}@example.com"})
    )
    read = account.conversations.get(key=f"c-{name}")
    about = {"kind": "queue", "status": "resolved", "verdict": "right_call", "note": f"note of {name}"}
    Review.objects.create(account=account, conversation=read, at=NOW, **about)
    index_account(account, now=NOW)
    SearchPending.objects.create(account=account, conversation=account.conversations.get())
    return account


def tell(account: Account, *events: Wire) -> None:
    """Through the door that imports use, so that refused events are kept too."""
    receive(account, [Line(json.dumps(event).encode()) for event in events], source="test", now=NOW)


def _connect_shopify(account: Account) -> None:
    """Bare rows: what becomes of a delivery is no matter of who wants them here."""
    connection = ShopifyConnection.objects.create(account=account, secret="sealed", rotated_at=NOW)
    about = {"account": account, "connection": connection}
    ShopifyDelivery.objects.create(**about, digest=bytes(16), received_at=NOW)
    ShopifyTally.objects.create(**about, outcome=Outcome.TAKEN, first_at=NOW, last_at=NOW)
    order = ShopifyOrder.objects.create(**about, key="1", tie=b"", heard=b"")
    ShopifyRefund.objects.create(account=account, order=order, key="2", amounts={}, version_at=NOW)
    ShopifyRequest.objects.create(**about, topic=Topic.CUSTOMERS_REDACT, received_at=NOW, due_at=NOW)
    ShopifyErasure.objects.create(account=account, kind=Erased.ORDER, key="1", pseudonym="p", erased_at=NOW)


def _everything(thread: str, shopper: Wire) -> list[Wire]:
    """One event of each type, and a message that is refused."""
    return [
        make_message(conversation=thread, shopper=shopper, product_cards=[{"id": "p-1", "title": "Scarf"}]),
        make_message(conversation=thread, sender="agent", text="It is on its way."),
        make_handoff(conversation=thread, stage="offered"),
        make_ended(conversation=thread),
        make_label(conversation=thread),
        make_rating(conversation=thread),
        make_shopper(shopper={**shopper, "name": "Åsa Öberg"}),
        make_touch(conversation=thread, shopper=shopper, occurred_at="2026-06-06T12:10:00Z"),
        make_order(shopper=shopper, occurred_at="2026-06-06T13:00:00Z"),
        make_agent(live=True),
        make_message(conversation=thread, text=None),
    ]

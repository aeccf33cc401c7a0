"""What was refused is kept whole, and can be tried again or thrown away."""

import io
import json
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command

from conversations.intake import rejected
from conversations.intake.receive import Line, receive, take_in
from conversations.intake.rejected import Retried, discard, kinds, retry
from conversations.models import Account, RejectedEvent, ShopifyOrder
from conversations.payloads import Code, Refusal
from tests.make import NOW, make_agent, make_message
from tests.make_account import make_account
from tests.make_shopify import connect, make_shopify_order

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


def refuse(account: Account, *events: object, source: str = "API: Test") -> None:
    lines = [Line(each if isinstance(each, bytes) else json.dumps(each).encode()) for each in events]
    assert receive(account, lines, source=source, now=NOW).accepted == 0


def early(minutes: int = 10, **fields: object) -> dict[str, object]:
    """Too early by so many minutes; an hour later it no longer is."""
    return make_message(occurred_at=(NOW + timedelta(minutes=minutes)).isoformat(), **fields)


def test_what_can_be_taken_in_by_now_is_taken_in_and_no_longer_kept() -> None:
    account = make_account()
    refuse(account, early(), early(), b"nonsense")

    assert retry(account, account.rejectedevents.all(), now=LATER) == Retried(taken=2, refused=1)

    assert account.messages.count() == 2
    assert [row.code for row in account.rejectedevents.all()] == ["not_json"]


def test_trying_again_twice_adds_nothing() -> None:
    account = make_account()
    refuse(account, early(), b"nonsense")
    retry(account, account.rejectedevents.all(), now=LATER)

    assert retry(account, account.rejectedevents.all(), now=LATER) == Retried(taken=0, refused=1)
    assert account.messages.count() == 1


def test_what_is_known_by_now_counts_as_taken_in() -> None:
    account = make_account()
    event = early()
    refuse(account, event)
    receive(account, [Line(json.dumps(event).encode())], source="import", now=LATER)

    assert retry(account, account.rejectedevents.all(), now=LATER) == Retried(taken=1, refused=0)
    assert not account.rejectedevents.exists()


def test_what_is_refused_again_is_kept_with_the_reason_and_the_time_of_today() -> None:
    account = make_account()
    refuse(account, early(id="m-1"))
    receive(account, [Line(json.dumps(make_agent(live=False)).encode())], source="import", now=NOW)

    assert retry(account, account.rejectedevents.all(), now=LATER) == Retried(taken=0, refused=1)

    row = account.rejectedevents.get()
    assert (row.code, row.pointer, row.event_id) == ("agent_not_live", "/occurred_at", "m-1")
    assert (row.first_at, row.last_at) == (NOW, LATER)


def test_rows_that_trying_again_makes_alike_become_one() -> None:
    account = make_account()
    event = early(id="m-1")
    refuse(account, event)
    receive(account, [Line(json.dumps(make_agent(live=False)).encode())], source="import", now=NOW)
    receive(account, [Line(json.dumps(event).encode())], source="API: Test", now=LATER)
    assert account.rejectedevents.count() == 2

    retry(account, account.rejectedevents.all(), now=LATER)

    assert account.rejectedevents.get().times == 2


def test_the_oldest_are_tried_first_and_no_more_than_asked_for() -> None:
    account = make_account()
    refuse(account, early(id="first"))
    receive(
        account, [Line(json.dumps(early(minutes=20, id="second")).encode())], source="x", now=NOW + timedelta(minutes=1)
    )

    assert retry(account, account.rejectedevents.all(), now=LATER, most=1) == Retried(taken=1, refused=0)
    assert account.rejectedevents.get().event_id == "second"


def test_many_are_tried_in_batches_by_number_and_by_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rejected, "BATCH", 3)
    monkeypatch.setattr(rejected, "LARGEST_LINE", 1000)
    account = make_account()
    refuse(account, *(early() for _ in range(7)), early(text="x" * 2000))

    assert retry(account, account.rejectedevents.all(), now=LATER) == Retried(taken=8, refused=0)


def test_an_event_of_another_account_is_neither_seen_nor_touched() -> None:
    account, other = make_account(), make_account()
    refuse(other, early())

    assert retry(account, RejectedEvent.objects.all(), now=LATER) == Retried(taken=0, refused=0)
    assert kinds(account) == []
    assert other.rejectedevents.count() == 1


def test_kinds_are_counted_the_most_frequent_first() -> None:
    account = make_account()
    refuse(account, b"nonsense", early(), early())
    refuse(account, b"nonsense")

    assert [(kind.code, kind.events, kind.times) for kind in kinds(account)] == [
        ("in_the_future", 2, 2),
        ("not_json", 1, 2),
    ]


def test_what_is_discarded_is_gone() -> None:
    account = make_account()
    refuse(account, b"nonsense", b"more of it", early())

    assert discard(account.rejectedevents.filter(code="not_json")) == 2
    assert account.rejectedevents.count() == 1


def test_a_delivery_of_shopify_is_tried_again_as_what_it_is() -> None:
    account = make_account()
    connection = connect(account)
    order = make_shopify_order()
    body = json.dumps(order).encode()
    refusal = Refusal(Code.MISSING_FIELD, "told of an older version", "/x", type="order", id=str(order["id"]))
    take_in(account, [(Line(body), refusal)], source="Shopify orders/create", now=NOW)
    broken = json.dumps({**order, "id": None}).encode()
    take_in(account, [(Line(broken), refusal)], source="Shopify orders/create", now=NOW)

    assert retry(account, account.rejectedevents.all(), now=LATER) == Retried(taken=1, refused=1)

    assert account.orders.get().total_minor == 129900
    assert ShopifyOrder.objects.get(account=account).connection == connection
    kept = account.rejectedevents.get()
    assert bytes(kept.payload) == broken
    assert kept.pointer == "/id"


def test_a_delivery_waits_where_no_connection_is_left() -> None:
    account = make_account()
    refusal = Refusal(Code.MISSING_FIELD, "as it was", "/x", type="order", id="1")
    take_in(account, [(Line(b'{"id": 1}'), refusal)], source="Shopify orders/create", now=NOW)

    assert retry(account, account.rejectedevents.all(), now=LATER) == Retried(taken=0, refused=1)
    assert account.rejectedevents.get().detail == "as it was"


def run(account: Account, *arguments: str) -> tuple[str, int]:
    out = io.StringIO()
    try:
        call_command("retry_rejected", *arguments, account=account.slug, stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(str(end.code))
    return out.getvalue(), 0


def test_the_command_tries_all_or_those_of_one_reason() -> None:
    account = make_account()
    refuse(account, early(), b"nonsense")

    with time_machine.travel(LATER, tick=False):
        assert run(account, "--code", "not_json") == ("0 taken in, 1 rejected again\n", 1)
        assert run(account, "--code", "in_the_future") == ("1 taken in, 0 rejected again\n", 0)
        assert run(account) == ("0 taken in, 1 rejected again\n", 1)


def test_the_command_says_plainly_what_there_is_not() -> None:
    with pytest.raises(CommandError, match="There is no account 'nobody'"):
        call_command("retry_rejected", account="nobody")
    account = make_account()
    refuse(account, b"nonsense")
    with pytest.raises(CommandError, match="there are: not_json"):
        call_command("retry_rejected", account=account.slug, code="conflict")

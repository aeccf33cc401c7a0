"""Promise 14: what was refused and names an erased person goes with them; what names others stays."""

import json

import pytest

from conversations.intake.receive import Line, receive
from conversations.models import RejectedEvent
from conversations.models.shopify import Topic
from tests.make import NOW
from tests.make_account import make_account
from tests.make_shopify import connect, make_redaction, told

pytestmark = pytest.mark.django_db

THEIRS = [
    b'{"type": "message", "shopper": {"id": "207"}}',
    b'{"type": "nothing", "customer": {"id": 207}}',
    b'{"type": "message", "text": "write to BOB@example.com, please"}',
    b"no JSON at all: bob@example.com",
    json.dumps({"email": "bob@example.com"}).encode().replace(b"@", b"\\u0040"),
    b'{"type": "shopper", "shopper": {"phone": "+46 70-174 06 05"}}',
    b'{"type": "shopper", "shopper": {"phone": "0046 (70) 1740605"}}',
]
OTHERS = [
    b'{"type": "message", "id": "207", "text": null}',
    b'{"type": "message", "shopper": {"id": "2070"}}',
    b'{"type": "message", "text": "jbob@example.com"}',
    b'{"type": "message", "text": "bob@example.com-pany"}',
    b'{"type": "shopper", "shopper": {"phone": "+46701740606"}}',
    b"\xff\x00 nothing",
    b"[]",
]


@pytest.mark.parametrize(("raw", "stays"), [(raw, 0) for raw in THEIRS] + [(raw, 1) for raw in OTHERS])
def test_promise_14_a_refused_event_goes_with_the_person_it_names(raw: bytes, stays: int) -> None:
    account, other = make_account(), make_account()
    for each in (account, other):
        assert receive(each, [Line(raw)], source="API: Test", now=NOW).rejected == 1

    told(connect(account), Topic.CUSTOMERS_REDACT, make_redaction())

    assert RejectedEvent.objects.filter(account=account).count() == stays
    assert RejectedEvent.objects.filter(account=other).count() == 1

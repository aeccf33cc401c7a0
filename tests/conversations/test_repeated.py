"""Lines that come again word for word are known by their bytes, before they are read."""

import json
from typing import Any

import pytest

from conversations.intake import receive as door
from conversations.intake import repeated
from conversations.intake.receive import Line, Receipt, receive
from conversations.models import Account, Message
from tests.make import MAKERS, NOW, Wire, make_full, make_message
from tests.make_account import make_account
from tests.state import state_of

pytestmark = pytest.mark.django_db

MANY = repeated.SMALLEST + 10


def lines(*events: Wire, **dumping: Any) -> list[Line]:
    return [Line(json.dumps(event, **dumping).encode()) for event in events]


def taken(account: Account, given: list[Line]) -> Receipt:
    return receive(account, given, source="test", now=NOW)


def counted(receipt: Receipt) -> tuple[int, int, int]:
    return receipt.accepted, receipt.duplicates, receipt.rejected


def test_a_batch_that_comes_again_is_known_without_being_read(monkeypatch: pytest.MonkeyPatch) -> None:
    account = make_account()
    given = lines(*(make_message() for _ in range(MANY)))
    assert counted(taken(account, given)) == (MANY, 0, 0)

    monkeypatch.setattr(door, "read", None)

    assert counted(taken(account, given)) == (0, MANY, 0)
    assert Message.objects.count() == MANY


def test_the_same_bytes_are_new_to_another_account() -> None:
    given = lines(*(make_message() for _ in range(MANY)))

    assert [counted(taken(make_account(), given)) for _ in range(2)] == [(MANY, 0, 0)] * 2


def test_what_is_new_between_what_is_known_is_taken_in() -> None:
    account = make_account()
    old, new = [make_message() for _ in range(MANY)], [make_message() for _ in range(MANY)]
    taken(account, lines(*old))

    assert counted(taken(account, lines(*old, *new))) == (MANY, MANY, 0)
    assert counted(taken(account, lines(*new[:1], *old))) == (0, MANY + 1, 0)


def test_the_same_events_in_other_words_are_duplicates_too() -> None:
    account = make_account()
    events = [make_message(shopper={"id": "s-1"}) for _ in range(MANY)]
    taken(account, lines(*events))

    turned = [dict(reversed(event.items())) for event in events]

    assert counted(taken(account, lines(*turned, indent=1))) == (0, MANY, 0)


def test_an_older_version_that_comes_again_changes_nothing() -> None:
    account = make_account()
    first = [make_message() for _ in range(MANY)]
    later = [{**event, "text": "New", "updated_at": "2026-06-06T13:00:00Z"} for event in first]
    taken(account, lines(*first))
    assert counted(taken(account, lines(*later))) == (MANY, 0, 0)

    assert counted(taken(account, lines(*first))) == (0, MANY, 0)
    assert set(Message.objects.values_list("text", flat=True)) == {"New"}


def test_odd_lines_are_refused_as_ever() -> None:
    account = make_account()
    odd = [
        b"",
        b"\xff",
        b'{"type": "message", "id": "a\\u0000b"}',
        b'{"type": "nothing", "id": "x"}',
        b'"id":"","type":"message"',
    ]
    given = [Line(raw) for raw in odd * 20] + lines(*(make_message() for _ in range(MANY)))

    assert [counted(taken(account, given)) for _ in range(2)] == [(MANY, 0, 100), (0, MANY, 100)]


def test_every_type_is_known_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeated, "SMALLEST", 1)
    account = make_account()
    given = lines(*(make_full(kind) for kind in MAKERS))
    assert counted(taken(account, given)) == (len(MAKERS), 0, 0)
    state = state_of(account)

    monkeypatch.setattr(door, "read", None)

    assert counted(taken(account, given)) == (0, len(MAKERS), 0)
    assert state_of(account) == state

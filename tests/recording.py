"""Wire events into the database, as every door does it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from conversations.models import Account
from conversations.payloads import Refusal, read_event
from conversations.record import Result, record
from tests.make import NOW


def recorded(account: Account, *events: dict[str, Any], now: datetime = NOW) -> list[Result]:
    """Record valid wire events in one batch; the answers."""
    typed = [read_event(event, now=now) for event in events]
    refused = [event for event in typed if isinstance(event, Refusal)]
    assert not refused, refused
    return record(account, typed, now=now)  # type: ignore[arg-type]


def codes(results: Sequence[Result]) -> list[str]:
    """The answers in a word each: accepted, duplicate, or the reason of the refusal."""
    return [result.code if isinstance(result, Refusal) else str(result) for result in results]


def thread(account: Account, key: str = "c-1") -> Any:
    return account.conversations.get(key=key)

"""The world of the benchmarks is one that `record` could have written."""

from datetime import UTC, datetime

import pytest

from benchmarks.world.build import build
from conversations.models import Account
from conversations.record import rebuild
from tests.state import state_of

NOW = datetime(2026, 6, 7, 12, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_the_worlds_derived_rows_are_what_its_facts_give() -> None:
    world = build(500, now=NOW)

    for slug in ("big", "small-7", "tiny"):
        account = Account.objects.get(slug=slug)
        before = state_of(account)
        assert before["Conversation"], before["DayCount"]
        rebuild(account, now=world.now)
        after = state_of(account)
        for name, rows in after.items():
            assert before[name] == rows, name
